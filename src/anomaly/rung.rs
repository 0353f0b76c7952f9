//! One horizon of the forecast: its models, and the errors that they made at this horizon.

use serde::{Deserialize, Serialize};

/// A horizon is cut into so many slots; in each one forecast is made, and one falls due.
const SLOTS: u32 = 4;

/// So many errors are kept: of the last six horizons.
const ERRORS: u8 = 24;

/// With fewer errors a 90 % interval cannot be had of them: the largest of nine is exceeded once in ten times.
const FEWEST_ERRORS: u8 = 9;

/// The interval is wider than past errors were by this factor: forecasts overlap, so that so few of them say less than
/// they seem to. Set by the coverage in `tests/anomaly`.
const WIDEN: f64 = 1.05;

/// The long mean follows over so many slots, that is, four horizons.
const MEAN_SLOTS: u8 = 16;

/// A trend is taken to go on for this part of the way: damped trends err less than straight ones (Gardner and McKenzie,
/// Forecasting trends in time series, 1985).
const TREND_PART: f64 = 0.95;

/// No forecast is made before the models have seen so many slots: its error would speak of their ignorance.
const FIRST_SLOTS: u8 = 4;

/// The mean errors by which a model is chosen follow over so many forecasts.
const SCORE_FORECASTS: u8 = 12;

/// After so many it is known which model is good.
const FEWEST_SCORED: u8 = 3;

/// Where the signal may go from here: it stays, it returns to its mean, its trend goes on.
const MODELS: usize = 3;

/// One horizon.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Rung {
    /// The present slot, and what came in it.
    slot: u32,
    points: u32,
    sum: f64,
    /// Of the last finished slot.
    slot_mean: f32,
    mean: f32,
    /// How many slots the mean is behind a trend.
    lag: f32,
    /// What each model said in each of the last slots, which one was chosen, and in which slots there was a forecast.
    forecasts: [[f32; MODELS]; SLOTS as usize],
    chosen: [u8; SLOTS as usize],
    made: [bool; SLOTS as usize],
    /// Mean absolute error of each model, and of how many forecasts; finished slots. Both count no further than they
    /// matter.
    scores: [f32; MODELS],
    scored: u8,
    slots: u8,
    /// The last errors: how many, and where the next one goes.
    held: u8,
    next: u8,
    errors: [f32; ERRORS as usize],
    /// What nine in ten errors did not exceed.
    width: Option<f32>,
}

impl Rung {
    /// Takes a point; `level` is where the signal is, without its noise. As long as this rung cannot tell its models
    /// apart it follows the rung below, whose choice comes in and its own goes out.
    pub(super) fn take(&mut self, horizon: f64, seconds: f64, value: f64, level: f64, below: u8) -> u8 {
        let slot = slot_of(seconds * f64::from(SLOTS) / horizon);
        if slot != self.slot {
            self.finish_slot();
            self.turn_to(slot);
            let place = (slot % SLOTS) as usize;
            if self.made[place] {
                self.judge(place, value);
            }
            self.made[place] = self.slots >= FIRST_SLOTS;
            self.forecasts[place] = self.models(horizon, level, horizon).map(narrow);
            self.chosen[place] = self.choice(below);
        }
        self.sum += value;
        self.points += 1;
        self.choice(below)
    }

    fn finish_slot(&mut self) {
        if self.points == 0 {
            return;
        }
        self.slot_mean = narrow(self.sum / f64::from(self.points));
        (self.sum, self.points) = (0.0, 0);
        self.slots = (self.slots + 1).min(MEAN_SLOTS);
        let follow = 1.0 / f32::from(self.slots);
        self.mean += (self.slot_mean - self.mean) * follow;
        self.lag = (1.0 - follow) * (self.lag + 1.0);
    }

    /// Forecasts for slots in which nothing came will never be judged.
    fn turn_to(&mut self, slot: u32) {
        match slot.checked_sub(self.slot) {
            Some(ahead) if ahead <= SLOTS => {
                (1..ahead).for_each(|skipped| self.made[((self.slot + skipped) % SLOTS) as usize] = false);
            }
            _ => self.made = [false; SLOTS as usize],
        }
        self.slot = slot;
    }

    fn judge(&mut self, place: usize, value: f64) {
        let errors = self.forecasts[place].map(|forecast| narrow((value - f64::from(forecast)).abs()));
        self.scored = (self.scored + 1).min(SCORE_FORECASTS);
        let follow = 1.0 / f32::from(self.scored);
        for (score, error) in self.scores.iter_mut().zip(errors) {
            *score += (error - *score) * follow;
        }
        self.errors[usize::from(self.next)] = errors[usize::from(self.chosen[place])];
        self.next = (self.next + 1) % ERRORS;
        self.held = (self.held + 1).min(ERRORS);
        self.width = self.quantile();
    }

    /// What nine in ten errors will not exceed: of `n` past errors the one of rank 0.9 (n + 1), as of `n + 1` errors
    /// in any order each is equally likely to be the new one.
    fn quantile(&self) -> Option<f32> {
        if self.held < FEWEST_ERRORS {
            return None;
        }
        let held = usize::from(self.held);
        let mut sorted = self.errors;
        let sorted = &mut sorted[..held];
        sorted.sort_unstable_by(f32::total_cmp);
        let rank = (9 * (held + 1)).div_ceil(10).min(held);
        Some(sorted[rank - 1])
    }

    /// What each model says for `ahead` seconds from now.
    fn models(&self, horizon: f64, level: f64, ahead: f64) -> [f64; MODELS] {
        if self.slots < 2 {
            return [level; MODELS];
        }
        let slot_seconds = horizon / f64::from(SLOTS);
        let slope = f64::from(self.slot_mean - self.mean) / (f64::from(self.lag) * slot_seconds);
        [level, f64::from(self.mean), level + slope * TREND_PART * ahead]
    }

    /// The model that erred least, the simpler one where they are alike; before that can be told, the one of the rung
    /// below.
    fn choice(&self, below: u8) -> u8 {
        if !self.knows_models() {
            return below;
        }
        let better = |best: u8, model: u8| {
            let (a, b) = (self.scores[usize::from(best)], self.scores[usize::from(model)]);
            if b < a {
                model
            } else {
                best
            }
        };
        (1..MODELS as u8).fold(0, better)
    }

    /// Whether it can say which of its models is good.
    pub(super) fn knows_models(&self) -> bool {
        self.scored >= FEWEST_SCORED
    }

    /// The forecast for `ahead` seconds from now.
    pub(super) fn forecast(&self, horizon: f64, level: f64, ahead: f64) -> f64 {
        self.models(horizon, level, ahead)[usize::from(self.choice(0))]
    }

    /// Half the width of the 90 % interval at this horizon, once there are enough errors.
    pub(super) fn width(&self) -> Option<f64> {
        self.width.map(|width| WIDEN * f64::from(width))
    }
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // Saturates.
fn slot_of(slots: f64) -> u32 {
    slots as u32
}

#[allow(clippy::cast_possible_truncation)] // Values are below the largest f32.
fn narrow(value: f64) -> f32 {
    value as f32
}
