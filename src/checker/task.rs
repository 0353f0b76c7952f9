//! One check on its way through the queue.

use std::sync::Arc;
use std::time::{Duration, Instant};

use super::list::{List, Listed};
use super::watched::Watched;
use super::{Cancel, Check};
use crate::admit::Permit;
use crate::sched::{Lane, Pass, Place};

/// One check on its way: from where it was asked for, through the queue, to a worker, and maybe round again.
pub(super) struct Task {
    pub(super) subject: Subject,
    pub(super) place: Place,
    /// Whether its turn is a long one; decided when it leaves the queue.
    pub(super) is_long: bool,
    /// Since when it waits.
    pub(super) queued: Instant,
    /// When the whole of it has to be over; known from the first attempt on.
    pub(super) deadline: Option<Instant>,
    /// Attempts so far.
    pub(super) attempts: u32,
    /// A short turn was not enough.
    pub(super) was_short: bool,
    pub(super) permit: Option<Permit>,
}

/// Who wants to know.
pub(super) enum Subject {
    /// A list, or a single check.
    Listed(Listed),
    /// A turn of a watched check.
    Turn(Turn),
}

/// A turn of a watched check.
pub(super) struct Turn {
    pub(super) watched: Arc<Watched>,
    pub(super) due: Instant,
    pub(super) pass: Pass,
    /// How long after its time it was begun, once it is.
    pub(super) late: Option<Duration>,
}

impl Task {
    pub(super) fn new(subject: Subject, place: Place) -> Self {
        Task {
            subject,
            place,
            is_long: false,
            queued: Instant::now(),
            deadline: None,
            attempts: 0,
            was_short: false,
            permit: None,
        }
    }

    /// One of a list.
    pub(super) fn listed(list: &Arc<List>, index: usize) -> Self {
        let check = &list.checks[index];
        let place =
            Place { priority: check.priority, group: list.group, host: check.host(), lane: Lane::Long };
        Task::new(Subject::Listed(Listed::new(list.clone(), index)), place)
    }

    pub(super) fn check(&self) -> &Check {
        match &self.subject {
            Subject::Listed(listed) => listed.check(),
            Subject::Turn(turn) => &turn.watched.check,
        }
    }

    pub(super) fn cancel(&self) -> &Cancel {
        match &self.subject {
            Subject::Listed(listed) => &listed.list().cancel,
            Subject::Turn(turn) => &turn.watched.cancel,
        }
    }

    pub(super) fn list(&self) -> Option<&Arc<List>> {
        match &self.subject {
            Subject::Listed(listed) => Some(listed.list()),
            Subject::Turn(_) => None,
        }
    }

    /// The function of the host's that it called is back. `false`: nobody waits for it any more.
    pub(super) fn is_back(&mut self) -> bool {
        match &mut self.subject {
            Subject::Listed(listed) => listed.is_back(),
            Subject::Turn(_) => true,
        }
    }

    pub(super) fn is_watched(&self) -> bool {
        matches!(self.subject, Subject::Turn(_))
    }
}
