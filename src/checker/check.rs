//! What is to be checked, and when.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::Cancel;
use crate::admit::Priority;
use crate::probe::{Outcome, Target};

/// One thing to check: what, how urgently, and, where it is watched, how often.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Check {
    /// What is done.
    pub work: Work,
    /// Which goes first where not everything can be checked at once, and what is refused first while this container is
    /// laden.
    pub priority: Priority,
    /// How often it is checked where it is watched; the checker's own interval where this is missing. 100 ms to 7 days.
    pub interval: Option<Duration>,
    /// Names of checks without which this one cannot work: while one of them is unhealthy, this is `unknown`
    /// (`dependency`) and nothing is asked.
    pub depends_on: Vec<String>,
    /// The owner's own words for it.
    pub labels: BTreeMap<String, String>,
}

/// What a check does.
#[derive(Clone)]
#[non_exhaustive]
pub enum Work {
    /// Probes a server.
    Target(Arc<Target>),
    /// Calls a function of the host's own.
    Own {
        /// The name in outcomes.
        name: Arc<str>,
        /// Checks of the same host (`host:port`, or any other word) share its bounds; none by default.
        host: Option<Arc<str>>,
        /// By when it has to be back. One that comes back later is unhealthy (`deadline`), whatever it says. Nothing can
        /// end a function that does not come back: it keeps its worker until it does. But a list is over at its own
        /// deadline, and when it is cancelled: then its outcome is dropped.
        timeout: Duration,
        /// Called on a worker's thread. A panic is an `unknown` outcome (`local`).
        call: Arc<dyn Fn(&Own) -> Outcome + Send + Sync>,
    },
}

/// What a function of the host's own is told.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Own {
    /// The name of its check.
    pub name: Arc<str>,
    /// When it should be back.
    pub deadline: Instant,
    /// Given where nobody wants its outcome any more.
    pub cancel: Cancel,
    /// The address of what checks share, which tells whose checker calls.
    #[cfg_attr(not(feature = "capi"), allow(dead_code))] // Only C asks.
    pub(crate) within: usize,
}

impl Check {
    /// Probes a server, with the usual priority.
    #[must_use]
    pub fn new(target: impl Into<Arc<Target>>) -> Self {
        Check::of(Work::Target(target.into()))
    }

    /// Calls a function of the host's own, which should be back within `timeout`.
    #[must_use]
    pub fn own(
        name: impl Into<Arc<str>>,
        timeout: Duration,
        call: impl Fn(&Own) -> Outcome + Send + Sync + 'static,
    ) -> Self {
        Check::of(Work::Own { name: name.into(), host: None, timeout, call: Arc::new(call) })
    }

    fn of(work: Work) -> Self {
        Check {
            work,
            priority: Priority::NORMAL,
            interval: None,
            depends_on: Vec::new(),
            labels: BTreeMap::new(),
        }
    }

    /// The name in outcomes.
    #[must_use]
    pub fn name(&self) -> &str {
        match &self.work {
            Work::Target(target) => &target.name,
            Work::Own { name, .. } => name,
        }
    }

    /// By when one check of it is over.
    #[must_use]
    pub fn timeout(&self) -> Duration {
        match &self.work {
            Work::Target(target) => target.timeout,
            Work::Own { timeout, .. } => *timeout,
        }
    }
}

impl fmt::Debug for Work {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Work::Target(target) => f.debug_tuple("Target").field(target).finish(),
            Work::Own { name, .. } => f.debug_struct("Own").field("name", name).finish_non_exhaustive(),
        }
    }
}
