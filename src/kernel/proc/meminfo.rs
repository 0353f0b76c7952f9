//! `/proc/meminfo`: memory of the machine (`fs/proc/meminfo.c`, `Documentation/filesystems/proc.rst`).
//!
//! Under lxcfs the file is made up per container; the parser cannot tell.

use crate::kernel::scan::{keep_first, kibibytes, split, Lines};

/// Memory of the machine, in bytes. The kernel prints `kB` and means 1024 bytes.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Meminfo {
    /// Usable RAM in bytes (`MemTotal`).
    pub total: Option<u64>,
    /// Bytes not used for anything (`MemFree`).
    pub free: Option<u64>,
    /// Bytes that new work can take without swapping, an estimate (`MemAvailable`). Since Linux 3.14.
    pub available: Option<u64>,
    /// Bytes of block device buffers (`Buffers`).
    pub buffers: Option<u64>,
    /// Bytes of page cache, shared memory included, swap cache not (`Cached`).
    pub cached: Option<u64>,
    /// Bytes used recently (`Active`).
    pub active: Option<u64>,
    /// Bytes used less recently (`Inactive`).
    pub inactive: Option<u64>,
    /// Bytes of shared memory and tmpfs (`Shmem`). Since Linux 2.6.32.
    pub shmem: Option<u64>,
    /// Bytes of kernel data structures (`Slab`).
    pub slab: Option<u64>,
    /// Bytes of [`slab`](Self::slab) that can be reclaimed (`SReclaimable`).
    pub slab_reclaimable: Option<u64>,
    /// Bytes waiting to be written to disk (`Dirty`).
    pub dirty: Option<u64>,
    /// Bytes being written to disk (`Writeback`).
    pub writeback: Option<u64>,
    /// Bytes of swap space (`SwapTotal`).
    pub swap_total: Option<u64>,
    /// Bytes of swap space not used (`SwapFree`).
    pub swap_free: Option<u64>,
}

/// Fields of [`Meminfo`], to stop at the last of them.
const WANTED: u32 = 14;

/// Reads the file.
pub fn parse(bytes: &[u8]) -> Option<Meminfo> {
    let mut meminfo = Meminfo::default();
    let mut found = 0_u32;
    for line in Lines::new(bytes) {
        let Some((key, value)) = split(line, b':') else { continue };
        let slot = match key {
            b"MemTotal" => &mut meminfo.total,
            b"MemFree" => &mut meminfo.free,
            b"MemAvailable" => &mut meminfo.available,
            b"Buffers" => &mut meminfo.buffers,
            b"Cached" => &mut meminfo.cached,
            b"Active" => &mut meminfo.active,
            b"Inactive" => &mut meminfo.inactive,
            b"Shmem" => &mut meminfo.shmem,
            b"Slab" => &mut meminfo.slab,
            b"SReclaimable" => &mut meminfo.slab_reclaimable,
            b"Dirty" => &mut meminfo.dirty,
            b"Writeback" => &mut meminfo.writeback,
            b"SwapTotal" => &mut meminfo.swap_total,
            b"SwapFree" => &mut meminfo.swap_free,
            _ => continue,
        };
        if keep_first(slot, kibibytes(value)) {
            found = found.wrapping_add(1);
            if found == WANTED {
                break;
            }
        }
    }
    (found > 0).then_some(meminfo)
}

#[cfg(test)]
#[path = "meminfo_tests.rs"]
mod tests;
