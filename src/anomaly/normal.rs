//! What is usual for a signal: its centre, its spread, and how far from the centre it held before.

use super::envelope::{Envelope, Range};
use super::recent::Held;
use super::step::Step;
use serde::{Deserialize, Serialize};

// All seconds here are the detector's own: they stretch for signals that come less often than every 5 s.

/// Centre and spread follow over ten minutes.
const FOLLOW_SECONDS: f64 = 600.0;

/// The slow spread remembers a quarter of a day, what was unusual in it included.
const SLOW_SECONDS: f64 = 6.0 * 3600.0;

/// The first minute of a signal is its start, and no sign of what is usual.
const START_SECONDS: f64 = 60.0;

/// From then on the detector judges.
pub(super) const LEARNING_SECONDS: f64 = 300.0;

/// Standard deviations of Gaussian noise in its mean distance from its centre: the square root of pi/2.
const DEVIATIONS: f64 = 1.253_314_137_315_500_3;

/// One point counts as no more than so many spreads: a broken reading must not blind the detector. A burst that is
/// seen once in so many points still counts in full.
const MOST_SPREADS: f64 = 50.0;

/// How far beyond all that was held in a day is unusual, in spreads of what is held (running medians), and in spreads
/// of single points. `tests/anomaly` set them: false alarms on quiet traces against planted shifts that are found.
const HELD_SPREADS: f64 = 3.0;
const POINT_SPREADS: f64 = 1.5;

/// No change below this part of the level matters, nor below so many of the steps in which the signal moves.
const LEAST_PART: f64 = 0.01;
const LEAST_STEPS: f64 = 2.0;

/// A busy signal that holds less than this part of the least it held before has broken down, however much it varies.
/// It is busy if the least it held is not below the other part of its level.
const BREAKDOWN_PART: f64 = 0.2;
const BUSY_PART: f64 = 0.1;

/// Centre, spreads and envelope of a signal.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Normal {
    seconds: f64,
    points: u32,
    centre: f64,
    /// Spread of single points.
    spread: f64,
    /// Spread of what is held: noise that changes from point to point is not in it.
    held_spread: f64,
    slow_spread: f64,
    /// Of what was held, as distances from the centre of that time.
    envelope: Envelope,
    step: Step,
    negative: bool,
    /// The centre is of before a long gap.
    stale: bool,
}

/// Between what a signal is expected, and how far that is from what it held before.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Bounds {
    pub(super) low: f64,
    pub(super) high: f64,
    pub(super) low_margin: f64,
    pub(super) high_margin: f64,
}

impl Normal {
    /// Takes a point that is usual.
    pub(super) fn learn(&mut self, value: f64, held: Held, seconds: f64) {
        let starting = self.seconds < START_SECONDS;
        if self.stale {
            (self.centre, self.stale) = (held.middle, false);
        }
        let learning = self.seconds_left() > 0.0;
        self.seconds += seconds;
        self.negative |= value < 0.0;
        self.step.see(value, seconds);
        if starting {
            self.centre = held.middle;
            return;
        }
        // At first all points count the same.
        self.points = self.points.saturating_add(1);
        let follow = (seconds / FOLLOW_SECONDS).max(1.0 / f64::from(self.points)).min(1.0);
        let distance = (value - self.centre).abs() * DEVIATIONS;
        let distance = if learning { distance } else { distance.min(MOST_SPREADS * self.spread) };
        self.spread += (distance - self.spread) * follow;
        self.held_spread += (self.distance(held) - self.held_spread) * follow;
        self.learn_slowly(held, seconds);
        self.centre += (held.middle - self.centre) * follow;

        let range = Range {
            low: narrow(held.below - self.centre),
            high: narrow(held.above - self.centre),
            least: narrow(held.below),
        };
        if learning {
            self.envelope.remember(range);
        }
        self.envelope.see(range, narrow(seconds));
    }

    /// The part of learning that goes on while something is unusual.
    pub(super) fn learn_slowly(&mut self, held: Held, seconds: f64) {
        let follow = (seconds / SLOW_SECONDS).min(1.0);
        self.slow_spread += (self.distance(held) - self.slow_spread) * follow;
    }

    fn distance(&self, held: Held) -> f64 {
        (held.middle - self.centre).abs() * DEVIATIONS
    }

    /// A new normal: the centre moves at once, and the spread is at least this.
    pub(super) fn accept(&mut self, centre: f64, spread: f64) {
        self.centre = centre;
        self.spread = self.spread.max(spread);
    }

    /// Nothing was known for so long. After as much as it follows over, the level is found anew.
    pub(super) fn miss(&mut self, seconds: f64) -> bool {
        self.stale |= seconds > FOLLOW_SECONDS;
        self.stale
    }

    /// What lies so far from the centre is usual from now on.
    pub(super) fn remember(&mut self, distance: f32) {
        let least = narrow(self.centre + f64::from(distance));
        self.envelope.remember(Range { low: distance, high: distance, least });
    }

    /// How much longer it has to learn, in its own seconds; 0 when it judges.
    pub(super) fn seconds_left(&self) -> f64 {
        (LEARNING_SECONDS - self.seconds).max(0.0)
    }

    pub(super) fn centre(&self) -> f64 {
        self.centre
    }

    /// What is called the usual spread, in the unit of the signal.
    pub(super) fn spread(&self) -> f64 {
        self.spread.max(self.held_spread)
    }

    fn least(&self, least_change: f64) -> f64 {
        (LEAST_PART * self.centre.abs()).max(LEAST_STEPS * self.step.size()).max(least_change)
    }

    /// Between what the signal is expected; nothing while it learns.
    pub(super) fn bounds(&self, least_change: f64) -> Option<Bounds> {
        if self.seconds_left() > 0.0 || self.stale {
            return None;
        }
        let range = self.envelope.range()?;
        // Little was seen of a young signal: the margin is twice as wide at first, and 8 % wider after an hour.
        let young = 1.0 + LEARNING_SECONDS / self.seconds;
        let held = HELD_SPREADS * self.held_spread.max(self.slow_spread);
        let margin = (young * held.max(POINT_SPREADS * self.spread)).max(self.least(least_change));

        let highest = self.centre + f64::from(range.high);
        let lowest = self.centre + f64::from(range.low);
        let least = f64::from(range.least);
        let busy = !self.negative && least > BUSY_PART * self.centre;
        let low = lowest - margin;
        let low = if busy { low.max(BREAKDOWN_PART * least) } else { low };
        Some(Bounds {
            low,
            high: highest + margin,
            low_margin: margin.min(lowest - low),
            high_margin: margin,
        })
    }
}

#[allow(clippy::cast_possible_truncation)] // Seven digits are plenty for a distance.
fn narrow(value: f64) -> f32 {
    value as f32
}
