//! How much should go on at once: found from how long it takes.
//!
//! The gradient of latency, after Netflix's concurrency-limits (Gradient2: smoothing 0.2, tolerance 1.5, gradient 0.5
//! to 1, no growth while less than half of the limit is in use), with the headroom of Envoy's adaptive concurrency
//! filter (the square root of the limit). Three things are otherwise:
//!
//! - **The base latency is measured, and not a long average**: an average follows every overload that lasts, and then
//!   calls it normal. When latency has stayed above the base, the limit is halved for a moment, and again as long as
//!   that makes work faster; what is left is what work takes by itself. If it is no faster with less at once, then the
//!   work got slower, and not the queue longer.
//! - **Timeouts are drops**: the limit goes back by a tenth (AIMD), by up to a half where everything times out.
//! - **Timeouts that do not come from how much goes on at once are told from those that do**: if going back to a third
//!   did not make them rarer, their share is taken for that of endpoints that do not answer, and the limit is restored.
//!   Where nearly all time out nothing can be told, and the limit stays low.

use super::options::AdaptiveOptions;

/// What was seen in a short time.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Window {
    /// Work that ended.
    pub done: u64,
    /// How long it took, mean, in seconds; of no meaning where `done` is 0.
    pub latency: f64,
    /// Work that timed out.
    pub drops: u64,
    /// How much went on at once at the most.
    pub most_in_flight: u32,
}

/// As many as this tell a mean well enough, whatever the limit is.
const ENOUGH: u32 = 20;

/// As many as this make a window count in full: the little that can end under a low limit is all there is to go by.
pub(super) fn full_window(limit: u32) -> u64 {
    limit.clamp(1, ENOUGH).into()
}

/// The smallest gradient: a window halves the wanted limit at the most.
const LEAST_GRADIENT: f64 = 0.5;
/// A latency below the base moves the base by this share of the difference.
const BASE_FALLS: f64 = 0.2;
/// From this many times the base on latency is worth a measurement of the base.
const ABOVE_BASE: f64 = 1.2;
/// Windows above the base before it is measured: the first time, and then.
const FIRST_MEASUREMENT: u32 = 10;
const NEXT_MEASUREMENT: u32 = 60;
/// Less at once makes work faster: it takes less than this share of the time it took.
const FASTER: f64 = 0.9;
/// More timeouts than usual: their share is so much larger.
const MORE_DROPS: f64 = 0.05;
/// And this many standard deviations that a share of so few has by chance.
const BY_CHANCE: f64 = 2.0;
/// Timeouts are not rarer: at least this share of them is left.
const NOT_RARER: f64 = 0.8;
/// Going back this far is the experiment.
const FAR_BACK: f64 = 0.35;
/// The largest share of timeouts that is taken for usual.
const USUAL_DROPS: f64 = 0.75;

/// The limit, and what it was found from.
#[derive(Debug)]
pub(super) struct Limiter {
    options: AdaptiveOptions,
    most: f64,
    limit: f64,
    /// What work takes when little goes on, in seconds.
    base: Option<f64>,
    /// The share of timeouts that is no sign of too much at once.
    usual_drops: f64,
    above_base: u32,
    next_measurement: u32,
    phase: Phase,
}

#[derive(Debug, Clone, Copy)]
enum Phase {
    Steady,
    /// The base is measured: from which limit, and how long work took at the step before.
    Measuring {
        from: f64,
        latency: f64,
    },
    /// Timeouts: from which limit it went back, and what their share was.
    Back {
        from: f64,
        drops: f64,
    },
}

impl Limiter {
    pub(super) fn new(options: AdaptiveOptions, most: u32) -> Self {
        let most = f64::from(most);
        Limiter {
            options,
            most,
            limit: f64::from(options.initial_limit).min(most),
            base: None,
            usual_drops: 0.0,
            above_base: 0,
            next_measurement: FIRST_MEASUREMENT,
            phase: Phase::Steady,
        }
    }

    /// The limit, rounded down.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // 1 to `most`.
    pub(super) fn limit(&self) -> u32 {
        self.limit as u32
    }

    /// What work takes when little goes on, in seconds.
    pub(super) fn base(&self) -> Option<f64> {
        self.base
    }

    /// Takes in what was seen under the limit as it is.
    #[allow(clippy::cast_precision_loss)] // Counts of a moment.
    pub(super) fn update(&mut self, window: Window) {
        let ended = window.done + window.drops;
        if ended == 0 {
            return;
        }
        let drops = window.drops as f64 / ended as f64;
        let chance = (self.usual_drops * (1.0 - self.usual_drops) / ended as f64).sqrt();
        let excess = drops - self.usual_drops;
        if excess > MORE_DROPS + BY_CHANCE * chance {
            self.go_back(drops, excess / (1.0 - self.usual_drops));
        } else if window.done > 0 {
            self.follow_latency(window, drops);
        }
        self.limit = self.limit.clamp(f64::from(self.options.min_limit), self.most);
    }

    fn go_back(&mut self, drops: f64, excess: f64) {
        let (from, before) = match self.phase {
            Phase::Back { from, drops } => (from, drops),
            Phase::Measuring { from, .. } => (from, drops),
            Phase::Steady => (self.limit, drops),
        };
        self.phase = Phase::Back { from, drops: before };
        self.limit *= 1.0 - 0.1 - 0.4 * excess;
        if self.limit > FAR_BACK * from {
            return;
        }
        if drops >= NOT_RARER * before && drops <= USUAL_DROPS {
            self.usual_drops = drops;
            self.limit = from;
            self.phase = Phase::Steady;
        } else {
            self.phase = Phase::Back { from: self.limit, drops };
        }
    }

    #[allow(clippy::cast_precision_loss)] // Counts of a moment.
    fn follow_latency(&mut self, window: Window, drops: f64) {
        // Endpoints that did not answer may answer again.
        self.usual_drops = self.usual_drops.min(drops + MORE_DROPS);
        if let Phase::Measuring { from, latency } = self.phase {
            return self.measure(from, latency, window.latency);
        }
        self.phase = Phase::Steady;
        // Of few, the mean says little.
        let weight = (window.done as f64 / f64::from(ENOUGH)).min(1.0);
        let base = match self.base {
            Some(base) if window.latency < base => base + BASE_FALLS * weight * (window.latency - base),
            Some(base) => base,
            None => window.latency,
        };
        self.base = Some(base);
        self.follow_gradient(window, base);
        if window.latency < ABOVE_BASE * base {
            self.above_base = 0;
            return;
        }
        self.above_base += 1;
        if self.above_base >= self.next_measurement {
            self.above_base = 0;
            self.next_measurement = NEXT_MEASUREMENT;
            self.phase = Phase::Measuring { from: self.limit, latency: window.latency };
            self.limit /= 2.0;
        }
    }

    #[allow(clippy::cast_precision_loss)] // Counts of a moment.
    fn follow_gradient(&mut self, window: Window, base: f64) {
        let gradient = (self.options.tolerance * base / window.latency).clamp(LEAST_GRADIENT, 1.0);
        let wanted = self.limit * gradient + self.limit.sqrt();
        let is_used = f64::from(window.most_in_flight) * 2.0 >= self.limit;
        if wanted > self.limit && !is_used {
            return;
        }
        let weight = (window.done as f64 / full_window(self.limit()) as f64).min(1.0);
        self.limit += self.options.smoothing * weight * (wanted - self.limit);
    }

    /// A step of a measurement: `before` is what work took with twice as much at once.
    fn measure(&mut self, from: f64, before: f64, latency: f64) {
        if latency < FASTER * before && self.limit > f64::from(self.options.min_limit) {
            self.phase = Phase::Measuring { from, latency };
            self.limit /= 2.0;
            return;
        }
        self.base = Some(latency);
        self.limit = from;
        self.phase = Phase::Steady;
    }
}

#[cfg(test)]
#[path = "limiter_tests.rs"]
mod tests;
