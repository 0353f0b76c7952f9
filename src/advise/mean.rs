//! A mean over time that can forget.

use serde::{Deserialize, Serialize};

/// Larger than anything real, so that no sum leaves the range of a float.
pub(super) const LARGEST: f64 = 1e18;

/// A mean weighted by time; faded, older values count less.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize)]
pub(super) struct Mean {
    sum: f64,
    weight: f64,
}

impl Mean {
    /// A value that held for so many seconds. What is no number, or negative, is as good as missing.
    pub(super) fn add(&mut self, value: Option<f64>, seconds: f64) {
        if let Some(value) = value.filter(|value| value.is_finite() && *value >= 0.0) {
            self.sum += value.min(LARGEST) * seconds;
            self.weight += seconds;
        }
    }

    pub(super) fn fade(&mut self, factor: f64) {
        self.sum *= factor;
        self.weight *= factor;
    }

    /// Adds what another has gathered, or takes it off again (`sign` -1).
    pub(super) fn merge(&mut self, other: &Mean, sign: f64) {
        self.sum = (self.sum + sign * other.sum).max(0.0);
        self.weight = (self.weight + sign * other.weight).max(0.0);
    }

    /// Missing where nothing was added, or so long ago that less than a millisecond is left of it.
    pub(super) fn value(&self) -> Option<f64> {
        (self.weight > 1e-3).then(|| self.sum / self.weight).filter(|mean| mean.is_finite())
    }

    /// Seconds that count.
    pub(super) fn weight(&self) -> f64 {
        self.weight
    }
}
