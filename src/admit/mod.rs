//! Who may begin work, and who is to come back later: the words for it, and the trait that gives the answer.
//!
//! Whoever runs work holds an `Arc<dyn Admission>` and asks it before each piece; what the answer rests on (a limit of
//! concurrency, the load of the container) is not its business. The gate is the one implementation of the library.

mod permit;
mod priority;
mod refusal;
mod state;

use std::time::Duration;

pub use permit::{Completion, Home, Permit, Ticket};
pub use priority::{Class, Priority};
pub use refusal::{Refusal, RefusalReason};
pub use state::{Classes, GateState, LoadState, Signal};

/// Decides whether work may begin.
///
/// A refusal is an answer and no failure: it says why, and when to ask again.
pub trait Admission: Send + Sync {
    /// A permit at once, or the reason why not. Never waits.
    ///
    /// # Errors
    ///
    /// A [`Refusal`].
    fn try_acquire(&self, priority: Priority) -> Result<Permit, Refusal>;

    /// As [`try_acquire`](Admission::try_acquire), but waits for up to `timeout`: in order of priority, and within one
    /// in order of coming. A `timeout` of zero does not wait.
    ///
    /// # Errors
    ///
    /// A [`Refusal`]: after `timeout` its reason is [`TimedOut`](RefusalReason::TimedOut); at once if too many wait
    /// already, or if the gate is closed.
    fn acquire(&self, priority: Priority, timeout: Duration) -> Result<Permit, Refusal>;

    /// Reads how laden the container is. Called every 500 ms by whoever keeps time: the checker, or the host. Costs a
    /// reading of a few kernel files, and never fails: a reading that stays away is [stale](LoadState::stale).
    fn refresh(&self);

    /// What is going on.
    fn state(&self) -> GateState;
}

#[cfg(test)]
mod tests;
