"""Plimsoll through its Python package: the values that psutil_sample.py collects, read as attributes."""

import sys

import plimsoll
from loop import serve

GROUPS = ["cpu", "load", "memory", "paging", "disk", "filesystem", "network", "process"]
sampler = plimsoll.Sampler(groups=GROUPS, slow_interval=0 if "--no-slow-lane" in sys.argv else 1)
s = plimsoll.Sample()


def read():
    sampler.read_into(s)
    return (
        # cpu_times, cpu_count, cpu_stats
        s.host_cpu_user_seconds, s.host_cpu_nice_seconds, s.host_cpu_system_seconds, s.host_cpu_idle_seconds,
        s.host_cpu_iowait_seconds, s.host_cpu_irq_seconds, s.host_cpu_softirq_seconds, s.host_cpu_steal_seconds,
        s.host_cpu_guest_seconds, s.host_cpu_guest_nice_seconds,
        s.host_cpus_online, s.host_context_switches, s.host_interrupts,
        # virtual_memory, swap_memory
        s.host_memory_total_bytes, s.host_memory_available_bytes, s.host_memory_free_bytes,
        s.host_memory_buffers_bytes, s.host_memory_cached_bytes, s.host_memory_active_bytes,
        s.host_memory_inactive_bytes, s.host_memory_shmem_bytes, s.host_memory_slab_bytes,
        s.host_swap_total_bytes, s.host_swap_free_bytes, s.host_swap_in_bytes, s.host_swap_out_bytes,
        # getloadavg
        s.host_load1, s.host_load5, s.host_load15,
        # disk_io_counters, disk_usage
        s.host_disk_reads, s.host_disk_writes, s.host_disk_read_bytes, s.host_disk_written_bytes,
        s.host_disk_read_seconds, s.host_disk_write_seconds, s.host_disk_busy_seconds,
        s.filesystem_total_bytes, s.filesystem_free_bytes, s.filesystem_available_bytes,
        # net_io_counters
        s.network_received_bytes, s.network_received_packets, s.network_receive_errors, s.network_receive_drops,
        s.network_sent_bytes, s.network_sent_packets, s.network_send_errors, s.network_send_drops,
        # Process: cpu_times, memory_info, num_threads, num_fds, num_ctx_switches, io_counters
        s.process_cpu_user_seconds, s.process_cpu_system_seconds, s.process_resident_bytes,
        s.process_virtual_bytes, s.process_shared_bytes, s.process_threads, s.process_descriptors,
        s.process_voluntary_switches, s.process_involuntary_switches, s.process_read_bytes,
        s.process_written_bytes, s.process_call_read_bytes, s.process_call_written_bytes,
        s.process_read_calls, s.process_write_calls,
    )


missing = read().count(None)
serve(read, lambda values: f"{missing} missing" if missing else "")
