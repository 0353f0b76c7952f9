//! The verdict on a container.

use std::sync::Arc;

use arrayvec::ArrayVec;
use serde::Serialize;

use super::learned::HEADINGS;
use super::load_line::LoadLine;
use super::outlook::{Anomaly, Heading, TrendReading, TRENDS};
use super::resources::{Resource, MOST_ROWS};
use crate::dbpool::PoolReading;
use crate::fields::Sample;
use crate::finding::{Component, Finding, Level, Measure, Text};
use crate::units::Limit;
use crate::usage::Usage;

/// What limits a container, with its evidence.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Diagnosis {
    /// How the container fares as a whole; missing where neither CPU time nor the cgroup's memory
    /// could be measured, as before the first sample: silence is no good news.
    pub level: Option<Level>,
    /// The verdict in a sentence.
    pub summary: Text,
    /// How laden it is, as one number.
    pub load_line: LoadLine,
    /// What limits it or is about to, worst first.
    pub bottlenecks: Vec<Finding>,
    /// Each resource: used, limit, share, who binds.
    pub resources: ArrayVec<Resource, MOST_ROWS>,
    /// The container's memory in its parts, and how many processes it was too little for since the
    /// cgroup began.
    pub memory: ArrayVec<Measure, 5>,
    /// What is known of the growth of what can leak or fill, fed metrics with a limit among it.
    pub trends: ArrayVec<TrendReading, TRENDS>,
    /// Signals that are unlike their own history, the most unlike first.
    pub anomalies: Vec<Anomaly>,
    /// Where CPU, memory and load are heading.
    pub forecasts: ArrayVec<Heading, { HEADINGS.len() }>,
    /// What was looked at and which limits bind it.
    pub target: Arc<TargetFacts>,
    /// What the verdict rests on.
    pub observed: Observed,
    /// Rates over the window; missing after a single sample.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub usage: Option<Usage>,
    /// Sources that could not be read: their values are missing above.
    pub problems: Arc<[Unread]>,
    /// Pools of database connections that are attached, and what is known of their databases.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub database_pools: Vec<PoolReading>,
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
    /// Readings taken in the window; of many that are close together some are let go.
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

/// The verdict in a sentence.
pub(super) fn summary(bottlenecks: &[Finding], blind: bool) -> Text {
    match bottlenecks {
        [] if blind => "Neither CPU time nor memory of the container could be measured.".into(),
        [] => "Nothing limits the container.".into(),
        [one] => format!("{}.", one.title).into(),
        [worst, rest @ ..] => format!("{}, and {} more.", worst.title, rest.len()).into(),
    }
}

/// Whether neither CPU time, the cgroup's or the host's, nor memory of the cgroup was measured. The
/// host's memory alone tells too little of a container.
pub(super) fn is_blind(sample: &Sample, resources: &[Resource]) -> bool {
    let cpu = resources.iter().any(|row| row.resource == Component::Cpu);
    !cpu && sample.cgroup_memory_usage_bytes().is_none()
}
