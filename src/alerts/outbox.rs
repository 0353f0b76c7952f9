//! Notices that wait for one way.

use std::collections::VecDeque;
use std::sync::Arc;

use super::notice::Notice;
use super::statistics::WayStatistics;

/// Notices that wait at most: each is what was true when it was written, and the latest are the truest.
const MOST: usize = 100;

/// Notices that wait for one way, and what became of the others.
#[derive(Default)]
pub(super) struct Outbox {
    waiting: VecDeque<Arc<Notice>>,
    pub(super) statistics: WayStatistics,
}

impl Outbox {
    pub(super) fn push(&mut self, notice: Arc<Notice>) {
        if self.waiting.len() == MOST {
            self.waiting.pop_front();
            self.statistics.dropped += 1;
        }
        self.waiting.push_back(notice);
    }

    /// Back to where it came from.
    pub(super) fn push_front(&mut self, notice: Arc<Notice>) {
        self.waiting.push_front(notice);
    }

    pub(super) fn pop(&mut self) -> Option<Arc<Notice>> {
        self.waiting.pop_front()
    }

    pub(super) fn len(&self) -> usize {
        self.waiting.len()
    }

    pub(super) fn drop_all(&mut self) {
        self.statistics.dropped += self.waiting.len() as u64;
        self.waiting.clear();
    }
}
