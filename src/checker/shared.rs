//! What one process has of a checker: shared by its callers, its workers and its timer.

use std::collections::HashMap;
use std::io;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use super::advice::Seen;
use super::cancel::Hear;
use super::held::Held;
use super::lateness::Delays;
use super::limits::Limits;
use super::list::List;
use super::set::Set;
use super::subscribers::Subscribers;
use super::suspects::Suspect;
use super::task::{Subject, Task};
use super::watched::Watched;
use super::CheckerOptions;
use crate::admit::Priority;
use crate::finding::Reason;
use crate::probe::ProbeContext;
use crate::sched::{Batches, Bounds, Crew, Door, Phases, Queue, Timer};

/// The group of single checks.
pub(super) const SINGLE: u64 = 0;
/// The group of watched checks.
pub(super) const WATCHED: u64 = 1;
/// The first group of a list.
const FIRST_LIST: u64 = 2;

pub(super) struct Shared {
    pub(super) options: CheckerOptions,
    pub(super) context: ProbeContext,
    pub(super) timer: Timer<Errand>,
    pub(super) subscribers: Subscribers,
    pub(super) counters: Counters,
    pub(super) watch: Mutex<Watch>,
    pub(super) ticks: AtomicBool,
    pub(super) limits: Mutex<Limits>,
    /// Outcomes of which it is not known yet whose trouble they are.
    pub(super) suspects: Mutex<Vec<Suspect>>,
    pub(super) seen: Seen,
    desk: Mutex<Desk>,
    crew: Mutex<Option<Crew<Task>>>,
    lists: Mutex<Vec<std::sync::Weak<List>>>,
    workers: AtomicUsize,
    groups: AtomicU64,
    origin: Instant,
}

/// What waits, and what is needed to hand it on.
pub(super) struct Desk {
    pub(super) queue: Queue<Task>,
    pub(super) held: Held,
    /// When the queue is to be looked at again for what is held.
    pub(super) look_at: Option<Instant>,
    /// Single checks of low priority, until there are enough of them.
    pub(super) gathering: Batches<Priority, Task>,
    /// Those to be tried again, by the number of their errand.
    pub(super) resting: HashMap<u64, Task>,
    pub(super) rested: u64,
    /// Single and watched checks that wait, but for those that hung last time.
    pub(super) counted: usize,
    pub(super) door: Option<Door<Task>>,
    pub(super) closed: bool,
}

#[derive(Default)]
pub(super) struct Watch {
    pub(super) set: Arc<Set>,
    pub(super) phases: Phases,
}

/// What the timer does.
pub(super) enum Errand {
    /// A watched check is due.
    Turn(Arc<Watched>),
    /// What rested is tried again.
    Wake(u64),
    /// What was held may go on.
    Feed,
    /// What was gathered has waited for company long enough.
    Batch,
    /// A list is over.
    End(std::sync::Weak<List>),
    /// Every half a second, while there is something to do.
    Tick,
}

impl Errand {
    fn is_wanted(&self) -> bool {
        match self {
            Errand::Turn(watched) => !watched.cancel.is_cancelled(),
            Errand::End(list) => list.strong_count() > 0,
            Errand::Wake(_) | Errand::Feed | Errand::Batch | Errand::Tick => true,
        }
    }
}

pub(super) struct Counters {
    pub(super) checked: AtomicU64,
    pub(super) not_admitted: AtomicU64,
    pub(super) missed: AtomicU64,
    pub(super) refused: AtomicU64,
    pub(super) retried: AtomicU64,
    pub(super) cut_short: AtomicU64,
    /// Time that workers spent on checks.
    pub(super) busy_ns: AtomicU64,
    pub(super) lateness: Delays,
}

pub(super) fn count(counter: &AtomicU64) {
    counter.fetch_add(1, Ordering::Relaxed);
}

impl Shared {
    pub(super) fn new(options: CheckerOptions, context: ProbeContext) -> Self {
        let desk = Desk {
            queue: Queue::new(bounds(&options, false)),
            held: Held::default(),
            look_at: None,
            gathering: Batches::new(options.batch),
            resting: HashMap::new(),
            rested: 0,
            counted: 0,
            door: None,
            closed: false,
        };
        Shared {
            options,
            context,
            timer: Timer::new(Errand::is_wanted),
            subscribers: Subscribers::default(),
            counters: Counters {
                checked: AtomicU64::new(0),
                not_admitted: AtomicU64::new(0),
                missed: AtomicU64::new(0),
                refused: AtomicU64::new(0),
                retried: AtomicU64::new(0),
                cut_short: AtomicU64::new(0),
                busy_ns: AtomicU64::new(0),
                lateness: Delays::new(),
            },
            watch: Mutex::default(),
            ticks: AtomicBool::new(false),
            limits: Mutex::default(),
            suspects: Mutex::default(),
            seen: Seen::default(),
            desk: Mutex::new(desk),
            crew: Mutex::new(None),
            lists: Mutex::default(),
            workers: AtomicUsize::new(0),
            groups: AtomicU64::new(FIRST_LIST),
            origin: Instant::now(),
        }
    }

    pub(super) fn new_group(&self) -> u64 {
        self.groups.fetch_add(1, Ordering::Relaxed)
    }

    /// Starts workers and timer, unless they are there. Nothing is started once closed.
    pub(super) fn man(self: &Arc<Self>) -> io::Result<()> {
        let mut crew = self.crew.lock().unwrap_or_else(PoisonError::into_inner);
        if crew.is_some() || self.desk().closed {
            return Ok(());
        }
        let own = Arc::clone(self);
        let started = Crew::start(self.options.max_concurrent, move |task| own.serve(task))?;
        let own = Arc::clone(self);
        self.timer.start(move |errand| own.run(errand))?;
        let mut desk = self.desk();
        if !desk.closed {
            desk.door = started.door();
        }
        drop(desk);
        self.workers.store(started.workers(), Ordering::Relaxed);
        *crew = Some(started);
        Ok(())
    }

    pub(super) fn workers(&self) -> usize {
        self.workers.load(Ordering::Relaxed)
    }

    /// Nothing more is begun, what waits comes to `cancelled`, and what runs is told to end. Does not wait.
    pub(super) fn dismiss(&self) {
        let waiting = {
            let mut desk = self.desk();
            desk.closed = true;
            desk.door = None;
            desk.counted = 0;
            let mut waiting = desk.queue.drain();
            waiting.extend(desk.gathering.flush().unwrap_or_default());
            waiting.extend(std::mem::take(&mut desk.resting).into_values());
            waiting
        };
        self.timer.dismiss();
        self.context.cancel();
        let watched = std::mem::take(&mut *self.watch());
        watched.set.list.iter().for_each(|watched| watched.cancel.cancel());
        self.suspects.lock().unwrap_or_else(PoisonError::into_inner).clear();
        for task in waiting {
            self.give_back(task, "the checker was closed before the check was begun");
        }
        // There is nobody any more who keeps their deadlines.
        self.cancel_lists();
        if let Some(crew) = &mut *self.crew.lock().unwrap_or_else(PoisonError::into_inner) {
            crew.dismiss();
        }
        self.subscribers.end();
    }

    /// After `dismiss`: the number of threads that do not end by the deadline; the others are joined.
    pub(super) fn join(&self, deadline: Instant) -> usize {
        let mut crew = self.crew.lock().unwrap_or_else(PoisonError::into_inner);
        let workers = crew.as_mut().map_or(0, |crew| crew.join(deadline));
        for task in crew.iter().flat_map(Crew::left) {
            self.give_back(task, "the checker was closed before the check was begun");
        }
        let left = deadline.saturating_duration_since(Instant::now());
        if workers == 0 {
            self.workers.store(0, Ordering::Relaxed);
        }
        workers + self.timer.join(deadline) + self.context.close(left)
    }

    /// The list is over.
    pub(super) fn forget(&self, group: u64) {
        self.desk().queue.forget(group);
    }

    /// Nobody wants these any more: what waits comes to `cancelled` at once.
    pub(super) fn give_up(&self, group: u64) {
        let waiting = {
            let mut desk = self.desk();
            if group == SINGLE {
                let batch = desk.gathering.flush();
                desk.begin(batch);
            }
            let mut waiting = match group {
                // A single check is a list of its own, which shares its group with others.
                SINGLE => desk.queue.remove(SINGLE, |task| !task.cancel().is_cancelled()),
                list => desk.queue.remove_group(list),
            };
            desk.counted -= if group == SINGLE { waiting.len() } else { 0 };
            let is_given_up = |task: &Task| task.place.group == group && task.cancel().is_cancelled();
            let resting: Vec<u64> = desk
                .resting
                .iter()
                .filter(|(_, task)| is_given_up(task))
                .map(|(number, _)| *number)
                .collect();
            waiting.extend(resting.iter().filter_map(|number| desk.resting.remove(number)));
            waiting
        };
        for task in waiting {
            self.give_back(task, "the check was cancelled before it was begun");
        }
    }

    /// Gives up all lists and single checks.
    pub(super) fn cancel_lists(&self) {
        let lists = {
            let mut lists = self.lists.lock().unwrap_or_else(PoisonError::into_inner);
            lists.retain(|list| list.strong_count() > 0);
            lists.clone()
        };
        lists.iter().filter_map(std::sync::Weak::upgrade).for_each(|list| list.hear());
    }

    /// Notes a list, to be given up with all others.
    pub(super) fn note(&self, list: &Arc<List>) {
        let mut lists = self.lists.lock().unwrap_or_else(PoisonError::into_inner);
        // Those that are gone are looked for when there are twice as many as there were.
        if lists.len() == lists.capacity() {
            lists.retain(|list| list.strong_count() > 0);
        }
        lists.push(Arc::downgrade(list));
    }

    /// When a queue in which so many wait should have room again: 10 ms to a minute.
    pub(super) fn room_in(&self, waiting: usize) -> Duration {
        let checked = self.counters.checked.load(Ordering::Relaxed).max(1);
        let busy = Duration::from_nanos(self.counters.busy_ns.load(Ordering::Relaxed));
        let each = busy.div_f64(checked as f64 * self.options.max_concurrent as f64);
        // When an eighth of them is done, there is room for more than one who comes back.
        each.mul_f64(waiting as f64 / 8.0).clamp(Duration::from_millis(10), Duration::from_secs(60))
    }

    /// Ends a check that was not made.
    fn give_back(&self, task: Task, why: &str) {
        let outcome = task.check().not_run(Reason::Cancelled, why);
        if let Subject::Listed(listed) = task.subject {
            listed.end(outcome);
        }
    }

    /// Which part of the workers may be busy with long turns: all, or half of them where something is watched.
    pub(super) fn set_watching(&self, watching: bool) {
        self.desk().queue.set_bounds(bounds(&self.options, watching));
    }

    pub(super) fn set(&self) -> Arc<Set> {
        self.watch().set.clone()
    }

    /// Nothing in these is ever half done.
    pub(super) fn desk(&self) -> MutexGuard<'_, Desk> {
        self.desk.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn watch(&self) -> MutexGuard<'_, Watch> {
        self.watch.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Since when this was made.
    pub(super) fn age(&self) -> Duration {
        self.origin.elapsed()
    }

    /// Nanoseconds since this was made.
    pub(super) fn now_ns(&self) -> u64 {
        u64::try_from(self.origin.elapsed().as_nanos()).unwrap_or(u64::MAX)
    }

    pub(super) fn now_unix_s() -> u64 {
        SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs()
    }

    pub(super) fn instant(&self, ns: u64) -> Instant {
        self.origin + Duration::from_nanos(ns)
    }
}

impl Desk {
    /// Queues a batch that is complete.
    pub(super) fn begin(&mut self, batch: Option<Vec<Task>>) {
        for task in batch.into_iter().flatten() {
            let place = task.place.clone();
            self.queue.push(&place, task);
        }
    }

    /// Checks that wait or run.
    pub(super) fn at_work(&self) -> usize {
        self.queue.running() + self.queue.waiting() + self.resting.len() + self.gathering.len()
    }
}

fn bounds(options: &CheckerOptions, watching: bool) -> Bounds {
    let jobs = options.max_concurrent;
    let half = jobs - jobs / 2;
    Bounds {
        jobs,
        per_host: options.max_concurrent_per_host.min(half),
        long: if watching { half } else { jobs },
    }
}
