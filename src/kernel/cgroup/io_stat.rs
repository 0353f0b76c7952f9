//! `io.stat` of version 2 (`block/blk-cgroup.c`, `Documentation/admin-guide/cgroup-v2.rst`).

use crate::kernel::scan::{add, device, is_cut, keep_first, number, split, Columns, Lines};

/// I/O of a cgroup and its descendants on one device. Writes through the page cache count only where the file
/// system supports it (cgroup writeback).
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct IoStat {
    /// Bytes read (`rbytes`).
    pub read_bytes: Option<u64>,
    /// Bytes written (`wbytes`).
    pub write_bytes: Option<u64>,
    /// Reads (`rios`).
    pub read_operations: Option<u64>,
    /// Writes (`wios`).
    pub write_operations: Option<u64>,
    /// Bytes discarded (`dbytes`). Since Linux 4.20.
    pub discard_bytes: Option<u64>,
    /// Discards (`dios`). Since Linux 4.20.
    pub discard_operations: Option<u64>,
}

impl IoStat {
    const ZERO: Self = Self {
        read_bytes: Some(0),
        write_bytes: Some(0),
        read_operations: Some(0),
        write_operations: Some(0),
        discard_bytes: Some(0),
        discard_operations: Some(0),
    };

    fn plus(self, other: Self) -> Self {
        Self {
            read_bytes: add(self.read_bytes, other.read_bytes),
            write_bytes: add(self.write_bytes, other.write_bytes),
            read_operations: add(self.read_operations, other.read_operations),
            write_operations: add(self.write_operations, other.write_operations),
            discard_bytes: add(self.discard_bytes, other.discard_bytes),
            discard_operations: add(self.discard_operations, other.discard_operations),
        }
    }
}

/// One line. Some kernels print a device without counters but forget its newline, so that the next device follows on
/// the same line: the last one owns the counters.
fn entry(line: &[u8]) -> Option<(u32, u32, IoStat)> {
    let mut owner = None;
    let mut io = IoStat::default();
    for column in Columns::new(line) {
        let Some((key, value)) = split(column, b'=') else {
            owner = device(column);
            continue;
        };
        let slot = match key {
            b"rbytes" => &mut io.read_bytes,
            b"wbytes" => &mut io.write_bytes,
            b"rios" => &mut io.read_operations,
            b"wios" => &mut io.write_operations,
            b"dbytes" => &mut io.discard_bytes,
            b"dios" => &mut io.discard_operations,
            _ => continue,
        };
        keep_first(slot, number(value));
    }
    let (major, minor) = owner?;
    Some((major, minor, io))
}

/// Gives major and minor number and the counters of each device on which the cgroup did any I/O. A device without
/// counters (`8:0` alone, or only keys of the cost model) is left out.
pub fn devices(bytes: &[u8]) -> impl Iterator<Item = (u32, u32, IoStat)> + Clone + '_ {
    Lines::new(bytes).filter_map(entry).filter(|&(_, _, io)| io != IoStat::default())
}

/// The sum over the devices that `wanted` accepts by major and minor number.
///
/// A cgroup that did no I/O yet has an empty file, whose sum is 0. A file that was cut within a line, or has a line
/// without a device, has no sum; a value that one of the devices lacks has none either.
pub fn sum(bytes: &[u8], mut wanted: impl FnMut(u32, u32) -> bool) -> Option<IoStat> {
    if is_cut(bytes) {
        return None;
    }
    let mut sum = IoStat::ZERO;
    for line in Lines::new(bytes) {
        let (major, minor, io) = entry(line)?;
        if io != IoStat::default() && wanted(major, minor) {
            sum = sum.plus(io);
        }
    }
    (sum != IoStat::default()).then_some(sum)
}

#[cfg(test)]
#[path = "io_stat_tests.rs"]
mod tests;
