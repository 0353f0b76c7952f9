//! Where the axes of a chart have their marks, and what is written there.

use crate::fields::Unit;

#[cfg(feature = "load")]
use super::words::latency;
use super::words::{amount, clock, day};

/// Steps of a time axis, in seconds: what people count in.
const STEPS: [f64; 24] = [
    1.0,
    2.0,
    5.0,
    10.0,
    15.0,
    30.0,
    60.0,
    120.0,
    300.0,
    600.0,
    900.0,
    1800.0,
    3600.0,
    7200.0,
    10_800.0,
    21_600.0,
    43_200.0,
    DAY,
    2.0 * DAY,
    7.0 * DAY,
    14.0 * DAY,
    28.0 * DAY,
    91.0 * DAY,
    364.0 * DAY,
];
const DAY: f64 = 86_400.0;
/// As many labels as fit below a narrow chart.
const TIMES: f64 = 5.0;
/// About as many as one wants beside it.
const VALUES: f64 = 4.0;
/// A logarithmic axis has no more.
#[cfg(feature = "load")]
const MOST_DECADES: usize = 6;

/// Moments of UTC, at full minutes, hours, days.
pub(super) fn times(from: f64, to: f64) -> Vec<f64> {
    let step = time_step(from, to);
    let first = (from / step).ceil() * step;
    (0..=TIMES as u32).map(|at| first + f64::from(at) * step).filter(|at| *at <= to).collect()
}

/// What is written at a moment: the day where steps are days, else hours and minutes, else with seconds.
pub(super) fn time_label(at: f64, from: f64, to: f64) -> String {
    let step = time_step(from, to);
    match step {
        _ if step >= DAY => day(at),
        _ if step >= 60.0 => clock(at).chars().take("00:00".len()).collect(),
        _ => clock(at),
    }
}

fn time_step(from: f64, to: f64) -> f64 {
    let least = (to - from) / TIMES;
    STEPS.into_iter().find(|step| *step >= least).unwrap_or(least)
}

/// Round values from at or below the lowest to at or above the highest; the first and the last are the ends of the
/// axis.
pub(super) fn values(low: f64, high: f64, unit: Unit) -> Vec<f64> {
    let span = if high > low { high - low } else { 1.0 };
    let scale = scale(high.abs().max(low.abs()), unit);
    let step = round_up(span / VALUES / scale) * scale;
    let (first, last) = ((low / step).floor(), (high / step).ceil().max(1.0));
    let mut ticks = Vec::new();
    let mut at = first;
    while at <= last {
        ticks.push(at * step);
        at += 1.0;
    }
    ticks
}

/// Bytes are round in KiB, MiB, GiB; the rest as it stands.
fn scale(most: f64, unit: Unit) -> f64 {
    let mut scale = 1.0;
    while matches!(unit, Unit::Bytes | Unit::BytesPerSecond) && most / scale >= 1024.0 {
        scale *= 1024.0;
    }
    scale
}

/// The next of 1, 2, 2.5, 5, 10 times a power of ten.
fn round_up(least: f64) -> f64 {
    let power = 10_f64.powf(least.log10().floor());
    [1.0, 2.0, 2.5, 5.0]
        .into_iter()
        .map(|digit| digit * power)
        .find(|step| *step >= least)
        .unwrap_or(10.0 * power)
}

/// The ends and the marks of a logarithmic axis that holds these values, both above 0: at 1, 2 and 5 times powers of ten,
/// or at fewer of them where that would be too many.
#[cfg(feature = "load")]
pub(super) fn decades(low: f64, high: f64) -> ((f64, f64), Vec<f64>) {
    const DIGITS: [f64; 3] = [1.0, 2.0, 5.0];
    // A number that is all but round is.
    let power = |value: f64, nudge: f64| (value.log10() + nudge).floor() as i32;
    let (first, last) = (power(low, 1e-9), power(high, 1e-9) + 1);
    let all = || (first..=last).flat_map(|exponent| DIGITS.map(|digit| digit * 10_f64.powi(exponent)));
    let from = all().rfind(|at| *at <= low * (1.0 + 1e-9)).unwrap_or(low);
    let to = all().find(|at| *at >= high * (1.0 - 1e-9) && *at > from).unwrap_or(high);
    let within = |at: &f64| (from..=to).contains(at);
    let fine: Vec<f64> = all().filter(within).collect();
    if fine.len() <= MOST_DECADES {
        return ((from, to), fine);
    }
    let tens: Vec<f64> = (first..=last).map(|exponent| 10_f64.powi(exponent)).filter(within).collect();
    let every = tens.len().div_ceil(MOST_DECADES).max(1);
    ((from, to), tens.into_iter().step_by(every).collect())
}

/// `200 µs`, `1 ms`
#[cfg(feature = "load")]
pub(super) fn latency_label(seconds: f64) -> String {
    if seconds == 0.0 {
        return "0".to_owned();
    }
    let text = latency(seconds);
    let Some((number, unit)) = text.split_once(' ').filter(|(number, _)| number.contains('.')) else {
        return text;
    };
    format!("{} {unit}", number.trim_end_matches('0').trim_end_matches('.'))
}

/// What is written at a value.
pub(super) fn value_label(value: f64, unit: Unit) -> String {
    if value == 0.0 {
        "0".to_owned()
    } else {
        amount(value, unit).replacen(".0 ", " ", 1)
    }
}

#[cfg(test)]
#[path = "ticks_tests.rs"]
mod tests;
