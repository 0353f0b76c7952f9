//! How sure a number is that was computed from a series: it is computed again and again from the series drawn anew, in blocks,
//! for what follows each other is alike.
//!
//! Moving blocks (Künsch 1989) around a circle, so that ends are drawn as often as the middle (Politis and Romano 1992); as
//! long as the cube root of the series (Hall, Horowitz and Jing 1995).

use super::Random;

/// As many places of a series as it has, in blocks of neighbours drawn with replacement.
pub(crate) fn draw(count: usize, random: &mut Random, mut take: impl FnMut(usize)) {
    let length = block_length(count);
    let mut left = count;
    while left > 0 {
        let begin = random.below(count);
        let block = length.min(left);
        (0..block).for_each(|step| take((begin + step) % count));
        left -= block;
    }
}

fn block_length(count: usize) -> usize {
    // 27 is 3 cubed, whatever the root of it is rounded to.
    ((count as f64).cbrt() - 1e-9).ceil().max(1.0) as usize
}

/// The middle part of values: with a confidence of 0.95 from where 2.5 % are below to where 2.5 % are above. Nothing where
/// one of them is no number.
pub(crate) fn interval(mut values: Vec<f64>, confidence: f64) -> Option<(f64, f64)> {
    if values.is_empty() || values.iter().any(|value| value.is_nan()) {
        return None;
    }
    values.sort_by(f64::total_cmp);
    let last = values.len() - 1;
    let at = |share: f64| values[((share * last as f64).round() as usize).min(last)];
    let below = (1.0 - confidence) / 2.0;
    Some((at(below), at(1.0 - below)))
}

#[cfg(test)]
#[path = "bootstrap_tests.rs"]
mod tests;
