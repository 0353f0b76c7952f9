//! Caches that forget too early.

use std::time::Duration;

use super::{change, count, key, round_duration, seconds, share, ObservedCache, ENOUGH};
use crate::fields::Unit;
use crate::finding::{quantity, Component, Recommendation, Severity};

/// The part of looks that may find nothing, or put out what was still good.
const MISSES: f64 = 0.1;
/// How often each key must have been fetched, on average, to tell how often it is.
const FETCHES_OF_A_KEY: f64 = 4.0;
/// How much longer an entry is to be kept.
const LONGER: f64 = 4.0;

/// The same for as long as they are good, which their issuer says: a longer time to live changes nothing.
const TOKENS: &str = "auth_tokens";

pub(super) fn advice(cache: &ObservedCache, watched: Duration) -> Option<Recommendation> {
    let looks = cache.hits + cache.misses;
    if looks < ENOUGH {
        return None;
    }
    // One that is full forgets for want of room, whatever the time to live.
    small(cache, looks).or_else(|| short(cache, looks, watched))
}

fn small(cache: &ObservedCache, looks: u64) -> Option<Recommendation> {
    let lost = share(cache.evictions, looks);
    let full = cache.entries * 10 >= cache.most_entries * 9;
    if lost < MISSES || !full {
        return None;
    }
    let more = cache.most_entries.max(1) * 2;
    let mut what = change(Component::Cache(cache.category.clone()), "cache.small", Severity::Medium, lost);
    what.title =
        format!("Raise max_size of the cache {} from {} to {more}.", cache.category, cache.most_entries);
    what.description = format!(
        "It is full, and {} entries made way for others while they were still good: of {looks} looks, {} found \
         something.",
        cache.evictions,
        quantity(share(cache.hits, looks), Unit::Ratio),
    );
    what.expected_impact = "What is asked for again is still there, if twice as many fit.".to_owned();
    what.actions =
        vec![key(format!("performance_optimization.caching.{}.max_size", cache.category), more.to_string())];
    what.evidence.readings = readings(cache);
    what.evidence.readings.push(count("cache_evictions", cache.evictions));
    Some(what)
}

#[allow(clippy::cast_precision_loss)] // A mean.
fn short(cache: &ObservedCache, looks: u64, watched: Duration) -> Option<Recommendation> {
    let ttl = cache.ttl.as_secs_f64();
    let keys = cache.entries as f64;
    if &*cache.category == TOKENS || share(cache.misses, looks) < MISSES || ttl <= 0.0 || keys < 1.0 {
        return None;
    }
    let fetches_of_a_key = cache.fetches as f64 / keys;
    let between = watched.as_secs_f64() / fetches_of_a_key;
    // Later than that, it is not the time to live that makes it be fetched again.
    if fetches_of_a_key < FETCHES_OF_A_KEY || between > 2.0 * ttl {
        return None;
    }
    let (longer, text) = round_duration(ttl * LONGER);
    let fewer = 1.0 - (between / longer).min(1.0);
    let gain = fewer * share(cache.misses, looks);
    let mut what = change(Component::Cache(cache.category.clone()), "cache.short", Severity::Low, gain);
    let (of, now) = (&cache.category, quantity(ttl, Unit::Seconds));
    what.title = format!("Raise ttl of the cache {of} from {now} to {text}.");
    what.description = format!(
        "Each of its {} keys is fetched again about every {}, soon after it expired: of {looks} looks, {} found \
         something. What changes at the source is seen later by as much.",
        cache.entries,
        quantity(between, Unit::Seconds),
        quantity(share(cache.hits, looks), Unit::Ratio),
    );
    what.expected_impact = format!("About {} fewer fetches.", quantity(fewer, Unit::Ratio));
    what.actions = vec![key(format!("performance_optimization.caching.{of}.ttl"), text)];
    what.evidence.window_seconds = Some(watched.as_secs_f64());
    what.evidence.readings = readings(cache);
    what.evidence.readings.push(count("cache_fetches", cache.fetches));
    what.evidence.readings.push(seconds("cache_ttl_seconds", ttl));
    Some(what)
}

fn readings(cache: &ObservedCache) -> Vec<crate::finding::Measure> {
    vec![
        count("cache_hits", cache.hits),
        count("cache_misses", cache.misses),
        count("cache_entries", cache.entries as u64),
        count("cache_most_entries", cache.most_entries as u64),
    ]
}
