//! The last hour, as points of five seconds: a ring that never grows.

use std::collections::VecDeque;
use std::time::Duration;

use serde::ser::{Serialize, SerializeSeq, Serializer};

/// How much of time is one point.
pub const STEP: Duration = Duration::from_secs(5);
/// An hour of them.
pub const MOST: usize = 720;

/// Several values over the last hour.
#[derive(Debug)]
pub struct Hour<const SERIES: usize> {
    points: VecDeque<Point<SERIES>>,
}

/// What was seen in one step.
#[derive(Debug, Clone, PartialEq)]
pub struct Point<const SERIES: usize> {
    /// Which step it is, counted from the beginning.
    pub number: u64,
    /// When it was last added to, in seconds since 1970.
    wall_seconds: f64,
    cells: [Cell; SERIES],
}

/// One value in one step.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
struct Cell {
    sum: f32,
    max: f32,
    count: u16,
}

impl Cell {
    fn add(&mut self, value: Option<f64>) {
        #[allow(clippy::cast_possible_truncation)] // A chart needs no more than 24 bits.
        let Some(value) = value.map(|value| value as f32).filter(|value| value.is_finite()) else {
            return;
        };
        self.max = if self.count == 0 { value } else { self.max.max(value) };
        self.sum += value;
        self.count = self.count.saturating_add(1);
    }

    /// Mean and maximum; nothing where it was never known.
    fn read(self) -> Option<(f32, f32)> {
        (self.count > 0).then(|| (self.sum / f32::from(self.count), self.max))
    }
}

impl<const SERIES: usize> Hour<SERIES> {
    /// Nothing yet. Takes its memory at once.
    pub fn new() -> Self {
        Hour { points: VecDeque::with_capacity(MOST) }
    }

    /// Adds what is seen so long after the beginning; what is not known is missing.
    pub fn add(&mut self, elapsed: Duration, wall_seconds: f64, values: [Option<f64>; SERIES]) {
        let number = elapsed.as_secs() / STEP.as_secs();
        if self.points.back().is_none_or(|last| last.number < number) {
            if self.points.len() == MOST {
                self.points.pop_front();
            }
            self.points.push_back(Point { number, wall_seconds, cells: [Cell::default(); SERIES] });
        }
        // A process that was stopped for an hour leaves a gap, and nothing older than that.
        while self.points.front().is_some_and(|first| first.number + MOST as u64 <= number) {
            self.points.pop_front();
        }
        let Some(last) = self.points.back_mut() else { return };
        last.wall_seconds = wall_seconds;
        last.cells.iter_mut().zip(values).for_each(|(cell, value)| cell.add(value));
    }

    /// Those from a step on, oldest first.
    pub fn since(&self, number: u64) -> impl Iterator<Item = &Point<SERIES>> {
        let from = self.points.partition_point(|point| point.number < number);
        self.points.range(from..)
    }

    /// Whether anything is known of a series.
    pub fn knows(&self, series: usize) -> bool {
        self.points.iter().any(|point| point.cells[series].count > 0)
    }
}

/// As a row of numbers: which step, when, then mean and maximum of each series; missing ones are null.
impl<const SERIES: usize> Serialize for Point<SERIES> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut row = serializer.serialize_seq(Some(2 + 2 * SERIES))?;
        row.serialize_element(&self.number)?;
        row.serialize_element(&self.wall_seconds)?;
        for cell in self.cells {
            let (mean, max) = cell.read().unzip();
            row.serialize_element(&mean)?;
            row.serialize_element(&max)?;
        }
        row.end()
    }
}

#[cfg(test)]
#[path = "hour_tests.rs"]
mod tests;
