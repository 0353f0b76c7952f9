//! `pids.events` (`kernel/cgroup/pids.c`, `Documentation/admin-guide/cgroup-v2.rst`). Since Linux 4.8.

use crate::kernel::scan::{keep_first, number, split, Lines};

/// How often the limit of processes was hit.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct PidsEvents {
    /// Forks that failed because the number of tasks in the cgroup or a descendant reached `pids.max`. Before Linux
    /// 6.11, and in version 1, forks of this cgroup's own tasks that failed by a limit of it or an ancestor.
    pub max: Option<u64>,
}

/// Reads the file.
pub fn parse(bytes: &[u8]) -> Option<PidsEvents> {
    let mut events = PidsEvents::default();
    for line in Lines::new(bytes) {
        if let Some((b"max", value)) = split(line, b' ') {
            keep_first(&mut events.max, number(value));
        }
    }
    (events != PidsEvents::default()).then_some(events)
}

#[cfg(test)]
#[path = "pids_events_tests.rs"]
mod tests;
