//! The checker itself.

use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use super::list::{List, Listed};
use super::shared::{Errand, Shared, SINGLE};
use super::subscribers::Events;
use super::task::Task;
use super::{
    Check, CheckerOptions, CheckerStatistics, Completed, QueueStatistics, Reloaded, Run, RunOptions,
    TargetState, Ticket,
};
use crate::admit::{Refusal, RefusalReason};
use crate::cache::Caches;
use crate::error::{Error, Result};
use crate::finding::{Reason, Recommendation};
use crate::probe::{Outcome, Pool, ProbeContext};
use crate::sys::per_process::PerProcess;

/// How long a dropped checker waits for its threads to end: none of them is at anything that takes long by then, but
/// for functions of the host's.
const LINGER: Duration = Duration::from_secs(2);
const SHORTEST: Duration = Duration::from_millis(100);
const LONGEST: Duration = Duration::from_secs(7 * 24 * 3600);

/// Runs checks on workers of its own: see the [module](super).
///
/// Any number of threads may use it. A child of a fork has workers, connections and a queue of its own, and begins to
/// watch what its parent watches when it first calls in.
pub struct Checker {
    options: CheckerOptions,
    closed: AtomicBool,
    own: PerProcess<Arc<Shared>>,
    /// What is watched, also in children.
    watched: Mutex<Arc<[Arc<Check>]>>,
}

impl fmt::Debug for Checker {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Checker").field("options", &self.options).finish_non_exhaustive()
    }
}

impl Checker {
    /// Starts nothing yet: neither a thread nor a connection.
    ///
    /// # Errors
    ///
    /// Where an option is out of range; the message names it.
    pub fn new(options: CheckerOptions) -> Result<Checker> {
        validate(&options)?;
        let own = PerProcess::new(Arc::new(engine(&options)?));
        Ok(Checker { options, closed: AtomicBool::new(false), own, watched: Mutex::default() })
    }

    /// Runs each check once, at most `max_concurrent` of them at the same time (0: as many as the checker has workers),
    /// and gives their outcomes, in order, whatever happens to any of them. One that depends on another of the list is
    /// begun when that is over, and is `unknown` (`dependency`) where that is unhealthy.
    #[must_use]
    pub fn check_all(&self, checks: &[Check], max_concurrent: usize) -> Vec<Outcome> {
        self.run(checks, &RunOptions { max_concurrent, ..RunOptions::default() })
    }

    /// As [`check_all`](Self::check_all), with a deadline, a way to give up, and reports of progress.
    #[must_use]
    pub fn run(&self, checks: &[Check], options: &RunOptions) -> Vec<Outcome> {
        let run = self.start(checks.to_vec(), options.clone());
        let mut outcomes: Vec<Option<Outcome>> = Vec::new();
        outcomes.resize_with(checks.len(), || None);
        for Completed { index, outcome } in run.all() {
            outcomes[index] = Some(outcome);
        }
        let lost =
            |check: &Check| check.not_run(Reason::Local, "the check was lost by a fault of the checker's");
        outcomes
            .into_iter()
            .zip(checks)
            .map(|(outcome, check)| outcome.unwrap_or_else(|| lost(check)))
            .collect()
    }

    /// Begins to run each check once, and gives what the outcomes come from as they are there. Dropped, it gives up
    /// what is left.
    #[must_use]
    pub fn start(&self, checks: Vec<Check>, options: RunOptions) -> Run {
        let begun = Instant::now();
        let engine = self.engine();
        let group = engine.new_group();
        let list = Arc::new(List::new(group, checks, &options, begun, Arc::downgrade(engine)));
        engine.note(&list);
        let hearer: std::sync::Weak<List> = Arc::downgrade(&list);
        let run = Run::new(list.clone());
        if list.checks.is_empty() {
            return run;
        }
        let manned = engine.man();
        let most = match options.max_concurrent {
            0 => self.options.max_concurrent,
            most => most,
        };
        engine.desk().queue.bound(group, most);
        if let Err(error) = &manned {
            list.end_all(|check| no_thread(check, error));
            return run;
        }
        for index in list.first() {
            match engine.recent(&list.checks[index], options.max_age) {
                Some(outcome) => Listed::new(list.clone(), index).end(outcome),
                None => engine.queue(Task::listed(&list, index)),
            }
        }
        if let Some(deadline) = list.deadline {
            engine.timer.at(deadline, Errand::End(hearer.clone()));
        }
        engine.tick_on();
        engine.feed();
        options.cancel.tell(hearer);
        run
    }

    /// An outcome that is served without a check: one that is not older than `max_age`, or where that is missing, one
    /// that is fresh by its server's word. See [`RunOptions::max_age`].
    #[must_use]
    pub fn cached(&self, check: &Check, max_age: Option<Duration>) -> Option<Outcome> {
        self.engine().recent(check, max_age)
    }

    /// Queues one check.
    ///
    /// # Errors
    ///
    /// A refusal where as many wait as may, or the checker is closed.
    pub fn submit(&self, check: Check) -> std::result::Result<Ticket, Refusal> {
        self.submit_with(check, &RunOptions::default()).map(Ticket::new)
    }

    /// As [`submit`](Self::submit), with a deadline, a way to give up, and a notice when it is over. Gives a list of this
    /// one check.
    ///
    /// # Errors
    ///
    /// As [`submit`](Self::submit).
    pub fn submit_with(&self, check: Check, options: &RunOptions) -> std::result::Result<Run, Refusal> {
        let engine = self.engine();
        let recent = engine.recent(&check, options.max_age);
        match recent {
            // It waits for nobody, but of a closed checker nothing is to be had.
            Some(_) if engine.desk().closed => {
                return Err(Refusal::new(RefusalReason::Closed, Duration::MAX));
            }
            Some(_) => {}
            None => engine.reserve()?,
        }
        let list = Arc::new(List::new(SINGLE, vec![check], options, Instant::now(), Arc::downgrade(engine)));
        engine.note(&list);
        let hearer: std::sync::Weak<List> = Arc::downgrade(&list);
        if let Some(outcome) = recent {
            Listed::new(list.clone(), 0).end(outcome);
            return Ok(Run::new(list));
        }
        match engine.man() {
            Ok(()) => {
                engine.queue_reserved(Task::listed(&list, 0));
                if let Some(deadline) = list.deadline {
                    engine.timer.at(deadline, Errand::End(hearer.clone()));
                }
                engine.tick_on();
                engine.feed();
            }
            Err(error) => {
                engine.give_reserved_back();
                list.end_all(|check| no_thread(check, &error));
            }
        }
        options.cancel.tell(hearer);
        Ok(Run::new(list))
    }

    /// Runs these checks again and again, each at its interval, and no others any more. Those that are as they were go
    /// on as if nothing had happened.
    ///
    /// # Errors
    ///
    /// Where names are not unique, a check depends on one that is not there, or in a circle, or an interval is out of
    /// range; where threads cannot be started; or the checker is closed. Then everything goes on as before.
    pub fn watch(&self, checks: Vec<Check>) -> Result<Reloaded> {
        let checks: Arc<[Arc<Check>]> = checks.into_iter().map(Arc::new).collect();
        // Held for the whole of it: of two calls one is the last.
        let engine = self.engine();
        let mut watched = self.watched.lock().unwrap_or_else(PoisonError::into_inner);
        let reloaded = engine.rewatch(&checks)?;
        *watched = checks;
        Ok(reloaded)
    }

    /// What is known of each watched check, in the order in which they were given.
    #[must_use]
    pub fn states(&self) -> Vec<TargetState> {
        let engine = self.engine();
        let now_ns = engine.now_ns();
        let now_unix_s = Shared::now_unix_s();
        engine.set().list.iter().map(|watched| watched.read(now_ns, now_unix_s)).collect()
    }

    /// The checks that are watched, in the order in which they were given.
    #[must_use]
    pub fn checks(&self) -> Vec<Check> {
        self.engine().set().list.iter().map(|watched| watched.check.as_ref().clone()).collect()
    }

    /// What is known of one watched check.
    #[must_use]
    pub fn state(&self, name: &str) -> Option<TargetState> {
        let engine = self.engine();
        engine.set().find(name).map(|watched| watched.read(engine.now_ns(), Shared::now_unix_s()))
    }

    /// What it did and does, in this process.
    #[must_use]
    pub fn statistics(&self) -> CheckerStatistics {
        let engine = self.engine();
        let (length, beside, running) = {
            let desk = engine.desk();
            {
                let waiting = desk.queue.waiting() + desk.gathering.len();
                (desk.counted, waiting.saturating_sub(desk.counted), desk.queue.running())
            }
        };
        let counters = &engine.counters;
        let read = |counter: &std::sync::atomic::AtomicU64| counter.load(Ordering::Relaxed);
        CheckerStatistics {
            queue: QueueStatistics {
                length,
                capacity: self.options.queue,
                refused: read(&counters.refused),
                beside,
            },
            workers: engine.workers(),
            running,
            checked: read(&counters.checked),
            not_admitted: read(&counters.not_admitted),
            missed: read(&counters.missed),
            retried: read(&counters.retried),
            cut_short: read(&counters.cut_short),
            lateness: counters.lateness.read(),
            mcp_pool: engine.context.pool(Pool::Mcp),
            rest_pool: engine.context.pool(Pool::Rest),
            caches: engine.context.caches().statistics().into_iter().collect(),
        }
    }

    /// What to change about how servers are checked, given what happened so far; most important first. Empty where
    /// nothing is to be changed, or too little happened to tell.
    #[must_use]
    pub fn recommendations(&self) -> Vec<Recommendation> {
        self.engine().recommendations()
    }

    /// Events from now on, of which at most `capacity` wait.
    #[must_use]
    pub fn events(&self, capacity: usize) -> Events {
        self.engine().subscribers.add(capacity, None)
    }

    /// The same; `notify` is called after each one, on the thread on which it happened: for an `eventfd`. It is also
    /// called when the checker is closed.
    #[must_use]
    pub fn events_with(&self, capacity: usize, notify: Arc<dyn Fn() + Send + Sync>) -> Events {
        self.engine().subscribers.add(capacity, Some(notify))
    }

    /// What checks share in this process: connections, names, tokens.
    #[must_use]
    pub fn context(&self) -> &ProbeContext {
        &self.engine().context
    }

    /// The caches of this process: what is kept of names, tokens and outcomes, and what the host puts in.
    #[must_use]
    pub fn caches(&self) -> &Caches {
        self.context().caches()
    }

    /// The options that it was made with.
    #[must_use]
    pub fn options(&self) -> &CheckerOptions {
        &self.options
    }

    /// Gives up all lists and single checks: what waits comes to `cancelled` at once, and what runs soon. What is
    /// watched goes on.
    pub fn cancel_all(&self) {
        if let Some(engine) = self.own.current() {
            engine.cancel_lists();
        }
    }

    /// Gives up everything, ends all threads, and waits at most `timeout` for them. Gives the number of those that are
    /// stuck, which only a function of the host's or a lookup of a name can be: they end with it. Afterwards every
    /// check comes to `cancelled`. May be called again.
    pub fn close(&self, timeout: Duration) -> usize {
        self.closed.store(true, Ordering::SeqCst);
        // A child of a fork that never called in has nothing to end.
        let Some(engine) = self.own.current() else { return 0 };
        engine.dismiss();
        let now = Instant::now();
        engine.join(now.checked_add(timeout).unwrap_or(now + LONGEST))
    }

    /// Whether it is [closed](Checker::close).
    #[must_use]
    pub fn is_closed(&self) -> bool {
        self.closed.load(Ordering::SeqCst)
    }

    pub(super) fn engine(&self) -> &Arc<Shared> {
        match self.own.current() {
            Some(engine) => engine,
            None => self.renew(),
        }
    }

    /// The first call in a child of a fork.
    #[cold]
    fn renew(&self) -> &Arc<Shared> {
        let mut is_new = false;
        let engine = self.own.get(|| {
            is_new = true;
            // The options were good enough for the parent.
            Arc::new(engine(&self.options).expect("a checker with options that were validated"))
        });
        if self.closed.load(Ordering::SeqCst) {
            engine.dismiss();
        } else if is_new {
            // Held by another thread of the parent's just when it forked, it would be held for ever.
            if let Ok(watched) = self.watched.try_lock() {
                let checks = watched.clone();
                drop(watched);
                // It could be watched before; and where there is no thread to be had, the next list tells so.
                let _ = engine.rewatch(&checks);
            }
        }
        engine
    }
}

/// Threads that are at something that cannot be ended are left alone.
impl Drop for Checker {
    fn drop(&mut self) {
        self.close(LINGER);
    }
}

fn engine(options: &CheckerOptions) -> Result<Shared> {
    Ok(Shared::new(options.clone(), ProbeContext::new(options.probe.clone())?))
}

fn validate(options: &CheckerOptions) -> Result<()> {
    let range = |name: &str, value: usize, most: usize| match (1..=most).contains(&value) {
        true => Ok(()),
        false => Err(Error::option(name, value, &format!("1 to {most} are allowed"))),
    };
    range("max_concurrent", options.max_concurrent, 1_024)?;
    range("max_concurrent_per_host", options.max_concurrent_per_host, 1_024)?;
    range("queue", options.queue, 1_000_000)?;
    let interval = |name: &str, value: Duration| match (SHORTEST..=LONGEST).contains(&value) {
        true => Ok(()),
        false => Err(Error::option(name, format!("{value:?}"), "100 ms to 7 days are allowed")),
    };
    interval("interval", options.interval)?;
    if let Some(unhealthy) = options.unhealthy_interval {
        interval("unhealthy_interval", unhealthy)?;
    }
    if let Some(share) = options.own_limits.filter(|share| !(*share > 0.0 && *share <= 1.0)) {
        return Err(Error::option("own_limits", share, "above 0, up to 1 are allowed"));
    }
    if !(0.0..=0.5).contains(&options.jitter) {
        return Err(Error::option("jitter", options.jitter, "0 to 0.5 are allowed"));
    }
    Ok(())
}

fn no_thread(check: &Check, error: &std::io::Error) -> Outcome {
    let why = format!("no threads to check with: {error}; allow more of them, or lower `max_concurrent`");
    check.not_run(Reason::Local, why)
}
