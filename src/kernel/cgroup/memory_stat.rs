//! `memory.stat` of both versions (`mm/memcontrol.c`, `mm/memcontrol-v1.c`,
//! `Documentation/admin-guide/cgroup-v2.rst`, `Documentation/admin-guide/cgroup-v1/memory.rst`).

use super::scalar::Bound;
use crate::kernel::scan::{is_cut, keep_first, number, split, Lines};

/// What the memory of a cgroup and its descendants is used for, in bytes, and its page faults.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct MemoryStat {
    /// Bytes of anonymous memory (`anon`; `total_rss` of version 1, transparent huge pages included).
    pub anon: Option<u64>,
    /// Bytes of page cache, shared memory included (`file`; `total_cache`).
    pub file: Option<u64>,
    /// Bytes of kernel memory of any kind (`kernel`). Version 2, since Linux 5.18.
    pub kernel: Option<u64>,
    /// Bytes of shared memory and tmpfs (`shmem`; `total_shmem`, since Linux 4.9).
    pub shmem: Option<u64>,
    /// Bytes of page cache waiting to be written (`file_dirty`; `total_dirty`).
    pub dirty: Option<u64>,
    /// Bytes of page cache being written (`file_writeback`; `total_writeback`).
    pub writeback: Option<u64>,
    /// Bytes of anonymous memory and tmpfs used less recently.
    pub inactive_anon: Option<u64>,
    /// Bytes of anonymous memory and tmpfs used recently.
    pub active_anon: Option<u64>,
    /// Bytes of page cache used less recently: the first to be reclaimed, and what a working set leaves out.
    pub inactive_file: Option<u64>,
    /// Bytes of page cache used recently.
    pub active_file: Option<u64>,
    /// Bytes of kernel structures that can be reclaimed, like dentries (`slab_reclaimable`). Version 2.
    pub slab_reclaimable: Option<u64>,
    /// Bytes of kernel structures that cannot (`slab_unreclaimable`). Version 2.
    pub slab_unreclaimable: Option<u64>,
    /// Bytes swapped out (`total_swap`). Version 1, with swap accounting; version 2 has `memory.swap.current`.
    pub swap: Option<u64>,
    /// Pages swapped in (`pswpin`). Version 2, since Linux 6.13.
    pub swapped_in_pages: Option<u64>,
    /// Pages swapped out (`pswpout`). Version 2, since Linux 6.13.
    pub swapped_out_pages: Option<u64>,
    /// Page faults, major ones included (`pgfault`; `total_pgfault`).
    pub page_faults: Option<u64>,
    /// Page faults that had to read from disk (`pgmajfault`; `total_pgmajfault`).
    pub major_faults: Option<u64>,
    /// Smallest limit in bytes over the cgroup and its ancestors (`hierarchical_memory_limit`), as it stands: see
    /// [`limit`](Self::limit). Version 1.
    pub hierarchical_limit: Option<u64>,
}

impl MemoryStat {
    /// [`hierarchical_limit`](Self::hierarchical_limit), with the number that means "no limit" told from the others.
    pub fn limit(&self) -> Option<Bound> {
        self.hierarchical_limit.map(Bound::of_v1)
    }
}

/// Keys of version 2 that every kernel has and that are wanted, to stop at the last of them. What only some have stands
/// before those (`memcg_vm_event_stat`, mm/memcontrol.c).
const WANTED_V2: u32 = 14;

/// Reads the file of version 2, which counts descendants.
pub fn parse_v2(bytes: &[u8]) -> Option<MemoryStat> {
    let mut stat = MemoryStat::default();
    let mut found = 0_u32;
    for line in Lines::new(bytes) {
        let Some((key, value)) = split(line, b' ') else { continue };
        let slot = match key {
            b"anon" => &mut stat.anon,
            b"file" => &mut stat.file,
            b"kernel" => &mut stat.kernel,
            b"shmem" => &mut stat.shmem,
            b"file_dirty" => &mut stat.dirty,
            b"file_writeback" => &mut stat.writeback,
            b"inactive_anon" => &mut stat.inactive_anon,
            b"active_anon" => &mut stat.active_anon,
            b"inactive_file" => &mut stat.inactive_file,
            b"active_file" => &mut stat.active_file,
            b"slab_reclaimable" => &mut stat.slab_reclaimable,
            b"slab_unreclaimable" => &mut stat.slab_unreclaimable,
            b"pgfault" => &mut stat.page_faults,
            b"pgmajfault" => &mut stat.major_faults,
            b"pswpin" => {
                keep_first(&mut stat.swapped_in_pages, number(value));
                continue;
            }
            b"pswpout" => {
                keep_first(&mut stat.swapped_out_pages, number(value));
                continue;
            }
            _ => continue,
        };
        if keep_first(slot, number(value)) {
            found = found.wrapping_add(1);
            if found == WANTED_V2 {
                break;
            }
        }
    }
    (found > 0).then_some(stat)
}

/// Reads the file of version 1: the `total_` values, which count descendants.
///
/// A file that has neither those nor a `hierarchical_` line (all kernels since 2.6.29 have) is read by its plain keys
/// instead, but never a file that was visibly cut: its `total_` part may be what is missing.
pub fn parse_v1(bytes: &[u8]) -> Option<MemoryStat> {
    let mut stat = MemoryStat::default();
    let mut has_totals = is_cut(bytes);
    for line in Lines::new(bytes) {
        if let Some(total) = line.strip_prefix(b"total_") {
            has_totals = true;
            fill_v1(&mut stat, total);
        } else if let Some(hierarchical) = line.strip_prefix(b"hierarchical_") {
            has_totals = true;
            if let Some((b"memory_limit", value)) = split(hierarchical, b' ') {
                keep_first(&mut stat.hierarchical_limit, number(value));
            }
        }
    }
    if !has_totals {
        Lines::new(bytes).for_each(|line| fill_v1(&mut stat, line));
    }
    (stat != MemoryStat::default()).then_some(stat)
}

fn fill_v1(stat: &mut MemoryStat, line: &[u8]) {
    let Some((key, value)) = split(line, b' ') else { return };
    let slot = match key {
        b"rss" => &mut stat.anon,
        b"cache" => &mut stat.file,
        b"shmem" => &mut stat.shmem,
        b"dirty" => &mut stat.dirty,
        b"writeback" => &mut stat.writeback,
        b"swap" => &mut stat.swap,
        b"pgfault" => &mut stat.page_faults,
        b"pgmajfault" => &mut stat.major_faults,
        b"inactive_anon" => &mut stat.inactive_anon,
        b"active_anon" => &mut stat.active_anon,
        b"inactive_file" => &mut stat.inactive_file,
        b"active_file" => &mut stat.active_file,
        _ => return,
    };
    keep_first(slot, number(value));
}

#[cfg(test)]
#[path = "memory_stat_tests.rs"]
mod tests;
