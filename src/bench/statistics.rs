//! Numbers from numbers: what is in the middle, how far apart they are, and how far chance goes.

/// A median of so many values in their order.
pub(super) fn median(values: &mut [f64]) -> f64 {
    quantile(values, 0.5)
}

/// The value below which that share of the values lies, between two of them in proportion; 0 where there is none.
pub(super) fn quantile(values: &mut [f64], share: f64) -> f64 {
    let Some(last) = values.len().checked_sub(1) else { return 0.0 };
    let place = share.clamp(0.0, 1.0) * last as f64;
    let (below, part) = (place.floor() as usize, place.fract());
    let (_, low, above) = values.select_nth_unstable_by(below, f64::total_cmp);
    let low = *low;
    match above.iter().copied().min_by(f64::total_cmp) {
        Some(high) if part > 0.0 => low + (high - low) * part,
        _ => low,
    }
}

/// How far values are from their median, as a standard deviation that outliers do not move: 1.4826 times the median of
/// the distances.
pub(super) fn deviation(values: &[f64]) -> f64 {
    let mut values = values.to_vec();
    let middle = median(&mut values);
    values.iter_mut().for_each(|value| *value = (*value - middle).abs());
    1.4826 * median(&mut values)
}

/// How many standard errors a value drawn from Student's distribution exceeds, in either direction, with that chance.
pub(super) fn student(chance: f64, freedom: f64) -> f64 {
    let z = normal(1.0 - chance / 2.0);
    let (z2, n) = (z * z, freedom.max(3.0));
    // Fisher and Cornish; from 3 degrees of freedom on within a few hundredths where it is used.
    z + z * (z2 + 1.0) / (4.0 * n)
        + z * (5.0 * z2 * z2 + 16.0 * z2 + 3.0) / (96.0 * n * n)
        + z * (3.0 * z2.powi(3) + 19.0 * z2 * z2 + 17.0 * z2 - 15.0) / (384.0 * n.powi(3))
        + z * (79.0 * z2.powi(4) + 776.0 * z2.powi(3) + 1482.0 * z2 * z2 - 1920.0 * z2 - 945.0)
            / (92_160.0 * n.powi(4))
}

/// The quantile of the normal distribution above one half (Abramowitz and Stegun 26.2.23, within 0.00045).
fn normal(share: f64) -> f64 {
    let t = (-2.0 * (1.0 - share).max(1e-12).ln()).sqrt();
    t - (2.515_517 + t * (0.802_853 + t * 0.010_328))
        / (1.0 + t * (1.432_788 + t * (0.189_269 + t * 0.001_308)))
}

/// So many digits that tell: a document is a quarter as long.
pub(super) fn rounded(value: f64) -> f64 {
    format!("{value:.4e}").parse().unwrap_or(value)
}

/// Straight lines between corners (value: points), level before the first and after the last.
pub(super) fn curve(corners: &[(f64, f64)], value: f64) -> f64 {
    let Some(&(_, last)) = corners.last() else { return 0.0 };
    let Some(after) = corners.iter().position(|(at, _)| value <= *at) else { return last };
    let (to, high) = corners[after];
    if after == 0 {
        return high;
    }
    let (from, low) = corners[after - 1];
    low + (high - low) * (value - from) / (to - from)
}

#[cfg(test)]
#[path = "statistics_tests.rs"]
mod tests;
