//! What is so, and what was told of it.
//!
//! Pure: it is told the time.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use super::alert::{About, Alert, Turn};
use super::limits::{self, Closeness};
use crate::checker::{Check, OwnLimit};
use crate::config::Silence;
use crate::finding::{Reason, Status};
use crate::probe::Outcome;

/// What is so, and what was told of it.
#[derive(Default)]
pub(super) struct Book {
    checks: HashMap<Arc<str>, Entry>,
    limits: HashMap<OwnLimit, (Closeness, bool)>,
    labels: HashMap<Arc<str>, Arc<BTreeMap<String, String>>>,
    pub(super) silences: Vec<Silence>,
}

struct Entry {
    /// What was told last, or needed no telling because it is healthy; nothing where that was never so.
    told: Option<Status>,
    now: Status,
    reason: Reason,
    message: String,
    since_unix_ns: u64,
    /// It is no longer checked.
    gone: bool,
}

/// What there is to tell.
pub(super) struct Due {
    pub(super) alerts: Vec<Alert>,
    /// There is more, which is silenced for now.
    pub(super) silenced: usize,
}

impl Book {
    /// Empty, with these silences.
    pub(super) fn with(silences: Vec<Silence>) -> Self {
        Book { silences, ..Book::default() }
    }

    /// Takes in what is shown of a check; whether there is something to tell.
    pub(super) fn observe(&mut self, status: Status, outcome: &Outcome) -> bool {
        // What is not known of it is not its trouble: what was so before is so for all we know.
        if status == Status::Unknown && is_not_its_trouble(outcome.reason) {
            return false;
        }
        let Some(entry) = self.checks.get_mut(outcome.name.as_str()) else {
            let entry = Entry::new(status, outcome);
            let is_news = entry.is_news();
            self.checks.insert(outcome.name.as_str().into(), entry);
            return is_news;
        };
        // One that was under way when it was taken out of the set is nobody's any more.
        if entry.now == status || entry.gone {
            return false;
        }
        // Of several that made the difference the last one knows best.
        *entry = Entry { told: entry.told, ..Entry::new(status, outcome) };
        if !entry.is_news() {
            entry.told = Some(status);
        }
        entry.is_news()
    }

    /// Takes in whether the checker is close to a limit of its own; whether there is something to tell.
    pub(super) fn observe_limit(
        &mut self,
        limit: OwnLimit,
        share: f64,
        close: bool,
        now_unix_ns: u64,
    ) -> bool {
        let (closeness, told) = self.limits.entry(limit).or_default();
        *closeness = Closeness { close, share, since_unix_ns: now_unix_ns };
        *told != close
    }

    /// These are checked, and no others any more; whether there is something to tell.
    pub(super) fn watch(&mut self, checks: &[Check], now_unix_ns: u64) -> bool {
        self.labels = checks
            .iter()
            .filter(|check| !check.labels.is_empty())
            .map(|check| (check.name().into(), Arc::new(check.labels.clone())))
            .collect();
        let names: std::collections::HashSet<&str> = checks.iter().map(Check::name).collect();
        let mut changed = false;
        self.checks.retain(|name, entry| {
            let gone = !names.contains(&**name);
            let is_news = gone && !entry.gone;
            entry.gone = gone;
            if is_news {
                entry.now = Status::Healthy;
                entry.since_unix_ns = now_unix_ns;
                changed |= entry.is_news();
            }
            !gone || entry.is_news()
        });
        changed
    }

    /// What there is to tell now, which is told by that.
    pub(super) fn take(&mut self, now_unix_s: u64) -> Due {
        let mut due = Due { alerts: Vec::new(), silenced: 0 };
        let none = Arc::new(BTreeMap::new());
        for (name, entry) in self.checks.iter_mut().filter(|(_, entry)| entry.is_news()) {
            let labels = self.labels.get(name).unwrap_or(&none);
            // The silence of one that is gone is of no more use.
            let covers = |silence: &Silence| silence.covers(name, labels, now_unix_s);
            if !entry.gone && self.silences.iter().any(covers) {
                due.silenced += 1;
                continue;
            }
            due.alerts.push(entry.alert(name.clone(), labels.clone()));
            entry.told = Some(entry.now);
        }
        self.checks.retain(|_, entry| !entry.gone || entry.is_news());
        for (limit, (closeness, told)) in &mut self.limits {
            if closeness.close != *told {
                *told = closeness.close;
                due.alerts.push(of_limit(*limit, *closeness));
            }
        }
        // Maps have no order of their own.
        due.alerts.sort_by(|a, b| a.since_unix_ns.cmp(&b.since_unix_ns).then_with(|| name(a).cmp(name(b))));
        due
    }

    /// Checks and limits in trouble, as was told.
    pub(super) fn raised(&self) -> usize {
        let is_raised = |entry: &&Entry| entry.told.is_some_and(|told| told != Status::Healthy);
        let checks = self.checks.values().filter(is_raised).count();
        checks + self.limits.values().filter(|(_, told)| *told).count()
    }
}

impl Entry {
    fn new(now: Status, outcome: &Outcome) -> Self {
        Entry {
            told: (now == Status::Healthy).then_some(now),
            now,
            reason: outcome.reason,
            message: outcome.message.clone(),
            since_unix_ns: outcome.at_unix_ns,
            gone: false,
        }
    }

    /// Whether there is something to tell. That a check is healthy is no news where nothing else was told.
    fn is_news(&self) -> bool {
        self.now != self.told.unwrap_or(Status::Healthy)
    }

    fn alert(&self, name: Arc<str>, labels: Arc<BTreeMap<String, String>>) -> Alert {
        let (reason, message) = if self.gone {
            (None, "it is no longer checked".to_owned())
        } else {
            (Some(self.reason), self.message.clone())
        };
        let turn = if self.now == Status::Healthy { Turn::Resolved } else { Turn::Raised };
        // Nobody knows how one is that is no longer checked.
        let status = if self.gone { Status::Unknown } else { self.now };
        Alert {
            turn,
            about: About::Check { name, labels, status, was: self.told.unwrap_or(Status::Unknown), reason },
            since_unix_ns: self.since_unix_ns,
            message,
        }
    }
}

fn of_limit(limit: OwnLimit, closeness: Closeness) -> Alert {
    let (turn, words) = match closeness.close {
        true => (Turn::Raised, "is close to its limit"),
        false => (Turn::Resolved, "is far from its limit again"),
    };
    let percent = (closeness.share * 100.0).round();
    Alert {
        turn,
        about: About::Limit { limit, share: closeness.share },
        since_unix_ns: closeness.since_unix_ns,
        message: format!("{} {words}: {percent} % in use", limits::words(limit)),
    }
}

fn name(alert: &Alert) -> &str {
    match &alert.about {
        About::Check { name, .. } => name,
        About::Limit { limit, .. } => limits::words(*limit),
    }
}

/// Whether there is trouble elsewhere, or none at all.
fn is_not_its_trouble(reason: Reason) -> bool {
    matches!(reason, Reason::Dependency | Reason::NotAdmitted | Reason::Cancelled | Reason::CircuitOpen)
}

#[cfg(test)]
#[path = "book_tests.rs"]
mod tests;
