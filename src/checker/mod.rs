//! Many checks at once, without becoming the load.
//!
//! A [`Checker`] runs checks on a private pool of workers, built on first need: a list of them once
//! ([`check_all`](Checker::check_all), [`start`](Checker::start)), single ones ([`submit`](Checker::submit)), or all of
//! a set again and again ([`watch`](Checker::watch)). What runs is bounded, what waits is bounded, and an
//! [`Admission`](crate::admit::Admission) can hold it back while this container is laden.
//!
//! ```no_run
//! use plimsoll::checker::{Check, Checker, CheckerOptions};
//! use plimsoll::probe::Target;
//!
//! let checker = Checker::new(CheckerOptions::default())?;
//! let checks = [
//!     Check::new(Target::rest("shop", "https://shop.example/health")),
//!     Check::new(Target::mcp("search", "https://search.example/mcp")),
//! ];
//! for outcome in checker.check_all(&checks, 50) {
//!     println!("{} {}: {}", outcome.name, outcome.status, outcome.message);
//! }
//! # Ok::<(), plimsoll::Error>(())
//! ```

mod advice;
mod cancel;
mod check;
#[allow(clippy::module_inception)] // It is what the module is for.
mod checker;
mod event;
mod feed;
mod held;
mod keeping;
mod lateness;
mod limits;
mod list;
mod options;
mod order;
mod own;
mod pace;
mod recent;
mod run;
mod set;
mod shard;
mod shared;
mod state;
mod statistics;
mod subscribers;
mod suspects;
mod task;
mod turns;
mod watched;

pub use cancel::Cancel;
pub use check::{Check, Own, Work};
pub use checker::Checker;
pub use event::{Event, EventHook, OwnLimit};
pub use options::CheckerOptions;
pub use run::{Completed, Progress, Run, RunOptions, Ticket};
pub use shard::Shard;
pub use state::{Reloaded, TargetState};
pub use statistics::{CheckerStatistics, Lateness, QueueStatistics};
pub use subscribers::Events;

#[cfg(test)]
mod tests;
