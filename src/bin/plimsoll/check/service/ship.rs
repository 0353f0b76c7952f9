//! Everything that runs: the checker, its gate, alerts, and a look at this container.

use std::collections::HashSet;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{sync_channel, Receiver, RecvTimeoutError, SyncSender};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant, SystemTime};

use plimsoll::alerts::{AlertOptions, Alerter};
use plimsoll::checker::{Check, Checker, Event, EventHook, Reloaded, Shard};
use plimsoll::config::Config;
use plimsoll::export::otlp::Exporter;
use plimsoll::export::{Exposition, Tally};
use plimsoll::finding::Reason;
use plimsoll::serve::Server;
use plimsoll::{Admission, Gate, Monitor};

use super::super::fleet::{gate, Fleet, Source};
use super::super::Summary;
use super::pages;
use crate::exit::Failure;
use crate::live::Recorder;

/// Events that wait to be printed: more than servers change within the blink of an eye, and little memory.
const WAITING: usize = 20_000;

/// Everything that runs.
pub struct Ship {
    source: Source,
    config: Config,
    parts: Arc<Parts>,
    /// Notes on the file that were told, each once however often it is read.
    told: HashSet<String>,
    /// What is sent to a collector; kept for its memory.
    page: Exposition,
}

/// What pages show.
pub struct Parts {
    pub checker: Checker,
    pub gate: Gate,
    pub alerter: Arc<Alerter>,
    pub tally: Arc<Tally>,
    pub pulse: Arc<Pulse>,
    /// What the live page shows of the past.
    pub recorder: Arc<Recorder>,
    /// Whether a file names what is checked.
    pub has_file: bool,
    /// Whether the container that is looked at is this one.
    pub is_own: bool,
    /// Whether the paths of this machine are those of its cgroup files.
    pub has_cgroup_files: bool,
    /// Where the file wants metrics to be sent to a collector.
    pub exporter: Option<Exporter>,
    monitor: Mutex<Monitor>,
    checks: Mutex<Arc<[Check]>>,
    reach: Mutex<Reach>,
    reading: Mutex<Reading>,
}

/// Which part of a fleet is checked here.
#[derive(Clone)]
pub struct Reach {
    pub shard: Option<Shard>,
    /// Servers that are enabled, those of other shards among them.
    pub servers: usize,
}

/// How reading the file went.
#[derive(Clone, Copy)]
pub struct Reading {
    /// Whether it could be used when it was read last.
    pub was_used: bool,
    /// When the one that counts was read.
    pub used: SystemTime,
}

/// What looks at a container.
pub struct Watch {
    pub monitor: Monitor,
    /// Told by the monitor what happens.
    pub recorder: Arc<Recorder>,
    /// Whether that container is this one.
    pub is_own: bool,
    /// Whether the paths of this machine are those of its cgroup files.
    pub has_cgroup_files: bool,
}

/// When something was last heard of.
pub struct Pulse {
    began: Instant,
    /// The latest outcome, in milliseconds after that.
    checked_ms: AtomicU64,
    /// The latest look at this container.
    observed_ms: AtomicU64,
}

/// Changes, as they happen.
pub struct Happenings {
    receiver: Receiver<Event>,
    lost: Arc<AtomicU64>,
}

impl Ship {
    /// Starts nothing but the thread for alerts.
    pub fn new(source: Source, fleet: Fleet, watch: Watch) -> Result<(Self, Happenings), Failure> {
        let Watch { monitor, recorder, is_own, has_cgroup_files } = watch;
        let mut options = source.checker(&fleet);
        let mut told = HashSet::new();
        fleet.tell_notes(|note| told.insert(note.to_owned()));
        let Fleet { checks, config, enabled } = fleet;
        // What is checked from here is a load on this container, whichever is looked at.
        let gate = gate(&config, &options, (is_own || source.path.is_none()).then(|| monitor.load_handle()))?;
        options.admission = Some(Arc::new(gate.clone()));

        let alerter = Arc::new(Alerter::start(AlertOptions::from(config.alerts.clone()))?);
        let exporter = config.export.otlp.clone().map(Exporter::from_environment).transpose()?;
        let tally = Arc::new(Tally::new());
        let pulse = Arc::new(Pulse::new());
        let lost = Arc::new(AtomicU64::new(0));
        let (sender, receiver) = sync_channel(WAITING);
        let ears = (alerter.clone(), tally.clone(), pulse.clone(), lost.clone(), recorder.clone());
        options.on_event = Some(EventHook::new(move |event| {
            let (alerter, tally, pulse, lost, recorder) = &ears;
            alerter.hear(event);
            tally.hear(event);
            if is_answered(event) {
                pulse.checked();
            }
            if matches!(event, Event::Changed { .. }) {
                recorder.stir();
            }
            pass_on(&sender, event, lost);
        }));
        let parts = Parts {
            checker: Checker::new(options)?,
            gate,
            alerter,
            tally,
            pulse,
            recorder,
            has_file: source.path.is_some(),
            is_own,
            has_cgroup_files,
            exporter,
            monitor: Mutex::new(monitor),
            checks: Mutex::new(checks.into()),
            reach: Mutex::new(Reach { shard: config.shard.clone(), servers: enabled }),
            reading: Mutex::new(Reading { was_used: true, used: SystemTime::now() }),
        };
        let page = Exposition::with(config.export.clone());
        let ship = Ship { source, config, parts: Arc::new(parts), told, page };
        Ok((ship, Happenings { receiver, lost }))
    }

    /// Has the checks begin.
    pub fn begin(&self) -> Result<(), Failure> {
        self.observe()?;
        let checks = self.parts.checks();
        self.parts.alerter.watch(&checks);
        self.parts.checker.watch(checks.to_vec())?;
        Ok(())
    }

    /// Reads the file again. Where anything is wrong with it everything goes on as it was. Beside what became of the
    /// servers: the sections that changed, too, but count from the next start on.
    pub fn reload(&mut self) -> Result<(Reloaded, Vec<&'static str>), String> {
        let reloaded = self.read_again();
        let mut reading = self.parts.reading.lock().unwrap_or_else(PoisonError::into_inner);
        let used = if reloaded.is_ok() { SystemTime::now() } else { reading.used };
        *reading = Reading { was_used: reloaded.is_ok(), used };
        drop(reading);
        reloaded
    }

    fn read_again(&mut self) -> Result<(Reloaded, Vec<&'static str>), String> {
        let fleet = self.source.load()?;
        fleet.tell_notes(|note| self.told.insert(note.to_owned()));
        let Fleet { checks, config, enabled } = fleet;
        let checks: Arc<[Check]> = checks.into();
        let reloaded = self.parts.checker.watch(checks.to_vec()).map_err(|error| error.to_string())?;
        let options = AlertOptions::from(config.alerts.clone());
        self.parts.alerter.change(options).map_err(|error| error.to_string())?;
        self.parts.alerter.watch(&checks);
        *self.parts.checks.lock().unwrap_or_else(PoisonError::into_inner) = checks;
        self.parts.recorder.stir();
        *self.parts.reach.lock().unwrap_or_else(PoisonError::into_inner) =
            Reach { shard: config.shard.clone(), servers: enabled };
        let later = started_with(&self.config)
            .into_iter()
            .zip(started_with(&config))
            .filter(|((_, old), (_, new))| old != new)
            .map(|((section, _), _)| section);
        let later = later.collect();
        // What it was started with stays beside it, so that the next reading is compared with that as well.
        (self.config.servers, self.config.alerts) = (config.servers, config.alerts);
        Ok((reloaded, later))
    }

    /// Looks at the container.
    ///
    /// # Errors
    ///
    /// Where it is another's that is gone. What cannot be read is among the problems of the diagnosis.
    pub fn observe(&self) -> plimsoll::Result<()> {
        let mut monitor = self.parts.monitor();
        let seen = monitor.observe();
        let states = || self.parts.checker.states().iter().map(|state| state.status).collect();
        self.parts.recorder.record(&monitor, states);
        drop(monitor);
        // At once: the gate's own turn may come half a second later, which low work would still be admitted for.
        self.parts.gate.refresh();
        self.parts.pulse.observed();
        seen.or_else(|error| if self.parts.is_own { Ok(()) } else { Err(error) })
    }

    /// Hands everything that is known over to the exporter, where there is one and its time has come, or at the end.
    pub fn export(&mut self, server: Option<&Server>, is_end: bool) {
        let Some(exporter) = self.parts.exporter.as_ref().filter(|exporter| is_end || exporter.is_due())
        else {
            return;
        };
        pages::write(&self.parts, &mut self.page);
        if let Some(server) = server {
            server.statistics().export(&mut self.page);
        }
        exporter.send(&self.page);
    }

    /// Ends all checks, and tells what is to be told; how many threads are stuck.
    pub fn end(&self, checks: Duration, alerts: Duration) -> usize {
        let stuck = self.parts.checker.close(checks);
        let told = self.parts.alerter.close(alerts);
        let sent = self.parts.exporter.as_ref().is_none_or(|exporter| exporter.close(alerts));
        stuck + usize::from(!told) + usize::from(!sent)
    }

    /// How many are shown to be how.
    pub fn summary(&self) -> Summary {
        let states = self.parts.checker.states();
        Summary::count(states.iter().map(|state| state.status))
    }

    pub fn config(&self) -> &Config {
        &self.config
    }

    pub fn parts(&self) -> &Arc<Parts> {
        &self.parts
    }
}

/// The sections that count from the start on, as text: what options print of themselves tells all differences.
fn started_with(config: &Config) -> [(&'static str, String); 5] {
    [
        ("performance_optimization", format!("{:?}", config.checker)),
        ("gate", format!("{:?}", config.gate)),
        ("monitor", format!("{:?}", config.monitor)),
        ("export", format!("{:?}", config.export)),
        ("serve", format!("{:?}", config.serve)),
    ]
}

/// Whether it shows that checks are run, or left out for a reason that lies with their servers.
fn is_answered(event: &Event) -> bool {
    let Event::Checked { outcome, .. } = event else { return false };
    !outcome.cached && !matches!(outcome.reason, Reason::NotAdmitted | Reason::Cancelled)
}

impl Parts {
    pub fn monitor(&self) -> MutexGuard<'_, Monitor> {
        self.monitor.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub fn checks(&self) -> Arc<[Check]> {
        self.checks.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub fn reading(&self) -> Reading {
        *self.reading.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub fn reach(&self) -> Reach {
        self.reach.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Pulse {
    fn new() -> Self {
        Pulse { began: Instant::now(), checked_ms: AtomicU64::new(0), observed_ms: AtomicU64::new(0) }
    }

    fn now_ms(&self) -> u64 {
        u64::try_from(self.began.elapsed().as_millis()).unwrap_or(u64::MAX)
    }

    fn checked(&self) {
        self.checked_ms.store(self.now_ms(), Ordering::Relaxed);
    }

    fn observed(&self) {
        self.observed_ms.store(self.now_ms(), Ordering::Relaxed);
    }

    /// How long ago the latest outcome came; at first, how long ago all began.
    pub fn since_checked(&self) -> Duration {
        Duration::from_millis(self.now_ms().saturating_sub(self.checked_ms.load(Ordering::Relaxed)))
    }

    /// How long ago this container was looked at.
    pub fn since_observed(&self) -> Duration {
        Duration::from_millis(self.now_ms().saturating_sub(self.observed_ms.load(Ordering::Relaxed)))
    }
}

impl Happenings {
    pub fn next(&self, timeout: Duration) -> Result<Event, RecvTimeoutError> {
        self.receiver.recv_timeout(timeout)
    }

    /// How many were lost because nobody took them in time.
    pub fn lost(&self) -> u64 {
        self.lost.load(Ordering::Relaxed)
    }
}

/// Outcomes that changed nothing are not printed. A terminal that was stopped holds up no check.
fn pass_on(sender: &SyncSender<Event>, event: &Event, lost: &AtomicU64) {
    if !matches!(event, Event::Checked { .. }) && sender.try_send(event.clone()).is_err() {
        lost.fetch_add(1, Ordering::Relaxed);
    }
}
