//! What happened to a target, in the same little space however long it is watched.

use std::time::Duration;

use serde::Serialize;

use super::times::Times;
use super::window::Window;
use crate::finding::Status;

/// Lengths of the slots of each window, in seconds.
const HALF_A_MINUTE: u64 = 30;
const FIVE_MINUTES: u64 = 300;
const HOUR: u64 = 3600;
const SIX_HOURS: u64 = 6 * 3600;
/// The most that one outcome weighs, in seconds: a few have room in a slot.
const HEAVIEST: u16 = 10_000;

/// The outcomes of one target, in less than 1 KiB.
#[derive(Debug, Clone)]
pub struct TargetHistory {
    five_minutes: Window<10>,
    hour: Window<12>,
    day: Window<24>,
    week: Window<28>,
    times: Times,
    checks: u64,
    unknown: u64,
    failures: u32,
    status: Option<Status>,
    since_unix_s: u64,
    latest_unix_s: u64,
}

/// What a [`TargetHistory`] tells.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[non_exhaustive]
pub struct HistorySummary {
    /// The part of the time in which it was found working.
    pub availability: Availability,
    /// The median of its response times, in seconds, within 2.5 %. As the next two it is missing where nothing
    /// answered yet, and what is old counts less: half as much after half an hour, a quarter after an hour.
    pub p50_seconds: Option<f64>,
    /// What 90 % of its response times do not exceed, in seconds, within 2.5 %.
    pub p90_seconds: Option<f64>,
    /// What 99 % of its response times do not exceed, in seconds, within 2.5 %.
    pub p99_seconds: Option<f64>,
    /// The longest response time of the last two to four hours, in seconds.
    pub max_seconds: Option<f64>,
    /// Checks in all: those that were made.
    pub checks: u64,
    /// Those of them that said nothing about the target.
    pub unknown: u64,
    /// The latest checks in a row that found it unhealthy; those that said nothing are passed over.
    pub failures: u32,
    /// The status of the latest check that said something; missing before the first.
    pub status: Option<Status>,
    /// The first check in a row that came to that status, in seconds since 1970-01-01 UTC.
    pub since_unix_s: Option<u64>,
    /// The latest check, in seconds since 1970-01-01 UTC.
    pub latest_unix_s: Option<u64>,
}

/// The part, 0 to 1, of the time in which a target was found healthy or degraded, each outcome standing for the time until
/// the next turn; missing where nothing said anything about it. Times in which its breaker left it alone count against it,
/// and those in which it was not checked for another reason count for nothing. A window ends now, and is shorter than it
/// is called by as much as a slot of it is not over.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Availability {
    /// Over five minutes, in slots of 30 s.
    pub five_minutes: Option<f64>,
    /// Over an hour, in slots of five minutes.
    pub hour: Option<f64>,
    /// Over a day, in slots of an hour.
    pub day: Option<f64>,
    /// Over a week, in slots of six hours.
    pub week: Option<f64>,
}

impl Default for TargetHistory {
    fn default() -> Self {
        TargetHistory::new()
    }
}

impl TargetHistory {
    /// Of a target that was never checked.
    #[must_use]
    pub const fn new() -> Self {
        TargetHistory {
            five_minutes: Window::new(),
            hour: Window::new(),
            day: Window::new(),
            week: Window::new(),
            times: Times::new(),
            checks: 0,
            unknown: 0,
            failures: 0,
            status: None,
            since_unix_s: 0,
            latest_unix_s: 0,
        }
    }

    /// Takes in what a check found, at this time, in seconds since 1970-01-01 UTC. `took` is how long the target took
    /// to answer, if it did: a check that met its deadline tells of the deadline. `stands_for` is the time until the
    /// next one, for which it has to stand: what is unhealthy is looked at more often, which does not make it so for
    /// longer.
    pub fn record(&mut self, at_unix_s: u64, status: Status, took: Option<Duration>, stands_for: Duration) {
        self.checks += 1;
        self.latest_unix_s = at_unix_s;
        if status == Status::Unknown {
            self.unknown += 1;
            return;
        }
        let works = status != Status::Unhealthy;
        self.count(at_unix_s, works, stands_for);
        self.failures = if works { 0 } else { self.failures.saturating_add(1) };
        if self.status != Some(status) {
            self.status = Some(status);
            self.since_unix_s = at_unix_s;
        }
        if let Some(took) = took {
            self.times.record(at_unix_s, took.as_secs_f64());
        }
    }

    /// Takes in that it was left alone because it had failed, until the next turn: for that long it does not work either.
    pub fn left_alone(&mut self, at_unix_s: u64, stands_for: Duration) {
        self.count(at_unix_s, false, stands_for);
    }

    fn count(&mut self, at_unix_s: u64, works: bool, stands_for: Duration) {
        let weight = u16::try_from(stands_for.as_secs()).unwrap_or(u16::MAX).clamp(1, HEAVIEST);
        self.five_minutes.count(slot(at_unix_s, HALF_A_MINUTE), works, weight);
        self.hour.count(slot(at_unix_s, FIVE_MINUTES), works, weight);
        self.day.count(slot(at_unix_s, HOUR), works, weight);
        self.week.count(slot(at_unix_s, SIX_HOURS), works, weight);
    }

    /// What there is to tell at this time, in seconds since 1970-01-01 UTC.
    #[must_use]
    pub fn summary(&self, now_unix_s: u64) -> HistorySummary {
        let times = self.times.percentiles([0.5, 0.9, 0.99]);
        HistorySummary {
            availability: Availability {
                five_minutes: self.five_minutes.ratio(slot(now_unix_s, HALF_A_MINUTE)),
                hour: self.hour.ratio(slot(now_unix_s, FIVE_MINUTES)),
                day: self.day.ratio(slot(now_unix_s, HOUR)),
                week: self.week.ratio(slot(now_unix_s, SIX_HOURS)),
            },
            p50_seconds: times.map(|[p50, _, _]| p50),
            p90_seconds: times.map(|[_, p90, _]| p90),
            p99_seconds: times.map(|[_, _, p99]| p99),
            max_seconds: times.map(|_| self.times.longest()),
            checks: self.checks,
            unknown: self.unknown,
            failures: self.failures,
            status: self.status,
            since_unix_s: self.status.map(|_| self.since_unix_s),
            latest_unix_s: (self.checks > 0).then_some(self.latest_unix_s),
        }
    }
}

#[allow(clippy::cast_possible_truncation)] // Slots of 30 s last until the year 6053.
fn slot(unix_s: u64, seconds: u64) -> u32 {
    (unix_s / seconds) as u32
}

#[cfg(test)]
#[path = "history_tests.rs"]
mod tests;
