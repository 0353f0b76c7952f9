//! What a monitor tells of its own accord: a life began, something was raised or cleared, the level
//! changed.

use serde::Serialize;

use super::diagnosis::TargetFacts;
use crate::finding::{Component, Finding, Level, Recommendation, Severity};

/// An event, as it is logged: one JSON object a line.
#[derive(Debug, Clone, Serialize)]
#[non_exhaustive]
pub struct Event<'a> {
    /// When, in seconds since 1970.
    pub wall_time_seconds: f64,
    /// When, in seconds after boot.
    pub boot_time_seconds: f64,
    /// What happened.
    #[serde(flatten)]
    pub what: What<'a>,
}

/// What happened.
#[derive(Debug, Clone, Serialize)]
#[serde(tag = "event", rename_all = "snake_case")]
#[non_exhaustive]
pub enum What<'a> {
    /// The first observation of a life: of this process in this cgroup.
    Baseline {
        /// What is watched.
        target: &'a TargetFacts,
        /// How the container fares as a whole, as far as one sample tells.
        level: Option<Level>,
    },
    /// Something limits the container that did not before.
    BottleneckRaised(&'a Finding),
    /// It has become worse, or less bad.
    BottleneckChanged {
        /// Its severity until now.
        from: Severity,
        /// What it is now.
        #[serde(flatten)]
        finding: &'a Finding,
    },
    /// It no longer limits the container.
    BottleneckCleared {
        /// What it was about.
        component: Component,
        /// The rule that had raised it.
        rule: &'static str,
        /// How bad it was.
        severity: Severity,
        /// For how long it was raised, in seconds.
        held_seconds: f64,
    },
    /// What to do about something that was raised.
    Recommendation(&'a Recommendation),
    /// The level changed.
    LevelChanged(&'a LevelChange),
}

/// A change of the level.
#[derive(Debug, Clone, Serialize)]
#[non_exhaustive]
pub struct LevelChange {
    /// The level until now; optimal before the first that was certain.
    pub from: Level,
    /// The level from now on.
    pub to: Level,
    /// Whether it got better or worse.
    pub direction: Direction,
    /// When, in seconds since 1970.
    #[serde(skip)]
    pub wall_time_seconds: f64,
    /// The verdict in a sentence.
    pub summary: String,
    /// How laden the container is.
    pub load_line: Option<f64>,
}

/// Whether a level got better or worse.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Direction {
    /// Better.
    Rise,
    /// Worse.
    Fall,
}
