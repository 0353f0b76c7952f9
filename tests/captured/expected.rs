//! What the captured trees hold, worked out by hand from their files. `-` is a missing value.

use plimsoll::Groups;

pub struct Tree {
    pub name: &'static str,
    pub layout: &'static str,
    /// The memory cgroup of the process, as the kernel names it.
    pub memory_path: &'static str,
    /// Groups that lxcfs rendered.
    pub lxcfs: Groups,
    /// Files that are missing in the tree, by path.
    pub problems: &'static [&'static str],
    table: &'static str,
}

impl Tree {
    pub fn values(&self) -> impl Iterator<Item = (&'static str, &'static str)> {
        self.table.lines().filter_map(|line| line.trim().split_once(' '))
    }
}

const NONE: Groups = Groups::empty();

pub const TREES: &[Tree] = &[
    Tree {
        name: "v1-hybrid",
        layout: "hybrid",
        memory_path: "/plimsoll-outer/inner",
        lxcfs: NONE,
        problems: &[],
        // The own cgroup has no quota and 256 MiB; its parent 0.5 CPU and 96 MiB.
        table: "
            cgroup_cpu_binding_periods 17
            cgroup_cpu_binding_throttled_periods 16
            cgroup_cpu_binding_throttled_seconds 0.806405683
            cgroup_cpu_wait_seconds -
            cgroup_swap_in_bytes -
            cgroup_pids_max_events 0
            process_run_delay_seconds 0.056966858
            cgroup_cpu_usage_seconds 0.916307084
            cgroup_cpu_user_seconds 0.63
            cgroup_cpu_system_seconds 0.27
            cgroup_cpu_periods 0
            cgroup_cpu_throttled_periods 0
            cgroup_cpu_throttled_seconds 0
            cgroup_cpu_quota_cpus max
            cgroup_cpu_effective_quota_cpus 0.5
            cgroup_cpu_binding_depth 1
            cgroup_cpuset_cpus 2
            cgroup_effective_cpus 0.5
            cgroup_memory_usage_bytes 4431872
            cgroup_memory_limit_bytes 268435456
            cgroup_memory_effective_limit_bytes 100663296
            cgroup_memory_binding_depth 1
            cgroup_memory_high_bytes -
            cgroup_memory_high_events -
            cgroup_memory_max_events 0
            cgroup_memory_oom_events -
            cgroup_memory_oom_kills 1
            cgroup_swap_limit_bytes max
            cgroup_swap_usage_bytes 0
            cgroup_memory_working_set_bytes 3489792
            cgroup_memory_anon_bytes 389120
            cgroup_memory_file_bytes 1318912
            cgroup_memory_kernel_bytes 1310720
            cgroup_memory_reclaimable_bytes 1314816
            cgroup_memory_inactive_file_bytes 942080
            cgroup_memory_shmem_bytes 0
            cgroup_memory_dirty_bytes 978944
            cgroup_page_faults 63283
            cgroup_major_page_faults 9
            cgroup_io_read_bytes -
            cgroup_io_written_bytes -
            cgroup_io_reads -
            cgroup_io_writes -
            cgroup_pids 3
            cgroup_pids_limit 64
            cgroup_pids_effective_limit 64
            host_cpu_user_seconds 91.42
            host_cpu_nice_seconds 54.60
            host_cpu_system_seconds 65.86
            host_cpu_idle_seconds 3134.06
            host_cpu_iowait_seconds 7.28
            host_cpu_softirq_seconds 0.78
            host_cpu_steal_seconds 0.30
            host_cpus_online 2
            host_memory_total_bytes 25276510208
            host_disks 1
            host_disk_reads 69828
            host_disk_read_bytes 3964810240
            network_interfaces 3
            network_received_bytes 291923375
            network_received_packets 9680
            network_sent_bytes 592895
            network_sent_packets 6259
            network_tcp_segments_received 9502
            network_tcp_segments_sent 6146
            network_tcp_segments_retransmitted 0
            network_tcp_resets_sent 79
            network_tcp_established 0
            network_sockets_used 13
            network_tcp_sockets 1
            process_cpu_user_seconds 0
            process_cpu_system_seconds 0
            process_virtual_bytes 2654208
            process_resident_bytes 1806336
            process_shared_bytes 1658880
            process_threads 1
            process_descriptors 3
            process_descriptors_limit 20000
            process_voluntary_switches 104
            process_involuntary_switches 1
            process_minor_faults 153
            process_major_faults 0
            process_read_bytes 1007616
            process_written_bytes 139264
            process_call_read_bytes 100185685
            process_call_written_bytes 11019
            process_read_calls 3501
            process_write_calls 51",
    },
    Tree {
        name: "runc-private-cgroupns",
        layout: "v1",
        memory_path: "/",
        lxcfs: NONE,
        problems: &[],
        table: "
            cgroup_cpu_binding_periods -
            cgroup_cpu_binding_throttled_periods -
            cgroup_cpu_binding_throttled_seconds -
            cgroup_pids_max_events 0
            process_run_delay_seconds 0.059877909
            cgroup_cpu_usage_seconds 0.721352653
            cgroup_cpu_user_seconds 0.57
            cgroup_cpu_system_seconds 0.14
            cgroup_cpu_periods 14
            cgroup_cpu_throttled_periods 13
            cgroup_cpu_throttled_seconds 0.645870389
            cgroup_cpu_quota_cpus 0.5
            cgroup_cpu_effective_quota_cpus 0.5
            cgroup_cpu_binding_depth 0
            cgroup_cpuset_cpus 2
            cgroup_effective_cpus 0.5
            cgroup_memory_usage_bytes 4825088
            cgroup_memory_limit_bytes 100663296
            cgroup_memory_effective_limit_bytes 100663296
            cgroup_memory_binding_depth 0
            cgroup_memory_max_events 112
            cgroup_memory_oom_kills 1
            cgroup_memory_working_set_bytes 4825088
            cgroup_memory_anon_bytes 217088
            cgroup_memory_file_bytes 643072
            cgroup_memory_kernel_bytes 3149824
            cgroup_memory_reclaimable_bytes 0
            cgroup_pids 3
            cgroup_pids_effective_limit 64
            cgroup_pressure_cpu_some_seconds -
            host_disks 1
            network_interfaces 0
            process_descriptors_limit 1024
            process_voluntary_switches 40",
    },
    Tree {
        name: "runc-host-cgroupns",
        layout: "v1",
        memory_path: "/plimsoll-pod/container",
        lxcfs: NONE,
        problems: &[],
        table: "
            cgroup_cpu_usage_seconds 0.724192965
            cgroup_cpu_periods 14
            cgroup_cpu_throttled_periods 13
            cgroup_cpu_throttled_seconds 0.651114707
            cgroup_cpu_quota_cpus 0.5
            cgroup_cpu_effective_quota_cpus 0.5
            cgroup_cpu_binding_depth 0
            cgroup_effective_cpus 0.5
            cgroup_memory_usage_bytes 5681152
            cgroup_memory_limit_bytes 100663296
            cgroup_memory_effective_limit_bytes 100663296
            cgroup_memory_binding_depth 0
            cgroup_memory_max_events 94
            cgroup_memory_oom_kills 1
            cgroup_memory_working_set_bytes 5681152
            cgroup_pids_effective_limit 64
            cgroup_pressure_cpu_some_seconds -",
    },
    Tree {
        name: "v2-psi",
        layout: "v2",
        memory_path: "/plimsoll-outer/inner",
        lxcfs: NONE,
        problems: &[],
        // The own cgroup has 1.5 CPU, 256 MiB and memory.high; its parent 0.5 CPU and 96 MiB.
        table: "
            cgroup_cpu_binding_periods 73
            cgroup_cpu_binding_throttled_periods 71
            cgroup_cpu_binding_throttled_seconds 5.565805
            cgroup_swap_in_bytes -
            cgroup_swap_out_bytes -
            cgroup_pids_max_events 0
            process_run_delay_seconds 0.218524826
            cgroup_cpu_usage_seconds 2.974414
            cgroup_cpu_user_seconds 0.721453
            cgroup_cpu_system_seconds 2.252961
            cgroup_cpu_periods 60
            cgroup_cpu_throttled_periods 0
            cgroup_cpu_throttled_seconds 0
            cgroup_cpu_quota_cpus 1.5
            cgroup_cpu_effective_quota_cpus 0.5
            cgroup_cpu_binding_depth 1
            cgroup_cpuset_cpus 2
            cgroup_effective_cpus 0.5
            cgroup_memory_usage_bytes 33271808
            cgroup_memory_limit_bytes 268435456
            cgroup_memory_effective_limit_bytes 100663296
            cgroup_memory_binding_depth 1
            cgroup_memory_high_bytes 33554432
            cgroup_swap_usage_bytes 0
            cgroup_swap_limit_bytes max
            cgroup_memory_high_events 22
            cgroup_memory_max_events 0
            cgroup_memory_oom_events 0
            cgroup_memory_oom_kills 1
            cgroup_memory_working_set_bytes 2232320
            cgroup_memory_anon_bytes 176128
            cgroup_memory_file_bytes 31735808
            cgroup_memory_kernel_bytes 741376
            cgroup_memory_reclaimable_bytes 31421792
            cgroup_memory_shmem_bytes 696320
            cgroup_page_faults 45147
            cgroup_major_page_faults 0
            cgroup_io_read_bytes 50855936
            cgroup_io_written_bytes 0
            cgroup_io_reads 97
            cgroup_io_writes 0
            cgroup_pids 3
            cgroup_pids_limit 64
            cgroup_pids_effective_limit 64
            cgroup_pressure_cpu_some_avg10_ratio 0.1196
            cgroup_pressure_cpu_some_avg60_ratio 0.0237
            cgroup_pressure_cpu_some_avg300_ratio 0.005
            cgroup_pressure_cpu_some_seconds 2.115523
            cgroup_pressure_cpu_full_seconds 2.114573
            cgroup_pressure_io_some_avg10_ratio 0.0063
            cgroup_pressure_memory_full_seconds 0.015431
            host_pressure_cpu_some_avg10_ratio 0.0434
            host_pressure_cpu_some_seconds 1.191274
            host_pressure_cpu_full_seconds 0
            host_memory_total_bytes 492560384
            host_cpus_online 2
            host_load1 0
            host_disks 1
            network_interfaces 0
            process_cpu_user_seconds 0.01
            process_cpu_system_seconds 0.1",
    },
    Tree {
        name: "v2-nopsi-uml",
        layout: "v2",
        memory_path: "/plimsoll-outer/inner",
        lxcfs: NONE,
        // The capture has no empty directory for the disks that are not there.
        problems: &["proc/pressure/cpu", "proc/pressure/io", "proc/pressure/memory", "sys/block"],
        // No cpuset: one CPU is online. The own limit of 256 MiB is more than the machine has.
        table: "
            cgroup_cpu_binding_periods 81
            cgroup_cpu_binding_throttled_periods 81
            cgroup_cpu_binding_throttled_seconds 4.02
            process_run_delay_seconds 0.1
            cgroup_cpu_usage_seconds 3.41
            cgroup_cpu_user_seconds 3.15
            cgroup_cpu_system_seconds 0.26
            cgroup_cpu_periods 68
            cgroup_cpu_throttled_periods 0
            cgroup_cpu_quota_cpus 1.5
            cgroup_cpu_effective_quota_cpus 0.5
            cgroup_cpu_binding_depth 1
            cgroup_cpuset_cpus 1
            cgroup_effective_cpus 0.5
            cgroup_memory_usage_bytes 1249280
            cgroup_memory_limit_bytes 268435456
            cgroup_memory_effective_limit_bytes 100663296
            cgroup_memory_binding_depth 1
            cgroup_memory_high_bytes max
            cgroup_memory_oom_kills 1
            cgroup_memory_working_set_bytes 1241088
            cgroup_memory_reclaimable_bytes 217032
            cgroup_io_read_bytes 0
            cgroup_pids 3
            cgroup_pids_effective_limit 64
            host_cpus_online 1
            host_cpu_user_seconds 2.33
            host_memory_total_bytes 250007552
            host_disks -",
    },
    Tree {
        name: "lxcfs-like",
        layout: "v2",
        memory_path: "/plimsoll-outer/inner",
        // The disks are read from /sys, which lxcfs does not render.
        lxcfs: Groups::CPU.union(Groups::MEMORY).union(Groups::LOAD),
        problems: &[],
        table: "
            host_cpus_online 1
            host_cpu_user_seconds 0.31
            host_memory_total_bytes 100663296
            host_load1 0.02
            cgroup_cpuset_cpus 2
            cgroup_effective_cpus 0.5
            cgroup_memory_limit_bytes 268435456
            cgroup_memory_effective_limit_bytes 100663296
            cgroup_memory_binding_depth 1",
    },
    Tree {
        name: "lxcfs-v1",
        layout: "hybrid",
        memory_path: "/plimsoll-outer/inner",
        lxcfs: Groups::CPU.union(Groups::MEMORY).union(Groups::LOAD),
        problems: &[],
        table: "
            host_cpus_online 2
            host_cpu_user_seconds 0.55
            host_memory_total_bytes 100663296
            cgroup_cpu_usage_seconds 0.871072029
            cgroup_effective_cpus 0.5
            cgroup_cpu_binding_depth 1
            cgroup_memory_effective_limit_bytes 100663296
            cgroup_memory_binding_depth 1
            cgroup_memory_working_set_bytes 2867200
            cgroup_io_read_bytes 307200
            cgroup_io_written_bytes 0
            cgroup_io_reads 25",
    },
    Tree {
        name: "cores-256",
        layout: "v2",
        memory_path: "/plimsoll-outer/inner",
        lxcfs: NONE,
        problems: &[],
        table: "
            host_cpus_online 256
            host_cpu_user_seconds 108215187.20
            host_cpu_idle_seconds 5576880915.20
            host_load1 96.41
            host_load15 71.93
            host_memory_total_bytes 1099511627776
            cgroup_cpuset_cpus 64
            cgroup_effective_cpus 0.5",
    },
];
