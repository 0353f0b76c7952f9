//! What to change about how servers are checked, given what happened.
//!
//! [`recommendations`] is a function of plain numbers, each of which a checker, its pools and its caches count anyway.
//! It says nothing where too little happened to tell, and it says a thing about many targets once.
//!
//! The marks below are set so that what is advised changes something that can be measured, not published anywhere; each
//! recommendation names the numbers it rests on.
//!
//! | rule | is said when | what is advised |
//! |---|---|---|
//! | `connection_pool.small` | of 100 requests and more, 5 % waited for a connection, or three were given up for want of one | twice as many connections, of the pool or of a host, whichever ran out |
//! | `cache.short` | of 100 looks and more, 10 % and more found nothing, and a key is fetched again within its time to live after it expired | four times the time to live |
//! | `cache.small` | of 100 looks and more, 10 % put out something that was still good, and the cache is full | twice the size |
//! | `concurrency.unused` | over an hour and 1,000 checks never a quarter of what may run at once did | twice the most that did |
//! | `concurrency.low` | of 100 checks and more, 5 % waited for a worker so long that they were late or refused, all workers being busy | twice as many |
//! | `concurrency.high` | of 100 checks and more, 5 % met their timeout while as many ran as may | half as many |
//! | `target.nagle` | of 10 checks and more, half saw the rest of an answer about 40 ms after its head | the server sets `TCP_NODELAY` |
//! | `target.interval_short` | of 20 checks and more, half take longer than the interval | twice the 99th percentile |
//! | `target.timeout_short` | of 100 checks and more, the 99th percentile is above 80 % of the timeout | twice the 99th percentile |
//! | `target.timeout_long` | of 100 checks and more, the timeout of 5 s and more is over 20 times the 99th percentile | five times the 99th percentile, 1 s at least |

//!
//! Which of two bounds of a pool ran out is counted, not guessed: each request that waits is told apart by whether the
//! pool as a whole had room when it came. `cache.short` is never said of `auth_tokens`, which live for as long as their
//! servers say, nor of outcomes that a caller wanted younger than `results` keeps them: there a longer time to live
//! changes nothing.

mod caches;
mod concurrency;
mod observed;
mod pools;
mod targets;

use crate::fields::{Scope, Unit};
use crate::finding::{
    Action, Category, Component, Effort, Evidence, Measure, Place, Recommendation, Severity,
};

pub use observed::{Observed, ObservedCache, ObservedConcurrency, ObservedPool, ObservedTarget};

/// With fewer requests, looks or checks than this, nothing is said of them.
const ENOUGH: u64 = 100;

/// What to change, most important first; empty where nothing is to be changed or too little is known.
#[must_use]
pub fn recommendations(observed: &Observed) -> Vec<Recommendation> {
    let mut list = Vec::new();
    list.extend(observed.concurrency.iter().filter_map(concurrency::advice));
    list.extend(observed.pools.iter().filter_map(pools::advice));
    list.extend(observed.caches.iter().filter_map(|cache| caches::advice(cache, observed.watched)));
    list.extend(targets::advice(&observed.targets));
    // Stable: what is as good stays in the order in which it was thought of.
    list.sort_by(|a, b| b.priority.cmp(&a.priority).then(b.gain.total_cmp(&a.gain)));
    list
}

/// A change of the configuration, without its words.
fn change(component: Component, rule: &'static str, priority: Severity, gain: f64) -> Recommendation {
    Recommendation {
        component,
        category: Category::Configuration,
        priority,
        rule,
        title: String::new(),
        description: String::new(),
        expected_impact: String::new(),
        gain: if gain.is_finite() { gain.clamp(0.0, 1.0) } else { 0.0 },
        effort: Effort::Low,
        actions: Vec::new(),
        evidence: Evidence::default(),
    }
}

fn key(key: impl Into<String>, value: impl Into<String>) -> Action {
    Action::new(Place::Configuration, key, value)
}

fn count(name: &'static str, value: u64) -> Measure {
    #[allow(clippy::cast_precision_loss)] // Shown with three digits.
    Measure::new(name, value as f64, Unit::Count, Scope::Process)
}

fn seconds(name: &'static str, value: f64) -> Measure {
    Measure::new(name, value, Unit::Seconds, Scope::Process)
}

/// `part / of`; 0 where there is nothing to take a part of.
#[allow(clippy::cast_precision_loss)] // Compared with a few per cent.
fn share(part: u64, of: u64) -> f64 {
    if of == 0 {
        return 0.0;
    }
    part as f64 / of as f64
}

/// The next larger of 1, 2, 3 and 5 times a power of ten, in seconds, as a configuration spells it.
fn round_duration(least_seconds: f64) -> (f64, String) {
    let milliseconds = (least_seconds * 1e3).max(1.0);
    let decade = 10_f64.powf(milliseconds.log10().floor());
    // A little less, because a thousand may have become 1,000.0000001.
    let steps = [1.0, 2.0, 3.0, 5.0, 10.0];
    let step = steps.into_iter().find(|step| milliseconds <= decade * step * (1.0 + 1e-9)).unwrap_or(10.0);
    let rounded = decade * step;
    let text = if rounded < 1e3 { format!("{rounded:.0}ms") } else { format!("{:.0}s", rounded / 1e3) };
    (rounded / 1e3, text)
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;
