//! The right to work, which goes back where it came from.

use std::fmt;
use std::sync::Arc;

/// How work ended, as far as it says something of how much of it can go on at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Completion {
    /// It ended, well or not: how long it took counts.
    #[default]
    Done,
    /// It took longer than it may: counts as a sign of too much at once.
    TimedOut,
    /// It says nothing: refused before it began, cancelled, or answered from a cache.
    Ignored,
}

/// Where permits come from and go back to.
pub trait Home: Send + Sync {
    /// Takes back what was given with this ticket. Called once for each permit.
    fn take_back(&self, ticket: Ticket, how: Completion);
}

/// What a home notes on a permit that it gives. Only the home knows what it means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Ticket {
    /// When it was given, by the home's clock, in nanoseconds.
    pub given_ns: u64,
    /// The process that it was given in, as a number that no other process of the same line has.
    pub process: u64,
}

/// The right to work. It goes back when it is dropped, also by a panic; [`finish`](Permit::finish) says how it went.
///
/// A child of a fork has no use for its parent's permits: dropped there, they give nothing back.
#[must_use = "a permit that is dropped at once permits nothing"]
pub struct Permit {
    home: Arc<dyn Home>,
    ticket: Ticket,
    how: Completion,
}

impl Permit {
    /// A permit of this home.
    pub fn new(home: Arc<dyn Home>, ticket: Ticket) -> Self {
        Permit { home, ticket, how: Completion::Done }
    }

    /// Gives it back, and says how the work ended.
    pub fn finish(mut self, how: Completion) {
        self.how = how;
        // Dropping it gives it back.
    }
}

impl Drop for Permit {
    fn drop(&mut self) {
        // Work that panicked says nothing of how long work takes.
        let panicked = self.how == Completion::Done && std::thread::panicking();
        let how = if panicked { Completion::Ignored } else { self.how };
        self.home.take_back(self.ticket, how);
    }
}

impl fmt::Debug for Permit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Permit").field("ticket", &self.ticket).finish_non_exhaustive()
    }
}
