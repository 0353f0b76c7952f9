//! How much a cache may hold.

use std::mem;

use quick_cache::Weighter;

use super::answer::Known;
use super::held::Entry;

/// The most parts, each with a lock of its own.
const MOST_PARTS: usize = 16;
/// Smaller parts fill too unevenly.
const ENTRIES_OF_A_PART: usize = 64;
/// The share of a part that is kept for what is asked for again and again (the store's own default). What is heavier
/// than it does not come in.
pub(super) const HOT_SHARE: f64 = 0.97;

/// How much a cache may hold, and how large an entry is taken to be.
pub struct Room<K, V> {
    /// Entries at most; 0 is taken for 1.
    pub entries: usize,
    /// Bytes at most, where they are bounded: an entry of less than its share of them is taken for its share.
    pub bytes: Option<usize>,
    /// Bytes on the heap that a key and its value have, more or less; what they are themselves is added.
    pub heap: fn(&K, &Known<V>) -> usize,
}

impl<K, V> Clone for Room<K, V> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<K, V> Copy for Room<K, V> {}

impl<K, V> Room<K, V> {
    /// So many entries of whatever size.
    pub(super) fn of_entries(entries: usize) -> Self {
        Room { entries, bytes: None, heap: |_, _| 0 }
    }

    pub(super) fn bytes_of(&self, key: &K, known: &Known<V>) -> usize {
        (self.heap)(key, known).saturating_add(mem::size_of::<K>() + mem::size_of::<Entry<V>>())
    }
}

/// The room of a cache, as the store takes it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Measure {
    pub(super) parts: usize,
    pub(super) entries: usize,
    /// Of all parts.
    pub(super) weight: u64,
    /// Of one entry.
    pub(super) heaviest: u64,
    pub(super) weigher: Weigher,
}

/// By bytes where they are bounded. Each entry weighs at least its share, so that one bound holds both.
#[derive(Debug, Clone, Copy)]
pub(super) struct Weigher {
    share: u64,
    by_bytes: bool,
}

impl Measure {
    pub(super) fn of<K, V>(room: &Room<K, V>) -> Self {
        let wanted = room.entries.max(1);
        let parts = (wanted / ENTRIES_OF_A_PART).clamp(1, MOST_PARTS);
        // The next power of two below: the store would round up.
        let parts = 1 << parts.ilog2();
        // It would also round a part's capacity up, and then hold more than it may.
        let entries = wanted / parts * parts;
        let share = room.bytes.map_or(1, |bytes| (bytes / entries).max(1)) as u64;
        let weight = share * entries as u64;
        let part = weight / parts as u64;
        let weigher = Weigher { share, by_bytes: room.bytes.is_some() };
        Measure { parts, entries, weight, heaviest: hot(part).max(share), weigher }
    }

    pub(super) fn admits(&self, bytes: usize) -> bool {
        self.weigher.weight_of(bytes) <= self.heaviest
    }
}

/// As the store computes it.
#[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation, clippy::cast_sign_loss)]
fn hot(part: u64) -> u64 {
    (part as f64 * HOT_SHARE) as u64
}

impl Weigher {
    fn weight_of(self, bytes: usize) -> u64 {
        if self.by_bytes {
            self.share.max(bytes as u64)
        } else {
            1
        }
    }
}

impl<K, V> Weighter<K, Entry<V>> for Weigher {
    fn weight(&self, _: &K, entry: &Entry<V>) -> u64 {
        self.weight_of(entry.bytes)
    }
}
