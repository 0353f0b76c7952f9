//! What a checker tells while it works.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use serde::{Serialize, Serializer};

use crate::finding::Status;
use crate::probe::Outcome;

/// What happened.
#[derive(Debug, Clone, Serialize)]
#[serde(tag = "event", rename_all = "snake_case")]
#[non_exhaustive]
pub enum Event {
    /// A watched check was run, or was not for a reason that its outcome tells. A `cached` one is that of a caller who has
    /// just asked the same: it stood in for a turn, and counts for nothing.
    Checked {
        /// What it came to.
        outcome: Arc<Outcome>,
        /// The status that is shown, which takes several outcomes to change.
        status: Status,
        /// Whether that is sure: the first outcome of all, and the first after `unknown`, is shown at once, but it takes
        /// as many as for a change (`rise`, `fall`) until it is worth waking somebody.
        settled: bool,
        /// How long after its time it was begun; missing where it was not.
        #[serde(rename = "late_seconds", serialize_with = "seconds")]
        late: Option<Duration>,
    },
    /// The status shown of a watched check changed.
    Changed {
        /// Its name.
        name: Arc<str>,
        /// What was shown before; missing at the first outcome.
        from: Option<Status>,
        /// What is shown now.
        to: Status,
        /// The outcome that made the difference.
        outcome: Arc<Outcome>,
    },
    /// A limit of the checker's own came close, or is far again.
    Limit {
        /// Which one.
        limit: OwnLimit,
        /// How much of it is used: 1.0 is all of it, and a limit that is the gate's own word can be passed.
        share: f64,
        /// Whether it is close now: as much of it is used as `own_limits` says, 80 % by default.
        close: bool,
    },
}

// serde asks for a reference.
#[allow(clippy::ref_option)]
fn seconds<S: Serializer>(time: &Option<Duration>, serializer: S) -> Result<S::Ok, S::Error> {
    time.map(|time| time.as_secs_f64()).serialize(serializer)
}

/// A limit of the checker's own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum OwnLimit {
    /// The queue: checks that wait, of `queue`.
    Queue,
    /// The memory of the container, where there is a gate that knows it
    /// ([`LoadState::memory_ratio`](crate::admit::LoadState::memory_ratio)).
    Memory,
    /// The CPU of the container, likewise ([`LoadState::cpu_ratio`](crate::admit::LoadState::cpu_ratio)).
    Cpu,
}

/// Takes events.
#[derive(Clone)]
pub struct EventHook(Arc<dyn Fn(&Event) + Send + Sync>);

impl EventHook {
    /// Has `take` called with each event.
    pub fn new(take: impl Fn(&Event) + Send + Sync + 'static) -> Self {
        EventHook(Arc::new(take))
    }

    /// Hands one over.
    pub(crate) fn take(&self, event: &Event) {
        (self.0)(event);
    }
}

impl fmt::Debug for EventHook {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("EventHook")
    }
}
