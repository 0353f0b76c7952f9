//! `memory.oom_control` of version 1 (`mm/memcontrol-v1.c`, `Documentation/admin-guide/cgroup-v1/memory.rst`).

use crate::kernel::scan::{keep_first, number, split, Lines};

/// The OOM killer of a cgroup.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct OomControl {
    /// 1 if the OOM killer is off, so that tasks at the limit sleep until memory is freed.
    pub oom_kill_disable: Option<u64>,
    /// 1 while the cgroup is at its limit and tasks may be stopped.
    pub under_oom: Option<u64>,
    /// Processes of this cgroup killed by any kind of OOM killer. Since Linux 4.13.
    pub oom_kill: Option<u64>,
}

/// Reads the file.
pub fn parse(bytes: &[u8]) -> Option<OomControl> {
    let mut control = OomControl::default();
    for line in Lines::new(bytes) {
        let Some((key, value)) = split(line, b' ') else { continue };
        let slot = match key {
            b"oom_kill_disable" => &mut control.oom_kill_disable,
            b"under_oom" => &mut control.under_oom,
            b"oom_kill" => &mut control.oom_kill,
            _ => continue,
        };
        keep_first(slot, number(value));
    }
    (control != OomControl::default()).then_some(control)
}

#[cfg(test)]
#[path = "oom_control_tests.rs"]
mod tests;
