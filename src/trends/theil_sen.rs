//! How fast does it grow? The median of the slopes of all pairs (Sen 1968).
#![allow(clippy::cast_precision_loss, clippy::cast_possible_truncation, clippy::cast_sign_loss)] // A thousand pairs.

use super::level::BUCKETS;
use super::mann_kendall::{deviate, variance};

const PAIRS: usize = BUCKETS * (BUCKETS - 1) / 2;
/// The most that autocorrelation may widen the variance, as of a lag-one correlation of 0.7: the simulation set it.
const MOST_CORRELATED: f64 = 0.7;

/// A line through points, with bounds of its slope and how sure it is that there is one.
#[derive(Debug, Clone, Copy)]
pub(super) struct Line {
    pub slope: f32,
    pub low: f32,
    pub high: f32,
    /// Value at place 0.
    pub intercept: f32,
    /// Of Kendall's S, as a standard normal deviate.
    pub deviate: f64,
}

/// The line through values at ascending, whole places; at most [`BUCKETS`] of them, and at least 3.
pub(super) fn line(places: &[u8], values: &[f32], deviates: f64) -> Line {
    let mut slopes = [0.0_f32; PAIRS];
    let mut count = 0;
    let mut s = 0_i32;
    for (at, (&place, &value)) in places.iter().zip(values).enumerate() {
        for (&before, &old) in places[..at].iter().zip(&values[..at]) {
            let rise = value - old;
            s += i32::from(rise > 0.0) - i32::from(rise < 0.0);
            slopes[count] = rise / f32::from(place - before);
            count += 1;
        }
    }
    let slopes = &mut slopes[..count];
    let (below, &mut slope, above) = slopes.select_nth_unstable_by(count / 2, f32::total_cmp);

    let mut residuals = [0.0_f32; BUCKETS];
    let residuals = &mut residuals[..values.len()];
    let mut sorted = [0.0_f32; BUCKETS];
    let sorted = &mut sorted[..values.len()];
    for (at, residual) in residuals.iter_mut().enumerate() {
        *residual = values[at] - slope * f32::from(places[at]);
    }
    sorted.copy_from_slice(residuals);
    let intercept = median(sorted);
    residuals.iter_mut().for_each(|residual| *residual -= intercept);

    sorted.copy_from_slice(values);
    let variance = variance(sorted) * inflation(residuals);
    // Gilbert (1987), 16.5: the bounds are slopes so far from the middle of the sorted ones.
    let pairs = count as f64;
    let reach = deviates * variance.sqrt();
    let low = ((pairs - reach) / 2.0).floor().max(0.0) as usize;
    let high = ((pairs + reach) / 2.0).ceil() as usize;
    let low = nth(below, low).unwrap_or(slope);
    let high = nth(above, high.saturating_sub(count / 2 + 1)).unwrap_or(slope);
    Line { slope, low, high, intercept, deviate: deviate(f64::from(s), variance) }
}

/// The value of that rank, or of the last one; nothing where there are none. Reorders the values.
fn nth(values: &mut [f32], rank: usize) -> Option<f32> {
    let rank = rank.min(values.len().checked_sub(1)?);
    let (_, value, _) = values.select_nth_unstable_by(rank, f32::total_cmp);
    Some(*value)
}

/// By how much the variance is wider where residuals follow one another (a random walk drifts far by chance): that of
/// an autoregressive series of first order, `(1 + r) / (1 - r)` (Yue & Wang 2004).
fn inflation(residuals: &[f32]) -> f64 {
    let (mut following, mut square) = (0.0, 0.0);
    for pair in residuals.windows(2) {
        following += f64::from(pair[0]) * f64::from(pair[1]);
        square += f64::from(pair[0]) * f64::from(pair[0]);
    }
    if square <= 0.0 {
        return 1.0;
    }
    let r = (following / square).clamp(0.0, MOST_CORRELATED);
    (1.0 + r) / (1.0 - r)
}

/// The median; reorders the values. 0 where there are none.
pub(super) fn median(values: &mut [f32]) -> f32 {
    let middle = values.len() / 2;
    if middle >= values.len() {
        return 0.0;
    }
    let even = values.len().is_multiple_of(2);
    let (below, &mut upper, _) = values.select_nth_unstable_by(middle, f32::total_cmp);
    if even {
        let lower = below.iter().copied().fold(f32::MIN, f32::max);
        return (lower + upper) / 2.0;
    }
    upper
}

#[cfg(test)]
#[path = "theil_sen_tests.rs"]
mod tests;
