//! How much of the time a share stood at which level.

use serde::{Deserialize, Serialize};

const BINS: usize = 32;

/// Seconds spent in each 32nd of 0 to 1; more than 1 counts as 1.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(super) struct Levels {
    seconds: [f32; BINS],
}

#[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation, clippy::cast_sign_loss)] // 0 to BINS.
impl Levels {
    pub(super) fn add(&mut self, share: Option<f64>, seconds: f64) {
        if let Some(share) = share.filter(|share| *share >= 0.0) {
            let bin = ((share.min(1.0) * BINS as f64) as usize).min(BINS - 1);
            self.seconds[bin] += seconds as f32;
        }
    }

    pub(super) fn fade(&mut self, factor: f64) {
        self.seconds.iter_mut().for_each(|seconds| *seconds *= factor as f32);
    }

    /// The level that is not exceeded in this part of the time, by straight lines within a bin.
    pub(super) fn quantile(&self, part: f32) -> Option<f64> {
        let total: f32 = self.seconds.iter().sum();
        if !total.is_finite() || total <= 1e-3 {
            return None;
        }
        let mut below = 0.0;
        for (bin, seconds) in self.seconds.iter().enumerate() {
            if below + seconds >= part * total && *seconds > 0.0 {
                let within = ((part * total - below) / seconds).clamp(0.0, 1.0);
                return Some((bin as f64 + f64::from(within)) / BINS as f64);
            }
            below += seconds;
        }
        Some(1.0)
    }
}
