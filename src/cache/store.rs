//! A category that holds what the library keeps for itself beside what its host put in: one room and one count for
//! both, and no key of one that the other could name.

use std::hash::{Hash, Hasher};
use std::sync::Arc;
use std::time::{Duration, Instant};

use quick_cache::Equivalent;

use super::category::{Bytes, Category, CategoryOptions, HostFetch};
use super::{Answer, Cache, CacheStatistics, Fetched, Known, Room};
use crate::clock::Clock;
use crate::error::{Error, ErrorKind, Result};

/// A category of the library's own `K` and `V`, and of its host's names and bytes.
pub(crate) struct Store<K, V> {
    cache: Cache<Key<K>, Value<V>, Arc<str>>,
    options: CategoryOptions,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Key<K> {
    Host(Box<str>),
    Own(K),
}

#[derive(Debug, Clone)]
enum Value<V> {
    Host(Bytes),
    Own(V),
}

/// A key of the host's, borrowed.
struct HostKey<'a>(&'a str);

impl<K: Hash> Hash for Key<K> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        match self {
            Key::Host(name) => HostKey(name).hash(state),
            Key::Own(key) => key.hash(state),
        }
    }
}

impl Hash for HostKey<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.hash(state);
    }
}

impl<K> Equivalent<Key<K>> for HostKey<'_> {
    fn equivalent(&self, key: &Key<K>) -> bool {
        matches!(key, Key::Host(name) if **name == *self.0)
    }
}

/// What the library's own keys and values have on the heap.
pub(crate) trait Heap {
    fn heap_bytes(&self) -> usize;
}

fn heap<K: Heap, V: Heap>(key: &Key<K>, known: &Known<Value<V>>) -> usize {
    let key = match key {
        Key::Host(name) => name.len(),
        Key::Own(key) => key.heap_bytes(),
    };
    let value = match known {
        Known::Found(Value::Host(bytes)) => bytes.len(),
        Known::Found(Value::Own(value)) => value.heap_bytes(),
        Known::Absent => 0,
    };
    key.saturating_add(value)
}

impl<K: Eq + Hash + Clone + Heap, V: Clone + Heap> Store<K, V> {
    pub(crate) fn new(options: CategoryOptions, clock: Arc<dyn Clock>) -> Self {
        let room = Room { entries: options.max_size, bytes: Some(options.max_bytes), heap: heap::<K, V> };
        Store { cache: Cache::with_room(room, clock), options }
    }

    /// How long an entry is kept at most that is the library's own.
    pub(crate) fn ttl(&self) -> Duration {
        self.options.ttl
    }

    /// What is known of an own key, if it will do.
    pub(crate) fn get_own(&self, key: K, will_do: impl FnOnce(&V) -> bool) -> Option<V> {
        let will_do = |known: &Known<Value<V>>| own(known).is_some_and(will_do);
        own(&self.cache.get_if(&Key::Own(key), will_do)?).cloned()
    }

    pub(crate) fn insert_own(&self, key: K, value: V, ttl: Duration) {
        self.cache.insert(Key::Own(key), Value::Own(value), ttl.min(self.options.ttl));
    }

    /// Takes out what is known of an own key, if it is unwanted. Whether it was.
    pub(crate) fn remove_own_if(&self, key: K, unwanted: impl FnOnce(&V) -> bool) -> bool {
        let unwanted = |known: &Known<Value<V>>| own(known).is_some_and(unwanted);
        self.cache.remove_if(&Key::Own(key), unwanted).is_some()
    }

    /// What is known of an own key, or what `fetch` brings, for how long: once for all who ask at the same time.
    /// Nothing: another's fetch had not ended at the deadline.
    pub(crate) fn own_or_fetch(
        &self,
        key: K,
        deadline: Instant,
        fetch: impl FnOnce() -> (V, Duration),
    ) -> Option<V> {
        let fetch = || {
            let (value, ttl) = fetch();
            Ok(Fetched::Found { value: Value::Own(value), ttl: ttl.min(self.options.ttl) })
        };
        match self.cache.get_or_fetch(&Key::Own(key), deadline, fetch) {
            Answer::Found(Value::Own(value)) => Some(value),
            // An own key has neither a value of the host's nor an absence, and its fetch does not fail.
            Answer::Found(Value::Host(_)) | Answer::Absent | Answer::Failed(_) | Answer::Waited => None,
        }
    }
}

fn own<V>(known: &Known<Value<V>>) -> Option<&V> {
    match known {
        Known::Found(Value::Own(value)) => Some(value),
        _ => None,
    }
}

/// An own key's value is never seen here: the key would not be found.
fn hosts<V>(value: Value<V>) -> Option<Bytes> {
    match value {
        Value::Host(bytes) => Some(bytes),
        Value::Own(_) => None,
    }
}

impl<K, V> Category for Store<K, V>
where
    K: Eq + Hash + Clone + Heap + Send + Sync,
    V: Clone + Heap + Send + Sync,
{
    fn get(&self, key: &str) -> Option<Known<Bytes>> {
        match self.cache.get(&HostKey(key))? {
            Known::Found(value) => hosts(value).map(Known::Found),
            Known::Absent => Some(Known::Absent),
        }
    }

    fn set(&self, key: &str, value: Bytes, ttl: Option<Duration>) -> Result<()> {
        let (bytes, ttl) = (value.len(), ttl.unwrap_or(self.options.ttl));
        let kept = self.cache.insert(Key::Host(key.into()), Value::Host(value), ttl);
        if kept || ttl.is_zero() {
            return Ok(());
        }
        let message = format!(
            "a value of {bytes} bytes is not kept: that is more than its part of {} bytes (`max_bytes`)",
            self.options.max_bytes
        );
        Err(Error::new(ErrorKind::InvalidArgument, message))
    }

    fn set_absent(&self, key: &str, ttl: Option<Duration>) -> Result<()> {
        self.cache.insert_absent(Key::Host(key.into()), ttl.unwrap_or(self.options.ttl));
        Ok(())
    }

    fn remove(&self, key: &str) -> bool {
        self.cache.remove(&HostKey(key)).is_some()
    }

    fn fetch(&self, key: &str, deadline: Instant, fetch: HostFetch) -> Answer<Bytes, Arc<str>> {
        let fetch = || {
            Ok(match fetch()? {
                Fetched::Found { value, ttl } => Fetched::Found { value: Value::Host(value), ttl },
                Fetched::Absent { ttl } => Fetched::Absent { ttl },
            })
        };
        match self.cache.get_or_fetch(&Key::Host(key.into()), deadline, fetch) {
            Answer::Found(value) => hosts(value).map_or(Answer::Absent, Answer::Found),
            Answer::Absent => Answer::Absent,
            Answer::Failed(why) => Answer::Failed(why),
            Answer::Waited => Answer::Waited,
        }
    }

    fn ttl(&self) -> Duration {
        self.options.ttl
    }

    fn clear(&self) {
        self.cache.clear();
    }

    fn sweep(&self) -> usize {
        self.cache.sweep()
    }

    fn statistics(&self) -> CacheStatistics {
        self.cache.statistics()
    }
}

/// Of which there is none: a category of its host's alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Nothing {}

impl Heap for Nothing {
    fn heap_bytes(&self) -> usize {
        match *self {}
    }
}
