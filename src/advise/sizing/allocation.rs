//! The answer of right-sizing, as it is serialized.

use serde::Serialize;

use crate::advise::WorkloadPattern;
use crate::fields::Unit;
use crate::finding::Measure;

/// What right-sizing is told beside the history: what is set today, and what the host has.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct SizingContext {
    /// The pattern that was recognised: used where [`WorkloadPattern::Detect`] is asked for.
    pub recognised: Option<WorkloadPattern>,
    /// The CPU request, in CPUs.
    pub cpu_request_cpus: Option<f64>,
    /// The CPU quota, in CPUs.
    pub cpu_limit_cpus: Option<f64>,
    /// The memory request, in bytes.
    pub memory_request_bytes: Option<f64>,
    /// The memory limit, in bytes.
    pub memory_limit_bytes: Option<f64>,
    /// CPUs of the host: nothing above is advised.
    pub host_cpus: Option<f64>,
    /// Memory of the host, in bytes: nothing above is advised.
    pub host_memory_bytes: Option<f64>,
}

/// Right-sizing advice, or why there is none.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "status", rename_all = "snake_case")]
#[non_exhaustive]
pub enum Allocation {
    /// An answer, not an error: a few seconds say nothing about peaks.
    NotEnoughData {
        /// What is missing.
        reason: String,
        /// How long was observed, in seconds.
        observed_seconds: f64,
        /// How long is needed, in seconds.
        needed_seconds: f64,
    },
    /// What to allocate.
    Advice(Box<AllocationAdvice>),
}

/// What to allocate, and what that rests on.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct AllocationAdvice {
    /// Whose rules were used.
    pub pattern: WorkloadPattern,
    /// Whether the pattern is assumed, because none was recognised.
    pub pattern_assumed: bool,
    /// 0 to 1, by the length of the history: days / (days + 1), the inverse of the factor by which the
    /// VPA recommender widens its upper bound.
    pub confidence: f64,
    /// How long was observed, in seconds; gaps do not count.
    pub observed_seconds: f64,
    /// From the first observation to the last, in seconds.
    pub span_seconds: f64,
    /// CPU; missing where its use was not measured for long enough.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cpu: Option<Size>,
    /// Memory; missing where its use was not measured for long enough.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub memory: Option<Size>,
    /// What the rules of the other patterns would say.
    pub if_pattern: Vec<PatternSizes>,
    /// What a reader must know beside the numbers, such as that the host has less.
    pub notes: Vec<String>,
}

/// How much of one resource. Every number has the unit that `unit` names.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Size {
    /// `cpus` or `bytes`.
    pub unit: Unit,
    /// Less than this is surely too little.
    pub lower: f64,
    /// The one number, where request and limit are to be the same.
    pub target: f64,
    /// More than this is surely too much.
    pub upper: f64,
    /// What to reserve, as Kubernetes means it.
    pub request: f64,
    /// What to allow at most; missing where none is advised.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<f64>,
    /// What is reserved today, where that is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub current_request: Option<f64>,
    /// What is allowed today, where there is a limit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub current_limit: Option<f64>,
    /// The target or limit that the rule gave, where the host has less: the numbers above then stop
    /// at the host's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub beyond_host: Option<f64>,
    /// How request and limit were found, and after whom.
    pub rule: &'static str,
    /// What they rest on.
    pub evidence: Vec<Measure>,
}

/// What the rules of another pattern would say.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[non_exhaustive]
pub struct PatternSizes {
    /// The pattern.
    pub pattern: WorkloadPattern,
    /// CPU, in CPUs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cpu: Option<PatternSize>,
    /// Memory, in bytes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub memory: Option<PatternSize>,
}

/// How much of one resource, without evidence.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[non_exhaustive]
pub struct PatternSize {
    /// `cpus` or `bytes`.
    pub unit: Unit,
    /// The one number, where request and limit are to be the same.
    pub target: f64,
    /// What to reserve.
    pub request: f64,
    /// What to allow at most; missing where none is advised.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<f64>,
}
