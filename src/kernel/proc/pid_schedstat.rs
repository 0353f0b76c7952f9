//! `/proc/PID/schedstat`: how a thread fared with the scheduler (`fs/proc/base.c`, `Documentation/scheduler/sched-stats.rst`).
//!
//! Of a process it is the main thread's. Needs `CONFIG_SCHEDSTATS`, or delay accounting that is on; without, the kernel
//! prints zeros.

use crate::kernel::scan::{only_line, Columns};

/// Of one thread since it was started, in nanoseconds.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Schedstat {
    /// Time on a CPU.
    pub cpu_ns: Option<u64>,
    /// Time in which it could have run and had no CPU.
    pub run_delay_ns: Option<u64>,
}

/// What a kernel says that does not count.
pub const UNCOUNTED: &[u8] = b"0 0 0\n";

/// Reads the file; nothing if the kernel does not count.
pub fn parse(bytes: &[u8]) -> Option<Schedstat> {
    let mut columns = Columns::new(only_line(bytes)?);
    let (cpu_ns, run_delay_ns, slices) = (columns.number(), columns.number(), columns.number()?);
    let counts = slices > 0 && (cpu_ns.is_some() || run_delay_ns.is_some());
    counts.then_some(Schedstat { cpu_ns, run_delay_ns })
}

#[cfg(test)]
#[path = "pid_schedstat_tests.rs"]
mod tests;
