//! The checks that are watched.

use std::collections::HashMap;
use std::time::Duration;

use super::family::{
    Family, CHECK_ALIVE, CHECK_AVAILABILITY, CHECK_BREAKER, CHECK_CERTIFICATE, CHECK_DURATION,
    CHECK_INTERVAL, CHECK_LAST, CHECK_OUTCOMES, CHECK_RESPONSE, CHECK_RUNS, CHECK_SINCE, CHECK_STATUS,
};
use super::tally::Tally;
use super::{labels, Exposition};
use crate::checker::{Check, TargetState};
use crate::finding::Status;
use crate::probe::Outcome;
use crate::sched::BreakerState;

/// A number of each check, where it has one.
type Reading = fn(&TargetState) -> Option<f64>;

impl Exposition {
    /// What is known of each watched check. Their labels are written too, unless the settings say otherwise; `checks`
    /// are those that are watched, for these.
    pub fn checks(&mut self, states: &[TargetState], checks: &[Check]) {
        let labels = self.server_labels(checks);
        self.each(&CHECK_STATUS, states, &labels, |state, add| {
            Status::ALL.iter().for_each(|status| add(("status", status.name()), is(*status == state.status)));
        });
        let readings: [(&Family, Reading); 6] = [
            (&CHECK_SINCE, |state| state.since_unix_ns.map(seconds)),
            (&CHECK_LAST, |state| last(state).map(|outcome| seconds(outcome.at_unix_ns))),
            (&CHECK_DURATION, |state| {
                last(state)
                    .filter(|outcome| outcome.alive.is_some())
                    .map(|outcome| outcome.phases.total.as_secs_f64())
            }),
            (&CHECK_ALIVE, |state| last(state)?.alive.and_then(is)),
            (&CHECK_RUNS, |state| Some(count(state.history.checks))),
            (&CHECK_CERTIFICATE, |state| {
                last(state)?.certificate.as_ref().map(|certificate| count(certificate.not_after))
            }),
        ];
        let intervals: HashMap<&str, Duration> =
            checks.iter().filter_map(|check| Some((check.name(), check.interval?))).collect();
        let mut series = self.series(&CHECK_INTERVAL);
        for state in states {
            let interval = intervals.get(&*state.name).map(Duration::as_secs_f64);
            series.add_with(&[("name", &state.name)], labels.of(state), interval);
        }
        for (family, reading) in readings {
            let mut series = self.series(family);
            for state in states {
                series.add_with(&[("name", &state.name)], labels.of(state), reading(state));
            }
        }
        self.each(&CHECK_AVAILABILITY, states, &labels, |state, add| {
            let known = state.history.availability;
            for (window, ratio) in
                [("5m", known.five_minutes), ("1h", known.hour), ("1d", known.day), ("7d", known.week)]
            {
                add(("window", window), ratio);
            }
        });
        self.each(&CHECK_RESPONSE, states, &labels, |state, add| {
            let known = &state.history;
            add(("percentile", "50"), known.p50_seconds);
            add(("percentile", "90"), known.p90_seconds);
            add(("percentile", "99"), known.p99_seconds);
            add(("percentile", "100"), known.max_seconds);
        });
        self.each(&CHECK_BREAKER, states, &labels, |state, add| {
            for breaker in [BreakerState::Closed, BreakerState::Open, BreakerState::HalfOpen] {
                add(("state", breaker.name()), is(breaker == state.breaker));
            }
        });
    }

    /// How often each check that is watched came to each reason. Their labels are written too, unless the settings say
    /// otherwise; `checks` are those that are watched, for these.
    pub fn outcomes(&mut self, tally: &Tally, states: &[TargetState], checks: &[Check]) {
        let labels = self.server_labels(checks);
        let mut series = self.series(&CHECK_OUTCOMES);
        tally.each(states, |state, reason, times| {
            let own = [("name", &*state.name), ("reason", reason.name())];
            series.add_with(&own, labels.of(state), count(times));
        });
    }

    /// The labels of each check, as they are written; none where the settings do not want them.
    fn server_labels<'a>(&self, checks: &'a [Check]) -> Labels<'a> {
        Labels(match self.settings.server_labels {
            true => labels::of_checks(checks, &self.settings.labels),
            false => HashMap::new(),
        })
    }

    /// Several series of each check, told apart by one more label.
    fn each(
        &mut self,
        family: &Family,
        states: &[TargetState],
        labels: &Labels,
        of: impl Fn(&TargetState, &mut dyn FnMut((&str, &str), Option<f64>)),
    ) {
        let mut series = self.series(family);
        for state in states {
            of(state, &mut |label, value| {
                series.add_with(&[("name", &state.name), label], labels.of(state), value);
            });
        }
    }
}

struct Labels<'a>(HashMap<&'a str, String>);

impl Labels<'_> {
    fn of(&self, state: &TargetState) -> &str {
        self.0.get(&*state.name).map_or("", String::as_str)
    }
}

fn last(state: &TargetState) -> Option<&Outcome> {
    state.last.as_deref()
}

#[allow(clippy::unnecessary_wraps)] // What stands in its place may be missing.
fn is(so: bool) -> Option<f64> {
    Some(f64::from(u8::from(so)))
}

#[allow(clippy::cast_precision_loss)] // Metrics are floating-point numbers.
fn seconds(ns: u64) -> f64 {
    ns as f64 / 1e9
}

#[allow(clippy::cast_precision_loss)] // As above.
fn count(number: u64) -> f64 {
    number as f64
}
