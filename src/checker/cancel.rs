//! Giving up what is under way.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::Arc;

/// A word to give up, which any number of threads can look at. Clones are the same word.
#[derive(Debug, Clone, Default)]
pub struct Cancel(Arc<AtomicBool>);

impl Cancel {
    /// Not given yet.
    #[must_use]
    pub fn new() -> Self {
        Cancel::default()
    }

    /// Gives it. May be called again.
    pub fn cancel(&self) {
        self.0.store(true, Ordering::SeqCst);
    }

    /// Whether it was given.
    #[must_use]
    pub fn is_cancelled(&self) -> bool {
        self.0.load(Ordering::SeqCst)
    }
}
