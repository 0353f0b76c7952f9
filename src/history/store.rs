//! The history itself: columns over common points in time.

use serde::{Deserialize, Serialize};

use super::column::{fold, Column};
use super::point::{Point, Points};
use super::saved::Saved;
use super::signal::Signal;

/// Points of a history, unless told otherwise: 1,000 of them, in 41 columns, take 254 KiB.
pub const DEFAULT_CAPACITY: usize = 1000;
/// The fewest points of a history.
pub const MIN_CAPACITY: usize = 16;
/// The most points of a history.
pub const MAX_CAPACITY: usize = 100_000;
/// The most columns for the host's own metrics.
pub const MAX_FED: usize = 16;

/// A merging that frees less than one in so many points would have to be done again soon: the grain then grows. With
/// 8 the grain of a long history is half as coarse again (`store_tests.rs`, the million observations).
const WORTHWHILE: usize = 16;
/// By how much the grain grows at a time: in small steps, so that it never gets much coarser than it must be.
const COARSER: f64 = 1.25;

/// Columns of values over a bounded number of points, see the [module](super).
///
/// A point of the older half is as wide as two points may be that together are a fixed small part (the *grain*) of
/// what was observed after them. So an hour ago is seen as finely, in proportion, as a week ago. The grain grows as
/// slowly as the logarithm of time: at 1,000 points it is 3 % after 1,000,000 observations.
///
/// Nothing is allocated after [`new`](History::new) and [`add_column`](History::add_column).
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(into = "Saved", try_from = "Saved")]
pub struct History {
    pub(super) capacity: usize,
    pub(super) columns: Vec<Column>,
    /// Observations in each point.
    pub(super) counts: Vec<u32>,
    /// Mean time of each point, in seconds since the first observation.
    pub(super) seconds: Vec<f64>,
    /// Which points are merged with their next: only used while merging.
    merges: Vec<bool>,
    pub(super) grain: f64,
    pub(super) observations: u64,
    /// Time from the first observation to the latest.
    pub(super) span: f64,
    /// The clocks at the latest observation.
    pub(super) boot: f64,
    pub(super) wall: f64,
}

impl History {
    /// A history of [`MIN_CAPACITY`] to [`MAX_CAPACITY`] points (what is beyond is brought to the nearest of them)
    /// with a column for each [`Signal`], in the order of [`Signal::ALL`]. Takes its memory at once.
    #[must_use]
    pub fn new(capacity: usize) -> Self {
        let capacity = capacity.clamp(MIN_CAPACITY, MAX_CAPACITY);
        History {
            capacity,
            columns: (0..Signal::COUNT).map(|_| Column::new(capacity, 0)).collect(),
            counts: Vec::with_capacity(capacity),
            seconds: Vec::with_capacity(capacity),
            merges: vec![false; capacity],
            grain: finest_grain(capacity),
            observations: 0,
            span: 0.0,
            boot: 0.0,
            wall: 0.0,
        }
    }

    /// Adds an observation: the clocks, in seconds, and a value for each column. Values that are not given, or not
    /// finite, are missing.
    ///
    /// Time goes on by the boot clock. Where that went back (after a reboot) the wall clock tells how long it was, and
    /// where that went back too, no time has passed.
    pub fn push(&mut self, boot_seconds: f64, wall_seconds: f64, values: &[Option<f32>]) {
        if self.counts.len() >= self.capacity {
            self.merge();
        }
        self.pass_time(boot_seconds, wall_seconds);
        self.counts.push(1);
        self.seconds.push(self.span);
        for (at, column) in self.columns.iter_mut().enumerate() {
            column.push(values.get(at).copied().flatten());
        }
        self.observations += 1;
    }

    fn pass_time(&mut self, boot_seconds: f64, wall_seconds: f64) {
        let boot = if boot_seconds.is_finite() { boot_seconds } else { self.boot };
        let wall = if wall_seconds.is_finite() { wall_seconds } else { self.wall };
        if self.observations > 0 {
            let elapsed = if boot >= self.boot { boot - self.boot } else { wall - self.wall };
            self.span += elapsed.max(0.0);
        }
        self.boot = boot;
        self.wall = wall;
    }

    /// Adds a column, missing at all points so far, and says which one it is; nothing when there are [`MAX_FED`].
    pub fn add_column(&mut self) -> Option<usize> {
        let column = self.columns.len();
        if column >= Signal::COUNT + MAX_FED {
            return None;
        }
        self.columns.push(Column::new(self.capacity, self.counts.len()));
        Some(column)
    }

    /// How many columns there are: those of the signals, then those that were added.
    #[must_use]
    pub fn columns(&self) -> usize {
        self.columns.len()
    }

    /// How many points there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.counts.len()
    }

    /// Whether nothing was observed yet.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.counts.is_empty()
    }

    /// How many points there can be.
    #[must_use]
    pub fn capacity(&self) -> usize {
        self.capacity
    }

    /// How many observations went in.
    #[must_use]
    pub fn observations(&self) -> u64 {
        self.observations
    }

    /// Time from the first observation to the latest, in seconds.
    #[must_use]
    pub fn span_seconds(&self) -> f64 {
        self.span
    }

    /// The points of a column, oldest first: what a chart draws. A signal's column is `signal as usize`.
    #[must_use]
    pub fn points(&self, column: usize) -> Points<'_> {
        Points::new(self, column)
    }

    /// The column's value at the latest observation.
    #[must_use]
    pub fn latest(&self, column: usize) -> Option<f32> {
        // The newer half is never merged, so the last point is one observation.
        let (mean, _) = self.columns.get(column)?.get(self.counts.len().checked_sub(1)?)?;
        Some(mean)
    }

    /// Forgets all points; columns stay.
    pub fn clear(&mut self) {
        self.counts.clear();
        self.seconds.clear();
        self.columns.iter_mut().for_each(Column::clear);
        self.grain = finest_grain(self.capacity);
        self.observations = 0;
        self.span = 0.0;
    }

    pub(super) fn point(&self, column: usize, at: usize) -> Option<Point> {
        let (mean, max) = self.columns.get(column)?.get(at)?;
        let age = self.span - self.seconds.get(at)?;
        Some(Point { wall_seconds: self.wall - age, mean, max })
    }

    /// Merges neighbours of the older half.
    fn merge(&mut self) {
        while self.plan() < self.capacity / WORTHWHILE {
            self.grain *= COARSER;
        }
        let (merges, counts) = (&self.merges, &self.counts);
        self.columns.iter_mut().for_each(|column| column.fold(merges, counts));
        fold(&mut self.seconds, merges, |at, a, b| {
            let (weight_a, weight_b) = (f64::from(counts[at]), f64::from(counts[at + 1]));
            (a * weight_a + b * weight_b) / (weight_a + weight_b)
        });
        fold(&mut self.counts, merges, |_, a, b| a.saturating_add(b));
    }

    /// Decides which points are merged with their next, and says how many.
    fn plan(&mut self) -> usize {
        let half = self.counts.len() / 2;
        self.merges.fill(false);
        let mut after: f64 = self.counts.iter().copied().map(f64::from).sum();
        let (mut at, mut merged) = (0, 0);
        while at + 1 < half {
            let pair = f64::from(self.counts[at]) + f64::from(self.counts[at + 1]);
            if pair <= self.grain * (after - pair) {
                self.merges[at] = true;
                merged += 1;
                after -= pair;
                at += 2;
            } else {
                after -= f64::from(self.counts[at]);
                at += 1;
            }
        }
        merged
    }
}

/// With which the first merging makes pairs of the whole older half.
#[allow(clippy::cast_precision_loss)] // A hundred thousand at most.
fn finest_grain(capacity: usize) -> f64 {
    4.0 / capacity as f64
}

#[cfg(test)]
#[path = "store_tests.rs"]
mod tests;
