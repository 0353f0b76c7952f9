//! What goes together.

use std::time::Duration;

use super::nanoseconds;

/// When a batch is complete.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct BatchOptions {
    /// With so many items; 10 by default, 0 is taken for 1.
    pub size: usize,
    /// When its oldest item has waited for so long; 5 s by default.
    pub age: Duration,
}

impl Default for BatchOptions {
    fn default() -> Self {
        BatchOptions { size: 10, age: Duration::from_secs(5) }
    }
}

/// Collects items of priority `P` until there are enough of them, or one has waited for long enough. In a batch the
/// higher priority stands first, and of equal ones what came first.
#[derive(Debug, Clone)]
pub struct Batches<P, T> {
    options: BatchOptions,
    waiting: Vec<(P, T)>,
    /// When the first of those that wait came.
    oldest_ns: u64,
}

impl<P: Ord, T> Batches<P, T> {
    /// Without an item.
    #[must_use]
    pub fn new(options: BatchOptions) -> Self {
        Batches { options, waiting: Vec::new(), oldest_ns: 0 }
    }

    /// Adds an item; gives the batch that it completes.
    #[must_use = "the batch is not kept"]
    pub fn push(&mut self, now_ns: u64, priority: P, item: T) -> Option<Vec<T>> {
        if self.waiting.is_empty() {
            self.oldest_ns = now_ns;
        }
        self.waiting.push((priority, item));
        if self.waiting.len() >= self.options.size {
            return self.flush();
        }
        self.due(now_ns)
    }

    /// The batch whose oldest item has waited for long enough.
    #[must_use = "the batch is not kept"]
    pub fn due(&mut self, now_ns: u64) -> Option<Vec<T>> {
        match self.due_ns() {
            Some(due_ns) if due_ns <= now_ns => self.flush(),
            _ => None,
        }
    }

    /// When there will be a batch even if nothing more comes; `None` where nothing waits.
    #[must_use]
    pub fn due_ns(&self) -> Option<u64> {
        (!self.waiting.is_empty()).then(|| self.oldest_ns.saturating_add(nanoseconds(self.options.age)))
    }

    /// What waits, however little it is.
    #[must_use = "the batch is not kept"]
    pub fn flush(&mut self) -> Option<Vec<T>> {
        if self.waiting.is_empty() {
            return None;
        }
        let mut batch = std::mem::take(&mut self.waiting);
        // Stable: of equal ones the first that came stays first.
        batch.sort_by(|(a, _), (b, _)| b.cmp(a));
        Some(batch.into_iter().map(|(_, item)| item).collect())
    }

    /// How many items wait.
    #[must_use]
    pub fn len(&self) -> usize {
        self.waiting.len()
    }

    /// Whether none waits.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.waiting.is_empty()
    }
}

#[cfg(test)]
#[path = "batches_tests.rs"]
mod tests;
