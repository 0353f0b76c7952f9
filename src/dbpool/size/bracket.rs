//! What sizes served while everybody waited: what was seen outweighs what was computed.

use super::demand::ALL_IN_USE;
use super::trial::Trial;

/// A size that served this share of the best one did as well: what is less is no chance.
const AS_WELL: f64 = 0.97;
/// The same where sessions wait for locks: what is held all the time but for a twentieth serves no more than that on top.
const AS_WELL_LOCKED: f64 = 0.94;
/// So large a part of the requests of now was served at once there: it was the same crowd.
const SAME_CROWD: f64 = 0.8;
/// Half as many connections more are a step.
const A_STEP: f64 = 0.58;
/// Twice the connections served at least so many times as much: a further step is likely to pay, too.
const RISING: f64 = 1.15;

/// Sizes between which to look further, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Bracket {
    pub from: u32,
    pub to: u32,
    /// The present size served clearly more than two thirds of it did, and none larger was tried.
    pub rising: bool,
    /// It served as much as larger ones did, and none smaller was tried.
    pub flat: bool,
}

impl Bracket {
    /// From the trials in which the pool decided what was served, or as many were in use as there are requests now, `crowd`: then
    /// nobody waited, and everybody came again. For a pool of `present` connections. Where another size served clearly more
    /// that one alone is left. Else a smaller one that served clearly less bounds it below, a larger one above: not they
    /// themselves, but where as much as is clear would be lost if what is served went evenly between (by logarithms). A larger
    /// one that served no more leaves no reason to grow.
    pub fn of(trials: &[Trial], present: u32, crowd: f64, locked: bool) -> Self {
        let as_well = if locked { AS_WELL_LOCKED } else { AS_WELL };
        let tried = tried(trials, crowd);
        let mut bracket = Bracket { from: 1, to: u32::MAX, rising: false, flat: false };
        let Some(fastest) = tried.iter().max_by(|a, b| a.served().total_cmp(&b.served())) else {
            return bracket;
        };
        let good = |one: &&Tried| one.served() >= (as_well - one.chance(fastest)) * fastest.served();
        let Some(now) = tried.iter().find(|one| one.size == present) else { return bracket };
        if !good(&now) {
            if let Some(size) = tried.iter().filter(good).map(|one| one.size).min() {
                (bracket.from, bracket.to) = (size, size);
            }
            return bracket;
        }
        let larger = tried.iter().any(|one| one.size > present);
        if larger {
            bracket.to = present;
        }
        for one in tried.iter().filter(|one| one.size < present && !good(one)) {
            let part = as_well.ln() / (one.served() / fastest.served()).ln();
            let clear = f64::from(present) * (f64::from(one.size) / f64::from(present)).powf(part);
            bracket.from = bracket.from.max((clear.ceil() as u32).min(present));
        }
        let below = tried.iter().filter(|one| one.size < present);
        let steps = |one: &Tried| (f64::from(present) / f64::from(one.size)).log2();
        let apart = below.clone().filter(|one| steps(one) >= A_STEP).max_by_key(|one| one.size);
        match apart.or(below.max_by_key(|one| one.size)) {
            Some(below) if !larger => {
                let steps = steps(below);
                bracket.rising = steps >= A_STEP && now.served() >= below.served() * RISING.powf(steps);
            }
            Some(_) => {}
            None => bracket.flat = larger,
        }
        bracket
    }
}

/// What was served at each size, as far as it compares.
fn tried(trials: &[Trial], crowd: f64) -> Vec<Tried> {
    let mut tried: Vec<Tried> = Vec::new();
    for trial in trials {
        let all = |most: &f64| {
            trial.limited || trial.in_use >= ALL_IN_USE * most || trial.in_use >= SAME_CROWD * crowd
        };
        let Some(most) = trial.most.filter(all) else { continue };
        let size = most as u32;
        let seconds = trial.requests / trial.served_per_second;
        match tried.iter_mut().find(|one| one.size == size) {
            Some(one) => one.add(trial.requests, seconds),
            None => tried.push(Tried { size, requests: trial.requests, seconds }),
        }
    }
    tried
}

struct Tried {
    size: u32,
    requests: f64,
    seconds: f64,
}

impl Tried {
    fn add(&mut self, requests: f64, seconds: f64) {
        self.requests += requests;
        self.seconds += seconds;
    }

    /// By how much two of them differ by chance.
    fn chance(&self, other: &Tried) -> f64 {
        (1.0 / self.requests.max(1.0) + 1.0 / other.requests.max(1.0)).sqrt()
    }

    fn served(&self) -> f64 {
        self.requests / self.seconds.max(1e-9)
    }
}

#[cfg(test)]
#[path = "bracket_tests.rs"]
mod tests;
