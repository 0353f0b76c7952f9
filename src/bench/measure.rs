//! One thing that was measured.

use serde::{Deserialize, Serialize};

use super::latencies::LatencyFacts;
use super::statistics::{deviation, rounded};

/// What a measure speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Group {
    /// What watching the container costs.
    Monitoring,
    /// What one thread computes.
    Cpu,
    /// How quick memory is.
    Memory,
    /// How quick the disk is.
    Disk,
    /// What several threads do together.
    Concurrency,
}

impl Group {
    /// The name in documents.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Group::Monitoring => "monitoring",
            Group::Cpu => "cpu",
            Group::Memory => "memory",
            Group::Disk => "disk",
            Group::Concurrency => "concurrency",
        }
    }
}

/// Which way is better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Better {
    /// Less is better: times.
    Lower,
    /// More is better: what is done in a second.
    Higher,
}

/// One thing that was measured: a value for each round, and what they come to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Measure {
    /// Its name, for programs: `sample`.
    pub name: String,
    /// What it is, for people.
    pub title: String,
    /// What it speaks of.
    pub group: Group,
    /// `seconds`, `per_second` or `bytes_per_second`.
    pub unit: String,
    /// Which way is better.
    pub better: Better,
    /// What the rounds come to.
    pub value: f64,
    /// How far rounds are from each other: the deviation that outliers do not move, as a share of their median.
    pub spread_ratio: f64,
    /// What was done, where that depends on the container. Only what did the same is compared.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub dose: String,
    /// Single operations, where they were timed one by one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub latency: Option<LatencyFacts>,
    /// Heap allocations of an operation, where they were counted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub allocations: Option<f64>,
    /// A value for each round, in the order of time: the median of several units of work, so that a pause does not show. Of more
    /// than 512 rounds the medians of neighbours.
    pub rounds: Vec<f64>,
    /// How long the reference loop took beside it in the same round, in seconds: how quick the processor was then.
    pub reference_seconds: Vec<f64>,
}

impl Measure {
    /// How far the rounds are from each other.
    pub(super) fn spread(rounds: &[f64]) -> f64 {
        let middle = super::statistics::median(&mut rounds.to_vec());
        if middle > 0.0 {
            rounded(deviation(rounds) / middle)
        } else {
            0.0
        }
    }

    /// What a round cost, as a logarithm: more is worse, whichever way is better.
    ///
    /// What watching costs is counted in loops of the reference beside it: a processor that changes its clock from second to
    /// second is nothing that the library did. What the container can do is counted as it is.
    pub(super) fn costs(&self) -> Vec<f64> {
        let sign = if self.better == Better::Lower { 1.0 } else { -1.0 };
        let log = |value: f64| value.max(f64::MIN_POSITIVE).ln();
        if self.group != Group::Monitoring || self.reference_seconds.len() != self.rounds.len() {
            return self.rounds.iter().map(|value| sign * log(*value)).collect();
        }
        let both = self.rounds.iter().zip(&self.reference_seconds);
        both.map(|(value, reference)| sign * log(*value) - log(*reference)).collect()
    }
}
