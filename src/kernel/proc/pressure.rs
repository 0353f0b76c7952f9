//! `/proc/pressure/{cpu,memory,io}` and a cgroup's `{cpu,memory,io}.pressure`, which look alike
//! (`kernel/sched/psi.c`, `Documentation/accounting/psi.rst`). Since Linux 4.20.

use crate::kernel::scan::{decimal, number, split, Columns, Lines};

/// Time in which tasks were held up for want of a resource.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Pressure {
    /// At least one task was stalled.
    pub some: Option<Stall>,
    /// All tasks that were not idle were stalled at once. For the CPU of the whole machine this means nothing: kernels
    /// before 5.13 do not print it, later ones print zeroes. `irq.pressure` has only this line.
    pub full: Option<Stall>,
}

/// One line of a pressure file. A line counts only if all its four values are readable.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Stall {
    /// Share of the last 10 seconds, 0 to 1 (the kernel prints percent).
    pub avg10: f64,
    /// Share of the last 60 seconds, 0 to 1.
    pub avg60: f64,
    /// Share of the last 300 seconds, 0 to 1.
    pub avg300: f64,
    /// Microseconds stalled since boot, or since the cgroup was made.
    pub total_us: u64,
}

impl Stall {
    fn of(columns: &[u8]) -> Option<Self> {
        let (mut avg10, mut avg60, mut avg300, mut total_us) = (None, None, None, None);
        for column in Columns::new(columns) {
            let (key, value) = split(column, b'=')?;
            match key {
                b"avg10" => avg10 = Some(ratio(value)?),
                b"avg60" => avg60 = Some(ratio(value)?),
                b"avg300" => avg300 = Some(ratio(value)?),
                b"total" => total_us = Some(number(value)?),
                _ => {}
            }
        }
        Some(Self { avg10: avg10?, avg60: avg60?, avg300: avg300?, total_us: total_us? })
    }
}

/// Percent with two digits behind the point, as a ratio.
fn ratio(percent: &[u8]) -> Option<f64> {
    decimal(percent, 2)
}

/// Reads the file.
pub fn parse(bytes: &[u8]) -> Option<Pressure> {
    let mut pressure = Pressure::default();
    for line in Lines::new(bytes) {
        let (slot, columns) = match split(line, b' ') {
            Some((b"some", columns)) => (&mut pressure.some, columns),
            Some((b"full", columns)) => (&mut pressure.full, columns),
            _ => continue,
        };
        if slot.is_none() {
            *slot = Stall::of(columns);
        }
    }
    (pressure != Pressure::default()).then_some(pressure)
}

#[cfg(test)]
#[path = "pressure_tests.rs"]
mod tests;
