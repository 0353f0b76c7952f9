//! One stretch of time in which a signal is unlike its history.

use super::detector::Unusual;
use super::normal::{Bounds, Normal};
use super::recent::{Held, Recent};
use serde::{Deserialize, Serialize};

/// A level that is held so long is the new normal, in the detector's own seconds.
const ACCEPT_SECONDS: f64 = 300.0;

/// It is over when the median is back by this part of the margin.
const BACK_PART: f64 = 0.5;

/// More than so many margins or spreads make no difference, and are not said.
const MOST: f64 = 1000.0;

/// What is unusual now, and how it went since it began.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Episode {
    pub(super) unusual: Unusual,
    upward: bool,
    /// The furthest distance from the centre that was held.
    furthest: f64,
    seconds: f64,
    points: u32,
    /// Level and spread since it began.
    level: f64,
    spread: f64,
}

/// How an episode goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Course {
    Lasts,
    Over,
    Accepted,
}

impl Episode {
    /// Begins where what is held is out of bounds.
    pub(super) fn begin(
        held: Held,
        recent: &Recent,
        bounds: Bounds,
        normal: &Normal,
        spread: f64,
    ) -> Option<Self> {
        let upward = held.above > bounds.high;
        if !upward && held.below >= bounds.low {
            return None;
        }
        let out = |value: f64| if upward { value > bounds.high } else { value < bounds.low };
        let mut episode = Episode {
            unusual: Unusual {
                score: 0.0,
                value: held.middle,
                expected: normal.centre(),
                low: bounds.low,
                high: bounds.high,
                since_seconds: recent.since(out).unwrap_or_default(),
                times_spread: 0.0,
            },
            upward,
            furthest: 0.0,
            seconds: 0.0,
            points: 0,
            level: held.middle,
            spread: 0.0,
        };
        episode.look(held, bounds, spread);
        Some(episode)
    }

    fn look(&mut self, held: Held, bounds: Bounds, spread: f64) {
        let unusual = &mut self.unusual;
        unusual.value = held.middle;
        unusual.times_spread = quotient((held.middle - unusual.expected).abs(), spread);
        let (beyond, margin) = if self.upward {
            (held.above - (bounds.high - bounds.high_margin), bounds.high_margin)
        } else {
            ((bounds.low + bounds.low_margin) - held.below, bounds.low_margin)
        };
        let margins = quotient(beyond.max(0.0), margin);
        unusual.score = margins / (1.0 + margins);
        let distance = if self.upward { held.above } else { held.below } - unusual.expected;
        if distance.abs() > self.furthest.abs() {
            self.furthest = distance;
        }
    }

    /// Takes one more point.
    pub(super) fn go_on(
        &mut self,
        value: f64,
        held: Held,
        bounds: Bounds,
        spread: f64,
        seconds: f64,
    ) -> Course {
        let back = if self.upward {
            held.middle < bounds.high - BACK_PART * bounds.high_margin
        } else {
            held.middle > bounds.low + BACK_PART * bounds.low_margin
        };
        if back {
            return Course::Over;
        }
        self.look(held, bounds, spread);
        self.seconds += seconds;
        self.points = self.points.saturating_add(1);
        let follow = 1.0 / f64::from(self.points);
        self.spread += ((value - self.level).abs() - self.spread) * follow;
        self.level += (held.middle - self.level) * follow;
        if self.seconds >= ACCEPT_SECONDS {
            Course::Accepted
        } else {
            Course::Lasts
        }
    }

    #[allow(clippy::cast_possible_truncation)] // Seven digits are plenty for a distance.
    pub(super) fn furthest(&self) -> f32 {
        self.furthest as f32
    }

    /// Level and spread since it began.
    pub(super) fn level(&self) -> (f64, f64) {
        (self.level, self.spread)
    }
}

fn quotient(part: f64, whole: f64) -> f64 {
    if part < MOST * whole {
        part / whole
    } else {
        MOST
    }
}
