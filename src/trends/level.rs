//! Buckets of one width.

use serde::{Deserialize, Serialize};

use super::ring::Ring;

/// Buckets of each width.
pub(super) const BUCKETS: usize = 48;
/// The latest of them whose maxima are kept as well.
pub(super) const RECENT: usize = 8;
/// Buckets whose maxima are kept as one, for as long as their minima are.
const GROUP: u8 = 4;
const GROUPS: usize = BUCKETS / GROUP as usize;
/// Each width is so many times the one before.
pub(super) const WIDER: i64 = 3;

/// What was observed in one bucket.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub(super) struct Bucket {
    /// Its number, counted from the beginning in its own width.
    pub index: i64,
    pub min: f32,
    pub max: f32,
}

impl Bucket {
    pub fn of(index: i64, value: f32) -> Self {
        Bucket { index, min: value, max: value }
    }

    /// As a part of the next wider bucket, and whether it is its last one.
    pub fn widened(self) -> (Self, bool) {
        let last = self.index.rem_euclid(WIDER) == WIDER - 1;
        (Bucket { index: self.index.div_euclid(WIDER), ..self }, last)
    }

    fn add(&mut self, other: &Bucket) {
        self.min = self.min.min(other.min);
        self.max = self.max.max(other.max);
    }
}

/// The latest buckets of one width, and the one that is still open.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Level {
    open: Option<Bucket>,
    /// Number of the bucket after the latest closed one: where the evaluated time ends.
    pub end: i64,
    /// Closed buckets since the last evaluation.
    pub fresh: u32,
    pub minima: Ring<BUCKETS>,
    pub maxima: Ring<RECENT>,
    /// Maxima of groups of buckets, and of the group that is not complete yet.
    peaks: Ring<GROUPS>,
    peak: Option<f32>,
    in_group: u8,
}

impl Level {
    pub fn new() -> Self {
        Level {
            open: None,
            end: 0,
            fresh: 0,
            minima: Ring::new(),
            maxima: Ring::new(),
            peaks: Ring::new(),
            peak: None,
            in_group: 0,
        }
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

    fn close(&mut self, bucket: &Bucket) {
        let missed = bucket.index.saturating_sub(self.end).clamp(0, BUCKETS as i64);
        for _ in 0..missed {
            self.record(None, None);
        }
        self.record(Some(bucket.min), Some(bucket.max));
        self.end = bucket.index.saturating_add(1);
        self.fresh = self.fresh.saturating_add(1);
    }

    fn record(&mut self, min: Option<f32>, max: Option<f32>) {
        self.minima.push(min);
        self.maxima.push(max);
        self.peak = max.map(|max| self.peak.map_or(max, |peak| peak.max(max))).or(self.peak);
        self.in_group = self.in_group.saturating_add(1);
        if self.in_group >= GROUP {
            self.peaks.push(self.peak.take());
            self.in_group = 0;
        }
    }

    #[allow(clippy::cast_possible_wrap, clippy::cast_precision_loss)] // A dozen groups.
    /// The highest value of the groups that ended before a time; both times in buckets of this level.
    pub fn highest_before(&self, time: f64) -> Option<f32> {
        let complete = self.end.saturating_sub(i64::from(self.in_group));
        let len = self.peaks.len() as i64;
        let ended = |at: i64| complete.saturating_sub(i64::from(GROUP) * (len - 1 - at)) as f64 <= time;
        let before = (0..).zip(self.peaks.iter()).take_while(|(at, _)| ended(*at));
        before.filter_map(|(_, peak)| peak).reduce(f32::max)
    }
}

#[cfg(test)]
#[path = "level_tests.rs"]
mod tests;
