//! What is raised: each rule with its memory, so that one noisy reading neither raises nor clears.

use super::rule::{Rule, Step, Timing};
use super::settings::Thresholds;
use super::table::{RuleId, RULES};
use super::view::View;

/// No rule has more thresholds than this.
const MOST_STEPS: usize = 3;

/// Clocks are read a little apart: a time held counts as long enough from here on.
const NEARLY: f64 = 0.9;

/// When a reading was taken and what it speaks of.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Moment {
    /// Now, in seconds after boot.
    pub now: f64,
    /// Where the time that the rates speak of began.
    pub since: f64,
    /// The first reading of all.
    pub first: f64,
}

/// One rule's memory.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(crate) struct RuleState {
    /// The latest value that was known.
    value: Option<f64>,
    /// Since when the value has been beyond each threshold without a break.
    beyond: [Option<f64>; MOST_STEPS],
    /// Since when it has been back within the threshold that is raised.
    back: Option<f64>,
    /// Which threshold is raised.
    raised: Option<usize>,
    /// Since when anything has been raised.
    since: f64,
    /// It was raised on less than it takes, for want of more.
    provisional: bool,
    /// Events counted since it was raised.
    events: f64,
    /// When a value was last known.
    known: f64,
}

/// A rule that is raised.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Active {
    /// Which of the thresholds.
    pub step: usize,
    /// Its value: the latest, or how many events.
    pub value: f64,
    /// For how long, in seconds.
    pub held_seconds: f64,
    /// Raised on less than it takes, because no more was watched.
    pub provisional: bool,
}

impl RuleState {
    /// Takes in a value.
    pub fn update(&mut self, rule: &Rule, steps: &[Step], value: Option<f64>, moment: Moment) {
        let timing = rule.timing;
        let Some(value) = value.filter(|value| value.is_finite()) else {
            // Missing now and then is no news; missing for long is.
            if moment.now - self.known > 2.0 * timing.clear_seconds() {
                *self = RuleState::default();
            }
            return;
        };
        self.value = Some(value);
        self.known = moment.now;
        let beyond = |threshold: f64| if rule.below { value < threshold } else { value > threshold };
        let began = if timing == Timing::Rate || timing == Timing::Noisy { moment.since } else { moment.now };
        for (since, step) in self.beyond.iter_mut().zip(steps) {
            if beyond(step.raise) {
                since.get_or_insert(began);
            } else {
                *since = None;
            }
        }
        // What is watched for less than it takes is judged by what there is.
        let watched = moment.now - moment.first;
        let short = watched < timing.raise_seconds() * NEARLY;
        let held = |since: &Option<f64>| {
            since.is_some_and(|since| {
                moment.now - since >= timing.raise_seconds() * NEARLY || (short && since <= moment.first)
            })
        };
        let wanted = (0..steps.len()).rev().find(|step| held(&self.beyond[*step]));
        self.settle(wanted, steps, moment, &beyond, timing);
        self.provisional = self.raised.is_some() && short;
        match self.raised {
            Some(_) if timing == Timing::Event => self.events += value.max(0.0),
            _ => self.events = 0.0,
        }
    }

    /// Rises at once to what is wanted; falls only after a while below the value to clear at.
    fn settle(
        &mut self,
        wanted: Option<usize>,
        steps: &[Step],
        moment: Moment,
        beyond: &impl Fn(f64) -> bool,
        timing: Timing,
    ) {
        let Some(now) = self.raised.filter(|step| *step < steps.len()) else {
            self.raised = wanted;
            self.back = None;
            if let Some(step) = wanted {
                self.since = self.beyond[step].unwrap_or(moment.now);
            }
            return;
        };
        if wanted.is_some_and(|wanted| wanted >= now) {
            self.raised = wanted;
            self.back = None;
            return;
        }
        if self.provisional && wanted.is_none() {
            // What was raised for want of more did not hold.
            (self.raised, self.back) = (None, None);
            return;
        }
        if beyond(steps[now].clear) && timing != Timing::Event {
            self.back = None;
            return;
        }
        let back = *self.back.get_or_insert(moment.now);
        if moment.now - back >= timing.clear_seconds() * NEARLY {
            // Down to the worst threshold that still holds.
            self.raised = (0..now).rev().find(|step| beyond(steps[*step].clear) && timing != Timing::Event);
            self.back = None;
        }
    }

    /// What is raised, if anything.
    pub fn active(&self, timing: Timing, now: f64) -> Option<Active> {
        let value = if timing == Timing::Event { self.events } else { self.value? };
        Some(Active {
            step: self.raised?,
            value,
            held_seconds: (now - self.since).max(0.0),
            provisional: self.provisional,
        })
    }

    /// Whether the value is beyond a threshold now, raised or not.
    pub fn is_suspect(&self) -> bool {
        self.raised.is_some() || self.beyond.iter().any(Option::is_some)
    }
}

/// The memory of every rule.
#[derive(Debug, Clone)]
pub(crate) struct States {
    rules: [RuleState; RuleId::COUNT],
    now: f64,
}

impl Default for States {
    fn default() -> Self {
        States { rules: [RuleState::default(); RuleId::COUNT], now: 0.0 }
    }
}

impl States {
    /// Judges a reading: rates by `recent`, which looks a second or so back, events by `latest`,
    /// which looks back to the reading before.
    pub fn update(&mut self, recent: &View, latest: &View, thresholds: &Thresholds, moment: Moment) {
        self.now = moment.now;
        for (state, rule) in self.rules.iter_mut().zip(RULES) {
            let steps = thresholds.of(rule.id);
            if steps.is_empty() {
                continue;
            }
            let view = if rule.timing == Timing::Event { latest } else { recent };
            state.update(rule, steps, (rule.value)(view), moment);
        }
    }

    /// As if that rule alone were raised, at its mildest threshold.
    #[cfg(test)]
    pub fn of_one(id: RuleId) -> Self {
        let mut states = States::default();
        let state = &mut states.rules[id as usize];
        (state.raised, state.value, state.events) = (Some(0), Some(1.0), 1.0);
        states
    }

    /// What is raised of a rule.
    pub fn active(&self, id: RuleId) -> Option<Active> {
        self.rules[id as usize].active(id.rule().timing, self.now)
    }

    /// The rules that are raised.
    pub fn raised(&self) -> u64 {
        self.bits(|state| state.raised.is_some())
    }

    /// The rules whose value is beyond a threshold, raised or not.
    pub fn suspects(&self) -> u64 {
        self.bits(RuleState::is_suspect)
    }

    fn bits(&self, of: impl Fn(&RuleState) -> bool) -> u64 {
        let raised = self.rules.iter().enumerate().filter(|(_, state)| of(state));
        raised.fold(0, |bits, (index, _)| bits | RULES[index].id.bit())
    }
}

#[cfg(test)]
#[path = "state_tests.rs"]
mod tests;
