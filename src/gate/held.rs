//! What one process holds of a gate.

use std::sync::{Mutex, MutexGuard, PoisonError, TryLockError};
use std::time::{Duration, Instant};

use super::adaptive::Adaptive;
use super::judge::{nanoseconds, Verdict};
use super::meter::Meter;
use super::options::GateOptions;
#[cfg(feature = "capi")]
use super::semaphore::{Entry, Ring};
use super::semaphore::{Fate, Obstacle, Semaphore};
use super::statistics::{Counters, GateStatistics};
use super::Waiting;
use crate::admit::{
    Class, Classes, Completion, GateState, LoadState, Priority, Refusal, RefusalReason, Ticket,
};
use crate::error::Result;
use crate::fields::Unit;
use crate::monitor::LoadHandle;
use crate::sys::fork;

/// A reading of the load that is older is no reason to refuse anything.
const STALE_NS: u64 = 5_000_000_000;
/// How often whoever keeps time reads the load.
const REFRESH: Duration = Duration::from_millis(500);
/// How often one who waits looks whether the load is still known.
const LOOK: Duration = Duration::from_secs(1);
/// When to ask again where nothing is known of how long work takes.
const SOON: Duration = Duration::from_millis(100);
/// Nobody is sent away for longer than this, nor for less than the other.
const LONGEST_RETRY: Duration = Duration::from_secs(30);
const SHORTEST_RETRY: Duration = Duration::from_millis(1);

/// In the place of the time when a permit was given.
const NOT_MEASURED: u64 = u64::MAX;

pub(super) struct Held {
    process: u64,
    semaphore: Semaphore,
    adaptive: Option<Adaptive>,
    meter: Mutex<Meter>,
    verdict: Mutex<Verdict>,
    counters: Counters,
}

/// What asking without a thread comes to.
#[cfg(feature = "capi")]
pub(super) enum Entered {
    Given(Ticket),
    Waits(Entry),
}

impl Held {
    pub(super) fn new(options: &GateOptions, handle: Option<&LoadHandle>, now_ns: u64) -> Self {
        Held {
            process: fork::epoch(),
            semaphore: Semaphore::new(options.first_limit()),
            adaptive: options
                .adaptive
                .map(|adaptive| Adaptive::new(adaptive, options.max_concurrent, now_ns)),
            meter: Mutex::new(Meter::new(options, handle)),
            verdict: Mutex::default(),
            counters: Counters::default(),
        }
    }

    /// `now` is asked for the time only where it is needed.
    pub(super) fn try_acquire(
        &self,
        priority: Priority,
        now: impl Fn() -> u64,
    ) -> std::result::Result<Ticket, Refusal> {
        let refused = match self.semaphore.try_acquire(priority) {
            Ok(()) => return Ok(self.ticket(now)),
            Err(Obstacle::Refused) if self.forget_stale(now()) => self.semaphore.try_acquire(priority),
            Err(obstacle) => Err(obstacle),
        };
        match refused {
            Ok(()) => Ok(self.ticket(now)),
            Err(obstacle) => Err(self.refuse(obstacle, priority, now())),
        }
    }

    pub(super) fn acquire(
        &self,
        priority: Priority,
        timeout: Duration,
        most_waiting: usize,
        now: impl Fn() -> u64,
    ) -> std::result::Result<Ticket, Refusal> {
        if timeout.is_zero() {
            return self.try_acquire(priority, now);
        }
        let began = Instant::now();
        let began_ns = now();
        self.forget_stale(began_ns);
        let seat = match self.semaphore.join(priority, most_waiting, began_ns) {
            Ok(Some(seat)) => seat,
            Ok(None) => return Ok(self.ticket(now)),
            Err(obstacle) => return Err(self.refuse(obstacle, priority, began_ns)),
        };
        loop {
            let left = timeout.saturating_sub(began.elapsed());
            if left.is_zero() || seat.wait(left.min(LOOK)) != Fate::Waiting {
                break;
            }
            self.forget_stale(now());
        }
        let fate = seat.leave();
        self.settle(fate, priority, (began.elapsed(), timeout), now)
    }

    /// A permit at once, or a place in the queue for one who waits without a thread.
    #[cfg(feature = "capi")]
    pub(super) fn enter(
        &self,
        priority: Priority,
        most_waiting: usize,
        ring: Ring,
        now: impl Fn() -> u64,
    ) -> std::result::Result<Entered, Refusal> {
        let now_ns = now();
        self.forget_stale(now_ns);
        match self.semaphore.enter(priority, most_waiting, now_ns, Some(ring)) {
            Ok(Some(entry)) => Ok(Entered::Waits(entry)),
            Ok(None) => Ok(Entered::Given(self.ticket(now))),
            Err(obstacle) => Err(self.refuse(obstacle, priority, now_ns)),
        }
    }

    /// Whether something became of one who waits; to be asked every second or so, because nobody tells when a reading is
    /// too old.
    #[cfg(feature = "capi")]
    pub(super) fn is_settled(&self, entry: &Entry, now_ns: u64) -> bool {
        entry.fate() != Fate::Waiting || self.forget_stale(now_ns) && entry.fate() != Fate::Waiting
    }

    /// Takes one who waits out of the queue.
    #[cfg(feature = "capi")]
    pub(super) fn leave(
        &self,
        entry: &Entry,
        priority: Priority,
        waited: Duration,
        now: impl Fn() -> u64,
    ) -> std::result::Result<Ticket, Refusal> {
        self.settle(self.semaphore.leave(entry), priority, (waited, waited), now)
    }

    /// Takes out of the queue one whom nobody asks for any more; a permit that came goes on to the next.
    #[cfg(feature = "capi")]
    pub(super) fn abandon(&self, entry: &Entry) {
        if self.semaphore.leave(entry) == Fate::Granted {
            self.semaphore.release();
        }
    }

    /// What it comes to for one who waited and has left the queue.
    fn settle(
        &self,
        fate: Fate,
        priority: Priority,
        (waited, allowed): (Duration, Duration),
        now: impl Fn() -> u64,
    ) -> std::result::Result<Ticket, Refusal> {
        self.counters.waited(nanoseconds(waited));
        match fate {
            Fate::Granted => {
                self.counters.grant_after_waiting();
                Ok(self.ticket(now))
            }
            Fate::Closed => Err(self.refuse(Obstacle::Closed, priority, now())),
            Fate::Waiting => {
                self.counters.refuse(RefusalReason::TimedOut);
                let refusal = Refusal::new(RefusalReason::TimedOut, self.retry_after(priority, now()));
                Err(refusal.against(waited.as_secs_f64(), allowed.as_secs_f64(), Unit::Seconds))
            }
        }
    }

    pub(super) fn take_back(&self, ticket: Ticket, how: Completion, now: impl Fn() -> u64) {
        if ticket.process != self.process {
            return;
        }
        if how == Completion::TimedOut {
            self.counters.time_out();
        }
        let before = self.semaphore.release();
        let says_something = match how {
            Completion::Done => ticket.given_ns != NOT_MEASURED,
            Completion::TimedOut => true,
            Completion::Ignored => false,
        };
        let Some(adaptive) = self.adaptive.as_ref().filter(|_| says_something) else { return };
        if let Some(limit) = adaptive.record(ticket.given_ns, now(), before, how) {
            self.semaphore.set_limit(limit);
        }
    }

    /// Reads the load. That it cannot be read is seen by its age.
    pub(super) fn refresh(&self, options: &GateOptions, now_ns: u64) -> Result<()> {
        let mut meter = match self.meter.try_lock() {
            Ok(meter) => meter,
            Err(TryLockError::Poisoned(poison)) => poison.into_inner(),
            // Another one is at it.
            Err(TryLockError::WouldBlock) => return Ok(()),
        };
        let read = meter.read(options, now_ns);
        if let Ok(Some(verdict)) = read {
            let refused = verdict.refused();
            let mut known = lock(&self.verdict);
            *known = verdict;
            // Under the lock, so that the word is of the same verdict.
            self.semaphore.set_refused(refused);
            return Ok(());
        }
        drop(meter);
        self.forget_stale(now_ns);
        read.map(|_| ())
    }

    pub(super) fn close(&self) {
        self.semaphore.close();
    }

    pub(super) fn is_closed(&self) -> bool {
        self.semaphore.look().is_closed()
    }

    pub(super) fn state(&self, max_concurrent: u32, now_ns: u64) -> GateState {
        self.forget_stale(now_ns);
        let word = self.semaphore.look();
        GateState {
            limit: word.limit(),
            max_concurrent,
            in_flight: word.in_flight(),
            waiting: self.semaphore.waiting(),
            closed: word.is_closed(),
            load: self.load_state(now_ns),
        }
    }

    pub(super) fn waiting(&self, now_ns: u64) -> Vec<Waiting> {
        let listed = self.semaphore.list().into_iter();
        let waiting = |(priority, since_ns)| Waiting {
            priority,
            waited: Duration::from_nanos(now_ns.saturating_sub(since_ns)),
        };
        listed.map(waiting).collect()
    }

    pub(super) fn statistics(&self) -> GateStatistics {
        let adaptive = self.adaptive.as_ref();
        GateStatistics {
            latency: adaptive.and_then(Adaptive::latency_ns).map(Duration::from_nanos),
            base_latency: adaptive.and_then(Adaptive::base_seconds).map(Duration::from_secs_f64),
            ..self.counters.statistics()
        }
    }

    /// Of a permit that was just taken.
    fn ticket(&self, now: impl Fn() -> u64) -> Ticket {
        let number = self.counters.grant();
        let measured = self.adaptive.as_ref().is_some_and(|adaptive| adaptive.measures(number));
        Ticket { given_ns: if measured { now() } else { NOT_MEASURED }, process: self.process }
    }

    /// Admits what was refused for a reading that is too old by now; whether it did.
    fn forget_stale(&self, now_ns: u64) -> bool {
        if self.semaphore.look().refused().is_none() {
            return false;
        }
        let verdict = lock(&self.verdict);
        if !is_stale(&verdict, now_ns) {
            return false;
        }
        self.semaphore.set_refused(None);
        true
    }

    fn load_state(&self, now_ns: u64) -> LoadState {
        let verdict = lock(&self.verdict);
        let mut load = LoadState { stale: is_stale(&verdict, now_ns), ..LoadState::default() };
        if verdict.boot_time_ns == 0 {
            return load;
        }
        load.age = Some(Duration::from_nanos(now_ns.saturating_sub(verdict.boot_time_ns)));
        load.signals.clone_from(&verdict.signals);
        if !load.stale {
            let highest =
                verdict.signals.iter().max_by(|a, b| (a.value / a.mark).total_cmp(&(b.value / b.mark)));
            load.reading = highest.map(|signal| signal.value / signal.mark);
            load.of = highest.map(|signal| signal.reason);
            (load.memory_ratio, load.cpu_ratio) = (verdict.memory_ratio, verdict.cpu_ratio);
            let refuses = |class| verdict.refused().is_some_and(|highest| class <= highest);
            load.refusing = Classes {
                low: refuses(Class::Low),
                normal: refuses(Class::Normal),
                high: refuses(Class::High),
            };
        }
        load
    }

    #[cold]
    fn refuse(&self, obstacle: Obstacle, priority: Priority, now_ns: u64) -> Refusal {
        let word = self.semaphore.look();
        let retry_after = self.retry_after(priority, now_ns);
        let refusal = match obstacle {
            Obstacle::Closed => Refusal::new(RefusalReason::Closed, Duration::MAX),
            Obstacle::Full => Refusal::new(RefusalReason::Concurrency, retry_after).against(
                word.in_flight().into(),
                word.limit().into(),
                Unit::Count,
            ),
            #[allow(clippy::cast_precision_loss)] // A few thousand.
            Obstacle::QueueFull => {
                let waiting = self.semaphore.waiting() as f64;
                Refusal::new(RefusalReason::QueueFull, retry_after).against(waiting, waiting, Unit::Count)
            }
            Obstacle::Refused => match lock(&self.verdict).grounds(priority.class()) {
                Some(grounds) => Refusal::new(grounds.reason, retry_after).against(
                    grounds.value,
                    grounds.mark,
                    grounds.unit,
                ),
                // It was admitted again just now.
                None => Refusal::new(RefusalReason::Concurrency, SHORTEST_RETRY),
            },
        };
        self.counters.refuse(refusal.reason);
        refusal
    }

    /// When there may be a permit: under load after the reading that can admit it, else when as much work ended as is
    /// ahead.
    fn retry_after(&self, priority: Priority, now_ns: u64) -> Duration {
        let word = self.semaphore.look();
        if word.refuses(priority.class()) {
            if let Some(grounds) = lock(&self.verdict).grounds(priority.class()) {
                let until = Duration::from_nanos(grounds.until_ns.saturating_sub(now_ns));
                return (until + REFRESH).min(LONGEST_RETRY);
            }
        }
        let Some(latency_ns) = self.adaptive.as_ref().and_then(Adaptive::latency_ns) else { return SOON };
        let ahead = self.semaphore.waiting() as u64 + 1;
        let wait_ns = latency_ns.saturating_mul(ahead) / u64::from(word.limit().max(1));
        Duration::from_nanos(wait_ns).clamp(SHORTEST_RETRY, LONGEST_RETRY)
    }
}

fn is_stale(verdict: &Verdict, now_ns: u64) -> bool {
    now_ns.saturating_sub(verdict.boot_time_ns) > STALE_NS
}

/// What a panic left behind is whole: verdicts are replaced as one.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
