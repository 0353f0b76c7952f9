# Written from src/fields/table.rs by `make generate`. Do not edit.

from ctypes import Array, c_char

VALID_BYTES: int
HEADER_WORDS: int
SIZE: int
NAMES: tuple[str, ...]

class Values:
    __slots__ = ("_buffer", "_floats", "_integers", "_there")
    _buffer: Array[c_char]
    _floats: memoryview
    _integers: memoryview
    _there: tuple[bool, ...]
    def __init__(self) -> None: ...
    def _filled(self) -> None: ...
    @property
    def host_cpu_user_seconds(self) -> float | None:
        """Time in user mode over all CPUs; includes guest time. In seconds; counter, host. Source: /proc/stat: cpu, column 1. Since Linux 2.6."""
    @property
    def host_cpu_nice_seconds(self) -> float | None:
        """Time in user mode at lowered priority; includes guest_nice time. In seconds; counter, host. Source: /proc/stat: cpu, column 2. Since Linux 2.6."""
    @property
    def host_cpu_system_seconds(self) -> float | None:
        """Time in the kernel. In seconds; counter, host. Source: /proc/stat: cpu, column 3. Since Linux 2.6."""
    @property
    def host_cpu_idle_seconds(self) -> float | None:
        """Idle time. In seconds; counter, host. Source: /proc/stat: cpu, column 4. Since Linux 2.6."""
    @property
    def host_cpu_iowait_seconds(self) -> float | None:
        """Idle time while a task waited for I/O: a hint, the kernel does not account it reliably. In seconds; counter, host. Source: /proc/stat: cpu, column 5. Since Linux 2.6."""
    @property
    def host_cpu_irq_seconds(self) -> float | None:
        """Time serving interrupts. In seconds; counter, host. Source: /proc/stat: cpu, column 6. Since Linux 2.6."""
    @property
    def host_cpu_softirq_seconds(self) -> float | None:
        """Time serving soft interrupts. In seconds; counter, host. Source: /proc/stat: cpu, column 7. Since Linux 2.6."""
    @property
    def host_cpu_steal_seconds(self) -> float | None:
        """Time the hypervisor gave to others. In seconds; counter, host. Source: /proc/stat: cpu, column 8. Since Linux 2.6.11."""
    @property
    def host_cpu_guest_seconds(self) -> float | None:
        """Time running virtual CPUs; already inside user. In seconds; counter, host. Source: /proc/stat: cpu, column 9. Since Linux 2.6.24."""
    @property
    def host_cpu_guest_nice_seconds(self) -> float | None:
        """Time running niced virtual CPUs; already inside nice. In seconds; counter, host. Source: /proc/stat: cpu, column 10. Since Linux 2.6.33."""
    @property
    def host_cpus_online(self) -> int | None:
        """CPUs online. Gauge, host. Source: /proc/stat: number of cpuN lines. Since Linux 2.6."""
    @property
    def host_interrupts(self) -> int | None:
        """Interrupts served since boot. Counter, host. Source: /proc/stat: intr. Since Linux 2.6."""
    @property
    def host_context_switches(self) -> int | None:
        """Context switches since boot. Counter, host. Source: /proc/stat: ctxt. Since Linux 2.6."""
    @property
    def host_forks(self) -> int | None:
        """Processes and threads created since boot. Counter, host. Source: /proc/stat: processes. Since Linux 2.6."""
    @property
    def host_tasks_running(self) -> int | None:
        """Tasks running or ready to run. Gauge, host. Source: /proc/stat: procs_running. Since Linux 2.6."""
    @property
    def host_tasks_blocked(self) -> int | None:
        """Tasks blocked on I/O. Gauge, host. Source: /proc/stat: procs_blocked. Since Linux 2.6."""
    @property
    def host_load1(self) -> float | None:
        """Load average over 1 minute: tasks running, ready or in uninterruptible sleep. Gauge, host. Source: sysinfo(2) or /proc/loadavg, column 1. Since Linux 2.6."""
    @property
    def host_load5(self) -> float | None:
        """Load average over 5 minutes: tasks running, ready or in uninterruptible sleep. Gauge, host. Source: sysinfo(2) or /proc/loadavg, column 2. Since Linux 2.6."""
    @property
    def host_load15(self) -> float | None:
        """Load average over 15 minutes: tasks running, ready or in uninterruptible sleep. Gauge, host. Source: sysinfo(2) or /proc/loadavg, column 3. Since Linux 2.6."""
    @property
    def host_memory_total_bytes(self) -> int | None:
        """Memory the kernel manages. In bytes; gauge, host. Source: /proc/meminfo: MemTotal. Since Linux 2.6."""
    @property
    def host_memory_free_bytes(self) -> int | None:
        """Memory used for nothing. In bytes; gauge, host. Source: /proc/meminfo: MemFree. Since Linux 2.6."""
    @property
    def host_memory_available_bytes(self) -> int | None:
        """Memory a new workload could get without swapping, as the kernel estimates. In bytes; gauge, host. Source: /proc/meminfo: MemAvailable. Since Linux 3.14."""
    @property
    def host_memory_buffers_bytes(self) -> int | None:
        """Block-device page cache. In bytes; gauge, host. Source: /proc/meminfo: Buffers. Since Linux 2.6."""
    @property
    def host_memory_cached_bytes(self) -> int | None:
        """Page cache, with shmem, without swap cache. In bytes; gauge, host. Source: /proc/meminfo: Cached. Since Linux 2.6."""
    @property
    def host_memory_active_bytes(self) -> int | None:
        """Memory used recently. In bytes; gauge, host. Source: /proc/meminfo: Active. Since Linux 2.6."""
    @property
    def host_memory_inactive_bytes(self) -> int | None:
        """Memory not used recently: reclaimed first. In bytes; gauge, host. Source: /proc/meminfo: Inactive. Since Linux 2.6."""
    @property
    def host_memory_shmem_bytes(self) -> int | None:
        """Shared memory and tmpfs. In bytes; gauge, host. Source: /proc/meminfo: Shmem. Since Linux 2.6.32."""
    @property
    def host_memory_slab_bytes(self) -> int | None:
        """Kernel slab caches. In bytes; gauge, host. Source: /proc/meminfo: Slab. Since Linux 2.6."""
    @property
    def host_memory_slab_reclaimable_bytes(self) -> int | None:
        """The part of the slab that can be reclaimed. In bytes; gauge, host. Source: /proc/meminfo: SReclaimable. Since Linux 2.6.19."""
    @property
    def host_memory_dirty_bytes(self) -> int | None:
        """Memory waiting to be written back. In bytes; gauge, host. Source: /proc/meminfo: Dirty. Since Linux 2.6."""
    @property
    def host_memory_writeback_bytes(self) -> int | None:
        """Memory being written back. In bytes; gauge, host. Source: /proc/meminfo: Writeback. Since Linux 2.6."""
    @property
    def host_swap_total_bytes(self) -> int | None:
        """Swap space; 0 where there is none. In bytes; gauge, host. Source: /proc/meminfo: SwapTotal. Since Linux 2.6."""
    @property
    def host_swap_free_bytes(self) -> int | None:
        """Swap space not in use. In bytes; gauge, host. Source: /proc/meminfo: SwapFree. Since Linux 2.6."""
    @property
    def host_paging_in_bytes(self) -> int | None:
        """Bytes read from block devices. In bytes; counter, host. Source: /proc/vmstat: pgpgin. Since Linux 2.6."""
    @property
    def host_paging_out_bytes(self) -> int | None:
        """Bytes written to block devices. In bytes; counter, host. Source: /proc/vmstat: pgpgout. Since Linux 2.6."""
    @property
    def host_swap_in_bytes(self) -> int | None:
        """Bytes swapped in. In bytes; counter, host. Source: /proc/vmstat: pswpin. Since Linux 2.6."""
    @property
    def host_swap_out_bytes(self) -> int | None:
        """Bytes swapped out. In bytes; counter, host. Source: /proc/vmstat: pswpout. Since Linux 2.6."""
    @property
    def host_page_faults(self) -> int | None:
        """Page faults, minor and major. Counter, host. Source: /proc/vmstat: pgfault. Since Linux 2.6."""
    @property
    def host_major_page_faults(self) -> int | None:
        """Page faults that had to read from storage. Counter, host. Source: /proc/vmstat: pgmajfault. Since Linux 2.6."""
    @property
    def host_allocation_stalls(self) -> int | None:
        """Allocations that had to reclaim memory themselves first. Counter, host. Source: /proc/vmstat: sum of allocstall_*. Since Linux 4.10."""
    @property
    def host_oom_kills(self) -> int | None:
        """Processes killed for want of memory, anywhere on the host. Counter, host. Source: /proc/vmstat: oom_kill. Since Linux 4.13."""
    @property
    def host_paging_age_seconds(self) -> float | None:
        """How old the paging values are: they are read at most once in the slow-lane interval. In seconds; gauge, host. Source: clock. Since Linux 2.6."""
    @property
    def host_pressure_cpu_some_avg10_ratio(self) -> float | None:
        """Share of the last 10 seconds in which at least one task of the host waited for a CPU (the kernel's percentage divided by 100). In ratio; gauge, host. Source: /proc/pressure/cpu: some avg10. Since Linux 4.20."""
    @property
    def host_pressure_cpu_some_avg60_ratio(self) -> float | None:
        """Share of the last 60 seconds in which at least one task of the host waited for a CPU (the kernel's percentage divided by 100). In ratio; gauge, host. Source: /proc/pressure/cpu: some avg60. Since Linux 4.20."""
    @property
    def host_pressure_cpu_some_avg300_ratio(self) -> float | None:
        """Share of the last 300 seconds in which at least one task of the host waited for a CPU (the kernel's percentage divided by 100). In ratio; gauge, host. Source: /proc/pressure/cpu: some avg300. Since Linux 4.20."""
    @property
    def host_pressure_cpu_some_seconds(self) -> float | None:
        """Time in which at least one task of the host waited for a CPU, since boot. In seconds; counter, host. Source: /proc/pressure/cpu: some total. Since Linux 4.20."""
    @property
    def host_pressure_cpu_full_avg10_ratio(self) -> float | None:
        """Share of the last 10 seconds in which all non-idle tasks of the host waited for a CPU (the kernel's percentage divided by 100). In ratio; gauge, host. Source: /proc/pressure/cpu: full avg10. Since Linux 5.13."""
    @property
    def host_pressure_cpu_full_avg60_ratio(self) -> float | None:
        """Share of the last 60 seconds in which all non-idle tasks of the host waited for a CPU (the kernel's percentage divided by 100). In ratio; gauge, host. Source: /proc/pressure/cpu: full avg60. Since Linux 5.13."""
    @property
    def host_pressure_cpu_full_avg300_ratio(self) -> float | None:
        """Share of the last 300 seconds in which all non-idle tasks of the host waited for a CPU (the kernel's percentage divided by 100). In ratio; gauge, host. Source: /proc/pressure/cpu: full avg300. Since Linux 5.13."""
    @property
    def host_pressure_cpu_full_seconds(self) -> float | None:
        """Time in which all non-idle tasks of the host waited for a CPU, since boot. In seconds; counter, host. Source: /proc/pressure/cpu: full total. Since Linux 5.13."""
    @property
    def host_pressure_memory_some_avg10_ratio(self) -> float | None:
        """Share of the last 10 seconds in which at least one task of the host waited for memory (the kernel's percentage divided by 100). In ratio; gauge, host. Source: /proc/pressure/memory: some avg10. Since Linux 4.20."""
    @property
    def host_pressure_memory_some_avg60_ratio(self) -> float | None:
        """Share of the last 60 seconds in which at least one task of the host waited for memory (the kernel's percentage divided by 100). In ratio; gauge, host. Source: /proc/pressure/memory: some avg60. Since Linux 4.20."""
    @property
    def host_pressure_memory_some_avg300_ratio(self) -> float | None:
        """Share of the last 300 seconds in which at least one task of the host waited for memory (the kernel's percentage divided by 100). In ratio; gauge, host. Source: /proc/pressure/memory: some avg300. Since Linux 4.20."""
    @property
    def host_pressure_memory_some_seconds(self) -> float | None:
        """Time in which at least one task of the host waited for memory, since boot. In seconds; counter, host. Source: /proc/pressure/memory: some total. Since Linux 4.20."""
    @property
    def host_pressure_memory_full_avg10_ratio(self) -> float | None:
        """Share of the last 10 seconds in which all non-idle tasks of the host waited for memory (the kernel's percentage divided by 100). In ratio; gauge, host. Source: /proc/pressure/memory: full avg10. Since Linux 4.20."""
    @property
    def host_pressure_memory_full_avg60_ratio(self) -> float | None:
        """Share of the last 60 seconds in which all non-idle tasks of the host waited for memory (the kernel's percentage divided by 100). In ratio; gauge, host. Source: /proc/pressure/memory: full avg60. Since Linux 4.20."""
    @property
    def host_pressure_memory_full_avg300_ratio(self) -> float | None:
        """Share of the last 300 seconds in which all non-idle tasks of the host waited for memory (the kernel's percentage divided by 100). In ratio; gauge, host. Source: /proc/pressure/memory: full avg300. Since Linux 4.20."""
    @property
    def host_pressure_memory_full_seconds(self) -> float | None:
        """Time in which all non-idle tasks of the host waited for memory, since boot. In seconds; counter, host. Source: /proc/pressure/memory: full total. Since Linux 4.20."""
    @property
    def host_pressure_io_some_avg10_ratio(self) -> float | None:
        """Share of the last 10 seconds in which at least one task of the host waited for I/O (the kernel's percentage divided by 100). In ratio; gauge, host. Source: /proc/pressure/io: some avg10. Since Linux 4.20."""
    @property
    def host_pressure_io_some_avg60_ratio(self) -> float | None:
        """Share of the last 60 seconds in which at least one task of the host waited for I/O (the kernel's percentage divided by 100). In ratio; gauge, host. Source: /proc/pressure/io: some avg60. Since Linux 4.20."""
    @property
    def host_pressure_io_some_avg300_ratio(self) -> float | None:
        """Share of the last 300 seconds in which at least one task of the host waited for I/O (the kernel's percentage divided by 100). In ratio; gauge, host. Source: /proc/pressure/io: some avg300. Since Linux 4.20."""
    @property
    def host_pressure_io_some_seconds(self) -> float | None:
        """Time in which at least one task of the host waited for I/O, since boot. In seconds; counter, host. Source: /proc/pressure/io: some total. Since Linux 4.20."""
    @property
    def host_pressure_io_full_avg10_ratio(self) -> float | None:
        """Share of the last 10 seconds in which all non-idle tasks of the host waited for I/O (the kernel's percentage divided by 100). In ratio; gauge, host. Source: /proc/pressure/io: full avg10. Since Linux 4.20."""
    @property
    def host_pressure_io_full_avg60_ratio(self) -> float | None:
        """Share of the last 60 seconds in which all non-idle tasks of the host waited for I/O (the kernel's percentage divided by 100). In ratio; gauge, host. Source: /proc/pressure/io: full avg60. Since Linux 4.20."""
    @property
    def host_pressure_io_full_avg300_ratio(self) -> float | None:
        """Share of the last 300 seconds in which all non-idle tasks of the host waited for I/O (the kernel's percentage divided by 100). In ratio; gauge, host. Source: /proc/pressure/io: full avg300. Since Linux 4.20."""
    @property
    def host_pressure_io_full_seconds(self) -> float | None:
        """Time in which all non-idle tasks of the host waited for I/O, since boot. In seconds; counter, host. Source: /proc/pressure/io: full total. Since Linux 4.20."""
    @property
    def host_disks(self) -> int | None:
        """Real disks counted in the totals. Gauge, host. Source: /sys/block: entries with a device, without loop, ram and zram. Since Linux 2.6."""
    @property
    def host_disk_reads(self) -> int | None:
        """Reads completed. Counter, host. Source: /sys/block/DEV/stat or /proc/diskstats, real disks: column 1. Since Linux 2.6."""
    @property
    def host_disk_read_bytes(self) -> int | None:
        """Bytes read. In bytes; counter, host. Source: /sys/block/DEV/stat or /proc/diskstats, real disks: column 3, times 512. Since Linux 2.6."""
    @property
    def host_disk_read_seconds(self) -> float | None:
        """Time reads took, summed over reads. In seconds; counter, host. Source: /sys/block/DEV/stat or /proc/diskstats, real disks: column 4. Since Linux 2.6."""
    @property
    def host_disk_writes(self) -> int | None:
        """Writes completed. Counter, host. Source: /sys/block/DEV/stat or /proc/diskstats, real disks: column 5. Since Linux 2.6."""
    @property
    def host_disk_written_bytes(self) -> int | None:
        """Bytes written. In bytes; counter, host. Source: /sys/block/DEV/stat or /proc/diskstats, real disks: column 7, times 512. Since Linux 2.6."""
    @property
    def host_disk_write_seconds(self) -> float | None:
        """Time writes took, summed over writes. In seconds; counter, host. Source: /sys/block/DEV/stat or /proc/diskstats, real disks: column 8. Since Linux 2.6."""
    @property
    def host_disk_in_flight(self) -> int | None:
        """Operations in flight. Gauge, host. Source: /sys/block/DEV/stat or /proc/diskstats, real disks: column 9. Since Linux 2.6."""
    @property
    def host_disk_busy_seconds(self) -> float | None:
        """Time with an operation in flight, summed over disks. In seconds; counter, host. Source: /sys/block/DEV/stat or /proc/diskstats, real disks: column 10. Since Linux 2.6."""
    @property
    def host_disk_queue_seconds(self) -> float | None:
        """Time operations spent in flight or waiting, summed over operations: its rate is the mean queue length. In seconds; counter, host. Source: /sys/block/DEV/stat or /proc/diskstats, real disks: column 11. Since Linux 2.6."""
    @property
    def filesystem_total_bytes(self) -> int | None:
        """Size of the filesystem. In bytes; gauge, mount. Source: statvfs(3): f_blocks * f_frsize. Since Linux 2.6."""
    @property
    def filesystem_free_bytes(self) -> int | None:
        """Free space, with what is reserved for root. In bytes; gauge, mount. Source: statvfs(3): f_bfree * f_frsize. Since Linux 2.6."""
    @property
    def filesystem_available_bytes(self) -> int | None:
        """Free space an unprivileged process can use. In bytes; gauge, mount. Source: statvfs(3): f_bavail * f_frsize. Since Linux 2.6."""
    @property
    def filesystem_inodes(self) -> int | None:
        """Inodes; 0 where the filesystem has no fixed number. Gauge, mount. Source: statvfs(3): f_files. Since Linux 2.6."""
    @property
    def filesystem_inodes_free(self) -> int | None:
        """Free inodes. Gauge, mount. Source: statvfs(3): f_ffree. Since Linux 2.6."""
    @property
    def filesystem_age_seconds(self) -> float | None:
        """How old the filesystem's values are: they are read at most once in the slow-lane interval. In seconds; gauge, mount. Source: clock. Since Linux 2.6."""
    @property
    def network_interfaces(self) -> int | None:
        """Interfaces counted in the totals. Gauge, network namespace. Source: /proc/PID/net/dev, without lo: number of interfaces. Since Linux 2.6."""
    @property
    def network_received_bytes(self) -> int | None:
        """Bytes received. In bytes; counter, network namespace. Source: /proc/PID/net/dev, without lo: receive bytes. Since Linux 2.6."""
    @property
    def network_received_packets(self) -> int | None:
        """Packets received. Counter, network namespace. Source: /proc/PID/net/dev, without lo: receive packets. Since Linux 2.6."""
    @property
    def network_receive_errors(self) -> int | None:
        """Errors on receive. Counter, network namespace. Source: /proc/PID/net/dev, without lo: receive errs. Since Linux 2.6."""
    @property
    def network_receive_drops(self) -> int | None:
        """Packets dropped on receive. Counter, network namespace. Source: /proc/PID/net/dev, without lo: receive drop. Since Linux 2.6."""
    @property
    def network_sent_bytes(self) -> int | None:
        """Bytes sent. In bytes; counter, network namespace. Source: /proc/PID/net/dev, without lo: transmit bytes. Since Linux 2.6."""
    @property
    def network_sent_packets(self) -> int | None:
        """Packets sent. Counter, network namespace. Source: /proc/PID/net/dev, without lo: transmit packets. Since Linux 2.6."""
    @property
    def network_send_errors(self) -> int | None:
        """Errors on transmit. Counter, network namespace. Source: /proc/PID/net/dev, without lo: transmit errs. Since Linux 2.6."""
    @property
    def network_send_drops(self) -> int | None:
        """Packets dropped on transmit. Counter, network namespace. Source: /proc/PID/net/dev, without lo: transmit drop. Since Linux 2.6."""
    @property
    def network_tcp_segments_received(self) -> int | None:
        """TCP segments received, with errors. Counter, network namespace. Source: /proc/PID/net/snmp: Tcp InSegs. Since Linux 2.6."""
    @property
    def network_tcp_segments_sent(self) -> int | None:
        """TCP segments sent, without retransmissions. Counter, network namespace. Source: /proc/PID/net/snmp: Tcp OutSegs. Since Linux 2.6."""
    @property
    def network_tcp_segments_retransmitted(self) -> int | None:
        """TCP segments sent again. Counter, network namespace. Source: /proc/PID/net/snmp: Tcp RetransSegs. Since Linux 2.6."""
    @property
    def network_tcp_receive_errors(self) -> int | None:
        """TCP segments received with errors. Counter, network namespace. Source: /proc/PID/net/snmp: Tcp InErrs. Since Linux 2.6."""
    @property
    def network_tcp_resets_sent(self) -> int | None:
        """TCP segments sent with the reset flag. Counter, network namespace. Source: /proc/PID/net/snmp: Tcp OutRsts. Since Linux 2.6."""
    @property
    def network_tcp_established(self) -> int | None:
        """TCP connections established or waiting for the peer to close. Gauge, network namespace. Source: /proc/PID/net/snmp: Tcp CurrEstab. Since Linux 2.6."""
    @property
    def network_sockets_used(self) -> int | None:
        """Sockets of every kind in use. Gauge, network namespace. Source: /proc/PID/net/sockstat: sockets used. Since Linux 2.6."""
    @property
    def network_tcp_sockets(self) -> int | None:
        """IPv4 TCP sockets in use, without time-wait. Gauge, network namespace. Source: /proc/PID/net/sockstat: TCP inuse. Since Linux 2.6."""
    @property
    def network_tcp_orphans(self) -> int | None:
        """TCP sockets no process holds any more. Gauge, network namespace. Source: /proc/PID/net/sockstat: TCP orphan. Since Linux 2.6."""
    @property
    def network_tcp_time_wait(self) -> int | None:
        """TCP sockets in time-wait. Gauge, network namespace. Source: /proc/PID/net/sockstat: TCP tw. Since Linux 2.6."""
    @property
    def network_udp_sockets(self) -> int | None:
        """IPv4 UDP sockets in use. Gauge, network namespace. Source: /proc/PID/net/sockstat: UDP inuse. Since Linux 2.6."""
    @property
    def network_protocol_age_seconds(self) -> float | None:
        """How old the protocol's values are: they are read at most once in the slow-lane interval. In seconds; gauge, network namespace. Source: clock. Since Linux 2.6."""
    @property
    def cgroup_cpu_usage_seconds(self) -> float | None:
        """CPU time used by the cgroup. In seconds; counter, cgroup. Source: v2 cpu.stat: usage_usec; v1 cpuacct.usage. Since Linux 2.6."""
    @property
    def cgroup_cpu_user_seconds(self) -> float | None:
        """CPU time in user mode; v1 counts in ticks of 10 ms. In seconds; counter, cgroup. Source: v2 cpu.stat: user_usec; v1 cpuacct.stat: user. Since Linux 2.6."""
    @property
    def cgroup_cpu_system_seconds(self) -> float | None:
        """CPU time in the kernel; v1 counts in ticks of 10 ms. In seconds; counter, cgroup. Source: v2 cpu.stat: system_usec; v1 cpuacct.stat: system. Since Linux 2.6."""
    @property
    def cgroup_cpu_periods(self) -> int | None:
        """Enforcement periods that passed with runnable tasks. Counter, cgroup. Source: cpu.stat: nr_periods. Since Linux 3.2."""
    @property
    def cgroup_cpu_throttled_periods(self) -> int | None:
        """Periods in which the cgroup used up its quota and was stopped. Counter, cgroup. Source: cpu.stat: nr_throttled. Since Linux 3.2."""
    @property
    def cgroup_cpu_throttled_seconds(self) -> float | None:
        """Time the cgroup was stopped, summed over CPUs. In seconds; counter, cgroup. Source: v2 cpu.stat: throttled_usec; v1 cpu.stat: throttled_time. Since Linux 3.2."""
    @property
    def cgroup_cpu_quota_cpus(self) -> float | None:
        """Quota of the cgroup itself, in CPUs. In cpus or no limit; gauge, cgroup. Source: v2 cpu.max; v1 cpu.cfs_quota_us / cpu.cfs_period_us. Since Linux 3.2."""
    @property
    def cgroup_cpu_effective_quota_cpus(self) -> float | None:
        """The tightest quota that applies, in CPUs. In cpus or no limit; gauge, cgroup. Source: as cgroup_cpu_quota_cpus, minimum over the cgroup and its visible ancestors. Since Linux 3.2."""
    @property
    def cgroup_cpu_binding_depth(self) -> int | None:
        """Which cgroup holds the tightest quota: 0 the target's own, 1 its parent and so on; missing where there is no quota. Gauge, cgroup. Source: as cgroup_cpu_effective_quota_cpus. Since Linux 3.2."""
    @property
    def cgroup_cpuset_cpus(self) -> int | None:
        """CPUs the target may run on. Gauge, cgroup. Source: v2 cpuset.cpus.effective; v1 cpuset.effective_cpus or cpuset.cpus; else sched_getaffinity(2). Since Linux 2.6."""
    @property
    def cgroup_effective_cpus(self) -> float | None:
        """CPUs' worth of time the target can use, as a fraction. In cpus; gauge, cgroup. Source: minimum of quota over ancestors, cpuset, and CPUs online. Since Linux 2.6."""
    @property
    def cgroup_memory_usage_bytes(self) -> int | None:
        """Memory charged to the cgroup, with page cache. In bytes; gauge, cgroup. Source: v2 memory.current; v1 memory.usage_in_bytes. Since Linux 2.6."""
    @property
    def cgroup_memory_limit_bytes(self) -> float | None:
        """Limit of the cgroup itself. In bytes or no limit; gauge, cgroup. Source: v2 memory.max; v1 memory.limit_in_bytes. Since Linux 2.6.25."""
    @property
    def cgroup_memory_effective_limit_bytes(self) -> float | None:
        """The tightest limit that applies; one above the host's memory is no limit. In bytes or no limit; gauge, cgroup. Source: as cgroup_memory_limit_bytes, minimum over the cgroup and its ancestors; v1 also memory.stat: hierarchical_memory_limit. Since Linux 2.6.25."""
    @property
    def cgroup_memory_binding_depth(self) -> int | None:
        """Which cgroup holds the tightest limit: 0 the target's own, 1 its parent and so on; missing where there is none, or where it cannot be seen from here. Gauge, cgroup. Source: as cgroup_memory_effective_limit_bytes. Since Linux 2.6.25."""
    @property
    def cgroup_memory_high_bytes(self) -> float | None:
        """Above this the kernel slows the cgroup down to reclaim; v2 only. In bytes or no limit; gauge, cgroup. Source: v2 memory.high, minimum over the cgroup and its visible ancestors. Since Linux 4.5."""
    @property
    def cgroup_swap_usage_bytes(self) -> int | None:
        """Swap used by the cgroup (on v1 it comes with CGROUP_MEMORY_STAT). In bytes; gauge, cgroup. Source: v2 memory.swap.current; v1 memory.stat: total_swap. Since Linux 4.5."""
    @property
    def cgroup_swap_limit_bytes(self) -> float | None:
        """Swap the cgroup may use. In bytes or no limit; gauge, cgroup. Source: v2 memory.swap.max; v1 memory.memsw.limit_in_bytes minus memory.limit_in_bytes, on the slow lane. Since Linux 4.5."""
    @property
    def cgroup_memory_high_events(self) -> int | None:
        """Times the cgroup was slowed for exceeding memory.high; v2 only. Counter, cgroup. Source: v2 memory.events: high. Since Linux 4.5."""
    @property
    def cgroup_memory_max_events(self) -> int | None:
        """Times usage was about to go over the limit. Counter, cgroup. Source: v2 memory.events: max; v1 memory.failcnt. Since Linux 2.6.25."""
    @property
    def cgroup_memory_oom_events(self) -> int | None:
        """Times the limit was reached and allocation was about to fail; v2 only. Counter, cgroup. Source: v2 memory.events: oom. Since Linux 4.5."""
    @property
    def cgroup_memory_oom_kills(self) -> int | None:
        """Processes of the cgroup killed for want of memory. Counter, cgroup. Source: v2 memory.events: oom_kill; v1 memory.oom_control: oom_kill. Since Linux 4.13."""
    @property
    def cgroup_memory_working_set_bytes(self) -> int | None:
        """Usage without the page cache that would be dropped first; still counts active page cache. In bytes; gauge, cgroup. Source: usage minus memory.stat inactive_file (v1 total_inactive_file). Since Linux 2.6."""
    @property
    def cgroup_memory_anon_bytes(self) -> int | None:
        """Memory of no file: heap, stack. A leak grows here. In bytes; gauge, cgroup. Source: memory.stat: v2 anon; v1 total_rss. Since Linux 2.6."""
    @property
    def cgroup_memory_file_bytes(self) -> int | None:
        """Page cache, with shared memory. In bytes; gauge, cgroup. Source: memory.stat: v2 file; v1 total_cache. Since Linux 2.6."""
    @property
    def cgroup_memory_kernel_bytes(self) -> int | None:
        """Memory the kernel uses on behalf of the cgroup. In bytes; gauge, cgroup. Source: v2 memory.stat: kernel; v1 memory.kmem.usage_in_bytes. Since Linux 4.5."""
    @property
    def cgroup_memory_reclaimable_bytes(self) -> int | None:
        """What the kernel can take back without swapping. In bytes; gauge, cgroup. Source: memory.stat: inactive_file + active_file + slab_reclaimable. Since Linux 2.6."""
    @property
    def cgroup_memory_inactive_file_bytes(self) -> int | None:
        """Page cache not used recently. In bytes; gauge, cgroup. Source: memory.stat: inactive_file. Since Linux 2.6."""
    @property
    def cgroup_memory_shmem_bytes(self) -> int | None:
        """Shared memory and tmpfs. In bytes; gauge, cgroup. Source: memory.stat: v2 shmem; v1 total_shmem. Since Linux 4.5."""
    @property
    def cgroup_memory_dirty_bytes(self) -> int | None:
        """Page cache waiting to be written back. In bytes; gauge, cgroup. Source: memory.stat: v2 file_dirty; v1 total_dirty. Since Linux 4.2."""
    @property
    def cgroup_memory_writeback_bytes(self) -> int | None:
        """Page cache being written back. In bytes; gauge, cgroup. Source: memory.stat: v2 file_writeback; v1 total_writeback. Since Linux 4.2."""
    @property
    def cgroup_page_faults(self) -> int | None:
        """Page faults, minor and major. Counter, cgroup. Source: memory.stat: v2 pgfault; v1 total_pgfault. Since Linux 2.6."""
    @property
    def cgroup_major_page_faults(self) -> int | None:
        """Page faults that had to read from storage. Counter, cgroup. Source: memory.stat: v2 pgmajfault; v1 total_pgmajfault. Since Linux 2.6."""
    @property
    def cgroup_io_read_bytes(self) -> int | None:
        """Bytes read from real disks. Like the other three of I/O, missing in v1 from Linux 6.10 until a throttle limit was set: nothing counts it before. In bytes; counter, cgroup. Source: v2 io.stat: rbytes; v1 blkio.throttle.io_service_bytes_recursive: Read. Since Linux 3.16."""
    @property
    def cgroup_io_written_bytes(self) -> int | None:
        """Bytes written to real disks. In bytes; counter, cgroup. Source: v2 io.stat: wbytes; v1 blkio.throttle.io_service_bytes_recursive: Write. Since Linux 3.16."""
    @property
    def cgroup_io_reads(self) -> int | None:
        """Reads from real disks. Counter, cgroup. Source: v2 io.stat: rios; v1 blkio.throttle.io_serviced_recursive: Read. Since Linux 3.16."""
    @property
    def cgroup_io_writes(self) -> int | None:
        """Writes to real disks. Counter, cgroup. Source: v2 io.stat: wios; v1 blkio.throttle.io_serviced_recursive: Write. Since Linux 3.16."""
    @property
    def cgroup_pids(self) -> int | None:
        """Tasks (processes and threads) in the cgroup. Gauge, cgroup. Source: pids.current. Since Linux 4.3."""
    @property
    def cgroup_pids_limit(self) -> float | None:
        """Tasks the cgroup itself may hold. A number or no limit; gauge, cgroup. Source: pids.max. Since Linux 4.3."""
    @property
    def cgroup_pids_effective_limit(self) -> float | None:
        """The tightest limit on tasks that applies. A number or no limit; gauge, cgroup. Source: pids.max, minimum over the cgroup and its visible ancestors (these on the slow lane). Since Linux 4.3."""
    @property
    def cgroup_pressure_cpu_some_avg10_ratio(self) -> float | None:
        """Share of the last 10 seconds in which at least one task of the cgroup waited for a CPU (the kernel's percentage divided by 100). In ratio; gauge, cgroup. Source: cpu.pressure of the cgroup: some avg10. Since Linux 4.20."""
    @property
    def cgroup_pressure_cpu_some_avg60_ratio(self) -> float | None:
        """Share of the last 60 seconds in which at least one task of the cgroup waited for a CPU (the kernel's percentage divided by 100). In ratio; gauge, cgroup. Source: cpu.pressure of the cgroup: some avg60. Since Linux 4.20."""
    @property
    def cgroup_pressure_cpu_some_avg300_ratio(self) -> float | None:
        """Share of the last 300 seconds in which at least one task of the cgroup waited for a CPU (the kernel's percentage divided by 100). In ratio; gauge, cgroup. Source: cpu.pressure of the cgroup: some avg300. Since Linux 4.20."""
    @property
    def cgroup_pressure_cpu_some_seconds(self) -> float | None:
        """Time in which at least one task of the cgroup waited for a CPU, since the cgroup was made. In seconds; counter, cgroup. Source: cpu.pressure of the cgroup: some total. Since Linux 4.20."""
    @property
    def cgroup_pressure_cpu_full_avg10_ratio(self) -> float | None:
        """Share of the last 10 seconds in which all non-idle tasks of the cgroup waited for a CPU (the kernel's percentage divided by 100). In ratio; gauge, cgroup. Source: cpu.pressure of the cgroup: full avg10. Since Linux 5.13."""
    @property
    def cgroup_pressure_cpu_full_avg60_ratio(self) -> float | None:
        """Share of the last 60 seconds in which all non-idle tasks of the cgroup waited for a CPU (the kernel's percentage divided by 100). In ratio; gauge, cgroup. Source: cpu.pressure of the cgroup: full avg60. Since Linux 5.13."""
    @property
    def cgroup_pressure_cpu_full_avg300_ratio(self) -> float | None:
        """Share of the last 300 seconds in which all non-idle tasks of the cgroup waited for a CPU (the kernel's percentage divided by 100). In ratio; gauge, cgroup. Source: cpu.pressure of the cgroup: full avg300. Since Linux 5.13."""
    @property
    def cgroup_pressure_cpu_full_seconds(self) -> float | None:
        """Time in which all non-idle tasks of the cgroup waited for a CPU, since the cgroup was made. In seconds; counter, cgroup. Source: cpu.pressure of the cgroup: full total. Since Linux 5.13."""
    @property
    def cgroup_pressure_memory_some_avg10_ratio(self) -> float | None:
        """Share of the last 10 seconds in which at least one task of the cgroup waited for memory (the kernel's percentage divided by 100). In ratio; gauge, cgroup. Source: memory.pressure of the cgroup: some avg10. Since Linux 4.20."""
    @property
    def cgroup_pressure_memory_some_avg60_ratio(self) -> float | None:
        """Share of the last 60 seconds in which at least one task of the cgroup waited for memory (the kernel's percentage divided by 100). In ratio; gauge, cgroup. Source: memory.pressure of the cgroup: some avg60. Since Linux 4.20."""
    @property
    def cgroup_pressure_memory_some_avg300_ratio(self) -> float | None:
        """Share of the last 300 seconds in which at least one task of the cgroup waited for memory (the kernel's percentage divided by 100). In ratio; gauge, cgroup. Source: memory.pressure of the cgroup: some avg300. Since Linux 4.20."""
    @property
    def cgroup_pressure_memory_some_seconds(self) -> float | None:
        """Time in which at least one task of the cgroup waited for memory, since the cgroup was made. In seconds; counter, cgroup. Source: memory.pressure of the cgroup: some total. Since Linux 4.20."""
    @property
    def cgroup_pressure_memory_full_avg10_ratio(self) -> float | None:
        """Share of the last 10 seconds in which all non-idle tasks of the cgroup waited for memory (the kernel's percentage divided by 100). In ratio; gauge, cgroup. Source: memory.pressure of the cgroup: full avg10. Since Linux 4.20."""
    @property
    def cgroup_pressure_memory_full_avg60_ratio(self) -> float | None:
        """Share of the last 60 seconds in which all non-idle tasks of the cgroup waited for memory (the kernel's percentage divided by 100). In ratio; gauge, cgroup. Source: memory.pressure of the cgroup: full avg60. Since Linux 4.20."""
    @property
    def cgroup_pressure_memory_full_avg300_ratio(self) -> float | None:
        """Share of the last 300 seconds in which all non-idle tasks of the cgroup waited for memory (the kernel's percentage divided by 100). In ratio; gauge, cgroup. Source: memory.pressure of the cgroup: full avg300. Since Linux 4.20."""
    @property
    def cgroup_pressure_memory_full_seconds(self) -> float | None:
        """Time in which all non-idle tasks of the cgroup waited for memory, since the cgroup was made. In seconds; counter, cgroup. Source: memory.pressure of the cgroup: full total. Since Linux 4.20."""
    @property
    def cgroup_pressure_io_some_avg10_ratio(self) -> float | None:
        """Share of the last 10 seconds in which at least one task of the cgroup waited for I/O (the kernel's percentage divided by 100). In ratio; gauge, cgroup. Source: io.pressure of the cgroup: some avg10. Since Linux 4.20."""
    @property
    def cgroup_pressure_io_some_avg60_ratio(self) -> float | None:
        """Share of the last 60 seconds in which at least one task of the cgroup waited for I/O (the kernel's percentage divided by 100). In ratio; gauge, cgroup. Source: io.pressure of the cgroup: some avg60. Since Linux 4.20."""
    @property
    def cgroup_pressure_io_some_avg300_ratio(self) -> float | None:
        """Share of the last 300 seconds in which at least one task of the cgroup waited for I/O (the kernel's percentage divided by 100). In ratio; gauge, cgroup. Source: io.pressure of the cgroup: some avg300. Since Linux 4.20."""
    @property
    def cgroup_pressure_io_some_seconds(self) -> float | None:
        """Time in which at least one task of the cgroup waited for I/O, since the cgroup was made. In seconds; counter, cgroup. Source: io.pressure of the cgroup: some total. Since Linux 4.20."""
    @property
    def cgroup_pressure_io_full_avg10_ratio(self) -> float | None:
        """Share of the last 10 seconds in which all non-idle tasks of the cgroup waited for I/O (the kernel's percentage divided by 100). In ratio; gauge, cgroup. Source: io.pressure of the cgroup: full avg10. Since Linux 4.20."""
    @property
    def cgroup_pressure_io_full_avg60_ratio(self) -> float | None:
        """Share of the last 60 seconds in which all non-idle tasks of the cgroup waited for I/O (the kernel's percentage divided by 100). In ratio; gauge, cgroup. Source: io.pressure of the cgroup: full avg60. Since Linux 4.20."""
    @property
    def cgroup_pressure_io_full_avg300_ratio(self) -> float | None:
        """Share of the last 300 seconds in which all non-idle tasks of the cgroup waited for I/O (the kernel's percentage divided by 100). In ratio; gauge, cgroup. Source: io.pressure of the cgroup: full avg300. Since Linux 4.20."""
    @property
    def cgroup_pressure_io_full_seconds(self) -> float | None:
        """Time in which all non-idle tasks of the cgroup waited for I/O, since the cgroup was made. In seconds; counter, cgroup. Source: io.pressure of the cgroup: full total. Since Linux 4.20."""
    @property
    def process_cpu_user_seconds(self) -> float | None:
        """CPU time in user mode, all threads. In seconds; counter, process. Source: getrusage(2): ru_utime; of another process /proc/PID/stat: utime. Since Linux 2.6."""
    @property
    def process_cpu_system_seconds(self) -> float | None:
        """CPU time in the kernel, all threads. In seconds; counter, process. Source: getrusage(2): ru_stime; of another process /proc/PID/stat: stime. Since Linux 2.6."""
    @property
    def process_resident_bytes(self) -> int | None:
        """Memory resident in RAM; the kernel batches its count per thread, so it can lag by some pages. In bytes; gauge, process. Source: /proc/PID/statm: resident. Since Linux 2.6."""
    @property
    def process_virtual_bytes(self) -> int | None:
        """Address space. In bytes; gauge, process. Source: /proc/PID/statm: size. Since Linux 2.6."""
    @property
    def process_shared_bytes(self) -> int | None:
        """Resident memory that files or shared memory back. In bytes; gauge, process. Source: /proc/PID/statm: shared. Since Linux 2.6."""
    @property
    def process_threads(self) -> int | None:
        """Threads. Gauge, process. Source: links of /proc/PID/task minus 2; else /proc/PID/stat: num_threads. Since Linux 2.6."""
    @property
    def process_descriptors(self) -> int | None:
        """Open file descriptors, with the sampler's own (see own_descriptors). Gauge, process. Source: size of /proc/PID/fd; before Linux 6.2 its entries. Since Linux 2.6."""
    @property
    def process_descriptors_limit(self) -> float | None:
        """Soft limit on open file descriptors. A number or no limit; gauge, process. Source: prlimit(2): RLIMIT_NOFILE soft; else /proc/PID/limits. Since Linux 2.6."""
    @property
    def process_voluntary_switches(self) -> int | None:
        """Context switches because the process waited. Counter, process. Source: getrusage(2): ru_nvcsw; of another process /proc/PID/status, single-threaded only. Since Linux 2.6."""
    @property
    def process_involuntary_switches(self) -> int | None:
        """Context switches because its time was up. Counter, process. Source: getrusage(2): ru_nivcsw; of another process /proc/PID/status, single-threaded only. Since Linux 2.6."""
    @property
    def process_minor_faults(self) -> int | None:
        """Page faults served from memory. Counter, process. Source: getrusage(2): ru_minflt; of another process /proc/PID/stat: minflt. Since Linux 2.6."""
    @property
    def process_major_faults(self) -> int | None:
        """Page faults that had to read from storage. Counter, process. Source: getrusage(2): ru_majflt; of another process /proc/PID/stat: majflt. Since Linux 2.6."""
    @property
    def process_read_bytes(self) -> int | None:
        """Bytes fetched from storage. In bytes; counter, process. Source: /proc/PID/io: read_bytes. Since Linux 2.6.20."""
    @property
    def process_written_bytes(self) -> int | None:
        """Bytes sent to storage. In bytes; counter, process. Source: /proc/PID/io: write_bytes. Since Linux 2.6.20."""
    @property
    def process_call_read_bytes(self) -> int | None:
        """Bytes asked of read calls, page cache included. In bytes; counter, process. Source: /proc/PID/io: rchar. Since Linux 2.6.20."""
    @property
    def process_call_written_bytes(self) -> int | None:
        """Bytes given to write calls, page cache included. In bytes; counter, process. Source: /proc/PID/io: wchar. Since Linux 2.6.20."""
    @property
    def process_read_calls(self) -> int | None:
        """Read system calls. Counter, process. Source: /proc/PID/io: syscr. Since Linux 2.6.20."""
    @property
    def process_write_calls(self) -> int | None:
        """Write system calls. Counter, process. Source: /proc/PID/io: syscw. Since Linux 2.6.20."""
    @property
    def cgroup_cpu_binding_periods(self) -> int | None:
        """Periods in which that ancestor wanted to run; missing where no ancestor binds (cgroup_cpu_binding_depth is 0 or missing). With siblings; to be compared between samples of one depth only. Counter, cgroup. Source: cpu.stat of the ancestor whose quota binds: nr_periods. Since Linux 3.2."""
    @property
    def cgroup_cpu_binding_throttled_periods(self) -> int | None:
        """Periods in which that ancestor ran into its quota, and everything below it with it: the cgroup's own counters do not show that. As cgroup_cpu_binding_periods. Counter, cgroup. Source: cpu.stat of the ancestor whose quota binds: nr_throttled. Since Linux 3.2."""
    @property
    def cgroup_cpu_binding_throttled_seconds(self) -> float | None:
        """Time that ancestor was throttled, summed over CPUs. As cgroup_cpu_binding_periods. In seconds; counter, cgroup. Source: cpu.stat of the ancestor whose quota binds: v2 throttled_usec; v1 throttled_time. Since Linux 3.2."""
    @property
    def cgroup_cpu_wait_seconds(self) -> float | None:
        """Time in which the cgroup had something to run and others had the CPU, summed over CPUs. Version 1 only, and only as long as kernel.sched_schedstats is 1. In seconds; counter, cgroup. Source: v1 cpu.stat: wait_sum. Since Linux 4.20."""
    @property
    def cgroup_swap_in_bytes(self) -> int | None:
        """Bytes swapped in, of the cgroup's memory. In bytes; counter, cgroup. Source: v2 memory.stat: pswpin. Since Linux 6.13."""
    @property
    def cgroup_swap_out_bytes(self) -> int | None:
        """Bytes swapped out, of the cgroup's memory. In bytes; counter, cgroup. Source: v2 memory.stat: pswpout. Since Linux 6.13."""
    @property
    def cgroup_pids_max_events(self) -> int | None:
        """Forks that were refused. From Linux 6.11 on v2: by the limit of the cgroup or of a descendant. Before, and on v1: of tasks of the cgroup itself, by its own limit or an ancestor's. Counter, cgroup. Source: pids.events: max; on the slow lane. Since Linux 4.8."""
    @property
    def process_run_delay_seconds(self) -> float | None:
        """Time in which the process could have run and had no CPU, throttled time included. Missing of a process with threads: the file tells of the main one only. In seconds; counter, process. Source: /proc/PID/schedstat: second number; single-threaded only, on the slow lane. Since Linux 2.6."""
