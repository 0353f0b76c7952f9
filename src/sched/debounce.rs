//! A status that does not flap.

use crate::finding::{Reason, Status};

/// How many outcomes in a row it takes to change what is shown; as `rise` and `fall` of HAProxy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct DebounceOptions {
    /// For the better; 2 by default, 0 is taken for 1.
    pub rise: u32,
    /// For the worse, and for `unknown`; 3 by default, 0 is taken for 1.
    pub fall: u32,
}

impl Default for DebounceOptions {
    fn default() -> Self {
        DebounceOptions { rise: 2, fall: 3 }
    }
}

/// Another status is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Change {
    /// What was shown.
    pub from: Status,
    /// What is shown now.
    pub to: Status,
}

/// What is shown of a target, given its outcomes.
///
/// Two things are watched, each as HAProxy watches a server: whether the target works (it is not unhealthy), and
/// whether it works without reservations (it is healthy). Each is lost after `fall` outcomes in a row that deny it, and
/// won back after `rise` that show it. So a healthy target that is unhealthy and degraded by turns becomes degraded,
/// and one that is unhealthy and healthy by turns stays what it was.
///
/// - The first outcome counts at once: it is shown. But one outcome is no trend, so what is shown is not
///   [settled](Debounce::is_settled) before as many in a row have said so as it takes to change it.
/// - An unknown outcome says nothing about the target: it neither adds to what was counted nor ends it. After `fall` of
///   them in a row `unknown` is shown, because what was known is old. The next outcome that is known then counts at
///   once, like the first one, and settles like it.
/// - An open circuit ([`Reason::CircuitOpen`]) is no outcome: failures have led to it, and their status stays.
#[derive(Debug, Clone, Copy)]
pub struct Debounce {
    options: DebounceOptions,
    shown: Status,
    works: Switch,
    without_reservations: Switch,
    unknown: u32,
    settling: Settling,
}

/// How sure it is what is shown.
#[derive(Debug, Clone, Copy)]
enum Settling {
    /// Outcomes in a row that were, or were not, healthy.
    Since {
        healthy: bool,
        count: u32,
    },
    Over,
}

impl Debounce {
    /// One of which nothing is known: it shows `unknown`.
    #[must_use]
    pub fn new(options: DebounceOptions) -> Self {
        let off = Switch { on: false, against: 0 };
        let settling = Settling::Since { healthy: false, count: 0 };
        Debounce {
            options,
            shown: Status::Unknown,
            works: off,
            without_reservations: off,
            unknown: 0,
            settling,
        }
    }

    /// Takes an outcome in.
    pub fn observe(&mut self, status: Status, reason: Reason) -> Option<Change> {
        if reason == Reason::CircuitOpen {
            return None;
        }
        let from = self.shown;
        if status == Status::Unknown {
            self.unknown = self.unknown.saturating_add(1);
            if self.unknown >= self.options.fall.max(1) {
                self.shown = Status::Unknown;
                self.settling = Settling::Over;
            }
        } else {
            self.unknown = 0;
            let (works, healthy) = (status != Status::Unhealthy, status == Status::Healthy);
            if self.shown == Status::Unknown {
                self.works = Switch { on: works, against: 0 };
                self.without_reservations = Switch { on: healthy, against: 0 };
                self.settling = Settling::Since { healthy, count: 0 };
            } else {
                self.works.observe(works, self.options);
                self.without_reservations.observe(healthy, self.options);
            }
            self.shown = match (self.works.on, self.without_reservations.on) {
                (true, true) => Status::Healthy,
                (true, false) => Status::Degraded,
                (false, _) => Status::Unhealthy,
            };
            self.settling = self.settling.observe(healthy, self.options);
        }
        (self.shown != from).then_some(Change { from, to: self.shown })
    }

    /// What is shown.
    #[must_use]
    pub fn status(&self) -> Status {
        self.shown
    }

    /// Whether it is sure: after the first outcome, or the first after `unknown`, it is so when `rise` outcomes in a row
    /// were healthy or `fall` were not; `unknown` itself is after `fall` of them. Until then nobody needs to be woken.
    #[must_use]
    pub fn is_settled(&self) -> bool {
        matches!(self.settling, Settling::Over)
    }
}

impl Settling {
    fn observe(self, now_healthy: bool, options: DebounceOptions) -> Self {
        let Settling::Since { healthy, count } = self else { return Settling::Over };
        let count = if healthy == now_healthy { count + 1 } else { 1 };
        let enough = if now_healthy { options.rise } else { options.fall };
        match count >= enough {
            true => Settling::Over,
            false => Settling::Since { healthy: now_healthy, count },
        }
    }
}

#[derive(Debug, Clone, Copy)]
struct Switch {
    on: bool,
    /// Observations in a row that speak against it.
    against: u32,
}

impl Switch {
    fn observe(&mut self, on: bool, options: DebounceOptions) {
        if on == self.on {
            self.against = 0;
            return;
        }
        self.against += 1;
        let enough = if on { options.rise } else { options.fall };
        if self.against >= enough {
            *self = Switch { on, against: 0 };
        }
    }
}

#[cfg(test)]
#[path = "debounce_tests.rs"]
mod tests;
