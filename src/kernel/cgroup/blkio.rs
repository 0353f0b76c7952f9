//! `blkio.throttle.io_service_bytes`, `blkio.throttle.io_serviced` and their `_recursive` forms, of version 1
//! (`block/blk-throttle.c`, `block/blk-cgroup-rwstat.c`, `Documentation/admin-guide/cgroup-v1/blkio-controller.rst`).

use crate::kernel::scan::{add, device, keep_first, number, Columns, Lines};

/// I/O of a cgroup (and its descendants, in a `_recursive` file) on one device: bytes in `io_service_bytes`,
/// operations in `io_serviced`.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Blkio {
    /// Bytes or operations read (`Read`).
    pub read: Option<u64>,
    /// Bytes or operations written (`Write`); buffered writes do not count in version 1.
    pub write: Option<u64>,
    /// Bytes or operations discarded (`Discard`). Since Linux 4.19.
    pub discard: Option<u64>,
    /// All of them (`Total`).
    pub total: Option<u64>,
}

impl Blkio {
    const ZERO: Self = Self { read: Some(0), write: Some(0), discard: Some(0), total: Some(0) };

    fn plus(self, other: Self) -> Self {
        Self {
            read: add(self.read, other.read),
            write: add(self.write, other.write),
            discard: add(self.discard, other.discard),
            total: add(self.total, other.total),
        }
    }
}

/// Gives major and minor number and the values of each device; the lines of a device stand together.
pub fn devices(bytes: &[u8]) -> Devices<'_> {
    Devices { lines: Lines::new(bytes), ahead: None }
}

/// The devices of a file; see [`devices`].
#[derive(Debug, Clone)]
pub struct Devices<'a> {
    lines: Lines<'a>,
    /// First line of the next device, which ended the one before.
    ahead: Option<Entry<'a>>,
}

/// One line, `8:0 Read 4096`.
#[derive(Debug, Clone, Copy)]
struct Entry<'a> {
    device: (u32, u32),
    operation: &'a [u8],
    value: Option<u64>,
}

impl<'a> Entry<'a> {
    fn of(line: &'a [u8]) -> Option<Self> {
        let mut columns = Columns::new(line);
        let device = device(columns.next()?)?;
        let operation = columns.next()?;
        let value = columns.number();
        Some(Self { device, operation, value: if columns.next().is_none() { value } else { None } })
    }
}

impl Iterator for Devices<'_> {
    type Item = (u32, u32, Blkio);

    fn next(&mut self) -> Option<(u32, u32, Blkio)> {
        let mut entry = match self.ahead.take() {
            Some(entry) => entry,
            None => self.lines.find_map(Entry::of)?,
        };
        let device = entry.device;
        let mut blkio = Blkio::default();
        loop {
            match entry.operation {
                b"Read" => keep_first(&mut blkio.read, entry.value),
                b"Write" => keep_first(&mut blkio.write, entry.value),
                b"Discard" => keep_first(&mut blkio.discard, entry.value),
                b"Total" => keep_first(&mut blkio.total, entry.value),
                _ => false,
            };
            match self.lines.find_map(Entry::of) {
                Some(next) if next.device == device => entry = next,
                next => {
                    self.ahead = next;
                    return Some((device.0, device.1, blkio));
                }
            }
        }
    }
}

/// Whether any device is listed: any I/O was counted.
pub fn names_device(bytes: &[u8]) -> bool {
    devices(bytes).next().is_some()
}

/// The sum over the devices that `wanted` accepts by major and minor number.
///
/// The file ends with a line `Total N`; without it the file was cut and has no sum. A cgroup that did no I/O has
/// nothing but that line, and a sum of 0. A file with any other line has no sum; a value that one of the devices lacks
/// has none either.
pub fn sum(bytes: &[u8], mut wanted: impl FnMut(u32, u32) -> bool) -> Option<Blkio> {
    let mut lines = Lines::new(bytes);
    let end = lines.find(|line| Entry::of(line).is_none())?;
    number(end.strip_prefix(b"Total ")?)?;
    if !lines.rest().is_empty() {
        return None;
    }
    let sum = devices(bytes)
        .filter(|&(major, minor, _)| wanted(major, minor))
        .fold(Blkio::ZERO, |sum, (_, _, blkio)| sum.plus(blkio));
    (sum != Blkio::default()).then_some(sum)
}

#[cfg(test)]
#[path = "blkio_tests.rs"]
mod tests;
