//! Things that take turns.

use std::collections::{HashMap, VecDeque};
use std::hash::Hash;

/// Values by key, whose keys take turns.
#[derive(Debug)]
pub(super) struct Ring<K, V> {
    order: VecDeque<K>,
    values: HashMap<K, V>,
}

/// What became of a turn.
pub(super) enum Turn<T> {
    /// It was used, and something is left for another one.
    Used(T),
    /// It was used, and nothing is left.
    Last(T),
    /// It could not be used now.
    Passed,
}

impl<K, V> Default for Ring<K, V> {
    fn default() -> Self {
        Ring { order: VecDeque::new(), values: HashMap::new() }
    }
}

impl<K: Hash + Eq + Clone, V> Ring<K, V> {
    /// The value of a key; a new one has its turn after all others.
    pub(super) fn entry(&mut self, key: &K, value: impl FnOnce() -> V) -> &mut V {
        let order = &mut self.order;
        self.values.entry(key.clone()).or_insert_with(|| {
            order.push_back(key.clone());
            value()
        })
    }

    /// Offers the turn to each until one uses it, which then is the last in order. Who passes keeps its place.
    pub(super) fn turn<T>(&mut self, mut offer: impl FnMut(&K, &mut V) -> Turn<T>) -> Option<T> {
        for place in 0..self.order.len() {
            let key = &self.order[place];
            let value = self.values.get_mut(key)?;
            let (used, is_left) = match offer(key, value) {
                Turn::Used(used) => (used, true),
                Turn::Last(used) => (used, false),
                Turn::Passed => continue,
            };
            let key = self.order.remove(place)?;
            if is_left {
                self.order.push_back(key);
            } else {
                self.values.remove(&key);
            }
            return Some(used);
        }
        None
    }

    pub(super) fn is_empty(&self) -> bool {
        self.order.is_empty()
    }

    pub(super) fn get_mut(&mut self, key: &K) -> Option<&mut V> {
        self.values.get_mut(key)
    }

    pub(super) fn remove(&mut self, key: &K) -> Option<V> {
        let value = self.values.remove(key)?;
        self.order.retain(|other| other != key);
        Some(value)
    }

    pub(super) fn values_mut(&mut self) -> impl Iterator<Item = &mut V> {
        self.values.values_mut()
    }

    /// Keeps what `keep` says is to be kept.
    pub(super) fn retain(&mut self, mut keep: impl FnMut(&mut V) -> bool) {
        let values = &mut self.values;
        self.order.retain(|key| {
            let is_kept = values.get_mut(key).is_some_and(&mut keep);
            if !is_kept {
                values.remove(key);
            }
            is_kept
        });
    }
}
