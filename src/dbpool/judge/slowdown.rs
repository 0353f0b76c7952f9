//! Uses and statements that take longer than they did.

use super::view::{View, RECENT};
use super::window::median;
use crate::dbpool::Interval;

/// What took how long before, and now.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Slowdown {
    /// `query time`, or `time in use`.
    pub what: &'static str,
    /// The middle of what it was, in seconds.
    pub before: f64,
    /// What it is, in seconds.
    pub now: f64,
}

/// The latest seconds are not yet history.
const LATEST: f64 = 30.0;

/// History is known from so many intervals on.
const LEAST_HISTORY: usize = 10;

/// From so many uses on a mean means something.
const LEAST_USES: f64 = 20.0;

/// Less than this does not matter to anybody, in seconds.
const LEAST: f64 = 0.010;

/// By how much statements, or else uses, take longer than they did.
pub(super) fn factor(view: &View) -> Option<f64> {
    let slow = [queries(view), uses(view)];
    slow.into_iter().flatten().map(|slow| slow.now / slow.before).reduce(f64::max)
}

/// The one that has grown more.
pub(super) fn slowdown(view: &View) -> Option<Slowdown> {
    let both = [queries(view), uses(view)];
    both.into_iter().flatten().max_by(|a, b| (a.now / a.before).total_cmp(&(b.now / b.before)))
}

fn uses(view: &View) -> Option<Slowdown> {
    let recent = view.settled()?;
    // One long use that ends makes the mean of the interval in which it does, and of no other.
    let mut latest: Vec<f64> = view.over(RECENT).filter_map(|interval| interval.use_seconds).collect();
    latest.retain(|hold| *hold > 0.0);
    let now = recent.use_seconds?.min(median(&mut latest)?);
    let uses = recent.served()?;
    let end = recent.end_seconds - LATEST;
    let before = view.history().filter(|interval| interval.end_seconds <= end);
    let mut each: Vec<f64> = before.clone().filter_map(|interval| interval.use_seconds).collect();
    let whole = Interval::joined(before)?;
    // Where few uses are long the middle of the means lies below what is usual.
    let before = usual(&mut each)?.max(whole.use_seconds?);
    // Heavy tails make means jump.
    let error = whole.use_variation.map_or(0.0, |variation| before * (variation / uses).sqrt());
    let real = uses >= LEAST_USES && now >= LEAST && now > before + 5.0 * error;
    Some(Slowdown { what: "time in use", before, now: if real { now } else { before } })
}

fn queries(view: &View) -> Option<Slowdown> {
    let recent = view.database_recent.as_ref()?;
    // So does one long statement.
    let latest = view.database_history().rev().filter_map(|interval| interval.query_seconds);
    let now = latest.take(2).fold(recent.query_seconds?, f64::min);
    let count = recent.queries_per_second? * recent.seconds;
    let end = recent.end_seconds - LATEST;
    let before = view.database_history().filter(|interval| interval.end_seconds <= end);
    let mut each: Vec<f64> = before.filter_map(|interval| interval.query_seconds).collect();
    let before = usual(&mut each)?;
    let real = count >= LEAST_USES && now >= LEAST;
    Some(Slowdown { what: "query time", before, now: if real { now } else { before } })
}

fn usual(each: &mut [f64]) -> Option<f64> {
    if each.len() < LEAST_HISTORY {
        return None;
    }
    median(each).filter(|middle| *middle > 0.0)
}

#[cfg(test)]
#[path = "slowdown_tests.rs"]
mod tests;
