//! Counts what has to go for want of room.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::Arc;

use quick_cache::Lifecycle;

#[derive(Debug, Clone, Default)]
pub(super) struct Evictions(Arc<AtomicU64>);

impl Evictions {
    pub(super) fn count(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

impl<K, V> Lifecycle<K, V> for Evictions {
    /// Kept until the lock is open again: dropping a value may take long. Among entries of equal weight one makes way
    /// for one.
    type RequestState = Option<(K, V)>;

    fn on_evict(&self, evicted: &mut Self::RequestState, key: K, value: V) {
        self.0.fetch_add(1, Ordering::Relaxed);
        *evicted = Some((key, value));
    }
}
