//! The turns of watched checks, and what the timer does.

use std::sync::atomic::Ordering;
use std::sync::{Arc, PoisonError};
use std::time::{Duration, Instant};

use super::cancel::Hear;
use super::set;
use super::shared::{Errand, Shared, WATCHED};
use super::suspects::Over;
use super::task::{Subject, Task, Turn};
use super::watched::{Noted, Watched};
use super::{Check, Event, OwnLimit, Reloaded};
use crate::error::{Error, ErrorKind, Result};
use crate::finding::Reason;
use crate::probe::{Outcome, Pool};
use crate::sched::{Pass, Place};

/// How often load is read and connections are looked through.
const TICK: Duration = Duration::from_millis(500);

impl Shared {
    /// Watches these and no others.
    pub(super) fn rewatch(self: &Arc<Self>, checks: &[Arc<Check>]) -> Result<Reloaded> {
        set::validate(checks)?;
        let started = |error: std::io::Error| {
            let message =
                format!("no threads to check with: {error}; allow more of them, or lower `max_concurrent`");
            Error::new(ErrorKind::Io, message)
        };
        if !checks.is_empty() {
            self.man().map_err(started)?;
        }
        let change = {
            let mut watch = self.watch();
            if self.desk().closed {
                return Err(Error::new(ErrorKind::Closed, "the checker is closed"));
            }
            let old = watch.set.clone();
            let now_ns = self.now_ns();
            let mut change = old.change(checks, &self.options, &mut watch.phases, now_ns);
            watch.set = Arc::new(std::mem::take(&mut change.set));
            change
        };
        self.set_watching(!checks.is_empty());
        let set = self.set();
        for pool in [Pool::Mcp, Pool::Rest] {
            self.context.watch(pool, super::keeping::ages(&set.list, &self.options, pool));
        }
        change.gone.iter().for_each(|watched| watched.cancel.cancel());
        let unwanted = {
            let mut desk = self.desk();
            let before = desk.queue.waiting();
            let unwanted = desk.queue.remove(WATCHED, |task| !task.cancel().is_cancelled());
            debug_assert_eq!(before, desk.queue.waiting() + unwanted.len());
            desk.counted -= unwanted.iter().filter(|task| super::feed::counts(task)).count();
            unwanted
        };
        drop(unwanted);
        for watched in change.fresh {
            self.timer.at(self.instant(watched.due_ns()), Errand::Turn(watched.clone()));
        }
        if !change.gone.is_empty() {
            self.timer.tidy();
        }
        self.tick_on();
        Ok(change.reloaded)
    }

    /// Does what the timer was told to.
    pub(super) fn run(&self, errand: Errand) {
        match errand {
            Errand::Turn(watched) => self.turn(watched),
            Errand::Wake(number) => self.wake(number),
            Errand::Feed => self.feed(),
            Errand::Batch => self.begin_batch(),
            Errand::End(list) => {
                if let Some(list) = list.upgrade() {
                    list.hear();
                }
            }
            Errand::Tick => self.tick(),
        }
    }

    /// A watched check is due.
    fn turn(&self, watched: Arc<Watched>) {
        if watched.cancel.is_cancelled() {
            return;
        }
        let Some(is_hurried) = watched.begin(self.now_ns()) else { return };
        let priority = watched.check.priority;
        if !watched.check.depends_on.is_empty() {
            if let Some(parent) = self.set().broken(&watched.name) {
                let why = format!("not asked: `{}`, which it depends on, is unhealthy", parent.name);
                let outcome = watched.check.not_run(Reason::Dependency, why);
                return self.turn_over(&watched, None, None, outcome);
            }
        }
        // Somebody has just asked the same.
        if let Some(outcome) = self.stand_in(&watched).filter(|_| !is_hurried) {
            return self.leave_out(&watched, outcome);
        }
        let laden = self.desk().held.laden(priority, Instant::now());
        if let Some(refusal) = laden {
            super::shared::count(&self.counters.not_admitted);
            let outcome = watched.check.not_run(Reason::NotAdmitted, format!("not begun: {refusal}"));
            return self.turn_over(&watched, None, None, outcome);
        }
        let due = self.instant(watched.due_ns());
        match watched.admit(self.now_ns()) {
            Err(left) => {
                let mut why = format!(
                    "not asked: it failed so often that it is left alone for another {:.0} s",
                    left.as_secs_f64().ceil()
                );
                if let Some(failure) = watched.failure() {
                    why += &format!("; it last failed with {}: {}", failure.reason, failure.message);
                }
                let outcome = watched.check.not_run(Reason::CircuitOpen, why);
                self.turn_over(&watched, None, None, outcome);
            }
            Ok(pass) => {
                let place =
                    Place { priority, group: WATCHED, host: watched.host.clone(), lane: watched.lane() };
                let turn = Turn { watched, due, pass, late: None };
                self.queue(Task::new(Subject::Turn(turn), place));
                self.feed();
            }
        }
    }

    /// A turn is left out, because there is an outcome that will do in its place. It says nothing that is not known, and
    /// counts for nothing.
    fn leave_out(&self, watched: &Arc<Watched>, outcome: Outcome) {
        if watched.cancel.is_cancelled() {
            return;
        }
        let due = watched.leave_out(self.now_ns(), outcome.status);
        self.counters.missed.fetch_add(due.skipped, Ordering::Relaxed);
        self.timer.at(self.instant(due.at_ns), Errand::Turn(watched.clone()));
        if self.is_heard() {
            let (outcome, status) = (Arc::new(outcome), watched.shown());
            self.tell(&Event::Checked { outcome, status, settled: false, late: None });
        }
    }

    /// A turn of a watched check is over, one way or another.
    pub(super) fn turn_over(
        &self,
        watched: &Arc<Watched>,
        pass: Option<Pass>,
        late: Option<Duration>,
        outcome: Outcome,
    ) {
        if watched.cancel.is_cancelled() {
            return;
        }
        let outcome = Arc::new(outcome);
        self.keep(&watched.check, &outcome);
        if let Some(over) = self.unless_suspect(Over { watched: watched.clone(), pass, late, outcome }) {
            self.conclude(over);
        }
        self.weigh();
    }

    /// What a turn came to counts.
    pub(super) fn conclude(&self, Over { watched, pass, late, outcome }: Over) {
        let noted = watched.note(self.now_ns(), pass, &outcome);
        self.counters.missed.fetch_add(noted.due.skipped, Ordering::Relaxed);
        self.timer.at(self.instant(noted.due.at_ns), Errand::Turn(watched.clone()));
        if !self.is_heard() {
            return;
        }
        let Noted { status, settled, .. } = noted;
        self.tell(&Event::Checked { outcome: outcome.clone(), status, settled, late });
        if noted.is_first || noted.change.is_some() {
            let from = noted.change.filter(|_| !noted.is_first).map(|change| change.from);
            self.tell(&Event::Changed { name: watched.name.clone(), from, to: noted.status, outcome });
        }
    }

    /// Whether anybody listens to events.
    fn is_heard(&self) -> bool {
        self.options.on_event.is_some() || self.subscribers.any()
    }

    pub(super) fn tell(&self, event: &Event) {
        if let Some(hook) = &self.options.on_event {
            super::own::quietly(|| hook.take(event));
        }
        self.subscribers.tell(event);
    }

    /// Tells where a limit of the checker's own comes close, or is far again.
    #[allow(clippy::cast_precision_loss)] // Counts.
    pub(super) fn look_at_limits(&self) {
        let Some(mark) = self.options.own_limits else { return };
        let queue = self.desk().counted as f64 / self.options.queue as f64;
        let load = self.options.admission.as_ref().map(|admission| admission.state().load);
        let (memory, cpu) = load.map_or((None, None), |load| (load.memory_ratio, load.cpu_ratio));
        // One share for each: of two that take turns one would come close and the other be far, for ever.
        let shares = [(OwnLimit::Queue, Some(queue)), (OwnLimit::Memory, memory), (OwnLimit::Cpu, cpu)];
        let now = Instant::now();
        let changed: Vec<Event> = {
            let mut limits = self.limits.lock().unwrap_or_else(PoisonError::into_inner);
            let told = |(limit, share): (OwnLimit, Option<f64>)| {
                let share = share?;
                limits.observe(limit, share, mark, now).map(|close| Event::Limit { limit, share, close })
            };
            shares.into_iter().filter_map(told).collect()
        };
        changed.iter().for_each(|event| self.tell(event));
    }

    /// Begins to tick, unless it ticks already.
    pub(super) fn tick_on(&self) {
        if !self.ticks.swap(true, Ordering::SeqCst) {
            if let Some(admission) = &self.options.admission {
                admission.refresh();
            }
            self.timer.at(Instant::now() + TICK, Errand::Tick);
        }
    }

    /// Reads the load, closes what was idle too long; goes on as long as there is something to look after.
    fn tick(&self) {
        if let Some(admission) = &self.options.admission {
            admission.refresh();
        }
        self.context.sweep();
        self.counters.lateness.pass_time(self.now_ns());
        // Before anybody looks whether it ticks: who begins something after this begins to tick, too.
        self.ticks.store(false, Ordering::SeqCst);
        self.look_at_limits();
        self.weigh();
        let is_at_work = self.desk().at_work() > 0;
        let has_kept = || [Pool::Mcp, Pool::Rest].iter().any(|pool| self.context.pool(*pool).idle > 0);
        let is_turning = self.limits.lock().unwrap_or_else(PoisonError::into_inner).is_turning();
        let goes_on = is_at_work || is_turning || !self.watch().set.list.is_empty() || has_kept();
        if goes_on && !self.ticks.swap(true, Ordering::SeqCst) {
            self.timer.at(Instant::now() + TICK, Errand::Tick);
        }
        if self.options.admission.is_some() {
            self.feed();
        }
    }
}
