//! How far two runs of the same lie apart by chance.

use super::statistics::{deviation, median, quantile, standard_deviation, Chance};

/// What the rounds of a measure come to: of their costs the one that so many lie below. Rounds are only ever made slower by
/// others, so that the quicker ones are the container's own.
pub(super) const LEVEL: f64 = 0.25;
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
    /// The standard error that resampling whole blocks of rounds gives.
    pub(super) error: f64,
    /// How far blocks lie apart: what the machine does over longer times than a round, and between runs.
    pub(super) drift: f64,
}

impl Estimate {
    /// Of the costs of rounds in the order of time; nothing of too few.
    pub(super) fn of(costs: &[f64]) -> Option<Self> {
        if costs.len() < LEAST_ROUNDS {
            return None;
        }
        let points = thinned(costs);
        let count = BLOCKS.min(points.len());
        let bounds: Vec<usize> = (0..=count).map(|block| block * points.len() / count).collect();
        let blocks: Vec<&[f64]> = bounds.windows(2).map(|pair| &points[pair[0]..pair[1]]).collect();
        let mut chance = Chance::new(SEED);
        let mut drawn = Vec::with_capacity(2 * points.len());
        let mut levels = Vec::with_capacity(RESAMPLES);
        for _ in 0..RESAMPLES {
            drawn.clear();
            for _ in 0..count {
                drawn.extend_from_slice(blocks[chance.below(count)]);
            }
            levels.push(quantile(&mut drawn, LEVEL));
        }
        let of_blocks: Vec<f64> = blocks.iter().map(|block| quantile(&mut block.to_vec(), LEVEL)).collect();
        Some(Estimate {
            level: quantile(&mut points.clone(), LEVEL),
            error: standard_deviation(&levels),
            drift: deviation(&of_blocks),
        })
    }
}

/// As many points at most, each the median of neighbours.
fn thinned(costs: &[f64]) -> Vec<f64> {
    let each = costs.len().div_ceil(MOST_POINTS);
    costs.chunks(each).map(|chunk| median(&mut chunk.to_vec())).collect()
}

#[cfg(test)]
#[path = "noise_tests.rs"]
mod tests;
