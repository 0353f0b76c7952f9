//! One who waits for a permit without a thread, as an event loop does.

use std::sync::Arc;
use std::time::Instant;

use super::held::Entered;
use super::semaphore::{Entry, Ring};
use super::{Gate, Shared};
use crate::admit::{Permit, Priority, Refusal, RefusalReason, Ticket};
use crate::sys::fork;

/// One who waits for a permit without a thread. Dropped, it leaves the queue, and a permit that came goes on to the next.
///
/// A child of a fork has no use for it: it is [over](Stage::Over) there, by a refusal that says that the gate is closed.
pub(crate) struct Queued {
    shared: Arc<Shared>,
    process: u64,
    priority: Priority,
    since: Instant,
    stage: Stage,
}

enum Stage {
    /// Nobody had to wait.
    Given(Ticket),
    Waits(Entry),
    Over,
}

/// What asking comes to.
pub(crate) enum Answer {
    Permit(Permit),
    Refusal(Refusal),
    /// Not yet; `ring` will tell.
    Waits,
    /// It was answered before.
    Over,
}

impl Gate {
    /// Waits for a permit without a thread: `ring` tells that there is something to [take](Queued::take). It is called
    /// by whoever gives a permit back or closes the gate, with the queue locked: it must not wait, nor call the gate. It
    /// is not called where a permit is there at once.
    pub(crate) fn enqueue(&self, priority: Priority, ring: Ring) -> Result<Queued, Refusal> {
        let since = Instant::now();
        let shared = Arc::clone(&self.shared);
        let entered =
            shared.held().enter(priority, shared.options.max_waiting, ring, || shared.clock.boot_ns())?;
        let stage = match entered {
            Entered::Given(ticket) => Stage::Given(ticket),
            Entered::Waits(entry) => Stage::Waits(entry),
        };
        Ok(Queued { shared, process: fork::epoch(), priority, since, stage })
    }
}

impl Queued {
    /// Whether there is something to take. To be asked every second or so too: nobody tells when what refused this work
    /// was read too long ago to go by.
    pub(crate) fn is_settled(&self) -> bool {
        match &self.stage {
            Stage::Waits(entry) if self.is_ours() => {
                self.shared.held().is_settled(entry, self.shared.clock.boot_ns())
            }
            Stage::Given(_) | Stage::Waits(_) | Stage::Over => true,
        }
    }

    /// What became of it; with `give_up` it leaves the queue if that is nothing yet, and is refused as one who waited as
    /// long as it may.
    pub(crate) fn take(&mut self, give_up: bool) -> Answer {
        if !give_up && !self.is_settled() {
            return Answer::Waits;
        }
        match std::mem::replace(&mut self.stage, Stage::Over) {
            Stage::Over => Answer::Over,
            Stage::Given(ticket) => Answer::Permit(self.permit(ticket)),
            Stage::Waits(_) if !self.is_ours() => {
                Answer::Refusal(Refusal::new(RefusalReason::Closed, std::time::Duration::MAX))
            }
            Stage::Waits(entry) => {
                let waited = self.since.elapsed();
                let now = || self.shared.clock.boot_ns();
                match self.shared.held().leave(&entry, self.priority, waited, now) {
                    Ok(ticket) => Answer::Permit(self.permit(ticket)),
                    Err(refusal) => Answer::Refusal(refusal),
                }
            }
        }
    }

    fn permit(&self, ticket: Ticket) -> Permit {
        Gate { shared: Arc::clone(&self.shared) }.permit(ticket)
    }

    /// Whether this is the process that began to wait: the queue of another one is not to be touched.
    fn is_ours(&self) -> bool {
        self.process == fork::epoch()
    }
}

impl Drop for Queued {
    fn drop(&mut self) {
        match std::mem::replace(&mut self.stage, Stage::Over) {
            Stage::Waits(entry) if self.is_ours() => self.shared.held().abandon(&entry),
            Stage::Given(ticket) => self.permit(ticket).finish(crate::admit::Completion::Ignored),
            Stage::Waits(_) | Stage::Over => {}
        }
    }
}

#[cfg(test)]
#[path = "queued_tests.rs"]
mod tests;
