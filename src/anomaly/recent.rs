//! The last few points, and the levels they hold: so that one noisy reading is none.

use super::points::Point;
use serde::{Deserialize, Serialize};

const MOST: usize = 10;
const FEWEST: usize = 5;

/// What is held is held for so long, if so many points come in it.
const SPAN_SECONDS: f64 = 10.0;

/// The last points, oldest first.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Recent {
    values: [f64; MOST],
    /// How long before the last one.
    seconds_ago: [f32; MOST],
    last_seconds: f64,
    len: u8,
}

/// The levels that the last points hold, but for one in five.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Held {
    /// Four in five are at or above this.
    pub(super) above: f64,
    /// The median.
    pub(super) middle: f64,
    /// Four in five are at or below this.
    pub(super) below: f64,
}

impl Recent {
    pub(super) fn add(&mut self, point: &Point, spacing: f64) {
        if point.broken {
            self.len = 0;
        }
        let size = size(spacing);
        let keep = usize::from(self.len).min(size - 1);
        let from = usize::from(self.len) - keep;
        self.values.copy_within(from..from + keep, 0);
        self.seconds_ago.copy_within(from..from + keep, 0);
        let elapsed = narrow(point.seconds - self.last_seconds);
        self.seconds_ago[..keep].iter_mut().for_each(|ago| *ago += elapsed);
        self.values[keep] = point.value;
        self.seconds_ago[keep] = 0.0;
        self.last_seconds = point.seconds;
        self.len = u8::try_from(keep + 1).unwrap_or(u8::MAX);
    }

    /// Nothing until there are enough points without a gap.
    pub(super) fn held(&self, spacing: f64) -> Option<Held> {
        let len = usize::from(self.len);
        if len < size(spacing) {
            return None;
        }
        let mut sorted = self.values;
        let sorted = &mut sorted[..len];
        sorted.sort_unstable_by(f64::total_cmp);
        let spared = len / 5;
        let middle = f64::midpoint(sorted[(len - 1) / 2], sorted[len / 2]);
        Some(Held { above: sorted[spared], middle, below: sorted[len - 1 - spared] })
    }

    /// When the first point came of which `is` holds, to a hundredth of a second.
    pub(super) fn since(&self, is: impl Fn(f64) -> bool) -> Option<f64> {
        let len = usize::from(self.len);
        let at = self.values[..len].iter().position(|value| is(*value))?;
        let seconds = self.last_seconds - f64::from(self.seconds_ago[at]);
        Some((seconds * 100.0).round() / 100.0)
    }

    /// The median of what there is, or `otherwise`.
    pub(super) fn middle_or(&self, otherwise: f64) -> f64 {
        let len = usize::from(self.len);
        let mut sorted = self.values;
        let sorted = &mut sorted[..len];
        sorted.sort_unstable_by(f64::total_cmp);
        if len == 0 {
            otherwise
        } else {
            f64::midpoint(sorted[(len - 1) / 2], sorted[len / 2])
        }
    }
}

#[allow(clippy::cast_possible_truncation)] // At most a few minutes.
fn narrow(seconds: f64) -> f32 {
    seconds as f32
}

/// How many points the span holds.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // Between 5 and 10.
fn size(spacing: f64) -> usize {
    // Rounded by hand: memory checkers stumble over `round` where the compiler calls it too early.
    (SPAN_SECONDS / spacing + 0.5).clamp(FEWEST as f64, MOST as f64) as usize
}
