//! The verdict on a container.

use serde::Serialize;

use super::resources::{memory_parts, resources, LoadLine, Resource};
use crate::finding::{Category, Component, Effort, Finding, Level, Measure, Recommendation};
use crate::rules::{findings, View};
use crate::units::Limit;
use crate::usage::Usage;

/// The value of the `schema` key.
const SCHEMA: &str = "plimsoll.diagnosis/1";

/// What limits a container, with its evidence.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Diagnosis {
    /// Always `plimsoll.diagnosis/1`.
    pub schema: &'static str,
    /// How the container fares as a whole; missing where neither CPU time nor the cgroup's memory
    /// could be measured, as before the first sample: silence is no good news.
    pub level: Option<Level>,
    /// The verdict in a sentence.
    pub summary: String,
    /// How laden it is, as one number.
    pub load_line: LoadLine,
    /// What limits it or is about to, worst first.
    pub bottlenecks: Vec<Finding>,
    /// What to do about it, in the same order.
    pub recommendations: Vec<Recommendation>,
    /// Right-sizing advice.
    pub allocation: Allocation,
    /// Each resource: used, limit, share, who binds.
    pub resources: Vec<Resource>,
    /// The container's memory in its parts, and how many processes it was too little for since the
    /// cgroup began.
    pub memory: Vec<Measure>,
    /// What was looked at and which limits bind it.
    pub target: TargetFacts,
    /// What the verdict rests on.
    pub observed: Observed,
    /// Rates over the window; missing after a single sample.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub usage: Option<Usage>,
    /// Sources that could not be read: their values are missing above.
    pub problems: Vec<Unread>,
}

/// Right-sizing advice, or why there is none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "status", rename_all = "snake_case")]
#[non_exhaustive]
pub enum Allocation {
    /// An answer, not an error: a few seconds say nothing about peaks.
    NotEnoughData {
        /// What is missing.
        reason: String,
    },
}

/// What was looked at and which limits bind it.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[non_exhaustive]
pub struct TargetFacts {
    /// `own`, `pid` or `cgroup`.
    pub kind: &'static str,
    /// The process, where a process was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pid: Option<u32>,
    /// The cgroup, as the kernel names it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cgroup: Option<String>,
    /// `none`, `v1`, `v2` or `hybrid`.
    pub cgroup_layout: &'static str,
    /// CPUs' worth of time it can use.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub effective_cpus: Option<f64>,
    /// The tightest quota that applies.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cpu_quota_cpus: Option<Limit<f64>>,
    /// The cgroup that holds it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cpu_bound_by: Option<String>,
    /// The tightest memory limit that applies.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub memory_limit_bytes: Option<Limit<u64>>,
    /// The cgroup that holds it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub memory_bound_by: Option<String>,
    /// CPUs of the host.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub host_cpus_online: Option<u64>,
    /// Memory of the host.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub host_memory_total_bytes: Option<u64>,
}

/// What the verdict rests on.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
#[non_exhaustive]
pub struct Observed {
    /// Samples in the window.
    pub samples: usize,
    /// From the first to the last of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub window_seconds: Option<f64>,
    /// When the last was taken, in seconds since 1970.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub wall_time_seconds: Option<f64>,
}

/// A source that could not be read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Unread {
    /// The file.
    pub path: String,
    /// What was wrong.
    pub reason: String,
    /// The group of fields whose values are missing for it.
    pub group: &'static str,
}

impl Diagnosis {
    /// Judges what the view shows.
    #[allow(clippy::cast_precision_loss)] // Nanoseconds as seconds.
    pub(super) fn of(view: &View, target: TargetFacts, samples: usize, problems: Vec<Unread>) -> Self {
        let bottlenecks = findings(view);
        let resources = resources(view);
        let wall = view.sample.wall_time_ns();
        Diagnosis {
            schema: SCHEMA,
            level: (!is_blind(view, &resources)).then(|| Level::of(&bottlenecks)),
            summary: summary(&bottlenecks, is_blind(view, &resources)),
            load_line: LoadLine::of(&resources),
            recommendations: recommendations(&bottlenecks),
            bottlenecks,
            allocation: Allocation::NotEnoughData {
                reason: "right-sizing needs a longer history than this window".to_owned(),
            },
            resources,
            memory: memory_parts(view),
            target,
            observed: Observed {
                samples,
                window_seconds: view.usage.map(|usage| usage.window_seconds),
                wall_time_seconds: (wall > 0).then_some(wall as f64 / 1e9),
            },
            usage: view.usage.copied(),
            problems,
        }
    }
}

/// Whether neither CPU time, the cgroup's or the host's, nor memory of the cgroup was measured. The
/// host's memory alone tells too little of a container.
fn is_blind(view: &View, resources: &[Resource]) -> bool {
    let cpu = resources.iter().any(|row| row.resource == Component::Cpu);
    !cpu && view.sample.cgroup_memory_usage_bytes().is_none()
}

fn summary(bottlenecks: &[Finding], blind: bool) -> String {
    match bottlenecks {
        [] if blind => "Neither CPU time nor memory of the container could be measured.".to_owned(),
        [] => "Nothing limits the container.".to_owned(),
        [one] => format!("{}.", one.title),
        [worst, rest @ ..] => format!("{}, and {} more.", worst.title, rest.len()),
    }
}

fn recommendations(bottlenecks: &[Finding]) -> Vec<Recommendation> {
    bottlenecks
        .iter()
        .flat_map(|finding| {
            finding.recommendations.iter().map(|action| Recommendation {
                component: finding.component.clone(),
                priority: finding.severity,
                rule: finding.rule,
                category: Category::Resource,
                title: action.clone(),
                description: String::new(),
                expected_impact: String::new(),
                gain: 0.0,
                effort: Effort::Medium,
                actions: Vec::new(),
                evidence: finding.evidence.clone(),
            })
        })
        .collect()
}
