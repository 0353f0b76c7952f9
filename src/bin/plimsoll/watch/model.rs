//! What the screen shows, brought up to date by ticks.

use std::time::{Duration, Instant};

use plimsoll::{Diagnosis, Monitor, MonitorOptions};

use super::log::Log;
use super::meters::{self, Line};
use crate::exit::Failure;
use crate::processes::{Ranked, Ranking};
use crate::settings::Settings;

/// More processes than any screen shows.
const MOST_PROCESSES: usize = 30;
/// Of a core at most this share (one part in so many) goes into listing processes.
const LISTING_SHARE: u32 = 400;

/// The container and its last minutes.
pub struct Model {
    monitor: Monitor,
    ranking: Ranking,
    listing_due: Instant,
    started: Instant,
    pub interval: Duration,
    pub lines: Vec<Line>,
    pub diagnosis: Diagnosis,
    pub processes: Vec<Ranked>,
    pub log: Log,
}

impl Model {
    pub fn new(
        settings: &Settings,
        mut options: MonitorOptions,
        interval: Duration,
    ) -> Result<Self, Failure> {
        let (log, sink) = Log::new();
        options.on_event = Some(sink);
        let monitor = settings.monitor(options)?;
        let now = Instant::now();
        Ok(Model {
            diagnosis: monitor.diagnose(),
            monitor,
            ranking: Ranking::default(),
            listing_due: now,
            started: now,
            interval,
            lines: Vec::new(),
            processes: Vec::new(),
            log,
        })
    }

    /// Takes a reading and judges it.
    pub fn tick(&mut self) -> plimsoll::Result<()> {
        self.monitor.observe()?;
        self.log.take_in();
        self.diagnosis = self.monitor.diagnose();
        self.note_meters();
        self.list_processes();
        Ok(())
    }

    pub fn monitor(&self) -> &Monitor {
        &self.monitor
    }

    /// For how long we have been watching.
    pub fn watched(&self) -> Duration {
        Duration::from_secs(self.started.elapsed().as_secs())
    }

    fn note_meters(&mut self) {
        let Some(sample) = self.monitor.sample() else { return };
        let usage = self.monitor.latest_usage();
        // A meter that is not given any more is dropped, with its past.
        let mut before = std::mem::take(&mut self.lines);
        for meter in meters::meters(&self.diagnosis, sample, usage.as_ref(), self.monitor.has_own_pressure())
        {
            let known = before.iter().position(|line| line.meter.label == meter.label);
            let history = known.map(|at| before.remove(at).history).unwrap_or_default();
            self.lines.push(Line { meter, history });
        }
        for line in &mut self.lines {
            line.history.push(line.meter.value);
        }
    }

    /// Walking all processes is dear where they are many: then it is done less often. A failure
    /// leaves the last list on the screen.
    fn list_processes(&mut self) {
        let start = Instant::now();
        if start < self.listing_due {
            return;
        }
        if let Ok(top) = self.ranking.top(self.monitor.sampler(), MOST_PROCESSES) {
            self.processes = top.by_cpu;
        }
        self.listing_due = start + start.elapsed() * LISTING_SHARE;
    }
}
