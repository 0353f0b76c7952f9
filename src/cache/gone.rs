//! What has to go when something comes in.

use std::fmt;

use quick_cache::Lifecycle;

/// Has the store say what went.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Telling;

/// What went: whatever was replaced, and what made way. Kept until the lock is open again: dropping a value may take
/// long.
pub(super) struct Gone<K, V> {
    first: Option<(K, V)>,
    /// Where one large entry takes the room of several.
    more: Vec<(K, V)>,
}

impl<K, V> Default for Gone<K, V> {
    fn default() -> Self {
        Gone { first: None, more: Vec::new() }
    }
}

impl<K, V> fmt::Debug for Gone<K, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Gone").finish_non_exhaustive()
    }
}

impl<K, V> Gone<K, V> {
    pub(super) fn iter(&self) -> impl Iterator<Item = &(K, V)> {
        self.first.iter().chain(&self.more)
    }
}

impl<K, V> Lifecycle<K, V> for Telling {
    type RequestState = Gone<K, V>;

    fn on_evict(&self, gone: &mut Self::RequestState, key: K, value: V) {
        match gone.first {
            None => gone.first = Some((key, value)),
            Some(_) => gone.more.push((key, value)),
        }
    }
}
