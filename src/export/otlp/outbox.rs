//! Pages that wait to be sent.

use std::collections::VecDeque;

/// Pages that wait at most: a quarter of an hour of one a minute.
pub(super) const MOST: usize = 16;
/// Bytes of their texts at most, but for one page that is larger by itself.
pub(super) const MOST_BYTES: usize = 16 << 20;

/// What was known at one moment.
#[derive(Debug)]
pub(super) struct Page {
    /// The moment, in nanoseconds since 1970.
    pub at_unix_ns: u64,
    /// In the text format of Prometheus.
    pub text: String,
    /// What its names begin with.
    pub prefix: String,
}

/// Pages that wait, the oldest first.
#[derive(Debug, Default)]
pub(super) struct Outbox {
    waiting: VecDeque<Page>,
    bytes: usize,
}

impl Outbox {
    /// Gives how many had to make way.
    pub fn push(&mut self, page: Page) -> u64 {
        let mut displaced = 0;
        while !self.waiting.is_empty()
            && (self.waiting.len() >= MOST || self.bytes + page.text.len() > MOST_BYTES)
        {
            self.pop();
            displaced += 1;
        }
        self.bytes += page.text.len();
        self.waiting.push_back(page);
        displaced
    }

    pub fn pop(&mut self) -> Option<Page> {
        let page = self.waiting.pop_front()?;
        self.bytes -= page.text.len();
        Some(page)
    }

    pub fn len(&self) -> usize {
        self.waiting.len()
    }

    /// Gives how many there were.
    pub fn clear(&mut self) -> u64 {
        self.bytes = 0;
        let left = self.waiting.len() as u64;
        self.waiting.clear();
        left
    }
}
