//! Too many checks at once, or too few.

use std::time::Duration;

use super::{change, count, key, share, ObservedConcurrency, ENOUGH};
use crate::fields::Unit;
use crate::finding::{quantity, Component, Recommendation, Severity};

/// The part of checks that may be late or time out for want of room.
const TROUBLE: f64 = 0.05;
/// To say that something was never used it takes more than to say that it was.
const LONG_ENOUGH: Duration = Duration::from_secs(3600);
const CHECKS_ENOUGH: u64 = 1000;
/// So many times the most that was used is far above it.
const FAR_ABOVE: usize = 4;
/// What is so low is no use to lower.
const LEAST: usize = 10;

pub(super) fn advice(seen: &ObservedConcurrency) -> Option<Recommendation> {
    if seen.checks < ENOUGH {
        return None;
    }
    let timed_out = share(seen.timed_out_at_limit, seen.checks);
    let late = share(seen.late, seen.checks);
    let full = seen.most_running >= seen.limit;
    let never = seen.most_running.max(1) * FAR_ABOVE < seen.limit;
    // What times out is also late: more at once would make it worse.
    if full && timed_out >= TROUBLE && seen.limit > 1 {
        Some(high(seen, timed_out))
    } else if full && late >= TROUBLE {
        Some(low(seen, late))
    } else if never && seen.limit > LEAST && seen.watched >= LONG_ENOUGH && seen.checks >= CHECKS_ENOUGH {
        Some(unused(seen))
    } else {
        None
    }
}

fn high(seen: &ObservedConcurrency, timed_out: f64) -> Recommendation {
    let part = quantity(timed_out, Unit::Ratio);
    let mut what = set(seen, "concurrency.high", Severity::Medium, timed_out, seen.limit / 2);
    what.description = format!(
        "{part} of {} checks met their timeout while {} ran at once, as many as may: neither this container nor the \
         servers answer so many in time.",
        seen.checks, seen.limit,
    );
    what.expected_impact =
        format!("Some of the {part} of checks that time out now find out how the server is.");
    what.evidence.readings.push(count("checks_timed_out_at_limit", seen.timed_out_at_limit));
    what
}

fn low(seen: &ObservedConcurrency, late: f64) -> Recommendation {
    let part = quantity(late, Unit::Ratio);
    let mut what = set(seen, "concurrency.low", Severity::Medium, late, seen.limit.max(1) * 2);
    what.description = format!(
        "{part} of {} checks began over a second late or were refused, because all {} workers were busy. A worker \
         waits for the network most of the time and costs little while it does.",
        seen.checks, seen.limit,
    );
    what.expected_impact = "Checks begin when they are due.".to_owned();
    what.evidence.readings.push(count("checks_late", seen.late));
    what
}

fn unused(seen: &ObservedConcurrency) -> Recommendation {
    let mut what = set(seen, "concurrency.unused", Severity::Low, 0.0, (seen.most_running * 2).max(LEAST));
    what.description = format!(
        "Never more than {} of {} checks ran at once. A limit that far above protects nothing: when many servers hang \
         at the same time, it lets {} checks in before it holds back.",
        seen.most_running, seen.limit, seen.limit,
    );
    what.expected_impact =
        "Nothing changes as long as all is well; when servers hang, fewer threads and connections wait for them.".to_owned();
    what
}

fn set(
    seen: &ObservedConcurrency,
    rule: &'static str,
    priority: Severity,
    gain: f64,
    to: usize,
) -> Recommendation {
    let mut what = change(Component::Checker, rule, priority, gain);
    let verb = if to > seen.limit { "Raise" } else { "Lower" };
    what.title = format!("{verb} max_concurrent from {} to {to}.", seen.limit);
    what.actions = vec![key("performance_optimization.concurrent_execution.max_concurrent", to.to_string())];
    what.evidence.window_seconds = Some(seen.watched.as_secs_f64());
    what.evidence.readings = vec![
        count("checks", seen.checks),
        count("checks_at_once_most", seen.most_running as u64),
        count("checks_at_once_limit", seen.limit as u64),
    ];
    what
}
