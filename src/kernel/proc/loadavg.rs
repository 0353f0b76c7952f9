//! `/proc/loadavg`: how many tasks run or wait without being interruptible (`fs/proc/loadavg.c`).

use crate::kernel::scan::{decimal, number, only_line, split, Columns};

/// Load of the machine, or of the pid namespace for the two counts.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Loadavg {
    /// Tasks, averaged over 1 minute with exponential decay.
    pub load1: Option<f64>,
    /// Tasks, averaged over 5 minutes.
    pub load5: Option<f64>,
    /// Tasks, averaged over 15 minutes.
    pub load15: Option<f64>,
    /// Tasks running or ready to run at this moment.
    pub running: Option<u64>,
    /// Tasks that exist, threads counted one by one.
    pub total: Option<u64>,
}

/// Reads the file.
pub fn parse(bytes: &[u8]) -> Option<Loadavg> {
    let mut columns = Columns::new(only_line(bytes)?);
    let mut load = || decimal(columns.next()?, 0);
    let (load1, load5, load15) = (load(), load(), load());
    let tasks = columns.next().and_then(|column| split(column, b'/'));
    let loadavg = Loadavg {
        load1,
        load5,
        load15,
        running: tasks.and_then(|(running, _)| number(running)),
        total: tasks.and_then(|(_, total)| number(total)),
    };
    (loadavg != Loadavg::default()).then_some(loadavg)
}

#[cfg(test)]
#[path = "loadavg_tests.rs"]
mod tests;
