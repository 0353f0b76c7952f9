//! How far a score would be off by chance, by the method of batch means: the time is cut into
//! batches, each has a score of its own, and their scatter tells how much the whole scatters.

use serde::{Deserialize, Serialize};

use super::score::EfficiencyPart;
use super::seen::{Means, Seen};

/// As many scores as are kept; then two batches become one, twice as long.
const MOST: usize = 32;
/// Fewer say nothing of the scatter.
const FEWEST: usize = 6;
/// Length of the first batches: with them noise is known once a score is.
const FIRST_SECONDS: f64 = super::NEEDED_SECONDS / FEWEST as f64;
/// Batches grow no longer than this: 32 of them are the day and a third that the score remembers.
const LONGEST_SECONDS: f64 = 3600.0;

/// The parts, and the whole.
pub(super) const SERIES: usize = EfficiencyPart::ALL.len() + 1;

/// One score of each part and of the whole; missing parts are missing.
pub(super) type Scores = [Option<f32>; SERIES];

/// Scores of batches, and the batch that is being gathered.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(super) struct Batches {
    length_seconds: f64,
    gathered_seconds: f64,
    batch: Seen,
    len: usize,
    scores: [Scores; MOST],
    /// Standard errors, computed when a batch is full.
    noise: [Option<f64>; SERIES],
}

impl Batches {
    pub(super) fn add(&mut self, second: &Means, failures: Option<f64>, seconds: f64) {
        self.length_seconds = self.length_seconds.max(FIRST_SECONDS);
        self.batch.add(second, failures, seconds);
        self.gathered_seconds += seconds;
        if self.gathered_seconds + 1e-6 < self.length_seconds {
            return;
        }
        if self.len >= MOST {
            self.make_room();
        }
        self.scores[self.len] = super::score::series(&self.batch.facts());
        self.len += 1;
        self.batch = Seen::default();
        self.gathered_seconds = 0.0;
        self.noise = std::array::from_fn(|series| self.standard_error(series));
    }

    fn make_room(&mut self) {
        self.len = MOST / 2;
        if self.length_seconds * 2.0 > LONGEST_SECONDS {
            self.scores.copy_within(MOST / 2.., 0);
            return;
        }
        self.length_seconds *= 2.0;
        for pair in 0..MOST / 2 {
            let (one, other) = (self.scores[2 * pair], self.scores[2 * pair + 1]);
            self.scores[pair] = std::array::from_fn(|series| match (one[series], other[series]) {
                (Some(one), Some(other)) => Some(f32::midpoint(one, other)),
                (one, other) => one.or(other),
            });
        }
    }

    pub(super) fn noise(&self, series: usize) -> Option<f64> {
        self.noise.get(series).copied().flatten()
    }

    /// The standard error of the mean; batches that resemble their neighbours count for fewer.
    #[allow(clippy::cast_precision_loss)] // At most MOST.
    fn standard_error(&self, series: usize) -> Option<f64> {
        let scores = || self.scores.iter().take(self.len).filter_map(|of| of[series]).map(f64::from);
        let count = scores().count();
        if count < FEWEST {
            return None;
        }
        let n = count as f64;
        let mean = scores().sum::<f64>() / n;
        let variance = scores().map(|score| (score - mean).powi(2)).sum::<f64>() / (n - 1.0);
        if variance <= 0.0 {
            return Some(0.0);
        }
        let neighbours = scores().zip(scores().skip(1)).map(|(a, b)| (a - mean) * (b - mean)).sum::<f64>();
        let likeness = (neighbours / (n - 1.0) / variance).clamp(0.0, 0.9);
        let effective = n * (1.0 - likeness) / (1.0 + likeness);
        Some((variance / effective).sqrt())
    }
}
