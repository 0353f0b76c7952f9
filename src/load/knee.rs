//! Where more load brings no more throughput.
//!
//! Two lines bound what a system serves of N requests at a time: each takes at least as long as the quickest did, so that N
//! divided by that time are served per second at most; and there is a throughput that no N exceeds. The knee is where they
//! meet (asymptotic bounds; Denning and Buzen 1978, Lazowska et al. 1984, ch. 5): below it more requests at a time are served
//! more quickly, above it they wait for each other. Beside it the Universal Scalability Law is fitted (Gunther 1993, 2007), which
//! also tells whether more load makes it worse.

use serde::{Deserialize, Serialize};

use super::result::StageResult;
use super::stage::Model;

/// Fewer levels tell nothing of a shape.
const LEAST_LEVELS: usize = 3;
/// Throughputs so near the best one are as good.
const AS_GOOD: f64 = 0.97;
/// At the highest level so much of what would be served if nobody waited: there was no end to be seen.
const NO_END: f64 = 0.9;

/// Where more load brings no more throughput.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Knee {
    /// Requests at a time at the knee.
    pub concurrency: f64,
    /// The throughput that was not exceeded, per second.
    pub throughput: f64,
    /// The quickest mean latency of a level, in seconds: what a request takes that waits for nobody.
    pub service_seconds: f64,
    /// Whether it was reached: else there is no end to be seen, and it is beyond the highest level.
    pub reached: bool,
    /// How many requests at a time to allow; missing where the knee was not reached.
    pub advised: Option<u32>,
    /// The Universal Scalability Law that fits best.
    pub law: ScalabilityLaw,
}

/// `X(N) = l N / (1 + s (N - 1) + k N (N - 1))`
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ScalabilityLaw {
    /// Requests per second of one at a time.
    pub lambda: f64,
    /// The share that cannot be done at the same time (contention).
    pub sigma: f64,
    /// What each pair costs to agree (coherency).
    pub kappa: f64,
    /// The concurrency from which on throughput falls; missing where it does not.
    pub peak: Option<f64>,
    /// How much of the differences between levels it explains, 0 to 1.
    pub r_squared: f64,
}

/// What was measured at a level.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Point {
    pub concurrency: f64,
    pub throughput: f64,
}

/// What was measured at each level that was held.
pub(super) fn points(model: Model, stages: &[StageResult]) -> Vec<Point> {
    let held = stages.iter().filter(|stage| stage.measured && stage.from == stage.to);
    let points = held.filter_map(|stage| {
        let throughput = stage.summary.per_second;
        let concurrency = match model {
            Model::Closed => stage.from.floor(),
            // Little's law.
            Model::Open => throughput * stage.summary.service.mean_seconds?,
        };
        (throughput > 0.0 && concurrency > 0.0).then_some(Point { concurrency, throughput })
    });
    points.collect()
}

impl Knee {
    /// From the levels that were held.
    pub(super) fn of(model: Model, stages: &[StageResult]) -> Option<Self> {
        Knee::of_points(&mut points(model, stages))
    }

    fn of_points(points: &mut Vec<Point>) -> Option<Self> {
        points.sort_by(|a, b| a.concurrency.total_cmp(&b.concurrency));
        points.dedup_by(|a, b| a.concurrency == b.concurrency);
        if points.len() < LEAST_LEVELS {
            return None;
        }
        let most = points.iter().map(|point| point.throughput).fold(0.0, f64::max);
        // Of those at the end the mean, so that one lucky level does not decide.
        let (count, sum) = points
            .iter()
            .filter(|point| point.throughput >= AS_GOOD * most)
            .fold((0.0, 0.0), |(count, sum), point| (count + 1.0, sum + point.throughput));
        let throughput = sum / count;
        let service =
            points.iter().map(|point| point.concurrency / point.throughput).fold(f64::INFINITY, f64::min);
        let law = ScalabilityLaw::fit(points)?;
        let concurrency = throughput * service;
        let last = points.last()?;
        let reached = last.throughput < NO_END * last.concurrency / service;
        let advised = law.peak.map_or(concurrency, |peak| peak.min(concurrency)).round().max(1.0) as u32;
        Some(Knee {
            concurrency,
            throughput,
            service_seconds: service,
            reached,
            advised: reached.then_some(advised),
            law,
        })
    }
}

impl ScalabilityLaw {
    /// Least squares of `N / X = (1 + s (N - 1) + k N (N - 1)) / l`, relative, none of the three below zero.
    fn fit(points: &[Point]) -> Option<Self> {
        let shapes: [&[usize]; 4] = [&[0, 1, 2], &[0, 1], &[0, 2], &[0]];
        let fits = shapes.iter().filter_map(|shape| solve(points, shape));
        let best = fits.min_by(|a, b| a.1.total_cmp(&b.1))?.0;
        let [a, b, c] = best;
        let law = ScalabilityLaw {
            lambda: 1.0 / a,
            sigma: b / a,
            kappa: c / a,
            peak: (c > 0.0 && b < a).then(|| ((1.0 - b / a) / (c / a)).sqrt()),
            r_squared: 0.0,
        };
        let mean = points.iter().map(|point| point.throughput).sum::<f64>() / points.len() as f64;
        let square = |of: &dyn Fn(&Point) -> f64| points.iter().map(|point| of(point).powi(2)).sum::<f64>();
        let around = square(&|point| point.throughput - mean);
        let off = square(&|point| point.throughput - law.at(point.concurrency));
        let r_squared = if around > 0.0 { (1.0 - off / around).max(0.0) } else { 0.0 };
        Some(ScalabilityLaw { r_squared, ..law })
    }

    /// The throughput at a concurrency.
    #[must_use]
    pub fn at(&self, concurrency: f64) -> f64 {
        let others = concurrency - 1.0;
        self.lambda * concurrency / (1.0 + self.sigma * others + self.kappa * concurrency * others)
    }
}

/// The weights of these terms, and what is left unexplained; nothing where one of them is below zero.
fn solve(points: &[Point], terms: &[usize]) -> Option<([f64; 3], f64)> {
    let rows = points.iter().map(|point| {
        let n = point.concurrency;
        let seconds = n / point.throughput;
        // Relative: as much for quick levels as for slow ones.
        ([1.0, n - 1.0, n * (n - 1.0)].map(|term| term / seconds), 1.0)
    });
    let size = terms.len();
    let mut matrix = vec![vec![0.0; size + 1]; size];
    for (row, wanted) in rows.clone() {
        for (i, first) in terms.iter().enumerate() {
            for (j, second) in terms.iter().enumerate() {
                matrix[i][j] += row[*first] * row[*second];
            }
            matrix[i][size] += row[*first] * wanted;
        }
    }
    let weights = eliminate(matrix)?;
    let mut all = [0.0; 3];
    for (term, weight) in terms.iter().zip(weights) {
        all[*term] = weight;
    }
    let sound = all[0] > 0.0 && all.iter().all(|weight| weight.is_finite() && *weight >= 0.0);
    let left = rows.map(|(row, wanted)| {
        let told: f64 = row.iter().zip(all).map(|(term, weight)| term * weight).sum();
        (wanted - told).powi(2)
    });
    sound.then(|| (all, left.sum()))
}

/// Gauss, with the largest pivot.
fn eliminate(mut matrix: Vec<Vec<f64>>) -> Option<Vec<f64>> {
    let size = matrix.len();
    for column in 0..size {
        let pivot =
            (column..size).max_by(|a, b| matrix[*a][column].abs().total_cmp(&matrix[*b][column].abs()))?;
        matrix.swap(column, pivot);
        if matrix[column][column].abs() < 1e-12 {
            return None;
        }
        let pivot = matrix[column].clone();
        for (_, row) in matrix.iter_mut().enumerate().filter(|(number, _)| *number != column) {
            let factor = row[column] / pivot[column];
            row.iter_mut().zip(&pivot).for_each(|(value, above)| *value -= factor * above);
        }
    }
    Some((0..size).map(|row| matrix[row][size] / matrix[row][row]).collect())
}

#[cfg(test)]
#[path = "knee_tests.rs"]
mod tests;
