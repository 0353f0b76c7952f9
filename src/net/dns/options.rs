//! How a resolver is made.

use std::sync::Arc;
use std::time::Duration;

use super::lookup::{Lookup, SystemLookup};
use crate::cache::CategoryOptions;
use crate::clock::Clock;
use crate::sys::clock::KernelClock;

/// What is done where a name server does not answer. How long answers are kept, and how many, is said by the category
/// `dns` of the caches.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct DnsOptions {
    /// How long a failure is remembered, and how long after a failed refresh the next is tried; 5 s by default.
    pub negative_ttl: Duration,
    /// How long, after its time, an answer is still served while it is refreshed; 3,600 s by default.
    pub stale_for: Duration,
}

impl Default for DnsOptions {
    fn default() -> Self {
        let usual = ResolverOptions::default();
        DnsOptions { negative_ttl: usual.negative_ttl, stale_for: usual.stale_for }
    }
}

impl ResolverOptions {
    /// With the room and the time of a category.
    pub(crate) fn of(options: &DnsOptions, category: &CategoryOptions) -> Self {
        ResolverOptions {
            ttl: category.ttl,
            negative_ttl: options.negative_ttl,
            stale_for: options.stale_for,
            capacity: category.max_size,
            most_bytes: category.max_bytes,
            ..ResolverOptions::default()
        }
    }
}

/// How a resolver is made. Kept for the life of it: a child of a fork makes its own by them.
#[derive(Clone)]
pub(crate) struct ResolverOptions {
    /// How long an answer is fresh. The C library tells no time-to-live.
    pub(crate) ttl: Duration,
    /// How long a failure is remembered, and how long after a failed refresh the next is tried.
    pub(crate) negative_ttl: Duration,
    /// How long, after `ttl`, an answer is still served while it is refreshed.
    pub(crate) stale_for: Duration,
    /// After how long without work a thread ends.
    pub(crate) idle: Duration,
    /// The most names to remember.
    pub(crate) capacity: usize,
    /// Bytes of names and addresses to remember at most.
    pub(crate) most_bytes: usize,
    /// Who looks names up.
    pub(crate) lookup: Arc<dyn Lookup>,
    /// By which answers age.
    pub(crate) clock: Arc<dyn Clock>,
}

impl Default for ResolverOptions {
    /// 600 s, 5 s, 1 h; 10 s; 4,096 names, 16 MiB; the C library and the kernel's clock.
    fn default() -> Self {
        ResolverOptions {
            ttl: Duration::from_secs(600),
            negative_ttl: Duration::from_secs(5),
            stale_for: Duration::from_secs(3600),
            idle: Duration::from_secs(10),
            capacity: 4096,
            most_bytes: 16 << 20,
            lookup: Arc::new(SystemLookup),
            clock: Arc::new(KernelClock),
        }
    }
}
