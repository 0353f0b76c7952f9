//! What measured values are called by people.

use super::words::amount;
use crate::fields::Scope;
use crate::finding::Measure;
use crate::history::Signal;

/// Fields and rates that findings and advice rest on, in words that a number can follow.
#[rustfmt::skip]
const LABELS: &[(&str, &str)] = &[
    ("cgroup_cpu_ratio", "of its CPU used"),
    ("cgroup_cpu_throttled_cpus", "refused by the quota"),
    ("cgroup_cpu_throttled_periods_ratio", "periods stopped by the quota"),
    ("cgroup_cpu_throttled_ratio", "time stopped by the quota"),
    ("cgroup_cpu_usage_cpus", "used"),
    ("cgroup_effective_cpus", "can use"),
    ("cgroup_io_bytes_per_second", "read and written"),
    ("cgroup_io_read_bytes_per_second", "read"),
    ("cgroup_io_reads_per_second", "reads"),
    ("cgroup_io_writes_per_second", "writes"),
    ("cgroup_io_written_bytes_per_second", "written"),
    ("cgroup_major_page_faults_per_second", "major page faults"),
    ("cgroup_memory_anon_bytes", "anonymous"),
    ("cgroup_memory_effective_limit_bytes", "limit"),
    ("cgroup_memory_high_events_in_window", "times above memory.high"),
    ("cgroup_memory_max_events_in_window", "times at the limit"),
    ("cgroup_memory_needed_bytes", "cannot be taken back"),
    ("cgroup_memory_oom_kills", "OOM kills since it began"),
    ("cgroup_memory_oom_kills_in_window", "processes killed"),
    ("cgroup_memory_ratio", "of the memory limit used"),
    ("cgroup_memory_reclaimable_bytes", "reclaimable"),
    ("cgroup_memory_usage_bytes", "charged"),
    ("cgroup_memory_working_set_bytes", "working set"),
    ("cgroup_pids", "tasks"),
    ("cgroup_pids_effective_limit", "limit of tasks"),
    ("cgroup_pids_max_events", "forks refused since it began"),
    ("cgroup_pids_ratio", "of the tasks allowed"),
    ("cgroup_pids_refused_in_window", "forks refused"),
    ("cgroup_pressure_cpu_full_ratio", "time all tasks wait for a CPU"),
    ("cgroup_pressure_cpu_some_ratio", "time waiting for a CPU"),
    ("cgroup_pressure_io_full_ratio", "time all tasks wait for I/O"),
    ("cgroup_pressure_io_some_ratio", "time waiting for I/O"),
    ("cgroup_pressure_memory_full_ratio", "time all tasks wait for memory"),
    ("cgroup_pressure_memory_some_ratio", "time waiting for memory"),
    ("cgroup_swap_usage_bytes", "in swap"),
    ("cpu_cpus", "CPU"),
    ("cpu_demand_mean_cpus", "mean demand"),
    ("cpu_demand_p50_cpus", "median demand"),
    ("cpu_demand_p90_cpus", "demand, 90th percentile"),
    ("cpu_demand_p95_cpus", "demand, 95th percentile"),
    ("cpu_demand_p99_cpus", "demand, 99th percentile"),
    ("cpu_demand_peak_cpus", "highest demand"),
    ("cpu_demand_ratio", "of its CPU wanted"),
    ("cpu_p95_ratio", "of its CPU used, 95th percentile"),
    ("cpu_p99_ratio", "of its CPU used, 99th percentile"),
    ("cpu_pressure_ratio", "time waiting for a CPU"),
    ("cpu_reserved_ratio", "of the CPU quota used"),
    ("cpu_throttled_cpus", "refused by the quota"),
    ("cpu_throttled_ratio", "time stopped by the quota"),
    ("database_active_per_cpu", "statements for each CPU"),
    ("database_busy_per_minute", "refused as busy a minute"),
    ("database_cache_hit_ratio", "of the pages found in the cache"),
    ("database_conflicts_per_minute", "cancelled a minute"),
    ("database_connections", "connections of the server"),
    ("database_connections_active", "sessions at work"),
    ("database_connections_ratio", "of the connections allowed"),
    ("database_cpus", "CPUs of the database"),
    ("database_deadlocks_per_minute", "deadlocks a minute"),
    ("database_idle_in_transaction_seconds", "idle in a transaction for"),
    ("database_max_connections", "connections allowed"),
    ("database_oldest_query_seconds", "longest statement"),
    ("database_query_seconds", "mean time of a statement"),
    ("database_temporary_bytes_per_second", "temporary files written"),
    ("database_transactions_per_second", "transactions"),
    ("database_waiting_for_lock", "waiting for a lock"),
    ("descriptors_growth_per_second", "growth of descriptors"),
    ("descriptors_time_to_limit_seconds", "time until descriptors run out"),
    ("disk_read_bytes_per_second", "read"),
    ("disk_space_time_to_limit_seconds", "time until the disk is full"),
    ("disk_written_bytes_per_second", "written"),
    ("filesystem_available_bytes", "available"),
    ("filesystem_growth_bytes_per_second", "growth"),
    ("filesystem_inodes", "inodes"),
    ("filesystem_inodes_free", "inodes free"),
    ("filesystem_inodes_used", "inodes used"),
    ("filesystem_inodes_used_ratio", "of the inodes used"),
    ("filesystem_limit_bytes", "size"),
    ("filesystem_total_bytes", "size"),
    ("filesystem_used_bytes", "used"),
    ("filesystem_used_ratio", "of the space used"),
    ("growth_observed_seconds", "grown for"),
    ("growth_per_second", "growth"),
    ("host_cpu_busy_cpus", "busy CPUs of the host"),
    ("host_cpu_busy_ratio", "CPUs of the host busy"),
    ("host_cpu_iowait_ratio", "CPUs of the host idle for I/O"),
    ("host_cpu_steal_ratio", "CPU time stolen by the hypervisor"),
    ("host_cpus_online", "CPUs of the host"),
    ("host_disk_busy_ratio", "disks of the host busy"),
    ("host_disk_bytes_per_second", "read and written on the host"),
    ("host_disk_operation_seconds", "time a disk operation takes"),
    ("host_disk_queue", "disk operations in flight"),
    ("host_disk_reads_per_second", "reads on the host"),
    ("host_disk_writes_per_second", "writes on the host"),
    ("host_iowait_ratio", "CPUs of the host idle for I/O"),
    ("host_load1", "load average of the host"),
    ("host_load1_per_cpu", "load of the host for each CPU"),
    ("host_memory_available_bytes", "available on the host"),
    ("host_memory_total_bytes", "memory of the host"),
    ("host_memory_used_bytes", "used on the host"),
    ("host_memory_used_ratio", "memory of the host used"),
    ("host_pressure_cpu_some_ratio", "time waiting for a CPU, host"),
    ("host_pressure_io_some_ratio", "time waiting for I/O, host"),
    ("host_pressure_memory_some_ratio", "time waiting for memory, host"),
    ("host_swap_free_bytes", "swap of the host free"),
    ("host_swap_in_bytes_per_second", "swapped in on the host"),
    ("host_swap_out_bytes_per_second", "swapped out on the host"),
    ("host_swap_used_ratio", "swap of the host used"),
    ("host_tasks_blocked", "tasks of the host blocked"),
    ("host_tasks_running", "tasks of the host ready"),
    ("host_tasks_running_per_cpu", "tasks ready for each CPU of the host"),
    ("inodes_growth_per_second", "growth"),
    ("inodes_time_to_limit_seconds", "time until inodes run out"),
    ("io_bytes_per_second", "read and written"),
    ("io_operations_per_second", "disk operations"),
    ("io_pressure_ratio", "time waiting for I/O"),
    ("major_faults_per_second", "major page faults"),
    ("memory_growth_bytes_per_second", "growth"),
    ("memory_limit_bytes", "limit"),
    ("memory_needed_after_oom_kill_bytes", "needed after an OOM kill"),
    ("memory_needed_bytes", "memory needed"),
    ("memory_needed_daily_growth_bytes", "growth in a day"),
    ("memory_needed_hourly_peak_median_bytes", "median of hourly peaks"),
    ("memory_needed_peak_bytes", "highest need"),
    ("memory_needed_start_up_peak_bytes", "highest need at start-up"),
    ("memory_p95_ratio", "of its memory used, 95th percentile"),
    ("memory_p99_ratio", "of its memory used, 99th percentile"),
    ("memory_pressure_ratio", "time waiting for memory"),
    ("memory_ratio", "of its memory used"),
    ("memory_time_to_limit_seconds", "time until the memory limit"),
    ("metric_ratio", "of its limit"),
    ("metric_time_to_limit_seconds", "time until its limit"),
    ("metric_value", "value"),
    ("moved_bytes_per_second", "read, written, sent, received"),
    ("network_bytes_per_second", "received and sent"),
    ("network_drops_per_second", "packets dropped"),
    ("network_drops_ratio", "of the packets dropped"),
    ("network_errors_per_second", "packets in error"),
    ("network_errors_ratio", "of the packets in error"),
    ("network_received_bytes_per_second", "received"),
    ("network_received_packets_per_second", "packets received"),
    ("network_sent_bytes_per_second", "sent"),
    ("network_sent_packets_per_second", "packets sent"),
    ("network_tcp_established", "TCP connections"),
    ("network_tcp_retransmitted_ratio", "TCP segments sent again"),
    ("peak_to_mean", "peak against mean"),
    ("pids_growth_per_second", "growth of tasks"),
    ("pids_time_to_limit_seconds", "time until tasks run out"),
    ("pool_arrivals_per_second", "requests"),
    ("pool_connections_leaked", "connections not given back"),
    ("pool_connections_lost", "connections lost"),
    ("pool_in_use", "connections in use"),
    ("pool_oldest_use_seconds", "longest in use"),
    ("pool_open_failed_ratio", "attempts to connect that failed"),
    ("pool_opened_per_request", "opened for each request"),
    ("pool_peak_use_ratio", "of the connections kept in use at most"),
    ("pool_queued_ratio", "requests that wait"),
    ("pool_size", "connections at most"),
    ("pool_slowdown", "times as long as before"),
    ("pool_standstill_seconds", "nothing given back for"),
    ("pool_timeout_ratio", "requests timed out"),
    ("pool_use_seconds", "mean time in use"),
    ("pool_utilisation", "of the pool in use"),
    ("pool_wait_peak_seconds", "longest wait"),
    ("pool_wait_per_use", "wait for each use"),
    ("pool_wait_seconds", "mean wait"),
    ("pool_waiting", "requests waiting"),
    ("process_anonymous_bytes", "anonymous"),
    ("process_descriptors", "descriptors open"),
    ("process_descriptors_limit", "limit of descriptors"),
    ("process_descriptors_ratio", "of the descriptors allowed"),
    ("process_threads", "threads"),
    ("quiet_ratio", "time it is quiet"),
];

/// What a measured value is called by people: `time waiting for a CPU`. A value of the host under a
/// cgroup's name says so; of a field that has no words its own name is read out.
#[must_use]
pub fn label(measure: &Measure) -> String {
    let known = LABELS.binary_search_by(|(name, _)| (*name).cmp(&measure.name)).map(|at| LABELS[at].1);
    let words = known.map_or_else(|_| read_out(&measure.name), str::to_owned);
    let of_host = measure.scope == Scope::Host && !measure.name.starts_with("host_");
    if of_host {
        words + " (host)"
    } else {
        words
    }
}

/// A measured value as people say it: `97 % of the memory limit used`, `charged 831 MiB`.
#[must_use]
pub fn spoken(measure: &Measure) -> String {
    let (label, value) = (label(measure), amount(measure.value, measure.unit));
    if label.starts_with("of ") {
        format!("{value} {label}")
    } else {
        format!("{label} {value}")
    }
}

/// A heading for a signal of the history, by its name: `Anonymous memory`.
#[must_use]
pub fn heading(signal: &str) -> &str {
    let known = Signal::ALL.iter().map(|known| known.info()).find(|info| info.name == signal);
    known.map_or(signal, |info| info.title)
}

/// A name without its unit and underscores.
fn read_out(name: &str) -> String {
    const UNITS: [&str; 6] =
        ["_bytes_per_second", "_per_second", "_in_window", "_ratio", "_bytes", "_seconds"];
    let stem = UNITS.iter().find_map(|unit| name.strip_suffix(unit)).unwrap_or(name);
    let stem = stem.strip_prefix("cgroup_").unwrap_or(stem);
    stem.replace('_', " ")
}

#[cfg(test)]
#[path = "labels_tests.rs"]
mod tests;
