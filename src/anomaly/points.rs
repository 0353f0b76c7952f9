//! Readings at any spacing become points that are at least most of a second apart.

use serde::{Deserialize, Serialize};

/// Readings nearer than this to the last point are averaged into the next one. A little less than a second, so that
/// a caller at 1 Hz whose timer jitters gets one point for each reading.
const LEAST_SPACING_SECONDS: f64 = 0.75;

/// So many missed points are a gap.
const GAP_POINTS: f64 = 10.0;

/// The spacing follows over so many points.
const SPACING_POINTS: f64 = 16.0;

/// Spacings up to this one are what the detector's times are made for; where points come less often, they stretch.
const USUAL_SPACING_SECONDS: f64 = 5.0;

/// One value with its time, and how it follows the one before.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Point {
    pub(super) seconds: f64,
    pub(super) value: f64,
    /// What this point counts for, in seconds: the time since the one before, but of a gap no more than twice the
    /// usual spacing. For the first point 0.
    pub(super) weight_seconds: f64,
    /// The clock went back, or many points are missing before this one.
    pub(super) broken: bool,
    /// How long nothing was known before this one, of a gap.
    pub(super) gap_seconds: f64,
}

/// Makes points of readings.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Points {
    last: Option<f64>,
    spacing: Option<f64>,
    sum: f64,
    readings: u32,
}

impl Points {
    /// The point that this reading completes, if it does.
    pub(super) fn add(&mut self, seconds: f64, value: f64) -> Option<Point> {
        let elapsed = self.last.map(|last| seconds - last);
        let early = elapsed.is_some_and(|elapsed| (0.0..LEAST_SPACING_SECONDS).contains(&elapsed));
        self.sum += value;
        self.readings += 1;
        if early {
            return None;
        }
        let mean = self.sum / f64::from(self.readings);
        (self.sum, self.readings, self.last) = (0.0, 0, Some(seconds));
        let (weight_seconds, broken) = match elapsed {
            None => (0.0, false),
            Some(elapsed) if elapsed < 0.0 => (0.0, true),
            Some(elapsed) => self.follow(elapsed),
        };
        let gap_seconds = if broken { elapsed.unwrap_or(0.0).max(0.0) } else { 0.0 };
        Some(Point { seconds, value: mean, weight_seconds, broken, gap_seconds })
    }

    fn follow(&mut self, elapsed: f64) -> (f64, bool) {
        let spacing = self.spacing.unwrap_or(elapsed);
        let weight = elapsed.min(2.0 * spacing);
        // A gap widens the spacing by no more than an eighth.
        self.spacing = Some(spacing + (elapsed.min(3.0 * spacing) - spacing) / SPACING_POINTS);
        (weight, elapsed > GAP_POINTS * spacing)
    }

    /// Time between points, in seconds.
    pub(super) fn spacing(&self) -> f64 {
        self.spacing.unwrap_or(1.0)
    }

    /// How much slower than usual time goes for this signal: 1 up to the usual spacing.
    pub(super) fn pace(&self) -> f64 {
        (self.spacing() / USUAL_SPACING_SECONDS).max(1.0)
    }
}
