//! The one list of everything computed between two samples.

use serde::ser::{Serialize, SerializeMap, Serializer};

use crate::fields::{Scope, Unit};
use crate::finding::Measure;

/// One row of [`RATES`].
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Rate {
    /// The name: the member of [`Usage`] and the JSON key.
    pub name: &'static str,
    /// Its unit.
    pub unit: Unit,
    /// What it speaks of.
    pub scope: Scope,
    /// What it is.
    pub doc: &'static str,
}

macro_rules! usage {
    ($($name:ident $unit:ident $scope:ident $doc:literal;)*) => {
        /// What happened between two samples of the same target. A value is missing where a
        /// source is, or where its counter went backwards.
        #[derive(Debug, Clone, Copy, PartialEq, Default)]
        #[non_exhaustive]
        pub struct Usage {
            /// Time between the two samples.
            pub window_seconds: f64,
            $(#[doc = $doc] pub $name: Option<f64>,)*
        }

        /// Every value of a [`Usage`], in the order of its members.
        pub static RATES: &[Rate] = &[$(
            Rate { name: stringify!($name), unit: Unit::$unit, scope: Scope::$scope, doc: $doc },
        )*];

        impl Usage {
            /// The value of row `index` of [`RATES`], if it could be computed.
            #[must_use]
            pub fn value(&self, index: usize) -> Option<f64> {
                [$(self.$name,)*].get(index).copied().flatten()
            }
        }
    };
}

usage! {
    host_cpu_busy_ratio Ratio Host "CPU time of all CPUs spent neither idle nor waiting for I/O.";
    host_cpu_user_ratio Ratio Host "CPU time in user mode, guests included.";
    host_cpu_nice_ratio Ratio Host "CPU time in user mode at lowered priority.";
    host_cpu_system_ratio Ratio Host "CPU time in the kernel.";
    host_cpu_idle_ratio Ratio Host "CPU time idle.";
    host_cpu_iowait_ratio Ratio Host "CPU time idle while a task waited for I/O.";
    host_cpu_irq_ratio Ratio Host "CPU time serving interrupts, hard and soft.";
    host_cpu_steal_ratio Ratio Host "CPU time the hypervisor gave to others.";
    host_interrupts_per_second PerSecond Host "Interrupts served.";
    host_context_switches_per_second PerSecond Host "Context switches.";
    host_forks_per_second PerSecond Host "Processes and threads created.";
    host_load1_per_cpu Count Host "Load average over 1 minute, for each CPU online.";
    host_memory_used_ratio Ratio Host "Memory that a new workload could not get.";
    host_swap_used_ratio Ratio Host "Swap in use; missing where there is none.";
    host_swap_in_bytes_per_second BytesPerSecond Host "Swapped in.";
    host_swap_out_bytes_per_second BytesPerSecond Host "Swapped out.";
    host_page_faults_per_second PerSecond Host "Page faults, minor and major.";
    host_major_page_faults_per_second PerSecond Host "Page faults that had to read from storage.";
    host_allocation_stalls_per_second PerSecond Host "Allocations that had to reclaim memory themselves.";
    host_oom_kills_in_window Count Host "Processes killed for want of memory in the window, anywhere on the host.";
    host_pressure_cpu_some_ratio Ratio Host "Time in which a task of the host waited for a CPU.";
    host_pressure_cpu_full_ratio Ratio Host "Time in which all tasks of the host waited for a CPU.";
    host_pressure_memory_some_ratio Ratio Host "Time in which a task of the host waited for memory.";
    host_pressure_memory_full_ratio Ratio Host "Time in which all tasks of the host waited for memory.";
    host_pressure_io_some_ratio Ratio Host "Time in which a task of the host waited for I/O.";
    host_pressure_io_full_ratio Ratio Host "Time in which all tasks of the host waited for I/O.";
    host_disk_reads_per_second PerSecond Host "Reads completed by the real disks.";
    host_disk_writes_per_second PerSecond Host "Writes completed by the real disks.";
    host_disk_read_bytes_per_second BytesPerSecond Host "Read from the real disks.";
    host_disk_written_bytes_per_second BytesPerSecond Host "Written to the real disks.";
    host_disk_busy_ratio Ratio Host "Time with an operation in flight, mean over the real disks.";
    host_disk_queue Count Host "Operations in flight or waiting, mean over the window, sum over the real disks.";
    host_disk_operation_seconds Seconds Host "What an operation took, mean over the window.";
    filesystem_used_ratio Ratio Mount "Space in use, of what an unprivileged process can use.";
    filesystem_inodes_used_ratio Ratio Mount "Inodes in use; missing where their number is not fixed.";
    network_received_bytes_per_second BytesPerSecond NetworkNamespace "Received.";
    network_sent_bytes_per_second BytesPerSecond NetworkNamespace "Sent.";
    network_received_packets_per_second PerSecond NetworkNamespace "Packets received.";
    network_sent_packets_per_second PerSecond NetworkNamespace "Packets sent.";
    network_errors_per_second PerSecond NetworkNamespace "Errors on receive and transmit.";
    network_drops_per_second PerSecond NetworkNamespace "Packets dropped on receive and transmit.";
    network_tcp_retransmitted_ratio Ratio NetworkNamespace "TCP segments sent again, of those sent; missing where none was sent.";
    cgroup_cpu_usage_cpus Cpus Cgroup "CPU time used per second.";
    cgroup_cpu_user_cpus Cpus Cgroup "CPU time used per second in user mode.";
    cgroup_cpu_system_cpus Cpus Cgroup "CPU time used per second in the kernel.";
    cgroup_cpu_ratio Ratio Cgroup "CPU time used, of the CPUs it can use (effective CPUs).";
    cgroup_cpu_throttled_periods_ratio Ratio Cgroup "Enforcement periods in which the quota that binds was used up, an ancestor's among them; missing where none passed.";
    cgroup_cpu_throttled_cpus Cpus Cgroup "CPU time refused per second by the quota that binds, summed over CPUs; with siblings, where it is an ancestor's.";
    cgroup_cpu_throttled_ratio Ratio Cgroup "CPU time refused by the quota, of the window; of the window times the CPUs it can use where that is more than one.";
    cgroup_memory_usage_ratio Ratio Cgroup "Memory charged, page cache included, of the effective limit.";
    cgroup_memory_working_set_ratio Ratio Cgroup "Working set, of the effective limit.";
    cgroup_memory_ratio Ratio Cgroup "Memory that the kernel cannot take back without swapping, of the effective limit.";
    cgroup_memory_high_events_in_window Count Cgroup "Times the cgroup was slowed for exceeding memory.high.";
    cgroup_memory_max_events_in_window Count Cgroup "Times usage was about to go over the limit.";
    cgroup_memory_oom_kills_in_window Count Cgroup "Processes of the cgroup killed for want of memory.";
    cgroup_page_faults_per_second PerSecond Cgroup "Page faults, minor and major.";
    cgroup_major_page_faults_per_second PerSecond Cgroup "Page faults that had to read from storage.";
    cgroup_io_read_bytes_per_second BytesPerSecond Cgroup "Read from real disks.";
    cgroup_io_written_bytes_per_second BytesPerSecond Cgroup "Written to real disks.";
    cgroup_io_reads_per_second PerSecond Cgroup "Reads from real disks.";
    cgroup_io_writes_per_second PerSecond Cgroup "Writes to real disks.";
    cgroup_swap_in_bytes_per_second BytesPerSecond Cgroup "Swapped in, of the cgroup's memory.";
    cgroup_swap_out_bytes_per_second BytesPerSecond Cgroup "Swapped out, of the cgroup's memory.";
    cgroup_pids_refused_in_window Count Cgroup "Forks that the limit refused.";
    cgroup_pids_ratio Ratio Cgroup "Tasks, of the tightest limit that applies.";
    cgroup_pressure_cpu_some_ratio Ratio Cgroup "Time in which a task of the cgroup waited for a CPU.";
    cgroup_pressure_cpu_full_ratio Ratio Cgroup "Time in which all tasks of the cgroup waited for a CPU.";
    cgroup_pressure_memory_some_ratio Ratio Cgroup "Time in which a task of the cgroup waited for memory.";
    cgroup_pressure_memory_full_ratio Ratio Cgroup "Time in which all tasks of the cgroup waited for memory.";
    cgroup_pressure_io_some_ratio Ratio Cgroup "Time in which a task of the cgroup waited for I/O.";
    cgroup_pressure_io_full_ratio Ratio Cgroup "Time in which all tasks of the cgroup waited for I/O.";
    process_cpu_cpus Cpus Process "CPU time used per second.";
    process_descriptors_ratio Ratio Process "Descriptors open, without the sampler's own, of the soft limit.";
    process_context_switches_per_second PerSecond Process "Context switches, voluntary or not.";
    process_minor_faults_per_second PerSecond Process "Page faults served from memory.";
    process_major_faults_per_second PerSecond Process "Page faults that had to read from storage.";
    process_read_bytes_per_second BytesPerSecond Process "Fetched from storage.";
    process_written_bytes_per_second BytesPerSecond Process "Sent to storage.";
}

impl Usage {
    /// Every value that could be computed, with its row.
    pub fn values(&self) -> impl Iterator<Item = (&'static Rate, f64)> + '_ {
        RATES.iter().enumerate().filter_map(|(index, rate)| Some((rate, self.value(index)?)))
    }

    /// The value of that name as a measure, if there is such a row and it could be computed.
    #[must_use]
    pub fn measure(&self, name: &str) -> Option<Measure> {
        let index = RATES.iter().position(|rate| rate.name == name)?;
        let rate = &RATES[index];
        Some(Measure::new(rate.name, self.value(index)?, rate.unit, rate.scope))
    }
}

impl Serialize for Usage {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("window_seconds", &self.window_seconds)?;
        for (rate, value) in self.values() {
            map.serialize_entry(rate.name, &value)?;
        }
        map.end()
    }
}
