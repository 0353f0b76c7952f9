//! One watched check, and what is known of it.

use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::pace::Pace;
use super::{Cancel, Check, TargetState};
use crate::finding::{Reason, Status};
use crate::probe::Outcome;
use crate::sched::{
    Breaker, Change, Debounce, Due, HistorySummary, Lane, Pass, Phase, Schedule, TargetHistory,
};

/// One watched check. Its times are nanoseconds of the engine's clock.
pub(super) struct Watched {
    pub(super) name: Arc<str>,
    pub(super) check: Arc<Check>,
    pub(super) host: Option<Arc<str>>,
    pub(super) phase: Phase,
    /// Given when it is watched no more.
    pub(super) cancel: Cancel,
    shown: AtomicU8,
    state: Mutex<State>,
}

pub(super) struct State {
    pub(super) schedule: Schedule,
    pub(super) breaker: Breaker,
    pub(super) debounce: Debounce,
    pub(super) pace: Pace,
    history: TargetHistory,
    /// Outcomes that noted a server without TCP_NODELAY.
    nagle_noted: u64,
    since_unix_ns: Option<u64>,
    last: Option<Arc<Outcome>>,
    /// How it failed when it was asked last: what is left alone is not asked, and has that to say.
    failure: Option<Arc<Outcome>>,
    /// The latest turn was left out, because another's outcome stood in for it.
    was_left_out: bool,
    /// What the latest turn found, other than that it is left alone.
    found: Status,
    /// Since when a turn is under way.
    turn_ns: Option<u64>,
    /// When the latest that is over began.
    looked_ns: Option<u64>,
    /// The next turn is made ahead of its time.
    hurried: bool,
}

/// Whether a check was looked at since a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Look {
    Over,
    /// Its turn will come.
    Pending,
    /// It has a turn now, for which nobody has sent yet.
    Due,
}

/// What an outcome led to.
pub(super) struct Noted {
    pub(super) due: Due,
    pub(super) status: Status,
    pub(super) settled: bool,
    pub(super) change: Option<Change>,
    /// It is the first of all.
    pub(super) is_first: bool,
}

impl Watched {
    pub(super) fn new(
        check: Arc<Check>,
        phase: Phase,
        schedule: Schedule,
        breaker: Breaker,
        debounce: Debounce,
    ) -> Self {
        Watched {
            name: check.name().into(),
            host: check.host(),
            check,
            phase,
            cancel: Cancel::new(),
            shown: AtomicU8::new(Status::Unknown as u8),
            state: Mutex::new(State {
                schedule,
                breaker,
                debounce,
                pace: Pace::default(),
                history: TargetHistory::new(),
                nagle_noted: 0,
                since_unix_ns: None,
                last: None,
                failure: None,
                was_left_out: false,
                found: Status::Unknown,
                turn_ns: None,
                looked_ns: None,
                hurried: false,
            }),
        }
    }

    /// The status that is shown.
    pub(super) fn shown(&self) -> Status {
        Status::ALL[usize::from(self.shown.load(Ordering::Relaxed))]
    }

    pub(super) fn lane(&self) -> Lane {
        self.state().pace.lane(&self.check)
    }

    pub(super) fn lane_again(&self) -> Lane {
        self.state().pace.lane_again()
    }

    /// How long a short turn of it is.
    pub(super) fn short(&self) -> Duration {
        self.state().pace.short()
    }

    pub(super) fn due_ns(&self) -> u64 {
        self.state().schedule.due_ns()
    }

    /// Begins a turn, unless one is under way or it is not due, because it was made ahead of its time. Gives whether it
    /// is ahead of its time.
    pub(super) fn begin(&self, now_ns: u64) -> Option<bool> {
        let mut state = self.state();
        if state.turn_ns.is_some() || now_ns < state.schedule.due_ns() {
            return None;
        }
        state.turn_ns = Some(now_ns);
        Some(std::mem::take(&mut state.hurried))
    }

    /// Whether it was looked at since then; if not, it is to be, at once.
    pub(super) fn look(&self, since_ns: u64, now_ns: u64) -> Look {
        let mut state = self.state();
        if self.cancel.is_cancelled() || state.looked_ns.is_some_and(|looked| looked >= since_ns) {
            return Look::Over;
        }
        if state.turn_ns.is_some() || state.hurried {
            return Look::Pending;
        }
        state.hurried = true;
        state.schedule.bring_forward(now_ns);
        Look::Due
    }

    /// Whether it does not work, as far as anybody knows: one failure says so before it is shown.
    pub(super) fn is_broken(&self) -> bool {
        let found = self.state().found;
        !self.cancel.is_cancelled() && (found == Status::Unhealthy || self.shown() == Status::Unhealthy)
    }

    /// Whether this outcome would show it to be worse, or settle that it is in trouble.
    pub(super) fn worsens(&self, outcome: &Outcome) -> bool {
        let before = self.state().debounce;
        let mut after = before;
        after.observe(outcome.status, outcome.reason);
        let is_worse = after.status() != before.status() && before.status() != Status::Unhealthy;
        let settles = after.is_settled() && !before.is_settled();
        matches!(after.status(), Status::Unhealthy | Status::Degraded) && (is_worse || settles)
    }

    /// Leave to check it, or how long its breaker is open yet.
    pub(super) fn admit(&self, now_ns: u64) -> Result<Pass, Duration> {
        self.state().breaker.admit(now_ns)
    }

    /// How it failed when it was asked last, where it did.
    pub(super) fn failure(&self) -> Option<Arc<Outcome>> {
        self.state().failure.clone()
    }

    /// Whether another's outcome will do in place of a turn: it is newer than its own last one, and says what is shown.
    /// Not twice in a row: a watched check asks for itself, however often others do.
    pub(super) fn will_do(&self, outcome: &Outcome) -> bool {
        let state = self.state();
        !state.was_left_out
            && outcome.status == state.debounce.status()
            && state.last.as_ref().is_some_and(|last| outcome.at_unix_ns > last.at_unix_ns)
    }

    /// A turn is left out; says when the next one is.
    pub(super) fn leave_out(&self, now_ns: u64, status: Status) -> Due {
        let mut state = self.state();
        state.was_left_out = true;
        state.turn_ns = None;
        state.schedule.next(now_ns, status)
    }

    /// Takes an outcome in, and says when the next turn is.
    pub(super) fn note(&self, now_ns: u64, pass: Option<Pass>, outcome: &Arc<Outcome>) -> Noted {
        let mut state = self.state();
        state.was_left_out = false;
        if let Some(pass) = pass {
            match outcome.status {
                Status::Unknown => state.breaker.abandon(pass),
                status => state.breaker.record(now_ns, pass, status != Status::Unhealthy),
            }
        }
        state.looked_ns = state.turn_ns.take().or(state.looked_ns);
        if outcome.reason != Reason::CircuitOpen {
            state.found = outcome.status;
        }
        state.pace.observe(outcome, outcome.phases.total);
        let is_answer = outcome.status != Status::Unknown && !super::pace::is_late(outcome.reason);
        let took = is_answer.then_some(outcome.phases.total);
        let due = state.schedule.next(now_ns, outcome.status);
        let stands_for = Duration::from_nanos(due.at_ns.saturating_sub(now_ns));
        let at_unix_s = outcome.at_unix_ns / 1_000_000_000;
        match outcome.reason {
            Reason::CircuitOpen => state.history.left_alone(at_unix_s, stands_for),
            Reason::NotAdmitted | Reason::Dependency | Reason::Cancelled => {}
            _ => {
                state.history.record(at_unix_s, outcome.status, took, stands_for);
                state.failure = (outcome.status == Status::Unhealthy).then(|| outcome.clone());
            }
        }
        state.nagle_noted += u64::from(outcome.notes.iter().any(|note| note.contains("TCP_NODELAY")));
        let change = state.debounce.observe(outcome.status, outcome.reason);
        let is_first = state.last.is_none();
        if change.is_some() || is_first {
            state.since_unix_ns = Some(outcome.at_unix_ns);
        }
        state.last = Some(outcome.clone());
        let (status, settled) = (state.debounce.status(), state.debounce.is_settled());
        self.shown.store(status as u8, Ordering::Relaxed);
        Noted { due, status, settled, change, is_first }
    }

    pub(super) fn read(&self, now_ns: u64, now_unix_s: u64) -> TargetState {
        let state = self.state();
        TargetState {
            name: self.name.clone(),
            status: state.debounce.status(),
            since_unix_ns: state.since_unix_ns,
            last: state.last.clone(),
            next_in: Some(Duration::from_nanos(state.schedule.due_ns().saturating_sub(now_ns))),
            breaker: state.breaker.state(now_ns),
            history: state.history.summary(now_unix_s),
        }
    }

    /// For advice: what happened, and how often a server without TCP_NODELAY was noted.
    pub(super) fn told(&self, now_unix_s: u64) -> (HistorySummary, u64) {
        let state = self.state();
        (state.history.summary(now_unix_s), state.nagle_noted)
    }

    /// Nothing in it is ever half done.
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
