//! The latest values, a fixed number of them.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The latest `N` values (128 at most), in place. A missing one is NaN, which never leaves this module.
#[derive(Debug, Clone)]
pub(super) struct Ring<const N: usize> {
    values: [f32; N],
    next: u8,
    len: u8,
}

impl<const N: usize> Ring<N> {
    pub fn new() -> Self {
        const { assert!(N > 0 && N <= 128) };
        Ring { values: [f32::NAN; N], next: 0, len: 0 }
    }

    #[allow(clippy::cast_possible_truncation)] // 128 at most.
    pub fn push(&mut self, value: Option<f32>) {
        self.values[usize::from(self.next)] = value.unwrap_or(f32::NAN);
        self.next = (self.next + 1) % N as u8;
        self.len = (self.len + 1).min(N as u8);
    }

    pub fn len(&self) -> usize {
        usize::from(self.len)
    }

    /// Oldest first.
    #[inline]
    pub fn iter(&self) -> impl Iterator<Item = Option<f32>> + '_ {
        let (newer, older) = self.values.split_at(usize::from(self.next));
        let older = &older[..self.len() - newer.len()];
        older.iter().chain(newer).map(|value| (!value.is_nan()).then_some(*value))
    }
}

impl<const N: usize> Serialize for Ring<N> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter())
    }
}

impl<'de, const N: usize> Deserialize<'de> for Ring<N> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut ring = Ring::new();
        for value in Vec::<Option<f32>>::deserialize(deserializer)? {
            ring.push(value.filter(|value| value.is_finite()));
        }
        Ok(ring)
    }
}

#[cfg(test)]
#[path = "ring_tests.rs"]
mod tests;
