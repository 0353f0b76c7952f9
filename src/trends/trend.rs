//! The detector.

use serde::{Deserialize, Serialize};

use super::assessment::{Assessment, Growth};
use super::evidence::{evaluate, Evidence, LEAST_POINTS};
use super::level::{Bucket, Level, WIDER};
use super::options::TrendOptions;

/// Widths of buckets: 1 s to 5.5 h, so that 1 minute to 11 days are in view.
const LEVELS: usize = 10;
/// How many wider levels are asked whether it ever fell: nine times the time that the level itself has in view.
const LOOK_BACK: usize = 2;

/// Looks for growth without end in one signal; see the [module](super).
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Trend {
    options: TrendOptions,
    /// When it began, and the latest observation.
    begun: Option<f64>,
    latest: f64,
    observations: u64,
    levels: [Level; LEVELS],
    /// What the levels were found to be when their latest bucket closed.
    evidence: [Option<Evidence>; LEVELS],
    /// Levels still to be evaluated, a bit for each.
    due: u16,
    /// Levels with evidence, a bit for each.
    growing: u16,
}

impl Trend {
    /// A detector that has seen nothing.
    #[must_use]
    pub fn new(options: TrendOptions) -> Self {
        Trend {
            options,
            begun: None,
            latest: 0.0,
            observations: 0,
            levels: std::array::from_fn(|_| Level::new()),
            evidence: [None; LEVELS],
            due: 0,
            growing: 0,
        }
    }

    /// Begins anew, with the same options: another process, another cgroup.
    pub fn restart(&mut self) {
        *self = Trend::new(self.options);
    }

    /// Adds an observation: the boot clock in seconds, and the value. What is not finite is not looked at. A clock
    /// that went back tells of another boot: it begins anew.
    pub fn push(&mut self, seconds: f64, value: f64) {
        if !seconds.is_finite() || !value.is_finite() {
            return;
        }
        if self.begun.is_some() && seconds < self.latest {
            self.restart();
        }
        let begun = *self.begun.get_or_insert(seconds);
        self.latest = seconds;
        self.observations += 1;
        let since = seconds - begun;
        if since < self.options.warm_up_seconds {
            return;
        }
        if self.growing != 0 {
            self.forget_what_fell(value);
        }
        #[allow(clippy::cast_possible_truncation)] // Saturates.
        let index = (since / self.options.bucket_seconds).floor() as i64;
        self.add(0, Bucket::of(index, value), false);
        if self.due != 0 {
            self.evaluate();
        }
    }

    /// Adds to a level, and what it closes to the next one.
    fn add(&mut self, at: usize, part: Bucket, last: bool) {
        if at >= LEVELS {
            return;
        }
        if let Some(before) = self.levels[at].turn_to(part.index) {
            self.closed(at, before);
        }
        self.levels[at].add(part);
        if last {
            if let Some(done) = self.levels[at].finish() {
                self.closed(at, done);
            }
        }
    }

    fn closed(&mut self, at: usize, bucket: Bucket) {
        // Narrow buckets close often: every fourth, third, second time is enough for the first three widths.
        let every = [4, 3, 2].get(at).copied().unwrap_or(1);
        if self.levels[at].fresh >= every {
            self.levels[at].fresh = 0;
            self.due |= 1 << at;
        }
        let (part, last) = bucket.widened();
        self.add(at + 1, part, last);
    }

    /// Evaluates levels that are due, the widest first: one that is costly, and the others next time.
    fn evaluate(&mut self) {
        while self.due != 0 {
            let at = self.due.ilog2() as usize;
            self.due &= !(1 << at);
            let wider = &self.levels[(at + 1).min(LEVELS)..(at + 1 + LOOK_BACK).min(LEVELS)];
            let outcome = evaluate(&self.levels[at], wider, self.width(at), &self.options);
            self.evidence[at] = outcome.evidence;
            self.growing &= !(1 << at);
            self.growing |= u16::from(outcome.evidence.is_some()) << at;
            if outcome.costly {
                break;
            }
        }
    }

    /// Growth of which three quarters are gone was none.
    fn forget_what_fell(&mut self, value: f64) {
        for (at, slot) in self.evidence.iter_mut().enumerate() {
            if slot.is_some_and(|found| value < found.since + 0.25 * (found.now - found.since)) {
                *slot = None;
                self.growing &= !(1 << at);
            }
        }
    }

    fn width(&self, at: usize) -> f64 {
        self.options.bucket_seconds * (WIDER.pow(at as u32)) as f64
    }

    /// What is known of its growth; with the limit that it would reach, in the signal's unit, or without one: then
    /// twice the level that it grew from stands for it.
    #[must_use]
    pub fn assess(&self, limit: Option<f64>) -> Assessment {
        let observed_seconds = self.begun.map_or(0.0, |begun| self.latest - begun);
        let growing = if self.growing == 0 { None } else { self.growth(limit) };
        if let Some(growth) = growing {
            return Assessment::Growing(growth);
        }
        let needed_seconds = self.needed_seconds(observed_seconds);
        if observed_seconds < needed_seconds {
            return Assessment::NotEnoughData { observed_seconds, needed_seconds };
        }
        Assessment::Steady { observed_seconds }
    }

    fn needed_seconds(&self, observed_seconds: f64) -> f64 {
        let needed = self.options.warm_up_seconds + self.options.least_seconds;
        if self.observations < 2 {
            return needed;
        }
        let interval = observed_seconds / (self.observations - 1) as f64;
        needed.max(interval * LEAST_POINTS as f64)
    }

    fn growth(&self, limit: Option<f64>) -> Option<Growth> {
        let limit = limit.filter(|limit| limit.is_finite());
        let vagueness = |found: &Evidence| (found.high - found.low) / found.slope;
        let found = self
            .evidence
            .iter()
            .flatten()
            .filter(|found| self.reaches(found, limit.unwrap_or(2.0 * found.since)))
            .min_by(|a, b| vagueness(a).total_cmp(&vagueness(b)))?;
        let waited = self.latest - self.begun? - found.at;
        let to_limit = |slope: f64| Some((((limit? - found.now) / slope) - waited).max(0.0));
        Some(Growth {
            per_second: found.slope,
            per_second_low: found.low,
            per_second_high: found.high,
            p_value: found.p_value,
            observed_seconds: found.seconds,
            points: found.points,
            seconds_to_limit: to_limit(found.slope),
            seconds_to_limit_low: to_limit(found.high),
            seconds_to_limit_high: to_limit(found.low),
            since_value: found.since,
            grown: found.now - found.since,
        })
    }

    /// Whether growth goes on to the limit within the horizon.
    fn reaches(&self, found: &Evidence, limit: f64) -> bool {
        let reach = found.low * self.options.horizon * found.seconds;
        reach >= (limit - found.now).max(self.options.least_share * limit)
            && found.ceiling.is_none_or(|ceiling| ceiling >= limit)
    }
}
