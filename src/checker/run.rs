//! A list of checks, each run once.

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::cancel::Hear;
use super::list::List;
use super::Cancel;
use crate::probe::Outcome;
use crate::sys::fork;

/// How a list of checks is run.
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct RunOptions {
    /// Checks at the same time at most, of this list; 0 (the default), or more than the checker has, is as many as
    /// the checker has.
    pub max_concurrent: usize,
    /// By when everything is over, from the start: what is not, comes to `cancelled`, functions of the host's too, though
    /// these run on, and keep their workers until they are back. None by default.
    pub deadline: Option<Duration>,
    /// How old an outcome may be: one that is not older is served from the cache, and checks that many want at the same
    /// time are made once. The cache keeps nothing for longer than its category `results` allows, failures for 5 s, and
    /// nothing that a server wants to see kept by nobody (`Cache-Control: no-store`). Zero: everything is checked. By
    /// default nothing is served but what is fresh by its server's word (`Cache-Control: max-age`, `ttlMs`).
    pub max_age: Option<Duration>,
    /// Gives up what is left.
    pub cancel: Cancel,
    /// Called after each check, on the thread that ran it, or on that which gave it up.
    pub progress: Option<Arc<dyn Fn(Progress) + Send + Sync>>,
    /// Called when there is something to be had from the [`Run`], on the thread that ran it: for an `eventfd`.
    pub notify: Option<Arc<dyn Fn() + Send + Sync>>,
}

impl fmt::Debug for RunOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RunOptions")
            .field("max_concurrent", &self.max_concurrent)
            .field("deadline", &self.deadline)
            .field("max_age", &self.max_age)
            .finish_non_exhaustive()
    }
}

/// A list of checks under way: gives each outcome as it is there, in order of their ends. Dropped, it gives up what is
/// left. In a child of a fork it has nothing to give.
#[derive(Debug)]
pub struct Run {
    list: Arc<List>,
    epoch: u64,
}

impl Run {
    pub(super) fn new(list: Arc<List>) -> Self {
        Run { list, epoch: fork::epoch() }
    }

    /// A number that no other list of this checker has; single checks share one.
    #[must_use]
    pub fn id(&self) -> u64 {
        self.list.group
    }

    /// The next outcome, if there is one within `timeout`.
    pub fn next_timeout(&self, timeout: Duration) -> Option<Completed> {
        match self.is_foreign() {
            true => None,
            false => self.list.next(Instant::now().checked_add(timeout)),
        }
    }

    /// The next outcome, if there is one now.
    pub fn try_next(&self) -> Option<Completed> {
        self.next_timeout(Duration::ZERO)
    }

    /// The outcomes that are there, once there are `size` of them (or all that are left), or after `timeout`: dear ways
    /// to hand them on are taken less often so. None where all were given.
    pub fn next_batch(&self, size: usize, timeout: Duration) -> Vec<Completed> {
        match self.is_foreign() {
            true => Vec::new(),
            false => self.list.take(size.max(1), Instant::now().checked_add(timeout)),
        }
    }

    /// Whether every outcome was given.
    #[must_use]
    pub fn is_done(&self) -> bool {
        self.is_foreign() || self.list.given() == self.of()
    }

    /// Checks that are over.
    #[must_use]
    pub fn done(&self) -> usize {
        match self.is_foreign() {
            true => 0,
            false => self.list.done(),
        }
    }

    /// All of them.
    #[must_use]
    pub fn of(&self) -> usize {
        self.list.checks.len()
    }

    /// Gives up what is left: what waits comes to `cancelled` at once, what runs soon. Their outcomes are still to be
    /// had.
    pub fn cancel(&self) {
        if !self.is_foreign() {
            self.list.hear();
        }
    }

    /// All outcomes that were not given yet, waited for.
    pub(super) fn all(&self) -> Vec<Completed> {
        match self.is_foreign() {
            true => Vec::new(),
            false => self.list.take(usize::MAX, None),
        }
    }

    fn is_foreign(&self) -> bool {
        self.epoch != fork::epoch()
    }
}

/// Waits for each.
impl Iterator for Run {
    type Item = Completed;

    fn next(&mut self) -> Option<Completed> {
        match self.is_foreign() {
            true => None,
            false => self.list.next(None),
        }
    }
}

impl Drop for Run {
    fn drop(&mut self) {
        if !self.is_done() {
            self.cancel();
        }
    }
}

/// A single check under way. Dropped, it gives up.
#[derive(Debug)]
pub struct Ticket(Run);

impl Ticket {
    pub(super) fn new(run: Run) -> Self {
        Ticket(run)
    }

    /// The outcome, if it is there within `timeout`. It is given once.
    pub fn wait(&self, timeout: Duration) -> Option<Outcome> {
        self.0.next_timeout(timeout).map(|completed| completed.outcome)
    }

    /// Whether its outcome was given.
    #[must_use]
    pub fn is_done(&self) -> bool {
        self.0.is_done()
    }

    /// Gives it up: it comes to `cancelled`, at once or soon.
    pub fn cancel(&self) {
        self.0.cancel();
    }
}

/// How far a list of checks is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Progress {
    /// Checks that are over.
    pub done: usize,
    /// All of them.
    pub of: usize,
}

/// One check that is over.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Completed {
    /// Its place in the list.
    pub index: usize,
    /// What it came to.
    pub outcome: Outcome,
}
