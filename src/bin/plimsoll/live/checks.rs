//! The servers of a file, as the live page lists them.

use plimsoll::checker::TargetState;
use plimsoll::finding::Status;
use plimsoll::report::{latency, percent};
use serde::Serialize;

use crate::words::harmless;

/// Rows at most: what does not work comes first, and more than that nobody reads on a page.
const MOST: usize = 25;

/// The servers of a file.
#[derive(Debug, Serialize)]
pub struct Checks {
    healthy: usize,
    degraded: usize,
    unhealthy: usize,
    unknown: usize,
    /// The worst first, then by name.
    rows: Vec<Row>,
    /// How many there are beside.
    more: usize,
}

#[derive(Debug, Serialize)]
struct Row {
    name: String,
    status: &'static str,
    /// Of the latest outcome; nothing before the first.
    reason: &'static str,
    message: String,
    /// Since when it is so.
    since_unix_seconds: Option<f64>,
    took: String,
    availability: String,
}

impl Checks {
    pub fn of(states: &[TargetState]) -> Self {
        let count = |status| states.iter().filter(|state| state.status == status).count();
        let mut order: Vec<&TargetState> = states.iter().collect();
        let first = order.len().min(MOST);
        if order.len() > MOST {
            order.select_nth_unstable_by(MOST, |a, b| rank(a).cmp(&rank(b)));
        }
        order[..first].sort_by(|a, b| rank(a).cmp(&rank(b)));
        Checks {
            healthy: count(Status::Healthy),
            degraded: count(Status::Degraded),
            unhealthy: count(Status::Unhealthy),
            unknown: count(Status::Unknown),
            rows: order[..first].iter().map(|state| row(state)).collect(),
            more: order.len() - first,
        }
    }
}

fn rank(state: &TargetState) -> (u8, &str) {
    let worse = match state.status {
        Status::Unhealthy => 0,
        Status::Degraded => 1,
        Status::Unknown => 2,
        Status::Healthy => 3,
    };
    (worse, &state.name)
}

#[allow(clippy::cast_precision_loss)] // A moment.
fn row(state: &TargetState) -> Row {
    let last = state.last.as_deref();
    let asked = last.filter(|last| last.alive.is_some());
    Row {
        name: harmless(&state.name).into_owned(),
        status: state.status.name(),
        reason: last.map_or("", |last| last.reason.name()),
        message: last.map_or_else(String::new, |last| harmless(&last.message).into_owned()),
        since_unix_seconds: state.since_unix_ns.map(|ns| ns as f64 / 1e9),
        took: asked.map_or_else(|| "–".to_owned(), |last| latency(last.phases.total.as_secs_f64())),
        availability: state.history.availability.hour.map_or_else(|| "–".to_owned(), percent),
    }
}
