//! How much is asked of the targets as time goes by.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};

/// The longest test, warm-up and cool-down included.
pub(super) const LONGEST: Duration = Duration::from_secs(30 * 86_400);

/// What decides when a request begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Model {
    /// A fixed rate, whatever the targets do: as of users who do not know of each other. Latency counts from when a
    /// request should have begun, so that a target that stands still hides nothing.
    #[default]
    Open,
    /// So many users, each of whom waits for an answer before the next request. A target that stands still is asked less
    /// (coordinated omission), so that these latencies are the targets' own and not what others would have met.
    Closed,
}

impl Model {
    /// The name in documents.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Model::Open => "open",
            Model::Closed => "closed",
        }
    }

    /// What levels of stages are.
    #[must_use]
    pub const fn unit(self) -> &'static str {
        match self {
            Model::Open => "requests per second",
            Model::Closed => "users",
        }
    }
}

/// A stretch of time over which the level goes evenly from one value to another: requests per second of an open model,
/// users of a closed one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Stage {
    /// What it is called in reports; its number and level if empty.
    pub name: String,
    /// How long it lasts; more than nothing.
    pub duration: Duration,
    /// The level at its beginning.
    pub from: f64,
    /// The level at its end.
    pub to: f64,
    /// Whether its latencies count. Those of warming up, of cooling down and of ways from one level to another usually
    /// do not.
    pub measured: bool,
    /// How many of the targets are asked, the first ones of the list; all if missing.
    pub targets: Option<usize>,
}

impl Stage {
    /// The same level all the time, measured.
    #[must_use]
    pub fn hold(level: f64, duration: Duration) -> Self {
        Stage { name: String::new(), duration, from: level, to: level, measured: true, targets: None }
    }

    /// From one level to another; what is measured on the way belongs to no level and does not count.
    #[must_use]
    pub fn ramp(from: f64, to: f64, duration: Duration) -> Self {
        Stage { measured: false, to, ..Stage::hold(from, duration) }
    }

    /// The same, with a name.
    #[must_use]
    pub fn named(self, name: impl Into<String>) -> Self {
        Stage { name: name.into(), ..self }
    }

    /// The same, not measured.
    #[must_use]
    pub fn unmeasured(self) -> Self {
        Stage { measured: false, ..self }
    }

    /// The level so long after its beginning.
    pub(super) fn level(&self, after: Duration) -> f64 {
        let share = (after.as_secs_f64() / self.duration.as_secs_f64()).clamp(0.0, 1.0);
        self.from + (self.to - self.from) * share
    }

    /// How much was asked so long after its beginning: the integral of the level.
    pub(super) fn asked(&self, after: Duration) -> f64 {
        let after = after.min(self.duration);
        (self.from + self.level(after)) / 2.0 * after.as_secs_f64()
    }

    /// When so much was asked; its end where that never happens.
    pub(super) fn when(&self, asked: f64) -> Duration {
        let slope = (self.to - self.from) / self.duration.as_secs_f64();
        // `from * t + slope / 2 * t * t = asked`, in the form that does not cancel where the slope is small.
        let root = (self.from * self.from + 2.0 * slope * asked).max(0.0).sqrt();
        let seconds = if asked <= 0.0 { 0.0 } else { 2.0 * asked / (self.from + root) };
        let bound = self.duration.as_secs_f64();
        Duration::from_secs_f64(if seconds.is_finite() { seconds.clamp(0.0, bound) } else { bound })
    }

    /// Its name, or what it does.
    #[must_use]
    pub fn title(&self, model: Model) -> String {
        let unit = match model {
            Model::Open => "/s",
            Model::Closed if self.from == self.to && self.to == 1.0 => " user",
            Model::Closed => " users",
        };
        match (self.name.is_empty(), self.from == self.to) {
            (false, _) => self.name.clone(),
            (true, true) => format!("{}{unit}", self.to),
            (true, false) => format!("{} to {}{unit}", self.from, self.to),
        }
    }

    fn check(&self, number: usize) -> Result<()> {
        let option = |name: &str| format!("stages[{number}].{name}");
        if self.duration.is_zero() || self.duration > LONGEST {
            return Err(Error::option(
                &option("duration"),
                format!("{:?}", self.duration),
                "more than 0 s, 30 days at most",
            ));
        }
        for (name, level) in [("from", self.from), ("to", self.to)] {
            if !(0.0..=1e6).contains(&level) {
                return Err(Error::option(&option(name), level, "0 to 1,000,000 are allowed"));
            }
        }
        if self.targets == Some(0) {
            return Err(Error::option(&option("targets"), 0, "1 or more; leave it out for all"));
        }
        Ok(())
    }
}

/// Checks a list of stages: something has to be asked, and something measured.
pub(super) fn check(stages: &[Stage], model: Model) -> Result<()> {
    if stages.is_empty() {
        return Err(Error::option(
            "stages",
            "[]",
            "at least one is needed, such as 10 s at 50 requests per second",
        ));
    }
    stages.iter().enumerate().try_for_each(|(number, stage)| stage.check(number))?;
    if stages.iter().all(|stage| stage.from == 0.0 && stage.to == 0.0) {
        return Err(Error::option(
            "stages",
            format!("0 {} all the time", model.unit()),
            "one of them has to ask for something",
        ));
    }
    if !stages.iter().any(|stage| stage.measured) {
        return Err(Error::option(
            "stages",
            "none is measured",
            "one has to be, such as a hold after a ramp",
        ));
    }
    let whole = stages.iter().map(|stage| stage.duration).sum::<Duration>();
    if whole > LONGEST {
        return Err(Error::option("stages", format!("{whole:?} in all"), "30 days at most"));
    }
    Ok(())
}

/// Lists of stages that are often wanted.
impl Stage {
    /// Up evenly, then the same level, then down again.
    #[must_use]
    pub fn trapezoid(level: f64, up: Duration, hold: Duration, down: Duration) -> Vec<Stage> {
        let mut stages = Vec::new();
        if !up.is_zero() {
            stages.push(Stage::ramp(0.0, level, up).named("ramp up"));
        }
        stages.push(Stage::hold(level, hold).named("hold"));
        if !down.is_zero() {
            stages.push(Stage::ramp(level, 0.0, down).named("ramp down"));
        }
        stages
    }

    /// One level after the other, each held as long; the beginning of each, `settle`, is not measured.
    #[must_use]
    pub fn steps(levels: &[f64], settle: Duration, hold: Duration) -> Vec<Stage> {
        let step = |level: &f64| {
            let settling = Stage::hold(*level, settle).named(Stage::settling(*level)).unmeasured();
            let measured = Stage::hold(*level, hold);
            [Some(settling).filter(|_| !settle.is_zero()), Some(measured)].into_iter().flatten()
        };
        levels.iter().flat_map(step).collect()
    }

    /// What the beginning of a step is called.
    pub(super) fn settling(level: f64) -> String {
        format!("settling at {level}")
    }

    /// A level, another for a moment, and the first again: the way back is measured on its own.
    #[must_use]
    pub fn spike(level: f64, peak: f64, before: Duration, spike: Duration, after: Duration) -> Vec<Stage> {
        vec![
            Stage::hold(level, before).named("before the spike"),
            Stage::hold(peak, spike).named("spike"),
            Stage::hold(level, after).named("after the spike"),
        ]
    }
}

#[cfg(test)]
#[path = "stage_tests.rs"]
mod tests;
