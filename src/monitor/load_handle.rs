//! What a monitor knows of the load, for others who watch it from other threads.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::Arc;

use crate::fields::Sample;
use crate::usage::{self, Usage};

/// How laden a container is: what the gate judges. A value that could not be read is missing.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
#[non_exhaustive]
pub struct Load {
    /// When it was read, in nanoseconds since boot.
    pub boot_time_ns: u64,
    /// Memory that the kernel cannot take back without swapping, in bytes.
    pub memory_bytes: Option<f64>,
    /// The same, of the effective limit; of the host's memory where the container has no limit.
    pub memory_ratio: Option<f64>,
    /// CPU time used, of the CPUs that the container can use.
    pub cpu_ratio: Option<f64>,
    /// Enforcement periods in which the CPU quota was used up, of all.
    pub throttled_ratio: Option<f64>,
    /// Time in which all tasks of the container waited for memory.
    pub memory_pressure_ratio: Option<f64>,
    /// Time in which a task of the container waited for a CPU.
    pub cpu_pressure_ratio: Option<f64>,
    /// Time in which all tasks of the container waited for I/O.
    pub io_pressure_ratio: Option<f64>,
    /// The reading of the load line: 1.0 is at the mark. Only a monitor has one.
    pub load_line: Option<f64>,
}

impl Load {
    /// What a sample shows, and the time up to it.
    #[allow(clippy::cast_precision_loss)] // Bytes, shown with three digits.
    pub(crate) fn of(sample: &Sample, usage: Option<&Usage>) -> Self {
        let rate = |rate: fn(&Usage) -> Option<f64>| usage.and_then(rate);
        Load {
            boot_time_ns: sample.boot_time_ns(),
            memory_bytes: usage::memory_needed_bytes(sample).map(|bytes| bytes as f64),
            memory_ratio: usage::memory_ratio(sample).or_else(|| usage::host_memory_used_ratio(sample)),
            cpu_ratio: rate(|usage| usage.cgroup_cpu_ratio),
            throttled_ratio: rate(|usage| usage.cgroup_cpu_throttled_periods_ratio),
            memory_pressure_ratio: rate(|usage| usage.cgroup_pressure_memory_full_ratio),
            cpu_pressure_ratio: rate(|usage| usage.cgroup_pressure_cpu_some_ratio),
            io_pressure_ratio: rate(|usage| usage.cgroup_pressure_io_full_ratio),
            load_line: None,
        }
    }

    fn values(&self) -> [Option<f64>; VALUES] {
        [
            self.memory_bytes,
            self.memory_ratio,
            self.cpu_ratio,
            self.throttled_ratio,
            self.memory_pressure_ratio,
            self.cpu_pressure_ratio,
            self.io_pressure_ratio,
            self.load_line,
        ]
    }
}

const VALUES: usize = 8;

/// The load as of a monitor's latest observation, to be read on any thread; outlives the monitor. Made by
/// [`Monitor::load_handle`](super::Monitor::load_handle).
#[derive(Debug, Clone, Default)]
pub struct LoadHandle(Arc<Published>);

/// Values as bits; NaN is none. Each is whole by itself: a reader may see one of this observation beside one of the
/// last, which is no worse than having looked a moment earlier.
#[derive(Debug)]
struct Published {
    boot_time_ns: AtomicU64,
    values: [AtomicU64; VALUES],
}

impl Default for Published {
    fn default() -> Self {
        let values = [(); VALUES].map(|()| AtomicU64::new(f64::NAN.to_bits()));
        Published { boot_time_ns: AtomicU64::new(0), values }
    }
}

impl LoadHandle {
    /// The load; nothing before the first observation.
    #[must_use]
    pub fn load(&self) -> Option<Load> {
        let boot_time_ns = self.0.boot_time_ns.load(Ordering::Acquire);
        if boot_time_ns == 0 {
            return None;
        }
        let value = |at: usize| {
            Some(f64::from_bits(self.0.values[at].load(Ordering::Relaxed))).filter(|value| !value.is_nan())
        };
        Some(Load {
            boot_time_ns,
            memory_bytes: value(0),
            memory_ratio: value(1),
            cpu_ratio: value(2),
            throttled_ratio: value(3),
            memory_pressure_ratio: value(4),
            cpu_pressure_ratio: value(5),
            io_pressure_ratio: value(6),
            load_line: value(7),
        })
    }

    pub(crate) fn publish(&self, load: &Load) {
        for (place, value) in self.0.values.iter().zip(load.values()) {
            place.store(value.unwrap_or(f64::NAN).to_bits(), Ordering::Relaxed);
        }
        self.0.boot_time_ns.store(load.boot_time_ns, Ordering::Release);
    }
}

#[cfg(test)]
#[path = "load_handle_tests.rs"]
mod tests;
