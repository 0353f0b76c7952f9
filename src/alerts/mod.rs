//! Telling somebody that the status of a check changed.
//!
//! An [`Alerter`] hears the events of a checker and tells of changes: it calls a function, posts to a webhook, or starts
//! a command. What is shown of a check takes several outcomes to change already (`rise` and `fall`), so each change is
//! worth telling, and so is each limit of the checker's own that comes close
//! ([`own_limits`](crate::checker::CheckerOptions::own_limits)), but for three kinds:
//!
//! - A first outcome that is healthy is no change.
//! - `unknown` is not told where that is nobody's trouble, or somebody else's: a check whose parent fails
//!   (`dependency`), that was not admitted, or that was cancelled. The parent's failure is told instead.
//! - What is [silenced](crate::config::Silence) is told when the silence is over, if it is still so.
//!
//! Changes that come within a second are told together: when a network fails there is one message and not a thousand.
//! Whoever is told late is told what is true then, and not all that happened in between.
//!
//! Telling happens on one thread, `plimsoll-alerts`, and never holds up a check. For each of the three ways up to 100
//! messages wait; beyond, the oldest are dropped and counted.

mod alert;
mod alerter;
mod book;
mod command;
mod limits;
#[cfg(feature = "export")]
mod metrics;
mod notice;
mod office;
mod options;
mod outbox;
mod statistics;
mod webhook;

pub use alert::{About, Alert, Turn};
pub use alerter::Alerter;
pub use notice::Notice;
pub use options::{AlertHook, AlertOptions};
pub use statistics::{AlertStatistics, WayStatistics};

#[cfg(test)]
mod tests;
