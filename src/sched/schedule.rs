//! When a target is due.

use std::time::Duration;

use super::jitter::Jitter;
use super::nanoseconds;
use super::phases::Phase;
use crate::finding::Status;

/// So many checks in a row that find a target unhealthy are made at one pace; then the interval is doubled, until it
/// is the regular one again.
const CHECKS_OF_A_PACE: u32 = 10;
/// The shortest interval of an unhealthy target, unless the regular one is shorter.
const LEAST_UNHEALTHY: Duration = Duration::from_secs(1);

/// How often a target is checked.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct ScheduleOptions {
    /// From one check to the next; 60 s by default, at least 1 ms.
    pub interval: Duration,
    /// The most that a check is shifted, as a part of the interval, 0 to 0.5; 0.1 by default.
    pub jitter: f64,
    /// The interval while the target is unhealthy, at most `interval`; by default a quarter of it, but at least 1 s.
    pub unhealthy_interval: Option<Duration>,
    /// Every target is checked for the first time within this time, or within its interval if that is shorter; 60 s by
    /// default.
    pub first_within: Duration,
}

impl Default for ScheduleOptions {
    fn default() -> Self {
        ScheduleOptions {
            interval: Duration::from_secs(60),
            jitter: 0.1,
            unhealthy_interval: None,
            first_within: Duration::from_secs(60),
        }
    }
}

/// When a target is due next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Due {
    /// When.
    pub at_ns: u64,
    /// How many periods went by since it was due last, because its check or those before it took too long. They are
    /// not made up for.
    pub skipped: u64,
}

/// The schedule of one target.
///
/// Its times lie on a grid that begins with the clock: what came late does not make later what follows. Targets of the
/// same interval stay as far apart as their phases put them, and those of one host do not come at once, neither at
/// the start nor after a stop of the whole process.
#[derive(Debug, Clone, Copy)]
pub struct Schedule {
    interval_ns: u64,
    unhealthy_ns: u64,
    phase: Phase,
    jitter: Jitter,
    due_ns: u64,
    /// Checks in a row that found it unhealthy.
    unhealthy: u32,
}

impl Schedule {
    /// A target that is to be checked from now on.
    #[must_use]
    pub fn new(options: &ScheduleOptions, phase: Phase, now_ns: u64) -> Self {
        let interval = options.interval.max(Duration::from_millis(1));
        let unhealthy = options.unhealthy_interval.unwrap_or((interval / 4).max(LEAST_UNHEALTHY));
        let unhealthy = unhealthy.max(Duration::from_millis(1));
        let mut schedule = Schedule {
            interval_ns: nanoseconds(interval),
            unhealthy_ns: nanoseconds(unhealthy),
            phase,
            jitter: Jitter::new(phase.seed, options.jitter),
            due_ns: 0,
            unhealthy: 0,
        };
        schedule.due_ns = if options.first_within < interval {
            now_ns.saturating_add(part_of(nanoseconds(options.first_within), phase.part()))
        } else {
            schedule.time(schedule.first_from(now_ns, schedule.interval_ns), schedule.interval_ns)
        };
        schedule
    }

    /// When it is due.
    #[must_use]
    pub fn due_ns(&self) -> u64 {
        self.due_ns
    }

    /// It is made now, ahead of its time; [`next`](Self::next) goes on from there.
    pub fn bring_forward(&mut self, now_ns: u64) {
        self.due_ns = self.due_ns.min(now_ns);
    }

    /// The interval now, which is shorter while the target is unhealthy.
    #[must_use]
    pub fn interval(&self) -> Duration {
        Duration::from_nanos(self.pace_ns())
    }

    /// The check that was due has ended, or was given up, with this status: when it is due again. That is not before
    /// half an interval has gone by since it was due. `Unknown` says nothing and leaves the interval as it is.
    pub fn next(&mut self, now_ns: u64, status: Status) -> Due {
        let skipped = {
            let pace = self.pace_ns();
            let due_again = self.due_ns.saturating_add(pace / 2);
            self.first_from(due_again.max(now_ns), pace) - self.first_from(due_again, pace)
        };
        match status {
            Status::Unhealthy => self.unhealthy = self.unhealthy.saturating_add(1),
            Status::Healthy | Status::Degraded => self.unhealthy = 0,
            Status::Unknown => {}
        }
        let pace = self.pace_ns();
        let earliest = self.due_ns.saturating_add(pace / 2).max(now_ns);
        self.due_ns = self.time(self.first_from(earliest, pace), pace);
        Due { at_ns: self.due_ns, skipped }
    }

    fn pace_ns(&self) -> u64 {
        if self.unhealthy == 0 {
            return self.interval_ns;
        }
        let doublings = ((self.unhealthy - 1) / CHECKS_OF_A_PACE).min(63);
        self.unhealthy_ns.saturating_mul(1 << doublings).min(self.interval_ns)
    }

    /// The first period in which it is due at this time or later.
    fn first_from(&self, from_ns: u64, pace_ns: u64) -> u64 {
        // Phase and jitter put it off by less than two periods.
        let mut period = (from_ns / pace_ns).saturating_sub(2);
        while self.time(period, pace_ns) < from_ns {
            period += 1;
        }
        period
    }

    fn time(&self, period: u64, pace_ns: u64) -> u64 {
        let phase = self.phase.part();
        let within = phase + self.jitter.shift(period, phase);
        period.saturating_mul(pace_ns).saturating_add(part_of(pace_ns, within))
    }
}

#[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation, clippy::cast_sign_loss)]
// Nanoseconds matter below 104 days, where they are exact; parts are not negative.
fn part_of(time_ns: u64, part: f64) -> u64 {
    (time_ns as f64 * part) as u64
}

#[cfg(test)]
#[path = "schedule_tests.rs"]
mod tests;
