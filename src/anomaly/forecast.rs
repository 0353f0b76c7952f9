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
        let mut model = 0;
        for (rung, horizon) in self.rungs.iter_mut().zip(HORIZONS) {
            model = rung.take(horizon, point.seconds, point.value, level, model);
        }
    }

    pub(super) fn forecast(&self, horizon_seconds: f64) -> Outlook {
        let horizon_seconds = usable(horizon_seconds);
        let needed_seconds = needed(horizon_seconds);
        let not_enough = Outlook::NotEnoughData { observed_seconds: self.observed_seconds, needed_seconds };
        if self.observed_seconds < needed_seconds {
            return not_enough;
        }
        let Some(width) = self.width(horizon_seconds) else { return not_enough };
        let least = if self.negative { f64::NEG_INFINITY } else { 0.0 };
        let mean = self.mean(horizon_seconds).max(least);
        Outlook::Expected(Forecast {
            horizon_seconds,
            mean,
            low: (mean - width).max(least),
            high: mean + width,
            confidence: CONFIDENCE,
        })
    }

    /// The value expected, by the rung nearest to this horizon that knows its models.
    fn mean(&self, horizon: f64) -> f64 {
        let away = |at: &usize| (horizon / HORIZONS[*at]).max(HORIZONS[*at] / horizon);
        let knowing = (0..HORIZONS.len()).filter(|at| self.rungs[*at].knows_models());
        let nearest = knowing.min_by(|a, b| away(a).total_cmp(&away(b))).unwrap_or(0);
        self.rungs[nearest].forecast(HORIZONS[nearest], self.level, horizon)
    }

    /// Half the width of the interval.
    fn width(&self, horizon: f64) -> Option<f64> {
        let width = |at: usize| self.rungs.get(at)?.width();
        let below = (0..HORIZONS.len()).rev().find(|at| HORIZONS[*at] <= horizon && width(*at).is_some())?;
        let narrow = width(below)?;
        let along = (horizon / HORIZONS[below]).ln();
        Some(match width(below + 1) {
            Some(wide) => narrow + (wide - narrow) * along / (HORIZONS[below + 1] / HORIZONS[below]).ln(),
            None => narrow * (along * self.growth(below)).exp(),
        })
    }

    /// The power of the horizon by which the width grew up to this rung, a random walk's where nothing is known. It is
    /// not less than a quarter, because a trend that noise hid comes to light, nor more than in proportion.
    fn growth(&self, at: usize) -> f64 {
        let width = |at: usize| self.rungs[at].width().filter(|width| *width > 0.0);
        let Some(before) = at.checked_sub(1) else { return 0.5 };
        match (width(before), width(at)) {
            (Some(narrow), Some(wide)) => {
                ((wide / narrow).ln() / (HORIZONS[at] / HORIZONS[before]).ln()).clamp(0.25, 1.0)
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

#[cfg(test)]
#[path = "forecast_tests.rs"]
mod tests;
