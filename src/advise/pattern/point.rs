//! What is known of a stretch of time.

use crate::fields::Sample;
use crate::units::Limit;
use crate::usage::{self, Usage};

/// What a container did between the point before and this one. Whatever is missing is left out: a
/// container without pressure or I/O accounting is recognised by the rest.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct WorkloadPoint {
    /// The time at which it ends, in seconds of any clock that does not jump (seconds since boot).
    pub seconds: f64,
    /// CPU time used per second.
    pub cpu_cpus: Option<f64>,
    /// The CPUs that the container can use: the tightest of quota, cpuset and CPUs online.
    pub effective_cpus: Option<f64>,
    /// CPU time refused per second by the quota, summed over CPUs.
    pub cpu_throttled_cpus: Option<f64>,
    /// Share of the time in which a task waited for a CPU (PSI, `cpu some`).
    pub cpu_pressure: Option<f64>,
    /// Memory that the kernel cannot take back without swapping.
    pub memory_needed_bytes: Option<f64>,
    /// The memory limit; where there is none, the memory of the host.
    pub memory_limit_bytes: Option<f64>,
    /// Share of the time in which a task waited for memory (PSI, `memory some`).
    pub memory_pressure: Option<f64>,
    /// Read from disks and written to them.
    pub io_bytes_per_second: Option<f64>,
    /// Disk operations.
    pub io_operations_per_second: Option<f64>,
    /// Share of the time in which a task waited for I/O (PSI, `io some`).
    pub io_pressure: Option<f64>,
    /// Share of the host's CPU time idle while some task waited for I/O. It is the host's, so it is
    /// asked only where the container's own I/O pressure is missing.
    pub host_iowait_ratio: Option<f64>,
    /// Received and sent. In the host's own network namespace this is everybody's traffic: leave it
    /// out there.
    pub network_bytes_per_second: Option<f64>,
    /// Page faults that had to read from storage.
    pub major_faults_per_second: Option<f64>,
}

impl WorkloadPoint {
    /// The names of the members: the header of a table of points.
    pub const COLUMNS: [&'static str; 14] = [
        "seconds",
        "cpu_cpus",
        "effective_cpus",
        "cpu_throttled_cpus",
        "cpu_pressure",
        "memory_needed_bytes",
        "memory_limit_bytes",
        "memory_pressure",
        "io_bytes_per_second",
        "io_operations_per_second",
        "io_pressure",
        "host_iowait_ratio",
        "network_bytes_per_second",
        "major_faults_per_second",
    ];

    /// The members after the time, in the order of [`COLUMNS`](WorkloadPoint::COLUMNS).
    #[must_use]
    pub fn values(&self) -> [Option<f64>; 13] {
        [
            self.cpu_cpus,
            self.effective_cpus,
            self.cpu_throttled_cpus,
            self.cpu_pressure,
            self.memory_needed_bytes,
            self.memory_limit_bytes,
            self.memory_pressure,
            self.io_bytes_per_second,
            self.io_operations_per_second,
            self.io_pressure,
            self.host_iowait_ratio,
            self.network_bytes_per_second,
            self.major_faults_per_second,
        ]
    }

    /// The reverse of [`values`](WorkloadPoint::values).
    #[must_use]
    pub fn from_values(seconds: f64, values: [Option<f64>; 13]) -> Self {
        WorkloadPoint {
            seconds,
            cpu_cpus: values[0],
            effective_cpus: values[1],
            cpu_throttled_cpus: values[2],
            cpu_pressure: values[3],
            memory_needed_bytes: values[4],
            memory_limit_bytes: values[5],
            memory_pressure: values[6],
            io_bytes_per_second: values[7],
            io_operations_per_second: values[8],
            io_pressure: values[9],
            host_iowait_ratio: values[10],
            network_bytes_per_second: values[11],
            major_faults_per_second: values[12],
        }
    }

    /// From a sample and what happened since the sample before it.
    ///
    /// Where the cgroup's disk traffic is unknown the process's own stands in for it.
    #[must_use]
    pub fn of(seconds: f64, sample: &Sample, usage: &Usage) -> Self {
        let cgroup_io = sum(usage.cgroup_io_read_bytes_per_second, usage.cgroup_io_written_bytes_per_second);
        let process_io = sum(usage.process_read_bytes_per_second, usage.process_written_bytes_per_second);
        WorkloadPoint {
            seconds,
            cpu_cpus: usage.cgroup_cpu_usage_cpus,
            effective_cpus: sample.cgroup_effective_cpus(),
            cpu_throttled_cpus: usage.cgroup_cpu_throttled_cpus,
            cpu_pressure: usage.cgroup_pressure_cpu_some_ratio,
            memory_needed_bytes: usage::memory_needed_bytes(sample).map(float),
            memory_limit_bytes: match sample.cgroup_memory_effective_limit_bytes() {
                Some(Limit::Value(limit)) => Some(float(limit)),
                _ => sample.host_memory_total_bytes().map(float),
            },
            memory_pressure: usage.cgroup_pressure_memory_some_ratio,
            io_bytes_per_second: cgroup_io.or(process_io),
            io_operations_per_second: sum(
                usage.cgroup_io_reads_per_second,
                usage.cgroup_io_writes_per_second,
            ),
            io_pressure: usage.cgroup_pressure_io_some_ratio,
            host_iowait_ratio: usage.host_cpu_iowait_ratio,
            network_bytes_per_second: sum(
                usage.network_received_bytes_per_second,
                usage.network_sent_bytes_per_second,
            ),
            major_faults_per_second: usage.cgroup_major_page_faults_per_second,
        }
    }
}

fn sum(a: Option<f64>, b: Option<f64>) -> Option<f64> {
    Some(a? + b?)
}

#[allow(clippy::cast_precision_loss)] // A share does not need 53 bits.
fn float(value: u64) -> f64 {
    value as f64
}
