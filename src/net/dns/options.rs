//! How a resolver is made.

use std::sync::Arc;
use std::time::Duration;

use super::lookup::{Lookup, SystemLookup};
use crate::clock::Clock;
use crate::sys::clock::KernelClock;

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
