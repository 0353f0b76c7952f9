//! The shape of growth: whether it fell, ended, or slows down. Values are bucket minima, oldest first.
#![allow(clippy::cast_precision_loss)] // Dozens of values.

/// Blocks that growth is divided into, to see whether it slows down.
const BLOCKS: usize = 6;
/// One-sided bounds of 95 %, in standard errors.
const BOUND: f32 = 1.645;
/// The same for the bend, where growth slows down.
const CEILING_BOUND: f32 = 1.0;

/// How far the values ever fell below what they had been before.
pub(super) fn drawdown(values: &[f32]) -> f32 {
    let (mut highest, mut worst) = (f32::MIN, 0.0_f32);
    for &value in values {
        highest = highest.max(value);
        worst = worst.max(highest - value);
    }
    worst
}

/// Noise from one value to the next, as a standard deviation: from second differences, which no slope and hardly a bend
/// enter. Their variance is six times that of the values, and a mean deviation is 0.798 of the standard one.
pub(super) fn noise(values: &[f32]) -> f32 {
    let differences = values.windows(3).map(|three| (three[2] - 2.0 * three[1] + three[0]).abs());
    differences.sum::<f32>() / ((values.len() - 2) as f32 * 0.798 * 6.0_f32.sqrt())
}

/// Whether growth has ended: records stopped coming, or the last quarter surely grows at less than half the pace, and
/// there was no such lull before.
pub(super) fn stopped(values: &[f32], noise: f32) -> bool {
    let (mut highest, mut at, mut longest) = (values[0], 0, 1);
    for (index, &value) in values.iter().enumerate().skip(1) {
        if value > highest + noise {
            longest = longest.max(index - at);
            highest = value;
            at = index;
        }
    }
    if values.len() - 1 - at > 2 * longest + 2 {
        return true;
    }
    let len = (values.len() / 4).max(4);
    let (before, last) = values.split_at(values.len() - len);
    let (last, error) = slope(last);
    let mean = (values[values.len() - 1] - values[0]) / (values.len() - 1) as f32;
    last + BOUND * error * noise < 0.5 * mean && before.windows(len).all(|lull| slope(lull).0 > last)
}

/// The slope of least squares, and its standard error where that of a value is 1.
fn slope(values: &[f32]) -> (f32, f32) {
    let count = values.len() as f32;
    let middle = (count - 1.0) / 2.0;
    let squares = count * (count * count - 1.0) / 12.0;
    let products: f32 = values.iter().zip(0_u8..).map(|(value, at)| (f32::from(at) - middle) * value).sum();
    (products / squares, 1.0 / squares.sqrt())
}

/// Where growth will end if it goes on to slow down as it did; `Some(None)` where it is not sure to slow down, nothing
/// where it no longer grows. From the increments between six blocks of it, and the line through these.
pub(super) fn ceiling(values: &[f32], noise: f32) -> Option<Option<f32>> {
    let mut means = [0.0_f32; BLOCKS];
    let edge = |block: usize| block * values.len() / BLOCKS;
    for (block, mean) in means.iter_mut().enumerate() {
        let values = &values[edge(block)..edge(block + 1)];
        *mean = values.iter().sum::<f32>() / values.len() as f32;
    }
    let mut increments = [0.0_f32; BLOCKS - 1];
    for (increment, pair) in increments.iter_mut().zip(means.windows(2)) {
        *increment = pair[1] - pair[0];
    }
    let (bend, error) = slope(&increments);
    let middle = (means[BLOCKS - 1] - means[0]) / increments.len() as f32;
    let at = |increment: usize, bend: f32| middle + bend * (increment as f32 - 2.0);
    let off: f32 =
        increments.iter().enumerate().map(|(k, increment)| (increment - at(k, bend)).powi(2)).sum();
    let scatter = (off / 3.0).sqrt() * error;
    // Of the bend, which weighs the means by 2, -1, -1, -1, -1 and 2 tenths.
    let of_noise = 12.0_f32.sqrt() / 10.0 * noise / (values.len() as f32 / BLOCKS as f32).sqrt();
    let bend = bend + CEILING_BOUND * scatter.max(of_noise);
    let (first, last) = (at(0, bend), at(BLOCKS - 2, bend));
    if last <= 0.0 {
        return None;
    }
    if bend >= 0.0 {
        return Some(None);
    }
    let factor = (last / first).powf(0.25);
    Some(Some(means[BLOCKS - 1] + last * factor / (1.0 - factor)))
}

pub(super) fn mean(values: &[f32]) -> f32 {
    values.iter().sum::<f32>() / values.len() as f32
}

#[cfg(test)]
#[path = "shape_tests.rs"]
mod tests;
