//! Is there a monotonic trend? Mann (1945), Kendall (1975).

/// The variance of Kendall's S for values without a trend, corrected for ties (Kendall 1975). Sorts the values.
pub(super) fn variance(values: &mut [f32]) -> f64 {
    let term = |count: usize| {
        #[allow(clippy::cast_precision_loss)] // Dozens.
        let count = count as f64;
        count * (count - 1.0) * (2.0 * count + 5.0)
    };
    values.sort_unstable_by(f32::total_cmp);
    let ties: f64 = values.chunk_by(|a, b| a == b).map(|tied| term(tied.len())).sum();
    (term(values.len()) - ties) / 18.0
}

/// S as a standard normal deviate, corrected for continuity; 0 where all values are tied.
pub(super) fn deviate(s: f64, variance: f64) -> f64 {
    if variance <= 0.0 || s == 0.0 {
        return 0.0;
    }
    (s - s.signum()) / variance.sqrt()
}

/// The chance of a standard normal deviate above `z`, for `z` from 0 on: Abramowitz & Stegun 26.2.17.
pub(super) fn chance_above(z: f64) -> f64 {
    const B: [f64; 5] = [0.319_381_530, -0.356_563_782, 1.781_477_937, -1.821_255_978, 1.330_274_429];
    let z = z.max(0.0);
    let t = 1.0 / (1.0 + 0.231_641_9 * z);
    let sum = B.iter().rev().fold(0.0, |sum, b| (sum + b) * t);
    (-z * z / 2.0).exp() / std::f64::consts::TAU.sqrt() * sum
}

#[cfg(test)]
#[path = "mann_kendall_tests.rs"]
mod tests;
