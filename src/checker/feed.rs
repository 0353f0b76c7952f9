//! From the queue to the workers, and what a worker does.

use std::sync::atomic::Ordering;
use std::sync::{Arc, MutexGuard};
use std::time::{Duration, Instant};

use super::held::Refused;
use super::pace;
use super::shared::{count, Desk, Errand, Shared, SINGLE};
use super::task::{Subject, Task};
use super::Work;
use crate::admit::{Class, Completion, Refusal, RefusalReason};
use crate::fields::Unit;
use crate::finding::{Reason, Status};
use crate::probe::Outcome;
use crate::sched::{Backoff, Door, Lane, Place};

/// A watched check that begins later than this is late, for advice.
const LATE: Duration = Duration::from_secs(1);

/// What may begin now.
struct Next {
    task: Task,
    door: Door<Task>,
    /// Another one might as well.
    is_more: bool,
}

/// What became of asking for leave.
enum Leave {
    Given(Task),
    /// It waits on.
    Later,
    Refused(Task, Refusal),
}

impl Shared {
    /// Gives idle workers what may begin. No lock is held while somebody is woken or called.
    pub(super) fn feed(&self) {
        while let Some(next) = self.next(None) {
            // There is room: it holds one for each worker, and no more are taken at the same time.
            if let Err(task) = next.door.hand_over(next.task) {
                self.release(&task);
                self.end_unmade(task, Reason::Cancelled, "the checker was closed before the check was begun");
            }
            if !next.is_more {
                return;
            }
        }
    }

    /// A worker's life between two sleeps: a check, and after it whatever may begin.
    pub(super) fn serve(&self, task: Task) {
        let mut next = Some(task);
        while let Some(task) = next {
            let (place, is_long) = (task.place.clone(), task.is_long);
            let ended = self.perform(task);
            let following = self.next(Some((place, is_long)));
            // After its place was given back: who has the last outcome of a list finds nothing running.
            if let Some((task, outcome)) = ended {
                self.end(task, outcome);
            }
            next = following.map(|next| {
                // The end of one can make room for two: at its host, and among the long turns.
                if next.is_more {
                    self.feed();
                }
                next.task
            });
        }
    }

    /// The check whose turn it is, with leave to begin; first the end of another is noted.
    fn next(&self, mut ended: Option<(Place, bool)>) -> Option<Next> {
        loop {
            let (taken, door, is_more) = {
                let mut desk = self.desk();
                let Desk { queue, held, door, .. } = &mut *desk;
                if let Some((place, is_long)) = ended.take() {
                    queue.done(&place, is_long);
                }
                let door = door.clone()?;
                let taken = match held.is_empty() {
                    true => queue.take(|_| true),
                    false => {
                        let now = Instant::now();
                        queue.take(|priority| held.is_open(priority, now))
                    }
                }?;
                self.seen.most_running.fetch_max(queue.running(), Ordering::Relaxed);
                let is_more = !queue.is_full() && queue.waiting() > 0;
                if counts(&taken.job) {
                    desk.counted -= 1;
                }
                (taken, door, is_more)
            };
            let mut task = taken.job;
            task.is_long = taken.is_long;
            if task.cancel().is_cancelled() {
                self.release(&task);
                self.end_unmade(task, Reason::Cancelled, "the check was cancelled before it was begun");
                continue;
            }
            match self.leave(task) {
                Leave::Given(task) => return Some(Next { task, door, is_more }),
                Leave::Later => {}
                Leave::Refused(task, refusal) => {
                    self.release(&task);
                    self.end_unmade(task, Reason::NotAdmitted, format!("not begun: {refusal}"));
                }
            }
        }
    }

    /// Asks whether it may begin.
    fn leave(&self, mut task: Task) -> Leave {
        let Some(admission) = &self.options.admission else { return Leave::Given(task) };
        let priority = task.place.priority;
        match admission.try_acquire(priority) {
            Ok(permit) => {
                task.permit = Some(permit);
                self.desk().held.admitted(priority);
                Leave::Given(task)
            }
            Err(refusal) => {
                // The next turn of a watched check comes; but where only others are at work, this one will do.
                let patience = match task.is_watched() && refusal.reason != RefusalReason::Concurrency {
                    true => Duration::ZERO,
                    false => self.options.admission_wait,
                };
                let now = Instant::now();
                let mut desk = self.desk();
                match desk.held.refused(priority, now, refusal, task.queued, patience) {
                    Refused::Over => Leave::Refused(task, refusal),
                    Refused::Wait(until) => {
                        desk.queue.done(&task.place, task.is_long);
                        desk.counted += usize::from(counts(&task));
                        let place = task.place.clone();
                        desk.queue.push_front(&place, task);
                        let is_earlier = desk.look_at.is_none_or(|at| until < at || at < now);
                        if is_earlier {
                            desk.look_at = Some(until);
                        }
                        drop(desk);
                        if is_earlier {
                            self.timer.at(until, Errand::Feed);
                        }
                        Leave::Later
                    }
                }
            }
        }
    }

    /// Queues a check. It is begun by the next [`Shared::feed`].
    pub(super) fn queue(&self, task: Task) {
        let mut desk = self.desk();
        if !desk.closed {
            desk.counted += usize::from(counts(&task));
        }
        self.queue_counted(desk, task);
    }

    /// Takes a place in the queue for a single check, looked at and counted at once: of many who come at the same time no
    /// more are let in than there is room for.
    pub(super) fn reserve(&self) -> Result<(), Refusal> {
        let mut desk = self.desk();
        if desk.closed {
            return Err(Refusal::new(RefusalReason::Closed, Duration::MAX));
        }
        let (waiting, most) = (desk.counted, self.options.queue);
        if waiting < most {
            desk.counted += 1;
            return Ok(());
        }
        drop(desk);
        self.look_at_limits();
        count(&self.counters.refused);
        #[allow(clippy::cast_precision_loss)] // Counts.
        let (waits, may) = (waiting as f64, most as f64);
        Err(Refusal::new(RefusalReason::QueueFull, self.room_in(waiting)).against(waits, may, Unit::Count))
    }

    /// Queues a check whose place was reserved.
    pub(super) fn queue_reserved(&self, task: Task) {
        let desk = self.desk();
        self.queue_counted(desk, task);
    }

    /// A place that was reserved is not needed.
    pub(super) fn give_reserved_back(&self) {
        let mut desk = self.desk();
        // Once closed nothing is counted any more.
        desk.counted -= usize::from(!desk.closed);
    }

    fn queue_counted(&self, mut desk: MutexGuard<'_, Desk>, task: Task) {
        if desk.closed {
            drop(desk);
            self.end_unmade(task, Reason::Cancelled, "the checker is closed");
            return;
        }
        let place = task.place.clone();
        if place.group != SINGLE || place.priority.class() != Class::Low || task.attempts > 0 {
            desk.queue.push(&place, task);
            return;
        }
        let now_ns = self.now_ns();
        let batch = desk.gathering.push(now_ns, place.priority, task);
        let first_due = (desk.gathering.len() == 1).then(|| desk.gathering.due_ns()).flatten();
        desk.begin(batch);
        drop(desk);
        if let Some(due_ns) = first_due {
            self.timer.at(self.instant(due_ns), Errand::Batch);
        }
    }

    /// Begins what has waited for company long enough.
    pub(super) fn begin_batch(&self) {
        let mut desk = self.desk();
        let batch = desk.gathering.due(self.now_ns());
        desk.begin(batch);
        drop(desk);
        self.feed();
    }

    /// A check that was taken from the queue runs no more.
    fn release(&self, task: &Task) {
        self.desk().queue.done(&task.place, task.is_long);
    }

    /// Makes one attempt of a check. It is over with what this gives, or it comes again later.
    fn perform(&self, mut task: Task) -> Option<(Task, Outcome)> {
        let begun = Instant::now();
        if let Subject::Turn(turn) = &mut task.subject {
            turn.late.get_or_insert_with(|| {
                let late = begun.saturating_duration_since(turn.due);
                self.counters.lateness.record(late);
                if late > LATE && task.place.lane != Lane::Long {
                    count(&self.seen.late);
                }
                late
            });
        }
        let whole = task.check().timeout();
        let (cut, short) = match (&task.subject, task.is_long) {
            (Subject::Turn(turn), false) => {
                let short = turn.watched.short();
                (short < whole, Some(short))
            }
            _ => (false, None),
        };
        let own_deadline = *task.deadline.get_or_insert_with(|| begun.checked_add(whole).unwrap_or(begun));
        let left = own_deadline.saturating_duration_since(begun);
        let mut deadline = pace::deadline(begun, left, short.filter(|_| cut));
        let end_of_list = task.list().and_then(|list| list.deadline);
        let by_list = end_of_list.is_some_and(|end| end < deadline);
        if let Some(end) = end_of_list {
            deadline = deadline.min(end);
        }
        let outcome = match &mut task.subject {
            Subject::Listed(listed) if matches!(listed.check().work, Work::Own { .. }) => {
                if !listed.call() {
                    let why = "the check was cancelled before it was begun";
                    let outcome = task.check().not_run(Reason::Cancelled, why);
                    return Some((task, outcome));
                }
                Some(self.work(&task, deadline, !by_list)).filter(|_| task.is_back())
            }
            _ => Some(self.work(&task, deadline, !by_list)),
        };
        let reason = outcome.as_ref().map_or(Reason::Cancelled, |outcome| outcome.reason);
        let late = pace::is_late(reason);
        if let Some(permit) = task.permit.take() {
            permit.finish(match reason {
                Reason::Cancelled => Completion::Ignored,
                Reason::Deadline | Reason::ConnectTimeout if !cut && !by_list => Completion::TimedOut,
                Reason::Deadline | Reason::ConnectTimeout => Completion::Ignored,
                _ => Completion::Done,
            });
            self.desk().held.returned(Instant::now());
        }
        let took = u64::try_from(begun.elapsed().as_nanos()).unwrap_or(u64::MAX);
        self.counters.busy_ns.fetch_add(took, Ordering::Relaxed);
        if late && !cut && self.desk().queue.is_full() {
            count(&self.seen.timed_out_at_limit);
        }
        task.attempts += 1;
        let Some(outcome) = outcome else {
            count(&self.counters.checked);
            return None;
        };
        if by_list && late {
            let outcome =
                task.check().not_run(Reason::Cancelled, "it was not over by the deadline of its list");
            return Some((task, outcome));
        }
        if cut && late {
            self.again_with_all_its_time(task);
            return None;
        }
        if let Some(rest) = self.rest_before_retry(&task, &outcome) {
            self.rest(task, rest);
            return None;
        }
        Some((task, outcome))
    }

    fn again_with_all_its_time(&self, mut task: Task) {
        count(&self.counters.cut_short);
        task.was_short = true;
        task.deadline = None;
        task.attempts -= 1;
        task.queued = Instant::now();
        if let Subject::Turn(turn) = &task.subject {
            task.place.lane = turn.watched.lane_again();
        }
        self.queue(task);
    }

    /// How long to rest before it is tried again, if it is to be.
    fn rest_before_retry(&self, task: &Task, outcome: &Outcome) -> Option<Duration> {
        if outcome.status != Status::Unhealthy || outcome.cached || task.cancel().is_cancelled() {
            return None;
        }
        let left = task.deadline?.saturating_duration_since(Instant::now());
        let asked = outcome.retry_after.unwrap_or_default();
        Backoff::new(self.options.retry).next(task.attempts - 1, random(), asked, left)
    }

    fn rest(&self, mut task: Task, rest: Duration) {
        count(&self.counters.retried);
        let at = Instant::now() + rest;
        task.queued = at;
        let number = {
            let mut desk = self.desk();
            if desk.closed {
                drop(desk);
                return self.end_unmade(
                    task,
                    Reason::Cancelled,
                    "the checker was closed before it was tried again",
                );
            }
            desk.rested += 1;
            let number = desk.rested;
            desk.resting.insert(number, task);
            number
        };
        self.timer.at(at, Errand::Wake(number));
    }

    /// Queues what has rested.
    pub(super) fn wake(&self, number: u64) {
        let task = self.desk().resting.remove(&number);
        if let Some(task) = task {
            self.queue(task);
            self.feed();
        }
    }

    fn end_unmade(&self, task: Task, reason: Reason, why: impl Into<String>) {
        if reason == Reason::NotAdmitted {
            count(&self.counters.not_admitted);
        }
        let outcome = task.check().not_run(reason, why);
        self.hand_over(task, outcome);
    }

    fn end(&self, task: Task, mut outcome: Outcome) {
        if !outcome.cached {
            count(&self.counters.checked);
        }
        if task.was_short {
            outcome.notes.push(
                "while workers were scarce it was given little time at first, in which no answer came"
                    .to_owned(),
            );
        }
        if task.attempts > 1 {
            outcome.notes.push(format!("attempt {} of {}", task.attempts, self.options.retry.attempts));
        }
        self.hand_over(task, outcome);
    }

    fn hand_over(&self, task: Task, outcome: Outcome) {
        match task.subject {
            Subject::Listed(listed) => {
                let outcome = Arc::new(outcome);
                self.keep(listed.check(), &outcome);
                listed.end(outcome);
            }
            Subject::Turn(turn) => self.turn_over(&turn.watched, Some(turn.pass), turn.late, outcome),
        }
    }
}

/// Whether it counts in the bound of the queue.
pub(super) fn counts(task: &Task) -> bool {
    match &task.subject {
        Subject::Turn(_) => task.place.lane == Lane::Any,
        Subject::Listed(_) => task.place.group == SINGLE,
    }
}

/// 0 to 1, another one for each thread and time: what delays are drawn from need not be secret.
#[allow(clippy::cast_precision_loss)] // 53 bits are kept.
fn random() -> f64 {
    use std::hash::{BuildHasher, RandomState};
    (RandomState::new().hash_one(0_u8) >> 11) as f64 / (1_u64 << 53) as f64
}
