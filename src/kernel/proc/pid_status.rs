//! `/proc/PID/status`: a process in words (`fs/proc/array.c`, `proc_pid_status(5)`).

use crate::kernel::scan::{keep_first, kibibytes, lone_number, split, Columns, Lines};

/// What of `/proc/PID/status` has no cheaper source. Kernel threads have no `Vm` and `Rss` lines.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Status {
    /// Real user id, as the reader's user namespace sees it (first number of `Uid`).
    pub uid: Option<u64>,
    /// Effective user id (second number of `Uid`).
    pub effective_uid: Option<u64>,
    /// Most bytes ever in RAM (`VmHWM`).
    pub vm_hwm_bytes: Option<u64>,
    /// Bytes in RAM (`VmRSS`).
    pub vm_rss_bytes: Option<u64>,
    /// Bytes of anonymous memory in RAM (`RssAnon`). Since Linux 4.5.
    pub rss_anon_bytes: Option<u64>,
    /// Bytes of anonymous memory swapped out (`VmSwap`). Since Linux 2.6.34.
    pub vm_swap_bytes: Option<u64>,
    /// Number of threads (`Threads`).
    pub threads: Option<u64>,
    /// Context switches because the task waited (`voluntary_ctxt_switches`), of this thread alone, so that
    /// `/proc/PID/status` has the main thread's only.
    pub voluntary_switches: Option<u64>,
    /// Context switches because the task's time was up (`nonvoluntary_ctxt_switches`), of this thread alone.
    pub involuntary_switches: Option<u64>,
}

/// Reads the file.
pub fn parse(bytes: &[u8]) -> Option<Status> {
    let mut status = Status::default();
    for line in Lines::new(bytes) {
        let Some((key, value)) = split(line, b':') else { continue };
        let (slot, value) = match key {
            b"Uid" => {
                let mut columns = Columns::new(value);
                let (real, effective) = (columns.number(), columns.number());
                keep_first(&mut status.effective_uid, effective);
                (&mut status.uid, real)
            }
            b"VmHWM" => (&mut status.vm_hwm_bytes, kibibytes(value)),
            b"VmRSS" => (&mut status.vm_rss_bytes, kibibytes(value)),
            b"RssAnon" => (&mut status.rss_anon_bytes, kibibytes(value)),
            b"VmSwap" => (&mut status.vm_swap_bytes, kibibytes(value)),
            b"Threads" => (&mut status.threads, lone_number(value)),
            b"voluntary_ctxt_switches" => (&mut status.voluntary_switches, lone_number(value)),
            b"nonvoluntary_ctxt_switches" => (&mut status.involuntary_switches, lone_number(value)),
            _ => continue,
        };
        keep_first(slot, value);
    }
    (status != Status::default()).then_some(status)
}

#[cfg(test)]
#[path = "pid_status_tests.rs"]
mod tests;
