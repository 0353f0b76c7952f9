//! What a test has to show: `p99 < 300ms`, `error_rate < 1%`.

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::cell::Cell;
use crate::error::{Error, Result};
use crate::fields::Unit;

/// What a threshold is about.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub enum Measured {
    /// A quantile of the latency, 0 to 1; `p99`, `p99.9`, `median`, `max`. From the intended start in an open model.
    Quantile(f64),
    /// The mean latency.
    Mean,
    /// The share of requests that failed or timed out.
    ErrorRate,
    /// Answers as expected, per second: [`Counts::served`](super::Counts::served).
    Throughput,
    /// The share of requests that were due and never begun.
    Dropped,
    /// The share of requests that were begun too late.
    Late,
}

/// How it is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Compare {
    /// `<`
    Below,
    /// `<=`
    AtMost,
    /// `>`
    Above,
    /// `>=`
    AtLeast,
}

/// A condition that the measured stages together have to meet.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct Threshold {
    /// What is compared.
    pub measured: Measured,
    /// How.
    pub compare: Compare,
    /// With what: seconds, a share from 0 to 1, or requests per second.
    pub value: f64,
}

/// What came of a threshold.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Judged {
    /// The threshold, as it is written.
    pub threshold: String,
    /// The value: seconds, a share from 0 to 1, or requests per second; missing where nothing was measured.
    pub value: Option<f64>,
    /// Whether it holds. What was not measured does not.
    pub met: bool,
}

const SHAPE: &str =
    "`p99 < 300ms`, `mean < 50ms`, `error_rate < 1%`, `throughput > 500`, `dropped <= 0`, `late < 1%`";

impl FromStr for Threshold {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        let wrong =
            |why: &str| Error::option("thresholds", format!("`{text}`"), &format!("{why}: such as {SHAPE}"));
        let at = text.find(['<', '>']).ok_or_else(|| wrong("a condition has `<` or `>`"))?;
        let (name, rest) = text.split_at(at);
        let (compare, value) = match rest.as_bytes() {
            [b'<', b'=', ..] => (Compare::AtMost, &rest[2..]),
            [b'>', b'=', ..] => (Compare::AtLeast, &rest[2..]),
            [b'<', ..] => (Compare::Below, &rest[1..]),
            _ => (Compare::Above, &rest[1..]),
        };
        let measured = measured(name.trim()).ok_or_else(|| wrong("nothing of that name is measured"))?;
        let value = measured.parse(value.trim()).ok_or_else(|| wrong(measured.wants()))?;
        Ok(Threshold { measured, compare, value })
    }
}

fn measured(name: &str) -> Option<Measured> {
    Some(match name {
        "mean" | "avg" => Measured::Mean,
        "median" => Measured::Quantile(0.5),
        "max" => Measured::Quantile(1.0),
        "min" => Measured::Quantile(0.0),
        "error_rate" | "errors" => Measured::ErrorRate,
        "throughput" | "rate" | "rps" => Measured::Throughput,
        "dropped" => Measured::Dropped,
        "late" => Measured::Late,
        other => {
            let percent: f64 = other.strip_prefix('p')?.parse().ok()?;
            Measured::Quantile((0.0..=100.0).contains(&percent).then_some(percent / 100.0)?)
        }
    })
}

impl Measured {
    /// The unit of its values.
    #[must_use]
    pub fn unit(self) -> Unit {
        match (self.is_time(), self.is_share()) {
            (true, _) => Unit::Seconds,
            (_, true) => Unit::Ratio,
            _ => Unit::PerSecond,
        }
    }

    fn is_time(self) -> bool {
        matches!(self, Measured::Quantile(_) | Measured::Mean)
    }

    fn is_share(self) -> bool {
        matches!(self, Measured::ErrorRate | Measured::Dropped | Measured::Late)
    }

    fn wants(self) -> &'static str {
        match (self.is_time(), self.is_share()) {
            (true, _) => "a latency is compared with a time",
            (_, true) => "a share is compared with per cent, or a number from 0 to 1",
            _ => "it is compared with a number",
        }
    }

    fn parse(self, text: &str) -> Option<f64> {
        let value = if self.is_time() {
            let number = text.trim_end_matches(|c: char| c.is_ascii_alphabetic() || c == 'µ');
            let unit = match &text[number.len()..] {
                "ns" => 1e-9,
                "us" | "µs" => 1e-6,
                "ms" => 1e-3,
                "s" => 1.0,
                "m" | "min" => 60.0,
                _ => return None,
            };
            number.trim().parse::<f64>().ok()? * unit
        } else if let Some(percent) = text.strip_suffix('%').filter(|_| self.is_share()) {
            percent.trim().parse::<f64>().ok()? / 100.0
        } else {
            text.strip_suffix("/s").filter(|_| !self.is_share()).unwrap_or(text).trim().parse().ok()?
        };
        let most = if self.is_share() { 1.0 } else { f64::MAX };
        (0.0..=most).contains(&value).then_some(value)
    }

    /// The value in what was measured over so long a time.
    pub(super) fn of(self, cell: &Cell, measured: Duration) -> Option<f64> {
        let counts = &cell.counts;
        let due = (counts.begun() + counts.dropped) as f64;
        let share = |count: u64| (due > 0.0).then(|| count as f64 / due);
        match self {
            Measured::Quantile(quantile) => {
                cell.latencies().quantile(quantile).map(|latency| latency.as_secs_f64())
            }
            Measured::Mean => {
                (cell.latencies().count() > 0).then(|| cell.latencies().histogram().mean() / 1e9)
            }
            Measured::ErrorRate => counts.error_rate(),
            Measured::Throughput => {
                (!measured.is_zero()).then(|| counts.served as f64 / measured.as_secs_f64())
            }
            Measured::Dropped => share(counts.dropped),
            Measured::Late => share(counts.late),
        }
    }
}

impl Threshold {
    /// Whether a value meets it.
    #[must_use]
    pub fn holds(&self, value: f64) -> bool {
        match self.compare {
            Compare::Below => value < self.value,
            Compare::AtMost => value <= self.value,
            Compare::Above => value > self.value,
            Compare::AtLeast => value >= self.value,
        }
    }

    pub(super) fn judge(&self, cell: &Cell, measured: Duration) -> Judged {
        let value = self.measured.of(cell, measured);
        Judged { threshold: self.to_string(), value, met: value.is_some_and(|value| self.holds(value)) }
    }
}

impl fmt::Display for Threshold {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.measured {
            Measured::Quantile(quantile) if quantile >= 1.0 => write!(f, "max")?,
            Measured::Quantile(quantile) if quantile <= 0.0 => write!(f, "min")?,
            Measured::Quantile(quantile) => write!(f, "p{}", (quantile * 1e6).round() / 1e4)?,
            Measured::Mean => write!(f, "mean")?,
            Measured::ErrorRate => write!(f, "error_rate")?,
            Measured::Throughput => write!(f, "throughput")?,
            Measured::Dropped => write!(f, "dropped")?,
            Measured::Late => write!(f, "late")?,
        }
        let sign = match self.compare {
            Compare::Below => "<",
            Compare::AtMost => "<=",
            Compare::Above => ">",
            Compare::AtLeast => ">=",
        };
        write!(f, " {sign} ")?;
        let rounded = |value: f64| (value * 1e6).round() / 1e6;
        match (self.measured.is_time(), self.measured.is_share()) {
            (true, _) if self.value < 1e-3 => write!(f, "{}us", rounded(self.value * 1e6)),
            (true, _) if self.value < 1.0 => write!(f, "{}ms", rounded(self.value * 1e3)),
            (true, _) => write!(f, "{}s", rounded(self.value)),
            (_, true) => write!(f, "{}%", rounded(self.value * 100.0)),
            _ => write!(f, "{}/s", rounded(self.value)),
        }
    }
}

#[cfg(test)]
#[path = "threshold_tests.rs"]
mod tests;
