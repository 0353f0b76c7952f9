//! `cpuacct.stat` of version 1 (`kernel/sched/cpuacct.c`, `Documentation/admin-guide/cgroup-v1/cpuacct.rst`).

use crate::kernel::scan::{keep_first, number, split, Lines};

/// CPU time of a cgroup and its descendants, in clock ticks (`_SC_CLK_TCK`), whatever the kernel's own tick is.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Cpuacct {
    /// Ticks in user mode (`user`).
    pub user_ticks: Option<u64>,
    /// Ticks in the kernel (`system`).
    pub system_ticks: Option<u64>,
}

/// Reads the file.
pub fn parse(bytes: &[u8]) -> Option<Cpuacct> {
    let mut cpuacct = Cpuacct::default();
    for line in Lines::new(bytes) {
        match split(line, b' ') {
            Some((b"user", value)) => keep_first(&mut cpuacct.user_ticks, number(value)),
            Some((b"system", value)) => keep_first(&mut cpuacct.system_ticks, number(value)),
            _ => continue,
        };
    }
    (cpuacct != Cpuacct::default()).then_some(cpuacct)
}

#[cfg(test)]
#[path = "cpuacct_tests.rs"]
mod tests;
