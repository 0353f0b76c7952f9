//! The books under their lock, with what waits and what closes.

use std::collections::HashMap;
use std::fmt;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use ureq::unversioned::transport::Transport;

use super::ages::Ages;
use super::authority::Authority;
use super::books::{Books, Fit, Idle, Room};
use super::lease::Lease;
use super::seat::Stage;
use super::{PoolOptions, PoolStatistics};
use crate::finding::Reason;
use crate::net::exchange::{self, Facts};
use crate::net::Failure;

/// Who may use how many connections, and which are kept. Shared by any number of threads; the lock is held for a few
/// look-ups, never while a socket is closed or opened.
pub(in crate::net) struct Ledger {
    /// What messages call the pool.
    name: &'static str,
    most: usize,
    most_per_host: usize,
    cleanup_interval: Duration,
    /// Agents so far.
    agents: AtomicU32,
    books: Mutex<Books>,
    /// Connections that stood in the way were closed.
    closed: Condvar,
}

impl fmt::Debug for Ledger {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Ledger").field("name", &self.name).finish_non_exhaustive()
    }
}

impl Ledger {
    pub(in crate::net) fn new(name: &'static str, options: &PoolOptions) -> Self {
        let (most, per_host) = (options.max_connections, options.max_connections_per_host);
        let keeps = options.keep_alive && !options.idle_age.is_zero();
        Ledger {
            name,
            most,
            most_per_host: per_host.min(most),
            cleanup_interval: options.cleanup_interval,
            agents: AtomicU32::new(0),
            books: Mutex::new(Books::new(most, per_host, keeps, Ages::new(options))),
            closed: Condvar::new(),
        }
    }

    /// A number for another agent.
    pub(in crate::net) fn number(&self) -> u32 {
        self.agents.fetch_add(1, Ordering::Relaxed)
    }

    /// The right to use `units` connections to a host at the same time, waited for until the deadline.
    pub(in crate::net) fn lease(
        self: &Arc<Self>,
        host: &Authority,
        units: usize,
        deadline: Instant,
    ) -> Result<Lease, Failure> {
        if units > self.most_per_host {
            self.books().counts.refused += 1;
            let allowed = self.most_per_host;
            return Err(exhausted(format!(
                "{units} connections to {host} are needed at once, and the {} pool allows {allowed}: raise \
                 `max_connections_per_host` and `max_connections` to {units} at least",
                self.name
            )));
        }
        let begun = Instant::now();
        let mut books = self.books();
        let expired = books.expired(begun);
        if !expired.is_empty() {
            drop(books);
            self.close_all(expired);
            books = self.books();
        }
        let lease = || Lease::new(self.clone(), host.clone(), units);
        let Some(seat) = books.lease(host, units) else {
            drop(books);
            return Ok(lease());
        };
        loop {
            let waited = begun.elapsed();
            match seat.stage() {
                Stage::Granted => {
                    books.counts.wait_time += waited;
                    drop(books);
                    exchange::with(|exchange| Facts::spent(&mut exchange.facts.pool, waited));
                    return Ok(lease());
                }
                Stage::Dismissed => {
                    return Err(Failure::new(
                        Reason::Cancelled,
                        format!("the {} pool was closed", self.name),
                    ));
                }
                Stage::Host | Stage::Pool => {}
            }
            let left = deadline.saturating_duration_since(begun + waited);
            if left.is_zero() {
                books.counts.wait_time += waited;
                books.counts.refused += 1;
                let host_full = seat.stage() == Stage::Host;
                books.leave(&seat);
                drop(books);
                exchange::with(|exchange| Facts::spent(&mut exchange.facts.pool, waited));
                return Err(self.no_turn(host, host_full, waited));
            }
            books = seat.called.wait_timeout(books, left).unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    pub(super) fn release(&self, host: &Authority, units: usize) {
        self.books().release(host, units);
    }

    /// A kept connection that is still open, if there is one. It counts as lent.
    pub(super) fn kept(&self, host: &Authority, fit: Fit) -> Option<Box<dyn Transport>> {
        loop {
            let mut transport = self.books().kept(host, fit)?;
            if transport.is_open() {
                return Some(transport);
            }
            drop(transport);
            self.books().was_closed(host);
        }
    }

    /// Room for a connection to be made, which then counts as lent.
    pub(super) fn room(&self, host: &Authority, deadline: Instant) -> Result<(), Failure> {
        let mut books = self.books();
        loop {
            match books.room(host) {
                Room::Free => return Ok(()),
                Room::InsteadOf(transport) => {
                    drop(books);
                    drop(transport);
                    return Ok(());
                }
                // Somebody is just closing one.
                Room::None => {
                    let left = deadline.saturating_duration_since(Instant::now());
                    if left.is_zero() {
                        let host_full = books.is_host_full(host, 1);
                        return Err(self.no_turn(host, host_full, Duration::ZERO));
                    }
                    books = self.closed.wait_timeout(books, left).unwrap_or_else(PoisonError::into_inner).0;
                }
            }
        }
    }

    /// A connection was made, in the room that there was for it.
    pub(super) fn made(&self, host: &Authority) {
        self.books().made(host);
    }

    /// A lent connection was closed, or never came to be.
    pub(super) fn gone(&self, host: &Authority) {
        self.books().gone(host);
        self.closed.notify_all();
    }

    /// A lent connection can be used again.
    pub(super) fn give_back(&self, host: &Authority, fit: Fit, transport: Box<dyn Transport>) {
        let refused = self.books().give_back(host, fit, transport);
        if let Some(transport) = refused {
            drop(transport);
            self.books().closed(host);
            self.closed.notify_all();
        }
    }

    /// A kept connection to this host turned out closed after it was lent: the others are as old or older.
    pub(in crate::net) fn distrust(&self, host: &Authority) {
        let unused = {
            let mut books = self.books();
            books.counts.retried += 1;
            books.unused(Some(host))
        };
        self.close_all(unused);
    }

    /// A server has told for how long it keeps connections.
    pub(in crate::net) fn told(&self, host: &Authority, told: Duration) {
        self.books().told(host, told);
    }

    /// Connections of these hosts are kept for so long, unless `idle_age` was set; others for as long as usual.
    pub(in crate::net) fn watch(&self, ages: HashMap<Authority, Duration>) {
        self.books().watch(ages);
    }

    /// Closes what was idle too long, unless it was looked at a moment ago.
    pub(in crate::net) fn sweep(&self) {
        let now = Instant::now();
        let expired = {
            let mut books = self.books();
            // Whoever calls in this interval may be a little early.
            if now.saturating_duration_since(books.swept) < self.cleanup_interval.mul_f64(0.9) {
                return;
            }
            books.swept = now;
            books.expired(now)
        };
        self.close_all(expired);
    }

    /// Closes what is idle, keeps nothing more, and sends away those who wait now.
    pub(in crate::net) fn close(&self) {
        let unused = {
            let mut books = self.books();
            books.keeps = false;
            books.dismiss();
            books.unused(None)
        };
        self.close_all(unused);
    }

    pub(in crate::net) fn statistics(&self) -> PoolStatistics {
        let mut statistics = self.books().statistics();
        statistics.per_host.sort_by(|a, b| a.host.cmp(&b.host));
        statistics
    }

    fn close_all(&self, idle: Vec<Idle>) {
        if idle.is_empty() {
            return;
        }
        let hosts: Vec<Authority> = idle.iter().map(|idle| idle.host.clone()).collect();
        drop(idle);
        let mut books = self.books();
        hosts.iter().for_each(|host| books.closed(host));
        drop(books);
        self.closed.notify_all();
    }

    fn no_turn(&self, host: &Authority, host_full: bool, waited: Duration) -> Failure {
        let (of, most, option) = match host_full {
            true => ("for one host and port", self.most_per_host, "max_connections_per_host"),
            false => ("altogether", self.most, "max_connections"),
        };
        exhausted(format!(
            "no connection to {host} came free in {:.1} s: all {most} that the {} pool allows {of} are in use; raise \
             its `{option}`, or check less at once",
            waited.as_secs_f64(),
            self.name
        ))
    }

    /// Nothing in the books is ever half done.
    fn books(&self) -> MutexGuard<'_, Books> {
        self.books.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn exhausted(message: String) -> Failure {
    Failure::new(Reason::PoolExhausted, message)
}
