//! One horizon of the forecast: its models, and the errors that they made at this horizon.

use serde::{Deserialize, Serialize};

/// A horizon is cut into so many slots; in each one forecast is made, and one falls due.
const SLOTS: u32 = 4;

/// So many errors are kept: of the last six horizons.
const ERRORS: usize = 24;

/// With fewer errors a 90 % interval cannot be had of them: the largest of nine is exceeded once in ten times.
const FEWEST_ERRORS: usize = 9;

/// The long mean follows over so many slots, that is, four horizons.
const MEAN_SLOTS: u32 = 16;

/// A trend fades with this time, in horizons.
const FADE_HORIZONS: f64 = 4.0;

/// The mean errors by which a model is chosen follow over so many forecasts.
const SCORE_FORECASTS: u32 = 12;

/// Where the signal may go from here: it stays, it returns to its mean, its trend goes on and fades.
const MODELS: usize = 3;

/// One horizon.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Rung {
    slot: u32,
    sum: f64,
    points: u32,
    /// Finished slots.
    slots: u32,
    slot_mean: f64,
    mean: f64,
    /// How many slots the mean is behind a trend.
    lag: f32,
    pending: [Pending; SLOTS as usize],
    /// Mean absolute error of each model, and of how many forecasts.
    scores: [f32; MODELS],
    scored: u32,
    errors: [f32; ERRORS],
    held: u8,
    next: u8,
    /// What nine in ten errors did not exceed.
    width: Option<f32>,
}

/// A forecast by each model, until its time comes.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
struct Pending {
    due: u32,
    chosen: u8,
    values: [f32; MODELS],
}

impl Default for Rung {
    fn default() -> Self {
        Rung {
            slot: u32::MAX,
            sum: 0.0,
            points: 0,
            slots: 0,
            slot_mean: 0.0,
            mean: 0.0,
            lag: 0.0,
            pending: [Pending { due: u32::MAX, chosen: 0, values: [0.0; MODELS] }; SLOTS as usize],
            scores: [0.0; MODELS],
            scored: 0,
            errors: [0.0; ERRORS],
            held: 0,
            next: 0,
            width: None,
        }
    }
}

impl Rung {
    /// Takes a point; `level` is where the signal is, without its noise.
    pub(super) fn take(&mut self, horizon: f64, seconds: f64, value: f64, level: f64) {
        let slot = slot_of(seconds * f64::from(SLOTS) / horizon);
        if slot != self.slot {
            self.finish_slot();
            self.slot = slot;
            let place = (slot % SLOTS) as usize;
            if self.pending[place].due == slot {
                let due = self.pending[place];
                self.judge(&due, value);
            }
            let values = self.models(horizon, level, horizon).map(narrow);
            self.pending[place] = Pending { due: slot.saturating_add(SLOTS), chosen: self.best(), values };
        }
        self.sum += value;
        self.points += 1;
    }

    fn finish_slot(&mut self) {
        if self.points == 0 {
            return;
        }
        self.slot_mean = self.sum / f64::from(self.points);
        (self.sum, self.points) = (0.0, 0);
        self.slots = self.slots.saturating_add(1);
        let follow = 1.0 / f64::from(self.slots.min(MEAN_SLOTS));
        self.mean += (self.slot_mean - self.mean) * follow;
        self.lag = (1.0 - narrow(follow)) * (self.lag + 1.0);
    }

    fn judge(&mut self, due: &Pending, value: f64) {
        let errors = due.values.map(|forecast| narrow((value - f64::from(forecast)).abs()));
        self.scored = self.scored.saturating_add(1);
        let follow = 1.0 / f64::from(self.scored.min(SCORE_FORECASTS));
        for (score, error) in self.scores.iter_mut().zip(errors) {
            *score += (error - *score) * narrow(follow);
        }
        self.errors[usize::from(self.next)] = errors[usize::from(due.chosen)];
        self.next = (self.next + 1) % ERRORS as u8;
        self.held = (self.held + 1).min(ERRORS as u8);
        self.width = self.quantile();
    }

    /// What nine in ten errors will not exceed: of `n` past errors the one of rank 0.9 (n + 1), as of `n + 1` errors
    /// in any order each is equally likely to be the new one.
    fn quantile(&self) -> Option<f32> {
        let held = usize::from(self.held);
        if held < FEWEST_ERRORS {
            return None;
        }
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
        let slope = (self.slot_mean - self.mean) / (f64::from(self.lag) * slot_seconds);
        let fade = FADE_HORIZONS * horizon;
        let reach = fade * (1.0 - (-ahead / fade).exp());
        [level, self.mean, level + slope * reach]
    }

    /// The model that erred least; the simpler one where they are alike.
    fn best(&self) -> u8 {
        let mut best = 0;
        for model in 1..MODELS {
            if self.scores[model] < self.scores[best] {
                best = model;
            }
        }
        best as u8
    }

    /// The forecast for `ahead` seconds from now.
    pub(super) fn forecast(&self, horizon: f64, level: f64, ahead: f64) -> f64 {
        self.models(horizon, level, ahead)[usize::from(self.best())]
    }

    /// Half the width of the 90 % interval at this horizon, once there are enough errors.
    pub(super) fn width(&self) -> Option<f64> {
        self.width.map(f64::from)
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
