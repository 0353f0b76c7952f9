//! `/proc/PID/statm`: memory of a process in pages (`fs/proc/array.c`, `fs/proc/task_mmu.c`).

use crate::kernel::scan::{only_line, Columns};

/// Memory of a process, in pages.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Statm {
    /// Pages of address space.
    pub size_pages: Option<u64>,
    /// Pages in RAM: anonymous, file and shared memory. Since Linux 6.2 it may be off by some pages for each core.
    pub resident_pages: Option<u64>,
    /// Pages of [`resident_pages`](Self::resident_pages) that files or shared memory back.
    pub shared_pages: Option<u64>,
}

/// Reads the file.
pub fn parse(bytes: &[u8]) -> Option<Statm> {
    let mut columns = Columns::new(only_line(bytes)?);
    let statm = Statm {
        size_pages: columns.number(),
        resident_pages: columns.number(),
        shared_pages: columns.number(),
    };
    (statm != Statm::default()).then_some(statm)
}

#[cfg(test)]
#[path = "pid_statm_tests.rs"]
mod tests;
