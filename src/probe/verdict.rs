//! What a path comes to while it is being checked.

use crate::finding::{Reason, Status};
use crate::net::Failure;

/// The verdict on one path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Verdict {
    pub(crate) status: Status,
    pub(crate) reason: Reason,
    pub(crate) message: String,
    /// Whether anything answered in the protocol.
    pub(crate) alive: Option<bool>,
}

impl Verdict {
    pub(crate) fn healthy(message: impl Into<String>) -> Self {
        Verdict { alive: Some(true), ..Verdict::because(Reason::Ok, message) }
    }

    /// With the status that the reason alone leads to.
    pub(crate) fn because(reason: Reason, message: impl Into<String>) -> Self {
        Verdict { status: reason.status(), reason, message: message.into(), alive: None }
    }

    pub(crate) fn alive(mut self, alive: bool) -> Self {
        self.alive = Some(alive);
        self
    }

    pub(crate) fn with_status(mut self, status: Status) -> Self {
        self.status = status;
        self
    }

    /// This one, or the other where it is worse. Of equals the first stays.
    pub(crate) fn worse(self, other: Verdict) -> Self {
        if other.status > self.status {
            other
        } else {
            self
        }
    }
}

impl From<Failure> for Verdict {
    fn from(failure: Failure) -> Self {
        let asked = failure.reason.status() == Status::Unhealthy;
        Verdict { alive: asked.then_some(false), ..Verdict::because(failure.reason, failure.message) }
    }
}
