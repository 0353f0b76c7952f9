//! What goes into the cache and what comes out.

use std::time::Duration;

/// What a fetch brings, and how long it is good for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fetched<V> {
    /// A value.
    Found {
        /// The value.
        value: V,
        /// How long it is kept; zero: only those who waited for this fetch get it.
        ttl: Duration,
    },
    /// There is none, and that is worth remembering.
    Absent {
        /// How long it is remembered.
        ttl: Duration,
    },
}

impl<V> Fetched<V> {
    pub(super) fn into_known(self) -> (Known<V>, Duration) {
        match self {
            Fetched::Found { value, ttl } => (Known::Found(value), ttl),
            Fetched::Absent { ttl } => (Known::Absent, ttl),
        }
    }
}

/// What is known of a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Known<V> {
    /// Its value.
    Found(V),
    /// That it has none.
    Absent,
}

/// What came of asking for a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer<V, E> {
    /// Its value.
    Found(V),
    /// It has none.
    Absent,
    /// The fetch failed.
    Failed(E),
    /// Another's fetch had not ended at the deadline.
    Waited,
}

impl<V, E> From<Known<V>> for Answer<V, E> {
    fn from(known: Known<V>) -> Self {
        match known {
            Known::Found(value) => Answer::Found(value),
            Known::Absent => Answer::Absent,
        }
    }
}
