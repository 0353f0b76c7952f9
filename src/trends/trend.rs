//! The detector.

use serde::{Deserialize, Serialize};

use super::assessment::{Assessment, Growth};
use super::evidence::{evaluate, Evidence, Outcome, LEAST_POINTS};
use super::level::{Bucket, Level, WIDER};
use super::options::TrendOptions;

/// Widths of buckets: 1 s to 5.5 h, so that 1 minute to 11 days are in view.
const LEVELS: usize = 10;
/// How many wider levels are asked whether it ever fell: nine times the time that the level itself has in view.
const LOOK_BACK: usize = 3;

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
    /// For how long growth was seen that has ended since.
    ended: [Option<f32>; LEVELS],
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
            ended: [None; LEVELS],
            due: 0,
            growing: 0,
        }
    }

    /// Begins anew, with the same options: another process, another cgroup.
    pub fn restart(&mut self) {
        *self = Trend::new(self.options);
    }

    /// Adds an observation: the boot clock in seconds, and the value. What is not finite (or beyond the range of
    /// an `f32`) is not looked at. A clock
    /// that went back tells of another boot: it begins anew.
    pub fn push(&mut self, seconds: f64, value: f64) {
        if !seconds.is_finite() || value.is_nan() || value.abs() > f64::from(f32::MAX) {
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
            self.forget_what_fell(value as f32);
        }
        #[allow(clippy::cast_possible_truncation)] // Saturates; 24 bits of a value tell growth from none.
        let index = (since / self.options.bucket_seconds).floor() as i64;
        self.add(0, Bucket::of(index, value as f32), false);
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
            if at >= LEVELS {
                continue; // Nothing that was saved says so.
            }
            let wider = &self.levels[(at + 1).min(LEVELS)..(at + 1 + LOOK_BACK).min(LEVELS)];
            let outcome = evaluate(&self.levels[at], wider, self.width(at), &self.options);
            let costly = matches!(outcome, Outcome::Weighed(_));
            (self.evidence[at], self.ended[at]) = match outcome {
                Outcome::Nothing => (None, None),
                Outcome::Ended(seconds) => (None, Some(seconds)),
                Outcome::Weighed(evidence) => (evidence, None),
            };
            self.growing &= !(1 << at);
            self.growing |= u16::from(self.evidence[at].is_some()) << at;
            if costly {
                break;
            }
        }
    }

    /// Growth of which three quarters are gone was none.
    fn forget_what_fell(&mut self, value: f32) {
        for (at, slot) in self.evidence.iter_mut().enumerate() {
            if slot.is_some_and(|found| value < found.since + 0.25 * found.slope * found.seconds) {
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
            .enumerate()
            .filter_map(|(at, found)| Some((at, found.as_ref()?)))
            .filter(|(at, found)| {
                let limit = limit.unwrap_or(2.0 * f64::from(found.since));
                self.reaches(found, limit) && !self.contradicted(*at, found, limit)
            })
            .map(|(_, found)| found)
            .min_by(|a, b| vagueness(a).total_cmp(&vagueness(b)))?;
        let waited = self.latest - self.begun? - found.at;
        let left = limit.map(|limit| limit - f64::from(found.now));
        let to_limit = |slope: f32| left.map(|left| (left / f64::from(slope) - waited).max(0.0));
        Some(Growth {
            per_second: f64::from(found.slope),
            per_second_low: f64::from(found.low),
            per_second_high: f64::from(found.high),
            p_value: f64::from(found.p_value),
            observed_seconds: f64::from(found.seconds),
            points: found.points as usize,
            seconds_to_limit: to_limit(found.slope),
            seconds_to_limit_low: to_limit(found.high),
            seconds_to_limit_high: to_limit(found.low),
            since_value: f64::from(found.since),
            grown: f64::from(found.slope * found.seconds),
        })
    }

    /// Whether growth goes on to the limit within the horizon.
    fn reaches(&self, found: &Evidence, limit: f64) -> bool {
        let reach = f64::from(found.low) * self.options.horizon * f64::from(found.seconds);
        reach >= (limit - f64::from(found.now)).max(self.options.least_share * limit)
            && found.ceiling.is_none_or(|ceiling| f64::from(ceiling) >= limit)
    }

    /// Whether narrower buckets, which know sooner, show over half of the time that growth has ended or will.
    fn contradicted(&self, at: usize, found: &Evidence, limit: f64) -> bool {
        let enough = 0.5 * found.seconds;
        let ended = self.ended[..at].iter().flatten().any(|seconds| *seconds >= enough);
        let levels_off = |narrow: &Evidence| {
            narrow.seconds >= enough && narrow.ceiling.is_some_and(|ceiling| f64::from(ceiling) < limit)
        };
        ended || self.evidence[..at].iter().flatten().any(levels_off)
    }
}

#[cfg(test)]
#[path = "trend_tests.rs"]
mod tests;
