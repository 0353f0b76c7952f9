//! How much is asked: a rate, users, or stages one by one.

use std::ops::RangeInclusive;
use std::time::Duration;

use super::shape::Shape;
use crate::config::field::Field;
use crate::config::keys;
use crate::config::section::Section;
use crate::config::tree::{Quoted, Value};
use crate::load::{Model, Stage};

const RATES: RangeInclusive<f64> = 0.001..=1e6;
const USERS: RangeInclusive<u32> = 1..=100_000;
const LONGEST: RangeInclusive<Duration> = Duration::from_millis(1)..=Duration::from_secs(30 * 86_400);

/// What a scenario says of how much; one of them.
const WAYS: [&str; 4] = ["rate", "users", "concurrent_users", "stages"];

/// The levels that scenarios have which say none.
#[derive(Debug, Default)]
pub(super) struct Levels {
    users: Option<Vec<f64>>,
    counts: Option<Vec<usize>>,
}

impl Levels {
    pub fn read(section: &Section<'_>) -> Self {
        Levels {
            users: section.field("concurrent_users").and_then(|field| users(&field)),
            counts: section.field("server_counts").and_then(|field| counts(&field)),
        }
    }

    /// Those of a scenario.
    pub fn stages(
        &self,
        section: &Section<'_>,
        shape: &Shape,
        servers: usize,
    ) -> Option<(Model, Vec<Stage>)> {
        let ways: Vec<&str> = WAYS.into_iter().filter(|way| section.has(way)).collect();
        if let [first, second, ..] = ways.as_slice() {
            let field = section.field(second)?;
            return field.wrong(format_args!(
                "does not go with {}: a scenario has one of {}",
                Quoted(first),
                WAYS.join(", ")
            ));
        }
        let own = section.field("server_counts").and_then(|field| fitting(&field, counts(&field)?, servers));
        let counts = own.or_else(|| self.fitting(servers));
        let way = ways.first().copied();
        if way != Some("stages") && section.has("model") {
            section
                .field("model")?
                .wrong::<()>("goes with `stages`: `rate` is an open model, `users` a closed one");
        }
        contradictions(section, way);
        let (model, levels) = match way {
            None => match &self.users {
                Some(users) => (Model::Closed, users.clone()),
                None => {
                    section
                        .wrong(format_args!("does not say how much to ask: give one of {}", WAYS.join(", ")));
                    return None;
                }
            },
            Some("stages") => return listed(section, servers),
            Some("rate") => (Model::Open, many(&section.field("rate")?, |field| field.number(RATES))?),
            Some(key) => (Model::Closed, users(&section.field(key)?)?),
        };
        Some((model, made(&levels, counts.as_deref(), shape)))
    }

    /// Those of the section itself, if it has any.
    pub fn alone(&self, section: &Section<'_>, shape: &Shape, servers: usize) -> Option<(Model, Vec<Stage>)> {
        let Some(users) = &self.users else {
            if let Some(field) = section.field("server_counts") {
                field.wrong::<()>(
                    "needs `concurrent_users` or `scenarios` beside it: how much is asked of so many servers",
                );
            }
            return None;
        };
        let counts =
            section.field("server_counts").and_then(|field| fitting(&field, self.counts.clone()?, servers));
        Some((Model::Closed, made(users, counts.as_deref(), shape)))
    }

    fn fitting(&self, servers: usize) -> Option<Vec<usize>> {
        let counts: Vec<usize> =
            self.counts.iter().flatten().copied().filter(|count| *count <= servers).collect();
        (!counts.is_empty()).then_some(counts)
    }
}

/// What would be left out without a word.
fn contradictions(section: &Section<'_>, way: Option<&str>) {
    let (keys, why): (&[&str], &str) = match way {
        Some("stages") => (
            &["duration", "duration_seconds", "ramp_up", "warm_up", "ramp_down"],
            "does not go with `stages`, each of which says how long it is",
        ),
        Some("rate") => (&["think"], "is of users: requests of a `rate` begin when they are due"),
        Some(_) => (&["connections"], "is of a `rate`: each user has one of his own"),
        None => return,
    };
    for field in keys.iter().filter_map(|key| section.field(key)) {
        field.wrong::<()>(why);
    }
}

fn made(levels: &[f64], counts: Option<&[usize]>, shape: &Shape) -> Vec<Stage> {
    match (counts, levels) {
        (Some(counts), _) => shape.around.steps_over(counts, levels, shape.duration),
        (None, [level]) => shape.around.held(*level, shape.duration),
        (None, _) => shape.around.steps(levels, shape.duration),
    }
}

/// One or several.
fn many<T>(field: &Field<'_>, read: impl Fn(&Field<'_>) -> Option<T>) -> Option<Vec<T>> {
    if !matches!(field.node.value, Value::List(_)) {
        return read(field).map(|one| vec![one]);
    }
    let fields = field.list()?;
    if fields.is_empty() {
        return field.wrong("is empty");
    }
    fields.iter().map(read).collect()
}

fn users(field: &Field<'_>) -> Option<Vec<f64>> {
    many(field, |field| field.count(USERS).map(f64::from))
}

fn counts(field: &Field<'_>) -> Option<Vec<usize>> {
    many(field, |field| field.count(1..=100_000_u32).map(|count| count as usize))
}

/// Those for which there are servers; of the others it is noted, for a list may be meant for more files than one.
fn fitting(field: &Field<'_>, counts: Vec<usize>, servers: usize) -> Option<Vec<usize>> {
    let (fit, beyond): (Vec<usize>, Vec<usize>) = counts.into_iter().partition(|count| *count <= servers);
    if !beyond.is_empty() {
        let beyond: Vec<String> = beyond.iter().map(ToString::to_string).collect();
        field.note(format_args!("has {}, and there are {servers} servers: left out", beyond.join(", ")));
    }
    (!fit.is_empty()).then_some(fit)
}

/// `stages`: each goes from where the one before ended, or holds a level.
fn listed(section: &Section<'_>, servers: usize) -> Option<(Model, Vec<Stage>)> {
    section.needs("model");
    let model = section.choice("model", &[("open", Model::Open), ("closed", Model::Closed)]);
    let mut level = 0.0;
    let mut stages = Vec::new();
    let fields = section.list("stages")?;
    let all = fields.len();
    for field in fields {
        let Some(stage) = stage(&field, level, servers) else { continue };
        level = stage.to;
        stages.push(stage);
    }
    (stages.len() == all).then_some((model?, stages))
}

fn stage(field: &Field<'_>, before: f64, servers: usize) -> Option<Stage> {
    let section = field.section(keys::STAGE)?;
    section.needs("for");
    let duration = section.duration("for", LONGEST);
    let level = |key| section.number(key, 0.0..=1e6);
    let stage = match (section.has("at"), section.has("to")) {
        (true, false) if !section.has("from") => Stage::hold(level("at")?, duration?),
        (false, true) => {
            let from = if section.has("from") { level("from")? } else { before };
            Stage::ramp(from, level("to")?, duration?)
        }
        _ => {
            return field
                .wrong("has either `at`, a level to hold, or `to`, a level to go to, perhaps with `from`")
        }
    };
    let count = section.field("server_count").and_then(|field| {
        let count = field.count(1..=100_000_u32)? as usize;
        if count > servers {
            return field.wrong(format_args!("is {count}, and the scenario has {servers} servers"));
        }
        Some(count)
    });
    Some(Stage {
        name: section.text("name").unwrap_or_default().to_owned(),
        measured: section.boolean("measured").unwrap_or(stage.measured),
        targets: count,
        ..stage
    })
}
