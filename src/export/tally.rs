//! Outcomes by name and reason.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, PoisonError};

use crate::checker::{Check, Event, TargetState};
use crate::finding::Reason;

/// How often each check came to each reason, counted from the events of a checker. There are as many counters as
/// reasons that occurred: a handful for each check.
#[derive(Debug, Default)]
pub struct Tally {
    counts: Mutex<HashMap<Arc<str>, Counts>>,
}

/// Those of one check.
type Counts = Vec<(Reason, u64)>;

impl Tally {
    /// Nothing counted.
    #[must_use]
    pub fn new() -> Self {
        Tally::default()
    }

    /// To be called with each event.
    pub fn hear(&self, event: &Event) {
        let Event::Checked { outcome, .. } = event else { return };
        // Another's, which was counted where it was made, if it counts at all.
        if outcome.cached {
            return;
        }
        let mut counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        if !counts.contains_key(outcome.name.as_str()) {
            counts.insert(outcome.name.as_str().into(), Vec::new());
        }
        let Some(of_check) = counts.get_mut(outcome.name.as_str()) else { return };
        match of_check.iter_mut().find(|(reason, _)| *reason == outcome.reason) {
            Some((_, count)) => *count += 1,
            None => of_check.push((outcome.reason, 1)),
        }
    }

    /// Forgets all but these, so that a name that is new with each reload does not stay for ever where nobody asks.
    pub fn keep(&self, checks: &[Check]) {
        let watched: HashSet<&str> = checks.iter().map(Check::name).collect();
        let mut counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        counts.retain(|name, _| watched.contains(&**name));
    }

    /// Calls `take` with each check, reason and count, in the order of the checks; and forgets those that are no longer
    /// watched, so that a name that is new with each reload does not stay for ever.
    pub(super) fn each(&self, states: &[TargetState], mut take: impl FnMut(&TargetState, Reason, u64)) {
        let mut counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        for state in states {
            for (reason, count) in counts.get(&state.name).into_iter().flatten() {
                take(state, *reason, *count);
            }
        }
        if counts.len() > states.len() {
            let watched: HashSet<&str> = states.iter().map(|state| &*state.name).collect();
            counts.retain(|name, _| watched.contains(&**name));
        }
    }
}
