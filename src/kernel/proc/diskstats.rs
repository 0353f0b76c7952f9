//! `/proc/diskstats` and `/sys/block/DEV/stat` (`block/genhd.c`, `Documentation/admin-guide/iostats.rst`,
//! `Documentation/block/stat.rst`).

use crate::kernel::scan::{number_u32, only_line, Columns, Lines};

/// Counters of one block device since boot. A sector is 512 bytes whatever the device says.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Disk {
    /// Reads completed.
    pub reads: u64,
    /// Reads merged with a neighbour before they were issued.
    pub reads_merged: u64,
    /// Sectors of 512 bytes read.
    pub sectors_read: u64,
    /// Milliseconds spent by all reads together.
    pub read_ms: u64,
    /// Writes completed.
    pub writes: u64,
    /// Writes merged with a neighbour before they were issued.
    pub writes_merged: u64,
    /// Sectors of 512 bytes written.
    pub sectors_written: u64,
    /// Milliseconds spent by all writes together.
    pub write_ms: u64,
    /// Requests issued and not completed: a gauge, not a counter.
    pub in_flight: u64,
    /// Milliseconds in which at least one request was in flight.
    pub busy_ms: u64,
    /// Milliseconds times requests in flight: grows with the queue.
    pub queue_ms: u64,
    /// Discards completed. Since Linux 4.18.
    pub discards: Option<u64>,
    /// Discards merged. Since Linux 4.18.
    pub discards_merged: Option<u64>,
    /// Sectors of 512 bytes discarded. Since Linux 4.18.
    pub sectors_discarded: Option<u64>,
    /// Milliseconds spent by all discards together. Since Linux 4.18.
    pub discard_ms: Option<u64>,
    /// Flushes completed; not counted for partitions. Since Linux 5.5.
    pub flushes: Option<u64>,
    /// Milliseconds spent by all flushes together. Since Linux 5.5.
    pub flush_ms: Option<u64>,
}

impl Disk {
    /// Eleven columns, or 15 since Linux 4.18, or 17 since 5.5. Fewer are no disk's.
    fn of(mut columns: Columns<'_>) -> Option<Self> {
        Some(Self {
            reads: columns.number()?,
            reads_merged: columns.number()?,
            sectors_read: columns.number()?,
            read_ms: columns.number()?,
            writes: columns.number()?,
            writes_merged: columns.number()?,
            sectors_written: columns.number()?,
            write_ms: columns.number()?,
            in_flight: columns.number()?,
            busy_ms: columns.number()?,
            queue_ms: columns.number()?,
            discards: columns.number(),
            discards_merged: columns.number(),
            sectors_discarded: columns.number(),
            discard_ms: columns.number(),
            flushes: columns.number(),
            flush_ms: columns.number(),
        })
    }
}

/// Reads `/sys/block/DEV/stat` (or a partition's `stat`).
pub fn parse_stat(bytes: &[u8]) -> Option<Disk> {
    Disk::of(Columns::new(only_line(bytes)?))
}

/// Gives major and minor number, name and counters of each device in `/proc/diskstats`, partitions included.
/// A device with a damaged line is left out.
pub fn lines(bytes: &[u8]) -> impl Iterator<Item = (u32, u32, &[u8], Disk)> + Clone {
    Lines::new(bytes).filter_map(|line| {
        let mut columns = Columns::new(line);
        let major = number_u32(columns.next()?)?;
        let minor = number_u32(columns.next()?)?;
        let name = columns.next()?;
        Some((major, minor, name, Disk::of(columns)?))
    })
}

#[cfg(test)]
#[path = "diskstats_tests.rs"]
mod tests;
