//! What pools of the crate `r2d2` report.
//!
//! ```
//! use plimsoll::dbpool::{r2d2::Events, DatabasePool};
//!
//! # #[derive(Debug)]
//! # struct Manager;
//! # impl ::r2d2::ManageConnection for Manager {
//! #     type Connection = ();
//! #     type Error = std::fmt::Error;
//! #     fn connect(&self) -> Result<(), std::fmt::Error> { Ok(()) }
//! #     fn is_valid(&self, _: &mut ()) -> Result<(), std::fmt::Error> { Ok(()) }
//! #     fn has_broken(&self, _: &mut ()) -> bool { false }
//! # }
//! # let manager = Manager;
//! let events = Events::new();
//! let pool = r2d2::Pool::builder().max_size(8).event_handler(events.handler()).build(manager)?;
//!
//! let watched = DatabasePool::new("orders")?;
//! let source = events.source(&pool);
//! drop(pool.get()?);
//! watched.observe_source(&source)?; // every second or so
//! assert_eq!(watched.latest().unwrap().1.requests, Some(1.0));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! What `r2d2` does not tell is missing: whether a request had to wait because no connection was free (`queued`), how many
//! wait now (`waiting`), how long opening connections took, how many could not be opened (`errors`) or were found broken
//! (`lost`), and who holds connections. A request that had to wait for a connection to be opened or tested counts that in
//! `wait_seconds`, as everywhere.

use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::Arc;
use std::time::Duration;

use ::r2d2::event::{AcquireEvent, CheckinEvent, CheckoutEvent, ReleaseEvent, TimeoutEvent};
use ::r2d2::{HandleEvent, ManageConnection, Pool};

use super::{PoolSource, PoolStats};
use crate::sys::clock::monotonic_ns;

/// Parts of the counters: a thread changes one of them, so that threads seldom wait for each other's cache line.
const PARTS: usize = 8;

/// Places for the times at which connections were handed out.
const PLACES: usize = 128;

/// Counts what happens in one pool: its event handler. A clone is the same.
#[derive(Clone, Default)]
pub struct Events {
    counts: Arc<Counts>,
}

/// All of a pool.
struct Counts {
    parts: [Part; PARTS],
    created: AtomicU64,
    closed: AtomicU64,
    timeouts: AtomicU64,
    /// When the connection of that number, modulo the places, was handed out; 0: it is not.
    began_ns: [AtomicU64; PLACES],
}

/// On a cache line of its own.
#[derive(Default)]
#[repr(align(128))]
struct Part {
    requests: AtomicU64,
    wait_ns: AtomicU64,
    wait_peak_ns: AtomicU64,
    use_ns: AtomicU64,
    /// The bits of a float, in seconds squared.
    use_squared: AtomicU64,
}

impl Default for Counts {
    fn default() -> Self {
        Counts {
            parts: Default::default(),
            created: AtomicU64::new(0),
            closed: AtomicU64::new(0),
            timeouts: AtomicU64::new(0),
            began_ns: [const { AtomicU64::new(0) }; PLACES],
        }
    }
}

impl fmt::Debug for Events {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Events")
            .field("requests", &self.counts.sum(|part| &part.requests))
            .finish_non_exhaustive()
    }
}

impl Events {
    /// Of a pool that nothing was asked of yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// For the pool's builder (`event_handler`).
    #[must_use]
    pub fn handler(&self) -> Box<dyn HandleEvent> {
        Box::new(self.clone())
    }

    /// The pool that these are the events of, to be asked what it reports. It keeps the pool, as a clone of it does.
    #[must_use]
    pub fn source<M: ManageConnection>(&self, pool: &Pool<M>) -> Source<M> {
        Source { pool: pool.clone(), events: self.clone() }
    }
}

impl HandleEvent for Events {
    fn handle_acquire(&self, _: AcquireEvent) {
        self.counts.created.fetch_add(1, Ordering::Relaxed);
    }

    fn handle_release(&self, event: ReleaseEvent) {
        self.counts.closed.fetch_add(1, Ordering::Relaxed);
        self.counts.place(event.connection_id()).store(0, Ordering::Relaxed);
    }

    fn handle_checkout(&self, event: CheckoutEvent) {
        self.counts.place(event.connection_id()).store(monotonic_ns(), Ordering::Relaxed);
        let part = self.counts.part();
        let waited = nanoseconds(event.duration());
        part.wait_ns.fetch_add(waited, Ordering::Relaxed);
        if waited > part.wait_peak_ns.load(Ordering::Relaxed) {
            part.wait_peak_ns.fetch_max(waited, Ordering::Relaxed);
        }
        part.requests.fetch_add(1, Ordering::Relaxed);
    }

    fn handle_timeout(&self, _: TimeoutEvent) {
        self.counts.timeouts.fetch_add(1, Ordering::Relaxed);
    }

    fn handle_checkin(&self, event: CheckinEvent) {
        self.counts.place(event.connection_id()).store(0, Ordering::Relaxed);
        let part = self.counts.part();
        let held = event.duration();
        part.use_ns.fetch_add(nanoseconds(held), Ordering::Relaxed);
        let square = held.as_secs_f64() * held.as_secs_f64();
        let add = |bits| Some((f64::from_bits(bits) + square).to_bits());
        // Always succeeds: `add` always gives something.
        let _ = part.use_squared.fetch_update(Ordering::Relaxed, Ordering::Relaxed, add);
    }
}

impl Counts {
    /// This thread's part.
    fn part(&self) -> &Part {
        thread_local! {
            /// Its address tells threads apart.
            static HERE: u8 = const { 0 };
        }
        // Where a thread ends and gives a connection back in doing so, there is none any more.
        let here = HERE.try_with(|here| std::ptr::from_ref(here) as usize).unwrap_or(0);
        // Blocks of thread-local data lie at multiples of pages: the bits above those tell most.
        &self.parts[(here >> 12 ^ here >> 16 ^ here >> 20) % PARTS]
    }

    #[allow(clippy::cast_possible_truncation)] // The lower bits are what counts.
    fn place(&self, connection: u64) -> &AtomicU64 {
        &self.began_ns[connection as usize % PLACES]
    }

    fn sum(&self, of: fn(&Part) -> &AtomicU64) -> u64 {
        self.parts.iter().map(|part| of(part).load(Ordering::Relaxed)).sum()
    }
}

/// A pool and its events.
pub struct Source<M: ManageConnection> {
    pool: Pool<M>,
    events: Events,
}

impl<M: ManageConnection> fmt::Debug for Source<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Source").field("state", &self.pool.state()).finish_non_exhaustive()
    }
}

#[allow(clippy::cast_precision_loss)] // Counters beyond 2^53 do not come.
impl<M: ManageConnection> PoolSource for Source<M> {
    fn stats(&self) -> PoolStats {
        let counts = &*self.events.counts;
        // What was given back first: so more was never given back than handed out.
        let use_ns = counts.sum(|part| &part.use_ns);
        let squared =
            counts.parts.iter().map(|part| f64::from_bits(part.use_squared.load(Ordering::Relaxed)));
        let wait_peak_ns =
            counts.parts.iter().map(|part| part.wait_peak_ns.swap(0, Ordering::Relaxed)).max().unwrap_or(0);
        let now_ns = monotonic_ns();
        let began_ns = counts
            .began_ns
            .iter()
            .map(|place| place.load(Ordering::Relaxed))
            .filter(|began| *began > 0)
            .min();
        let state = self.pool.state();
        let count = |counter: &AtomicU64| Some(counter.load(Ordering::Relaxed) as f64);
        PoolStats {
            size: Some(self.pool.max_size().into()),
            max_overflow: Some(0.0),
            min_size: Some(self.pool.min_idle().unwrap_or(self.pool.max_size()).into()),
            timeout_seconds: Some(self.pool.connection_timeout().as_secs_f64()),
            recycle_seconds: self.pool.max_lifetime().map(|age| age.as_secs_f64()),
            open: Some(state.connections.into()),
            in_use: Some(state.connections.saturating_sub(state.idle_connections).into()),
            idle: Some(state.idle_connections.into()),
            wait_peak_seconds: Some(wait_peak_ns as f64 / 1e9),
            oldest_use_seconds: began_ns.map(|began| now_ns.saturating_sub(began) as f64 / 1e9),
            requests: Some(counts.sum(|part| &part.requests) as f64),
            wait_seconds: Some(counts.sum(|part| &part.wait_ns) as f64 / 1e9),
            use_seconds: Some(use_ns as f64 / 1e9),
            use_seconds_squared: Some(squared.sum()),
            timeouts: count(&counts.timeouts),
            created: count(&counts.created),
            closed: count(&counts.closed),
            ..PoolStats::default()
        }
    }
}

fn nanoseconds(time: Duration) -> u64 {
    time.as_nanos().try_into().unwrap_or(u64::MAX)
}
