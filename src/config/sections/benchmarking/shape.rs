//! What a scenario and the defaults of all have in common.

use std::ops::RangeInclusive;
use std::time::Duration;

use crate::config::field::Field;
use crate::config::keys;
use crate::config::section::Section;
use crate::config::tree::Value;
use crate::load::{Around, Scenario, Think, Threshold};

/// A stage, and what comes before and after it.
const STAGES: RangeInclusive<Duration> = Duration::from_millis(1)..=Duration::from_secs(30 * 86_400);
const AROUND: RangeInclusive<Duration> = Duration::ZERO..=Duration::from_secs(86_400);
const THINK: RangeInclusive<Duration> = Duration::ZERO..=Duration::from_secs(3600);

/// What a scenario is like, whoever is asked and however much.
#[derive(Debug, Clone)]
pub(super) struct Shape {
    pub duration: Duration,
    pub around: Around,
    connections: u32,
    think: Think,
    thresholds: Vec<Threshold>,
    stop_when: Vec<Threshold>,
    late_after: Duration,
    grace: Duration,
    check_first: bool,
    seed: u64,
}

impl Default for Shape {
    fn default() -> Self {
        let scenario = Scenario::new("", crate::load::Model::default());
        Shape {
            duration: Duration::from_secs(10),
            around: Around::default(),
            connections: scenario.connections,
            think: scenario.think,
            thresholds: scenario.thresholds,
            stop_when: scenario.stop_when,
            late_after: scenario.late_after,
            grace: scenario.grace,
            check_first: scenario.check_first,
            seed: scenario.seed,
        }
    }
}

impl Shape {
    /// With what a section says.
    pub fn over(mut self, section: &Section<'_>) -> Self {
        let key = if section.has("duration_seconds") { "duration_seconds" } else { "duration" };
        if section.has("duration") && section.has("duration_seconds") {
            section
                .wrong("has `duration` and `duration_seconds`, which mean the same: leave one of them out");
        }
        set(&mut self.duration, section.duration(key, STAGES));
        for (key, time) in [
            ("ramp_up", &mut self.around.ramp_up),
            ("warm_up", &mut self.around.warm_up),
            ("ramp_down", &mut self.around.ramp_down),
        ] {
            if let Some(duration) = section.duration(key, AROUND) {
                *time = Some(duration);
            }
        }
        let connections = section.field("connections").and_then(|field| field.count(1..=100_000_u32));
        set(&mut self.connections, connections);
        set(&mut self.think, section.field("think").and_then(|field| think(&field)));
        set(&mut self.thresholds, thresholds(section, "thresholds"));
        set(&mut self.stop_when, thresholds(section, "stop_when"));
        set(&mut self.late_after, section.duration("late_after", THINK));
        set(&mut self.grace, section.duration("grace", THINK));
        set(&mut self.check_first, section.boolean("check_first"));
        set(&mut self.seed, section.field("seed").and_then(|field| field.count(0..=u64::from(u32::MAX))));
        self
    }

    pub fn into_scenario(self, scenario: &mut Scenario) {
        scenario.connections = self.connections;
        scenario.think = self.think;
        scenario.thresholds = self.thresholds;
        scenario.stop_when = self.stop_when;
        scenario.late_after = self.late_after;
        scenario.grace = self.grace;
        scenario.check_first = self.check_first;
        scenario.seed = self.seed;
    }
}

fn set<T>(place: &mut T, value: Option<T>) {
    if let Some(value) = value {
        *place = value;
    }
}

/// So long on average, as people do; or `{constant: 1s}`, or `{from: 1s, to: 3s}`.
fn think(field: &Field<'_>) -> Option<Think> {
    if !matches!(field.node.value, Value::Mapping(_)) {
        return field.duration(THINK).map(Think::Exponential);
    }
    let section = field.section(keys::THINK)?;
    let time = |key| section.duration(key, THINK);
    match (section.has("constant"), section.has("from") || section.has("to")) {
        (true, false) => time("constant").map(Think::Constant),
        (false, true) => {
            section.needs("from");
            section.needs("to");
            Some(Think::Uniform(time("from")?, time("to")?))
        }
        _ => field.wrong("has either `constant`, or `from` and `to`"),
    }
}

fn thresholds(section: &Section<'_>, key: &str) -> Option<Vec<Threshold>> {
    let fields = section.list(key)?;
    let threshold = |field: &Field<'_>| match field.word()?.parse::<Threshold>() {
        Ok(threshold) => Some(threshold),
        Err(error) => field.wrong(format_args!("is no condition: {error}")),
    };
    Some(fields.iter().filter_map(threshold).collect())
}
