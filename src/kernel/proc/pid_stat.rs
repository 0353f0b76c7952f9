//! `/proc/PID/stat` and `/proc/PID/task/TID/stat`: one process or thread (`fs/proc/array.c`, `proc_pid_stat(5)`).

use crate::kernel::scan::{number, Columns};

/// One process (or one thread, from its own `stat`). Times are in clock ticks (`_SC_CLK_TCK`).
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct PidStat {
    /// Process id, as the pid namespace of the `/proc` mount sees it.
    pub pid: Option<u64>,
    /// State letter: `R` running, `S` sleeping, `D` in uninterruptible sleep, `Z` zombie, `T` stopped, `t` traced,
    /// `I` idle kernel thread, `X` dead.
    pub state: u8,
    /// Parent's process id; 0 if it is outside the pid namespace.
    pub ppid: Option<u64>,
    /// Page faults that did not read from disk (`minflt`).
    pub minor_faults: Option<u64>,
    /// Page faults that read from disk (`majflt`).
    pub major_faults: Option<u64>,
    /// Ticks in user mode (`utime`), guests included.
    pub user_ticks: Option<u64>,
    /// Ticks in the kernel (`stime`).
    pub system_ticks: Option<u64>,
    /// Ticks in user mode of children that ended and were waited for, and of theirs (`cutime`).
    pub children_user_ticks: Option<u64>,
    /// Ticks in the kernel of children that ended and were waited for, and of theirs (`cstime`).
    pub children_system_ticks: Option<u64>,
    /// Number of threads (`num_threads`).
    pub threads: Option<u64>,
    /// Start, in ticks since boot (`starttime`); since Linux 5.5 corrected by the time namespace's boot offset.
    /// Together with the pid it names a process for ever.
    pub start_ticks: Option<u64>,
    /// Bytes of address space (`vsize`).
    pub virtual_bytes: Option<u64>,
    /// Pages in RAM (`rss`). Coarse since Linux 2.6.34; `statm` has the same number.
    pub resident_pages: Option<u64>,
}

/// Reads the file; the second value is the name (`comm`) as it stands between the outermost parentheses: any bytes
/// but NUL, not always UTF-8, up to 15 of a process and 63 of a kernel thread.
///
/// The name may contain blanks, newlines and parentheses; no other column contains a `)`, so that the last one ends it.
pub fn parse(bytes: &[u8]) -> Option<(PidStat, &[u8])> {
    // A name can contain a newline too, so only a newline at the very end tells that the file is whole.
    let line = bytes.strip_suffix(b"\n")?;
    let open = line.iter().position(|&byte| byte == b'(')?;
    let close = line.iter().rposition(|&byte| byte == b')')?;
    let name = line.get(open.checked_add(1)?..close)?;
    let pid = number(line.get(..open)?.strip_suffix(b" ")?);
    let mut columns = Columns::new(line.get(close.checked_add(1)?..)?);
    let &[state] = columns.next()? else { return None };
    let ppid = columns.number();
    // pgrp, session, tty_nr, tpgid, flags
    columns.nth(4)?;
    let minor_faults = columns.number();
    columns.next()?;
    let major_faults = columns.number();
    columns.next()?;
    let (user_ticks, system_ticks) = (columns.number(), columns.number());
    let (children_user_ticks, children_system_ticks) = (columns.number(), columns.number());
    // priority, nice
    columns.nth(1)?;
    let threads = columns.number();
    columns.next()?;
    let (start_ticks, virtual_bytes) = (columns.number(), columns.number());
    // All kernels have this column, even for zombies: without it, what looked like the end of the name was not.
    let resident_pages = number(columns.next()?);
    let stat = PidStat {
        pid,
        state,
        ppid,
        minor_faults,
        major_faults,
        user_ticks,
        system_ticks,
        children_user_ticks,
        children_system_ticks,
        threads,
        start_ticks,
        virtual_bytes,
        resident_pages,
    };
    Some((stat, name))
}

#[cfg(test)]
#[path = "pid_stat_tests.rs"]
mod tests;
