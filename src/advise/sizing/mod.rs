//! Right-sizing: how much CPU and memory a container should be given, from what it used.
//!
//! CPU use goes into a histogram whose samples fade; of memory the highest of each hour is kept, for 8
//! days. Nothing else is: the state has a fixed size, and survives a restart as JSON. What each number
//! rests on stands in `rule.rs` and in docs/right-sizing.md, which also measures the advice against
//! that of the Kubernetes VPA recommender.

mod allocation;
mod answer;
mod distribution;
mod histogram;
mod peaks;
mod rule;

#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};

pub use allocation::{Allocation, AllocationAdvice, PatternSize, PatternSizes, Size, SizingContext};

use histogram::Histogram;
use peaks::{Peaks, DAILY, HOURLY, WINDOW_SECONDS};
use rule::{OOM_BYTES, OOM_RATIO, START_UP_SECONDS};

/// CPU use is averaged over at least this long before it counts: at 100 Hz a single reading is one
/// tick or none. A little less than a second, for a caller at 1 Hz is now and then early.
const SLOT_SECONDS: f64 = 0.9;

/// An observation speaks for the time since the one before, but for no more than this: Autopilot
/// (Rzadca and others, EuroSys 2020) sums usage up over 5 minutes.
const LONGEST_SECONDS: f64 = 300.0;

/// What a container used, for right-sizing.
///
/// ```
/// use plimsoll::advise::{Allocation, Sizing, SizingContext, WorkloadPattern};
///
/// let mut sizing = Sizing::new();
/// for second in 0..600 {
///     sizing.observe(1.7e9 + f64::from(second), Some(0.25), None, Some(80e6), None, 0.0);
/// }
/// match sizing.allocation(WorkloadPattern::Detect, &SizingContext::default()) {
///     Allocation::Advice(advice) => println!("{:?}, confidence {:.2}", advice.cpu, advice.confidence),
///     Allocation::NotEnoughData { reason, .. } => println!("{reason}"),
///     _ => {}
/// }
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Sizing {
    /// CPU demand in CPUs, start-up left out.
    cpu: Histogram,
    /// CPU demand in CPUs, start-up included.
    cpu_peaks: Peaks<HOURLY>,
    /// Memory in bytes, start-up left out.
    memory_peaks: Peaks<HOURLY>,
    /// Memory in bytes, during start-up.
    start_up_peaks: Peaks<DAILY>,
    /// What OOM kills say is needed, in bytes.
    oom_peaks: Peaks<DAILY>,
    slot: Slot,
    first_seconds: Option<f64>,
    last_seconds: Option<f64>,
    started_seconds: Option<f64>,
    cpu_seen: Seen,
    memory_seen: Seen,
}

/// How much of something was seen.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
struct Seen {
    seconds: f64,
    observations: u64,
}

/// CPU time that waits until there is enough of it to count.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
struct Slot {
    cpu_seconds: f64,
    seconds: f64,
}

impl Default for Sizing {
    fn default() -> Self {
        Sizing::new()
    }
}

impl Sizing {
    /// Nothing observed yet.
    #[must_use]
    pub fn new() -> Self {
        Sizing {
            cpu: Histogram::new(),
            cpu_peaks: Peaks::new(),
            memory_peaks: Peaks::new(),
            start_up_peaks: Peaks::new(),
            oom_peaks: Peaks::new(),
            slot: Slot::default(),
            first_seconds: None,
            last_seconds: None,
            started_seconds: None,
            cpu_seen: Seen::default(),
            memory_seen: Seen::default(),
        }
    }

    /// The container, or the process in it, was started at this wall time, also where that was before
    /// the first observation. For 5 minutes its CPU use then counts as start-up: it raises limits, not
    /// requests.
    pub fn started(&mut self, wall_seconds: f64) {
        if wall_seconds.is_finite() {
            self.started_seconds = Some(wall_seconds);
            self.slot = Slot::default();
        }
    }

    /// What was used since the observation before. Allocates nothing.
    ///
    /// - `wall_seconds`: now, in seconds since 1970.
    /// - `cpu_cpus`: CPU time used, in CPUs.
    /// - `throttled_cpus`: time in which the quota held it back, in CPUs: what it would have used is
    ///   taken to be both together.
    /// - `memory_needed_bytes`: memory now that the kernel cannot take back.
    /// - `memory_limit_bytes`: the limit on it, if any: what an OOM kill says is more than that.
    /// - `oom_kills`: how many processes were killed for want of memory since the observation before.
    ///
    /// Values that are missing, negative or no numbers count as not measured. Where the clock was set
    /// back by more than 8 days everything begins anew; a shorter way back does no harm.
    pub fn observe(
        &mut self,
        wall_seconds: f64,
        cpu_cpus: Option<f64>,
        throttled_cpus: Option<f64>,
        memory_needed_bytes: Option<f64>,
        memory_limit_bytes: Option<f64>,
        oom_kills: f64,
    ) {
        if !wall_seconds.is_finite() {
            return;
        }
        let held = self.advance(wall_seconds);
        let starting = self.is_starting(wall_seconds);
        if let Some(used) = measured(cpu_cpus) {
            let demand = used + measured(throttled_cpus).unwrap_or(0.0);
            self.observe_cpu(wall_seconds, demand, held, starting);
        }
        let memory = measured(memory_needed_bytes);
        if let Some(needed) = memory {
            self.memory_seen.seconds += held;
            self.memory_seen.observations += 1;
            if starting {
                self.start_up_peaks.add(wall_seconds, needed);
            } else {
                self.memory_peaks.add(wall_seconds, needed);
            }
        }
        if oom_kills > 0.0 {
            self.observe_oom_kill(wall_seconds, measured(memory_limit_bytes).or(memory));
        }
    }

    /// For how long the observation speaks; forgets everything where time ran far backwards.
    fn advance(&mut self, wall_seconds: f64) -> f64 {
        let since = self.last_seconds.map_or(0.0, |last| wall_seconds - last);
        if since < -WINDOW_SECONDS {
            *self = Sizing::new();
        }
        self.first_seconds = Some(self.first_seconds.map_or(wall_seconds, |first| first.min(wall_seconds)));
        self.last_seconds = Some(wall_seconds);
        since.clamp(0.0, LONGEST_SECONDS)
    }

    fn is_starting(&self, wall_seconds: f64) -> bool {
        let since = self.started_seconds.map(|started| wall_seconds - started);
        since.is_some_and(|since| (0.0..START_UP_SECONDS).contains(&since))
    }

    fn observe_cpu(&mut self, wall_seconds: f64, demand: f64, held: f64, starting: bool) {
        self.slot.cpu_seconds += demand * held;
        self.slot.seconds += held;
        let Slot { cpu_seconds, seconds } = self.slot;
        if seconds < SLOT_SECONDS {
            return;
        }
        self.slot = Slot::default();
        let mean = cpu_seconds / seconds;
        self.cpu_peaks.add(wall_seconds, mean);
        if !starting {
            self.cpu.add(wall_seconds, mean, seconds);
            self.cpu_seen.seconds += seconds;
            self.cpu_seen.observations += 1;
        }
    }

    /// Whatever it had was too little.
    fn observe_oom_kill(&mut self, wall_seconds: f64, had: Option<f64>) {
        if let Some(had) = had.filter(|had| *had > 0.0) {
            self.oom_peaks.add(wall_seconds, (had * OOM_RATIO).max(had + OOM_BYTES.min(had)));
        }
    }
}

/// A number that can have been measured. The bound is that of the state's `f32`, far above any.
fn measured(value: Option<f64>) -> Option<f64> {
    value.filter(|value| (0.0..1e30).contains(value))
}
