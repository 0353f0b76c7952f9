//! How checks are run: `performance_optimization.concurrent_execution`, `batch_processing` and `resource_limits`.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;
use std::time::Duration;

use super::caching;
use super::pools;
use super::synonyms;
use super::written::Written;
use crate::cache::{CacheOptions, CategoryOptions};
use crate::config::field::Field;
use crate::config::keys;
use crate::config::section::Section;
use crate::config::server::INTERVALS;
use crate::probe::{PoolOptions, ProbeOptions};
use crate::sched::{BatchOptions, BreakerOptions, DebounceOptions, RetryOptions};

const CONCURRENT: RangeInclusive<u64> = 1..=1_024;
const QUEUE: RangeInclusive<u64> = 1..=1_000_000;
const FEW: RangeInclusive<u32> = 1..=100;
const SHORT: RangeInclusive<Duration> = Duration::from_millis(1)..=Duration::from_secs(3600);
const LONG: RangeInclusive<Duration> = Duration::from_millis(1)..=Duration::from_secs(86_400);
const WAITS: RangeInclusive<Duration> = Duration::ZERO..=Duration::from_secs(3600);

/// How checks are run.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct CheckerSettings {
    /// Checks at the same time at most; 1 to 1,024, 50 by default.
    pub max_concurrent: usize,
    /// Checks to one host (host and port) at the same time at most; 10 by default, and never more than
    /// `max_concurrent`.
    pub max_concurrent_per_host: usize,
    /// Checks that may wait at most; 1 to 1,000,000, 1,000 by default.
    pub queue: usize,
    /// How often a server is checked that does not say so itself; 100 ms to 7 days, 60 s by default.
    pub interval: Duration,
    /// By how much an interval is made shorter or longer at random; 0 to 0.5 of it, 0.1 by default.
    pub jitter: f64,
    /// How often a server is checked that is not healthy; where it is missing, a quarter of its interval, 1 s at least.
    pub unhealthy_interval: Option<Duration>,
    /// How long a check waits to be admitted; 0 to 1 h, 5 s by default.
    pub admission_wait: Duration,
    /// When what failed is tried again: 1 to 100 attempts, delays of 1 ms to 1 h.
    pub retry: RetryOptions,
    /// When a server is left alone: after 1 to 100 failures, for 1 ms to 1 day.
    pub breaker: BreakerOptions,
    /// How many outcomes in a row it takes to show another status; each 1 to 100.
    pub debounce: DebounceOptions,
    /// What goes together: 1 to 100,000 checks and never more than may wait, 1 ms to 1 h.
    pub batch: BatchOptions,
    /// Connections for MCP.
    pub mcp_pool: PoolOptions,
    /// Connections for REST.
    pub rest_pool: PoolOptions,
    /// What is kept.
    pub caches: CacheOptions,
    /// Categories of the host's own, by name; at most 32, 300 s and 1,000 entries by default.
    pub categories: BTreeMap<String, CategoryOptions>,
}

impl Default for CheckerSettings {
    fn default() -> Self {
        CheckerSettings {
            max_concurrent: 50,
            max_concurrent_per_host: 10,
            queue: 1_000,
            interval: Duration::from_secs(60),
            jitter: 0.1,
            unhealthy_interval: None,
            admission_wait: Duration::from_secs(5),
            retry: RetryOptions::default(),
            breaker: BreakerOptions::default(),
            debounce: DebounceOptions::default(),
            batch: BatchOptions::default(),
            mcp_pool: PoolOptions::default(),
            rest_pool: PoolOptions::default(),
            caches: CacheOptions::default(),
            categories: BTreeMap::new(),
        }
    }
}

impl CheckerSettings {
    /// The connections and caches of a [`ProbeContext`](crate::probe::ProbeContext).
    #[must_use]
    pub fn probe(&self) -> ProbeOptions {
        ProbeOptions {
            mcp_pool: self.mcp_pool.clone(),
            rest_pool: self.rest_pool.clone(),
            ..ProbeOptions::default()
        }
    }
}

/// What is held against other sections.
pub(super) struct Checks<'a> {
    pub settings: CheckerSettings,
    pub max_concurrent: Option<Written<'a, usize>>,
    /// What is said of both pools, for servers that do not say it themselves.
    pub connect_timeout: Option<Duration>,
}

pub(super) fn read<'a>(root: &Field<'a>, performance: Option<&Section<'a>>) -> Checks<'a> {
    let sub = |key, keys| performance.and_then(|section| section.section(key, keys));
    let mut settings = CheckerSettings::default();

    // Only its keys: what they mean is looked for by every name that it has.
    drop(sub("resource_limits", keys::RESOURCE_LIMITS));
    let max_concurrent = synonyms::agreed(root, synonyms::CHECKS, |_, field| count(field, CONCURRENT));
    settings.max_concurrent = max_concurrent.as_ref().map_or(settings.max_concurrent, |most| most.value);
    let queue = synonyms::agreed(root, synonyms::QUEUE, |_, field| count(field, QUEUE));
    settings.queue = queue.as_ref().map_or(settings.queue, |most| most.value);
    let few = |names| synonyms::agreed(root, names, |_, field| field.count(FEW)).map(|few| few.value);
    settings.debounce.rise = few(synonyms::RISE).unwrap_or(settings.debounce.rise);
    settings.debounce.fall = few(synonyms::FALL).unwrap_or(settings.debounce.fall);

    settings.max_concurrent_per_host = settings.max_concurrent_per_host.min(settings.max_concurrent);
    if let Some(section) = sub("concurrent_execution", keys::CONCURRENT_EXECUTION) {
        execution(&section, max_concurrent.as_ref(), &mut settings);
    }
    if let Some(section) = sub("batch_processing", keys::BATCH_PROCESSING) {
        settings.batch = batch(&section, queue.as_ref(), settings.batch, settings.queue);
    }
    settings.batch.size = settings.batch.size.min(settings.queue);
    let pools = pools::read(root, performance);
    (settings.mcp_pool, settings.rest_pool) = (pools.mcp, pools.rest);
    (settings.caches, settings.categories) = caching::read(root, performance);
    Checks { settings, max_concurrent, connect_timeout: pools.connect_timeout }
}

fn execution(
    section: &Section<'_>,
    max_concurrent: Option<&Written<'_, usize>>,
    settings: &mut CheckerSettings,
) {
    let per_host = Written::of(section, "max_concurrent_per_host", |field| count(field, CONCURRENT));
    if let Some(per_host) = per_host {
        per_host.at_most_or(max_concurrent, "max_concurrent", &settings.max_concurrent);
        settings.max_concurrent_per_host = per_host.value;
    }
    let interval = Written::of(section, "interval", |field| field.duration(INTERVALS));
    settings.interval = interval.as_ref().map_or(settings.interval, |interval| interval.value);
    if let Some(unhealthy) = Written::of(section, "unhealthy_interval", |field| field.duration(INTERVALS)) {
        unhealthy.at_most_or(interval.as_ref(), "interval", &settings.interval);
        settings.unhealthy_interval = Some(unhealthy.value);
    }
    if let Some(jitter) = section.field("jitter").and_then(|field| field.share(0.0..=0.5)) {
        settings.jitter = jitter;
    }
    if let Some(wait) = section.duration("admission_wait", WAITS) {
        settings.admission_wait = wait;
    }
    if let Some(section) = section.section("retry", keys::RETRY) {
        settings.retry = retry(&section, settings.retry);
    }
    if let Some(section) = section.section("breaker", keys::BREAKER) {
        settings.breaker = breaker(&section, settings.breaker);
    }
}

fn retry(section: &Section<'_>, default: RetryOptions) -> RetryOptions {
    let attempts = section.field("attempts").and_then(|field| field.count(FEW));
    let most = Written::of(section, "most", |field| field.duration(SHORT));
    let base = Written::of(section, "base", |field| field.duration(SHORT));
    if let Some(base) = &base {
        base.at_most_or(most.as_ref(), "most", &default.most);
    }
    let most = most.map_or(default.most, |most| most.value);
    RetryOptions {
        attempts: attempts.unwrap_or(default.attempts),
        base: base.map_or(default.base, |base| base.value).min(most),
        most,
    }
}

fn breaker(section: &Section<'_>, default: BreakerOptions) -> BreakerOptions {
    let few = |key| section.field(key).and_then(|field| field.count(FEW));
    let longest = Written::of(section, "longest_open", |field| field.duration(LONG));
    let open_for = Written::of(section, "open_for", |field| field.duration(LONG));
    if let Some(open_for) = &open_for {
        open_for.at_most_or(longest.as_ref(), "longest_open", &default.longest_open);
    }
    let longest_open = longest.map_or(default.longest_open, |longest| longest.value);
    BreakerOptions {
        failures: few("failures").unwrap_or(default.failures),
        open_for: open_for.map_or(default.open_for, |open_for| open_for.value).min(longest_open),
        longest_open,
        half_open: few("half_open").unwrap_or(default.half_open),
    }
}

fn batch(
    section: &Section<'_>,
    queue: Option<&Written<'_, usize>>,
    default: BatchOptions,
    most: usize,
) -> BatchOptions {
    let size = Written::of(section, "batch_size", |field| count(field, 1..=100_000));
    if let Some(size) = &size {
        size.at_most_or(queue, "concurrent_execution.queue", &most);
    }
    BatchOptions {
        size: size.map_or(default.size, |size| size.value),
        age: section.duration("batch_timeout", SHORT).unwrap_or(default.age),
    }
}

fn count(field: &Field<'_>, allowed: RangeInclusive<u64>) -> Option<usize> {
    usize::try_from(field.count(allowed)?).ok()
}
