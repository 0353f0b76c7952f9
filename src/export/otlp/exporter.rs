//! The exporter itself.

use std::convert::Infallible;
use std::fmt;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, TryLockError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use crossbeam_channel::{bounded, Receiver, RecvTimeoutError};

use super::office::{Delays, Office};
use super::outbox::Page;
use super::statistics::OtlpStatistics;
use super::translator::Translator;
use super::{environment, resource};
use crate::config::OtlpSettings;
use crate::error::{Error, Result};
use crate::export::Exposition;
use crate::probe::{ProbeContext, ProbeOptions};
use crate::sys::{fork, signals};

const STACK_BYTES: usize = 512 * 1024;
/// How often pages are due where nobody says it.
const INTERVAL: Duration = Duration::from_secs(60);
/// How long one that is dropped has for what is left.
const LINGER: Duration = Duration::from_secs(2);
/// After everything was given up, for the thread to notice.
const NOTICE: Duration = Duration::from_secs(1);

/// Sends pages to a collector: see the [module](super). Dropped, it is closed.
///
/// A child of a fork begins with nothing that waits and a thread of its own, from its first page on; what its parent has
/// is left alone.
pub struct Exporter {
    settings: OtlpSettings,
    delays: Delays,
    /// Of the process that the slot belongs to.
    epoch: AtomicU64,
    slot: Mutex<Slot>,
    /// When a page was handed over last, in milliseconds after it began, plus one; 0 before.
    latest_ms: AtomicU64,
    began: Instant,
    /// Pages that could not even be handed over.
    lost: AtomicU64,
}

#[derive(Default)]
enum Slot {
    /// Nothing was sent yet.
    #[default]
    Idle,
    Running(Arc<Office>, Thread),
    /// With what it had counted at the end.
    Closed(Option<Arc<Office>>),
}

struct Thread {
    handle: JoinHandle<()>,
    /// Closed by the thread's end.
    ended: Receiver<Infallible>,
}

impl Exporter {
    /// By these settings alone. Starts no thread, and reads nothing of the environment.
    ///
    /// # Errors
    ///
    /// Where a setting is out of range.
    pub fn new(settings: OtlpSettings) -> Result<Self> {
        Exporter::with_delays(settings, Delays::default())
    }

    /// The same, and what the settings leave open is taken from the variables that OpenTelemetry's own libraries obey:
    /// `OTEL_EXPORTER_OTLP_ENDPOINT`, `_PROTOCOL`, `_HEADERS`, `_TIMEOUT`, `_COMPRESSION`, `_CERTIFICATE`,
    /// `_CLIENT_CERTIFICATE` and `_CLIENT_KEY`, each also as `OTEL_EXPORTER_OTLP_METRICS_...`,
    /// `OTEL_RESOURCE_ATTRIBUTES`, `OTEL_SERVICE_NAME` and `OTEL_METRIC_EXPORT_INTERVAL`.
    ///
    /// # Errors
    ///
    /// Where a setting or a variable is out of range; the message names it.
    pub fn from_environment(settings: OtlpSettings) -> Result<Self> {
        Exporter::new(environment::fill(settings, |name| std::env::var(name).ok())?)
    }

    pub(super) fn with_delays(settings: OtlpSettings, delays: Delays) -> Result<Self> {
        validate(&settings)?;
        Ok(Exporter {
            settings,
            delays,
            epoch: AtomicU64::new(fork::epoch()),
            slot: Mutex::default(),
            latest_ms: AtomicU64::new(0),
            began: Instant::now(),
            lost: AtomicU64::new(0),
        })
    }

    /// Whether the interval has passed since the latest page; also before the first.
    #[must_use]
    pub fn is_due(&self) -> bool {
        let interval = self.settings.interval.unwrap_or(INTERVAL).as_millis();
        match self.latest_ms.load(Ordering::Relaxed) {
            0 => true,
            // So that a clock that ticks by the interval itself does not miss every second turn.
            latest => u128::from(self.now_ms().saturating_sub(latest)) + 5 >= interval,
        }
    }

    /// Hands over what a page holds now, and starts the thread if there is none. Never waits for the collector. Gives
    /// whether it was taken: not after the end, and not where no thread can be started.
    pub fn send(&self, page: &Exposition) -> bool {
        self.latest_ms.store(self.now_ms(), Ordering::Relaxed);
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        let copy = Page {
            at_unix_ns: u64::try_from(now.as_nanos()).unwrap_or(u64::MAX),
            text: page.text.clone(),
            prefix: page.settings.prefix.clone(),
        };
        let Some(office) = self.office() else {
            self.lost.fetch_add(1, Ordering::Relaxed);
            return false;
        };
        office.push(copy)
    }

    /// What it did so far in this process.
    #[must_use]
    pub fn statistics(&self) -> OtlpStatistics {
        let mut statistics = match self.slot().as_deref() {
            Some(Slot::Running(office, _) | Slot::Closed(Some(office))) => office.statistics(),
            _ => OtlpStatistics::default(),
        };
        statistics.dropped += self.lost.load(Ordering::Relaxed);
        statistics
    }

    /// Sends what waits within `timeout`, and ends the thread. Gives whether it ended: a name that is looked up can hold
    /// it. Nothing is taken afterwards. May be called again.
    pub fn close(&self, timeout: Duration) -> bool {
        let Some(mut slot) = self.slot() else { return true };
        let (office, Thread { handle, ended }) = match std::mem::take(&mut *slot) {
            Slot::Running(office, thread) => (office, thread),
            Slot::Idle => {
                *slot = Slot::Closed(None);
                return true;
            }
            closed @ Slot::Closed(_) => {
                *slot = closed;
                return true;
            }
        };
        // Others who hand over pages meanwhile, or ask for statistics, do not wait for this.
        *slot = Slot::Closed(Some(office.clone()));
        drop(slot);
        let now = Instant::now();
        let until = office.close(now.checked_add(timeout).unwrap_or(now + LINGER));
        let mut over = ended.recv_deadline(until);
        if over == Err(RecvTimeoutError::Timeout) {
            // What is under way is given up.
            office.context.cancel();
            over = ended.recv_timeout(NOTICE);
        }
        if over == Err(RecvTimeoutError::Timeout) {
            if let Some(mut slot) = self.slot() {
                *slot = Slot::Running(office, Thread { handle, ended });
            }
            return false;
        }
        if let Err(payload) = handle.join() {
            // Dropping it could panic again.
            std::mem::forget(payload);
        }
        office.context.close(Duration::ZERO);
        true
    }

    /// Whether there is a thread. Others run beside a test, so that it cannot count them.
    #[cfg(test)]
    pub(super) fn is_running(&self) -> bool {
        matches!(self.slot().as_deref(), Some(Slot::Running(..)))
    }

    /// That of this process, with its thread.
    fn office(&self) -> Option<Arc<Office>> {
        let mut slot = self.slot()?;
        match &*slot {
            Slot::Running(office, _) => return Some(office.clone()),
            Slot::Closed(_) => return None,
            Slot::Idle => {}
        }
        let (office, thread) = self.start().ok()?;
        *slot = Slot::Running(office.clone(), thread);
        Some(office)
    }

    fn start(&self) -> Result<(Arc<Office>, Thread)> {
        let context = ProbeContext::new(ProbeOptions::default())?;
        let office = Arc::new(Office::new(&self.settings, context, self.delays));
        let attributes = resource::attributes(&self.settings.resource, Path::new("/proc"));
        let translator = Translator::new(attributes, self.settings.protocol.unwrap_or_default());
        let (ends, ended) = bounded::<Infallible>(0);
        let own = office.clone();
        let builder = thread::Builder::new().name("plimsoll-otlp".to_owned()).stack_size(STACK_BYTES);
        let body = move || {
            own.run(translator);
            drop(ends);
        };
        let handle = signals::blocked(|| builder.spawn(body)).and_then(|thread| thread);
        let handle = handle.map_err(|error| Error::io("cannot start a thread for OpenTelemetry", error))?;
        Ok((office, Thread { handle, ended }))
    }

    /// The slot, as it is in this process. None where a lock that a thread of the parent held is held for ever.
    fn slot(&self) -> Option<MutexGuard<'_, Slot>> {
        let epoch = fork::epoch();
        if self.epoch.load(Ordering::Acquire) == epoch {
            return Some(self.slot.lock().unwrap_or_else(PoisonError::into_inner));
        }
        let mut slot = match self.slot.try_lock() {
            Ok(slot) => slot,
            Err(TryLockError::Poisoned(error)) => error.into_inner(),
            Err(TryLockError::WouldBlock) => return None,
        };
        if self.epoch.swap(epoch, Ordering::AcqRel) != epoch {
            let next = match &*slot {
                Slot::Closed(_) => Slot::Closed(None),
                _ => Slot::Idle,
            };
            // Its thread and its connections are the parent's.
            std::mem::forget(std::mem::replace(&mut *slot, next));
            self.lost.store(0, Ordering::Relaxed);
        }
        Some(slot)
    }

    fn now_ms(&self) -> u64 {
        u64::try_from(self.began.elapsed().as_millis()).unwrap_or(u64::MAX).saturating_add(1)
    }
}

fn validate(settings: &OtlpSettings) -> Result<()> {
    let ranges = [
        ("interval", settings.interval, Duration::from_millis(100)),
        ("timeout", settings.timeout, Duration::from_millis(1)),
    ];
    for (name, value, least) in ranges {
        if let Some(value) = value.filter(|value| !(least..=Duration::from_secs(3600)).contains(value)) {
            let allowed = format!("{least:?} to 1 h are allowed");
            return Err(Error::option(name, format!("{value:?}"), &allowed));
        }
    }
    for url in [&settings.endpoint, &settings.metrics_endpoint].into_iter().flatten() {
        let authority = url.split_once("://").and_then(|(_, rest)| rest.split(['/', '?', '#']).next());
        if authority.is_some_and(|authority| authority.contains('@')) {
            let advice = "credentials belong in a header, such as Authorization";
            return Err(Error::option("endpoint", "an address with credentials in it", advice));
        }
        if !environment::is_address(url) {
            // It may hold credentials.
            let allowed = "expected http://... or https://..., such as http://collector:4318";
            return Err(Error::option("endpoint", "no address of a collector", allowed));
        }
    }
    Ok(())
}

impl Drop for Exporter {
    fn drop(&mut self) {
        self.close(LINGER);
    }
}

impl fmt::Debug for Exporter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Exporter").field("settings", &self.settings).finish_non_exhaustive()
    }
}
