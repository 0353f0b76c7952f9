//! A list of checks under way, as its workers see it.

use std::collections::{BTreeSet, VecDeque};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, Weak};
use std::time::{Duration, Instant};

use super::cancel::Hear;
use super::order::{Order, Released};
use super::own::quietly;
use super::shared::{Errand, Shared};
use super::task::Task;
use super::{Cancel, Check, Completed, Progress, RunOptions};
use crate::finding::{Reason, Status};
use crate::probe::Outcome;

const GIVEN_UP: &str = "the check was cancelled before it was begun";

type Notify = Arc<dyn Fn() + Send + Sync>;

/// A list of checks, each to be run once.
pub(super) struct List {
    /// Its group in the queue.
    pub(super) group: u64,
    pub(super) checks: Vec<Check>,
    /// Its own word, which that of the caller sets off.
    pub(super) cancel: Cancel,
    pub(super) deadline: Option<Instant>,
    pub(super) max_age: Option<Duration>,
    progress: Option<Arc<dyn Fn(Progress) + Send + Sync>>,
    notify: Option<Notify>,
    state: Mutex<State>,
    arrived: Condvar,
    /// Where some depend on others.
    order: Option<Mutex<Order>>,
    engine: Weak<Shared>,
}

#[derive(Default)]
struct State {
    ready: VecDeque<Ready>,
    /// Places whose functions of the host's run now.
    calls: BTreeSet<usize>,
    /// Over, and handed out.
    done: usize,
    given: usize,
    waiters: usize,
    /// How many have to be ready for them to be woken.
    wanted: usize,
}

/// One that is over. The cache may keep the same outcome: who fetches it makes a copy of it, and not the worker.
struct Ready {
    index: usize,
    outcome: Arc<Outcome>,
}

impl From<Ready> for Completed {
    fn from(ready: Ready) -> Self {
        Completed { index: ready.index, outcome: Arc::unwrap_or_clone(ready.outcome) }
    }
}

impl List {
    pub(super) fn new(
        group: u64,
        checks: Vec<Check>,
        options: &RunOptions,
        begun: Instant,
        engine: Weak<Shared>,
    ) -> Self {
        List {
            group,
            order: Order::of(&checks).map(Mutex::new),
            checks,
            cancel: Cancel::new(),
            deadline: options.deadline.and_then(|deadline| begun.checked_add(deadline)),
            max_age: options.max_age,
            progress: options.progress.clone(),
            notify: options.notify.clone(),
            state: Mutex::default(),
            arrived: Condvar::new(),
            engine,
        }
    }

    /// One of them is over.
    fn complete(&self, index: usize, outcome: impl Into<Arc<Outcome>>) {
        let of = self.checks.len();
        let mut state = self.state();
        state.done += 1;
        let done = state.done;
        // Who has the last outcome has been told of all progress.
        if let Some(progress) = &self.progress {
            drop(state);
            quietly(|| progress(Progress { done, of }));
            state = self.state();
        }
        state.ready.push_back(Ready { index, outcome: outcome.into() });
        let is_wanted = state.waiters > 0 && state.ready.len() >= state.wanted;
        drop(state);
        if is_wanted {
            self.arrived.notify_all();
        }
        if let Some(notify) = &self.notify {
            quietly(|| notify());
        }
        if done == of {
            if let Some(engine) = self.engine.upgrade() {
                engine.forget(self.group);
            }
        }
    }

    /// None of them can be begun.
    pub(super) fn end_all(&self, outcome: impl Fn(&Check) -> Outcome) {
        for (index, check) in self.checks.iter().enumerate() {
            self.complete(index, outcome(check));
        }
    }

    /// Those that wait for no other.
    pub(super) fn first(&self) -> Vec<usize> {
        let order = self.order();
        (0..self.checks.len())
            .filter(|index| order.as_ref().is_none_or(|order| !order.waits(*index)))
            .collect()
    }

    /// One is over: begins those that waited for it, or ends them where it does not work. A chain may be as long as the
    /// list, so nothing here calls itself.
    fn follow(self: &Arc<Self>, index: usize, status: Status) {
        if self.order.is_none() {
            return;
        }
        let engine = self.engine.upgrade();
        let mut over = vec![(index, status)];
        let mut is_begun = false;
        while let Some((index, status)) = over.pop() {
            let released = self.order().map(|mut order| order.over(index, status)).unwrap_or_default();
            for Released { index, broken } in released {
                let check = &self.checks[index];
                let outcome = match (broken, &engine) {
                    (Some(parent), _) => Some(check.not_run(
                        Reason::Dependency,
                        format!(
                            "not asked: `{}`, which it depends on, is unhealthy",
                            self.checks[parent].name()
                        ),
                    )),
                    (None, Some(engine)) if !self.cancel.is_cancelled() && !engine.desk().closed => {
                        engine.recent(check, self.max_age)
                    }
                    _ => Some(check.not_run(Reason::Cancelled, GIVEN_UP)),
                };
                match (outcome, &engine) {
                    (None, Some(engine)) => {
                        engine.queue(Task::listed(self, index));
                        is_begun = true;
                    }
                    (outcome, _) => {
                        let outcome = outcome.unwrap_or_else(|| check.not_run(Reason::Cancelled, GIVEN_UP));
                        over.push((index, outcome.status));
                        self.complete(index, outcome);
                    }
                }
            }
        }
        if let Some(engine) = engine.filter(|_| is_begun) {
            engine.timer.at(Instant::now(), Errand::Feed);
        }
    }

    /// Those that waited for others come to `cancelled`.
    fn give_up_waiting(&self) {
        let waited = self.order().map(|mut order| order.give_up()).unwrap_or_default();
        for index in waited {
            self.complete(index, self.checks[index].not_run(Reason::Cancelled, GIVEN_UP));
        }
    }

    fn order(&self) -> Option<MutexGuard<'_, Order>> {
        Some(self.order.as_ref()?.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// The next one that is over, waited for until the deadline, or for as long as it takes. Missing where all were
    /// given, or none came.
    pub(super) fn next(&self, deadline: Option<Instant>) -> Option<Completed> {
        let mut state = self.wait(1, deadline);
        let next = state.ready.pop_front();
        state.given += usize::from(next.is_some());
        drop(state);
        next.map(Completed::from)
    }

    /// All that are over, once there are `wanted` (or all that are left), or the deadline has come.
    pub(super) fn take(&self, wanted: usize, deadline: Option<Instant>) -> Vec<Completed> {
        let mut state = self.wait(wanted, deadline);
        let taken = std::mem::take(&mut state.ready);
        state.given += taken.len();
        drop(state);
        taken.into_iter().map(Completed::from).collect()
    }

    fn wait(&self, wanted: usize, deadline: Option<Instant>) -> MutexGuard<'_, State> {
        let of = self.checks.len();
        let mut state = self.state();
        loop {
            let left = of - state.given;
            if state.ready.len() >= wanted.min(left) {
                return state;
            }
            let now = Instant::now();
            let most = deadline.map(|deadline| deadline.saturating_duration_since(now));
            if most == Some(Duration::ZERO) {
                return state;
            }
            // All are woken for who wants least; the others look again.
            let wanted = wanted.min(left);
            state.wanted = if state.waiters == 0 { wanted } else { state.wanted.min(wanted) };
            state.waiters += 1;
            state = match most {
                Some(most) => {
                    self.arrived.wait_timeout(state, most).unwrap_or_else(PoisonError::into_inner).0
                }
                None => self.arrived.wait(state).unwrap_or_else(PoisonError::into_inner),
            };
            state.waiters -= 1;
            state.wanted = 1;
        }
    }

    /// Functions of the host's that still run are waited for no longer.
    fn leave_calls(&self) {
        let left = std::mem::take(&mut self.state().calls);
        let is_late = self.deadline.is_some_and(|deadline| Instant::now() >= deadline);
        let why = match is_late {
            true => "its function still ran at the deadline of its list: what it comes to is dropped",
            false => "its function still ran when it was cancelled: what it comes to is dropped",
        };
        for index in left {
            self.complete(index, self.checks[index].not_run(Reason::Cancelled, why));
        }
    }

    pub(super) fn done(&self) -> usize {
        self.state().done
    }

    /// How many were handed out.
    pub(super) fn given(&self) -> usize {
        self.state().given
    }

    /// Nothing in it is ever half done.
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl std::fmt::Debug for List {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("List")
            .field("group", &self.group)
            .field("of", &self.checks.len())
            .finish_non_exhaustive()
    }
}

/// The caller's word, or the list's deadline: what is not begun is over at once, as is what only a function of the host's
/// holds up, and what else is under way soon.
impl Hear for List {
    fn hear(&self) {
        self.cancel.cancel();
        if let Some(engine) = self.engine.upgrade() {
            engine.give_up(self.group);
        }
        self.leave_calls();
        self.give_up_waiting();
    }
}

/// One of a list, on its way. Comes to an outcome once, whatever becomes of it.
pub(super) struct Listed {
    list: Arc<List>,
    index: usize,
    is_over: bool,
}

impl Listed {
    pub(super) fn new(list: Arc<List>, index: usize) -> Self {
        Listed { list, index, is_over: false }
    }

    pub(super) fn list(&self) -> &Arc<List> {
        &self.list
    }

    pub(super) fn check(&self) -> &Check {
        &self.list.checks[self.index]
    }

    /// A function of the host's is called, which nothing can end: from now on its place may be given up before it is
    /// back. `false`: it was given up already.
    pub(super) fn call(&self) -> bool {
        let mut state = self.list.state();
        // Whoever gives it up says so before looking for what is called.
        let is_wanted = !self.list.cancel.is_cancelled();
        if is_wanted {
            state.calls.insert(self.index);
        }
        is_wanted
    }

    /// The function is back. `false`: its place was given up meanwhile.
    pub(super) fn is_back(&mut self) -> bool {
        self.is_over = !self.list.state().calls.remove(&self.index);
        !self.is_over
    }

    pub(super) fn end(mut self, outcome: impl Into<Arc<Outcome>>) {
        self.is_over = true;
        let outcome = outcome.into();
        let status = outcome.status;
        self.list.complete(self.index, outcome);
        self.list.follow(self.index, status);
    }
}

impl Drop for Listed {
    fn drop(&mut self) {
        if !self.is_over {
            self.list.state().calls.remove(&self.index);
            let outcome =
                self.check().not_run(Reason::Local, "the check was lost by a fault of the checker's");
            self.list.complete(self.index, outcome);
            self.list.follow(self.index, Status::Unknown);
        }
    }
}
