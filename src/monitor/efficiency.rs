//! How well the container uses what it has, as a monitor says it.

use serde::Serialize;

use super::Monitor;
use crate::advise::{Comparison, Efficiency, EfficiencyPart, EfficiencyScore};
use crate::finding::Measure;

/// How well the container uses what it has, 0 to 100; or how long it takes to tell.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct EfficiencyReading {
    /// The mean of the parts, 0 (bad) to 100 (good); missing where too little was observed.
    pub score: Option<f64>,
    /// By how many points it would typically be off by chance.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub noise: Option<f64>,
    /// The parts that are known.
    pub parts: Vec<PartReading>,
    /// For how long was observed, in seconds.
    pub observed_seconds: f64,
    /// For how long has to be observed, in seconds.
    pub needed_seconds: f64,
    /// How it changed against the baseline, where one was kept.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub against_baseline: Option<Comparison>,
    /// The score of the baseline.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub baseline: Option<f64>,
}

/// A part of the score.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct PartReading {
    /// Which.
    pub part: EfficiencyPart,
    /// 0 (bad) to 100 (good).
    pub score: f64,
    /// How much it counts.
    pub weight: f64,
    /// Why, in a sentence.
    pub reason: String,
    /// What it rests on.
    pub evidence: Vec<Measure>,
}

impl Monitor {
    /// How well the container uses what it has: a score with its parts, also against the baseline if
    /// one was kept.
    #[must_use]
    pub fn efficiency(&self) -> EfficiencyReading {
        let score = self.learned.efficiency.score();
        let baseline = self.learned.baseline;
        let parts = score.iter().flat_map(parts).collect();
        EfficiencyReading {
            score: score.map(|score| score.score),
            noise: score.and_then(|score| score.noise),
            parts,
            observed_seconds: self.learned.efficiency.observed_seconds(),
            needed_seconds: Efficiency::needed_seconds(),
            against_baseline: score.zip(baseline).and_then(|(now, then)| now.against(&then)),
            baseline: baseline.map(|baseline| baseline.score),
        }
    }

    /// Keeps the efficiency of now as the baseline that later scores are compared with; it is saved
    /// with what was learnt. Answers it, or nothing where too little was observed.
    pub fn keep_baseline(&mut self) -> Option<EfficiencyScore> {
        let score = self.learned.efficiency.score()?;
        self.learned.baseline = Some(score);
        Some(score)
    }

    /// Takes a score that was stored as the baseline, or none.
    pub fn set_baseline(&mut self, baseline: Option<EfficiencyScore>) {
        self.learned.baseline = baseline;
    }
}

fn parts(score: &EfficiencyScore) -> Vec<PartReading> {
    let reading = |(part, known): (EfficiencyPart, &crate::advise::PartScore)| PartReading {
        part,
        score: known.score,
        weight: known.weight,
        reason: score.reason(part).unwrap_or_default(),
        evidence: score.evidence(part),
    };
    score.parts.iter().map(reading).collect()
}
