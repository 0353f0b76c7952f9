//! `/proc/stat`: CPU time of the machine, context switches, runnable and blocked tasks (`fs/proc/stat.c`).

use crate::kernel::scan::{keep_first, number, number_u32, split, Columns, Lines};

/// What `/proc/stat` says about the whole machine. Times are in clock ticks (`_SC_CLK_TCK`, nearly always 100 a
/// second), summed over all cores since boot.
///
/// `user` already contains `guest`, and `nice` contains `guest_nice`.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Stat {
    /// Ticks in user mode, guests included.
    pub user: Option<u64>,
    /// Ticks in user mode at low priority, niced guests included.
    pub nice: Option<u64>,
    /// Ticks in the kernel.
    pub system: Option<u64>,
    /// Ticks idle.
    pub idle: Option<u64>,
    /// Ticks idle with I/O outstanding. May decrease (`Documentation/filesystems/proc.rst`).
    pub iowait: Option<u64>,
    /// Ticks serving interrupts.
    pub irq: Option<u64>,
    /// Ticks serving soft interrupts.
    pub softirq: Option<u64>,
    /// Ticks in which the hypervisor ran something else.
    pub steal: Option<u64>,
    /// Ticks running a guest.
    pub guest: Option<u64>,
    /// Ticks running a niced guest. Since Linux 2.6.33.
    pub guest_nice: Option<u64>,
    /// Number of `cpuN` lines, which only cores that are online have.
    pub cpus_online: Option<u64>,
    /// Interrupts since boot (first number of `intr`).
    pub interrupts: Option<u64>,
    /// Context switches since boot (`ctxt`).
    pub context_switches: Option<u64>,
    /// Tasks created since boot (`processes`): forks and threads.
    pub forks: Option<u64>,
    /// Tasks running or ready to run (`procs_running`).
    pub running: Option<u64>,
    /// Tasks waiting for I/O (`procs_blocked`).
    pub blocked: Option<u64>,
}

/// The ten counters of one `cpuN` line, in clock ticks as in [`Stat`].
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct CpuTicks {
    /// Ticks in user mode, guests included.
    pub user: Option<u64>,
    /// Ticks in user mode at low priority, niced guests included.
    pub nice: Option<u64>,
    /// Ticks in the kernel.
    pub system: Option<u64>,
    /// Ticks idle.
    pub idle: Option<u64>,
    /// Ticks idle with I/O outstanding. May decrease.
    pub iowait: Option<u64>,
    /// Ticks serving interrupts.
    pub irq: Option<u64>,
    /// Ticks serving soft interrupts.
    pub softirq: Option<u64>,
    /// Ticks in which the hypervisor ran something else.
    pub steal: Option<u64>,
    /// Ticks running a guest.
    pub guest: Option<u64>,
    /// Ticks running a niced guest. Since Linux 2.6.33.
    pub guest_nice: Option<u64>,
}

impl CpuTicks {
    fn of(columns: &[u8]) -> Self {
        let mut columns = Columns::new(columns);
        Self {
            user: columns.number(),
            nice: columns.number(),
            system: columns.number(),
            idle: columns.number(),
            iowait: columns.number(),
            irq: columns.number(),
            softirq: columns.number(),
            steal: columns.number(),
            guest: columns.number(),
            guest_nice: columns.number(),
        }
    }
}

/// The block of `cpuN` lines, whose number is known only once another line stands behind it.
enum Cores {
    Counting(u64),
    Known(Option<u64>),
}

/// Reads everything but the single cores.
pub fn parse(bytes: &[u8]) -> Option<Stat> {
    let mut stat = Stat::default();
    let mut total = CpuTicks::default();
    let mut cores = Cores::Counting(0);
    for line in Lines::new(bytes) {
        if let Some(rest) = line.strip_prefix(b"cpu") {
            if rest.first() == Some(&b' ') {
                if total == CpuTicks::default() {
                    total = CpuTicks::of(rest);
                }
            } else if let Cores::Counting(count) = cores {
                let is_core = split(rest, b' ').is_some_and(|(index, _)| number(index).is_some());
                // A damaged line here may have been a core's: then the count is not known.
                cores = if is_core { Cores::Counting(count.saturating_add(1)) } else { Cores::Known(None) };
            }
            continue;
        }
        if let Cores::Counting(count @ 1..) = cores {
            let is_sound = line.first().is_some_and(u8::is_ascii_lowercase);
            cores = Cores::Known(is_sound.then_some(count));
        }
        let Some((key, value)) = split(line, b' ') else { continue };
        match key {
            b"intr" => keep_first(&mut stat.interrupts, Columns::new(value).number()),
            b"ctxt" => keep_first(&mut stat.context_switches, number(value)),
            b"processes" => keep_first(&mut stat.forks, number(value)),
            b"procs_running" => keep_first(&mut stat.running, number(value)),
            b"procs_blocked" => {
                keep_first(&mut stat.blocked, number(value));
                // The last wanted line.
                if stat.blocked.is_some() {
                    break;
                }
                false
            }
            _ => false,
        };
    }
    let CpuTicks { user, nice, system, idle, iowait, irq, softirq, steal, guest, guest_nice } = total;
    let cpus_online = if let Cores::Known(count) = cores { count } else { None };
    stat = Stat {
        user,
        nice,
        system,
        idle,
        iowait,
        irq,
        softirq,
        steal,
        guest,
        guest_nice,
        cpus_online,
        ..stat
    };
    (stat != Stat::default()).then_some(stat)
}

/// Calls `each` with the index and the counters of each `cpuN` line. Indexes have gaps where cores are offline.
pub fn cores(bytes: &[u8], each: &mut dyn FnMut(u32, CpuTicks)) {
    for line in Lines::new(bytes) {
        let Some(rest) = line.strip_prefix(b"cpu") else {
            // The long line behind the cores: nothing wanted follows.
            if line.starts_with(b"intr ") {
                break;
            }
            continue;
        };
        let Some((index, columns)) = split(rest, b' ') else { continue };
        if let Some(index) = number_u32(index) {
            each(index, CpuTicks::of(columns));
        }
    }
}

#[cfg(test)]
#[path = "stat_tests.rs"]
mod tests;
