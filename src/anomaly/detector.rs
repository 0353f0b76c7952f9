//! One signal against its own history.

use super::episode::{Course, Episode};
use super::forecast::{Forecaster, Outlook};
use super::normal::Normal;
use super::points::{Point, Points};
use super::recent::{Held, Recent};
use serde::{Deserialize, Serialize};

/// Values beyond this are taken for it: nothing real is so large, and squares and narrow floats must not overflow.
const LARGEST: f64 = 1e30;

/// After so long an anomaly that did not come again is forgotten.
const REMEMBER_SECONDS: f32 = 24.0 * 3600.0;

/// That a signal is unlike its own history, and how much.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Unusual {
    /// From 0.5, just out of bounds, towards 1: `m / (1 + m)`, where `m` is the distance from what was held before, in
    /// margins.
    pub score: f64,
    /// What the signal held lately: the median of its last points. In the unit of the signal, as the others.
    pub value: f64,
    /// Its usual level.
    pub expected: f64,
    /// Below this it is unusual. Can be negative for a signal that never is: then no low value is unusual.
    pub low: f64,
    /// Above this it is unusual.
    pub high: f64,
    /// The moment of the first unusual reading, in the seconds that were given with it.
    pub since_seconds: f64,
    /// Distance of `value` from `expected`, in usual spreads (standard deviations, were it Gaussian); 0 to 1000, which
    /// also stands for what cannot be said of a signal that never moved.
    pub times_spread: f64,
}

/// Tells when a signal is unlike its own history.
///
/// Give it every reading with its time. Nothing is said before it has learned for 300 s
/// ([`Detector::seconds_to_learn`]). From then on, what matters is what the signal *holds*: what four in five of the
/// readings of the last 10 s keep to. It is unusual to hold a level further from the usual level (a mean over ten
/// minutes) than in the last 24 hours, by a margin that its own spread makes; single readings never are. Changes below
/// 1 % of the level or of two of the smallest steps in which the signal moves are not unusual, however still it was.
///
/// - A level that is held for 300 s is the new normal: it was reported once, and is usual from then on.
/// - What comes again within 24 hours is reported three times, and is usual from then on: a job that runs every hour.
/// - A signal that was never 0 for long and falls to 0 has broken down, also where its spread is as large as its level.
///
/// These times hold for readings up to 5 s apart; where they are sparser, times stretch in proportion (at one a minute
/// it learns for an hour). Readings less than 0.75 s apart are averaged. After a gap of more than ten readings, what is
/// held is seen anew; a clock that goes back does no harm; a value that is not finite is left out.
///
/// ```
/// use plimsoll::anomaly::Detector;
///
/// let mut detector = Detector::new();
/// for second in 0..900 {
///     let value = 100.0 + f64::from(second % 7);
///     assert_eq!(detector.push(f64::from(second), value), None);
/// }
/// for second in 900..915 {
///     detector.push(f64::from(second), 180.0);
/// }
/// let unusual = detector.state().unwrap();
/// assert!(unusual.value > unusual.high && unusual.since_seconds == 900.0);
/// ```
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Detector {
    points: Points,
    recent: Recent,
    normal: Normal,
    episode: Option<Episode>,
    /// What was reported lately, downward and upward.
    reported: [Reported; 2],
    least_change: f64,
    forecaster: Option<Box<Forecaster>>,
}

/// The furthest distances from the centre that were reported and are not yet usual, and how long ago the last was.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
struct Reported {
    furthest: Option<f32>,
    second: Option<f32>,
    seconds_ago: f32,
}

impl Reported {
    /// Of three it gives back the nearest, which is usual from now on.
    fn add(&mut self, distance: f32) -> Option<f32> {
        self.seconds_ago = 0.0;
        let mut distance = distance;
        for place in [&mut self.furthest, &mut self.second] {
            match place {
                Some(further) if further.abs() >= distance.abs() => {}
                Some(nearer) => std::mem::swap(nearer, &mut distance),
                None => {
                    *place = Some(distance);
                    return None;
                }
            }
        }
        Some(distance)
    }

    fn pass(&mut self, seconds: f32) {
        self.seconds_ago += seconds;
        if self.seconds_ago > REMEMBER_SECONDS {
            *self = Reported::default();
        }
    }
}

impl Detector {
    /// A detector that also forecasts.
    #[must_use]
    pub fn new() -> Self {
        Detector { forecaster: Some(Box::default()), ..Detector::without_forecast() }
    }

    /// A detector that does not forecast, at a third of the size.
    #[must_use]
    pub fn without_forecast() -> Self {
        Detector::default()
    }

    /// Changes below this are never unusual, in the unit of the signal; 0 at first. For what has a scale of its own:
    /// a share of time, say, of which the hundredth does not matter even if it was always 0.
    #[must_use]
    pub fn with_least_change(mut self, change: f64) -> Self {
        self.least_change = if change.is_finite() { change.clamp(0.0, LARGEST) } else { 0.0 };
        self
    }

    /// Takes a reading. Gives what is unusual as long as it is.
    pub fn push(&mut self, seconds: f64, value: f64) -> Option<Unusual> {
        if seconds.is_finite() && value.is_finite() {
            if let Some(point) = self.points.add(seconds, value.clamp(-LARGEST, LARGEST)) {
                self.take(&point);
            }
        }
        self.state().copied()
    }

    /// What is unusual now.
    #[must_use]
    pub fn state(&self) -> Option<&Unusual> {
        self.episode.as_ref().map(|episode| &episode.unusual)
    }

    /// How many more seconds of readings it has to learn before it says anything; `None` when it has learned.
    #[must_use]
    pub fn seconds_to_learn(&self) -> Option<f64> {
        let left = self.normal.seconds_left() * self.points.pace();
        (left > 0.0).then_some(left)
    }

    /// Forgets all: another process, another cgroup.
    pub fn restart(&mut self) {
        let mut forecaster = self.forecaster.take();
        if let Some(forecaster) = &mut forecaster {
            **forecaster = Forecaster::default();
        }
        *self = Detector { forecaster, least_change: self.least_change, ..Detector::default() };
    }

    /// Where the signal will be so many seconds after its last reading. A horizon outside of 60 s to 24 h is taken for
    /// the nearest of them.
    ///
    /// Of three models (the level stays; it returns to its mean over four horizons; its trend goes on, a
    /// little damped) that
    /// one speaks that erred least at this horizon so far. The interval is what nine in ten of the forecasts that were
    /// made before kept to, so it needs no model of the noise; between two horizons with known errors it is
    /// interpolated, beyond the last it grows as it grew before.
    ///
    /// A horizon needs four times itself observed, and at least 300 s: an hour ahead needs four hours, 24 hours ahead
    /// four days. A detector without forecast has observed nothing for it, and says so.
    #[must_use]
    pub fn forecast(&self, horizon_seconds: f64) -> Outlook {
        match &self.forecaster {
            Some(forecaster) => forecaster.forecast(horizon_seconds),
            None => Outlook::not_observed(horizon_seconds),
        }
    }

    fn take(&mut self, point: &Point) {
        let spacing = self.points.spacing();
        self.recent.add(point, spacing);
        if let Some(forecaster) = &mut self.forecaster {
            forecaster.take(point, self.recent.middle_or(point.value));
        }
        let pace = self.points.pace();
        if self.normal.miss(point.gap_seconds / pace) {
            self.episode = None;
        }
        let Some(held) = self.recent.held(spacing) else { return };
        let seconds = point.weight_seconds / pace;
        self.reported.iter_mut().for_each(|reported| reported.pass(seconds as f32));

        let Some(bounds) = self.normal.bounds(self.least_change) else {
            self.normal.learn(point.value, held, seconds);
            return;
        };
        let spread = self.normal.spread();
        let Some(episode) = &mut self.episode else {
            self.episode = Episode::begin(held, &self.recent, bounds, &self.normal, spread);
            if self.episode.is_none() {
                // What is about to become unusual shall not shift the level first.
                let middle = held.middle.clamp(bounds.low, bounds.high);
                self.normal.learn(point.value, Held { middle, ..held }, seconds);
            }
            return;
        };
        self.normal.learn_slowly(held, seconds);
        let course = episode.go_on(point.value, held, bounds, spread, seconds);
        if course != Course::Lasts {
            let (furthest, (level, spread)) = (episode.furthest(), episode.level());
            self.episode = None;
            if let Some(usual) = self.reported[usize::from(furthest > 0.0)].add(furthest) {
                self.normal.remember(usual);
            }
            if course == Course::Accepted {
                self.normal.accept(level, spread);
            }
        }
    }
}

#[cfg(test)]
#[path = "detector_tests.rs"]
mod tests;
