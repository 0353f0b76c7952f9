//! Units that values carry in their type.

use std::fmt;

/// A limit: a number, or none at all. `Max` is what cgroup v2 files spell `max`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Limit<T> {
    /// There is no limit.
    Max,
    /// The limit.
    Value(T),
}

impl<T: Copy + PartialOrd> Limit<T> {
    /// The number, or nothing where there is no limit.
    #[must_use]
    pub fn value(self) -> Option<T> {
        match self {
            Limit::Max => None,
            Limit::Value(value) => Some(value),
        }
    }

    /// The tighter of two limits.
    #[must_use]
    pub fn tighter(self, other: Self) -> Self {
        match (self, other) {
            (Limit::Max, limit) | (limit, Limit::Max) => limit,
            (Limit::Value(a), Limit::Value(b)) => Limit::Value(if b < a { b } else { a }),
        }
    }

    /// Whether this limit is tighter than another.
    #[must_use]
    pub fn is_tighter_than(self, other: Self) -> bool {
        match (self, other) {
            (Limit::Max, _) => false,
            (Limit::Value(_), Limit::Max) => true,
            (Limit::Value(a), Limit::Value(b)) => a < b,
        }
    }
}

impl<T: fmt::Display> fmt::Display for Limit<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Limit::Max => f.write_str("max"),
            Limit::Value(value) => value.fmt(f),
        }
    }
}

/// Bytes for people: `1.5 GiB`, `512 B`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Bytes(pub u64);

impl fmt::Display for Bytes {
    #[allow(clippy::cast_precision_loss)] // Three digits are shown.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const NAMES: [&str; 6] = ["KiB", "MiB", "GiB", "TiB", "PiB", "EiB"];
        if self.0 < 1024 {
            return f.pad(&format!("{} B", self.0));
        }
        let mut scaled = self.0 as f64 / 1024.0;
        let mut name = 0;
        // 1023.95 would print as 1024.0.
        while scaled >= 1023.95 && name + 1 < NAMES.len() {
            scaled /= 1024.0;
            name += 1;
        }
        let digits = usize::from(scaled < 99.95);
        f.pad(&format!("{scaled:.digits$} {}", NAMES[name]))
    }
}

#[cfg(test)]
#[path = "units_tests.rs"]
mod tests;
