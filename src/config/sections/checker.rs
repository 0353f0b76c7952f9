//! How checks are run: `performance_optimization.concurrent_execution`, `batch_processing` and `resource_limits`.

use std::ops::RangeInclusive;
use std::time::Duration;

use super::caching::{self, CachingSettings};
use super::pools::{self, PoolSettings};
use super::synonyms;
use super::written::Written;
use crate::config::field::Field;
use crate::config::keys;
use crate::config::section::Section;
use crate::config::server::INTERVALS;

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
    /// When what failed is tried again.
    pub retry: RetrySettings,
    /// When a server is left alone.
    pub breaker: BreakerSettings,
    /// Outcomes in a row that it takes to show a better status; 1 to 100, 2 by default.
    pub rise: u32,
    /// Outcomes in a row that it takes to show a worse status; 1 to 100, 3 by default.
    pub fall: u32,
    /// What goes together.
    pub batch: BatchSettings,
    /// Connections for MCP.
    pub mcp_pool: PoolSettings,
    /// Connections for REST.
    pub rest_pool: PoolSettings,
    /// What is kept.
    pub caching: CachingSettings,
}

/// When what failed is tried again, within the deadline of its check: exponential back-off with full jitter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct RetrySettings {
    /// How often it is tried in all; 1 to 100, 1 by default, which is no retry.
    pub attempts: u32,
    /// The first delay is between zero and this, the next between zero and twice this; 1 ms to 1 h, 100 ms by default.
    pub base: Duration,
    /// No delay is longer; 1 ms to 1 h, 5 s by default.
    pub most: Duration,
}

/// When a server is left alone, and for how long.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct BreakerSettings {
    /// So many failures in a row; 1 to 100, 5 by default.
    pub failures: u32,
    /// For how long at first; 1 ms to 1 day, 30 s by default.
    pub open_for: Duration,
    /// For how long at most; 1 ms to 1 day, 5 min by default, and never less than `open_for`.
    pub longest_open: Duration,
    /// Trials at the same time afterwards, all of which have to succeed; 1 to 100, 1 by default.
    pub half_open: u32,
}

/// When a batch is complete.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct BatchSettings {
    /// With so many checks; 1 to 100,000, 10 by default, and never more than may wait.
    pub size: usize,
    /// When its oldest check has waited for so long; 1 ms to 1 h, 5 s by default.
    pub age: Duration,
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
            retry: RetrySettings { attempts: 1, base: Duration::from_millis(100), most: Duration::from_secs(5) },
            breaker: BreakerSettings {
                failures: 5,
                open_for: Duration::from_secs(30),
                longest_open: Duration::from_secs(300),
                half_open: 1,
            },
            rise: 2,
            fall: 3,
            batch: BatchSettings { size: 10, age: Duration::from_secs(5) },
            mcp_pool: PoolSettings::default(),
            rest_pool: PoolSettings::default(),
            caching: CachingSettings::default(),
        }
    }
}

/// What is held against other sections.
pub(super) struct Checks<'a> {
    pub settings: CheckerSettings,
    pub max_concurrent: Option<Written<'a, usize>>,
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
    settings.rise = few(synonyms::RISE).unwrap_or(settings.rise);
    settings.fall = few(synonyms::FALL).unwrap_or(settings.fall);

    settings.max_concurrent_per_host = settings.max_concurrent_per_host.min(settings.max_concurrent);
    if let Some(section) = sub("concurrent_execution", keys::CONCURRENT_EXECUTION) {
        execution(&section, max_concurrent.as_ref(), &mut settings);
    }
    if let Some(section) = sub("batch_processing", keys::BATCH_PROCESSING) {
        settings.batch = batch(&section, queue.as_ref(), settings.batch, settings.queue);
    }
    settings.batch.size = settings.batch.size.min(settings.queue);
    (settings.mcp_pool, settings.rest_pool) = pools::read(root, performance);
    settings.caching = caching::read(root, performance);
    Checks { settings, max_concurrent }
}

fn execution(section: &Section<'_>, max_concurrent: Option<&Written<'_, usize>>, settings: &mut CheckerSettings) {
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

fn retry(section: &Section<'_>, default: RetrySettings) -> RetrySettings {
    let attempts = section.field("attempts").and_then(|field| field.count(FEW));
    let most = Written::of(section, "most", |field| field.duration(SHORT));
    let base = Written::of(section, "base", |field| field.duration(SHORT));
    if let Some(base) = &base {
        base.at_most_or(most.as_ref(), "most", &default.most);
    }
    let most = most.map_or(default.most, |most| most.value);
    RetrySettings {
        attempts: attempts.unwrap_or(default.attempts),
        base: base.map_or(default.base, |base| base.value).min(most),
        most,
    }
}

fn breaker(section: &Section<'_>, default: BreakerSettings) -> BreakerSettings {
    let few = |key| section.field(key).and_then(|field| field.count(FEW));
    let longest = Written::of(section, "longest_open", |field| field.duration(LONG));
    let open_for = Written::of(section, "open_for", |field| field.duration(LONG));
    if let Some(open_for) = &open_for {
        open_for.at_most_or(longest.as_ref(), "longest_open", &default.longest_open);
    }
    let longest_open = longest.map_or(default.longest_open, |longest| longest.value);
    BreakerSettings {
        failures: few("failures").unwrap_or(default.failures),
        open_for: open_for.map_or(default.open_for, |open_for| open_for.value).min(longest_open),
        longest_open,
        half_open: few("half_open").unwrap_or(default.half_open),
    }
}

fn batch(
    section: &Section<'_>,
    queue: Option<&Written<'_, usize>>,
    default: BatchSettings,
    most: usize,
) -> BatchSettings {
    let size = Written::of(section, "batch_size", |field| count(field, 1..=100_000));
    if let Some(size) = &size {
        size.at_most_or(queue, "concurrent_execution.queue", &most);
    }
    BatchSettings {
        size: size.map_or(default.size, |size| size.value),
        age: section.duration("batch_timeout", SHORT).unwrap_or(default.age),
    }
}

fn count(field: &Field<'_>, allowed: RangeInclusive<u64>) -> Option<usize> {
    usize::try_from(field.count(allowed)?).ok()
}
