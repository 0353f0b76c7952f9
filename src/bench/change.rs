//! How one measure changed.

use serde::{Deserialize, Serialize};

/// Better, worse, or neither.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Verdict {
    /// Chance explains what differs.
    Same,
    /// It is better, and chance does not explain it.
    Better,
    /// It is worse, and chance does not explain it.
    Worse,
}

/// How one measure changed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Change {
    /// The measure's name.
    pub name: String,
    /// What it is, for people.
    pub title: String,
    /// `seconds`, `per_second` or `bytes_per_second`.
    pub unit: String,
    /// What it was.
    pub then: f64,
    /// What it is.
    pub now: f64,
    /// What became of it.
    pub verdict: Verdict,
    /// By how much of what it was, worse above 0, better below; the most likely value.
    pub worse_ratio: f64,
    /// Between this...
    pub low_ratio: f64,
    /// ...and this with a confidence of 95 %.
    pub high_ratio: f64,
    /// What would have been told from noise.
    pub noise_ratio: f64,
    /// Whether it was judged: what others on the machine decide is only shown.
    pub judged: bool,
}

impl Change {
    /// `same within noise`, `better by 20 to 30 %`, `worse by 7 to 11 %`.
    #[must_use]
    pub fn words(&self) -> String {
        let range = |low: f64, high: f64| {
            let (low, high) = (low * 100.0, high * 100.0);
            // Whole numbers, where those say it.
            let digits = usize::from(high - low < 2.0);
            let (low, high) = (format!("{low:.digits$}"), format!("{high:.digits$}"));
            if low == high {
                format!("{low} %")
            } else {
                format!("{low} to {high} %")
            }
        };
        match self.verdict {
            _ if !self.judged => "not judged: others on the machine decide it".to_owned(),
            Verdict::Same => "same within noise".to_owned(),
            Verdict::Worse => format!("worse by {}", range(self.low_ratio.max(0.0), self.high_ratio)),
            Verdict::Better => format!("better by {}", range((-self.high_ratio).max(0.0), -self.low_ratio)),
        }
    }
}

#[cfg(test)]
#[path = "change_tests.rs"]
mod tests;
