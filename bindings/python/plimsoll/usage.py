"""What happened between two samples.

Written from src/usage/table.rs by `make generate`. Do not edit.
"""

from .part import Part
from .record import member


class Usage(Part):
    """What happened over a window: rates, shares and events. None where it could not be computed: a
    source is missing, or its counter went backwards."""

    __slots__ = ()
    window_seconds = member(0, "Time between the two samples.")
    host_cpu_busy_ratio = member(
        1, "CPU time of all CPUs spent neither idle nor waiting for I/O. Unit: ratio; scope: host."
    )
    host_cpu_user_ratio = member(2, "CPU time in user mode, guests included. Unit: ratio; scope: host.")
    host_cpu_nice_ratio = member(3, "CPU time in user mode at lowered priority. Unit: ratio; scope: host.")
    host_cpu_system_ratio = member(4, "CPU time in the kernel. Unit: ratio; scope: host.")
    host_cpu_idle_ratio = member(5, "CPU time idle. Unit: ratio; scope: host.")
    host_cpu_iowait_ratio = member(6, "CPU time idle while a task waited for I/O. Unit: ratio; scope: host.")
    host_cpu_irq_ratio = member(7, "CPU time serving interrupts, hard and soft. Unit: ratio; scope: host.")
    host_cpu_steal_ratio = member(8, "CPU time the hypervisor gave to others. Unit: ratio; scope: host.")
    host_interrupts_per_second = member(9, "Interrupts served. Unit: per_second; scope: host.")
    host_context_switches_per_second = member(10, "Context switches. Unit: per_second; scope: host.")
    host_forks_per_second = member(11, "Processes and threads created. Unit: per_second; scope: host.")
    host_load1_per_cpu = member(
        12, "Load average over 1 minute, for each CPU online. Unit: count; scope: host."
    )
    host_memory_used_ratio = member(13, "Memory that a new workload could not get. Unit: ratio; scope: host.")
    host_swap_used_ratio = member(14, "Swap in use; missing where there is none. Unit: ratio; scope: host.")
    host_swap_in_bytes_per_second = member(15, "Swapped in. Unit: bytes_per_second; scope: host.")
    host_swap_out_bytes_per_second = member(16, "Swapped out. Unit: bytes_per_second; scope: host.")
    host_page_faults_per_second = member(17, "Page faults, minor and major. Unit: per_second; scope: host.")
    host_major_page_faults_per_second = member(
        18, "Page faults that had to read from storage. Unit: per_second; scope: host."
    )
    host_allocation_stalls_per_second = member(
        19, "Allocations that had to reclaim memory themselves. Unit: per_second; scope: host."
    )
    host_oom_kills_in_window = member(
        20,
        "Processes killed for want of memory in the window, anywhere on the host. Unit: count; scope: host.",
    )
    host_pressure_cpu_some_ratio = member(
        21, "Time in which a task of the host waited for a CPU. Unit: ratio; scope: host."
    )
    host_pressure_cpu_full_ratio = member(
        22, "Time in which all tasks of the host waited for a CPU. Unit: ratio; scope: host."
    )
    host_pressure_memory_some_ratio = member(
        23, "Time in which a task of the host waited for memory. Unit: ratio; scope: host."
    )
    host_pressure_memory_full_ratio = member(
        24, "Time in which all tasks of the host waited for memory. Unit: ratio; scope: host."
    )
    host_pressure_io_some_ratio = member(
        25, "Time in which a task of the host waited for I/O. Unit: ratio; scope: host."
    )
    host_pressure_io_full_ratio = member(
        26, "Time in which all tasks of the host waited for I/O. Unit: ratio; scope: host."
    )
    host_disk_reads_per_second = member(
        27, "Reads completed by the real disks. Unit: per_second; scope: host."
    )
    host_disk_writes_per_second = member(
        28, "Writes completed by the real disks. Unit: per_second; scope: host."
    )
    host_disk_read_bytes_per_second = member(
        29, "Read from the real disks. Unit: bytes_per_second; scope: host."
    )
    host_disk_written_bytes_per_second = member(
        30, "Written to the real disks. Unit: bytes_per_second; scope: host."
    )
    host_disk_busy_ratio = member(
        31, "Time with an operation in flight, mean over the real disks. Unit: ratio; scope: host."
    )
    host_disk_queue = member(
        32,
        "Operations in flight or waiting, mean over the window, sum over the real disks. Unit: count; scope: host.",
    )
    host_disk_operation_seconds = member(
        33, "What an operation took, mean over the window. Unit: seconds; scope: host."
    )
    filesystem_used_ratio = member(
        34, "Space in use, of what an unprivileged process can use. Unit: ratio; scope: mount."
    )
    filesystem_inodes_used_ratio = member(
        35, "Inodes in use; missing where their number is not fixed. Unit: ratio; scope: mount."
    )
    network_received_bytes_per_second = member(
        36, "Received. Unit: bytes_per_second; scope: network namespace."
    )
    network_sent_bytes_per_second = member(37, "Sent. Unit: bytes_per_second; scope: network namespace.")
    network_received_packets_per_second = member(
        38, "Packets received. Unit: per_second; scope: network namespace."
    )
    network_sent_packets_per_second = member(39, "Packets sent. Unit: per_second; scope: network namespace.")
    network_errors_per_second = member(
        40, "Errors on receive and transmit. Unit: per_second; scope: network namespace."
    )
    network_drops_per_second = member(
        41, "Packets dropped on receive and transmit. Unit: per_second; scope: network namespace."
    )
    network_tcp_retransmitted_ratio = member(
        42,
        "TCP segments sent again, of those sent; missing where none was sent. Unit: ratio; scope: network namespace.",
    )
    cgroup_cpu_usage_cpus = member(43, "CPU time used per second. Unit: cpus; scope: cgroup.")
    cgroup_cpu_user_cpus = member(44, "CPU time used per second in user mode. Unit: cpus; scope: cgroup.")
    cgroup_cpu_system_cpus = member(45, "CPU time used per second in the kernel. Unit: cpus; scope: cgroup.")
    cgroup_cpu_ratio = member(
        46, "CPU time used, of the CPUs it can use (effective CPUs). Unit: ratio; scope: cgroup."
    )
    cgroup_cpu_throttled_periods_ratio = member(
        47,
        "Enforcement periods in which the quota that binds was used up, an ancestor's among them; missing where none passed. Unit: ratio; scope: cgroup.",
    )
    cgroup_cpu_throttled_cpus = member(
        48,
        "CPU time refused per second by the quota that binds, summed over CPUs; with siblings, where it is an ancestor's. Unit: cpus; scope: cgroup.",
    )
    cgroup_cpu_throttled_ratio = member(
        49,
        "CPU time refused by the quota, of the window; of the window times the CPUs it can use where that is more than one. Unit: ratio; scope: cgroup.",
    )
    cgroup_memory_usage_ratio = member(
        50, "Memory charged, page cache included, of the effective limit. Unit: ratio; scope: cgroup."
    )
    cgroup_memory_working_set_ratio = member(
        51, "Working set, of the effective limit. Unit: ratio; scope: cgroup."
    )
    cgroup_memory_ratio = member(
        52,
        "Memory that the kernel cannot take back without swapping, of the effective limit. Unit: ratio; scope: cgroup.",
    )
    cgroup_memory_high_events_in_window = member(
        53, "Times the cgroup was slowed for exceeding memory.high. Unit: count; scope: cgroup."
    )
    cgroup_memory_max_events_in_window = member(
        54, "Times usage was about to go over the limit. Unit: count; scope: cgroup."
    )
    cgroup_memory_oom_kills_in_window = member(
        55, "Processes of the cgroup killed for want of memory. Unit: count; scope: cgroup."
    )
    cgroup_page_faults_per_second = member(
        56, "Page faults, minor and major. Unit: per_second; scope: cgroup."
    )
    cgroup_major_page_faults_per_second = member(
        57, "Page faults that had to read from storage. Unit: per_second; scope: cgroup."
    )
    cgroup_io_read_bytes_per_second = member(
        58, "Read from real disks. Unit: bytes_per_second; scope: cgroup."
    )
    cgroup_io_written_bytes_per_second = member(
        59, "Written to real disks. Unit: bytes_per_second; scope: cgroup."
    )
    cgroup_io_reads_per_second = member(60, "Reads from real disks. Unit: per_second; scope: cgroup.")
    cgroup_io_writes_per_second = member(61, "Writes to real disks. Unit: per_second; scope: cgroup.")
    cgroup_swap_in_bytes_per_second = member(
        62, "Swapped in, of the cgroup's memory. Unit: bytes_per_second; scope: cgroup."
    )
    cgroup_swap_out_bytes_per_second = member(
        63, "Swapped out, of the cgroup's memory. Unit: bytes_per_second; scope: cgroup."
    )
    cgroup_pids_refused_in_window = member(64, "Forks that the limit refused. Unit: count; scope: cgroup.")
    cgroup_pids_ratio = member(65, "Tasks, of the tightest limit that applies. Unit: ratio; scope: cgroup.")
    cgroup_pressure_cpu_some_ratio = member(
        66, "Time in which a task of the cgroup waited for a CPU. Unit: ratio; scope: cgroup."
    )
    cgroup_pressure_cpu_full_ratio = member(
        67, "Time in which all tasks of the cgroup waited for a CPU. Unit: ratio; scope: cgroup."
    )
    cgroup_pressure_memory_some_ratio = member(
        68, "Time in which a task of the cgroup waited for memory. Unit: ratio; scope: cgroup."
    )
    cgroup_pressure_memory_full_ratio = member(
        69, "Time in which all tasks of the cgroup waited for memory. Unit: ratio; scope: cgroup."
    )
    cgroup_pressure_io_some_ratio = member(
        70, "Time in which a task of the cgroup waited for I/O. Unit: ratio; scope: cgroup."
    )
    cgroup_pressure_io_full_ratio = member(
        71, "Time in which all tasks of the cgroup waited for I/O. Unit: ratio; scope: cgroup."
    )
    process_cpu_cpus = member(72, "CPU time used per second. Unit: cpus; scope: process.")
    process_descriptors_ratio = member(
        73, "Descriptors open, without the sampler's own, of the soft limit. Unit: ratio; scope: process."
    )
    process_context_switches_per_second = member(
        74, "Context switches, voluntary or not. Unit: per_second; scope: process."
    )
    process_minor_faults_per_second = member(
        75, "Page faults served from memory. Unit: per_second; scope: process."
    )
    process_major_faults_per_second = member(
        76, "Page faults that had to read from storage. Unit: per_second; scope: process."
    )
    process_read_bytes_per_second = member(
        77, "Fetched from storage. Unit: bytes_per_second; scope: process."
    )
    process_written_bytes_per_second = member(78, "Sent to storage. Unit: bytes_per_second; scope: process.")
