//! Durations and sizes as people write them.

use std::time::Duration;

/// `5s`, `500ms`, `1m 30s`, or a number of seconds.
pub(crate) fn duration(text: &str) -> Option<Duration> {
    match text.parse::<f64>() {
        Ok(number) => seconds(number),
        Err(_) => humantime::parse_duration(text).ok(),
    }
}

/// Nothing if it is negative, infinite or no number.
pub(crate) fn seconds(number: f64) -> Option<Duration> {
    Duration::try_from_secs_f64(number).ok()
}

/// `80%` as a share: 0.8. Nothing without the sign.
pub(crate) fn percentage(text: &str) -> Option<f64> {
    let number: f64 = text.trim().strip_suffix('%')?.trim_end().parse().ok()?;
    number.is_finite().then_some(number / 100.0)
}

/// A share as it is written in a file: `80%`.
pub(crate) fn percent(share: f64) -> String {
    // 0.07 * 100 is 7.000000000000001.
    format!("{}%", (share * 1e8).round() / 1e6)
}

/// `1GiB`, `512 KiB`, `1.5MB`, or a number of bytes.
pub(crate) fn bytes(text: &str) -> Option<u64> {
    /// Those with an `i` by 1024, the others by 1000 (IEC 80000-13); case does not matter.
    const UNITS: [(&str, u64); 10] = [
        ("", 1),
        ("b", 1),
        ("kib", 1 << 10),
        ("mib", 1 << 20),
        ("gib", 1 << 30),
        ("tib", 1 << 40),
        ("kb", 1_000),
        ("mb", 1_000_000),
        ("gb", 1_000_000_000),
        ("tb", 1_000_000_000_000),
    ];
    let text = text.trim();
    let end = text.find(|c: char| !(c.is_ascii_digit() || c == '.')).unwrap_or(text.len());
    let (number, unit) = text.split_at(end);
    let unit = unit.trim_start().to_ascii_lowercase();
    let (_, factor) = UNITS.iter().find(|(name, _)| *name == unit)?;
    match number.parse::<u64>() {
        Ok(whole) => whole.checked_mul(*factor),
        Err(_) => round(number.parse::<f64>().ok()? * as_float(*factor)),
    }
}

/// Bytes as they are written in a file: `64KiB`, in the largest unit of which they are a whole number.
pub(crate) fn size(bytes: u64) -> String {
    let units = [("GiB", 1 << 30), ("MiB", 1 << 20), ("KiB", 1 << 10)];
    match units.into_iter().find(|(_, factor)| bytes >= *factor && bytes.is_multiple_of(*factor)) {
        Some((unit, factor)) => format!("{}{unit}", bytes / factor),
        None => format!("{bytes} bytes"),
    }
}

/// A number of bytes that was written with a point or an exponent: only if it is whole.
pub(crate) fn round(number: f64) -> Option<u64> {
    // Up to here every whole number is itself.
    const MOST: f64 = 9_007_199_254_740_992.0;
    let fits = (0.0..=MOST).contains(&number) && number.fract() == 0.0;
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // Seen to just now.
    fits.then_some(number as u64)
}

#[allow(clippy::cast_precision_loss)] // Powers of ten and two.
fn as_float(factor: u64) -> f64 {
    factor as f64
}

#[cfg(test)]
#[path = "amount_tests.rs"]
mod tests;
