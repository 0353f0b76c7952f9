//! One thing that is told.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use serde::Serialize;

use crate::checker::OwnLimit;
use crate::finding::{Reason, Status};

/// A change that is told.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Alert {
    /// For the worse or for the better.
    pub turn: Turn,
    /// Of what.
    #[serde(flatten)]
    pub about: About,
    /// When it came to be so, in nanoseconds since 1970-01-01 UTC.
    pub since_unix_ns: u64,
    /// Why, for people. Holds no secret.
    pub message: String,
}

/// Whether an alert is news of trouble.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Turn {
    /// There is trouble, or another one than was told.
    Raised,
    /// What was told is over: a check is healthy again, or is no longer checked; a limit is far again.
    Resolved,
}

/// What an alert is about.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "about", rename_all = "snake_case")]
#[non_exhaustive]
pub enum About {
    /// The status that is shown of a check.
    Check {
        /// Its name.
        name: Arc<str>,
        /// The owner's words for it.
        labels: Arc<BTreeMap<String, String>>,
        /// What is shown.
        status: Status,
        /// What it was: what was told last, healthy where it was so and nothing was told, and unknown before it was first
        /// shown.
        was: Status,
        /// Why, for programs; missing where it is no longer checked.
        reason: Option<Reason>,
    },
    /// A limit of the checker's own.
    Limit {
        /// Which one.
        limit: OwnLimit,
        /// How much of it is used, 0 to 1.
        share: f64,
    },
}

impl Turn {
    /// `raised` or `resolved`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Turn::Raised => "raised",
            Turn::Resolved => "resolved",
        }
    }
}

/// In a line.
impl fmt::Display for Alert {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.about {
            About::Check { name, status, reason: None, .. } => {
                write!(f, "{name} is {status}: {}", self.message)
            }
            About::Check { name, status: Status::Healthy, was, .. } => {
                write!(f, "{name} is healthy again, and was {was}")
            }
            About::Check { name, status, reason: Some(reason), .. } => {
                write!(f, "{name} is {status} ({reason}): {}", self.message)
            }
            About::Limit { .. } => f.write_str(&self.message),
        }
    }
}
