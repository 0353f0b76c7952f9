//! Targets that need more than plain HTTP, and functions of the host's own: a thread for each user, which waits for its answer.

use std::panic::{catch_unwind, AssertUnwindSafe};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::cell::{Ended, Ending};
use super::scenario::{Part, Turn, Work};
use super::shared::{Shared, Wish};
use crate::finding::{Reason, Status};
use crate::probe::{probe_with, visit, Asked, Outcome, ProbeContext, ProbeControl, Stop, Target, Traffic};

/// So often somebody who waits looks whether the test goes on.
const LOOK: Duration = Duration::from_millis(20);
/// After no connection could be made a user waits, or a target that refuses would be asked as fast as it refuses.
const AFTER_NO_CONNECTION: Duration = Duration::from_millis(10);

/// A user of a closed model, or one of the requests at once of an open one.
pub(super) struct Worker {
    pub shared: Arc<Shared>,
    pub parts: Arc<[Part]>,
    pub context: Arc<ProbeContext>,
    pub user: u32,
    /// The number of the start that comes next, for all workers.
    pub next: Arc<AtomicU64>,
}

/// What became of a request.
#[derive(Debug, Clone, Copy)]
struct Answered {
    ending: Ending,
    sent: u64,
    received: u64,
}

/// A request that was begun.
#[derive(Debug, Clone, Copy)]
struct Begun {
    part: usize,
    stage: usize,
    /// When it should have begun, in an open model.
    intended: Option<Instant>,
    at: Instant,
    /// The user's requests before it.
    number: u64,
}

/// How a user goes on.
#[derive(Debug, Default)]
struct Pace {
    number: u64,
    /// How long he waits first, after an answer.
    pause: Duration,
}

impl Worker {
    /// Runs until the test is over, or is to end.
    pub(super) fn run(self) {
        let mut pace = Pace::default();
        let mut left = None;
        while let Some(begun) = left.take().or_else(|| self.next(&mut pace)) {
            match &self.parts[begun.part].work {
                Work::Target(target) if target.mcp.is_some() && target.rest.is_none() => {
                    left = self.stay(target, begun, &mut pace);
                }
                work => {
                    let answered = self.answered(work, &begun);
                    self.finish(&begun, answered, &mut pace);
                }
            }
        }
    }

    /// Waits for the next request of this user; nothing when the test is over.
    fn next(&self, pace: &mut Pace) -> Option<Begun> {
        let pause = std::mem::take(&mut pace.pause);
        if !pause.is_zero() && !self.wait(Instant::now() + pause) {
            return None;
        }
        let begun = if self.shared.is_open() { self.due(pace.number) } else { self.free(pace.number) };
        pace.number += 1;
        begun
    }

    /// The next start of an open model.
    fn due(&self, number: u64) -> Option<Begun> {
        let start = self.next.fetch_add(1, Ordering::Relaxed);
        let (intended, stage) = self.shared.start(start)?;
        while Instant::now() < intended {
            if !self.wait(intended) && !self.shared.may_begin(Instant::now()) {
                return None;
            }
        }
        if !self.shared.may_begin(Instant::now()) {
            return None;
        }
        let at = Instant::now();
        let part = self.shared.mix.choose(start, self.shared.schedule.stage(stage).targets);
        self.shared.desk(self.user as usize).started(at.saturating_duration_since(intended));
        Some(Begun { part, stage, intended: Some(intended), at, number })
    }

    /// As soon as the level of a closed model has room for this user.
    fn free(&self, number: u64) -> Option<Begun> {
        loop {
            let now = Instant::now();
            if self.shared.wish(now) != Wish::Go {
                return None;
            }
            let after = now.saturating_duration_since(self.shared.began);
            if now >= self.shared.began && self.user < self.shared.schedule.users_at(after) {
                let stage = self.shared.schedule.stage_at(after);
                let turn = number + u64::from(self.user);
                let part = self.shared.mix.choose(turn, self.shared.schedule.stage(stage).targets);
                return Some(Begun { part, stage, intended: None, at: now, number });
            }
            if !self.wait(now + LOOK) {
                return None;
            }
        }
    }

    /// Asks an MCP server in one session for as long as the next request is for it, too: as its clients do. The greeting belongs
    /// to the first request. Gives a request that is for another one.
    fn stay(&self, target: &Target, first: Begun, pace: &mut Pace) -> Option<Begun> {
        let part = first.part;
        let mut waiting = Some(first);
        let mut other = None;
        let outcome = visit(&self.context, target, &self.control(), &mut |visit| loop {
            let Some(begun) = waiting.take().or_else(|| self.next(pace)) else { return };
            if begun.part != part {
                other = Some(begun);
                return;
            }
            let asked = visit.ask();
            self.finish(&begun, of_visit(&asked), pace);
            if !asked.goes_on {
                return;
            }
        });
        if let Some(begun) = waiting {
            // It could not be greeted.
            self.finish(&begun, of_outcome(&outcome), pace);
        }
        other
    }

    fn answered(&self, work: &Work, begun: &Begun) -> Answered {
        match work {
            Work::Target(target) => of_outcome(&probe_with(&self.context, target, &self.control())),
            Work::Own { timeout, call, .. } => {
                let turn = Turn { user: self.user, number: begun.number };
                let said = catch_unwind(AssertUnwindSafe(|| call(&turn))).unwrap_or(Reason::Local);
                let too_late = begun.at.elapsed() > *timeout;
                let ending = if too_late { Ending::TimedOut } else { ending(said) };
                Answered { ending, sent: 0, received: 0 }
            }
        }
    }

    /// What is under way ends when the test is given up.
    fn control(&self) -> ProbeControl {
        ProbeControl { deadline: None, stop: Some(Arc::clone(&self.shared) as Arc<dyn Stop>) }
    }

    fn finish(&self, begun: &Begun, answered: Answered, pace: &mut Pace) {
        let end = Instant::now();
        // What ends after the test is to end was aborted, whatever it says.
        let aborted = self.shared.wish(end) == Wish::Abort;
        let ended = Ended {
            ending: if aborted { Ending::Aborted } else { answered.ending },
            service: end - begun.at,
            response: begun.intended.map(|intended| end.saturating_duration_since(intended)),
            late: begun.intended.is_some_and(|intended| self.shared.is_late(intended, begun.at)),
            sent: answered.sent,
            received: answered.received,
        };
        let mut desk = self.shared.desk(self.user as usize);
        desk.record(begun.stage, begun.part, &ended);
        if let Some(stage) = self.shared.serves(end).filter(|_| ended.ending == Ending::Ok) {
            desk.served(stage, begun.part);
        }
        if begun.intended.is_none() {
            let reached = !matches!(
                answered.ending,
                Ending::Failed(
                    Reason::ConnectRefused
                        | Reason::ConnectFailed
                        | Reason::ConnectUnreachable
                        | Reason::Local
                )
            );
            pace.pause = if reached { self.shared.think(&mut desk) } else { AFTER_NO_CONNECTION };
        }
    }

    /// Waits until then; whether the test still goes on.
    fn wait(&self, until: Instant) -> bool {
        loop {
            let now = Instant::now();
            if self.shared.wish(now) != Wish::Go {
                return false;
            }
            let left = until.saturating_duration_since(now);
            if left.is_zero() {
                return true;
            }
            std::thread::sleep(left.min(LOOK));
        }
    }
}

fn ending(reason: Reason) -> Ending {
    match reason {
        Reason::Ok => Ending::Ok,
        other => Ending::of(other),
    }
}

fn of_outcome(outcome: &Outcome) -> Answered {
    judged(outcome.status, outcome.reason, outcome.bytes)
}

fn of_visit(asked: &Asked) -> Answered {
    judged(asked.status, asked.reason, asked.traffic)
}

/// A degraded target has answered.
fn judged(status: Status, reason: Reason, bytes: Traffic) -> Answered {
    let ending = match status {
        Status::Healthy => Ending::Ok,
        Status::Degraded if reason != Reason::AuthRequired && reason != Reason::Forbidden => Ending::Ok,
        _ => ending(reason),
    };
    Answered { ending, sent: bytes.sent, received: bytes.received }
}
