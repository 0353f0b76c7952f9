//! What a check of an endpoint comes to.

use std::fmt;

use serde::Serialize;

/// The status of what was checked. Ordered from best to worst; `Unknown` is no verdict on the server and stands
/// last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// Everything asked for was found.
    Healthy,
    /// It works, with reservations.
    Degraded,
    /// It does not work.
    Unhealthy,
    /// It could not be checked; nothing is said about the server.
    Unknown,
}

impl Status {
    /// All of them, best first.
    pub const ALL: [Status; 4] = [Status::Healthy, Status::Degraded, Status::Unhealthy, Status::Unknown];

    /// The name in JSON documents: `healthy`, `degraded`, `unhealthy`, `unknown`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Status::Healthy => "healthy",
            Status::Degraded => "degraded",
            Status::Unhealthy => "unhealthy",
            Status::Unknown => "unknown",
        }
    }
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}
