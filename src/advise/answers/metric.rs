//! Metrics that the host feeds with a limit: connection pools, queues, whatever it counts.

use crate::fields::Unit;
use crate::finding::{quantity, Category, Component, Effort};

use super::growth::{span, Growth};
use super::limits::FILL;
use super::places::{command, program};
use super::{Answer, Case, Remedy};

/// Words in the name of a metric that tell a pool of database connections.
const DATABASE: &[&str] = &["pool", "connection", "database", "db_"];

pub(super) fn used(case: &Case, list: &mut Vec<Answer>) {
    let Component::Metric(name) = &case.finding.component else { return };
    let database = is_database(name);
    let (value, limit) = numbers(case, name);
    let share = quantity(case.finding.current.value, Unit::Ratio);
    let cost = case.cost();
    let why = match (value, limit) {
        (Some(value), Some(limit)) => format!(
            "{} of {} are in use, {share}.",
            quantity(value, Unit::Count),
            quantity(limit, Unit::Count)
        ),
        _ => format!("{share} of its limit is in use."),
    };
    // A whole number only where the limit is one: a share or a rate may be below 1.
    let whole = limit.is_none_or(|limit| limit.fract() == 0.0 && limit > 1.0);
    let steps = if whole { 1.0 } else { 100.0 };
    let to = value.map(|value| (value / FILL * steps - 1e-9).ceil() / steps);
    let spoken = to.map(|to| quantity(to, Unit::Count));
    let title = match &spoken {
        Some(to) if database => {
            format!("Hold connections of {name} for less time, or raise its limit to {to}.")
        }
        Some(to) => format!("Bring {name} below 80 % of its limit, or raise the limit to {to}."),
        None if database => format!("Hold connections of {name} for less time, or raise its limit."),
        None => format!("Bring {name} below 80 % of its limit."),
    };
    let effect = match &spoken {
        Some(to) => {
            format!("With a limit of {to} the same use is 80 % of it, and nothing waits or is refused.")
        }
        None => "Nothing waits or is refused.".to_owned(),
    };
    let mut actions = Vec::new();
    if let Some(to) = spoken {
        actions.push(program(&format!("limit of {name}"), to));
    }
    let category = if database {
        actions.push(program(
            "",
            "return a connection before slow work that does not need it; look for queries that hold it long",
        ));
        actions.push(command(
            "PostgreSQL: connections by state, and the oldest of each",
            "psql -c \"select state, count(*), max(now() - state_change) from pg_stat_activity group by state\"",
        ));
        Category::Database
    } else {
        actions.push(program("", format!("take in less, or work off faster, what {name} counts")));
        Category::Application
    };
    list.push(
        case.answer(Remedy::Metric, category, Effort::Medium, title)
            .why(why)
            .wins(cost, effect)
            .by(actions)
            .amount(case.finding.current.value),
    );
}

/// It grows without end: what comes in is more than what is worked off or given back.
pub(super) fn filling(case: &Case, list: &mut Vec<Answer>) {
    let Component::Metric(name) = &case.finding.component else { return };
    let growth = Growth::of(case.finding);
    let (Some(left), Some(within)) = (growth.left, growth.act_within()) else { return };
    let (_, limit) = numbers(case, name);
    let limit = limit.map_or_else(String::new, |limit| format!(" of {}", quantity(limit, Unit::Count)));
    let pace = growth.pace();
    let (category, act, why) = if is_database(name) {
        (
            Category::Database,
            "look for connections that are taken and never returned, after an error most of all",
            "More are taken than come back",
        )
    } else {
        (
            Category::Application,
            "take in less, or work off faster; look for what is put in and never taken out",
            "More comes in than goes out",
        )
    };
    let title =
        format!("Stop the growth of {name} within {}, before it reaches its limit{limit}.", span(within));
    list.push(
        case.answer(Remedy::MetricGrowth, category, Effort::Medium, title)
            .why(format!(
                "{why}: it grows{pace} and is full in {}. A higher limit only puts that off.",
                span(left)
            ))
            .wins(case.cost(), format!("It does not fill up in {}.", span(left)))
            .by(vec![program(&format!("growth of {name}"), act)])
            .amount(1.0 / within.max(1.0)),
    );
}

fn is_database(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    DATABASE.iter().any(|word| lower.contains(word))
}

/// The value and its limit, as the evidence has them.
fn numbers(case: &Case, name: &str) -> (Option<f64>, Option<f64>) {
    let ratio = case.finding.current.value;
    let readings = &case.finding.evidence.readings;
    let known =
        |name: &str| readings.iter().find(|reading| reading.name == name).map(|reading| reading.value);
    let limit = known(&format!("{name}_limit"));
    let value = known(name).or_else(|| limit.map(|limit| limit * ratio));
    let sensible = |value: &f64| value.is_finite() && *value > 0.0;
    (value.filter(sensible), limit.filter(sensible))
}

#[cfg(test)]
#[path = "metric_tests.rs"]
mod tests;
