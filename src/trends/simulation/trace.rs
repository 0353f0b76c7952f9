//! A trace: observations of one signal, with what is true of them.

use super::random::Random;

/// Of most traces, in whose values are percent of it.
pub const LIMIT: f64 = 100.0;

/// A kind of trace: its name, and how one is made.
pub type Shape = (&'static str, fn(&mut Random) -> Trace);

#[derive(Debug, Clone)]
pub struct Trace {
    pub observations: Vec<(f64, f64)>,
    pub limit: f64,
    /// When a leak begins; from when on a quiet trace must not be called growing.
    pub from: f64,
    pub fill: bool,
}

impl Trace {
    /// Values at every `interval` seconds.
    pub fn every(interval: f64, seconds: f64, mut value: impl FnMut(f64) -> f64) -> Self {
        let count = (seconds / interval) as usize;
        let observations = (0..=count).map(|at| at as f64 * interval).map(|at| (at, value(at))).collect();
        Trace { observations, limit: LIMIT, from: 0.0, fill: false }
    }

    pub fn from(self, from: f64) -> Self {
        Trace { from, ..self }
    }

    pub fn limit(self, limit: f64) -> Self {
        Trace { limit, ..self }
    }

    pub fn filling(self) -> Self {
        Trace { fill: true, ..self }
    }

    pub fn noisy(mut self, spread: f64, random: &mut Random) -> Self {
        self.observations.iter_mut().for_each(|(_, value)| *value += spread * random.normal());
        self
    }

    pub fn whole(mut self) -> Self {
        self.observations.iter_mut().for_each(|(_, value)| *value = value.round());
        self
    }

    /// When the limit is first reached.
    pub fn reached(&self) -> Option<f64> {
        self.observations.iter().find(|(_, value)| *value >= self.limit).map(|(at, _)| *at)
    }
}

/// Teeth of a collector: from 0 up to `height`, then at once down again.
pub fn tooth(at: f64, period: f64, height: f64) -> f64 {
    height * (at / period).fract()
}

/// Once around in `period`, from 0 up to `height` and back.
pub fn swing(at: f64, period: f64, height: f64) -> f64 {
    height * (1.0 - (std::f64::consts::TAU * at / period).cos()) / 2.0
}
