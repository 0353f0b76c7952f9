//! What the calling thread's request is bound by and what it meets.
//!
//! `ureq` hands a connection its own options and nothing of ours. A request runs from end to end on the thread
//! that asked for it, so a slot of that thread stands in for the missing argument; it is empty outside of
//! [`Scope`].

use std::cell::RefCell;
use std::marker::PhantomData;
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::{Certificate, Failure, IpFamily};

/// How often one who waits for bytes looks whether they are still wanted.
pub(super) const LOOK: Duration = Duration::from_millis(100);

/// Bounds and facts of the requests of one check.
pub(crate) struct Exchange {
    pub(crate) bounds: Bounds,
    pub(crate) facts: Facts,
    /// The first thing that a connection met and `ureq` has no word for.
    pub(super) failure: Option<Failure>,
    /// The most that may be received, as a value of [`Facts::received`]: a body in chunks of one byte, or trailers
    /// without end, are beyond any bound on the body itself.
    most_received: Option<u64>,
    /// A kept connection turned out closed: the request goes over a new one.
    wants_new: bool,
    /// Set by another thread when nobody wants the answer any more.
    stop: Option<Arc<dyn Stop>>,
}

/// A word of another thread's that nobody wants an answer any more.
pub(crate) trait Stop: Send + Sync {
    fn is_given(&self) -> bool;
}

/// What a check's requests are bound by.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Bounds {
    /// Nothing goes on beyond this.
    pub(crate) deadline: Instant,
    /// Making one connection, all addresses together.
    pub(crate) connect: Duration,
    pub(crate) family: IpFamily,
}

/// What was met, summed over the requests of one check.
#[derive(Debug, Clone, Default)]
pub(crate) struct Facts {
    /// Waiting for the pool's turn.
    pub(crate) pool: Option<Duration>,
    pub(crate) dns: Option<Duration>,
    pub(crate) connect: Option<Duration>,
    pub(crate) tls: Option<Duration>,
    /// From the moment the latest request had its connection to the first byte of its answer.
    pub(crate) first_byte: Option<Duration>,
    pub(crate) requests: u32,
    /// Connections made; fewer than `requests` where some were reused.
    pub(crate) connections: u32,
    pub(crate) sent: u64,
    pub(crate) received: u64,
    pub(crate) certificate: Option<Certificate>,
    /// When the request now under way was begun, or had its connection.
    ready: Option<Instant>,
    pub(super) answered: bool,
    /// The server has closed the connection that the latest request went over.
    pub(super) ended: bool,
    /// What is received now is TLS's: records, not yet bytes of the answer.
    beneath_tls: bool,
    /// Connections made when the request now under way was begun.
    pub(super) connections_before: u32,
}

thread_local! {
    static CURRENT: RefCell<Option<Box<Exchange>>> = const { RefCell::new(None) };
}

/// Makes `bounds` those of this thread until it is dropped; then what was before holds again.
pub(crate) struct Scope {
    before: Option<Box<Exchange>>,
    /// Stays on its thread.
    _thread: PhantomData<*const ()>,
}

impl Scope {
    pub(crate) fn begin(bounds: Bounds) -> Self {
        let exchange = Box::new(Exchange {
            bounds,
            facts: Facts::default(),
            failure: None,
            most_received: None,
            wants_new: false,
            stop: None,
        });
        let before = CURRENT.with(|current| current.replace(Some(exchange)));
        Scope { before, _thread: PhantomData }
    }

    /// What was met so far.
    pub(crate) fn facts(&self) -> Facts {
        with(|exchange| exchange.facts.clone()).unwrap_or_default()
    }

    /// The same, at its end.
    pub(crate) fn into_facts(self) -> Facts {
        with(|exchange| std::mem::take(&mut exchange.facts)).unwrap_or_default()
    }
}

impl Drop for Scope {
    fn drop(&mut self) {
        CURRENT.with(|current| *current.borrow_mut() = self.before.take());
    }
}

/// The exchange of this thread, if it is in a [`Scope`].
pub(crate) fn with<R>(f: impl FnOnce(&mut Exchange) -> R) -> Option<R> {
    CURRENT.with(|current| current.borrow_mut().as_deref_mut().map(f))
}

/// Runs `f` with an earlier deadline: for what may be cut short.
pub(crate) fn until<R>(deadline: Instant, f: impl FnOnce() -> R) -> R {
    let before = with(|exchange| {
        let before = exchange.bounds.deadline;
        exchange.bounds.deadline = before.min(deadline);
        before
    });
    let result = f();
    if let Some(before) = before {
        with(|exchange| exchange.bounds.deadline = before);
    }
    result
}

/// Lets another thread end what this one waits for, within [`LOOK`].
pub(crate) fn stoppable(stop: Option<Arc<dyn Stop>>) {
    with(|exchange| exchange.stop = stop);
}

/// Runs `f` to its end, also where everything else is to stop.
pub(crate) fn unstoppable<R>(f: impl FnOnce() -> R) -> R {
    let stop = with(|exchange| exchange.stop.take()).flatten();
    let result = f();
    stoppable(stop);
    result
}

/// Whether nobody wants the answer any more; missing where nobody could tell.
pub(super) fn stopped() -> Option<bool> {
    with(|exchange| exchange.stop.as_ref().map(|stop| stop.is_given())).flatten()
}

/// What is left until the deadline; nothing is zero.
pub(crate) fn remaining() -> Option<Duration> {
    let deadline = with(|exchange| exchange.bounds.deadline)?;
    Some(deadline.saturating_duration_since(Instant::now()))
}

/// Notes the first failure, for [`take_failure`].
pub(super) fn fail(failure: Failure) {
    with(|exchange| exchange.failure.get_or_insert(failure).reason);
}

pub(super) fn take_failure() -> Option<Failure> {
    with(|exchange| exchange.failure.take()).flatten()
}

/// Runs `f` with a bound on what may be received meanwhile, in bytes on the wire.
pub(super) fn at_most<R>(bytes: u64, f: impl FnOnce() -> R) -> R {
    let bound =
        |bound: Option<u64>| with(|exchange| std::mem::replace(&mut exchange.most_received, bound)).flatten();
    let received = with(|exchange| exchange.facts.received).unwrap_or_default();
    let before = bound(Some(received.saturating_add(bytes)));
    let result = f();
    bound(before);
    result
}

/// Whether more was received than [`at_most`] allows.
pub(super) fn beyond() -> bool {
    with(|exchange| exchange.most_received.is_some_and(|most| exchange.facts.received > most))
        .unwrap_or_default()
}

/// Runs `f`, in which TLS reads its records: they are counted, but are no bytes of an answer.
pub(super) fn beneath_tls<R>(f: impl FnOnce() -> R) -> R {
    with(|exchange| exchange.facts.beneath_tls = true);
    let result = f();
    with(|exchange| exchange.facts.beneath_tls = false);
    result
}

/// Whether the request must not go over a kept connection.
pub(super) fn wants_new() -> bool {
    with(|exchange| exchange.wants_new).unwrap_or_default()
}

pub(super) fn want_new(wants_new: bool) {
    with(|exchange| exchange.wants_new = wants_new);
}

/// Begins a request: what an earlier one met is no longer of interest.
pub(super) fn begin_request() {
    with(|exchange| {
        exchange.failure = None;
        exchange.facts.begin_request();
    });
}

impl Facts {
    pub(crate) fn begin_request(&mut self) {
        self.requests += 1;
        self.ready();
        self.connections_before = self.connections;
    }

    /// The connection stands: from here on bytes are those of the answer.
    pub(super) fn ready(&mut self) {
        self.ready = Some(Instant::now());
        self.answered = false;
        self.ended = false;
    }

    /// Whether the request now under way went over a connection that was kept.
    pub(super) fn reused(&self) -> bool {
        self.connections == self.connections_before
    }

    pub(crate) fn received(&mut self, bytes: usize) {
        self.received += bytes as u64;
        self.ended |= bytes == 0;
        if !self.beneath_tls {
            self.answer(bytes);
        }
    }

    /// So many bytes of the answer came, after TLS.
    pub(super) fn answer(&mut self, bytes: usize) {
        if !self.answered && bytes > 0 {
            self.answered = true;
            self.first_byte = self.ready.map(|ready| ready.elapsed());
        }
    }

    /// Adds to a phase: a check can make several connections.
    pub(super) fn spent(phase: &mut Option<Duration>, time: Duration) {
        *phase = Some(phase.unwrap_or_default() + time);
    }
}
