//! When what is checked, and what is made of the outcomes.
//!
//! What is public here is plain values that are told the time (nanoseconds of a clock that never goes back, or seconds
//! since 1970) and chance (a number from 0 to 1): no thread, no clock and no lock is among them. The queue is one, too.
//! The crew of workers and the timer are what the checker has of threads.
//!
//! - When: [`Phases`] spreads the targets of a host, [`Schedule`] says when a target is due, [`Dependencies`] whether it
//!   is worth asking, [`Breaker`] whether it is left alone, [`Backoff`] when it is tried again, [`Batches`] what goes
//!   together.
//! - What is made of it: [`Debounce`] shows a status that does not flap, [`TargetHistory`] keeps what happened,
//!   [`recommendations`](advice::recommendations) says what to change, [`Silences`] who is not to be woken.

pub mod advice;
mod backoff;
mod batches;
mod breaker;
mod crew;
mod debounce;
mod dependencies;
mod history;
mod idle;
mod jitter;
mod phases;
mod queue;
mod ring;
mod schedule;
mod silences;
mod timer;
mod times;
mod window;

pub use backoff::{Backoff, RetryOptions};
pub use batches::{BatchOptions, Batches};
pub use breaker::{Breaker, BreakerOptions, BreakerState, Pass};
pub(crate) use crew::{Crew, Door};
pub use debounce::{Change, Debounce, DebounceOptions};
pub use dependencies::{Circle, Dependencies};
pub use history::{Availability, HistorySummary, TargetHistory};
pub use jitter::Jitter;
pub use phases::{Phase, Phases};
pub(crate) use queue::{Bounds, Lane, Place, Queue};
pub use schedule::{Due, Schedule, ScheduleOptions};
pub use silences::{Silence, Silenced, Silences};
pub(crate) use timer::Timer;

/// A duration as nanoseconds; what is beyond 584 years is 584 years.
fn nanoseconds(time: std::time::Duration) -> u64 {
    u64::try_from(time.as_nanos()).unwrap_or(u64::MAX)
}

#[cfg(test)]
#[path = "random_tests.rs"]
mod random;
