//! The axes of a chart: where their marks stand, what is written there, and where between their ends a value lies.

use super::ticks;
use crate::fields::Unit;

/// What lies along an edge of a picture.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Axis {
    /// Its ends, the first one the lower.
    pub(crate) ends: (f64, f64),
    /// Where it has marks, and what is written there.
    pub(crate) marks: Vec<(f64, String)>,
    scale: Scale,
}

/// What is as far as what.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(not(feature = "load"), allow(dead_code))] // The diagnosis has even axes only.
enum Scale {
    /// As much more.
    Even,
    /// As many times as much.
    Logarithmic,
}

impl Axis {
    /// Moments of UTC.
    pub(crate) fn moments(from: f64, to: f64) -> Self {
        let label = |at: f64| (at, ticks::time_label(at, from, to));
        Axis::even((from, to), ticks::times(from, to).into_iter().map(label).collect())
    }

    /// Round values from at or below the lowest to at or above the highest.
    pub(crate) fn values(low: f64, high: f64, unit: Unit) -> Self {
        let marks = ticks::values(low, high, unit);
        let ends = (marks.first().copied().unwrap_or(0.0), marks.last().copied().unwrap_or(1.0));
        Axis::even(ends, marks.into_iter().map(|at| (at, ticks::value_label(at, unit))).collect())
    }

    /// With marks of one's own.
    pub(crate) fn even(ends: (f64, f64), marks: Vec<(f64, String)>) -> Self {
        Axis { ends, marks, scale: Scale::Even }
    }

    /// Where a value lies, from 0 to 1 between the ends.
    pub(crate) fn place(&self, value: f64) -> f64 {
        let (from, to) = self.ends;
        match self.scale {
            Scale::Even => (value - from) / (to - from),
            // Zero is nowhere: it is drawn at the end.
            Scale::Logarithmic => (value.max(from) / from).ln() / (to / from).ln(),
        }
    }
}

#[cfg(feature = "load")]
impl Axis {
    /// Whether as many times as much is as far.
    pub(crate) fn is_logarithmic(&self) -> bool {
        self.scale == Scale::Logarithmic
    }

    /// Seconds since something began.
    pub(crate) fn elapsed(from: f64, to: f64) -> Self {
        let label = |at: f64| (at, super::words::elapsed(at));
        Axis::even((from, to), ticks::times(from, to).into_iter().map(label).collect())
    }

    /// From at or below the shortest to at or above the longest; logarithmic where they differ
    /// much, so that the short ones can be told apart too.
    pub(crate) fn latencies(shortest: f64, longest: f64) -> Self {
        /// More than so many times as long is much.
        const MUCH: f64 = 8.0;
        let labelled = |at: f64| (at, ticks::latency_label(at));
        if shortest > 0.0 && longest > MUCH * shortest {
            return Axis::logarithmic(shortest, longest);
        }
        let marks = ticks::values(0.0, longest, Unit::Count);
        let ends = (0.0, marks.last().copied().unwrap_or(1.0));
        Axis::even(ends, marks.into_iter().map(labelled).collect())
    }

    /// Logarithmic, from the shortest to the longest and no further.
    pub(crate) fn within(shortest: f64, longest: f64) -> Self {
        /// Further to the right a label has no room.
        const ROOM: f64 = 0.96;
        // One value alone lies in the middle.
        let ends = if longest > shortest { (shortest, longest) } else { (shortest / 1.1, longest * 1.1) };
        let axis = Axis { ends, marks: Vec::new(), scale: Scale::Logarithmic };
        let mut marks = ticks::decades(ends.0, ends.1).1;
        marks.retain(|at| *at >= ends.0 && axis.place(*at) <= ROOM);
        if marks.len() < 2 {
            marks = [0.1, 0.9].map(|share| ends.0 * (ends.1 / ends.0).powf(share)).to_vec();
        }
        Axis { marks: marks.into_iter().map(|at| (at, ticks::latency_label(at))).collect(), ..axis }
    }

    fn logarithmic(shortest: f64, longest: f64) -> Self {
        let (ends, marks) = ticks::decades(shortest, longest);
        let marks = marks.into_iter().map(|at| (at, ticks::latency_label(at))).collect();
        Axis { ends, marks, scale: Scale::Logarithmic }
    }
}

#[cfg(test)]
#[path = "axis_tests.rs"]
mod tests;
