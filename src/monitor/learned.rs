//! What a monitor has learnt: everything that outlives the window, and a restart where it is saved.

use arrayvec::ArrayVec;
use serde::{Deserialize, Serialize};

use super::fed::{AllFed, MOST_FED};
use super::growth::Stocks;
use super::usages::Usages;
use crate::advise::{Efficiency, EfficiencyPoint, EfficiencyScore, Sizing, Workload, WorkloadPoint};
use crate::anomaly::Detector;
use crate::fields::{Sample, Unit};
use crate::history::{History, Signal};
use crate::rules::{Growths, Moment};
use crate::units::Limit;
use crate::usage::Usage;

/// Signals whose future is asked for.
pub(super) const HEADINGS: [Signal; 3] = [Signal::Cpu, Signal::MemoryNeeded, Signal::Load];

/// As many columns as a history can have.
const MOST_COLUMNS: usize = Signal::COUNT + MOST_FED;

/// What a monitor has learnt.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Learned {
    pub history: History,
    /// One for each column of the history.
    pub detectors: Vec<Detector>,
    /// The names of the columns that were added for fed metrics.
    pub fed: Vec<String>,
    pub stocks: Stocks,
    pub sizing: Sizing,
    pub workload: Workload,
    pub efficiency: Efficiency,
    /// The score that later ones are compared with.
    pub baseline: Option<EfficiencyScore>,
    /// The latest reading, in seconds after boot.
    pub now: f64,
}

impl Learned {
    pub fn new(history: usize) -> Self {
        Learned {
            history: History::new(history),
            detectors: Signal::ALL.iter().map(|signal| detector(*signal)).collect(),
            fed: Vec::new(),
            stocks: Stocks::default(),
            sizing: Sizing::new(),
            workload: Workload::new(),
            efficiency: Efficiency::new(),
            baseline: None,
            now: 0.0,
        }
    }

    /// Another process, or the same in another cgroup: what is its own begins anew. What was saved
    /// by a process before this one (`moved` is false) goes on to hold for the work of this one.
    pub fn restart(&mut self, moved: bool) {
        self.stocks.restart();
        if moved {
            self.detectors.iter_mut().for_each(Detector::restart);
        }
    }

    /// Whether the parts belong together: what was saved by hand or by another table of signals does
    /// not.
    pub fn is_whole(&self) -> bool {
        let columns = Signal::COUNT + self.fed.len();
        self.history.columns() == columns && self.detectors.len() == columns && self.fed.len() <= MOST_FED
    }

    /// Takes in a reading; tells what grows.
    #[allow(clippy::cast_possible_truncation)] // A chart needs no more than 24 bits.
    #[allow(clippy::cast_precision_loss)] // Nanoseconds as seconds.
    pub fn observe(&mut self, sample: &Sample, usages: &Usages, fed: &AllFed, moment: Moment) -> Growths {
        let wall = sample.wall_time_ns() as f64 / 1e9;
        self.now = moment.now;
        self.add_columns(fed);
        let mut values: ArrayVec<Option<f32>, MOST_COLUMNS> = ArrayVec::new();
        for (signal, detector) in Signal::ALL.iter().zip(&mut self.detectors) {
            let value = signal.value(sample, usages.recent.as_ref());
            if let Some(value) = value {
                detector.push(moment.now, value);
            }
            values.push(value.map(|value| value as f32));
        }
        for (name, detector) in self.fed.iter().zip(&mut self.detectors[Signal::COUNT..]) {
            let fed = fed.all().iter().find(|fed| **fed.name() == **name);
            let value = fed.and_then(|fed| fed.value());
            if let Some(value) = value {
                detector.push(moment.now, value);
            }
            values.push(value.map(|value| value as f32));
        }
        self.history.push(moment.now, wall, &values);
        self.learn_size(sample, usages, wall);
        if let Some(usage) = &usages.latest {
            self.workload.observe(&WorkloadPoint::of(moment.now, sample, usage));
        }
        self.stocks.observe(sample, moment.now)
    }

    /// Takes in how laden the container was at a reading.
    #[allow(clippy::cast_precision_loss)] // Nanoseconds as seconds.
    pub fn score(&mut self, sample: &Sample, latest: Option<&Usage>, load_line: Option<f64>) {
        let wall = sample.wall_time_ns() as f64 / 1e9;
        if let Some(usage) = latest {
            self.efficiency.observe(&EfficiencyPoint::of(wall, sample, usage, load_line));
        }
    }

    /// A column for each metric that has none yet.
    fn add_columns(&mut self, fed: &AllFed) {
        for metric in fed.all() {
            if self.fed.iter().any(|name| **name == **metric.name()) || self.fed.len() >= MOST_FED {
                continue;
            }
            if self.history.add_column().is_some() {
                self.fed.push(metric.name().to_string());
                self.detectors.push(Detector::without_forecast());
            }
        }
    }

    #[allow(clippy::cast_precision_loss)] // Bytes for a histogram of 5 % steps.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // Kills are few and never negative.
    fn learn_size(&mut self, sample: &Sample, usages: &Usages, wall: f64) {
        let latest = usages.latest.as_ref();
        // Whole numbers: of a missing float the compiler looks at the value before it asks whether it
        // is there, over which memory checkers stumble.
        let kills =
            latest.and_then(|usage| usage.cgroup_memory_oom_kills_in_window).map_or(0, |kills| kills as u32);
        self.sizing.observe(
            wall,
            latest.and_then(|usage| usage.cgroup_cpu_usage_cpus),
            latest.and_then(|usage| usage.cgroup_cpu_throttled_cpus),
            crate::usage::memory_needed_bytes(sample).map(|bytes| bytes as f64),
            sample.cgroup_memory_effective_limit_bytes().and_then(Limit::value).map(|bytes| bytes as f64),
            f64::from(kills),
        );
    }
}

/// Changes below this do not matter, whatever the signal did before: a share of 5 %, a tenth of a
/// CPU, 1 MiB, 10 of what is counted.
fn detector(signal: Signal) -> Detector {
    let detector = if HEADINGS.contains(&signal) { Detector::new() } else { Detector::without_forecast() };
    detector.with_least_change(match signal.info().unit {
        Unit::Ratio => 0.05,
        Unit::Cpus => 0.1,
        Unit::Bytes => 1_048_576.0,
        Unit::BytesPerSecond => 262_144.0,
        Unit::Seconds => 0.002,
        Unit::PerSecond | Unit::Count => 10.0,
    })
}
