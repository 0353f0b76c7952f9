//! Several keys for one thing: the names that earlier programs had for it, and the same limit seen from two sections.
//!
//! Within one layer (a file, or an environment) all that are written must say the same. A layer over another one takes
//! the place of what was said there, by whichever key.

use super::written::{is_before, line, Written};
use crate::config::field::Field;
use crate::config::tree::{Node, Quoted, Value};

/// Paths of keys that mean the same; the first is the one that is taught.
pub(crate) type Synonyms = &'static [&'static str];

pub(crate) const MEMORY: Synonyms = &[
    "gate.max_memory_usage",
    "gate.max_memory_usage_mb",
    "performance_optimization.resource_limits.max_memory_usage",
    "performance_optimization.resource_limits.max_memory_usage_mb",
];
pub(crate) const CPU: Synonyms = &[
    "gate.max_cpu_usage",
    "gate.max_cpu_usage_percent",
    "performance_optimization.resource_limits.max_cpu_usage",
    "performance_optimization.resource_limits.max_cpu_usage_percent",
];
pub(crate) const THROTTLED: Synonyms = &["gate.max_throttled", "gate.max_throttled_percent"];
pub(crate) const CHECKS: Synonyms = &[
    "performance_optimization.concurrent_execution.max_concurrent",
    "performance_optimization.concurrent_execution.max_concurrent_checks",
    "performance_optimization.resource_limits.max_concurrent_checks",
];
pub(crate) const QUEUE: Synonyms = &[
    "performance_optimization.concurrent_execution.queue",
    "performance_optimization.concurrent_execution.max_queue_size",
    "performance_optimization.resource_limits.max_queue_size",
];
pub(crate) const RISE: Synonyms = &["performance_optimization.concurrent_execution.rise", "alerts.rise"];
pub(crate) const FALL: Synonyms = &["performance_optimization.concurrent_execution.fall", "alerts.fall"];
pub(crate) const CACHE_SIZE: Synonyms =
    &["performance_optimization.caching.max_size", "performance_optimization.caching.max_cache_size"];
/// How long a connection is kept idle: of each pool, of that for MCP, of that for REST.
pub(crate) const IDLE_AGE: [Synonyms; 3] = [
    &[
        "performance_optimization.connection_pools.idle_age",
        "performance_optimization.connection_pools.keepalive_timeout",
    ],
    &[
        "performance_optimization.connection_pools.mcp_pool.idle_age",
        "performance_optimization.connection_pools.mcp_pool.keepalive_timeout",
    ],
    &[
        "performance_optimization.connection_pools.rest_pool.idle_age",
        "performance_optimization.connection_pools.rest_pool.keepalive_timeout",
    ],
];

const ALL: [Synonyms; 8] = [MEMORY, CPU, THROTTLED, CHECKS, QUEUE, RISE, FALL, CACHE_SIZE];

/// The value that is written by any of the names. Says so where two of them differ. `read` is given the last part of
/// the name.
pub(crate) fn agreed<'a, T: PartialEq>(
    root: &Field<'a>,
    names: Synonyms,
    read: impl Fn(&str, &Field<'a>) -> Option<T>,
) -> Option<Written<'a, T>> {
    let mut agreed: Option<Written<'a, T>> = None;
    for name in names {
        let Some(field) = root.at(name) else { continue };
        if matches!(field.node.value, Value::Null) {
            field.wrong::<()>("has no value: give one, or leave the key out");
            continue;
        }
        let key = name.rsplit('.').next().unwrap_or(name);
        let Some(value) = read(key, &field) else { continue };
        match &agreed {
            None => agreed = Some(Written { value, field }),
            Some(first) if first.value == value => {}
            Some(first) => contradiction(&first.field, &field),
        }
    }
    agreed
}

/// Of two keys for one thing, that which is written last is told.
fn contradiction(one: &Field<'_>, other: &Field<'_>) {
    let (first, last) = if is_before(other, one) { (other, one) } else { (one, other) };
    let line = line(&first.node.place, &last.node.place);
    last.wrong::<()>(format_args!(
        "is another name for {} ({line}), which has another value: leave one of them out",
        Quoted(&first.path)
    ));
}

/// Takes out of `base` what `layer` says by another name.
pub(crate) fn displace(base: &mut Node, layer: &Node) {
    for names in ALL.iter().chain(&IDLE_AGE) {
        if !names.iter().any(|name| find(layer, name).is_some()) {
            continue;
        }
        for name in names.iter().filter(|name| find(layer, name).is_none()) {
            remove(base, name);
        }
    }
}

fn find<'a>(node: &'a Node, path: &str) -> Option<&'a Node> {
    path.split('.').try_fold(node, |node, key| Some(&node.as_mapping()?.get(key)?.value))
}

fn remove(node: &mut Node, path: &str) {
    let Value::Mapping(mapping) = &mut node.value else { return };
    match path.split_once('.') {
        None => mapping.entries.retain(|entry| *entry.key.name != *path),
        Some((key, rest)) => {
            let below = mapping.entries.iter_mut().find(|entry| *entry.key.name == *key);
            if let Some(entry) = below {
                remove(&mut entry.value, rest);
            }
        }
    }
}
