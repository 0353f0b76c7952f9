//! The alerter itself.

use std::convert::Infallible;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use crossbeam_channel::{bounded, Receiver, RecvTimeoutError};

use super::office::Office;
use super::options::AlertOptions;
use super::statistics::AlertStatistics;
use crate::checker::{Check, Event, EventHook};
use crate::error::{Error, Result};
use crate::probe::{ProbeContext, ProbeOptions};
use crate::sys::{fork, signals};

const STACK_BYTES: usize = 512 * 1024;
/// How long one that is dropped has for what is left.
const LINGER: Duration = Duration::from_secs(2);
/// After everything was given up, for the thread to notice.
const NOTICE: Duration = Duration::from_secs(1);

/// Tells of changes: see the [module](super). Dropped, it is closed.
///
/// In a child of a fork it tells nothing, and what it is given there is nobody's: its parent goes on.
pub struct Alerter {
    office: Arc<Office>,
    thread: Mutex<Option<Thread>>,
    epoch: u64,
}

struct Thread {
    handle: JoinHandle<()>,
    /// Closed by the thread's end.
    ended: Receiver<Infallible>,
}

impl Alerter {
    /// Starts its thread.
    ///
    /// # Errors
    ///
    /// Where no thread can be started, or an option is out of range.
    pub fn start(options: AlertOptions) -> Result<Self> {
        validate(&options)?;
        let office = Arc::new(Office::new(options, ProbeContext::new(ProbeOptions::default())?));
        let (ends, ended) = bounded::<Infallible>(0);
        let own = Arc::clone(&office);
        let builder = thread::Builder::new().name("plimsoll-alerts".to_owned()).stack_size(STACK_BYTES);
        let body = move || {
            own.run();
            drop(ends);
        };
        let handle = signals::blocked(|| builder.spawn(body)).and_then(|thread| thread);
        let handle = handle.map_err(|error| Error::io("cannot start a thread for alerts", error))?;
        let thread = Mutex::new(Some(Thread { handle, ended }));
        Ok(Alerter { office, thread, epoch: fork::epoch() })
    }

    /// To be called with each event of a checker, as its `on_event`. A lock and a look.
    #[must_use]
    pub fn hook(&self) -> EventHook {
        let (office, epoch) = (Arc::clone(&self.office), self.epoch);
        EventHook::new(move |event| {
            if epoch == fork::epoch() {
                hear(&office, event);
            }
        })
    }

    /// Takes in one event of a checker.
    pub fn hear(&self, event: &Event) {
        if self.is_own() {
            hear(&self.office, event);
        }
    }

    /// These are checked, and no others any more: their labels count for silences, and who is not among them is told to
    /// be no longer checked if there was trouble with it.
    pub fn watch(&self, checks: &[Check]) {
        if !self.is_own() {
            return;
        }
        let mut desk = self.office.desk();
        if desk.book.watch(checks, now_unix_ns()) {
            self.office.ring(&mut desk);
        }
    }

    /// Goes on by other options. What was told stays told, and what waits goes the new ways.
    ///
    /// # Errors
    ///
    /// Where an option is out of range; then everything stays as it was.
    pub fn change(&self, options: AlertOptions) -> Result<()> {
        validate(&options)?;
        if self.is_own() {
            self.office.change(options);
        }
        Ok(())
    }

    /// What it did so far.
    #[must_use]
    pub fn statistics(&self) -> AlertStatistics {
        if self.is_own() {
            self.office.statistics()
        } else {
            AlertStatistics::default()
        }
    }

    /// Tells what there is to tell within `timeout`, and ends the thread. Gives whether it ended: a callback can hold
    /// it, or a name that is looked up. May be called again.
    pub fn close(&self, timeout: Duration) -> bool {
        self.end(timeout, timeout, NOTICE)
    }

    /// What there is to tell has `linger` from the first call on; each call waits for `wait`, and for `notice` at most
    /// once everything was given up.
    pub(crate) fn end(&self, linger: Duration, wait: Duration, notice: Duration) -> bool {
        let mut thread = match self.thread.try_lock() {
            Ok(thread) => thread,
            Err(std::sync::TryLockError::Poisoned(error)) => PoisonError::into_inner(error),
            // Another one is at it, here or where this process comes from.
            Err(std::sync::TryLockError::WouldBlock) => return !self.is_own(),
        };
        let Some(Thread { handle, ended }) = thread.take() else { return true };
        if !self.is_own() {
            std::mem::forget(handle);
            return true;
        }
        let after = |time| Instant::now().checked_add(time).unwrap_or_else(|| Instant::now() + LINGER);
        let until = self.office.close(after(linger));
        let mut over = ended.recv_deadline(until.min(after(wait)));
        if over == Err(RecvTimeoutError::Timeout) && Instant::now() >= until {
            // What is under way is given up.
            self.office.context.cancel();
            over = ended.recv_timeout(notice);
        }
        if over == Err(RecvTimeoutError::Timeout) {
            *thread = Some(Thread { handle, ended });
            return false;
        }
        if let Err(payload) = handle.join() {
            // Dropping it could panic again.
            std::mem::forget(payload);
        }
        self.office.context.close(Duration::ZERO);
        true
    }

    fn is_own(&self) -> bool {
        self.epoch == fork::epoch()
    }
}

fn hear(office: &Office, event: &Event) {
    let mut desk = office.desk();
    let is_news = match event {
        // One failed check at the start is shown, but wakes nobody.
        Event::Checked { settled: false, .. } => false,
        Event::Checked { outcome, status, .. } => desk.book.observe(*status, outcome),
        Event::Limit { limit, share, close } => {
            desk.book.observe_limit(*limit, *share, *close, now_unix_ns())
        }
        Event::Changed { .. } => false,
    };
    if is_news {
        office.ring(&mut desk);
    }
}

fn validate(options: &AlertOptions) -> Result<()> {
    if options.command.as_ref().is_some_and(Vec::is_empty) {
        return Err(Error::option("command", "empty", "a program and its arguments are needed"));
    }
    for (name, value) in [("command_timeout", options.command_timeout), ("gather", options.gather)] {
        if value > Duration::from_secs(3600) {
            return Err(Error::option(name, format!("{value:?}"), "up to 1 h are allowed"));
        }
    }
    Ok(())
}

fn now_unix_ns() -> u64 {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(now.as_nanos()).unwrap_or(u64::MAX)
}

impl Drop for Alerter {
    fn drop(&mut self) {
        self.close(LINGER);
    }
}

impl fmt::Debug for Alerter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Alerter").finish_non_exhaustive()
    }
}
