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

    /// Adds what another has gathered, or takes it off again (`sign` -1).
    pub(super) fn merge(&mut self, other: &Levels, sign: f64) {
        let sign = sign as f32;
        for (seconds, more) in self.seconds.iter_mut().zip(&other.seconds) {
            *seconds = (*seconds + sign * more).max(0.0);
        }
    }

    /// The levels that are not exceeded in these parts of the time (smallest part first), by
    /// straight lines within a bin.
    pub(super) fn quantiles<const N: usize>(&self, parts: [f32; N]) -> [Option<f64>; N] {
        let total: f32 = self.seconds.iter().sum();
        let mut found = [None; N];
        if !total.is_finite() || total <= 1e-3 {
            return found;
        }
        let mut next = 0;
        let mut below = 0.0;
        for (bin, seconds) in self.seconds.iter().enumerate().filter(|(_, seconds)| **seconds > 0.0) {
            while next < N && below + seconds >= parts[next] * total {
                let within = ((parts[next] * total - below) / seconds).clamp(0.0, 1.0);
                found[next] = Some((bin as f64 + f64::from(within)) / BINS as f64);
                next += 1;
            }
            below += seconds;
        }
        found.map(|level| level.or(Some(1.0)))
    }
}
