//! How far a score would be off by chance, by a jackknife over batches of time: the score is computed
//! anew with each batch left out, and the scatter of those scores tells the scatter of the whole.
//! Batches, because neighbouring seconds resemble each other and are no independent witnesses.

use serde::{Deserialize, Serialize};

use super::score::{self, EfficiencyPart};
use super::seen::{Means, Seen};

/// As many batches are kept; then two become one, twice as long.
const MOST: usize = 16;
/// Fewer say nothing of the scatter.
const FEWEST: usize = 6;
/// Length of the first batches: with them noise is known once a score is.
const FIRST_SECONDS: f64 = super::NEEDED_SECONDS / FEWEST as f64;
/// Batches grow no longer than this: 16 of them are the day and a third that count most in the score.
const LONGEST_SECONDS: f64 = 2.0 * 3600.0;

/// The parts, and the whole.
pub(super) const SERIES: usize = EfficiencyPart::ALL.len() + 1;

/// Batches, and the one that is being gathered.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(super) struct Batches {
    length_seconds: f64,
    gathered_seconds: f64,
    batch: Seen,
    len: usize,
    full: [Seen; MOST],
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
        self.full[self.len] = std::mem::take(&mut self.batch);
        self.len += 1;
        self.gathered_seconds = 0.0;
        self.noise = self.standard_errors();
    }

    /// Merges pairs; or forgets the older half, where batches would become too long.
    fn make_room(&mut self) {
        let half = MOST / 2;
        if self.length_seconds * 2.0 > LONGEST_SECONDS {
            self.full.rotate_left(half);
        } else {
            self.length_seconds *= 2.0;
            for pair in 0..half {
                let mut merged = self.full[2 * pair].clone();
                merged.merge(&self.full[2 * pair + 1], 1.0);
                self.full[pair] = merged;
            }
        }
        self.len = half;
    }

    pub(super) fn noise(&self, series: usize) -> Option<f64> {
        self.noise.get(series).copied().flatten()
    }

    fn standard_errors(&self) -> [Option<f64>; SERIES] {
        let batches = &self.full[..self.len.min(MOST)];
        if batches.len() < FEWEST {
            return [None; SERIES];
        }
        let mut all = Seen::default();
        batches.iter().for_each(|batch| all.merge(batch, 1.0));
        let mut left_out = [[None; SERIES]; MOST];
        for (scores, batch) in left_out.iter_mut().zip(batches) {
            let mut others = all.clone();
            others.merge(batch, -1.0);
            *scores = score::series(&others.facts());
        }
        std::array::from_fn(|series| {
            let scores = || left_out[..batches.len()].iter().filter_map(|of| of[series]);
            #[allow(clippy::cast_precision_loss)] // At most MOST.
            let n = scores().count() as f64;
            if n < FEWEST as f64 {
                return None;
            }
            let mean = scores().sum::<f64>() / n;
            let squares = scores().map(|score| (score - mean).powi(2)).sum::<f64>();
            Some((squares * (n - 1.0) / n).sqrt())
        })
    }
}
