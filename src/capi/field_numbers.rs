// Written from src/fields/table.rs by `make generate`. Do not edit.

//! The number of each field: its bit in `valid` and its place for `plim_field_get`.

/// Number of `host_cpu_user_seconds`.
pub const PLIM_FIELD_HOST_CPU_USER_SECONDS: u32 = 0;
/// Number of `host_cpu_nice_seconds`.
pub const PLIM_FIELD_HOST_CPU_NICE_SECONDS: u32 = 1;
/// Number of `host_cpu_system_seconds`.
pub const PLIM_FIELD_HOST_CPU_SYSTEM_SECONDS: u32 = 2;
/// Number of `host_cpu_idle_seconds`.
pub const PLIM_FIELD_HOST_CPU_IDLE_SECONDS: u32 = 3;
/// Number of `host_cpu_iowait_seconds`.
pub const PLIM_FIELD_HOST_CPU_IOWAIT_SECONDS: u32 = 4;
/// Number of `host_cpu_irq_seconds`.
pub const PLIM_FIELD_HOST_CPU_IRQ_SECONDS: u32 = 5;
/// Number of `host_cpu_softirq_seconds`.
pub const PLIM_FIELD_HOST_CPU_SOFTIRQ_SECONDS: u32 = 6;
/// Number of `host_cpu_steal_seconds`.
pub const PLIM_FIELD_HOST_CPU_STEAL_SECONDS: u32 = 7;
/// Number of `host_cpu_guest_seconds`.
pub const PLIM_FIELD_HOST_CPU_GUEST_SECONDS: u32 = 8;
/// Number of `host_cpu_guest_nice_seconds`.
pub const PLIM_FIELD_HOST_CPU_GUEST_NICE_SECONDS: u32 = 9;
/// Number of `host_cpus_online`.
pub const PLIM_FIELD_HOST_CPUS_ONLINE: u32 = 10;
/// Number of `host_interrupts`.
pub const PLIM_FIELD_HOST_INTERRUPTS: u32 = 11;
/// Number of `host_context_switches`.
pub const PLIM_FIELD_HOST_CONTEXT_SWITCHES: u32 = 12;
/// Number of `host_forks`.
pub const PLIM_FIELD_HOST_FORKS: u32 = 13;
/// Number of `host_tasks_running`.
pub const PLIM_FIELD_HOST_TASKS_RUNNING: u32 = 14;
/// Number of `host_tasks_blocked`.
pub const PLIM_FIELD_HOST_TASKS_BLOCKED: u32 = 15;
/// Number of `host_load1`.
pub const PLIM_FIELD_HOST_LOAD1: u32 = 16;
/// Number of `host_load5`.
pub const PLIM_FIELD_HOST_LOAD5: u32 = 17;
/// Number of `host_load15`.
pub const PLIM_FIELD_HOST_LOAD15: u32 = 18;
/// Number of `host_memory_total_bytes`.
pub const PLIM_FIELD_HOST_MEMORY_TOTAL_BYTES: u32 = 19;
/// Number of `host_memory_free_bytes`.
pub const PLIM_FIELD_HOST_MEMORY_FREE_BYTES: u32 = 20;
/// Number of `host_memory_available_bytes`.
pub const PLIM_FIELD_HOST_MEMORY_AVAILABLE_BYTES: u32 = 21;
/// Number of `host_memory_buffers_bytes`.
pub const PLIM_FIELD_HOST_MEMORY_BUFFERS_BYTES: u32 = 22;
/// Number of `host_memory_cached_bytes`.
pub const PLIM_FIELD_HOST_MEMORY_CACHED_BYTES: u32 = 23;
/// Number of `host_memory_active_bytes`.
pub const PLIM_FIELD_HOST_MEMORY_ACTIVE_BYTES: u32 = 24;
/// Number of `host_memory_inactive_bytes`.
pub const PLIM_FIELD_HOST_MEMORY_INACTIVE_BYTES: u32 = 25;
/// Number of `host_memory_shmem_bytes`.
pub const PLIM_FIELD_HOST_MEMORY_SHMEM_BYTES: u32 = 26;
/// Number of `host_memory_slab_bytes`.
pub const PLIM_FIELD_HOST_MEMORY_SLAB_BYTES: u32 = 27;
/// Number of `host_memory_slab_reclaimable_bytes`.
pub const PLIM_FIELD_HOST_MEMORY_SLAB_RECLAIMABLE_BYTES: u32 = 28;
/// Number of `host_memory_dirty_bytes`.
pub const PLIM_FIELD_HOST_MEMORY_DIRTY_BYTES: u32 = 29;
/// Number of `host_memory_writeback_bytes`.
pub const PLIM_FIELD_HOST_MEMORY_WRITEBACK_BYTES: u32 = 30;
/// Number of `host_swap_total_bytes`.
pub const PLIM_FIELD_HOST_SWAP_TOTAL_BYTES: u32 = 31;
/// Number of `host_swap_free_bytes`.
pub const PLIM_FIELD_HOST_SWAP_FREE_BYTES: u32 = 32;
/// Number of `host_paging_in_bytes`.
pub const PLIM_FIELD_HOST_PAGING_IN_BYTES: u32 = 33;
/// Number of `host_paging_out_bytes`.
pub const PLIM_FIELD_HOST_PAGING_OUT_BYTES: u32 = 34;
/// Number of `host_swap_in_bytes`.
pub const PLIM_FIELD_HOST_SWAP_IN_BYTES: u32 = 35;
/// Number of `host_swap_out_bytes`.
pub const PLIM_FIELD_HOST_SWAP_OUT_BYTES: u32 = 36;
/// Number of `host_page_faults`.
pub const PLIM_FIELD_HOST_PAGE_FAULTS: u32 = 37;
/// Number of `host_major_page_faults`.
pub const PLIM_FIELD_HOST_MAJOR_PAGE_FAULTS: u32 = 38;
/// Number of `host_allocation_stalls`.
pub const PLIM_FIELD_HOST_ALLOCATION_STALLS: u32 = 39;
/// Number of `host_oom_kills`.
pub const PLIM_FIELD_HOST_OOM_KILLS: u32 = 40;
/// Number of `host_paging_age_seconds`.
pub const PLIM_FIELD_HOST_PAGING_AGE_SECONDS: u32 = 41;
/// Number of `host_pressure_cpu_some_avg10_ratio`.
pub const PLIM_FIELD_HOST_PRESSURE_CPU_SOME_AVG10_RATIO: u32 = 42;
/// Number of `host_pressure_cpu_some_avg60_ratio`.
pub const PLIM_FIELD_HOST_PRESSURE_CPU_SOME_AVG60_RATIO: u32 = 43;
/// Number of `host_pressure_cpu_some_avg300_ratio`.
pub const PLIM_FIELD_HOST_PRESSURE_CPU_SOME_AVG300_RATIO: u32 = 44;
/// Number of `host_pressure_cpu_some_seconds`.
pub const PLIM_FIELD_HOST_PRESSURE_CPU_SOME_SECONDS: u32 = 45;
/// Number of `host_pressure_cpu_full_avg10_ratio`.
pub const PLIM_FIELD_HOST_PRESSURE_CPU_FULL_AVG10_RATIO: u32 = 46;
/// Number of `host_pressure_cpu_full_avg60_ratio`.
pub const PLIM_FIELD_HOST_PRESSURE_CPU_FULL_AVG60_RATIO: u32 = 47;
/// Number of `host_pressure_cpu_full_avg300_ratio`.
pub const PLIM_FIELD_HOST_PRESSURE_CPU_FULL_AVG300_RATIO: u32 = 48;
/// Number of `host_pressure_cpu_full_seconds`.
pub const PLIM_FIELD_HOST_PRESSURE_CPU_FULL_SECONDS: u32 = 49;
/// Number of `host_pressure_memory_some_avg10_ratio`.
pub const PLIM_FIELD_HOST_PRESSURE_MEMORY_SOME_AVG10_RATIO: u32 = 50;
/// Number of `host_pressure_memory_some_avg60_ratio`.
pub const PLIM_FIELD_HOST_PRESSURE_MEMORY_SOME_AVG60_RATIO: u32 = 51;
/// Number of `host_pressure_memory_some_avg300_ratio`.
pub const PLIM_FIELD_HOST_PRESSURE_MEMORY_SOME_AVG300_RATIO: u32 = 52;
/// Number of `host_pressure_memory_some_seconds`.
pub const PLIM_FIELD_HOST_PRESSURE_MEMORY_SOME_SECONDS: u32 = 53;
/// Number of `host_pressure_memory_full_avg10_ratio`.
pub const PLIM_FIELD_HOST_PRESSURE_MEMORY_FULL_AVG10_RATIO: u32 = 54;
/// Number of `host_pressure_memory_full_avg60_ratio`.
pub const PLIM_FIELD_HOST_PRESSURE_MEMORY_FULL_AVG60_RATIO: u32 = 55;
/// Number of `host_pressure_memory_full_avg300_ratio`.
pub const PLIM_FIELD_HOST_PRESSURE_MEMORY_FULL_AVG300_RATIO: u32 = 56;
/// Number of `host_pressure_memory_full_seconds`.
pub const PLIM_FIELD_HOST_PRESSURE_MEMORY_FULL_SECONDS: u32 = 57;
/// Number of `host_pressure_io_some_avg10_ratio`.
pub const PLIM_FIELD_HOST_PRESSURE_IO_SOME_AVG10_RATIO: u32 = 58;
/// Number of `host_pressure_io_some_avg60_ratio`.
pub const PLIM_FIELD_HOST_PRESSURE_IO_SOME_AVG60_RATIO: u32 = 59;
/// Number of `host_pressure_io_some_avg300_ratio`.
pub const PLIM_FIELD_HOST_PRESSURE_IO_SOME_AVG300_RATIO: u32 = 60;
/// Number of `host_pressure_io_some_seconds`.
pub const PLIM_FIELD_HOST_PRESSURE_IO_SOME_SECONDS: u32 = 61;
/// Number of `host_pressure_io_full_avg10_ratio`.
pub const PLIM_FIELD_HOST_PRESSURE_IO_FULL_AVG10_RATIO: u32 = 62;
/// Number of `host_pressure_io_full_avg60_ratio`.
pub const PLIM_FIELD_HOST_PRESSURE_IO_FULL_AVG60_RATIO: u32 = 63;
/// Number of `host_pressure_io_full_avg300_ratio`.
pub const PLIM_FIELD_HOST_PRESSURE_IO_FULL_AVG300_RATIO: u32 = 64;
/// Number of `host_pressure_io_full_seconds`.
pub const PLIM_FIELD_HOST_PRESSURE_IO_FULL_SECONDS: u32 = 65;
/// Number of `host_disks`.
pub const PLIM_FIELD_HOST_DISKS: u32 = 66;
/// Number of `host_disk_reads`.
pub const PLIM_FIELD_HOST_DISK_READS: u32 = 67;
/// Number of `host_disk_read_bytes`.
pub const PLIM_FIELD_HOST_DISK_READ_BYTES: u32 = 68;
/// Number of `host_disk_read_seconds`.
pub const PLIM_FIELD_HOST_DISK_READ_SECONDS: u32 = 69;
/// Number of `host_disk_writes`.
pub const PLIM_FIELD_HOST_DISK_WRITES: u32 = 70;
/// Number of `host_disk_written_bytes`.
pub const PLIM_FIELD_HOST_DISK_WRITTEN_BYTES: u32 = 71;
/// Number of `host_disk_write_seconds`.
pub const PLIM_FIELD_HOST_DISK_WRITE_SECONDS: u32 = 72;
/// Number of `host_disk_in_flight`.
pub const PLIM_FIELD_HOST_DISK_IN_FLIGHT: u32 = 73;
/// Number of `host_disk_busy_seconds`.
pub const PLIM_FIELD_HOST_DISK_BUSY_SECONDS: u32 = 74;
/// Number of `host_disk_queue_seconds`.
pub const PLIM_FIELD_HOST_DISK_QUEUE_SECONDS: u32 = 75;
/// Number of `filesystem_total_bytes`.
pub const PLIM_FIELD_FILESYSTEM_TOTAL_BYTES: u32 = 76;
/// Number of `filesystem_free_bytes`.
pub const PLIM_FIELD_FILESYSTEM_FREE_BYTES: u32 = 77;
/// Number of `filesystem_available_bytes`.
pub const PLIM_FIELD_FILESYSTEM_AVAILABLE_BYTES: u32 = 78;
/// Number of `filesystem_inodes`.
pub const PLIM_FIELD_FILESYSTEM_INODES: u32 = 79;
/// Number of `filesystem_inodes_free`.
pub const PLIM_FIELD_FILESYSTEM_INODES_FREE: u32 = 80;
/// Number of `filesystem_age_seconds`.
pub const PLIM_FIELD_FILESYSTEM_AGE_SECONDS: u32 = 81;
/// Number of `network_interfaces`.
pub const PLIM_FIELD_NETWORK_INTERFACES: u32 = 82;
/// Number of `network_received_bytes`.
pub const PLIM_FIELD_NETWORK_RECEIVED_BYTES: u32 = 83;
/// Number of `network_received_packets`.
pub const PLIM_FIELD_NETWORK_RECEIVED_PACKETS: u32 = 84;
/// Number of `network_receive_errors`.
pub const PLIM_FIELD_NETWORK_RECEIVE_ERRORS: u32 = 85;
/// Number of `network_receive_drops`.
pub const PLIM_FIELD_NETWORK_RECEIVE_DROPS: u32 = 86;
/// Number of `network_sent_bytes`.
pub const PLIM_FIELD_NETWORK_SENT_BYTES: u32 = 87;
/// Number of `network_sent_packets`.
pub const PLIM_FIELD_NETWORK_SENT_PACKETS: u32 = 88;
/// Number of `network_send_errors`.
pub const PLIM_FIELD_NETWORK_SEND_ERRORS: u32 = 89;
/// Number of `network_send_drops`.
pub const PLIM_FIELD_NETWORK_SEND_DROPS: u32 = 90;
/// Number of `network_tcp_segments_received`.
pub const PLIM_FIELD_NETWORK_TCP_SEGMENTS_RECEIVED: u32 = 91;
/// Number of `network_tcp_segments_sent`.
pub const PLIM_FIELD_NETWORK_TCP_SEGMENTS_SENT: u32 = 92;
/// Number of `network_tcp_segments_retransmitted`.
pub const PLIM_FIELD_NETWORK_TCP_SEGMENTS_RETRANSMITTED: u32 = 93;
/// Number of `network_tcp_receive_errors`.
pub const PLIM_FIELD_NETWORK_TCP_RECEIVE_ERRORS: u32 = 94;
/// Number of `network_tcp_resets_sent`.
pub const PLIM_FIELD_NETWORK_TCP_RESETS_SENT: u32 = 95;
/// Number of `network_tcp_established`.
pub const PLIM_FIELD_NETWORK_TCP_ESTABLISHED: u32 = 96;
/// Number of `network_sockets_used`.
pub const PLIM_FIELD_NETWORK_SOCKETS_USED: u32 = 97;
/// Number of `network_tcp_sockets`.
pub const PLIM_FIELD_NETWORK_TCP_SOCKETS: u32 = 98;
/// Number of `network_tcp_orphans`.
pub const PLIM_FIELD_NETWORK_TCP_ORPHANS: u32 = 99;
/// Number of `network_tcp_time_wait`.
pub const PLIM_FIELD_NETWORK_TCP_TIME_WAIT: u32 = 100;
/// Number of `network_udp_sockets`.
pub const PLIM_FIELD_NETWORK_UDP_SOCKETS: u32 = 101;
/// Number of `network_protocol_age_seconds`.
pub const PLIM_FIELD_NETWORK_PROTOCOL_AGE_SECONDS: u32 = 102;
/// Number of `cgroup_cpu_usage_seconds`.
pub const PLIM_FIELD_CGROUP_CPU_USAGE_SECONDS: u32 = 103;
/// Number of `cgroup_cpu_user_seconds`.
pub const PLIM_FIELD_CGROUP_CPU_USER_SECONDS: u32 = 104;
/// Number of `cgroup_cpu_system_seconds`.
pub const PLIM_FIELD_CGROUP_CPU_SYSTEM_SECONDS: u32 = 105;
/// Number of `cgroup_cpu_periods`.
pub const PLIM_FIELD_CGROUP_CPU_PERIODS: u32 = 106;
/// Number of `cgroup_cpu_throttled_periods`.
pub const PLIM_FIELD_CGROUP_CPU_THROTTLED_PERIODS: u32 = 107;
/// Number of `cgroup_cpu_throttled_seconds`.
pub const PLIM_FIELD_CGROUP_CPU_THROTTLED_SECONDS: u32 = 108;
/// Number of `cgroup_cpu_quota_cpus`.
pub const PLIM_FIELD_CGROUP_CPU_QUOTA_CPUS: u32 = 109;
/// Number of `cgroup_cpu_effective_quota_cpus`.
pub const PLIM_FIELD_CGROUP_CPU_EFFECTIVE_QUOTA_CPUS: u32 = 110;
/// Number of `cgroup_cpu_binding_depth`.
pub const PLIM_FIELD_CGROUP_CPU_BINDING_DEPTH: u32 = 111;
/// Number of `cgroup_cpuset_cpus`.
pub const PLIM_FIELD_CGROUP_CPUSET_CPUS: u32 = 112;
/// Number of `cgroup_effective_cpus`.
pub const PLIM_FIELD_CGROUP_EFFECTIVE_CPUS: u32 = 113;
/// Number of `cgroup_memory_usage_bytes`.
pub const PLIM_FIELD_CGROUP_MEMORY_USAGE_BYTES: u32 = 114;
/// Number of `cgroup_memory_limit_bytes`.
pub const PLIM_FIELD_CGROUP_MEMORY_LIMIT_BYTES: u32 = 115;
/// Number of `cgroup_memory_effective_limit_bytes`.
pub const PLIM_FIELD_CGROUP_MEMORY_EFFECTIVE_LIMIT_BYTES: u32 = 116;
/// Number of `cgroup_memory_binding_depth`.
pub const PLIM_FIELD_CGROUP_MEMORY_BINDING_DEPTH: u32 = 117;
/// Number of `cgroup_memory_high_bytes`.
pub const PLIM_FIELD_CGROUP_MEMORY_HIGH_BYTES: u32 = 118;
/// Number of `cgroup_swap_usage_bytes`.
pub const PLIM_FIELD_CGROUP_SWAP_USAGE_BYTES: u32 = 119;
/// Number of `cgroup_swap_limit_bytes`.
pub const PLIM_FIELD_CGROUP_SWAP_LIMIT_BYTES: u32 = 120;
/// Number of `cgroup_memory_high_events`.
pub const PLIM_FIELD_CGROUP_MEMORY_HIGH_EVENTS: u32 = 121;
/// Number of `cgroup_memory_max_events`.
pub const PLIM_FIELD_CGROUP_MEMORY_MAX_EVENTS: u32 = 122;
/// Number of `cgroup_memory_oom_events`.
pub const PLIM_FIELD_CGROUP_MEMORY_OOM_EVENTS: u32 = 123;
/// Number of `cgroup_memory_oom_kills`.
pub const PLIM_FIELD_CGROUP_MEMORY_OOM_KILLS: u32 = 124;
/// Number of `cgroup_memory_working_set_bytes`.
pub const PLIM_FIELD_CGROUP_MEMORY_WORKING_SET_BYTES: u32 = 125;
/// Number of `cgroup_memory_anon_bytes`.
pub const PLIM_FIELD_CGROUP_MEMORY_ANON_BYTES: u32 = 126;
/// Number of `cgroup_memory_file_bytes`.
pub const PLIM_FIELD_CGROUP_MEMORY_FILE_BYTES: u32 = 127;
/// Number of `cgroup_memory_kernel_bytes`.
pub const PLIM_FIELD_CGROUP_MEMORY_KERNEL_BYTES: u32 = 128;
/// Number of `cgroup_memory_reclaimable_bytes`.
pub const PLIM_FIELD_CGROUP_MEMORY_RECLAIMABLE_BYTES: u32 = 129;
/// Number of `cgroup_memory_inactive_file_bytes`.
pub const PLIM_FIELD_CGROUP_MEMORY_INACTIVE_FILE_BYTES: u32 = 130;
/// Number of `cgroup_memory_shmem_bytes`.
pub const PLIM_FIELD_CGROUP_MEMORY_SHMEM_BYTES: u32 = 131;
/// Number of `cgroup_memory_dirty_bytes`.
pub const PLIM_FIELD_CGROUP_MEMORY_DIRTY_BYTES: u32 = 132;
/// Number of `cgroup_memory_writeback_bytes`.
pub const PLIM_FIELD_CGROUP_MEMORY_WRITEBACK_BYTES: u32 = 133;
/// Number of `cgroup_page_faults`.
pub const PLIM_FIELD_CGROUP_PAGE_FAULTS: u32 = 134;
/// Number of `cgroup_major_page_faults`.
pub const PLIM_FIELD_CGROUP_MAJOR_PAGE_FAULTS: u32 = 135;
/// Number of `cgroup_io_read_bytes`.
pub const PLIM_FIELD_CGROUP_IO_READ_BYTES: u32 = 136;
/// Number of `cgroup_io_written_bytes`.
pub const PLIM_FIELD_CGROUP_IO_WRITTEN_BYTES: u32 = 137;
/// Number of `cgroup_io_reads`.
pub const PLIM_FIELD_CGROUP_IO_READS: u32 = 138;
/// Number of `cgroup_io_writes`.
pub const PLIM_FIELD_CGROUP_IO_WRITES: u32 = 139;
/// Number of `cgroup_pids`.
pub const PLIM_FIELD_CGROUP_PIDS: u32 = 140;
/// Number of `cgroup_pids_limit`.
pub const PLIM_FIELD_CGROUP_PIDS_LIMIT: u32 = 141;
/// Number of `cgroup_pids_effective_limit`.
pub const PLIM_FIELD_CGROUP_PIDS_EFFECTIVE_LIMIT: u32 = 142;
/// Number of `cgroup_pressure_cpu_some_avg10_ratio`.
pub const PLIM_FIELD_CGROUP_PRESSURE_CPU_SOME_AVG10_RATIO: u32 = 143;
/// Number of `cgroup_pressure_cpu_some_avg60_ratio`.
pub const PLIM_FIELD_CGROUP_PRESSURE_CPU_SOME_AVG60_RATIO: u32 = 144;
/// Number of `cgroup_pressure_cpu_some_avg300_ratio`.
pub const PLIM_FIELD_CGROUP_PRESSURE_CPU_SOME_AVG300_RATIO: u32 = 145;
/// Number of `cgroup_pressure_cpu_some_seconds`.
pub const PLIM_FIELD_CGROUP_PRESSURE_CPU_SOME_SECONDS: u32 = 146;
/// Number of `cgroup_pressure_cpu_full_avg10_ratio`.
pub const PLIM_FIELD_CGROUP_PRESSURE_CPU_FULL_AVG10_RATIO: u32 = 147;
/// Number of `cgroup_pressure_cpu_full_avg60_ratio`.
pub const PLIM_FIELD_CGROUP_PRESSURE_CPU_FULL_AVG60_RATIO: u32 = 148;
/// Number of `cgroup_pressure_cpu_full_avg300_ratio`.
pub const PLIM_FIELD_CGROUP_PRESSURE_CPU_FULL_AVG300_RATIO: u32 = 149;
/// Number of `cgroup_pressure_cpu_full_seconds`.
pub const PLIM_FIELD_CGROUP_PRESSURE_CPU_FULL_SECONDS: u32 = 150;
/// Number of `cgroup_pressure_memory_some_avg10_ratio`.
pub const PLIM_FIELD_CGROUP_PRESSURE_MEMORY_SOME_AVG10_RATIO: u32 = 151;
/// Number of `cgroup_pressure_memory_some_avg60_ratio`.
pub const PLIM_FIELD_CGROUP_PRESSURE_MEMORY_SOME_AVG60_RATIO: u32 = 152;
/// Number of `cgroup_pressure_memory_some_avg300_ratio`.
pub const PLIM_FIELD_CGROUP_PRESSURE_MEMORY_SOME_AVG300_RATIO: u32 = 153;
/// Number of `cgroup_pressure_memory_some_seconds`.
pub const PLIM_FIELD_CGROUP_PRESSURE_MEMORY_SOME_SECONDS: u32 = 154;
/// Number of `cgroup_pressure_memory_full_avg10_ratio`.
pub const PLIM_FIELD_CGROUP_PRESSURE_MEMORY_FULL_AVG10_RATIO: u32 = 155;
/// Number of `cgroup_pressure_memory_full_avg60_ratio`.
pub const PLIM_FIELD_CGROUP_PRESSURE_MEMORY_FULL_AVG60_RATIO: u32 = 156;
/// Number of `cgroup_pressure_memory_full_avg300_ratio`.
pub const PLIM_FIELD_CGROUP_PRESSURE_MEMORY_FULL_AVG300_RATIO: u32 = 157;
/// Number of `cgroup_pressure_memory_full_seconds`.
pub const PLIM_FIELD_CGROUP_PRESSURE_MEMORY_FULL_SECONDS: u32 = 158;
/// Number of `cgroup_pressure_io_some_avg10_ratio`.
pub const PLIM_FIELD_CGROUP_PRESSURE_IO_SOME_AVG10_RATIO: u32 = 159;
/// Number of `cgroup_pressure_io_some_avg60_ratio`.
pub const PLIM_FIELD_CGROUP_PRESSURE_IO_SOME_AVG60_RATIO: u32 = 160;
/// Number of `cgroup_pressure_io_some_avg300_ratio`.
pub const PLIM_FIELD_CGROUP_PRESSURE_IO_SOME_AVG300_RATIO: u32 = 161;
/// Number of `cgroup_pressure_io_some_seconds`.
pub const PLIM_FIELD_CGROUP_PRESSURE_IO_SOME_SECONDS: u32 = 162;
/// Number of `cgroup_pressure_io_full_avg10_ratio`.
pub const PLIM_FIELD_CGROUP_PRESSURE_IO_FULL_AVG10_RATIO: u32 = 163;
/// Number of `cgroup_pressure_io_full_avg60_ratio`.
pub const PLIM_FIELD_CGROUP_PRESSURE_IO_FULL_AVG60_RATIO: u32 = 164;
/// Number of `cgroup_pressure_io_full_avg300_ratio`.
pub const PLIM_FIELD_CGROUP_PRESSURE_IO_FULL_AVG300_RATIO: u32 = 165;
/// Number of `cgroup_pressure_io_full_seconds`.
pub const PLIM_FIELD_CGROUP_PRESSURE_IO_FULL_SECONDS: u32 = 166;
/// Number of `process_cpu_user_seconds`.
pub const PLIM_FIELD_PROCESS_CPU_USER_SECONDS: u32 = 167;
/// Number of `process_cpu_system_seconds`.
pub const PLIM_FIELD_PROCESS_CPU_SYSTEM_SECONDS: u32 = 168;
/// Number of `process_resident_bytes`.
pub const PLIM_FIELD_PROCESS_RESIDENT_BYTES: u32 = 169;
/// Number of `process_virtual_bytes`.
pub const PLIM_FIELD_PROCESS_VIRTUAL_BYTES: u32 = 170;
/// Number of `process_shared_bytes`.
pub const PLIM_FIELD_PROCESS_SHARED_BYTES: u32 = 171;
/// Number of `process_threads`.
pub const PLIM_FIELD_PROCESS_THREADS: u32 = 172;
/// Number of `process_descriptors`.
pub const PLIM_FIELD_PROCESS_DESCRIPTORS: u32 = 173;
/// Number of `process_descriptors_limit`.
pub const PLIM_FIELD_PROCESS_DESCRIPTORS_LIMIT: u32 = 174;
/// Number of `process_voluntary_switches`.
pub const PLIM_FIELD_PROCESS_VOLUNTARY_SWITCHES: u32 = 175;
/// Number of `process_involuntary_switches`.
pub const PLIM_FIELD_PROCESS_INVOLUNTARY_SWITCHES: u32 = 176;
/// Number of `process_minor_faults`.
pub const PLIM_FIELD_PROCESS_MINOR_FAULTS: u32 = 177;
/// Number of `process_major_faults`.
pub const PLIM_FIELD_PROCESS_MAJOR_FAULTS: u32 = 178;
/// Number of `process_read_bytes`.
pub const PLIM_FIELD_PROCESS_READ_BYTES: u32 = 179;
/// Number of `process_written_bytes`.
pub const PLIM_FIELD_PROCESS_WRITTEN_BYTES: u32 = 180;
/// Number of `process_call_read_bytes`.
pub const PLIM_FIELD_PROCESS_CALL_READ_BYTES: u32 = 181;
/// Number of `process_call_written_bytes`.
pub const PLIM_FIELD_PROCESS_CALL_WRITTEN_BYTES: u32 = 182;
/// Number of `process_read_calls`.
pub const PLIM_FIELD_PROCESS_READ_CALLS: u32 = 183;
/// Number of `process_write_calls`.
pub const PLIM_FIELD_PROCESS_WRITE_CALLS: u32 = 184;
/// How many fields this version knows.
pub const PLIM_FIELDS: u32 = 185;
