//! Calls into the host.

use std::mem;
use std::panic::{catch_unwind, AssertUnwindSafe};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use super::{Cancel, Check, Own, Work};
use crate::finding::{Reason, Status};
use crate::probe::{probe_with, Kind, Outcome, ProbeContext, ProbeControl};

/// Calls a function of the host's. What it panics with is dropped: nobody here could do anything about it.
pub(super) fn quietly<R>(call: impl FnOnce() -> R) -> Option<R> {
    match catch_unwind(AssertUnwindSafe(call)) {
        Ok(result) => Some(result),
        Err(payload) => {
            // Dropping it could panic again.
            mem::forget(payload);
            None
        }
    }
}

/// Does the work of a check, on this thread, by this deadline.
pub(super) fn work(context: &ProbeContext, check: &Check, deadline: Instant, cancel: &Cancel) -> Outcome {
    match &check.work {
        Work::Target(target) => {
            let control = ProbeControl { deadline: Some(deadline), stop: Some(cancel.stop()) };
            probe_with(context, target, &control)
        }
        Work::Own { name, call, .. } => {
            let begun = Instant::now();
            let at = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
            let within = std::ptr::from_ref(context).addr();
            let own = Own { name: name.clone(), deadline, cancel: cancel.clone(), within };
            let mut outcome = quietly(|| call(&own)).unwrap_or_else(|| {
                check.not_run(Reason::Local, "the function of this check panicked: its own log may tell why")
            });
            if outcome.name.is_empty() {
                outcome.name = name.to_string();
            }
            outcome.at_unix_ns = u64::try_from(at.as_nanos()).unwrap_or(u64::MAX);
            let took = begun.elapsed();
            if outcome.phases.total == Duration::ZERO {
                outcome.phases.total = took;
            }
            let allowed = deadline.saturating_duration_since(begun);
            if took > allowed && matches!(outcome.status, Status::Healthy | Status::Degraded) {
                late(&mut outcome, took, allowed);
            }
            outcome
        }
    }
}

/// Nobody who waits for an answer for so long gets one.
fn late(outcome: &mut Outcome, took: Duration, allowed: Duration) {
    let said = match outcome.message.as_str() {
        "" => outcome.status.to_string(),
        message => format!("{}: {message}", outcome.status),
    };
    outcome.message = format!(
        "its function came back after {:.3} s, and had {:.3} s; it said: {said}",
        took.as_secs_f64(),
        allowed.as_secs_f64(),
    );
    outcome.status = Status::Unhealthy;
    outcome.reason = Reason::Deadline;
}

impl Check {
    /// What is checked.
    pub(super) fn kind(&self) -> Kind {
        match &self.work {
            Work::Target(target) => target.kind(),
            Work::Own { .. } => Kind::Custom,
        }
    }

    /// `host:port`, or what the host says in its place.
    pub(super) fn host(&self) -> Option<std::sync::Arc<str>> {
        match &self.work {
            Work::Target(target) => target.host().map(Into::into),
            Work::Own { host, .. } => host.clone(),
        }
    }

    /// Its outcome where it was not made.
    pub(super) fn not_run(&self, reason: Reason, message: impl Into<String>) -> Outcome {
        Outcome::of(self.name().to_owned(), self.kind(), reason, message.into())
    }
}
