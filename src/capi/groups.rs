//! The groups of fields as bits for C; a test holds them against `Groups`.

// These are written for the header.
#![allow(dead_code)]

/// CPU time of the host by state, context switches, running and blocked tasks.
pub const PLIM_GROUP_CPU: u64 = 1 << 0;
/// Load averages of the host.
pub const PLIM_GROUP_LOAD: u64 = 1 << 1;
/// Memory of the host.
pub const PLIM_GROUP_MEMORY: u64 = 1 << 2;
/// Paging, faults and OOM kills of the host.
pub const PLIM_GROUP_PAGING: u64 = 1 << 3;
/// Pressure stall information of the host.
pub const PLIM_GROUP_PRESSURE: u64 = 1 << 4;
/// Totals over the real disks of the host.
pub const PLIM_GROUP_DISK: u64 = 1 << 5;
/// Space and inodes of one filesystem; slow lane.
pub const PLIM_GROUP_FILESYSTEM: u64 = 1 << 6;
/// Totals over the interfaces of the network namespace, without loopback.
pub const PLIM_GROUP_NETWORK: u64 = 1 << 7;
/// TCP counters and sockets of the network namespace; slow lane.
pub const PLIM_GROUP_PROTOCOL: u64 = 1 << 8;
/// CPU usage, throttling, quota and effective CPUs of the cgroup.
pub const PLIM_GROUP_CGROUP_CPU: u64 = 1 << 9;
/// Memory usage, limits and events of the cgroup.
pub const PLIM_GROUP_CGROUP_MEMORY: u64 = 1 << 10;
/// The parts of the cgroup's memory: working set, anon, file, faults.
pub const PLIM_GROUP_CGROUP_MEMORY_STAT: u64 = 1 << 11;
/// Block I/O of the cgroup.
pub const PLIM_GROUP_CGROUP_IO: u64 = 1 << 12;
/// Tasks of the cgroup and their limit.
pub const PLIM_GROUP_CGROUP_PIDS: u64 = 1 << 13;
/// Pressure stall information of the cgroup.
pub const PLIM_GROUP_CGROUP_PRESSURE: u64 = 1 << 14;
/// The target process.
pub const PLIM_GROUP_PROCESS: u64 = 1 << 15;
/// Everything that this header knows.
pub const PLIM_GROUPS_FULL: u64 = 0xffff;
/// What a 100 Hz caller needs: CPU, memory, limits, events and pressure of the cgroup.
pub const PLIM_GROUPS_TICK: u64 = 0x4600;

#[cfg(test)]
#[path = "groups_tests.rs"]
mod tests;
