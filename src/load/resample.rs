//! A result drawn anew from its own measured intervals, many times: how much its numbers vary by themselves.

use super::result::LoadResult;
use super::series::Interval;
use crate::error::{Error, ErrorKind, Result};
use crate::stats::{bootstrap, Random};

/// So often.
const DRAWS: usize = 1000;
/// Latencies this much apart are told apart: half a per cent.
const FINE: f64 = 0.005;
/// Of an interval so much has to be in a measured stage: the first one of a stage begins a moment before it.
const INSIDE: f64 = 0.8;
/// The quantiles that are compared.
pub(super) const QUANTILES: [f64; 3] = [0.5, 0.95, 0.99];

/// The measured intervals of a result, by stage, so that each level is drawn as often as it was held.
#[derive(Debug, Clone)]
pub(super) struct Pieces {
    stages: Vec<Vec<Piece>>,
    /// Where not all have a histogram, latencies cannot be drawn.
    has_latencies: bool,
}

#[derive(Debug, Clone)]
struct Piece {
    seconds: f64,
    ok: u64,
    errors: u64,
    /// How many requests took how long, by the number of the class of latencies.
    latencies: Vec<(usize, u64)>,
}

/// What was computed from each draw.
#[derive(Debug, Clone, Default)]
pub(super) struct Draws {
    /// For each of [`QUANTILES`]; empty where it is not known.
    pub quantiles: [Vec<f64>; QUANTILES.len()],
    pub throughput: Vec<f64>,
    pub error_rate: Vec<f64>,
}

impl Pieces {
    /// # Errors
    ///
    /// Where a histogram cannot be read.
    pub(super) fn of(result: &LoadResult) -> Result<Self> {
        let mut stages = Vec::new();
        for stage in result.stages.iter().filter(|stage| stage.measured) {
            let (begin, end) = (stage.begin_seconds, stage.begin_seconds + stage.summary.seconds);
            let inside = |one: &&Interval| {
                let common = (one.begin_seconds + one.seconds).min(end) - one.begin_seconds.max(begin);
                common >= INSIDE * one.seconds && one.seconds > 0.0
            };
            let pieces = result.intervals.iter().filter(inside).map(Piece::of).collect::<Result<Vec<_>>>()?;
            stages.push(pieces);
        }
        let known = |piece: &Piece| piece.ok == 0 || !piece.latencies.is_empty();
        let has_latencies = stages.iter().flatten().all(known);
        Ok(Pieces { stages, has_latencies })
    }

    /// How many intervals there are to draw from.
    pub(super) fn count(&self) -> usize {
        self.stages.iter().map(Vec::len).sum()
    }

    pub(super) fn has_latencies(&self) -> bool {
        self.has_latencies
    }

    /// With the same seed the same.
    pub(super) fn draw(&self, seed: u64) -> Draws {
        let mut random = Random::new(seed);
        let mut draws = Draws::default();
        let classes =
            || self.stages.iter().flatten().flat_map(|piece| &piece.latencies).map(|(class, _)| *class);
        let least = classes().min().unwrap_or(0);
        let width = classes().max().map_or(0, |most| most - least + 1);
        for _ in 0..DRAWS {
            let mut counts = vec![0_u64; width];
            let (mut seconds, mut ok, mut errors) = (0.0, 0, 0);
            for stage in &self.stages {
                bootstrap::draw(stage.len(), &mut random, |place| {
                    let piece = &stage[place];
                    seconds += piece.seconds;
                    ok += piece.ok;
                    errors += piece.errors;
                    piece.latencies.iter().for_each(|(class, count)| counts[class - least] += count);
                });
            }
            draws.throughput.push(ok as f64 / seconds);
            draws.error_rate.push(errors as f64 / (ok + errors) as f64);
            for (quantile, values) in QUANTILES.iter().zip(&mut draws.quantiles) {
                values.push(value_at(*quantile, &counts).map_or(f64::NAN, |class| latency(class + least)));
            }
        }
        draws
    }
}

impl Piece {
    fn of(interval: &Interval) -> Result<Self> {
        let broken = || {
            Error::new(ErrorKind::Malformed, "a histogram cannot be read: the document was changed or cut")
        };
        let histogram = interval.histogram.latencies().ok_or_else(broken)?;
        let mut latencies: Vec<(usize, u64)> = Vec::new();
        for value in histogram.histogram().iter_recorded() {
            let class = class(value.value_iterated_to());
            match latencies.last_mut() {
                Some((last, count)) if *last == class => *count += value.count_at_value(),
                _ => latencies.push((class, value.count_at_value())),
            }
        }
        let counts = &interval.counts;
        Ok(Piece {
            seconds: interval.seconds,
            ok: counts.ok,
            errors: counts.failed + counts.timed_out,
            latencies,
        })
    }
}

fn class(nanoseconds: u64) -> usize {
    ((nanoseconds.max(1) as f64).ln() / FINE) as usize
}

/// The middle of a class, in seconds.
fn latency(class: usize) -> f64 {
    ((class as f64 + 0.5) * FINE).exp() / 1e9
}

/// The class that holds a quantile.
fn value_at(quantile: f64, counts: &[u64]) -> Option<usize> {
    let all: u64 = counts.iter().sum();
    let wanted = ((quantile * all as f64).ceil() as u64).max(1);
    let mut below = 0;
    counts.iter().position(|count| {
        below += count;
        below >= wanted
    })
}

#[cfg(test)]
#[path = "resample_tests.rs"]
mod tests;
