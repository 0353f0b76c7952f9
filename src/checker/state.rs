//! What is known of the checks that are watched.

use std::sync::Arc;
use std::time::Duration;

use serde::Serialize;

use crate::finding::Status;
use crate::probe::Outcome;
use crate::sched::{BreakerState, HistorySummary};

/// What is known of one watched check.
#[derive(Debug, Clone, Serialize)]
#[non_exhaustive]
pub struct TargetState {
    /// Its name.
    pub name: Arc<str>,
    /// The status that is shown, which takes several outcomes to change; `unknown` before the first.
    pub status: Status,
    /// When that status began, in nanoseconds since 1970-01-01 UTC; missing before the first outcome.
    pub since_unix_ns: Option<u64>,
    /// The latest outcome.
    pub last: Option<Arc<Outcome>>,
    /// Until when its next turn is.
    #[serde(skip)]
    pub next_in: Option<Duration>,
    /// Whether it is left alone for a while.
    pub breaker: BreakerState,
    /// What happened so far.
    pub history: HistorySummary,
}

/// What a new set of watched checks changed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Reloaded {
    /// Names that were not there before.
    pub added: Vec<String>,
    /// Names that are no longer there.
    pub removed: Vec<String>,
    /// Names whose check is another one now: they begin anew.
    pub changed: Vec<String>,
    /// How many are as they were, with all that is known of them.
    pub kept: usize,
}
