//! What tells patterns apart, computed from what was seen.

use super::activity::QUIET;
use super::horizon::Horizon;

const GIB: f64 = 1_073_741_824.0;

/// Less CPU than this is as good as none: what is held or moved for each CPU is not computed from
/// a division by nearly nothing.
const LEAST_CPU: f64 = 0.01;

/// Everything that a pattern is recognised by; what is missing was not known for any time.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Features {
    /// CPU time used per second.
    pub(super) cpu: Option<f64>,
    /// Of one CPU, or of the quota if that is less.
    pub(super) cpu_of_thread: Option<f64>,
    /// CPU time used and refused by the quota, of what can be used.
    pub(super) cpu_demand: Option<f64>,
    /// CPU time that tasks had or waited for, per second: so many were runnable, at least.
    pub(super) runnable: Option<f64>,
    /// Its standard deviation.
    pub(super) runnable_spread: Option<f64>,
    pub(super) cpu_pressure: Option<f64>,
    pub(super) memory: Option<f64>,
    pub(super) memory_share: Option<f64>,
    /// Memory held for each CPU that it uses or would use.
    pub(super) gib_per_cpu: Option<f64>,
    pub(super) memory_pressure: Option<f64>,
    pub(super) major_faults: Option<f64>,
    /// Disk and network together.
    pub(super) bytes_per_second: Option<f64>,
    pub(super) bytes_per_cpu_second: Option<f64>,
    pub(super) operations_per_second: Option<f64>,
    pub(super) operations_per_cpu_second: Option<f64>,
    pub(super) io_pressure: Option<f64>,
    pub(super) iowait: Option<f64>,
    /// Share of the time below a fifth of the peak.
    pub(super) quiet_share: Option<f64>,
    /// Share of the time in which it was not at work.
    pub(super) quiet_of_late: Option<f64>,
    /// Activity exceeded 1 % of the time, over its mean.
    pub(super) peak_to_mean: Option<f64>,
    pub(super) peak: Option<f64>,
    pub(super) bursts: f64,
}

impl Features {
    pub(super) fn of(seen: &Horizon) -> Self {
        let cpu = seen.cpu.value();
        let effective = seen.effective_cpus.value();
        let per_cpu = |value: Option<f64>| Some(value? / cpu?.max(LEAST_CPU));
        let wanted = seen.wanted.value();
        let memory = seen.memory.value();
        let disk = seen.io_bytes.value();
        let network = seen.network.value();
        let bytes = match (disk, network) {
            (None, None) => None,
            (disk, network) => Some(disk.unwrap_or(0.0) + network.unwrap_or(0.0)),
        };
        let operations = seen.io_operations.value();
        let runnable = seen.runnable.value();
        let spread = |squared: f64, mean: f64| (squared - mean * mean).max(0.0).sqrt();
        let peak = seen.peak();
        let activity = seen.activity.value().filter(|mean| *mean > 0.0);
        Features {
            cpu,
            cpu_of_thread: cpu.map(|cpu| cpu / effective.unwrap_or(1.0).min(1.0)),
            cpu_demand: seen.cpu_demand.value(),
            runnable,
            runnable_spread: seen.runnable_squared.value().zip(runnable).map(|(s, m)| spread(s, m)),
            cpu_pressure: seen.cpu_pressure.value(),
            memory,
            memory_share: seen.memory_share.value(),
            gib_per_cpu: memory.zip(wanted).map(|(bytes, cpus)| bytes / GIB / cpus.max(LEAST_CPU)),
            memory_pressure: seen.memory_pressure.value(),
            major_faults: seen.major_faults.value(),
            bytes_per_second: bytes,
            bytes_per_cpu_second: per_cpu(bytes),
            operations_per_second: operations,
            operations_per_cpu_second: per_cpu(operations),
            io_pressure: seen.io_pressure.value(),
            iowait: seen.iowait.value(),
            quiet_share: peak.and_then(|peak| seen.share_at_most(QUIET * peak)),
            quiet_of_late: seen.share_at_most(QUIET),
            peak_to_mean: peak.zip(activity).map(|(peak, mean)| peak / mean),
            peak,
            bursts: seen.bursts,
        }
    }
}
