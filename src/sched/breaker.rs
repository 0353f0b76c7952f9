//! A circuit breaker: what failed often is left alone for a while (Nygard, Release It!, 2007).

use std::fmt;
use std::time::Duration;

use serde::{Serialize, Serializer};

use super::nanoseconds;

/// When a breaker opens, and for how long.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct BreakerOptions {
    /// So many failures in a row open it; 5 by default, 0 is taken for 1.
    pub failures: u32,
    /// How long it stays open at first; 30 s by default. Each time that it opens again without having been closed it
    /// stays open for twice as long.
    pub open_for: Duration,
    /// The longest that it stays open; 5 min by default, for a watched check never longer than its interval or
    /// `open_for`, whichever is longer.
    pub longest_open: Duration,
    /// How many trials may be under way while it is half-open, and how many of them have to succeed to close it; 1 by
    /// default, 0 is taken for 1.
    pub half_open: u32,
}

impl BreakerOptions {
    /// One that never opens.
    #[must_use]
    pub fn off() -> Self {
        BreakerOptions { failures: u32::MAX, ..BreakerOptions::default() }
    }

    /// The same for a target that is looked at so often: being left alone, it is found to work again no later than one
    /// that was never left alone, or after `open_for`, whichever is longer.
    #[must_use]
    pub fn within(self, interval: Duration) -> Self {
        BreakerOptions { longest_open: self.longest_open.min(interval.max(self.open_for)), ..self }
    }
}

impl Default for BreakerOptions {
    fn default() -> Self {
        BreakerOptions {
            failures: 5,
            open_for: Duration::from_secs(30),
            longest_open: Duration::from_secs(300),
            half_open: 1,
        }
    }
}

/// Whether a target is left alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum BreakerState {
    /// It is checked.
    Closed,
    /// It is left alone.
    Open,
    /// It was left alone for long enough; trials show whether it works again.
    HalfOpen,
}

impl BreakerState {
    /// `closed`, `open` or `half_open`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            BreakerState::Closed => "closed",
            BreakerState::Open => "open",
            BreakerState::HalfOpen => "half_open",
        }
    }
}

impl fmt::Display for BreakerState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl Serialize for BreakerState {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

/// Leave to check once. It comes back with the outcome ([`Breaker::record`]) or without one ([`Breaker::abandon`]).
///
/// One that does not come back at all is missed only while the breaker is half-open: its trial is taken for abandoned
/// after the time that the breaker would have been open for.
#[derive(Debug, PartialEq, Eq)]
#[must_use = "it comes back with `record` or `abandon`"]
pub struct Pass {
    /// The period between two changes of state in which it was given.
    period: u32,
}

/// The breaker of one target. It says nothing of time by itself: `now_ns` is of any clock that never goes back.
#[derive(Debug, Clone)]
pub struct Breaker {
    options: BreakerOptions,
    state: State,
    /// Which period between two changes of state this is. An outcome counts only in the period in which its check was
    /// let through: the late failure of an old check must not end a trial.
    period: u32,
    /// How often it opened since it was last closed.
    openings: u32,
}

#[derive(Debug, Clone, Copy)]
enum State {
    Closed { failures: u32 },
    Open { until_ns: u64 },
    HalfOpen { under_way: u32, succeeded: u32, latest_ns: u64 },
}

impl Breaker {
    /// A closed one.
    #[must_use]
    pub fn new(options: BreakerOptions) -> Self {
        Breaker { options, state: State::Closed { failures: 0 }, period: 0, openings: 0 }
    }

    /// Leave to check, or how long to wait before asking again.
    ///
    /// # Errors
    ///
    /// The time that is left until a trial may be made; never zero.
    pub fn admit(&mut self, now_ns: u64) -> Result<Pass, Duration> {
        if let State::Open { until_ns } = self.state {
            if now_ns < until_ns {
                return Err(Duration::from_nanos(until_ns - now_ns));
            }
            self.turn(State::HalfOpen { under_way: 0, succeeded: 0, latest_ns: now_ns });
        }
        if let State::HalfOpen { under_way, succeeded, latest_ns } = self.state {
            if under_way + succeeded < self.trials() {
                self.state = State::HalfOpen { under_way: under_way + 1, succeeded, latest_ns: now_ns };
            } else {
                let lost_ns = latest_ns.saturating_add(self.open_ns());
                if now_ns < lost_ns {
                    return Err(Duration::from_nanos(lost_ns - now_ns));
                }
                // Nobody will tell what came of them; if somebody does, it is of another period.
                self.turn(State::HalfOpen { under_way: 1, succeeded, latest_ns: now_ns });
            }
        }
        Ok(Pass { period: self.period })
    }

    /// What came of a check: whether the target works. An outcome of a check that was let through before the latest
    /// change of state changes nothing.
    #[allow(clippy::needless_pass_by_value)] // It cannot be used twice.
    pub fn record(&mut self, now_ns: u64, pass: Pass, ok: bool) {
        if pass.period != self.period {
            return;
        }
        let most = self.options.failures.max(1);
        let trials = self.trials();
        match &mut self.state {
            State::Closed { failures } if ok => *failures = 0,
            State::Closed { failures } => {
                *failures = failures.saturating_add(1);
                if *failures >= most {
                    self.open(now_ns);
                }
            }
            State::HalfOpen { under_way, succeeded, .. } if ok => {
                *under_way -= 1;
                *succeeded += 1;
                if *succeeded >= trials {
                    self.openings = 0;
                    self.turn(State::Closed { failures: 0 });
                }
            }
            State::HalfOpen { .. } => self.open(now_ns),
            // Nothing is let through in a period of this kind.
            State::Open { .. } => {}
        }
    }

    /// A check that was let through did not take place, or says nothing about the target: another trial may be made in
    /// its place.
    #[allow(clippy::needless_pass_by_value)] // It cannot be used twice.
    pub fn abandon(&mut self, pass: Pass) {
        if let (true, State::HalfOpen { under_way, .. }) = (pass.period == self.period, &mut self.state) {
            *under_way -= 1;
        }
    }

    /// What it is in now. One whose time is up is half-open, whether or not somebody has asked since.
    #[must_use]
    pub fn state(&self, now_ns: u64) -> BreakerState {
        match self.state {
            State::Closed { .. } => BreakerState::Closed,
            State::Open { until_ns } if now_ns < until_ns => BreakerState::Open,
            State::Open { .. } | State::HalfOpen { .. } => BreakerState::HalfOpen,
        }
    }

    /// When the time that it is open for is up, if it is open.
    #[must_use]
    pub fn open_until_ns(&self) -> Option<u64> {
        match self.state {
            State::Open { until_ns } => Some(until_ns),
            State::Closed { .. } | State::HalfOpen { .. } => None,
        }
    }

    fn open(&mut self, now_ns: u64) {
        self.openings = self.openings.saturating_add(1);
        let until_ns = now_ns.saturating_add(self.open_ns());
        self.turn(State::Open { until_ns });
    }

    /// How long it is open after having opened so often; above 0, or it would never be open.
    fn open_ns(&self) -> u64 {
        let doublings = self.openings.saturating_sub(1).min(63);
        let longer = nanoseconds(self.options.open_for).saturating_mul(1 << doublings);
        longer.min(nanoseconds(self.options.longest_open)).max(1)
    }

    fn trials(&self) -> u32 {
        self.options.half_open.max(1)
    }

    fn turn(&mut self, state: State) {
        self.state = state;
        self.period = self.period.wrapping_add(1);
    }
}

#[cfg(test)]
#[path = "breaker_tests.rs"]
mod tests;
