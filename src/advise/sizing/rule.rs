//! Every number of right-sizing with its source, and the rules by pattern. docs/right-sizing.md tells
//! them to users.

use crate::advise::WorkloadPattern;

pub(super) const MIB: f64 = 1024.0 * 1024.0;
pub(super) const DAY_SECONDS: f64 = 86_400.0;

/// No advice before this has been seen: the shortest history for which the VPA recommender's own
/// comments state what its lower bound is worth (5 minutes: x0.6).
pub(super) const NEEDED_SECONDS: f64 = 300.0;
/// No advice from fewer observations (KRR: `points_required`).
pub(super) const NEEDED_OBSERVATIONS: u64 = 100;

/// After a start, CPU use says nothing about the steady state for this long (Kubernetes
/// HorizontalPodAutoscaler: `cpu-initialization-period`, 5 minutes).
pub(super) const START_UP_SECONDS: f64 = 300.0;

/// What an hour over the size costs, in hours of the mean use lying idle. Set by tests/sizing: the
/// lowest whole number with which use is over the size no longer than with the VPA recommender.
pub(super) const PRICE_OF_TIME_OVER: f64 = 15.0;

/// The recommender's `recommendation-margin-fraction`, and KRR's memory buffer.
pub(super) const MARGIN: f64 = 0.15;
/// KRR's memory buffer after an OOM kill: the largest that it adds.
const LARGE_MARGIN: f64 = 0.25;
/// Headroom over memory peaks is half of how far the peaks of days lie apart, from this, a
/// third of the usual margin, up to the usual margin. Set by tests/sizing: with it usage exceeds the limit no longer than with
/// the VPA recommender.
pub(super) const LEAST_MARGIN: f64 = 0.05;
/// Until as many days are known the headroom is that by which the recommender raises memory after an
/// OOM kill, [`OOM_RATIO`].
pub(super) const KNOWN_DAYS: usize = 3;
/// The least headroom in bytes. Set by tests/sizing: with 16 MiB, containers of 20 to 60 MiB now and then exceed
/// their limit, where the recommender's floor of 250 MiB never lets them.
pub(super) const LEAST_HEADROOM_BYTES: f64 = 24.0 * MIB;

/// After an OOM kill (VPA recommender: `oom-bump-up-ratio`, `oom-min-bump-up-bytes`).
pub(super) const OOM_RATIO: f64 = 1.2;
/// But never more than double: 100 MiB on top of 20 would be the floor that we wanted to avoid.
pub(super) const OOM_BYTES: f64 = 100.0 * MIB;

/// The smallest quota of the kernel, 1 ms, in the usual period of 100 ms.
pub(super) const LEAST_CPUS: f64 = 0.010;
/// The smallest limit that CRI-O accepts: with less the runtime itself dies while it starts the
/// container.
pub(super) const LEAST_MEMORY_BYTES: f64 = 12.0 * MIB;

/// Bounds: percentiles of the VPA recommender (`recommendation-lower-bound-cpu-percentile`,
/// `recommendation-upper-bound-cpu-percentile`).
pub(super) const LOWER_PERCENTILE: f64 = 0.5;
pub(super) const UPPER_PERCENTILE: f64 = 0.95;
/// What the upper bound is multiplied by at most: the recommender's comments give x3 for 12 hours; its
/// formula goes on to x289 at 5 minutes, which tells nobody anything.
const MOST_WIDENING: f64 = 3.0;

/// The recommender's confidence: days of history, and its multipliers of the bounds.
pub(super) fn widening(days: f64) -> f64 {
    (1.0 + 1.0 / days).min(MOST_WIDENING)
}

pub(super) fn narrowing(days: f64) -> f64 {
    (1.0 + 0.001 / days).powi(-2)
}

/// 0 to 1: the inverse of the recommender's widening of the upper bound. 0.003 after five minutes,
/// 0.04 after an hour, one half after a day, 0.9 after nine.
pub(super) fn confidence(days: f64) -> f64 {
    days / (days + 1.0)
}

/// How a size follows from CPU use.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum CpuRule {
    /// Where idle CPU time and time over are cheapest together.
    Cheapest,
    /// A percentile, with the recommender's margin on top.
    Percentile(f64),
}

/// What a pattern asks for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rule {
    pub cpu_target: CpuRule,
    /// Missing where it is the target.
    pub cpu_request: Option<CpuRule>,
    /// Whether a CPU limit is advised: from the peaks, start-up included.
    pub cpu_limit: bool,
    /// The least headroom over the highest peak, start-up included, as a share of it; where the peaks
    /// themselves ask for more, that.
    pub memory_margin: f64,
    /// Whether the memory request is the median peak rather than the limit.
    pub memory_request_is_median: bool,
    pub cpu_text: &'static str,
    pub memory_text: &'static str,
}

const CHEAPEST: &str = "Request: where idle CPU time and time over it are cheapest together, an hour over \
                        being worth 15 hours of the mean use. No limit: throttling helps nobody while CPUs \
                        are idle (KRR).";
const PEAK: &str =
    "Request and limit: the highest peak of 8 days, start-up included, and half of how far the \
                    daily peaks lie apart (5 % to 15 %, at least 24 MiB, and as much as it grows in a day).";

const BALANCED: Rule = Rule {
    cpu_target: CpuRule::Cheapest,
    cpu_request: None,
    cpu_limit: false,
    memory_margin: 0.0,
    memory_request_is_median: false,
    cpu_text: CHEAPEST,
    memory_text: PEAK,
};

const CPU_INTENSIVE: Rule = Rule {
    cpu_target: CpuRule::Percentile(0.95),
    cpu_text:
        "Request: the 95th percentile (KRR) and 15 % (VPA): CPU time is what it lives on. No limit (KRR).",
    ..BALANCED
};

const MEMORY_INTENSIVE: Rule = Rule {
    memory_margin: MARGIN,
    memory_text: "Request and limit: the highest peak of 8 days, start-up included, and 15 % (KRR): being killed costs \
                  it the most.",
    ..BALANCED
};

const IO_INTENSIVE: Rule = Rule {
    cpu_target: CpuRule::Percentile(0.90),
    memory_margin: LARGE_MARGIN,
    cpu_text: "Request: the 90th percentile and 15 % (VPA). No limit (KRR).",
    memory_text: "Request and limit: the highest peak of 8 days, start-up included, and 25 % (KRR's largest buffer): the \
                  page cache that I/O needs is charged to the same limit.",
    ..BALANCED
};

const BURST: Rule = Rule {
    cpu_request: Some(CpuRule::Percentile(0.5)),
    cpu_limit: true,
    memory_margin: MARGIN,
    memory_request_is_median: true,
    cpu_text:
        "Request: the median and 15 %, for it is idle most of the time. Limit: the highest peak of 8 days, \
               start-up included, and 15 %.",
    memory_text:
        "Request: the median of the hourly peaks and the same headroom. Limit: the highest peak of 8 days, \
                  start-up included, and 15 %.",
    ..BALANCED
};

/// The rule of a pattern; one that is still to be recognised counts as balanced.
pub(super) fn rule_of(pattern: WorkloadPattern) -> &'static Rule {
    match pattern {
        WorkloadPattern::Detect | WorkloadPattern::Balanced => &BALANCED,
        WorkloadPattern::CpuIntensive => &CPU_INTENSIVE,
        WorkloadPattern::MemoryIntensive => &MEMORY_INTENSIVE,
        WorkloadPattern::IoIntensive => &IO_INTENSIVE,
        WorkloadPattern::Burst => &BURST,
    }
}
