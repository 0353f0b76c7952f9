//! Outcomes that are not quite new, for those who will do with them.

use std::sync::Arc;
use std::time::{Duration, Instant};

use super::own;
use super::pace;
use super::shared::Shared;
use super::task::Task;
use super::watched::Watched;
use super::{Check, Work};
use crate::finding::{Reason, Status};
use crate::probe::{Outcome, Served};

impl Shared {
    /// An outcome that will do without a check.
    pub(super) fn recent(&self, check: &Check, max_age: Option<Duration>) -> Option<Outcome> {
        let Work::Target(target) = &check.work else { return None };
        Some(self.context.results.get(target, max_age)?.as_cached())
    }

    /// Another's outcome that will do in place of a turn: younger than the check's interval, for however long its server
    /// calls it fresh.
    pub(super) fn stand_in(&self, watched: &Watched) -> Option<Outcome> {
        let Work::Target(target) = &watched.check.work else { return None };
        let interval = watched.check.interval.unwrap_or(self.options.interval);
        let outcome = self.context.results.get_if(target, interval, |outcome| watched.will_do(outcome))?;
        Some(outcome.as_cached())
    }

    /// Keeps an outcome for others.
    pub(super) fn keep(&self, check: &Check, outcome: &Arc<Outcome>) {
        if let (Work::Target(target), false) = (&check.work, outcome.cached) {
            self.context.results.put(target, outcome);
        }
    }

    /// Does the work of a check; the first time for those who will do with another's, once for all of them. `is_own`
    /// says that the deadline is the check's own, and not that of its list.
    pub(super) fn work(&self, task: &Task, deadline: Instant, is_own: bool) -> Outcome {
        let work = || own::work(&self.context, task.check(), deadline, task.cancel());
        let max_age = task.list().and_then(|list| list.max_age).filter(|age| !age.is_zero());
        let (Work::Target(target), Some(_), 0) = (&task.check().work, max_age, task.attempts) else {
            return work();
        };
        let whole = || {
            let outcome = work();
            let is_whole = is_own || !pace::is_late(outcome.reason);
            (outcome, is_whole)
        };
        match self.context.results.get_or_check(target, max_age, deadline, whole) {
            Some(Served { outcome, cached: false }) => Arc::unwrap_or_clone(outcome),
            // The other one was given up, or had less time than there is here.
            Some(Served { outcome, .. })
                if (outcome.status == Status::Unknown || pace::is_late(outcome.reason))
                    && Instant::now() < deadline =>
            {
                work()
            }
            Some(Served { outcome, .. }) => outcome.as_cached(),
            None => {
                let why = "another's check of it, which was waited for, was not over by the deadline";
                task.check().not_run(Reason::Cancelled, why)
            }
        }
    }
}
