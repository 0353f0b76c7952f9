//! `memory.events` of version 2 (`mm/memcontrol.c`, `Documentation/admin-guide/cgroup-v2.rst`).

use crate::kernel::scan::{keep_first, number, split, Lines};

/// How often a cgroup or a descendant ran into its memory limits. (`memory.events.local`, since Linux 5.2, counts the
/// cgroup alone; the mount option `memory_localevents` makes this file do so too.)
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct MemoryEvents {
    /// Times memory was reclaimed although usage was under `memory.low`.
    pub low: Option<u64>,
    /// Times tasks were slowed down because usage was over `memory.high`.
    pub high: Option<u64>,
    /// Times usage was about to go over `memory.max`.
    pub max: Option<u64>,
    /// Times an allocation was about to fail at the limit, whether or not something was killed.
    pub oom: Option<u64>,
    /// Processes killed by any kind of OOM killer. Since Linux 4.13.
    pub oom_kill: Option<u64>,
}

/// Reads the file.
pub fn parse(bytes: &[u8]) -> Option<MemoryEvents> {
    let mut events = MemoryEvents::default();
    for line in Lines::new(bytes) {
        let Some((key, value)) = split(line, b' ') else { continue };
        let slot = match key {
            b"low" => &mut events.low,
            b"high" => &mut events.high,
            b"max" => &mut events.max,
            b"oom" => &mut events.oom,
            b"oom_kill" => &mut events.oom_kill,
            _ => continue,
        };
        keep_first(slot, number(value));
    }
    (events != MemoryEvents::default()).then_some(events)
}

#[cfg(test)]
#[path = "memory_events_tests.rs"]
mod tests;
