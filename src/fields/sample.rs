// Written from src/fields/table.rs by `make generate`. Do not edit.

//! The sample: plain data, no pointers, the same memory in Rust, C and Python.

use super::access::accessors;

/// One reading of the kernel. A value is there only if its bit in `valid` is set: use the
/// accessors, or `PLIM_HAS` in C. In the raw struct a limit of `UINT64_MAX` or `+inf` is no limit.
#[repr(C)]
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Sample {
    /// Bit `i % 64` of word `i / 64` is set if field number `i` was read.
    pub(crate) valid: [u64; 4],
    /// Nanoseconds since boot, suspend included (CLOCK_BOOTTIME), when the reading began.
    pub(crate) boot_time_ns: u64,
    /// Nanoseconds since 1970-01-01 UTC when the reading began; may jump.
    pub(crate) wall_time_ns: u64,
    /// What the reading cost, in nanoseconds of elapsed time.
    pub(crate) took_ns: u64,
    /// Changes on fork, on a move to another cgroup and on reset; no rates across a change.
    pub(crate) generation: u64,
    /// Inode of the cgroup's directory (the cgroup id on v2); 0 where there is none.
    pub(crate) cgroup_id: u64,
    /// The groups that were asked for, as bits.
    pub(crate) groups: u64,
    /// Those groups whose values lxcfs rendered, not the kernel.
    pub(crate) lxcfs_groups: u64,
    /// How cgroups are laid out: 0 none, or no cgroup group was asked for; 1 v1, 2 v2, 3 hybrid
    /// (`PLIM_CGROUPS_...`).
    pub(crate) cgroup_layout: u64,
    /// File descriptors that the sampler itself holds.
    pub(crate) own_descriptors: u64,
    /// Time in user mode over all CPUs; includes guest time. In seconds; counter, host. Source: /proc/stat: cpu, column 1. Since Linux 2.6.
    pub(crate) host_cpu_user_seconds: f64,
    /// Time in user mode at lowered priority; includes guest_nice time. In seconds; counter, host. Source: /proc/stat: cpu, column 2. Since Linux 2.6.
    pub(crate) host_cpu_nice_seconds: f64,
    /// Time in the kernel. In seconds; counter, host. Source: /proc/stat: cpu, column 3. Since Linux 2.6.
    pub(crate) host_cpu_system_seconds: f64,
    /// Idle time. In seconds; counter, host. Source: /proc/stat: cpu, column 4. Since Linux 2.6.
    pub(crate) host_cpu_idle_seconds: f64,
    /// Idle time while a task waited for I/O: a hint, the kernel does not account it reliably. In seconds; counter, host. Source: /proc/stat: cpu, column 5. Since Linux 2.6.
    pub(crate) host_cpu_iowait_seconds: f64,
    /// Time serving interrupts. In seconds; counter, host. Source: /proc/stat: cpu, column 6. Since Linux 2.6.
    pub(crate) host_cpu_irq_seconds: f64,
    /// Time serving soft interrupts. In seconds; counter, host. Source: /proc/stat: cpu, column 7. Since Linux 2.6.
    pub(crate) host_cpu_softirq_seconds: f64,
    /// Time the hypervisor gave to others. In seconds; counter, host. Source: /proc/stat: cpu, column 8. Since Linux 2.6.11.
    pub(crate) host_cpu_steal_seconds: f64,
    /// Time running virtual CPUs; already inside user. In seconds; counter, host. Source: /proc/stat: cpu, column 9. Since Linux 2.6.24.
    pub(crate) host_cpu_guest_seconds: f64,
    /// Time running niced virtual CPUs; already inside nice. In seconds; counter, host. Source: /proc/stat: cpu, column 10. Since Linux 2.6.33.
    pub(crate) host_cpu_guest_nice_seconds: f64,
    /// CPUs online. Gauge, host. Source: /proc/stat: number of cpuN lines. Since Linux 2.6.
    pub(crate) host_cpus_online: u64,
    /// Interrupts served since boot. Counter, host. Source: /proc/stat: intr. Since Linux 2.6.
    pub(crate) host_interrupts: u64,
    /// Context switches since boot. Counter, host. Source: /proc/stat: ctxt. Since Linux 2.6.
    pub(crate) host_context_switches: u64,
    /// Processes and threads created since boot. Counter, host. Source: /proc/stat: processes. Since Linux 2.6.
    pub(crate) host_forks: u64,
    /// Tasks running or ready to run. Gauge, host. Source: /proc/stat: procs_running. Since Linux 2.6.
    pub(crate) host_tasks_running: u64,
    /// Tasks blocked on I/O. Gauge, host. Source: /proc/stat: procs_blocked. Since Linux 2.6.
    pub(crate) host_tasks_blocked: u64,
    /// Load average over 1 minute: tasks running, ready or in uninterruptible sleep. Gauge, host. Source: sysinfo(2) or /proc/loadavg, column 1. Since Linux 2.6.
    pub(crate) host_load1: f64,
    /// Load average over 5 minutes: tasks running, ready or in uninterruptible sleep. Gauge, host. Source: sysinfo(2) or /proc/loadavg, column 2. Since Linux 2.6.
    pub(crate) host_load5: f64,
    /// Load average over 15 minutes: tasks running, ready or in uninterruptible sleep. Gauge, host. Source: sysinfo(2) or /proc/loadavg, column 3. Since Linux 2.6.
    pub(crate) host_load15: f64,
    /// Memory the kernel manages. In bytes; gauge, host. Source: /proc/meminfo: MemTotal. Since Linux 2.6.
    pub(crate) host_memory_total_bytes: u64,
    /// Memory used for nothing. In bytes; gauge, host. Source: /proc/meminfo: MemFree. Since Linux 2.6.
    pub(crate) host_memory_free_bytes: u64,
    /// Memory a new workload could get without swapping, as the kernel estimates. In bytes; gauge, host. Source: /proc/meminfo: MemAvailable. Since Linux 3.14.
    pub(crate) host_memory_available_bytes: u64,
    /// Block-device page cache. In bytes; gauge, host. Source: /proc/meminfo: Buffers. Since Linux 2.6.
    pub(crate) host_memory_buffers_bytes: u64,
    /// Page cache, with shmem, without swap cache. In bytes; gauge, host. Source: /proc/meminfo: Cached. Since Linux 2.6.
    pub(crate) host_memory_cached_bytes: u64,
    /// Memory used recently. In bytes; gauge, host. Source: /proc/meminfo: Active. Since Linux 2.6.
    pub(crate) host_memory_active_bytes: u64,
    /// Memory not used recently: reclaimed first. In bytes; gauge, host. Source: /proc/meminfo: Inactive. Since Linux 2.6.
    pub(crate) host_memory_inactive_bytes: u64,
    /// Shared memory and tmpfs. In bytes; gauge, host. Source: /proc/meminfo: Shmem. Since Linux 2.6.32.
    pub(crate) host_memory_shmem_bytes: u64,
    /// Kernel slab caches. In bytes; gauge, host. Source: /proc/meminfo: Slab. Since Linux 2.6.
    pub(crate) host_memory_slab_bytes: u64,
    /// The part of the slab that can be reclaimed. In bytes; gauge, host. Source: /proc/meminfo: SReclaimable. Since Linux 2.6.19.
    pub(crate) host_memory_slab_reclaimable_bytes: u64,
    /// Memory waiting to be written back. In bytes; gauge, host. Source: /proc/meminfo: Dirty. Since Linux 2.6.
    pub(crate) host_memory_dirty_bytes: u64,
    /// Memory being written back. In bytes; gauge, host. Source: /proc/meminfo: Writeback. Since Linux 2.6.
    pub(crate) host_memory_writeback_bytes: u64,
    /// Swap space; 0 where there is none. In bytes; gauge, host. Source: /proc/meminfo: SwapTotal. Since Linux 2.6.
    pub(crate) host_swap_total_bytes: u64,
    /// Swap space not in use. In bytes; gauge, host. Source: /proc/meminfo: SwapFree. Since Linux 2.6.
    pub(crate) host_swap_free_bytes: u64,
    /// Bytes read from block devices. In bytes; counter, host. Source: /proc/vmstat: pgpgin. Since Linux 2.6.
    pub(crate) host_paging_in_bytes: u64,
    /// Bytes written to block devices. In bytes; counter, host. Source: /proc/vmstat: pgpgout. Since Linux 2.6.
    pub(crate) host_paging_out_bytes: u64,
    /// Bytes swapped in. In bytes; counter, host. Source: /proc/vmstat: pswpin. Since Linux 2.6.
    pub(crate) host_swap_in_bytes: u64,
    /// Bytes swapped out. In bytes; counter, host. Source: /proc/vmstat: pswpout. Since Linux 2.6.
    pub(crate) host_swap_out_bytes: u64,
    /// Page faults, minor and major. Counter, host. Source: /proc/vmstat: pgfault. Since Linux 2.6.
    pub(crate) host_page_faults: u64,
    /// Page faults that had to read from storage. Counter, host. Source: /proc/vmstat: pgmajfault. Since Linux 2.6.
    pub(crate) host_major_page_faults: u64,
    /// Allocations that had to reclaim memory themselves first. Counter, host. Source: /proc/vmstat: sum of allocstall_*. Since Linux 4.10.
    pub(crate) host_allocation_stalls: u64,
    /// Processes killed for want of memory, anywhere on the host. Counter, host. Source: /proc/vmstat: oom_kill. Since Linux 4.13.
    pub(crate) host_oom_kills: u64,
    /// How old the paging values are: they are read at most once in the slow-lane interval. In seconds; gauge, host. Source: clock. Since Linux 2.6.
    pub(crate) host_paging_age_seconds: f64,
    /// Share of the last 10 seconds in which at least one task of the host waited for a CPU (the kernel's percentage divided by 100). In ratio; gauge, host. Source: /proc/pressure/cpu: some avg10. Since Linux 4.20.
    pub(crate) host_pressure_cpu_some_avg10_ratio: f64,
    /// Share of the last 60 seconds in which at least one task of the host waited for a CPU (the kernel's percentage divided by 100). In ratio; gauge, host. Source: /proc/pressure/cpu: some avg60. Since Linux 4.20.
    pub(crate) host_pressure_cpu_some_avg60_ratio: f64,
    /// Share of the last 300 seconds in which at least one task of the host waited for a CPU (the kernel's percentage divided by 100). In ratio; gauge, host. Source: /proc/pressure/cpu: some avg300. Since Linux 4.20.
    pub(crate) host_pressure_cpu_some_avg300_ratio: f64,
    /// Time in which at least one task of the host waited for a CPU, since boot. In seconds; counter, host. Source: /proc/pressure/cpu: some total. Since Linux 4.20.
    pub(crate) host_pressure_cpu_some_seconds: f64,
    /// Share of the last 10 seconds in which all non-idle tasks of the host waited for a CPU (the kernel's percentage divided by 100). In ratio; gauge, host. Source: /proc/pressure/cpu: full avg10. Since Linux 5.13.
    pub(crate) host_pressure_cpu_full_avg10_ratio: f64,
    /// Share of the last 60 seconds in which all non-idle tasks of the host waited for a CPU (the kernel's percentage divided by 100). In ratio; gauge, host. Source: /proc/pressure/cpu: full avg60. Since Linux 5.13.
    pub(crate) host_pressure_cpu_full_avg60_ratio: f64,
    /// Share of the last 300 seconds in which all non-idle tasks of the host waited for a CPU (the kernel's percentage divided by 100). In ratio; gauge, host. Source: /proc/pressure/cpu: full avg300. Since Linux 5.13.
    pub(crate) host_pressure_cpu_full_avg300_ratio: f64,
    /// Time in which all non-idle tasks of the host waited for a CPU, since boot. In seconds; counter, host. Source: /proc/pressure/cpu: full total. Since Linux 5.13.
    pub(crate) host_pressure_cpu_full_seconds: f64,
    /// Share of the last 10 seconds in which at least one task of the host waited for memory (the kernel's percentage divided by 100). In ratio; gauge, host. Source: /proc/pressure/memory: some avg10. Since Linux 4.20.
    pub(crate) host_pressure_memory_some_avg10_ratio: f64,
    /// Share of the last 60 seconds in which at least one task of the host waited for memory (the kernel's percentage divided by 100). In ratio; gauge, host. Source: /proc/pressure/memory: some avg60. Since Linux 4.20.
    pub(crate) host_pressure_memory_some_avg60_ratio: f64,
    /// Share of the last 300 seconds in which at least one task of the host waited for memory (the kernel's percentage divided by 100). In ratio; gauge, host. Source: /proc/pressure/memory: some avg300. Since Linux 4.20.
    pub(crate) host_pressure_memory_some_avg300_ratio: f64,
    /// Time in which at least one task of the host waited for memory, since boot. In seconds; counter, host. Source: /proc/pressure/memory: some total. Since Linux 4.20.
    pub(crate) host_pressure_memory_some_seconds: f64,
    /// Share of the last 10 seconds in which all non-idle tasks of the host waited for memory (the kernel's percentage divided by 100). In ratio; gauge, host. Source: /proc/pressure/memory: full avg10. Since Linux 4.20.
    pub(crate) host_pressure_memory_full_avg10_ratio: f64,
    /// Share of the last 60 seconds in which all non-idle tasks of the host waited for memory (the kernel's percentage divided by 100). In ratio; gauge, host. Source: /proc/pressure/memory: full avg60. Since Linux 4.20.
    pub(crate) host_pressure_memory_full_avg60_ratio: f64,
    /// Share of the last 300 seconds in which all non-idle tasks of the host waited for memory (the kernel's percentage divided by 100). In ratio; gauge, host. Source: /proc/pressure/memory: full avg300. Since Linux 4.20.
    pub(crate) host_pressure_memory_full_avg300_ratio: f64,
    /// Time in which all non-idle tasks of the host waited for memory, since boot. In seconds; counter, host. Source: /proc/pressure/memory: full total. Since Linux 4.20.
    pub(crate) host_pressure_memory_full_seconds: f64,
    /// Share of the last 10 seconds in which at least one task of the host waited for I/O (the kernel's percentage divided by 100). In ratio; gauge, host. Source: /proc/pressure/io: some avg10. Since Linux 4.20.
    pub(crate) host_pressure_io_some_avg10_ratio: f64,
    /// Share of the last 60 seconds in which at least one task of the host waited for I/O (the kernel's percentage divided by 100). In ratio; gauge, host. Source: /proc/pressure/io: some avg60. Since Linux 4.20.
    pub(crate) host_pressure_io_some_avg60_ratio: f64,
    /// Share of the last 300 seconds in which at least one task of the host waited for I/O (the kernel's percentage divided by 100). In ratio; gauge, host. Source: /proc/pressure/io: some avg300. Since Linux 4.20.
    pub(crate) host_pressure_io_some_avg300_ratio: f64,
    /// Time in which at least one task of the host waited for I/O, since boot. In seconds; counter, host. Source: /proc/pressure/io: some total. Since Linux 4.20.
    pub(crate) host_pressure_io_some_seconds: f64,
    /// Share of the last 10 seconds in which all non-idle tasks of the host waited for I/O (the kernel's percentage divided by 100). In ratio; gauge, host. Source: /proc/pressure/io: full avg10. Since Linux 4.20.
    pub(crate) host_pressure_io_full_avg10_ratio: f64,
    /// Share of the last 60 seconds in which all non-idle tasks of the host waited for I/O (the kernel's percentage divided by 100). In ratio; gauge, host. Source: /proc/pressure/io: full avg60. Since Linux 4.20.
    pub(crate) host_pressure_io_full_avg60_ratio: f64,
    /// Share of the last 300 seconds in which all non-idle tasks of the host waited for I/O (the kernel's percentage divided by 100). In ratio; gauge, host. Source: /proc/pressure/io: full avg300. Since Linux 4.20.
    pub(crate) host_pressure_io_full_avg300_ratio: f64,
    /// Time in which all non-idle tasks of the host waited for I/O, since boot. In seconds; counter, host. Source: /proc/pressure/io: full total. Since Linux 4.20.
    pub(crate) host_pressure_io_full_seconds: f64,
    /// Real disks counted in the totals. Gauge, host. Source: /sys/block: entries with a device, without loop, ram and zram. Since Linux 2.6.
    pub(crate) host_disks: u64,
    /// Reads completed. Counter, host. Source: /sys/block/DEV/stat or /proc/diskstats, real disks: column 1. Since Linux 2.6.
    pub(crate) host_disk_reads: u64,
    /// Bytes read. In bytes; counter, host. Source: /sys/block/DEV/stat or /proc/diskstats, real disks: column 3, times 512. Since Linux 2.6.
    pub(crate) host_disk_read_bytes: u64,
    /// Time reads took, summed over reads. In seconds; counter, host. Source: /sys/block/DEV/stat or /proc/diskstats, real disks: column 4. Since Linux 2.6.
    pub(crate) host_disk_read_seconds: f64,
    /// Writes completed. Counter, host. Source: /sys/block/DEV/stat or /proc/diskstats, real disks: column 5. Since Linux 2.6.
    pub(crate) host_disk_writes: u64,
    /// Bytes written. In bytes; counter, host. Source: /sys/block/DEV/stat or /proc/diskstats, real disks: column 7, times 512. Since Linux 2.6.
    pub(crate) host_disk_written_bytes: u64,
    /// Time writes took, summed over writes. In seconds; counter, host. Source: /sys/block/DEV/stat or /proc/diskstats, real disks: column 8. Since Linux 2.6.
    pub(crate) host_disk_write_seconds: f64,
    /// Operations in flight. Gauge, host. Source: /sys/block/DEV/stat or /proc/diskstats, real disks: column 9. Since Linux 2.6.
    pub(crate) host_disk_in_flight: u64,
    /// Time with an operation in flight, summed over disks. In seconds; counter, host. Source: /sys/block/DEV/stat or /proc/diskstats, real disks: column 10. Since Linux 2.6.
    pub(crate) host_disk_busy_seconds: f64,
    /// Time operations spent in flight or waiting, summed over operations: its rate is the mean queue length. In seconds; counter, host. Source: /sys/block/DEV/stat or /proc/diskstats, real disks: column 11. Since Linux 2.6.
    pub(crate) host_disk_queue_seconds: f64,
    /// Size of the filesystem. In bytes; gauge, mount. Source: statvfs(3): f_blocks * f_frsize. Since Linux 2.6.
    pub(crate) filesystem_total_bytes: u64,
    /// Free space, with what is reserved for root. In bytes; gauge, mount. Source: statvfs(3): f_bfree * f_frsize. Since Linux 2.6.
    pub(crate) filesystem_free_bytes: u64,
    /// Free space an unprivileged process can use. In bytes; gauge, mount. Source: statvfs(3): f_bavail * f_frsize. Since Linux 2.6.
    pub(crate) filesystem_available_bytes: u64,
    /// Inodes; 0 where the filesystem has no fixed number. Gauge, mount. Source: statvfs(3): f_files. Since Linux 2.6.
    pub(crate) filesystem_inodes: u64,
    /// Free inodes. Gauge, mount. Source: statvfs(3): f_ffree. Since Linux 2.6.
    pub(crate) filesystem_inodes_free: u64,
    /// How old the filesystem's values are: they are read at most once in the slow-lane interval. In seconds; gauge, mount. Source: clock. Since Linux 2.6.
    pub(crate) filesystem_age_seconds: f64,
    /// Interfaces counted in the totals. Gauge, network namespace. Source: /proc/PID/net/dev, without lo: number of interfaces. Since Linux 2.6.
    pub(crate) network_interfaces: u64,
    /// Bytes received. In bytes; counter, network namespace. Source: /proc/PID/net/dev, without lo: receive bytes. Since Linux 2.6.
    pub(crate) network_received_bytes: u64,
    /// Packets received. Counter, network namespace. Source: /proc/PID/net/dev, without lo: receive packets. Since Linux 2.6.
    pub(crate) network_received_packets: u64,
    /// Errors on receive. Counter, network namespace. Source: /proc/PID/net/dev, without lo: receive errs. Since Linux 2.6.
    pub(crate) network_receive_errors: u64,
    /// Packets dropped on receive. Counter, network namespace. Source: /proc/PID/net/dev, without lo: receive drop. Since Linux 2.6.
    pub(crate) network_receive_drops: u64,
    /// Bytes sent. In bytes; counter, network namespace. Source: /proc/PID/net/dev, without lo: transmit bytes. Since Linux 2.6.
    pub(crate) network_sent_bytes: u64,
    /// Packets sent. Counter, network namespace. Source: /proc/PID/net/dev, without lo: transmit packets. Since Linux 2.6.
    pub(crate) network_sent_packets: u64,
    /// Errors on transmit. Counter, network namespace. Source: /proc/PID/net/dev, without lo: transmit errs. Since Linux 2.6.
    pub(crate) network_send_errors: u64,
    /// Packets dropped on transmit. Counter, network namespace. Source: /proc/PID/net/dev, without lo: transmit drop. Since Linux 2.6.
    pub(crate) network_send_drops: u64,
    /// TCP segments received, with errors. Counter, network namespace. Source: /proc/PID/net/snmp: Tcp InSegs. Since Linux 2.6.
    pub(crate) network_tcp_segments_received: u64,
    /// TCP segments sent, without retransmissions. Counter, network namespace. Source: /proc/PID/net/snmp: Tcp OutSegs. Since Linux 2.6.
    pub(crate) network_tcp_segments_sent: u64,
    /// TCP segments sent again. Counter, network namespace. Source: /proc/PID/net/snmp: Tcp RetransSegs. Since Linux 2.6.
    pub(crate) network_tcp_segments_retransmitted: u64,
    /// TCP segments received with errors. Counter, network namespace. Source: /proc/PID/net/snmp: Tcp InErrs. Since Linux 2.6.
    pub(crate) network_tcp_receive_errors: u64,
    /// TCP segments sent with the reset flag. Counter, network namespace. Source: /proc/PID/net/snmp: Tcp OutRsts. Since Linux 2.6.
    pub(crate) network_tcp_resets_sent: u64,
    /// TCP connections established or waiting for the peer to close. Gauge, network namespace. Source: /proc/PID/net/snmp: Tcp CurrEstab. Since Linux 2.6.
    pub(crate) network_tcp_established: u64,
    /// Sockets of every kind in use. Gauge, network namespace. Source: /proc/PID/net/sockstat: sockets used. Since Linux 2.6.
    pub(crate) network_sockets_used: u64,
    /// IPv4 TCP sockets in use, without time-wait. Gauge, network namespace. Source: /proc/PID/net/sockstat: TCP inuse. Since Linux 2.6.
    pub(crate) network_tcp_sockets: u64,
    /// TCP sockets no process holds any more. Gauge, network namespace. Source: /proc/PID/net/sockstat: TCP orphan. Since Linux 2.6.
    pub(crate) network_tcp_orphans: u64,
    /// TCP sockets in time-wait. Gauge, network namespace. Source: /proc/PID/net/sockstat: TCP tw. Since Linux 2.6.
    pub(crate) network_tcp_time_wait: u64,
    /// IPv4 UDP sockets in use. Gauge, network namespace. Source: /proc/PID/net/sockstat: UDP inuse. Since Linux 2.6.
    pub(crate) network_udp_sockets: u64,
    /// How old the protocol's values are: they are read at most once in the slow-lane interval. In seconds; gauge, network namespace. Source: clock. Since Linux 2.6.
    pub(crate) network_protocol_age_seconds: f64,
    /// CPU time used by the cgroup. In seconds; counter, cgroup. Source: v2 cpu.stat: usage_usec; v1 cpuacct.usage. Since Linux 2.6.
    pub(crate) cgroup_cpu_usage_seconds: f64,
    /// CPU time in user mode; v1 counts in ticks of 10 ms. In seconds; counter, cgroup. Source: v2 cpu.stat: user_usec; v1 cpuacct.stat: user. Since Linux 2.6.
    pub(crate) cgroup_cpu_user_seconds: f64,
    /// CPU time in the kernel; v1 counts in ticks of 10 ms. In seconds; counter, cgroup. Source: v2 cpu.stat: system_usec; v1 cpuacct.stat: system. Since Linux 2.6.
    pub(crate) cgroup_cpu_system_seconds: f64,
    /// Enforcement periods that passed with runnable tasks. Counter, cgroup. Source: cpu.stat: nr_periods. Since Linux 3.2.
    pub(crate) cgroup_cpu_periods: u64,
    /// Periods in which the cgroup used up its quota and was stopped. Counter, cgroup. Source: cpu.stat: nr_throttled. Since Linux 3.2.
    pub(crate) cgroup_cpu_throttled_periods: u64,
    /// Time the cgroup was stopped, summed over CPUs. In seconds; counter, cgroup. Source: v2 cpu.stat: throttled_usec; v1 cpu.stat: throttled_time. Since Linux 3.2.
    pub(crate) cgroup_cpu_throttled_seconds: f64,
    /// Quota of the cgroup itself, in CPUs. In cpus or no limit; gauge, cgroup. Source: v2 cpu.max; v1 cpu.cfs_quota_us / cpu.cfs_period_us. Since Linux 3.2.
    pub(crate) cgroup_cpu_quota_cpus: f64,
    /// The tightest quota that applies, in CPUs. In cpus or no limit; gauge, cgroup. Source: as cgroup_cpu_quota_cpus, minimum over the cgroup and its visible ancestors. Since Linux 3.2.
    pub(crate) cgroup_cpu_effective_quota_cpus: f64,
    /// Which cgroup holds the tightest quota: 0 the target's own, 1 its parent and so on; missing where there is no quota. Gauge, cgroup. Source: as cgroup_cpu_effective_quota_cpus. Since Linux 3.2.
    pub(crate) cgroup_cpu_binding_depth: u64,
    /// CPUs the target may run on. Gauge, cgroup. Source: v2 cpuset.cpus.effective; v1 cpuset.effective_cpus or cpuset.cpus; else sched_getaffinity(2). Since Linux 2.6.
    pub(crate) cgroup_cpuset_cpus: u64,
    /// CPUs' worth of time the target can use, as a fraction. In cpus; gauge, cgroup. Source: minimum of quota over ancestors, cpuset, and CPUs online. Since Linux 2.6.
    pub(crate) cgroup_effective_cpus: f64,
    /// Memory charged to the cgroup, with page cache. In bytes; gauge, cgroup. Source: v2 memory.current; v1 memory.usage_in_bytes. Since Linux 2.6.
    pub(crate) cgroup_memory_usage_bytes: u64,
    /// Limit of the cgroup itself. In bytes or no limit; gauge, cgroup. Source: v2 memory.max; v1 memory.limit_in_bytes. Since Linux 2.6.25.
    pub(crate) cgroup_memory_limit_bytes: u64,
    /// The tightest limit that applies; one above the host's memory is no limit. In bytes or no limit; gauge, cgroup. Source: as cgroup_memory_limit_bytes, minimum over the cgroup and its ancestors; v1 also memory.stat: hierarchical_memory_limit. Since Linux 2.6.25.
    pub(crate) cgroup_memory_effective_limit_bytes: u64,
    /// Which cgroup holds the tightest limit: 0 the target's own, 1 its parent and so on; missing where there is none, or where it cannot be seen from here. Gauge, cgroup. Source: as cgroup_memory_effective_limit_bytes. Since Linux 2.6.25.
    pub(crate) cgroup_memory_binding_depth: u64,
    /// Above this the kernel slows the cgroup down to reclaim; v2 only. In bytes or no limit; gauge, cgroup. Source: v2 memory.high, minimum over the cgroup and its visible ancestors. Since Linux 4.5.
    pub(crate) cgroup_memory_high_bytes: u64,
    /// Swap used by the cgroup (on v1 it comes with CGROUP_MEMORY_STAT). In bytes; gauge, cgroup. Source: v2 memory.swap.current; v1 memory.stat: total_swap. Since Linux 4.5.
    pub(crate) cgroup_swap_usage_bytes: u64,
    /// Swap the cgroup may use. In bytes or no limit; gauge, cgroup. Source: v2 memory.swap.max; v1 memory.memsw.limit_in_bytes minus memory.limit_in_bytes, on the slow lane. Since Linux 4.5.
    pub(crate) cgroup_swap_limit_bytes: u64,
    /// Times the cgroup was slowed for exceeding memory.high; v2 only. Counter, cgroup. Source: v2 memory.events: high. Since Linux 4.5.
    pub(crate) cgroup_memory_high_events: u64,
    /// Times usage was about to go over the limit. Counter, cgroup. Source: v2 memory.events: max; v1 memory.failcnt. Since Linux 2.6.25.
    pub(crate) cgroup_memory_max_events: u64,
    /// Times the limit was reached and allocation was about to fail; v2 only. Counter, cgroup. Source: v2 memory.events: oom. Since Linux 4.5.
    pub(crate) cgroup_memory_oom_events: u64,
    /// Processes of the cgroup killed for want of memory. Counter, cgroup. Source: v2 memory.events: oom_kill; v1 memory.oom_control: oom_kill. Since Linux 4.13.
    pub(crate) cgroup_memory_oom_kills: u64,
    /// Usage without the page cache that would be dropped first; still counts active page cache. In bytes; gauge, cgroup. Source: usage minus memory.stat inactive_file (v1 total_inactive_file). Since Linux 2.6.
    pub(crate) cgroup_memory_working_set_bytes: u64,
    /// Memory of no file: heap, stack. A leak grows here. In bytes; gauge, cgroup. Source: memory.stat: v2 anon; v1 total_rss. Since Linux 2.6.
    pub(crate) cgroup_memory_anon_bytes: u64,
    /// Page cache, with shared memory. In bytes; gauge, cgroup. Source: memory.stat: v2 file; v1 total_cache. Since Linux 2.6.
    pub(crate) cgroup_memory_file_bytes: u64,
    /// Memory the kernel uses on behalf of the cgroup. In bytes; gauge, cgroup. Source: v2 memory.stat: kernel; v1 memory.kmem.usage_in_bytes. Since Linux 4.5.
    pub(crate) cgroup_memory_kernel_bytes: u64,
    /// What the kernel can take back without swapping. In bytes; gauge, cgroup. Source: memory.stat: inactive_file + active_file + slab_reclaimable. Since Linux 2.6.
    pub(crate) cgroup_memory_reclaimable_bytes: u64,
    /// Page cache not used recently. In bytes; gauge, cgroup. Source: memory.stat: inactive_file. Since Linux 2.6.
    pub(crate) cgroup_memory_inactive_file_bytes: u64,
    /// Shared memory and tmpfs. In bytes; gauge, cgroup. Source: memory.stat: v2 shmem; v1 total_shmem. Since Linux 4.5.
    pub(crate) cgroup_memory_shmem_bytes: u64,
    /// Page cache waiting to be written back. In bytes; gauge, cgroup. Source: memory.stat: v2 file_dirty; v1 total_dirty. Since Linux 4.2.
    pub(crate) cgroup_memory_dirty_bytes: u64,
    /// Page cache being written back. In bytes; gauge, cgroup. Source: memory.stat: v2 file_writeback; v1 total_writeback. Since Linux 4.2.
    pub(crate) cgroup_memory_writeback_bytes: u64,
    /// Page faults, minor and major. Counter, cgroup. Source: memory.stat: v2 pgfault; v1 total_pgfault. Since Linux 2.6.
    pub(crate) cgroup_page_faults: u64,
    /// Page faults that had to read from storage. Counter, cgroup. Source: memory.stat: v2 pgmajfault; v1 total_pgmajfault. Since Linux 2.6.
    pub(crate) cgroup_major_page_faults: u64,
    /// Bytes read from real disks. Like the other three of I/O, missing in v1 from Linux 6.10 until a throttle limit was set: nothing counts it before. In bytes; counter, cgroup. Source: v2 io.stat: rbytes; v1 blkio.throttle.io_service_bytes_recursive: Read. Since Linux 3.16.
    pub(crate) cgroup_io_read_bytes: u64,
    /// Bytes written to real disks. In bytes; counter, cgroup. Source: v2 io.stat: wbytes; v1 blkio.throttle.io_service_bytes_recursive: Write. Since Linux 3.16.
    pub(crate) cgroup_io_written_bytes: u64,
    /// Reads from real disks. Counter, cgroup. Source: v2 io.stat: rios; v1 blkio.throttle.io_serviced_recursive: Read. Since Linux 3.16.
    pub(crate) cgroup_io_reads: u64,
    /// Writes to real disks. Counter, cgroup. Source: v2 io.stat: wios; v1 blkio.throttle.io_serviced_recursive: Write. Since Linux 3.16.
    pub(crate) cgroup_io_writes: u64,
    /// Tasks (processes and threads) in the cgroup. Gauge, cgroup. Source: pids.current. Since Linux 4.3.
    pub(crate) cgroup_pids: u64,
    /// Tasks the cgroup itself may hold. A number or no limit; gauge, cgroup. Source: pids.max. Since Linux 4.3.
    pub(crate) cgroup_pids_limit: u64,
    /// The tightest limit on tasks that applies. A number or no limit; gauge, cgroup. Source: pids.max, minimum over the cgroup and its visible ancestors (these on the slow lane). Since Linux 4.3.
    pub(crate) cgroup_pids_effective_limit: u64,
    /// Share of the last 10 seconds in which at least one task of the cgroup waited for a CPU (the kernel's percentage divided by 100). In ratio; gauge, cgroup. Source: cpu.pressure of the cgroup: some avg10. Since Linux 4.20.
    pub(crate) cgroup_pressure_cpu_some_avg10_ratio: f64,
    /// Share of the last 60 seconds in which at least one task of the cgroup waited for a CPU (the kernel's percentage divided by 100). In ratio; gauge, cgroup. Source: cpu.pressure of the cgroup: some avg60. Since Linux 4.20.
    pub(crate) cgroup_pressure_cpu_some_avg60_ratio: f64,
    /// Share of the last 300 seconds in which at least one task of the cgroup waited for a CPU (the kernel's percentage divided by 100). In ratio; gauge, cgroup. Source: cpu.pressure of the cgroup: some avg300. Since Linux 4.20.
    pub(crate) cgroup_pressure_cpu_some_avg300_ratio: f64,
    /// Time in which at least one task of the cgroup waited for a CPU, since the cgroup was made. In seconds; counter, cgroup. Source: cpu.pressure of the cgroup: some total. Since Linux 4.20.
    pub(crate) cgroup_pressure_cpu_some_seconds: f64,
    /// Share of the last 10 seconds in which all non-idle tasks of the cgroup waited for a CPU (the kernel's percentage divided by 100). In ratio; gauge, cgroup. Source: cpu.pressure of the cgroup: full avg10. Since Linux 5.13.
    pub(crate) cgroup_pressure_cpu_full_avg10_ratio: f64,
    /// Share of the last 60 seconds in which all non-idle tasks of the cgroup waited for a CPU (the kernel's percentage divided by 100). In ratio; gauge, cgroup. Source: cpu.pressure of the cgroup: full avg60. Since Linux 5.13.
    pub(crate) cgroup_pressure_cpu_full_avg60_ratio: f64,
    /// Share of the last 300 seconds in which all non-idle tasks of the cgroup waited for a CPU (the kernel's percentage divided by 100). In ratio; gauge, cgroup. Source: cpu.pressure of the cgroup: full avg300. Since Linux 5.13.
    pub(crate) cgroup_pressure_cpu_full_avg300_ratio: f64,
    /// Time in which all non-idle tasks of the cgroup waited for a CPU, since the cgroup was made. In seconds; counter, cgroup. Source: cpu.pressure of the cgroup: full total. Since Linux 5.13.
    pub(crate) cgroup_pressure_cpu_full_seconds: f64,
    /// Share of the last 10 seconds in which at least one task of the cgroup waited for memory (the kernel's percentage divided by 100). In ratio; gauge, cgroup. Source: memory.pressure of the cgroup: some avg10. Since Linux 4.20.
    pub(crate) cgroup_pressure_memory_some_avg10_ratio: f64,
    /// Share of the last 60 seconds in which at least one task of the cgroup waited for memory (the kernel's percentage divided by 100). In ratio; gauge, cgroup. Source: memory.pressure of the cgroup: some avg60. Since Linux 4.20.
    pub(crate) cgroup_pressure_memory_some_avg60_ratio: f64,
    /// Share of the last 300 seconds in which at least one task of the cgroup waited for memory (the kernel's percentage divided by 100). In ratio; gauge, cgroup. Source: memory.pressure of the cgroup: some avg300. Since Linux 4.20.
    pub(crate) cgroup_pressure_memory_some_avg300_ratio: f64,
    /// Time in which at least one task of the cgroup waited for memory, since the cgroup was made. In seconds; counter, cgroup. Source: memory.pressure of the cgroup: some total. Since Linux 4.20.
    pub(crate) cgroup_pressure_memory_some_seconds: f64,
    /// Share of the last 10 seconds in which all non-idle tasks of the cgroup waited for memory (the kernel's percentage divided by 100). In ratio; gauge, cgroup. Source: memory.pressure of the cgroup: full avg10. Since Linux 4.20.
    pub(crate) cgroup_pressure_memory_full_avg10_ratio: f64,
    /// Share of the last 60 seconds in which all non-idle tasks of the cgroup waited for memory (the kernel's percentage divided by 100). In ratio; gauge, cgroup. Source: memory.pressure of the cgroup: full avg60. Since Linux 4.20.
    pub(crate) cgroup_pressure_memory_full_avg60_ratio: f64,
    /// Share of the last 300 seconds in which all non-idle tasks of the cgroup waited for memory (the kernel's percentage divided by 100). In ratio; gauge, cgroup. Source: memory.pressure of the cgroup: full avg300. Since Linux 4.20.
    pub(crate) cgroup_pressure_memory_full_avg300_ratio: f64,
    /// Time in which all non-idle tasks of the cgroup waited for memory, since the cgroup was made. In seconds; counter, cgroup. Source: memory.pressure of the cgroup: full total. Since Linux 4.20.
    pub(crate) cgroup_pressure_memory_full_seconds: f64,
    /// Share of the last 10 seconds in which at least one task of the cgroup waited for I/O (the kernel's percentage divided by 100). In ratio; gauge, cgroup. Source: io.pressure of the cgroup: some avg10. Since Linux 4.20.
    pub(crate) cgroup_pressure_io_some_avg10_ratio: f64,
    /// Share of the last 60 seconds in which at least one task of the cgroup waited for I/O (the kernel's percentage divided by 100). In ratio; gauge, cgroup. Source: io.pressure of the cgroup: some avg60. Since Linux 4.20.
    pub(crate) cgroup_pressure_io_some_avg60_ratio: f64,
    /// Share of the last 300 seconds in which at least one task of the cgroup waited for I/O (the kernel's percentage divided by 100). In ratio; gauge, cgroup. Source: io.pressure of the cgroup: some avg300. Since Linux 4.20.
    pub(crate) cgroup_pressure_io_some_avg300_ratio: f64,
    /// Time in which at least one task of the cgroup waited for I/O, since the cgroup was made. In seconds; counter, cgroup. Source: io.pressure of the cgroup: some total. Since Linux 4.20.
    pub(crate) cgroup_pressure_io_some_seconds: f64,
    /// Share of the last 10 seconds in which all non-idle tasks of the cgroup waited for I/O (the kernel's percentage divided by 100). In ratio; gauge, cgroup. Source: io.pressure of the cgroup: full avg10. Since Linux 4.20.
    pub(crate) cgroup_pressure_io_full_avg10_ratio: f64,
    /// Share of the last 60 seconds in which all non-idle tasks of the cgroup waited for I/O (the kernel's percentage divided by 100). In ratio; gauge, cgroup. Source: io.pressure of the cgroup: full avg60. Since Linux 4.20.
    pub(crate) cgroup_pressure_io_full_avg60_ratio: f64,
    /// Share of the last 300 seconds in which all non-idle tasks of the cgroup waited for I/O (the kernel's percentage divided by 100). In ratio; gauge, cgroup. Source: io.pressure of the cgroup: full avg300. Since Linux 4.20.
    pub(crate) cgroup_pressure_io_full_avg300_ratio: f64,
    /// Time in which all non-idle tasks of the cgroup waited for I/O, since the cgroup was made. In seconds; counter, cgroup. Source: io.pressure of the cgroup: full total. Since Linux 4.20.
    pub(crate) cgroup_pressure_io_full_seconds: f64,
    /// CPU time in user mode, all threads. In seconds; counter, process. Source: getrusage(2): ru_utime; of another process /proc/PID/stat: utime. Since Linux 2.6.
    pub(crate) process_cpu_user_seconds: f64,
    /// CPU time in the kernel, all threads. In seconds; counter, process. Source: getrusage(2): ru_stime; of another process /proc/PID/stat: stime. Since Linux 2.6.
    pub(crate) process_cpu_system_seconds: f64,
    /// Memory resident in RAM; the kernel batches its count per thread, so it can lag by some pages. In bytes; gauge, process. Source: /proc/PID/statm: resident. Since Linux 2.6.
    pub(crate) process_resident_bytes: u64,
    /// Address space. In bytes; gauge, process. Source: /proc/PID/statm: size. Since Linux 2.6.
    pub(crate) process_virtual_bytes: u64,
    /// Resident memory that files or shared memory back. In bytes; gauge, process. Source: /proc/PID/statm: shared. Since Linux 2.6.
    pub(crate) process_shared_bytes: u64,
    /// Threads. Gauge, process. Source: links of /proc/PID/task minus 2; else /proc/PID/stat: num_threads. Since Linux 2.6.
    pub(crate) process_threads: u64,
    /// Open file descriptors, with the sampler's own (see own_descriptors). Gauge, process. Source: size of /proc/PID/fd; before Linux 6.2 its entries. Since Linux 2.6.
    pub(crate) process_descriptors: u64,
    /// Soft limit on open file descriptors. A number or no limit; gauge, process. Source: prlimit(2): RLIMIT_NOFILE soft; else /proc/PID/limits. Since Linux 2.6.
    pub(crate) process_descriptors_limit: u64,
    /// Context switches because the process waited. Counter, process. Source: getrusage(2): ru_nvcsw; of another process /proc/PID/status, single-threaded only. Since Linux 2.6.
    pub(crate) process_voluntary_switches: u64,
    /// Context switches because its time was up. Counter, process. Source: getrusage(2): ru_nivcsw; of another process /proc/PID/status, single-threaded only. Since Linux 2.6.
    pub(crate) process_involuntary_switches: u64,
    /// Page faults served from memory. Counter, process. Source: getrusage(2): ru_minflt; of another process /proc/PID/stat: minflt. Since Linux 2.6.
    pub(crate) process_minor_faults: u64,
    /// Page faults that had to read from storage. Counter, process. Source: getrusage(2): ru_majflt; of another process /proc/PID/stat: majflt. Since Linux 2.6.
    pub(crate) process_major_faults: u64,
    /// Bytes fetched from storage. In bytes; counter, process. Source: /proc/PID/io: read_bytes. Since Linux 2.6.20.
    pub(crate) process_read_bytes: u64,
    /// Bytes sent to storage. In bytes; counter, process. Source: /proc/PID/io: write_bytes. Since Linux 2.6.20.
    pub(crate) process_written_bytes: u64,
    /// Bytes asked of read calls, page cache included. In bytes; counter, process. Source: /proc/PID/io: rchar. Since Linux 2.6.20.
    pub(crate) process_call_read_bytes: u64,
    /// Bytes given to write calls, page cache included. In bytes; counter, process. Source: /proc/PID/io: wchar. Since Linux 2.6.20.
    pub(crate) process_call_written_bytes: u64,
    /// Read system calls. Counter, process. Source: /proc/PID/io: syscr. Since Linux 2.6.20.
    pub(crate) process_read_calls: u64,
    /// Write system calls. Counter, process. Source: /proc/PID/io: syscw. Since Linux 2.6.20.
    pub(crate) process_write_calls: u64,
    /// Periods in which that ancestor wanted to run; missing where no ancestor binds (cgroup_cpu_binding_depth is 0 or missing). With siblings; to be compared between samples of one depth only. Counter, cgroup. Source: cpu.stat of the ancestor whose quota binds: nr_periods. Since Linux 3.2.
    pub(crate) cgroup_cpu_binding_periods: u64,
    /// Periods in which that ancestor ran into its quota, and everything below it with it: the cgroup's own counters do not show that. As cgroup_cpu_binding_periods. Counter, cgroup. Source: cpu.stat of the ancestor whose quota binds: nr_throttled. Since Linux 3.2.
    pub(crate) cgroup_cpu_binding_throttled_periods: u64,
    /// Time that ancestor was throttled, summed over CPUs. As cgroup_cpu_binding_periods. In seconds; counter, cgroup. Source: cpu.stat of the ancestor whose quota binds: v2 throttled_usec; v1 throttled_time. Since Linux 3.2.
    pub(crate) cgroup_cpu_binding_throttled_seconds: f64,
    /// Time in which the cgroup had something to run and others had the CPU, summed over CPUs. Version 1 only, and only as long as kernel.sched_schedstats is 1. In seconds; counter, cgroup. Source: v1 cpu.stat: wait_sum. Since Linux 4.20.
    pub(crate) cgroup_cpu_wait_seconds: f64,
    /// Bytes swapped in, of the cgroup's memory. In bytes; counter, cgroup. Source: v2 memory.stat: pswpin. Since Linux 6.13.
    pub(crate) cgroup_swap_in_bytes: u64,
    /// Bytes swapped out, of the cgroup's memory. In bytes; counter, cgroup. Source: v2 memory.stat: pswpout. Since Linux 6.13.
    pub(crate) cgroup_swap_out_bytes: u64,
    /// Forks that were refused. From Linux 6.11 on v2: by the limit of the cgroup or of a descendant. Before, and on v1: of tasks of the cgroup itself, by its own limit or an ancestor's. Counter, cgroup. Source: pids.events: max; on the slow lane. Since Linux 4.8.
    pub(crate) cgroup_pids_max_events: u64,
    /// Time in which the process could have run and had no CPU, throttled time included. Missing of a process with threads: the file tells of the main one only. In seconds; counter, process. Source: /proc/PID/schedstat: second number; single-threaded only, on the slow lane. Since Linux 2.6.
    pub(crate) process_run_delay_seconds: f64,
}

impl Default for Sample {
    fn default() -> Self {
        Sample {
            valid: [0; 4],
            boot_time_ns: 0,
            wall_time_ns: 0,
            took_ns: 0,
            generation: 0,
            cgroup_id: 0,
            groups: 0,
            lxcfs_groups: 0,
            cgroup_layout: 0,
            own_descriptors: 0,
            host_cpu_user_seconds: 0.0,
            host_cpu_nice_seconds: 0.0,
            host_cpu_system_seconds: 0.0,
            host_cpu_idle_seconds: 0.0,
            host_cpu_iowait_seconds: 0.0,
            host_cpu_irq_seconds: 0.0,
            host_cpu_softirq_seconds: 0.0,
            host_cpu_steal_seconds: 0.0,
            host_cpu_guest_seconds: 0.0,
            host_cpu_guest_nice_seconds: 0.0,
            host_cpus_online: 0,
            host_interrupts: 0,
            host_context_switches: 0,
            host_forks: 0,
            host_tasks_running: 0,
            host_tasks_blocked: 0,
            host_load1: 0.0,
            host_load5: 0.0,
            host_load15: 0.0,
            host_memory_total_bytes: 0,
            host_memory_free_bytes: 0,
            host_memory_available_bytes: 0,
            host_memory_buffers_bytes: 0,
            host_memory_cached_bytes: 0,
            host_memory_active_bytes: 0,
            host_memory_inactive_bytes: 0,
            host_memory_shmem_bytes: 0,
            host_memory_slab_bytes: 0,
            host_memory_slab_reclaimable_bytes: 0,
            host_memory_dirty_bytes: 0,
            host_memory_writeback_bytes: 0,
            host_swap_total_bytes: 0,
            host_swap_free_bytes: 0,
            host_paging_in_bytes: 0,
            host_paging_out_bytes: 0,
            host_swap_in_bytes: 0,
            host_swap_out_bytes: 0,
            host_page_faults: 0,
            host_major_page_faults: 0,
            host_allocation_stalls: 0,
            host_oom_kills: 0,
            host_paging_age_seconds: 0.0,
            host_pressure_cpu_some_avg10_ratio: 0.0,
            host_pressure_cpu_some_avg60_ratio: 0.0,
            host_pressure_cpu_some_avg300_ratio: 0.0,
            host_pressure_cpu_some_seconds: 0.0,
            host_pressure_cpu_full_avg10_ratio: 0.0,
            host_pressure_cpu_full_avg60_ratio: 0.0,
            host_pressure_cpu_full_avg300_ratio: 0.0,
            host_pressure_cpu_full_seconds: 0.0,
            host_pressure_memory_some_avg10_ratio: 0.0,
            host_pressure_memory_some_avg60_ratio: 0.0,
            host_pressure_memory_some_avg300_ratio: 0.0,
            host_pressure_memory_some_seconds: 0.0,
            host_pressure_memory_full_avg10_ratio: 0.0,
            host_pressure_memory_full_avg60_ratio: 0.0,
            host_pressure_memory_full_avg300_ratio: 0.0,
            host_pressure_memory_full_seconds: 0.0,
            host_pressure_io_some_avg10_ratio: 0.0,
            host_pressure_io_some_avg60_ratio: 0.0,
            host_pressure_io_some_avg300_ratio: 0.0,
            host_pressure_io_some_seconds: 0.0,
            host_pressure_io_full_avg10_ratio: 0.0,
            host_pressure_io_full_avg60_ratio: 0.0,
            host_pressure_io_full_avg300_ratio: 0.0,
            host_pressure_io_full_seconds: 0.0,
            host_disks: 0,
            host_disk_reads: 0,
            host_disk_read_bytes: 0,
            host_disk_read_seconds: 0.0,
            host_disk_writes: 0,
            host_disk_written_bytes: 0,
            host_disk_write_seconds: 0.0,
            host_disk_in_flight: 0,
            host_disk_busy_seconds: 0.0,
            host_disk_queue_seconds: 0.0,
            filesystem_total_bytes: 0,
            filesystem_free_bytes: 0,
            filesystem_available_bytes: 0,
            filesystem_inodes: 0,
            filesystem_inodes_free: 0,
            filesystem_age_seconds: 0.0,
            network_interfaces: 0,
            network_received_bytes: 0,
            network_received_packets: 0,
            network_receive_errors: 0,
            network_receive_drops: 0,
            network_sent_bytes: 0,
            network_sent_packets: 0,
            network_send_errors: 0,
            network_send_drops: 0,
            network_tcp_segments_received: 0,
            network_tcp_segments_sent: 0,
            network_tcp_segments_retransmitted: 0,
            network_tcp_receive_errors: 0,
            network_tcp_resets_sent: 0,
            network_tcp_established: 0,
            network_sockets_used: 0,
            network_tcp_sockets: 0,
            network_tcp_orphans: 0,
            network_tcp_time_wait: 0,
            network_udp_sockets: 0,
            network_protocol_age_seconds: 0.0,
            cgroup_cpu_usage_seconds: 0.0,
            cgroup_cpu_user_seconds: 0.0,
            cgroup_cpu_system_seconds: 0.0,
            cgroup_cpu_periods: 0,
            cgroup_cpu_throttled_periods: 0,
            cgroup_cpu_throttled_seconds: 0.0,
            cgroup_cpu_quota_cpus: 0.0,
            cgroup_cpu_effective_quota_cpus: 0.0,
            cgroup_cpu_binding_depth: 0,
            cgroup_cpuset_cpus: 0,
            cgroup_effective_cpus: 0.0,
            cgroup_memory_usage_bytes: 0,
            cgroup_memory_limit_bytes: 0,
            cgroup_memory_effective_limit_bytes: 0,
            cgroup_memory_binding_depth: 0,
            cgroup_memory_high_bytes: 0,
            cgroup_swap_usage_bytes: 0,
            cgroup_swap_limit_bytes: 0,
            cgroup_memory_high_events: 0,
            cgroup_memory_max_events: 0,
            cgroup_memory_oom_events: 0,
            cgroup_memory_oom_kills: 0,
            cgroup_memory_working_set_bytes: 0,
            cgroup_memory_anon_bytes: 0,
            cgroup_memory_file_bytes: 0,
            cgroup_memory_kernel_bytes: 0,
            cgroup_memory_reclaimable_bytes: 0,
            cgroup_memory_inactive_file_bytes: 0,
            cgroup_memory_shmem_bytes: 0,
            cgroup_memory_dirty_bytes: 0,
            cgroup_memory_writeback_bytes: 0,
            cgroup_page_faults: 0,
            cgroup_major_page_faults: 0,
            cgroup_io_read_bytes: 0,
            cgroup_io_written_bytes: 0,
            cgroup_io_reads: 0,
            cgroup_io_writes: 0,
            cgroup_pids: 0,
            cgroup_pids_limit: 0,
            cgroup_pids_effective_limit: 0,
            cgroup_pressure_cpu_some_avg10_ratio: 0.0,
            cgroup_pressure_cpu_some_avg60_ratio: 0.0,
            cgroup_pressure_cpu_some_avg300_ratio: 0.0,
            cgroup_pressure_cpu_some_seconds: 0.0,
            cgroup_pressure_cpu_full_avg10_ratio: 0.0,
            cgroup_pressure_cpu_full_avg60_ratio: 0.0,
            cgroup_pressure_cpu_full_avg300_ratio: 0.0,
            cgroup_pressure_cpu_full_seconds: 0.0,
            cgroup_pressure_memory_some_avg10_ratio: 0.0,
            cgroup_pressure_memory_some_avg60_ratio: 0.0,
            cgroup_pressure_memory_some_avg300_ratio: 0.0,
            cgroup_pressure_memory_some_seconds: 0.0,
            cgroup_pressure_memory_full_avg10_ratio: 0.0,
            cgroup_pressure_memory_full_avg60_ratio: 0.0,
            cgroup_pressure_memory_full_avg300_ratio: 0.0,
            cgroup_pressure_memory_full_seconds: 0.0,
            cgroup_pressure_io_some_avg10_ratio: 0.0,
            cgroup_pressure_io_some_avg60_ratio: 0.0,
            cgroup_pressure_io_some_avg300_ratio: 0.0,
            cgroup_pressure_io_some_seconds: 0.0,
            cgroup_pressure_io_full_avg10_ratio: 0.0,
            cgroup_pressure_io_full_avg60_ratio: 0.0,
            cgroup_pressure_io_full_avg300_ratio: 0.0,
            cgroup_pressure_io_full_seconds: 0.0,
            process_cpu_user_seconds: 0.0,
            process_cpu_system_seconds: 0.0,
            process_resident_bytes: 0,
            process_virtual_bytes: 0,
            process_shared_bytes: 0,
            process_threads: 0,
            process_descriptors: 0,
            process_descriptors_limit: 0,
            process_voluntary_switches: 0,
            process_involuntary_switches: 0,
            process_minor_faults: 0,
            process_major_faults: 0,
            process_read_bytes: 0,
            process_written_bytes: 0,
            process_call_read_bytes: 0,
            process_call_written_bytes: 0,
            process_read_calls: 0,
            process_write_calls: 0,
            cgroup_cpu_binding_periods: 0,
            cgroup_cpu_binding_throttled_periods: 0,
            cgroup_cpu_binding_throttled_seconds: 0.0,
            cgroup_cpu_wait_seconds: 0.0,
            cgroup_swap_in_bytes: 0,
            cgroup_swap_out_bytes: 0,
            cgroup_pids_max_events: 0,
            process_run_delay_seconds: 0.0,
        }
    }
}

#[rustfmt::skip]
accessors! {
    0 F64 host_cpu_user_seconds set_host_cpu_user_seconds "Time in user mode over all CPUs; includes guest time. In seconds; counter, host. Source: /proc/stat: cpu, column 1. Since Linux 2.6.";
    1 F64 host_cpu_nice_seconds set_host_cpu_nice_seconds "Time in user mode at lowered priority; includes guest_nice time. In seconds; counter, host. Source: /proc/stat: cpu, column 2. Since Linux 2.6.";
    2 F64 host_cpu_system_seconds set_host_cpu_system_seconds "Time in the kernel. In seconds; counter, host. Source: /proc/stat: cpu, column 3. Since Linux 2.6.";
    3 F64 host_cpu_idle_seconds set_host_cpu_idle_seconds "Idle time. In seconds; counter, host. Source: /proc/stat: cpu, column 4. Since Linux 2.6.";
    4 F64 host_cpu_iowait_seconds set_host_cpu_iowait_seconds "Idle time while a task waited for I/O: a hint, the kernel does not account it reliably. In seconds; counter, host. Source: /proc/stat: cpu, column 5. Since Linux 2.6.";
    5 F64 host_cpu_irq_seconds set_host_cpu_irq_seconds "Time serving interrupts. In seconds; counter, host. Source: /proc/stat: cpu, column 6. Since Linux 2.6.";
    6 F64 host_cpu_softirq_seconds set_host_cpu_softirq_seconds "Time serving soft interrupts. In seconds; counter, host. Source: /proc/stat: cpu, column 7. Since Linux 2.6.";
    7 F64 host_cpu_steal_seconds set_host_cpu_steal_seconds "Time the hypervisor gave to others. In seconds; counter, host. Source: /proc/stat: cpu, column 8. Since Linux 2.6.11.";
    8 F64 host_cpu_guest_seconds set_host_cpu_guest_seconds "Time running virtual CPUs; already inside user. In seconds; counter, host. Source: /proc/stat: cpu, column 9. Since Linux 2.6.24.";
    9 F64 host_cpu_guest_nice_seconds set_host_cpu_guest_nice_seconds "Time running niced virtual CPUs; already inside nice. In seconds; counter, host. Source: /proc/stat: cpu, column 10. Since Linux 2.6.33.";
    10 U64 host_cpus_online set_host_cpus_online "CPUs online. Gauge, host. Source: /proc/stat: number of cpuN lines. Since Linux 2.6.";
    11 U64 host_interrupts set_host_interrupts "Interrupts served since boot. Counter, host. Source: /proc/stat: intr. Since Linux 2.6.";
    12 U64 host_context_switches set_host_context_switches "Context switches since boot. Counter, host. Source: /proc/stat: ctxt. Since Linux 2.6.";
    13 U64 host_forks set_host_forks "Processes and threads created since boot. Counter, host. Source: /proc/stat: processes. Since Linux 2.6.";
    14 U64 host_tasks_running set_host_tasks_running "Tasks running or ready to run. Gauge, host. Source: /proc/stat: procs_running. Since Linux 2.6.";
    15 U64 host_tasks_blocked set_host_tasks_blocked "Tasks blocked on I/O. Gauge, host. Source: /proc/stat: procs_blocked. Since Linux 2.6.";
    16 F64 host_load1 set_host_load1 "Load average over 1 minute: tasks running, ready or in uninterruptible sleep. Gauge, host. Source: sysinfo(2) or /proc/loadavg, column 1. Since Linux 2.6.";
    17 F64 host_load5 set_host_load5 "Load average over 5 minutes: tasks running, ready or in uninterruptible sleep. Gauge, host. Source: sysinfo(2) or /proc/loadavg, column 2. Since Linux 2.6.";
    18 F64 host_load15 set_host_load15 "Load average over 15 minutes: tasks running, ready or in uninterruptible sleep. Gauge, host. Source: sysinfo(2) or /proc/loadavg, column 3. Since Linux 2.6.";
    19 U64 host_memory_total_bytes set_host_memory_total_bytes "Memory the kernel manages. In bytes; gauge, host. Source: /proc/meminfo: MemTotal. Since Linux 2.6.";
    20 U64 host_memory_free_bytes set_host_memory_free_bytes "Memory used for nothing. In bytes; gauge, host. Source: /proc/meminfo: MemFree. Since Linux 2.6.";
    21 U64 host_memory_available_bytes set_host_memory_available_bytes "Memory a new workload could get without swapping, as the kernel estimates. In bytes; gauge, host. Source: /proc/meminfo: MemAvailable. Since Linux 3.14.";
    22 U64 host_memory_buffers_bytes set_host_memory_buffers_bytes "Block-device page cache. In bytes; gauge, host. Source: /proc/meminfo: Buffers. Since Linux 2.6.";
    23 U64 host_memory_cached_bytes set_host_memory_cached_bytes "Page cache, with shmem, without swap cache. In bytes; gauge, host. Source: /proc/meminfo: Cached. Since Linux 2.6.";
    24 U64 host_memory_active_bytes set_host_memory_active_bytes "Memory used recently. In bytes; gauge, host. Source: /proc/meminfo: Active. Since Linux 2.6.";
    25 U64 host_memory_inactive_bytes set_host_memory_inactive_bytes "Memory not used recently: reclaimed first. In bytes; gauge, host. Source: /proc/meminfo: Inactive. Since Linux 2.6.";
    26 U64 host_memory_shmem_bytes set_host_memory_shmem_bytes "Shared memory and tmpfs. In bytes; gauge, host. Source: /proc/meminfo: Shmem. Since Linux 2.6.32.";
    27 U64 host_memory_slab_bytes set_host_memory_slab_bytes "Kernel slab caches. In bytes; gauge, host. Source: /proc/meminfo: Slab. Since Linux 2.6.";
    28 U64 host_memory_slab_reclaimable_bytes set_host_memory_slab_reclaimable_bytes "The part of the slab that can be reclaimed. In bytes; gauge, host. Source: /proc/meminfo: SReclaimable. Since Linux 2.6.19.";
    29 U64 host_memory_dirty_bytes set_host_memory_dirty_bytes "Memory waiting to be written back. In bytes; gauge, host. Source: /proc/meminfo: Dirty. Since Linux 2.6.";
    30 U64 host_memory_writeback_bytes set_host_memory_writeback_bytes "Memory being written back. In bytes; gauge, host. Source: /proc/meminfo: Writeback. Since Linux 2.6.";
    31 U64 host_swap_total_bytes set_host_swap_total_bytes "Swap space; 0 where there is none. In bytes; gauge, host. Source: /proc/meminfo: SwapTotal. Since Linux 2.6.";
    32 U64 host_swap_free_bytes set_host_swap_free_bytes "Swap space not in use. In bytes; gauge, host. Source: /proc/meminfo: SwapFree. Since Linux 2.6.";
    33 U64 host_paging_in_bytes set_host_paging_in_bytes "Bytes read from block devices. In bytes; counter, host. Source: /proc/vmstat: pgpgin. Since Linux 2.6.";
    34 U64 host_paging_out_bytes set_host_paging_out_bytes "Bytes written to block devices. In bytes; counter, host. Source: /proc/vmstat: pgpgout. Since Linux 2.6.";
    35 U64 host_swap_in_bytes set_host_swap_in_bytes "Bytes swapped in. In bytes; counter, host. Source: /proc/vmstat: pswpin. Since Linux 2.6.";
    36 U64 host_swap_out_bytes set_host_swap_out_bytes "Bytes swapped out. In bytes; counter, host. Source: /proc/vmstat: pswpout. Since Linux 2.6.";
    37 U64 host_page_faults set_host_page_faults "Page faults, minor and major. Counter, host. Source: /proc/vmstat: pgfault. Since Linux 2.6.";
    38 U64 host_major_page_faults set_host_major_page_faults "Page faults that had to read from storage. Counter, host. Source: /proc/vmstat: pgmajfault. Since Linux 2.6.";
    39 U64 host_allocation_stalls set_host_allocation_stalls "Allocations that had to reclaim memory themselves first. Counter, host. Source: /proc/vmstat: sum of allocstall_*. Since Linux 4.10.";
    40 U64 host_oom_kills set_host_oom_kills "Processes killed for want of memory, anywhere on the host. Counter, host. Source: /proc/vmstat: oom_kill. Since Linux 4.13.";
    41 F64 host_paging_age_seconds set_host_paging_age_seconds "How old the paging values are: they are read at most once in the slow-lane interval. In seconds; gauge, host. Source: clock. Since Linux 2.6.";
    42 F64 host_pressure_cpu_some_avg10_ratio set_host_pressure_cpu_some_avg10_ratio "Share of the last 10 seconds in which at least one task of the host waited for a CPU (the kernel's percentage divided by 100). In ratio; gauge, host. Source: /proc/pressure/cpu: some avg10. Since Linux 4.20.";
    43 F64 host_pressure_cpu_some_avg60_ratio set_host_pressure_cpu_some_avg60_ratio "Share of the last 60 seconds in which at least one task of the host waited for a CPU (the kernel's percentage divided by 100). In ratio; gauge, host. Source: /proc/pressure/cpu: some avg60. Since Linux 4.20.";
    44 F64 host_pressure_cpu_some_avg300_ratio set_host_pressure_cpu_some_avg300_ratio "Share of the last 300 seconds in which at least one task of the host waited for a CPU (the kernel's percentage divided by 100). In ratio; gauge, host. Source: /proc/pressure/cpu: some avg300. Since Linux 4.20.";
    45 F64 host_pressure_cpu_some_seconds set_host_pressure_cpu_some_seconds "Time in which at least one task of the host waited for a CPU, since boot. In seconds; counter, host. Source: /proc/pressure/cpu: some total. Since Linux 4.20.";
    46 F64 host_pressure_cpu_full_avg10_ratio set_host_pressure_cpu_full_avg10_ratio "Share of the last 10 seconds in which all non-idle tasks of the host waited for a CPU (the kernel's percentage divided by 100). In ratio; gauge, host. Source: /proc/pressure/cpu: full avg10. Since Linux 5.13.";
    47 F64 host_pressure_cpu_full_avg60_ratio set_host_pressure_cpu_full_avg60_ratio "Share of the last 60 seconds in which all non-idle tasks of the host waited for a CPU (the kernel's percentage divided by 100). In ratio; gauge, host. Source: /proc/pressure/cpu: full avg60. Since Linux 5.13.";
    48 F64 host_pressure_cpu_full_avg300_ratio set_host_pressure_cpu_full_avg300_ratio "Share of the last 300 seconds in which all non-idle tasks of the host waited for a CPU (the kernel's percentage divided by 100). In ratio; gauge, host. Source: /proc/pressure/cpu: full avg300. Since Linux 5.13.";
    49 F64 host_pressure_cpu_full_seconds set_host_pressure_cpu_full_seconds "Time in which all non-idle tasks of the host waited for a CPU, since boot. In seconds; counter, host. Source: /proc/pressure/cpu: full total. Since Linux 5.13.";
    50 F64 host_pressure_memory_some_avg10_ratio set_host_pressure_memory_some_avg10_ratio "Share of the last 10 seconds in which at least one task of the host waited for memory (the kernel's percentage divided by 100). In ratio; gauge, host. Source: /proc/pressure/memory: some avg10. Since Linux 4.20.";
    51 F64 host_pressure_memory_some_avg60_ratio set_host_pressure_memory_some_avg60_ratio "Share of the last 60 seconds in which at least one task of the host waited for memory (the kernel's percentage divided by 100). In ratio; gauge, host. Source: /proc/pressure/memory: some avg60. Since Linux 4.20.";
    52 F64 host_pressure_memory_some_avg300_ratio set_host_pressure_memory_some_avg300_ratio "Share of the last 300 seconds in which at least one task of the host waited for memory (the kernel's percentage divided by 100). In ratio; gauge, host. Source: /proc/pressure/memory: some avg300. Since Linux 4.20.";
    53 F64 host_pressure_memory_some_seconds set_host_pressure_memory_some_seconds "Time in which at least one task of the host waited for memory, since boot. In seconds; counter, host. Source: /proc/pressure/memory: some total. Since Linux 4.20.";
    54 F64 host_pressure_memory_full_avg10_ratio set_host_pressure_memory_full_avg10_ratio "Share of the last 10 seconds in which all non-idle tasks of the host waited for memory (the kernel's percentage divided by 100). In ratio; gauge, host. Source: /proc/pressure/memory: full avg10. Since Linux 4.20.";
    55 F64 host_pressure_memory_full_avg60_ratio set_host_pressure_memory_full_avg60_ratio "Share of the last 60 seconds in which all non-idle tasks of the host waited for memory (the kernel's percentage divided by 100). In ratio; gauge, host. Source: /proc/pressure/memory: full avg60. Since Linux 4.20.";
    56 F64 host_pressure_memory_full_avg300_ratio set_host_pressure_memory_full_avg300_ratio "Share of the last 300 seconds in which all non-idle tasks of the host waited for memory (the kernel's percentage divided by 100). In ratio; gauge, host. Source: /proc/pressure/memory: full avg300. Since Linux 4.20.";
    57 F64 host_pressure_memory_full_seconds set_host_pressure_memory_full_seconds "Time in which all non-idle tasks of the host waited for memory, since boot. In seconds; counter, host. Source: /proc/pressure/memory: full total. Since Linux 4.20.";
    58 F64 host_pressure_io_some_avg10_ratio set_host_pressure_io_some_avg10_ratio "Share of the last 10 seconds in which at least one task of the host waited for I/O (the kernel's percentage divided by 100). In ratio; gauge, host. Source: /proc/pressure/io: some avg10. Since Linux 4.20.";
    59 F64 host_pressure_io_some_avg60_ratio set_host_pressure_io_some_avg60_ratio "Share of the last 60 seconds in which at least one task of the host waited for I/O (the kernel's percentage divided by 100). In ratio; gauge, host. Source: /proc/pressure/io: some avg60. Since Linux 4.20.";
    60 F64 host_pressure_io_some_avg300_ratio set_host_pressure_io_some_avg300_ratio "Share of the last 300 seconds in which at least one task of the host waited for I/O (the kernel's percentage divided by 100). In ratio; gauge, host. Source: /proc/pressure/io: some avg300. Since Linux 4.20.";
    61 F64 host_pressure_io_some_seconds set_host_pressure_io_some_seconds "Time in which at least one task of the host waited for I/O, since boot. In seconds; counter, host. Source: /proc/pressure/io: some total. Since Linux 4.20.";
    62 F64 host_pressure_io_full_avg10_ratio set_host_pressure_io_full_avg10_ratio "Share of the last 10 seconds in which all non-idle tasks of the host waited for I/O (the kernel's percentage divided by 100). In ratio; gauge, host. Source: /proc/pressure/io: full avg10. Since Linux 4.20.";
    63 F64 host_pressure_io_full_avg60_ratio set_host_pressure_io_full_avg60_ratio "Share of the last 60 seconds in which all non-idle tasks of the host waited for I/O (the kernel's percentage divided by 100). In ratio; gauge, host. Source: /proc/pressure/io: full avg60. Since Linux 4.20.";
    64 F64 host_pressure_io_full_avg300_ratio set_host_pressure_io_full_avg300_ratio "Share of the last 300 seconds in which all non-idle tasks of the host waited for I/O (the kernel's percentage divided by 100). In ratio; gauge, host. Source: /proc/pressure/io: full avg300. Since Linux 4.20.";
    65 F64 host_pressure_io_full_seconds set_host_pressure_io_full_seconds "Time in which all non-idle tasks of the host waited for I/O, since boot. In seconds; counter, host. Source: /proc/pressure/io: full total. Since Linux 4.20.";
    66 U64 host_disks set_host_disks "Real disks counted in the totals. Gauge, host. Source: /sys/block: entries with a device, without loop, ram and zram. Since Linux 2.6.";
    67 U64 host_disk_reads set_host_disk_reads "Reads completed. Counter, host. Source: /sys/block/DEV/stat or /proc/diskstats, real disks: column 1. Since Linux 2.6.";
    68 U64 host_disk_read_bytes set_host_disk_read_bytes "Bytes read. In bytes; counter, host. Source: /sys/block/DEV/stat or /proc/diskstats, real disks: column 3, times 512. Since Linux 2.6.";
    69 F64 host_disk_read_seconds set_host_disk_read_seconds "Time reads took, summed over reads. In seconds; counter, host. Source: /sys/block/DEV/stat or /proc/diskstats, real disks: column 4. Since Linux 2.6.";
    70 U64 host_disk_writes set_host_disk_writes "Writes completed. Counter, host. Source: /sys/block/DEV/stat or /proc/diskstats, real disks: column 5. Since Linux 2.6.";
    71 U64 host_disk_written_bytes set_host_disk_written_bytes "Bytes written. In bytes; counter, host. Source: /sys/block/DEV/stat or /proc/diskstats, real disks: column 7, times 512. Since Linux 2.6.";
    72 F64 host_disk_write_seconds set_host_disk_write_seconds "Time writes took, summed over writes. In seconds; counter, host. Source: /sys/block/DEV/stat or /proc/diskstats, real disks: column 8. Since Linux 2.6.";
    73 U64 host_disk_in_flight set_host_disk_in_flight "Operations in flight. Gauge, host. Source: /sys/block/DEV/stat or /proc/diskstats, real disks: column 9. Since Linux 2.6.";
    74 F64 host_disk_busy_seconds set_host_disk_busy_seconds "Time with an operation in flight, summed over disks. In seconds; counter, host. Source: /sys/block/DEV/stat or /proc/diskstats, real disks: column 10. Since Linux 2.6.";
    75 F64 host_disk_queue_seconds set_host_disk_queue_seconds "Time operations spent in flight or waiting, summed over operations: its rate is the mean queue length. In seconds; counter, host. Source: /sys/block/DEV/stat or /proc/diskstats, real disks: column 11. Since Linux 2.6.";
    76 U64 filesystem_total_bytes set_filesystem_total_bytes "Size of the filesystem. In bytes; gauge, mount. Source: statvfs(3): f_blocks * f_frsize. Since Linux 2.6.";
    77 U64 filesystem_free_bytes set_filesystem_free_bytes "Free space, with what is reserved for root. In bytes; gauge, mount. Source: statvfs(3): f_bfree * f_frsize. Since Linux 2.6.";
    78 U64 filesystem_available_bytes set_filesystem_available_bytes "Free space an unprivileged process can use. In bytes; gauge, mount. Source: statvfs(3): f_bavail * f_frsize. Since Linux 2.6.";
    79 U64 filesystem_inodes set_filesystem_inodes "Inodes; 0 where the filesystem has no fixed number. Gauge, mount. Source: statvfs(3): f_files. Since Linux 2.6.";
    80 U64 filesystem_inodes_free set_filesystem_inodes_free "Free inodes. Gauge, mount. Source: statvfs(3): f_ffree. Since Linux 2.6.";
    81 F64 filesystem_age_seconds set_filesystem_age_seconds "How old the filesystem's values are: they are read at most once in the slow-lane interval. In seconds; gauge, mount. Source: clock. Since Linux 2.6.";
    82 U64 network_interfaces set_network_interfaces "Interfaces counted in the totals. Gauge, network namespace. Source: /proc/PID/net/dev, without lo: number of interfaces. Since Linux 2.6.";
    83 U64 network_received_bytes set_network_received_bytes "Bytes received. In bytes; counter, network namespace. Source: /proc/PID/net/dev, without lo: receive bytes. Since Linux 2.6.";
    84 U64 network_received_packets set_network_received_packets "Packets received. Counter, network namespace. Source: /proc/PID/net/dev, without lo: receive packets. Since Linux 2.6.";
    85 U64 network_receive_errors set_network_receive_errors "Errors on receive. Counter, network namespace. Source: /proc/PID/net/dev, without lo: receive errs. Since Linux 2.6.";
    86 U64 network_receive_drops set_network_receive_drops "Packets dropped on receive. Counter, network namespace. Source: /proc/PID/net/dev, without lo: receive drop. Since Linux 2.6.";
    87 U64 network_sent_bytes set_network_sent_bytes "Bytes sent. In bytes; counter, network namespace. Source: /proc/PID/net/dev, without lo: transmit bytes. Since Linux 2.6.";
    88 U64 network_sent_packets set_network_sent_packets "Packets sent. Counter, network namespace. Source: /proc/PID/net/dev, without lo: transmit packets. Since Linux 2.6.";
    89 U64 network_send_errors set_network_send_errors "Errors on transmit. Counter, network namespace. Source: /proc/PID/net/dev, without lo: transmit errs. Since Linux 2.6.";
    90 U64 network_send_drops set_network_send_drops "Packets dropped on transmit. Counter, network namespace. Source: /proc/PID/net/dev, without lo: transmit drop. Since Linux 2.6.";
    91 U64 network_tcp_segments_received set_network_tcp_segments_received "TCP segments received, with errors. Counter, network namespace. Source: /proc/PID/net/snmp: Tcp InSegs. Since Linux 2.6.";
    92 U64 network_tcp_segments_sent set_network_tcp_segments_sent "TCP segments sent, without retransmissions. Counter, network namespace. Source: /proc/PID/net/snmp: Tcp OutSegs. Since Linux 2.6.";
    93 U64 network_tcp_segments_retransmitted set_network_tcp_segments_retransmitted "TCP segments sent again. Counter, network namespace. Source: /proc/PID/net/snmp: Tcp RetransSegs. Since Linux 2.6.";
    94 U64 network_tcp_receive_errors set_network_tcp_receive_errors "TCP segments received with errors. Counter, network namespace. Source: /proc/PID/net/snmp: Tcp InErrs. Since Linux 2.6.";
    95 U64 network_tcp_resets_sent set_network_tcp_resets_sent "TCP segments sent with the reset flag. Counter, network namespace. Source: /proc/PID/net/snmp: Tcp OutRsts. Since Linux 2.6.";
    96 U64 network_tcp_established set_network_tcp_established "TCP connections established or waiting for the peer to close. Gauge, network namespace. Source: /proc/PID/net/snmp: Tcp CurrEstab. Since Linux 2.6.";
    97 U64 network_sockets_used set_network_sockets_used "Sockets of every kind in use. Gauge, network namespace. Source: /proc/PID/net/sockstat: sockets used. Since Linux 2.6.";
    98 U64 network_tcp_sockets set_network_tcp_sockets "IPv4 TCP sockets in use, without time-wait. Gauge, network namespace. Source: /proc/PID/net/sockstat: TCP inuse. Since Linux 2.6.";
    99 U64 network_tcp_orphans set_network_tcp_orphans "TCP sockets no process holds any more. Gauge, network namespace. Source: /proc/PID/net/sockstat: TCP orphan. Since Linux 2.6.";
    100 U64 network_tcp_time_wait set_network_tcp_time_wait "TCP sockets in time-wait. Gauge, network namespace. Source: /proc/PID/net/sockstat: TCP tw. Since Linux 2.6.";
    101 U64 network_udp_sockets set_network_udp_sockets "IPv4 UDP sockets in use. Gauge, network namespace. Source: /proc/PID/net/sockstat: UDP inuse. Since Linux 2.6.";
    102 F64 network_protocol_age_seconds set_network_protocol_age_seconds "How old the protocol's values are: they are read at most once in the slow-lane interval. In seconds; gauge, network namespace. Source: clock. Since Linux 2.6.";
    103 F64 cgroup_cpu_usage_seconds set_cgroup_cpu_usage_seconds "CPU time used by the cgroup. In seconds; counter, cgroup. Source: v2 cpu.stat: usage_usec; v1 cpuacct.usage. Since Linux 2.6.";
    104 F64 cgroup_cpu_user_seconds set_cgroup_cpu_user_seconds "CPU time in user mode; v1 counts in ticks of 10 ms. In seconds; counter, cgroup. Source: v2 cpu.stat: user_usec; v1 cpuacct.stat: user. Since Linux 2.6.";
    105 F64 cgroup_cpu_system_seconds set_cgroup_cpu_system_seconds "CPU time in the kernel; v1 counts in ticks of 10 ms. In seconds; counter, cgroup. Source: v2 cpu.stat: system_usec; v1 cpuacct.stat: system. Since Linux 2.6.";
    106 U64 cgroup_cpu_periods set_cgroup_cpu_periods "Enforcement periods that passed with runnable tasks. Counter, cgroup. Source: cpu.stat: nr_periods. Since Linux 3.2.";
    107 U64 cgroup_cpu_throttled_periods set_cgroup_cpu_throttled_periods "Periods in which the cgroup used up its quota and was stopped. Counter, cgroup. Source: cpu.stat: nr_throttled. Since Linux 3.2.";
    108 F64 cgroup_cpu_throttled_seconds set_cgroup_cpu_throttled_seconds "Time the cgroup was stopped, summed over CPUs. In seconds; counter, cgroup. Source: v2 cpu.stat: throttled_usec; v1 cpu.stat: throttled_time. Since Linux 3.2.";
    109 LimitF64 cgroup_cpu_quota_cpus set_cgroup_cpu_quota_cpus "Quota of the cgroup itself, in CPUs. In cpus or no limit; gauge, cgroup. Source: v2 cpu.max; v1 cpu.cfs_quota_us / cpu.cfs_period_us. Since Linux 3.2.";
    110 LimitF64 cgroup_cpu_effective_quota_cpus set_cgroup_cpu_effective_quota_cpus "The tightest quota that applies, in CPUs. In cpus or no limit; gauge, cgroup. Source: as cgroup_cpu_quota_cpus, minimum over the cgroup and its visible ancestors. Since Linux 3.2.";
    111 U64 cgroup_cpu_binding_depth set_cgroup_cpu_binding_depth "Which cgroup holds the tightest quota: 0 the target's own, 1 its parent and so on; missing where there is no quota. Gauge, cgroup. Source: as cgroup_cpu_effective_quota_cpus. Since Linux 3.2.";
    112 U64 cgroup_cpuset_cpus set_cgroup_cpuset_cpus "CPUs the target may run on. Gauge, cgroup. Source: v2 cpuset.cpus.effective; v1 cpuset.effective_cpus or cpuset.cpus; else sched_getaffinity(2). Since Linux 2.6.";
    113 F64 cgroup_effective_cpus set_cgroup_effective_cpus "CPUs' worth of time the target can use, as a fraction. In cpus; gauge, cgroup. Source: minimum of quota over ancestors, cpuset, and CPUs online. Since Linux 2.6.";
    114 U64 cgroup_memory_usage_bytes set_cgroup_memory_usage_bytes "Memory charged to the cgroup, with page cache. In bytes; gauge, cgroup. Source: v2 memory.current; v1 memory.usage_in_bytes. Since Linux 2.6.";
    115 Limit cgroup_memory_limit_bytes set_cgroup_memory_limit_bytes "Limit of the cgroup itself. In bytes or no limit; gauge, cgroup. Source: v2 memory.max; v1 memory.limit_in_bytes. Since Linux 2.6.25.";
    116 Limit cgroup_memory_effective_limit_bytes set_cgroup_memory_effective_limit_bytes "The tightest limit that applies; one above the host's memory is no limit. In bytes or no limit; gauge, cgroup. Source: as cgroup_memory_limit_bytes, minimum over the cgroup and its ancestors; v1 also memory.stat: hierarchical_memory_limit. Since Linux 2.6.25.";
    117 U64 cgroup_memory_binding_depth set_cgroup_memory_binding_depth "Which cgroup holds the tightest limit: 0 the target's own, 1 its parent and so on; missing where there is none, or where it cannot be seen from here. Gauge, cgroup. Source: as cgroup_memory_effective_limit_bytes. Since Linux 2.6.25.";
    118 Limit cgroup_memory_high_bytes set_cgroup_memory_high_bytes "Above this the kernel slows the cgroup down to reclaim; v2 only. In bytes or no limit; gauge, cgroup. Source: v2 memory.high, minimum over the cgroup and its visible ancestors. Since Linux 4.5.";
    119 U64 cgroup_swap_usage_bytes set_cgroup_swap_usage_bytes "Swap used by the cgroup (on v1 it comes with CGROUP_MEMORY_STAT). In bytes; gauge, cgroup. Source: v2 memory.swap.current; v1 memory.stat: total_swap. Since Linux 4.5.";
    120 Limit cgroup_swap_limit_bytes set_cgroup_swap_limit_bytes "Swap the cgroup may use. In bytes or no limit; gauge, cgroup. Source: v2 memory.swap.max; v1 memory.memsw.limit_in_bytes minus memory.limit_in_bytes, on the slow lane. Since Linux 4.5.";
    121 U64 cgroup_memory_high_events set_cgroup_memory_high_events "Times the cgroup was slowed for exceeding memory.high; v2 only. Counter, cgroup. Source: v2 memory.events: high. Since Linux 4.5.";
    122 U64 cgroup_memory_max_events set_cgroup_memory_max_events "Times usage was about to go over the limit. Counter, cgroup. Source: v2 memory.events: max; v1 memory.failcnt. Since Linux 2.6.25.";
    123 U64 cgroup_memory_oom_events set_cgroup_memory_oom_events "Times the limit was reached and allocation was about to fail; v2 only. Counter, cgroup. Source: v2 memory.events: oom. Since Linux 4.5.";
    124 U64 cgroup_memory_oom_kills set_cgroup_memory_oom_kills "Processes of the cgroup killed for want of memory. Counter, cgroup. Source: v2 memory.events: oom_kill; v1 memory.oom_control: oom_kill. Since Linux 4.13.";
    125 U64 cgroup_memory_working_set_bytes set_cgroup_memory_working_set_bytes "Usage without the page cache that would be dropped first; still counts active page cache. In bytes; gauge, cgroup. Source: usage minus memory.stat inactive_file (v1 total_inactive_file). Since Linux 2.6.";
    126 U64 cgroup_memory_anon_bytes set_cgroup_memory_anon_bytes "Memory of no file: heap, stack. A leak grows here. In bytes; gauge, cgroup. Source: memory.stat: v2 anon; v1 total_rss. Since Linux 2.6.";
    127 U64 cgroup_memory_file_bytes set_cgroup_memory_file_bytes "Page cache, with shared memory. In bytes; gauge, cgroup. Source: memory.stat: v2 file; v1 total_cache. Since Linux 2.6.";
    128 U64 cgroup_memory_kernel_bytes set_cgroup_memory_kernel_bytes "Memory the kernel uses on behalf of the cgroup. In bytes; gauge, cgroup. Source: v2 memory.stat: kernel; v1 memory.kmem.usage_in_bytes. Since Linux 4.5.";
    129 U64 cgroup_memory_reclaimable_bytes set_cgroup_memory_reclaimable_bytes "What the kernel can take back without swapping. In bytes; gauge, cgroup. Source: memory.stat: inactive_file + active_file + slab_reclaimable. Since Linux 2.6.";
    130 U64 cgroup_memory_inactive_file_bytes set_cgroup_memory_inactive_file_bytes "Page cache not used recently. In bytes; gauge, cgroup. Source: memory.stat: inactive_file. Since Linux 2.6.";
    131 U64 cgroup_memory_shmem_bytes set_cgroup_memory_shmem_bytes "Shared memory and tmpfs. In bytes; gauge, cgroup. Source: memory.stat: v2 shmem; v1 total_shmem. Since Linux 4.5.";
    132 U64 cgroup_memory_dirty_bytes set_cgroup_memory_dirty_bytes "Page cache waiting to be written back. In bytes; gauge, cgroup. Source: memory.stat: v2 file_dirty; v1 total_dirty. Since Linux 4.2.";
    133 U64 cgroup_memory_writeback_bytes set_cgroup_memory_writeback_bytes "Page cache being written back. In bytes; gauge, cgroup. Source: memory.stat: v2 file_writeback; v1 total_writeback. Since Linux 4.2.";
    134 U64 cgroup_page_faults set_cgroup_page_faults "Page faults, minor and major. Counter, cgroup. Source: memory.stat: v2 pgfault; v1 total_pgfault. Since Linux 2.6.";
    135 U64 cgroup_major_page_faults set_cgroup_major_page_faults "Page faults that had to read from storage. Counter, cgroup. Source: memory.stat: v2 pgmajfault; v1 total_pgmajfault. Since Linux 2.6.";
    136 U64 cgroup_io_read_bytes set_cgroup_io_read_bytes "Bytes read from real disks. Like the other three of I/O, missing in v1 from Linux 6.10 until a throttle limit was set: nothing counts it before. In bytes; counter, cgroup. Source: v2 io.stat: rbytes; v1 blkio.throttle.io_service_bytes_recursive: Read. Since Linux 3.16.";
    137 U64 cgroup_io_written_bytes set_cgroup_io_written_bytes "Bytes written to real disks. In bytes; counter, cgroup. Source: v2 io.stat: wbytes; v1 blkio.throttle.io_service_bytes_recursive: Write. Since Linux 3.16.";
    138 U64 cgroup_io_reads set_cgroup_io_reads "Reads from real disks. Counter, cgroup. Source: v2 io.stat: rios; v1 blkio.throttle.io_serviced_recursive: Read. Since Linux 3.16.";
    139 U64 cgroup_io_writes set_cgroup_io_writes "Writes to real disks. Counter, cgroup. Source: v2 io.stat: wios; v1 blkio.throttle.io_serviced_recursive: Write. Since Linux 3.16.";
    140 U64 cgroup_pids set_cgroup_pids "Tasks (processes and threads) in the cgroup. Gauge, cgroup. Source: pids.current. Since Linux 4.3.";
    141 Limit cgroup_pids_limit set_cgroup_pids_limit "Tasks the cgroup itself may hold. A number or no limit; gauge, cgroup. Source: pids.max. Since Linux 4.3.";
    142 Limit cgroup_pids_effective_limit set_cgroup_pids_effective_limit "The tightest limit on tasks that applies. A number or no limit; gauge, cgroup. Source: pids.max, minimum over the cgroup and its visible ancestors (these on the slow lane). Since Linux 4.3.";
    143 F64 cgroup_pressure_cpu_some_avg10_ratio set_cgroup_pressure_cpu_some_avg10_ratio "Share of the last 10 seconds in which at least one task of the cgroup waited for a CPU (the kernel's percentage divided by 100). In ratio; gauge, cgroup. Source: cpu.pressure of the cgroup: some avg10. Since Linux 4.20.";
    144 F64 cgroup_pressure_cpu_some_avg60_ratio set_cgroup_pressure_cpu_some_avg60_ratio "Share of the last 60 seconds in which at least one task of the cgroup waited for a CPU (the kernel's percentage divided by 100). In ratio; gauge, cgroup. Source: cpu.pressure of the cgroup: some avg60. Since Linux 4.20.";
    145 F64 cgroup_pressure_cpu_some_avg300_ratio set_cgroup_pressure_cpu_some_avg300_ratio "Share of the last 300 seconds in which at least one task of the cgroup waited for a CPU (the kernel's percentage divided by 100). In ratio; gauge, cgroup. Source: cpu.pressure of the cgroup: some avg300. Since Linux 4.20.";
    146 F64 cgroup_pressure_cpu_some_seconds set_cgroup_pressure_cpu_some_seconds "Time in which at least one task of the cgroup waited for a CPU, since the cgroup was made. In seconds; counter, cgroup. Source: cpu.pressure of the cgroup: some total. Since Linux 4.20.";
    147 F64 cgroup_pressure_cpu_full_avg10_ratio set_cgroup_pressure_cpu_full_avg10_ratio "Share of the last 10 seconds in which all non-idle tasks of the cgroup waited for a CPU (the kernel's percentage divided by 100). In ratio; gauge, cgroup. Source: cpu.pressure of the cgroup: full avg10. Since Linux 5.13.";
    148 F64 cgroup_pressure_cpu_full_avg60_ratio set_cgroup_pressure_cpu_full_avg60_ratio "Share of the last 60 seconds in which all non-idle tasks of the cgroup waited for a CPU (the kernel's percentage divided by 100). In ratio; gauge, cgroup. Source: cpu.pressure of the cgroup: full avg60. Since Linux 5.13.";
    149 F64 cgroup_pressure_cpu_full_avg300_ratio set_cgroup_pressure_cpu_full_avg300_ratio "Share of the last 300 seconds in which all non-idle tasks of the cgroup waited for a CPU (the kernel's percentage divided by 100). In ratio; gauge, cgroup. Source: cpu.pressure of the cgroup: full avg300. Since Linux 5.13.";
    150 F64 cgroup_pressure_cpu_full_seconds set_cgroup_pressure_cpu_full_seconds "Time in which all non-idle tasks of the cgroup waited for a CPU, since the cgroup was made. In seconds; counter, cgroup. Source: cpu.pressure of the cgroup: full total. Since Linux 5.13.";
    151 F64 cgroup_pressure_memory_some_avg10_ratio set_cgroup_pressure_memory_some_avg10_ratio "Share of the last 10 seconds in which at least one task of the cgroup waited for memory (the kernel's percentage divided by 100). In ratio; gauge, cgroup. Source: memory.pressure of the cgroup: some avg10. Since Linux 4.20.";
    152 F64 cgroup_pressure_memory_some_avg60_ratio set_cgroup_pressure_memory_some_avg60_ratio "Share of the last 60 seconds in which at least one task of the cgroup waited for memory (the kernel's percentage divided by 100). In ratio; gauge, cgroup. Source: memory.pressure of the cgroup: some avg60. Since Linux 4.20.";
    153 F64 cgroup_pressure_memory_some_avg300_ratio set_cgroup_pressure_memory_some_avg300_ratio "Share of the last 300 seconds in which at least one task of the cgroup waited for memory (the kernel's percentage divided by 100). In ratio; gauge, cgroup. Source: memory.pressure of the cgroup: some avg300. Since Linux 4.20.";
    154 F64 cgroup_pressure_memory_some_seconds set_cgroup_pressure_memory_some_seconds "Time in which at least one task of the cgroup waited for memory, since the cgroup was made. In seconds; counter, cgroup. Source: memory.pressure of the cgroup: some total. Since Linux 4.20.";
    155 F64 cgroup_pressure_memory_full_avg10_ratio set_cgroup_pressure_memory_full_avg10_ratio "Share of the last 10 seconds in which all non-idle tasks of the cgroup waited for memory (the kernel's percentage divided by 100). In ratio; gauge, cgroup. Source: memory.pressure of the cgroup: full avg10. Since Linux 4.20.";
    156 F64 cgroup_pressure_memory_full_avg60_ratio set_cgroup_pressure_memory_full_avg60_ratio "Share of the last 60 seconds in which all non-idle tasks of the cgroup waited for memory (the kernel's percentage divided by 100). In ratio; gauge, cgroup. Source: memory.pressure of the cgroup: full avg60. Since Linux 4.20.";
    157 F64 cgroup_pressure_memory_full_avg300_ratio set_cgroup_pressure_memory_full_avg300_ratio "Share of the last 300 seconds in which all non-idle tasks of the cgroup waited for memory (the kernel's percentage divided by 100). In ratio; gauge, cgroup. Source: memory.pressure of the cgroup: full avg300. Since Linux 4.20.";
    158 F64 cgroup_pressure_memory_full_seconds set_cgroup_pressure_memory_full_seconds "Time in which all non-idle tasks of the cgroup waited for memory, since the cgroup was made. In seconds; counter, cgroup. Source: memory.pressure of the cgroup: full total. Since Linux 4.20.";
    159 F64 cgroup_pressure_io_some_avg10_ratio set_cgroup_pressure_io_some_avg10_ratio "Share of the last 10 seconds in which at least one task of the cgroup waited for I/O (the kernel's percentage divided by 100). In ratio; gauge, cgroup. Source: io.pressure of the cgroup: some avg10. Since Linux 4.20.";
    160 F64 cgroup_pressure_io_some_avg60_ratio set_cgroup_pressure_io_some_avg60_ratio "Share of the last 60 seconds in which at least one task of the cgroup waited for I/O (the kernel's percentage divided by 100). In ratio; gauge, cgroup. Source: io.pressure of the cgroup: some avg60. Since Linux 4.20.";
    161 F64 cgroup_pressure_io_some_avg300_ratio set_cgroup_pressure_io_some_avg300_ratio "Share of the last 300 seconds in which at least one task of the cgroup waited for I/O (the kernel's percentage divided by 100). In ratio; gauge, cgroup. Source: io.pressure of the cgroup: some avg300. Since Linux 4.20.";
    162 F64 cgroup_pressure_io_some_seconds set_cgroup_pressure_io_some_seconds "Time in which at least one task of the cgroup waited for I/O, since the cgroup was made. In seconds; counter, cgroup. Source: io.pressure of the cgroup: some total. Since Linux 4.20.";
    163 F64 cgroup_pressure_io_full_avg10_ratio set_cgroup_pressure_io_full_avg10_ratio "Share of the last 10 seconds in which all non-idle tasks of the cgroup waited for I/O (the kernel's percentage divided by 100). In ratio; gauge, cgroup. Source: io.pressure of the cgroup: full avg10. Since Linux 4.20.";
    164 F64 cgroup_pressure_io_full_avg60_ratio set_cgroup_pressure_io_full_avg60_ratio "Share of the last 60 seconds in which all non-idle tasks of the cgroup waited for I/O (the kernel's percentage divided by 100). In ratio; gauge, cgroup. Source: io.pressure of the cgroup: full avg60. Since Linux 4.20.";
    165 F64 cgroup_pressure_io_full_avg300_ratio set_cgroup_pressure_io_full_avg300_ratio "Share of the last 300 seconds in which all non-idle tasks of the cgroup waited for I/O (the kernel's percentage divided by 100). In ratio; gauge, cgroup. Source: io.pressure of the cgroup: full avg300. Since Linux 4.20.";
    166 F64 cgroup_pressure_io_full_seconds set_cgroup_pressure_io_full_seconds "Time in which all non-idle tasks of the cgroup waited for I/O, since the cgroup was made. In seconds; counter, cgroup. Source: io.pressure of the cgroup: full total. Since Linux 4.20.";
    167 F64 process_cpu_user_seconds set_process_cpu_user_seconds "CPU time in user mode, all threads. In seconds; counter, process. Source: getrusage(2): ru_utime; of another process /proc/PID/stat: utime. Since Linux 2.6.";
    168 F64 process_cpu_system_seconds set_process_cpu_system_seconds "CPU time in the kernel, all threads. In seconds; counter, process. Source: getrusage(2): ru_stime; of another process /proc/PID/stat: stime. Since Linux 2.6.";
    169 U64 process_resident_bytes set_process_resident_bytes "Memory resident in RAM; the kernel batches its count per thread, so it can lag by some pages. In bytes; gauge, process. Source: /proc/PID/statm: resident. Since Linux 2.6.";
    170 U64 process_virtual_bytes set_process_virtual_bytes "Address space. In bytes; gauge, process. Source: /proc/PID/statm: size. Since Linux 2.6.";
    171 U64 process_shared_bytes set_process_shared_bytes "Resident memory that files or shared memory back. In bytes; gauge, process. Source: /proc/PID/statm: shared. Since Linux 2.6.";
    172 U64 process_threads set_process_threads "Threads. Gauge, process. Source: links of /proc/PID/task minus 2; else /proc/PID/stat: num_threads. Since Linux 2.6.";
    173 U64 process_descriptors set_process_descriptors "Open file descriptors, with the sampler's own (see own_descriptors). Gauge, process. Source: size of /proc/PID/fd; before Linux 6.2 its entries. Since Linux 2.6.";
    174 Limit process_descriptors_limit set_process_descriptors_limit "Soft limit on open file descriptors. A number or no limit; gauge, process. Source: prlimit(2): RLIMIT_NOFILE soft; else /proc/PID/limits. Since Linux 2.6.";
    175 U64 process_voluntary_switches set_process_voluntary_switches "Context switches because the process waited. Counter, process. Source: getrusage(2): ru_nvcsw; of another process /proc/PID/status, single-threaded only. Since Linux 2.6.";
    176 U64 process_involuntary_switches set_process_involuntary_switches "Context switches because its time was up. Counter, process. Source: getrusage(2): ru_nivcsw; of another process /proc/PID/status, single-threaded only. Since Linux 2.6.";
    177 U64 process_minor_faults set_process_minor_faults "Page faults served from memory. Counter, process. Source: getrusage(2): ru_minflt; of another process /proc/PID/stat: minflt. Since Linux 2.6.";
    178 U64 process_major_faults set_process_major_faults "Page faults that had to read from storage. Counter, process. Source: getrusage(2): ru_majflt; of another process /proc/PID/stat: majflt. Since Linux 2.6.";
    179 U64 process_read_bytes set_process_read_bytes "Bytes fetched from storage. In bytes; counter, process. Source: /proc/PID/io: read_bytes. Since Linux 2.6.20.";
    180 U64 process_written_bytes set_process_written_bytes "Bytes sent to storage. In bytes; counter, process. Source: /proc/PID/io: write_bytes. Since Linux 2.6.20.";
    181 U64 process_call_read_bytes set_process_call_read_bytes "Bytes asked of read calls, page cache included. In bytes; counter, process. Source: /proc/PID/io: rchar. Since Linux 2.6.20.";
    182 U64 process_call_written_bytes set_process_call_written_bytes "Bytes given to write calls, page cache included. In bytes; counter, process. Source: /proc/PID/io: wchar. Since Linux 2.6.20.";
    183 U64 process_read_calls set_process_read_calls "Read system calls. Counter, process. Source: /proc/PID/io: syscr. Since Linux 2.6.20.";
    184 U64 process_write_calls set_process_write_calls "Write system calls. Counter, process. Source: /proc/PID/io: syscw. Since Linux 2.6.20.";
    185 U64 cgroup_cpu_binding_periods set_cgroup_cpu_binding_periods "Periods in which that ancestor wanted to run; missing where no ancestor binds (cgroup_cpu_binding_depth is 0 or missing). With siblings; to be compared between samples of one depth only. Counter, cgroup. Source: cpu.stat of the ancestor whose quota binds: nr_periods. Since Linux 3.2.";
    186 U64 cgroup_cpu_binding_throttled_periods set_cgroup_cpu_binding_throttled_periods "Periods in which that ancestor ran into its quota, and everything below it with it: the cgroup's own counters do not show that. As cgroup_cpu_binding_periods. Counter, cgroup. Source: cpu.stat of the ancestor whose quota binds: nr_throttled. Since Linux 3.2.";
    187 F64 cgroup_cpu_binding_throttled_seconds set_cgroup_cpu_binding_throttled_seconds "Time that ancestor was throttled, summed over CPUs. As cgroup_cpu_binding_periods. In seconds; counter, cgroup. Source: cpu.stat of the ancestor whose quota binds: v2 throttled_usec; v1 throttled_time. Since Linux 3.2.";
    188 F64 cgroup_cpu_wait_seconds set_cgroup_cpu_wait_seconds "Time in which the cgroup had something to run and others had the CPU, summed over CPUs. Version 1 only, and only as long as kernel.sched_schedstats is 1. In seconds; counter, cgroup. Source: v1 cpu.stat: wait_sum. Since Linux 4.20.";
    189 U64 cgroup_swap_in_bytes set_cgroup_swap_in_bytes "Bytes swapped in, of the cgroup's memory. In bytes; counter, cgroup. Source: v2 memory.stat: pswpin. Since Linux 6.13.";
    190 U64 cgroup_swap_out_bytes set_cgroup_swap_out_bytes "Bytes swapped out, of the cgroup's memory. In bytes; counter, cgroup. Source: v2 memory.stat: pswpout. Since Linux 6.13.";
    191 U64 cgroup_pids_max_events set_cgroup_pids_max_events "Forks that were refused. From Linux 6.11 on v2: by the limit of the cgroup or of a descendant. Before, and on v1: of tasks of the cgroup itself, by its own limit or an ancestor's. Counter, cgroup. Source: pids.events: max; on the slow lane. Since Linux 4.8.";
    192 F64 process_run_delay_seconds set_process_run_delay_seconds "Time in which the process could have run and had no CPU, throttled time included. Missing of a process with threads: the file tells of the main one only. In seconds; counter, process. Source: /proc/PID/schedstat: second number; single-threaded only, on the slow lane. Since Linux 2.6.";
}
