//! Values and verdicts as people read them.

use super::change::{Change, Verdict};
use super::comparison::Comparison;
use super::measure::Measure;
use super::result::{BenchResult, Ended};
use crate::finding::people::{latency, number};
use crate::units::Bytes;

/// A value of a [`Measure`] with its unit: `63.2 µs`, `51,234/s`, `8.5 GiB/s`.
#[must_use]
pub fn amount(value: f64, unit: &str) -> String {
    match unit {
        "bytes_per_second" => format!("{}/s", Bytes(value as u64)),
        "per_second" => format!("{}/s", number(value.round())),
        _ => latency(value),
    }
}

impl Measure {
    /// What its rounds come to, with the unit.
    #[must_use]
    pub fn shown(&self) -> String {
        amount(self.value, &self.unit)
    }

    /// What it is, and what was done where that depends on the container: `a verdict (3 findings)`.
    #[must_use]
    pub fn described(&self) -> String {
        match self.dose.as_str() {
            "" => self.title.clone(),
            dose => format!("{} ({dose})", self.title),
        }
    }
}

impl Change {
    /// [`Change::words`], and of what is the same how much would have been told from noise.
    #[must_use]
    pub fn explained(&self) -> String {
        match self.verdict {
            Verdict::Same if self.judged => {
                format!("{} (up to {:.1} % is noise)", self.words(), self.noise_ratio * 100.0)
            }
            _ => self.words(),
        }
    }
}

impl Comparison {
    /// A sentence without a stop: `worse than the baseline: sample, tick`.
    #[must_use]
    pub fn summary(&self) -> String {
        let named = |verdict: Verdict| {
            let changed = self.changes.iter().filter(|change| change.verdict == verdict);
            changed.map(|change| change.name.as_str()).collect::<Vec<_>>().join(", ")
        };
        match self.verdict {
            Verdict::Worse => format!("worse than the baseline: {}", named(Verdict::Worse)),
            Verdict::Better => format!("better than the baseline: {}", named(Verdict::Better)),
            Verdict::Same if self.changes.iter().any(|change| change.judged) => {
                "the same as the baseline within noise".to_owned()
            }
            Verdict::Same => "nothing could be compared with the baseline".to_owned(),
        }
    }
}

impl BenchResult {
    /// What came of it in a few words: beside a baseline what changed, else the points.
    #[must_use]
    pub fn summary(&self) -> String {
        match (&self.comparison, self.ended) {
            (_, Ended::Interrupted) => "given up: what was measured until then".to_owned(),
            (Some(comparison), _) => comparison.summary(),
            (None, _) => match self.scores.overall {
                Some(points) => format!("{points:.0} of 100 points"),
                None => "nothing could be measured".to_owned(),
            },
        }
    }
}

#[cfg(test)]
#[path = "words_tests.rs"]
mod tests;
