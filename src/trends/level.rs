//! Buckets of one width.

use serde::{Deserialize, Serialize};

use super::ring::Ring;

/// Buckets of each width.
pub(super) const BUCKETS: usize = 48;
/// The latest of them whose means are kept as well.
pub(super) const RECENT: usize = 8;
/// Each width is so many times the one before.
pub(super) const WIDER: i64 = 3;

/// What was observed in one bucket.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub(super) struct Bucket {
    /// Its number, counted from the beginning in its own width.
    pub index: i64,
    pub min: f64,
    pub sum: f64,
    pub count: u32,
}

impl Bucket {
    pub fn of(index: i64, value: f64) -> Self {
        Bucket { index, min: value, sum: value, count: 1 }
    }

    /// As a part of the next wider bucket, and whether it is its last one.
    pub fn widened(self) -> (Self, bool) {
        let last = self.index.rem_euclid(WIDER) == WIDER - 1;
        (Bucket { index: self.index.div_euclid(WIDER), ..self }, last)
    }

    fn add(&mut self, other: &Bucket) {
        self.min = self.min.min(other.min);
        self.sum += other.sum;
        self.count = self.count.saturating_add(other.count);
    }
}

/// The latest buckets of one width, and the one that is still open.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Level {
    open: Option<Bucket>,
    /// Number of the latest closed bucket.
    closed: Option<i64>,
    /// Closed buckets since the last evaluation.
    pub fresh: u32,
    pub minima: Ring<BUCKETS>,
    pub means: Ring<RECENT>,
}

impl Level {
    pub fn new() -> Self {
        Level { open: None, closed: None, fresh: 0, minima: Ring::new(), means: Ring::new() }
    }

    /// Closes the open bucket if it is another one than `index`.
    pub fn turn_to(&mut self, index: i64) -> Option<Bucket> {
        self.open.filter(|open| open.index != index)?;
        self.finish()
    }

    /// Adds an observation, or a closed bucket of the narrower width, to the open bucket.
    pub fn add(&mut self, part: Bucket) {
        match &mut self.open {
            Some(open) => open.add(&part),
            None => self.open = Some(part),
        }
    }

    /// Closes the open bucket.
    pub fn finish(&mut self) -> Option<Bucket> {
        let bucket = self.open.take()?;
        self.close(&bucket);
        Some(bucket)
    }

    #[allow(clippy::cast_possible_truncation)] // 24 bits tell growth from none.
    fn close(&mut self, bucket: &Bucket) {
        let missed = self.closed.map_or(0, |closed| bucket.index.saturating_sub(closed) - 1);
        for _ in 0..missed.clamp(0, BUCKETS as i64) {
            self.minima.push(None);
            self.means.push(None);
        }
        self.minima.push(Some(bucket.min as f32));
        self.means.push(Some((bucket.sum / f64::from(bucket.count)) as f32));
        self.closed = Some(bucket.index);
        self.fresh = self.fresh.saturating_add(1);
    }

    /// Number of the bucket after the latest closed one: where the evaluated time ends.
    pub fn end(&self) -> i64 {
        self.closed.map_or(0, |closed| closed.saturating_add(1))
    }
}
