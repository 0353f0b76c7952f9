//! What to change, and where.

use serde::Serialize;

use super::{Component, Evidence, Severity};

/// Something to change.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Recommendation {
    /// What it is about.
    pub component: Component,
    /// Where it is carried out.
    pub category: Category,
    /// How soon: the severity of the finding it answers.
    pub priority: Severity,
    /// The rule of the finding it answers, or `allocation.cpu`, `allocation.memory` for what is
    /// larger than need be.
    pub rule: &'static str,
    /// What to do, a sentence.
    pub title: String,
    /// Why, and what to look out for.
    pub description: String,
    /// What will change when it is done, with numbers where the data allow.
    pub expected_impact: String,
    /// The part, 0..1, of the container's work or cost that it wins back; an estimate.
    pub gain: f64,
    /// How much work it is.
    pub effort: Effort,
    /// The exact files, flags and fields. Where several places are named, one of them is enough.
    pub actions: Vec<Action>,
    /// What it rests on.
    pub evidence: Evidence,
}

/// Where a recommendation is carried out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Category {
    /// Limits, requests, replicas, machines.
    Resource,
    /// Connection pools and queries.
    Database,
    /// The program: its threads, buffers, leaks.
    Application,
    /// Settings of the program or of the system under it.
    Configuration,
}

impl Category {
    /// `resource`, `database`, `application` or `configuration`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Category::Resource => "resource",
            Category::Database => "database",
            Category::Application => "application",
            Category::Configuration => "configuration",
        }
    }
}

/// How much work a recommendation is. Ordered: `Low < Medium < High`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Effort {
    /// A value in a file or a manifest.
    Low,
    /// A restart, a move, a change of a few lines.
    Medium,
    /// A change of the program.
    High,
}

impl Effort {
    /// `low`, `medium` or `high`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Effort::Low => "low",
            Effort::Medium => "medium",
            Effort::High => "high",
        }
    }
}

/// Where an [`Action`] is carried out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Place {
    /// A file of the cgroup filesystem.
    Cgroup,
    /// A flag of `docker run` and `docker update`.
    Docker,
    /// A field of a Kubernetes manifest.
    Kubernetes,
    /// A setting of a systemd unit.
    Systemd,
    /// A command to run.
    Command,
    /// The program itself.
    Program,
    /// A key of the configuration file.
    Configuration,
}

/// One concrete thing to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Action {
    /// Where.
    pub place: Place,
    /// What is set there: `/sys/fs/cgroup/a/cpu.max`, `--cpus`, `resources.limits.cpu`; empty for a
    /// change of the program.
    pub target: String,
    /// The value, ready to be copied; or what to change.
    pub value: String,
}

impl Action {
    /// One thing to do at one place.
    pub fn new(place: Place, target: impl Into<String>, value: impl Into<String>) -> Self {
        Action { place, target: target.into(), value: value.into() }
    }
}
