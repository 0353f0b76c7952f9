//! A counter that many threads add to at once without waiting for each other's cache line.

use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};

/// A power of two.
const SHARDS: usize = 8;

/// A cache line of its own: 64 bytes, and 128 because processors fetch them in pairs.
#[derive(Debug, Default)]
#[repr(align(128))]
struct Shard(AtomicU64);

#[derive(Debug, Default)]
pub(super) struct Shards([Shard; SHARDS]);

impl Shards {
    /// Adds one; how many were counted before in the shard of this thread.
    pub(super) fn add(&self) -> u64 {
        self.0[shard()].0.fetch_add(1, Ordering::Relaxed)
    }

    /// All of them.
    pub(super) fn sum(&self) -> u64 {
        self.0.iter().map(|shard| shard.0.load(Ordering::Relaxed)).sum()
    }
}

/// Threads take turns at them as they come.
fn shard() -> usize {
    static NEXT: AtomicUsize = AtomicUsize::new(0);
    thread_local! {
        static SHARD: usize = NEXT.fetch_add(1, Ordering::Relaxed) % SHARDS;
    }
    // A thread that ends has lost its own already.
    SHARD.try_with(|shard| *shard).unwrap_or(0)
}
