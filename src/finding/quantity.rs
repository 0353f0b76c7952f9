//! Numbers for people.

use crate::fields::Unit;
use crate::units::Bytes;

/// A number for people: `0.5 CPUs`, `97 %`, `61.4 MiB`, `2.5 s`, `120 /s`.
#[must_use]
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // Bytes below 2^64; three digits are shown.
pub fn quantity(value: f64, unit: Unit) -> String {
    if !value.is_finite() {
        return "no limit".to_owned();
    }
    match unit {
        Unit::Bytes => Bytes(value as u64).to_string(),
        Unit::BytesPerSecond => format!("{}/s", Bytes(value.round() as u64)),
        Unit::Seconds if value < 1.0 => format!("{} ms", digits(value * 1e3)),
        Unit::Seconds => format!("{} s", digits(value)),
        Unit::Ratio => format!("{} %", digits(value * 100.0)),
        Unit::Cpus => format!("{} {}", digits(value), if value == 1.0 { "CPU" } else { "CPUs" }),
        Unit::Count => digits(value),
        Unit::PerSecond => format!("{} /s", digits(value)),
    }
}

/// Whole numbers plain, fractions below 10 with two digits, below 100 with one; no trailing zeros.
fn digits(value: f64) -> String {
    let size = value.abs();
    let text = if value.fract() == 0.0 || size >= 99.95 {
        // A sum of nothing is -0.0, and nobody says "-0": plus 0.0 it is 0.0.
        return format!("{:.0}", value + 0.0);
    } else if size < 9.995 {
        format!("{value:.2}")
    } else {
        format!("{value:.1}")
    };
    match text.trim_end_matches('0').trim_end_matches('.') {
        "-0" => "0".to_owned(),
        text => text.to_owned(),
    }
}

#[cfg(test)]
#[path = "quantity_tests.rs"]
mod tests;
