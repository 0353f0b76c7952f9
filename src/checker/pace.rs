//! How long a watched check takes, and which turn it gets by that.
//!
//! Of the workers only a part may be busy with long turns, so that checks which hang cannot have all of them. Whoever
//! finds no long turn free gets a short one: time enough for what it usually takes, and more. If that is over without
//! an answer, the check is made again in a long turn, with all its time. What hung last time waits for a long turn.

use std::time::{Duration, Instant};

use super::{Check, Work};
use crate::finding::Reason;
use crate::probe::{McpTransport, Outcome};
use crate::sched::Lane;

/// The shortest short turn, and that of a check of which nothing is known.
const LEAST: Duration = Duration::from_millis(250);
/// The longest one: a check that may need more gets a long turn.
const MOST: Duration = Duration::from_secs(2);
/// A short turn is so many times what a check usually takes.
const TIMES: u32 = 4;

/// What is known of the time that a watched check takes.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Pace {
    standing: Standing,
    usual: Duration,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Standing {
    /// It was never over in time, nor not.
    #[default]
    New,
    /// It was over in time when it was last made, whatever the outcome.
    Proven,
    /// It used up its time when it was last made.
    Hung,
}

impl Pace {
    /// Where it waits for its next turn.
    pub(super) fn lane(&self, check: &Check) -> Lane {
        match self.standing {
            Standing::Hung => Lane::Long,
            Standing::New if can_be_cut(check) => Lane::Any,
            Standing::New => Lane::Long,
            Standing::Proven if can_be_cut(check) && self.usual * TIMES <= MOST => Lane::Any,
            Standing::Proven => Lane::Again,
        }
    }

    /// Where it waits after a short turn was not enough.
    pub(super) fn lane_again(&self) -> Lane {
        match self.standing {
            Standing::Proven => Lane::Again,
            Standing::New | Standing::Hung => Lane::Long,
        }
    }

    /// How long a short turn is.
    pub(super) fn short(&self) -> Duration {
        (self.usual * TIMES).clamp(LEAST, MOST)
    }

    /// It was made with all its time.
    pub(super) fn observe(&mut self, outcome: &Outcome, took: Duration) {
        if is_late(outcome.reason) {
            self.standing = Standing::Hung;
            return;
        }
        // Not asked at all.
        if matches!(
            outcome.reason,
            Reason::Cancelled
                | Reason::NotAdmitted
                | Reason::CircuitOpen
                | Reason::Dependency
                | Reason::PoolExhausted
        ) {
            return;
        }
        self.usual = match self.standing {
            Standing::New => took,
            // Quick to learn that it takes longer, slow to forget it.
            _ if took > self.usual => (self.usual + took) / 2,
            _ => self.usual - (self.usual - took) / 8,
        };
        self.standing = Standing::Proven;
    }
}

/// Whether time was all that was missing.
pub(super) fn is_late(reason: Reason) -> bool {
    matches!(reason, Reason::Deadline | Reason::ConnectTimeout | Reason::DnsTimeout)
}

/// When a turn that begins now is over.
pub(super) fn deadline(begun: Instant, whole: Duration, short: Option<Duration>) -> Instant {
    begun + short.map_or(whole, |short| short.min(whole))
}

/// Whether an attempt can be ended before its time without harm: not a function of the host's, nor a command that may
/// need seconds to start.
fn can_be_cut(check: &Check) -> bool {
    match &check.work {
        Work::Target(target) => {
            !target.mcp.as_ref().is_some_and(|mcp| matches!(mcp.transport, McpTransport::Command(_)))
        }
        Work::Own { .. } => false,
    }
}
