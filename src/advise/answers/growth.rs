//! What grows towards a limit: how fast, and how much time is left.

use crate::fields::Unit;
use crate::finding::{quantity, Finding};
use crate::units::Bytes;

use super::limits::FILL;

/// Growth as a finding tells it, of a leak or of a disk that fills.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Growth {
    /// In its unit per second.
    pub per_second: Option<f64>,
    /// Seconds until the limit.
    pub left: Option<f64>,
    bytes: bool,
}

/// More than this nobody can wait for: the rules say "never" with numbers as large.
const FOR_EVER: f64 = 10.0 * 365.0 * 86_400.0;

impl Growth {
    pub(super) fn of(finding: &Finding) -> Self {
        let readings = || std::iter::once(&finding.current).chain(&finding.evidence.readings);
        let sensible = |value: &f64| value.is_finite() && *value >= 0.0 && *value < FOR_EVER;
        // The soonest of the estimates, so that advice is in time.
        let left = readings()
            .filter(|reading| reading.unit == Unit::Seconds && reading.name.contains("to_limit"))
            .map(|reading| reading.value)
            .filter(sensible)
            .reduce(f64::min);
        // The finding of another rule may hold other rates.
        let own = finding.rule.ends_with(".leak") || finding.rule.ends_with(".fill");
        let rate = finding.evidence.readings.iter().find(|reading| {
            matches!(reading.unit, Unit::BytesPerSecond | Unit::PerSecond)
                && (own || reading.name.contains("grow"))
                && reading.value > 0.0
        });
        Growth {
            per_second: rate.map(|rate| rate.value).filter(|rate| rate.is_finite()),
            left,
            bytes: rate.is_some_and(|rate| rate.unit == Unit::BytesPerSecond),
        }
    }

    /// ` at 12.0 MiB an hour`.
    pub(super) fn pace(&self) -> String {
        match self.per_second {
            Some(rate) if self.bytes => format!(" at {} an hour", bytes(rate * 3600.0)),
            Some(rate) => format!(" at {} an hour", quantity((rate * 3600.0).ceil(), Unit::Count)),
            None => String::new(),
        }
    }

    /// When to act: at 80 % of the time that is left.
    pub(super) fn act_within(&self) -> Option<f64> {
        self.left.map(|left| left * FILL)
    }

    /// What so much more of the limit buys, in time.
    pub(super) fn buys(&self, more: f64) -> Option<String> {
        self.per_second.map(|rate| span(more / rate))
    }
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // Shown with three digits.
fn bytes(value: f64) -> Bytes {
    Bytes(value as u64)
}

/// A time for people: `40 seconds`, `3.3 minutes`, `75 minutes`, `4.9 hours`, `3.5 days`.
pub(super) fn span(seconds: f64) -> String {
    const MINUTE: f64 = 60.0;
    const HOUR: f64 = 3600.0;
    const DAY: f64 = 86_400.0;
    let (value, unit) = match seconds {
        _ if seconds < 99.5 => return format!("{seconds:.0} seconds"),
        _ if seconds < 100.0 * MINUTE => (seconds / MINUTE, "minutes"),
        _ if seconds < 48.0 * HOUR => (seconds / HOUR, "hours"),
        _ => (seconds / DAY, "days"),
    };
    if value < 9.95 {
        format!("{value:.1} {unit}")
    } else {
        format!("{value:.0} {unit}")
    }
}
