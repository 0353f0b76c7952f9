//! A list of checks, each run once.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use super::Cancel;
use crate::probe::Outcome;

/// How a list of checks is run.
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct RunOptions {
    /// Checks at the same time at most, of this list; 0 (the default), or more than the checker has, is as many as
    /// the checker has.
    pub max_concurrent: usize,
    /// By when everything is over, from the start: what is not, comes to `cancelled`. None by default.
    pub deadline: Option<Duration>,
    /// Gives up what is left.
    pub cancel: Cancel,
    /// Called after each check, on the thread that ran it.
    pub progress: Option<Arc<dyn Fn(Progress) + Send + Sync>>,
    /// Called when there is something to be had from the [`Run`], on the thread that ran it: for an `eventfd`.
    pub notify: Option<Arc<dyn Fn() + Send + Sync>>,
}

impl fmt::Debug for RunOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RunOptions")
            .field("max_concurrent", &self.max_concurrent)
            .field("deadline", &self.deadline)
            .finish_non_exhaustive()
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
