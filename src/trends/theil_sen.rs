//! How fast does it grow? The median of the slopes of all pairs (Sen 1968).

use super::level::BUCKETS;
use super::mann_kendall::{count_of, deviate, variance};

const PAIRS: usize = BUCKETS * (BUCKETS - 1) / 2;
/// The most that autocorrelation may widen the variance, as of a lag-one correlation of 0.7: the simulation set it.
const MOST_CORRELATED: f64 = 0.7;

/// A line through points, with bounds of its slope and how sure it is that there is one.
#[derive(Debug, Clone, Copy)]
pub(super) struct Line {
    pub slope: f64,
    pub low: f64,
    pub high: f64,
    /// Value at place 0.
    pub intercept: f64,
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
    let (_, &mut slope, _) = slopes.select_nth_unstable_by(count / 2, f32::total_cmp);

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
    let reach = deviates * variance.sqrt();
    let bound = |rank: f64| (rank.max(0.0) as usize).min(count - 1);
    let low = bound(((count_of(count) - reach) / 2.0).floor());
    let high = bound(((count_of(count) + reach) / 2.0).ceil());
    let (_, &mut low, _) = slopes.select_nth_unstable_by(low, f32::total_cmp);
    let (_, &mut high, _) = slopes.select_nth_unstable_by(high, f32::total_cmp);
    Line {
        slope: f64::from(slope),
        low: f64::from(low),
        high: f64::from(high),
        intercept: f64::from(intercept),
        deviate: deviate(f64::from(s), variance),
    }
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
    if values.is_empty() {
        return 0.0;
    }
    let middle = values.len() / 2;
    let (below, &mut upper, _) = values.select_nth_unstable_by(middle, f32::total_cmp);
    if middle * 2 == below.len() + middle && values.len() % 2 == 0 {
        let lower = values[..middle].iter().copied().fold(f32::MIN, f32::max);
        return (lower + upper) / 2.0;
    }
    upper
}
