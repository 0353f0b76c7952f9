//! How far two runs of the same lie apart by chance.

use super::statistics::{median, quantile};
use crate::stats::Random;

/// What the rounds of a measure come to: of their costs the one that so many lie below. Rounds are only ever made slower by
/// others, so that the quicker ones are the container's own.
pub(super) const LEVEL: f64 = 0.1;
/// Of fewer rounds nothing is told.
pub(super) const LEAST_ROUNDS: usize = 6;
/// A run is cut into so many blocks of consecutive rounds.
const BLOCKS: usize = 8;
/// More rounds are put together first: it is their scatter over time that matters.
const MOST_POINTS: usize = 160;
const RESAMPLES: usize = 400;
const SEED: u64 = 0x0070_6c69_6d73_6f6c;

/// What a run says of one measure.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Estimate {
    /// The cost, as a logarithm.
    pub(super) level: f64,
    /// Its standard error: half of what the middle 68 % of resampled runs span, which a few that met nothing but disturbed
    /// rounds do not move.
    pub(super) error: f64,
}

impl Estimate {
    /// Of the costs of rounds in the order of time; nothing of too few.
    pub(super) fn of(costs: &[f64]) -> Option<Self> {
        if costs.len() < LEAST_ROUNDS {
            return None;
        }
        let points = thinned(costs, MOST_POINTS);
        let count = BLOCKS.min(points.len());
        let bounds: Vec<usize> = (0..=count).map(|block| block * points.len() / count).collect();
        let blocks: Vec<&[f64]> = bounds.windows(2).map(|pair| &points[pair[0]..pair[1]]).collect();
        let mut random = Random::new(SEED);
        let mut drawn = Vec::with_capacity(2 * points.len());
        let mut levels = Vec::with_capacity(RESAMPLES);
        for _ in 0..RESAMPLES {
            drawn.clear();
            for _ in 0..count {
                drawn.extend_from_slice(blocks[random.below(count)]);
            }
            levels.push(quantile(&mut drawn, LEVEL));
        }
        Some(Estimate {
            level: quantile(&mut points.clone(), LEVEL),
            error: (quantile(&mut levels, 0.84) - quantile(&mut levels, 0.16)) / 2.0,
        })
    }
}

/// As many values at most, each the median of neighbours.
pub(super) fn thinned(values: &[f64], most: usize) -> Vec<f64> {
    let each = values.len().div_ceil(most).max(1);
    values.chunks(each).map(|chunk| median(&mut chunk.to_vec())).collect()
}

#[cfg(test)]
#[path = "noise_tests.rs"]
mod tests;
