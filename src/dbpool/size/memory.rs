//! What advice remembers from one time to the next.

use std::sync::Arc;

use super::trial::Trial;
use super::{PoolSizing, SizeOptions};

/// What advice remembers of a pool.
#[derive(Debug, Default)]
pub(in crate::dbpool) struct SizeMemory {
    /// What was seen at sizes that the history may no longer show.
    pub(super) trials: Vec<Trial>,
    /// Connections that were advised last, overflow included, and the size that the pool had then.
    pub(super) last: Option<Last>,
    /// What the last advice was told.
    pub(super) options: SizeOptions,
    /// What it said.
    pub(in crate::dbpool) answer: Option<Arc<PoolSizing>>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Last {
    pub advised: u32,
    pub current: Option<u32>,
    pub timeout_seconds: f64,
}
