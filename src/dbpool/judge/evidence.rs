//! What a finding of a pool rests on.

use super::table::Source;
use super::view::View;
use crate::fields::{Scope, Unit};
use crate::finding::{Evidence, Measure};

/// The readings of a pool or its database that a reader would look at first, as far as they are known, and those of the
/// finding's own.
pub(super) fn of(view: &View, source: Source, own: &[(&'static str, Option<f64>, Unit)]) -> Evidence {
    let (window, common) = match source {
        Source::Pool => (view.recent.as_ref().map(|recent| recent.seconds), pool(view)),
        Source::Database => (view.database_recent.as_ref().map(|recent| recent.seconds), queries(view)),
    };
    let mut readings: Vec<Measure> = Vec::new();
    for (name, value, unit) in own.iter().copied().chain(common) {
        let known = readings.iter().any(|reading| reading.name == name);
        if let Some(value) = value.filter(|_| !known) {
            readings.push(Measure::new(name, value, unit, Scope::Process));
        }
    }
    Evidence { window_seconds: window, readings }
}

fn pool(view: &View) -> Vec<(&'static str, Option<f64>, Unit)> {
    let recent = view.recent.as_ref();
    vec![
        ("pool_in_use", view.in_use().or_else(|| view.stat(|stats| stats.in_use)), Unit::Count),
        ("pool_size", view.most(), Unit::Count),
        ("pool_waiting", view.stat(|stats| stats.waiting), Unit::Count),
        ("pool_arrivals_per_second", recent.and_then(|recent| recent.arrivals_per_second), Unit::PerSecond),
        ("pool_use_seconds", recent.and_then(|recent| recent.use_seconds), Unit::Seconds),
        ("pool_wait_seconds", recent.and_then(|recent| recent.wait_seconds), Unit::Seconds),
    ]
}

fn queries(view: &View) -> Vec<(&'static str, Option<f64>, Unit)> {
    let recent = view.database_recent.as_ref();
    vec![
        ("database_connections", view.value(|values| values.connections), Unit::Count),
        ("database_connections_active", view.value(|values| values.connections_active), Unit::Count),
        ("database_query_seconds", recent.and_then(|recent| recent.query_seconds), Unit::Seconds),
        (
            "database_transactions_per_second",
            recent.and_then(|recent| recent.transactions_per_second),
            Unit::PerSecond,
        ),
        ("pool_in_use", view.stat(|stats| stats.in_use), Unit::Count),
    ]
}
