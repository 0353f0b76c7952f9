//! `/proc/PID/io`: what a process read and wrote (`fs/proc/base.c`, `Documentation/filesystems/proc.rst`).
//!
//! Needs `CONFIG_TASK_IO_ACCOUNTING`, and the right to trace the process.

use crate::kernel::scan::{keep_first, lone_number, split, Lines};

/// Counters since the process started, its ended threads included.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Io {
    /// Bytes returned by read calls, from the page cache, pipes and terminals too (`rchar`).
    pub read_chars: Option<u64>,
    /// Bytes passed to write calls (`wchar`).
    pub write_chars: Option<u64>,
    /// Read calls (`syscr`).
    pub read_calls: Option<u64>,
    /// Write calls (`syscw`).
    pub write_calls: Option<u64>,
    /// Bytes fetched from storage (`read_bytes`).
    pub read_bytes: Option<u64>,
    /// Bytes made dirty for storage (`write_bytes`).
    pub write_bytes: Option<u64>,
    /// Bytes of those that never reached storage, because the file was truncated (`cancelled_write_bytes`).
    pub cancelled_write_bytes: Option<u64>,
}

/// Reads the file.
pub fn parse(bytes: &[u8]) -> Option<Io> {
    let mut io = Io::default();
    for line in Lines::new(bytes) {
        let Some((key, value)) = split(line, b':') else { continue };
        let slot = match key {
            b"rchar" => &mut io.read_chars,
            b"wchar" => &mut io.write_chars,
            b"syscr" => &mut io.read_calls,
            b"syscw" => &mut io.write_calls,
            b"read_bytes" => &mut io.read_bytes,
            b"write_bytes" => &mut io.write_bytes,
            b"cancelled_write_bytes" => &mut io.cancelled_write_bytes,
            _ => continue,
        };
        keep_first(slot, lone_number(value));
    }
    (io != Io::default()).then_some(io)
}

#[cfg(test)]
#[path = "pid_io_tests.rs"]
mod tests;
