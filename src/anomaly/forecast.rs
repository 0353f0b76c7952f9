//! Where a signal is heading.

use super::points::Point;
use super::rung::Rung;
use serde::{Deserialize, Serialize};

/// The horizons at which errors are kept, in seconds, each about four times the one before. They are no round numbers,
/// lest a job that runs every minute always falls into the same place.
const HORIZONS: [f64; 6] = [53.0, 211.0, 853.0, 3413.0, 13_649.0, 54_583.0];

/// The shortest and the longest horizon that can be asked for, in seconds.
const SHORTEST_SECONDS: f64 = 60.0;
const LONGEST_SECONDS: f64 = 86_400.0;

/// A horizon needs so many times itself observed: enough to have erred nine times, in overlapping forecasts.
const OBSERVED_HORIZONS: f64 = 4.0;
const LEAST_OBSERVED_SECONDS: f64 = 300.0;

/// Share of outcomes that lie within the interval.
const CONFIDENCE: f64 = 0.9;

/// Where a signal will be.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Forecast {
    /// How far ahead, in seconds.
    pub horizon_seconds: f64,
    /// The value that is expected then, in the unit of the signal.
    pub mean: f64,
    /// It is expected not to be below this; never negative for a signal that never was.
    pub low: f64,
    /// It is expected not to be above this.
    pub high: f64,
    /// How often a single reading at that time lies between `low` and `high`: 0.9.
    pub confidence: f64,
}

/// What can be said of a horizon.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(tag = "status", rename_all = "snake_case")]
pub enum Outlook {
    /// Too little was observed to know how wrong a forecast would be.
    NotEnoughData {
        /// How long the signal was observed, gaps left out.
        observed_seconds: f64,
        /// How long it must be for this horizon.
        needed_seconds: f64,
    },
    /// A forecast with its interval.
    Expected(Forecast),
}

impl Outlook {
    pub(super) fn not_observed(horizon_seconds: f64) -> Self {
        Outlook::NotEnoughData { observed_seconds: 0.0, needed_seconds: needed(usable(horizon_seconds)) }
    }
}

/// Forecasts a signal at six horizons, and between them.
///
/// At each horizon it makes four forecasts in the time of the horizon, waits for what comes, and keeps the errors. Of
/// three models that one speaks that erred least there.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Forecaster {
    observed_seconds: f64,
    level: f64,
    negative: bool,
    rungs: [Rung; HORIZONS.len()],
}

impl Forecaster {
    /// Takes a point; `level` is where the signal is, without its noise.
    pub(super) fn take(&mut self, point: &Point, level: f64) {
        self.observed_seconds += point.weight_seconds;
        self.level = level;
        self.negative |= point.value < 0.0;
        for (rung, horizon) in self.rungs.iter_mut().zip(HORIZONS) {
            rung.take(horizon, point.seconds, point.value, level);
        }
    }

    pub(super) fn forecast(&self, horizon_seconds: f64) -> Outlook {
        let horizon_seconds = usable(horizon_seconds);
        let needed_seconds = needed(horizon_seconds);
        let not_enough = Outlook::NotEnoughData { observed_seconds: self.observed_seconds, needed_seconds };
        if self.observed_seconds < needed_seconds {
            return not_enough;
        }
        let Some((nearest, width)) = self.width(horizon_seconds) else { return not_enough };
        let mean = self.rungs[nearest].forecast(HORIZONS[nearest], self.level, horizon_seconds);
        let least = if self.negative { f64::NEG_INFINITY } else { 0.0 };
        let mean = mean.max(least);
        Outlook::Expected(Forecast {
            horizon_seconds,
            mean,
            low: (mean - width).max(least),
            high: mean + width,
            confidence: CONFIDENCE,
        })
    }

    /// The known horizon that is nearest, and half the width of the interval.
    fn width(&self, horizon: f64) -> Option<(usize, f64)> {
        let known = |at: usize| Some((at, self.rungs.get(at)?.width()?));
        let below = (0..HORIZONS.len()).rev().find(|at| HORIZONS[*at] <= horizon && known(*at).is_some());
        let (below, width) = known(below?)?;
        let along = (horizon / HORIZONS[below]).ln();
        if let Some((above, wider)) = known(below + 1) {
            let part = along / (HORIZONS[above] / HORIZONS[below]).ln();
            return Some((if part < 0.5 { below } else { above }, width + (wider - width) * part));
        }
        Some((below, width * (along * self.growth(below)).exp()))
    }

    /// The power of the horizon by which the width grew up to this rung: between not at all and in proportion; as a
    /// random walk's where nothing is known.
    fn growth(&self, at: usize) -> f64 {
        let width = |at: usize| self.rungs[at].width().filter(|width| *width > 0.0);
        let Some(before) = at.checked_sub(1) else { return 0.5 };
        match (width(before), width(at)) {
            (Some(narrow), Some(wide)) => {
                ((wide / narrow).ln() / (HORIZONS[at] / HORIZONS[before]).ln()).clamp(0.0, 1.0)
            }
            _ => 0.5,
        }
    }
}

/// A horizon that can be answered.
fn usable(horizon_seconds: f64) -> f64 {
    if horizon_seconds.is_finite() {
        horizon_seconds.clamp(SHORTEST_SECONDS, LONGEST_SECONDS)
    } else {
        LONGEST_SECONDS
    }
}

fn needed(horizon_seconds: f64) -> f64 {
    (OBSERVED_HORIZONS * horizon_seconds).max(LEAST_OBSERVED_SECONDS)
}
