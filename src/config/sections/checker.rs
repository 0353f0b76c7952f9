//! How checks are run: `performance_optimization.concurrent_execution`, `batch_processing` and `resource_limits`.

use std::ops::RangeInclusive;
use std::time::Duration;

use super::pools;
use super::synonyms;
use super::written::Written;
use crate::checker::CheckerOptions;
use crate::config::field::Field;
use crate::config::keys;
use crate::config::section::Section;
use crate::config::server::INTERVALS;
use crate::config::tree::Value;
use crate::sched::{BatchOptions, BreakerOptions, RetryOptions};

const CONCURRENT: RangeInclusive<u64> = 1..=1_024;
const QUEUE: RangeInclusive<u64> = 1..=1_000_000;
const FEW: RangeInclusive<u32> = 1..=100;
const SHORT: RangeInclusive<Duration> = Duration::from_millis(1)..=Duration::from_secs(3600);
const LONG: RangeInclusive<Duration> = Duration::from_millis(1)..=Duration::from_secs(86_400);
const WAITS: RangeInclusive<Duration> = Duration::ZERO..=Duration::from_secs(3600);

/// What is held against other sections.
pub(super) struct Checks<'a> {
    pub options: CheckerOptions,
    pub max_concurrent: Option<Written<'a, usize>>,
    /// What is said of both pools, for servers that do not say it themselves.
    pub connect_timeout: Option<Duration>,
}

pub(super) fn read<'a>(root: &Field<'a>, performance: Option<&Section<'a>>) -> Checks<'a> {
    let sub = |key, keys| performance.and_then(|section| section.section(key, keys));
    let mut options = CheckerOptions::default();

    // Only its keys: what they mean is looked for by every name that it has.
    drop(sub("resource_limits", keys::RESOURCE_LIMITS));
    let max_concurrent = synonyms::agreed(root, synonyms::CHECKS, |_, field| count(field, CONCURRENT));
    options.max_concurrent = max_concurrent.as_ref().map_or(options.max_concurrent, |most| most.value);
    let queue = synonyms::agreed(root, synonyms::QUEUE, |_, field| count(field, QUEUE));
    options.queue = queue.as_ref().map_or(options.queue, |most| most.value);
    let few = |names| synonyms::agreed(root, names, |_, field| field.count(FEW)).map(|few| few.value);
    options.debounce.rise = few(synonyms::RISE).unwrap_or(options.debounce.rise);
    options.debounce.fall = few(synonyms::FALL).unwrap_or(options.debounce.fall);

    options.max_concurrent_per_host = options.max_concurrent_per_host.min(options.max_concurrent);
    if let Some(section) = sub("concurrent_execution", keys::CONCURRENT_EXECUTION) {
        execution(&section, max_concurrent.as_ref(), &mut options);
    }
    if let Some(section) = sub("batch_processing", keys::BATCH_PROCESSING) {
        options.batch = batch(&section, queue.as_ref(), options.batch, options.queue);
    }
    options.batch.size = options.batch.size.min(options.queue);
    let pools = pools::read(root, performance);
    (options.probe.mcp_pool, options.probe.rest_pool) = (pools.mcp, pools.rest);
    Checks { options, max_concurrent, connect_timeout: pools.connect_timeout }
}

fn execution(
    section: &Section<'_>,
    max_concurrent: Option<&Written<'_, usize>>,
    options: &mut CheckerOptions,
) {
    let per_host = Written::of(section, "max_concurrent_per_host", |field| count(field, CONCURRENT));
    if let Some(per_host) = per_host {
        per_host.at_most_or(max_concurrent, "max_concurrent", &options.max_concurrent);
        options.max_concurrent_per_host = per_host.value;
    }
    let interval = Written::of(section, "interval", |field| field.duration(INTERVALS));
    options.interval = interval.as_ref().map_or(options.interval, |interval| interval.value);
    if let Some(unhealthy) = Written::of(section, "unhealthy_interval", |field| field.duration(INTERVALS)) {
        unhealthy.at_most_or(interval.as_ref(), "interval", &options.interval);
        options.unhealthy_interval = Some(unhealthy.value);
    }
    if let Some(jitter) = section.field("jitter").and_then(|field| field.share(0.0..=0.5)) {
        options.jitter = jitter;
    }
    if let Some(wait) = section.duration("admission_wait", WAITS) {
        options.admission_wait = wait;
    }
    if let Some(section) = section.section("retry", keys::RETRY) {
        options.retry = retry(&section, options.retry);
    }
    if let Some(field) = section.field("breaker") {
        options.breaker = breaker(&field, options.breaker);
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

/// `off`, or how.
fn breaker(field: &Field<'_>, default: BreakerOptions) -> BreakerOptions {
    match &field.node.value {
        Value::Text(text) if **text == *"off" => return BreakerOptions::off(),
        Value::Boolean(false) => return BreakerOptions::off(),
        Value::Mapping(_) => {}
        _ => {
            field.expected::<()>("off or a mapping");
            return default;
        }
    }
    let Some(section) = field.section(keys::BREAKER) else { return default };
    let section = &section;
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
