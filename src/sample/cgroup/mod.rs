//! What speaks of the target's cgroup: where it is, and one file per group and version.

pub(super) mod chain;
pub(super) mod cpu;
pub(super) mod io;
pub(super) mod locate;
pub(super) mod memory;
pub(super) mod memory_stat;
pub(super) mod mounts;
pub(super) mod pids;
pub(super) mod pressure;
