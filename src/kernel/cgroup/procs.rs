//! `cgroup.procs`: the processes of a cgroup (`kernel/cgroup/cgroup.c`).

use crate::kernel::scan::{number_u32, Lines};

/// Gives the process ids, as the reader's pid namespace sees them; 0 stands for a process outside of it. Not always
/// sorted, and an id may come twice if the process moved during the read (`Documentation/admin-guide/cgroup-v2.rst`).
pub fn pids(bytes: &[u8]) -> impl Iterator<Item = u32> + Clone + '_ {
    Lines::new(bytes).filter_map(number_u32)
}

#[cfg(test)]
#[path = "procs_tests.rs"]
mod tests;
