//! Targets that need more than plain HTTP, and functions of the host's own: a thread for each user, which waits for its answer.

use std::panic::{catch_unwind, AssertUnwindSafe};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::cell::{Ended, Ending};
use super::scenario::{Part, Turn, Work};
use super::shared::{Shared, Wish};
use crate::finding::{Reason, Status};
use crate::probe::{probe, Outcome, ProbeContext};

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
struct Answered {
    ending: Ending,
    sent: u64,
    received: u64,
}

impl Worker {
    /// Runs until the test is over, or is to end.
    pub(super) fn run(self) {
        if self.shared.is_open() {
            self.open();
        } else {
            self.closed();
        }
    }

    fn open(&self) {
        let mut number = 0;
        loop {
            let start = self.next.fetch_add(1, Ordering::Relaxed);
            let Some((intended, stage)) = self.shared.start(start) else { return };
            while Instant::now() < intended {
                if !self.wait(intended) && !self.shared.may_begin(Instant::now()) {
                    return;
                }
            }
            if !self.shared.may_begin(Instant::now()) {
                return;
            }
            let begun = Instant::now();
            let part = self.shared.mix.choose(start, self.shared.schedule.stage(stage).targets);
            self.shared.desk(self.user as usize).started(begun.saturating_duration_since(intended));
            self.request(part, stage, Some(intended), begun, number);
            number += 1;
        }
    }

    fn closed(&self) {
        let mut number = 0;
        loop {
            let now = Instant::now();
            if self.shared.wish(now) != Wish::Go {
                return;
            }
            let at = now.saturating_duration_since(self.shared.began);
            if now < self.shared.began || self.user >= self.shared.schedule.users_at(at) {
                if !self.wait(now + LOOK) {
                    return;
                }
                continue;
            }
            let stage = self.shared.schedule.stage_at(at);
            let turn = number + u64::from(self.user);
            let part = self.shared.mix.choose(turn, self.shared.schedule.stage(stage).targets);
            let connected = self.request(part, stage, None, now, number);
            number += 1;
            let pause = if connected {
                self.shared.think(&mut self.shared.desk(self.user as usize))
            } else {
                AFTER_NO_CONNECTION
            };
            if !pause.is_zero() && !self.wait(Instant::now() + pause) {
                return;
            }
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

    /// Whether the target was reached.
    fn request(
        &self,
        part: usize,
        stage: usize,
        intended: Option<Instant>,
        begun: Instant,
        number: u64,
    ) -> bool {
        let answered = match &self.parts[part].work {
            Work::Target(target) => of_outcome(&probe(&self.context, target)),
            Work::Own { timeout, call, .. } => {
                let turn = Turn { user: self.user, number };
                let said = catch_unwind(AssertUnwindSafe(|| call(&turn))).unwrap_or(Reason::Local);
                let too_late = begun.elapsed() > *timeout;
                Answered {
                    ending: if too_late { Ending::TimedOut } else { ending(said) },
                    sent: 0,
                    received: 0,
                }
            }
        };
        let end = Instant::now();
        // What ends after the test is to end was aborted, whatever it says.
        let aborted = self.shared.wish(end) == Wish::Abort;
        let ended = Ended {
            ending: if aborted { Ending::Aborted } else { answered.ending },
            service: end - begun,
            response: intended.map(|intended| end.saturating_duration_since(intended)),
            late: intended.is_some_and(|intended| self.shared.is_late(intended, begun)),
            sent: answered.sent,
            received: answered.received,
        };
        self.shared.desk(self.user as usize).record(stage, part, &ended);
        !matches!(
            answered.ending,
            Ending::Failed(
                Reason::ConnectRefused | Reason::ConnectFailed | Reason::ConnectUnreachable | Reason::Local
            )
        )
    }
}

fn ending(reason: Reason) -> Ending {
    match reason {
        Reason::Ok => Ending::Ok,
        other => Ending::of(other),
    }
}

/// A degraded target has answered.
fn of_outcome(outcome: &Outcome) -> Answered {
    let ending = match outcome.status {
        Status::Healthy => Ending::Ok,
        Status::Degraded if outcome.reason != Reason::AuthRequired && outcome.reason != Reason::Forbidden => {
            Ending::Ok
        }
        _ => ending(outcome.reason),
    };
    Answered { ending, sent: outcome.bytes.sent, received: outcome.bytes.received }
}
