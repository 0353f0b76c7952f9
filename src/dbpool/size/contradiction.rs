//! Numbers that cannot be together: most often a time in another unit.

use super::demand::same_size;
use super::variability::percentile;
use crate::dbpool::{Interval, PoolStats};

/// So many times what can be is no matter of when it was looked.
const MANY: f64 = 2.0;
/// Of a pool that may open more than it tells.
const MORE: f64 = 1.5;
/// The same of connections in use that were only looked at now and then: a moment at which few are in use may be when it is
/// looked.
const FAR_MORE: f64 = 30.0;
/// What opening a connection may take beyond the time that a request waits for one, in seconds.
const OPENING: f64 = 10.0;

/// Why nothing can be computed from this, and what to look at.
pub(super) fn contradiction(intervals: &[Interval], most: Option<f64>, stats: &PoolStats) -> Option<String> {
    let own: Vec<&Interval> = intervals.iter().filter(|one| same_size(one.most, most)).collect();
    uses(&own, most, stats).or_else(|| waits(&own, stats))
}

/// Connections in use by what was given back, against those that there are.
fn uses(own: &[&Interval], most: Option<f64>, stats: &PoolStats) -> Option<String> {
    // The middle one: long uses are counted when they end, and then all of them.
    let used = middle(own, |one| {
        let served = one.arrivals_per_second? - one.timeouts_per_second.unwrap_or(0.0);
        Some(if served > 0.0 { served * one.use_seconds? } else { 0.0 })
    })?;
    let seen = own.iter().filter_map(|one| one.in_use_peak).reduce(f64::max);
    let times = if stats.in_use_peak.is_some() { MANY } else { FAR_MORE };
    // Where neither overflow nor what is in use is told, there may be more than `size`.
    let untold = seen.is_none() && stats.max_overflow.is_none();
    let most = most.filter(|most| used > if untold { MORE } else { MANY } * most);
    let seen = seen.filter(|seen| used > times * seen.max(1.0));
    let but = match (most, seen) {
        (Some(most), _) => format!("the pool can have {most:.0}"),
        (None, Some(seen)) => format!("no more than {seen:.0} were seen"),
        (None, None) => return None,
    };
    let overflow = if untold {
        " Or does the pool open more than `size`? Then report `max_overflow`, or leave `size` out."
    } else {
        ""
    };
    Some(format!(
        "By `use_seconds` {used:.0} connections are in use on average, and {but}: is `use_seconds` in milliseconds? It is the \
         sum of all uses, in seconds.{overflow}"
    ))
}

/// Mean waits against the longest one, and the longest that there can be.
fn waits(own: &[&Interval], stats: &PoolStats) -> Option<String> {
    let waited = middle(own, |one| one.wait_seconds.filter(|wait| *wait > 0.0))?;
    let peak = middle(own, |one| one.wait_peak_seconds.filter(|peak| *peak > 0.0));
    let peak = peak.filter(|peak| waited > MANY * peak);
    let timeout = stats.timeout_seconds.filter(|timeout| *timeout > 0.0 && waited > MANY * timeout + OPENING);
    let but = match (peak, timeout) {
        (Some(peak), _) => format!("`wait_peak_seconds` tells of no longer wait than {peak} s"),
        (None, Some(timeout)) => format!("it gives up after `timeout_seconds`, {timeout} s"),
        (None, None) => return None,
    };
    Some(format!(
        "By `wait_seconds` a request waits for {waited:.3} s on average, and {but}: is `wait_seconds` in milliseconds? It is the \
         sum of all waits, in seconds."
    ))
}

fn middle(own: &[&Interval], value: impl Fn(&Interval) -> Option<f64>) -> Option<f64> {
    let mut values: Vec<f64> = own.iter().filter_map(|one| value(one)).collect();
    values.sort_by(f64::total_cmp);
    (!values.is_empty()).then(|| percentile(&values, 0.5))
}

#[cfg(test)]
#[path = "contradiction_tests.rs"]
mod tests;
