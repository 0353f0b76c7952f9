//! What is kept for the live page: the last hour of what is charted, and what happened of late.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Instant, SystemTime};

use plimsoll::finding::Status;
use plimsoll::history::Signal;
use plimsoll::monitor::{Event, What};
use plimsoll::report::span;
use plimsoll::{EventSink, Monitor};
use serde::Serialize;

use super::hour::Hour;

/// Signals that are charted; behind the load line, before the servers.
pub const SIGNALS: [Signal; 14] = [
    Signal::Cpu,
    Signal::MemoryNeeded,
    Signal::MemoryUsage,
    Signal::CpuPressure,
    Signal::MemoryPressure,
    Signal::IoPressure,
    Signal::CpuThrottled,
    Signal::DiskRead,
    Signal::DiskWritten,
    Signal::Received,
    Signal::Sent,
    Signal::Pids,
    Signal::Descriptors,
    Signal::HostCpuBusy,
];
/// Where the load line stands, and the servers that are unhealthy and degraded.
pub const LOAD_LINE: usize = 0;
pub const UNHEALTHY: usize = 1 + SIGNALS.len();
pub const DEGRADED: usize = UNHEALTHY + 1;
pub const SERIES: usize = DEGRADED + 1;

/// More than a page has room for.
const EVENTS: usize = 30;

/// What is kept for the live page. Bounded: some 150 KiB, however long it runs.
#[derive(Debug)]
pub struct Recorder {
    began: Instant,
    /// Tells one start from the next.
    pub started_unix_seconds: f64,
    hour: Mutex<Hour<SERIES>>,
    happened: Mutex<VecDeque<Happened>>,
    /// Servers that are unhealthy and degraded; nothing where there are none at all.
    troubles: Mutex<Option<(f64, f64)>>,
    /// Whether that is no longer true.
    is_stirred: AtomicBool,
}

/// Something that happened.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Happened {
    at_unix_seconds: f64,
    /// The severity of what was raised; `level` for a change of the level, `cleared` for what is over.
    kind: &'static str,
    text: String,
}

impl Recorder {
    pub fn new() -> Arc<Self> {
        Arc::new(Recorder {
            began: Instant::now(),
            started_unix_seconds: now(),
            hour: Mutex::new(Hour::new()),
            happened: Mutex::default(),
            troubles: Mutex::default(),
            is_stirred: AtomicBool::new(true),
        })
    }

    /// Has the monitor tell what happens.
    pub fn sink(self: &Arc<Self>) -> EventSink {
        let recorder = Arc::clone(self);
        EventSink::new(move |event| {
            let Some((kind, text)) = worth_telling(event) else { return };
            let mut happened = locked(&recorder.happened);
            happened.truncate(EVENTS - 1);
            happened.push_front(Happened { at_unix_seconds: event.wall_time_seconds, kind, text });
        })
    }

    /// The status of a server changed, or which servers there are.
    pub fn stir(&self) {
        self.is_stirred.store(true, Ordering::Relaxed);
    }

    /// Takes in what the latest observation showed, and how the servers are; that is asked for where it changed only,
    /// since there may be many.
    pub fn record(&self, monitor: &Monitor, statuses: impl FnOnce() -> Vec<Status>) {
        let mut values = [None; SERIES];
        values[LOAD_LINE] = monitor.load_line().reading;
        let usage = monitor.latest_usage();
        if let Some(sample) = monitor.sample() {
            for (value, signal) in values[1..].iter_mut().zip(SIGNALS) {
                *value = signal.value(sample, usage.as_ref());
            }
        }
        let mut troubles = locked(&self.troubles);
        if self.is_stirred.swap(false, Ordering::Relaxed) {
            *troubles = counted(&statuses());
        }
        (values[UNHEALTHY], values[DEGRADED]) = troubles.unzip();
        drop(troubles);
        locked(&self.hour).add(self.began.elapsed(), now(), values);
    }

    /// The last hour.
    pub fn hour(&self) -> MutexGuard<'_, Hour<SERIES>> {
        locked(&self.hour)
    }

    /// What happened of late, the latest first.
    pub fn happened(&self) -> Vec<Happened> {
        locked(&self.happened).iter().cloned().collect()
    }
}

#[allow(clippy::cast_precision_loss)] // Drawn as a line.
fn counted(statuses: &[Status]) -> Option<(f64, f64)> {
    let count = |wanted| statuses.iter().filter(|status| **status == wanted).count() as f64;
    (!statuses.is_empty()).then(|| (count(Status::Unhealthy), count(Status::Degraded)))
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn now() -> f64 {
    SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default().as_secs_f64()
}

/// What is worth a line.
fn worth_telling(event: &Event) -> Option<(&'static str, String)> {
    Some(match &event.what {
        What::BottleneckRaised(finding) => (finding.severity.name(), finding.title.clone()),
        What::BottleneckChanged { from, finding } => {
            (finding.severity.name(), format!("{} (was {from})", finding.title))
        }
        What::BottleneckCleared { rule, held_seconds, .. } => {
            ("cleared", format!("{rule} after {}", span(held_seconds.round())))
        }
        What::LevelChanged(change) => ("level", format!("{}, was {}", change.to, change.from)),
        _ => return None,
    })
}
