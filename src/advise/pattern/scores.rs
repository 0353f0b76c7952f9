//! How well each pattern fits, 0 to 1. Every constant names its source; `LABELLED` are those that
//! the labelled traces set (tests/data/workloads, and the generators of the tests: half of their
//! seeds set them, the other half judges).

use super::features::Features;
use crate::advise::WorkloadPattern;

/// From where to where a value turns from no sign of a pattern (0) to a sure one (1).
struct Ramp {
    from: f64,
    to: f64,
}

impl Ramp {
    fn at(&self, value: f64) -> f64 {
        ((value - self.from) / (self.to - self.from)).clamp(0.0, 1.0)
    }

    /// In doublings, for what spans orders of magnitude.
    fn of_log(&self, value: f64) -> f64 {
        let (from, to) = (self.from.log2(), self.to.log2());
        ((value.max(1e-12).log2() - from) / (to - from)).clamp(0.0, 1.0)
    }

    /// 0 where the value is not known: no sign.
    fn sign(&self, value: Option<f64>) -> f64 {
        value.map_or(0.0, |value| self.at(value))
    }

    fn sign_of_log(&self, value: Option<f64>) -> f64 {
        value.map_or(0.0, |value| self.of_log(value))
    }
}

const fn ramp(from: f64, to: f64) -> Ramp {
    Ramp { from, to }
}

// CPU. 0.8: awesome-prometheus-alerts (ContainerHighCpuUtilization) warns of 80 %, and the Kubernetes
// autoscaler (autoscaling/v1) aims at 80 % by default; 0.5: at which its walkthrough aims.
const CPU_DEMAND: Ramp = ramp(0.5, 0.8);
// A thread that computes is always runnable: it has a CPU or waits for one. LABELLED.
const MOST_THREADS: f64 = 4.0;
const WHOLE_THREADS: (f64, f64) = (0.96, 1.02);
const STEADY_WITHIN: f64 = 0.04;
// Steady work of another kind can use that much by chance.
const THREADS_FIT: f64 = 0.8;
// Something waits for a CPU that long... LABELLED.
const CPU_WAITED: Ramp = ramp(0.25, 0.5);
// ...and something runs or waits nearly all the time: one or two threads that compute. With more of
// them some always wait, which says little. LABELLED.
const CPU_RUNNABLE: Ramp = ramp(0.7, 0.95);
const MANY_RUNNABLE: Ramp = ramp(2.0, 3.0);

// Memory. Instance families of Amazon EC2 give 2 GiB (compute optimised, c5), 4 GiB (general
// purpose, m5) and 8 GiB (memory optimised, r5) a vCPU.
const GIB_PER_CPU_OF_LIMIT: Ramp = ramp(1.0, 4.0);
const GIB_PER_CPU: Ramp = ramp(4.0, 8.0);
// LABELLED.
const MEMORY_SHARE: Ramp = ramp(0.45, 0.65);
const MEMORY_OVER_CPU: Ramp = ramp(1.0, 2.0);
const MEMORY_BYTES_OF_LIMIT: Ramp = ramp(64e6, 256e6);
const MEMORY_BYTES: Ramp = ramp(0.3e9, 1e9);
// systemd PRESSURE: 10 % of the time stalled; systemd-oomd: 60 %.
const MEMORY_STALLED: Ramp = ramp(0.1, 0.6);
// node-mixin NodeMemoryMajorPagesFaults: 500 per second.
const MAJOR_FAULTS: Ramp = ramp(250.0, 750.0);

// I/O. systemd PRESSURE: 10 % of the time stalled is where trouble begins; 0.4: LABELLED.
const IO_STALLED: Ramp = ramp(0.1, 0.4);
// LABELLED.
const BYTES_PER_CPU_SECOND: Ramp = ramp(30e6, 120e6);
const BYTES: Ramp = ramp(1e6, 5e6);
const OPERATIONS_PER_CPU_SECOND: Ramp = ramp(500.0, 3000.0);
const OPERATIONS: Ramp = ramp(20.0, 100.0);
// awesome-prometheus-alerts HostCpuHighIowait: 10 %, in the middle.
const IOWAIT: Ramp = ramp(0.04, 0.16);

// Burst. Amazon's burstable instances (T3) are made for a mean of 5 to 40 % of the peak, by size:
// the peak is 2.5 means or more.
const PEAK_TO_MEAN: Ramp = ramp(1.6, 2.5);
// "Most of the time" begins at half of it. LABELLED.
const QUIET_SHARE: Ramp = ramp(0.4, 0.6);
// One burst may be the start of something; two are a pattern.
const BURSTS: Ramp = ramp(0.4, 1.6);
const PEAK: Ramp = ramp(0.3, 0.6);
// Bursts of the long horizon are the pattern as long as there was quiet of late.
const QUIET_OF_LATE: Ramp = ramp(0.1, 0.3);

// Signs that it does anything at all: below, the idle traces of tests/data/workloads.
const SOME_CPU: Ramp = ramp(0.02, 0.1);
const SOME_BYTES: Ramp = ramp(0.1e6, 1e6);
const SOME_STALL: Ramp = ramp(0.01, 0.1);

/// How well each pattern fits.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Scores {
    pub(super) cpu: f64,
    pub(super) memory: f64,
    pub(super) io: f64,
    pub(super) burst: f64,
    /// How much there is to tell by: 0 for a container that does nothing.
    pub(super) work: f64,
}

impl Scores {
    pub(super) fn of(recent: &Features, long: &Features) -> Self {
        let io = io(recent);
        let memory = memory(recent);
        // Moving bytes takes CPU time too; that does not make it work for the CPU.
        let moving = bytes_moved(recent).max(0.5 * IO_STALLED.sign(recent.io_pressure));
        let cpu = cpu(recent) * (1.0 - 0.7 * moving);
        let quiet_of_late = QUIET_OF_LATE.sign(recent.quiet_of_late);
        let burst = burst(recent).max(burst(long) * quiet_of_late);
        let work = SOME_CPU
            .sign(recent.cpu_of_thread)
            .max(SOME_BYTES.sign_of_log(recent.bytes_per_second))
            .max(SOME_STALL.sign(recent.io_pressure))
            .max(memory)
            .max(burst);
        // The means of bursts and quiet together say little of either; and what is held all the
        // time is not idle.
        let steady = 1.0 - 0.8 * burst;
        Scores {
            cpu: cpu * steady,
            memory: memory * (1.0 - 0.3 * burst),
            io: io * steady,
            burst: burst * (1.0 - 0.7 * memory),
            work,
        }
    }

    /// The patterns with their fit, best first. `Balanced` fits as far as nothing stands out.
    pub(super) fn ranked(&self) -> [(WorkloadPattern, f64); 5] {
        let most = self.cpu.max(self.memory).max(self.io).max(self.burst);
        let mut ranked = [
            (WorkloadPattern::Balanced, 1.0 - most),
            (WorkloadPattern::CpuIntensive, self.cpu),
            (WorkloadPattern::MemoryIntensive, self.memory),
            (WorkloadPattern::IoIntensive, self.io),
            (WorkloadPattern::Burst, self.burst),
        ];
        ranked.sort_by(|a, b| b.1.total_cmp(&a.1));
        ranked
    }
}

fn cpu(seen: &Features) -> f64 {
    let demand = CPU_DEMAND.sign(seen.cpu_demand);
    let waited = CPU_WAITED.sign(seen.cpu_pressure)
        * CPU_RUNNABLE.sign(seen.runnable)
        * (1.0 - MANY_RUNNABLE.sign(seen.runnable));
    let threads = match (seen.runnable, seen.runnable_spread) {
        (Some(runnable), Some(spread)) => whole_threads(runnable, spread),
        _ => 0.0,
    };
    demand.max(waited).max(threads)
}

/// Whether as many threads as are runnable are so all the time: they compute.
fn whole_threads(runnable: f64, spread: f64) -> f64 {
    let whole = runnable.round().clamp(1.0, MOST_THREADS);
    let each = runnable / whole;
    let near = each >= WHOLE_THREADS.0 && each <= WHOLE_THREADS.1;
    if near && spread <= STEADY_WITHIN * whole {
        THREADS_FIT
    } else {
        0.0
    }
}

fn memory(seen: &Features) -> f64 {
    let over_cpu = seen.memory_share.map(|share| share / seen.cpu_demand.unwrap_or(0.0).max(0.05));
    let of_limit = MEMORY_SHARE.sign(seen.memory_share)
        * MEMORY_OVER_CPU.sign(over_cpu)
        * MEMORY_BYTES_OF_LIMIT.sign_of_log(seen.memory)
        * GIB_PER_CPU_OF_LIMIT.sign_of_log(seen.gib_per_cpu);
    let held = MEMORY_BYTES.sign_of_log(seen.memory) * GIB_PER_CPU.sign_of_log(seen.gib_per_cpu);
    let stalled = MEMORY_STALLED.sign(seen.memory_pressure).max(MAJOR_FAULTS.sign(seen.major_faults));
    of_limit.max(held).max(stalled)
}

fn io(seen: &Features) -> f64 {
    let stalled = IO_STALLED.sign(seen.io_pressure);
    // The host's own figure only where there is none of the container's.
    let iowait = if seen.io_pressure.is_none() { IOWAIT.sign(seen.iowait) } else { 0.0 };
    let operations = OPERATIONS_PER_CPU_SECOND.sign_of_log(seen.operations_per_cpu_second)
        * OPERATIONS.sign_of_log(seen.operations_per_second);
    // Any of them is a sign, and two are more than one.
    let none =
        (1.0 - stalled) * (1.0 - 0.9 * bytes_moved(seen)) * (1.0 - 0.7 * operations) * (1.0 - 0.7 * iowait);
    1.0 - none
}

fn bytes_moved(seen: &Features) -> f64 {
    BYTES_PER_CPU_SECOND.sign_of_log(seen.bytes_per_cpu_second) * BYTES.sign_of_log(seen.bytes_per_second)
}

fn burst(seen: &Features) -> f64 {
    QUIET_SHARE.sign(seen.quiet_share)
        * PEAK_TO_MEAN.sign(seen.peak_to_mean)
        * PEAK.sign(seen.peak)
        * BURSTS.at(seen.bursts)
}
