//! The one list of signals that a history keeps.

use crate::fields::{Sample, Scope, Unit};
use crate::finding::Component;
use crate::usage::{self, Usage};

/// What a [`Signal`] is.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct SignalInfo {
    /// Its name, as of the field or rate that it is.
    pub name: &'static str,
    /// Its unit.
    pub unit: Unit,
    /// What it speaks of.
    pub scope: Scope,
    /// Which resource it belongs to.
    pub component: Component,
    /// A heading for people.
    pub title: &'static str,
}

macro_rules! signals {
    ($($variant:ident $name:literal $unit:ident $scope:ident $component:ident $title:literal $of:expr;)*) => {
        /// A value that is followed over time.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[repr(u8)]
        #[non_exhaustive]
        pub enum Signal {
            $(#[doc = $title] $variant,)*
        }

        impl Signal {
            /// Every signal, in the order of their columns.
            pub const ALL: &'static [Signal] = &[$(Signal::$variant,)*];

            /// How many there are.
            pub const COUNT: usize = Self::ALL.len();

            /// Name, unit, scope and component.
            #[must_use]
            pub fn info(self) -> &'static SignalInfo {
                static INFO: &[SignalInfo] = &[$(SignalInfo {
                    name: $name,
                    unit: Unit::$unit,
                    scope: Scope::$scope,
                    component: Component::$component,
                    title: $title,
                },)*];
                &INFO[self as usize]
            }

            /// Its value at a sample, after what happened since the sample before.
            #[must_use]
            pub fn value(self, sample: &Sample, usage: Option<&Usage>) -> Option<f64> {
                match self {
                    $(Signal::$variant => {
                        let of: fn(&Sample, Option<&Usage>) -> Option<f64> = $of;
                        of(sample, usage)
                    })*
                }
            }
        }
    };
}

#[rustfmt::skip]
signals! {
    Cpu "cgroup_cpu_usage_cpus" Cpus Cgroup Cpu "CPU use" |_, usage| usage?.cgroup_cpu_usage_cpus;
    CpuRatio "cgroup_cpu_ratio" Ratio Cgroup Cpu "CPU use, of what it can use" |_, usage| usage?.cgroup_cpu_ratio;
    CpuThrottled "cgroup_cpu_throttled_ratio" Ratio Cgroup Cpu "Time throttled by the quota" |_, usage| usage?.cgroup_cpu_throttled_ratio;
    CpuPressure "cgroup_pressure_cpu_some_ratio" Ratio Cgroup Cpu "Time waiting for a CPU" |_, usage| usage?.cgroup_pressure_cpu_some_ratio;
    HostCpuBusy "host_cpu_busy_ratio" Ratio Host Cpu "CPUs of the host, busy" |_, usage| usage?.host_cpu_busy_ratio;
    HostCpuSteal "host_cpu_steal_ratio" Ratio Host Cpu "CPU time stolen by the hypervisor" |_, usage| usage?.host_cpu_steal_ratio;
    MemoryNeeded "cgroup_memory_needed_bytes" Bytes Cgroup Memory "Memory that cannot be taken back" |sample, _| usage::memory_needed_bytes(sample).map(float);
    MemoryAnon "cgroup_memory_anon_bytes" Bytes Cgroup Memory "Anonymous memory" |sample, _| sample.cgroup_memory_anon_bytes().map(float);
    MemoryUsage "cgroup_memory_usage_bytes" Bytes Cgroup Memory "Memory charged, page cache included" |sample, _| sample.cgroup_memory_usage_bytes().map(float);
    MemoryRatio "cgroup_memory_ratio" Ratio Cgroup Memory "Memory, of its limit" |sample, _| usage::memory_ratio(sample);
    MemoryPressure "cgroup_pressure_memory_some_ratio" Ratio Cgroup Memory "Time waiting for memory" |_, usage| usage?.cgroup_pressure_memory_some_ratio;
    MajorFaults "cgroup_major_page_faults_per_second" PerSecond Cgroup Memory "Major page faults" |_, usage| usage?.cgroup_major_page_faults_per_second;
    SwapOut "host_swap_out_bytes_per_second" BytesPerSecond Host Memory "Swapped out" |_, usage| usage?.host_swap_out_bytes_per_second;
    DiskSpace "filesystem_used_bytes" Bytes Mount DiskSpace "Space of the filesystem in use" |sample, _| Some(float(sample.filesystem_total_bytes()?.saturating_sub(sample.filesystem_free_bytes()?)));
    Inodes "filesystem_inodes_used" Count Mount Inodes "Inodes of the filesystem in use" |sample, _| Some(float(sample.filesystem_inodes()?.saturating_sub(sample.filesystem_inodes_free()?)));
    DiskRead "disk_read_bytes_per_second" BytesPerSecond Cgroup DiskIo "Read from disk" |_, usage| { let usage = usage?; usage.cgroup_io_read_bytes_per_second.or(usage.host_disk_read_bytes_per_second) };
    DiskWritten "disk_written_bytes_per_second" BytesPerSecond Cgroup DiskIo "Written to disk" |_, usage| { let usage = usage?; usage.cgroup_io_written_bytes_per_second.or(usage.host_disk_written_bytes_per_second) };
    DiskLatency "host_disk_operation_seconds" Seconds Host DiskIo "Time a disk operation takes" |_, usage| usage?.host_disk_operation_seconds;
    IoPressure "cgroup_pressure_io_some_ratio" Ratio Cgroup DiskIo "Time waiting for I/O" |_, usage| usage?.cgroup_pressure_io_some_ratio;
    Received "network_received_bytes_per_second" BytesPerSecond NetworkNamespace Network "Received" |_, usage| usage?.network_received_bytes_per_second;
    Sent "network_sent_bytes_per_second" BytesPerSecond NetworkNamespace Network "Sent" |_, usage| usage?.network_sent_bytes_per_second;
    Retransmitted "network_tcp_retransmitted_ratio" Ratio NetworkNamespace Network "TCP segments sent again" |_, usage| usage?.network_tcp_retransmitted_ratio;
    Descriptors "process_descriptors" Count Process Descriptors "Descriptors open" |sample, _| Some(float(sample.process_descriptors()?.saturating_sub(sample.own_descriptors())));
    Pids "cgroup_pids" Count Cgroup Pids "Processes and threads" |sample, _| sample.cgroup_pids().or(sample.process_threads()).map(float);
    Load "host_load1_per_cpu" Count Host Load "Load of the host for each CPU" |sample, _| usage::load_per_cpu(sample);
}

#[allow(clippy::cast_precision_loss)] // Followed over time, not counted.
fn float(value: u64) -> f64 {
    value as f64
}
