//! What a sampler looks at.

use std::path::PathBuf;

/// The process and cgroup that a sampler looks at. Host values are the same for all.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum Target {
    /// The calling process and the cgroup it is in; follows it through forks and moves.
    #[default]
    Own,
    /// Another process, by its pid as seen from here, and the cgroup it is in.
    Pid(u32),
    /// A cgroup, by its path as in `/proc/PID/cgroup` (`/x/y`) or by its directory below a cgroup
    /// mount. There are no process values then, and the network is that of a process that was in the
    /// cgroup when it was looked for.
    Cgroup(PathBuf),
}

/// A cgroup controller, for [`Sampler::cgroup_path`](super::Sampler::cgroup_path). On version 1
/// each can have a hierarchy, and so a path, of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Controller {
    /// CPU quota and throttling.
    Cpu,
    /// Memory.
    Memory,
    /// Block I/O.
    Io,
    /// Number of tasks.
    Pids,
    /// The version 2 hierarchy, where pressure is.
    Unified,
}
