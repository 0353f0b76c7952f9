//! Files of a cgroup, version 1 and version 2.

pub mod blkio;
pub mod cpu_max;
pub mod cpu_stat;
pub mod cpuacct;
pub mod io_stat;
pub mod memory_events;
pub mod memory_stat;
pub mod oom_control;
pub mod pids_events;
pub mod procs;
pub mod scalar;
