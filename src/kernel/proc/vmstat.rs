//! `/proc/vmstat`: paging, faults, allocation stalls and OOM kills of the machine (`mm/vmstat.c`,
//! `include/linux/vm_event_item.h`).

use crate::kernel::scan::{add, keep_first, number, split, Lines};

/// Counters since boot. The kernel prints them only with `CONFIG_VM_EVENT_COUNTERS`.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Vmstat {
    /// KiB read from block devices (`pgpgin`), file data included.
    pub paging_in_kib: Option<u64>,
    /// KiB written to block devices (`pgpgout`), file data included.
    pub paging_out_kib: Option<u64>,
    /// Pages read from swap (`pswpin`). Absent without `CONFIG_SWAP`.
    pub swap_in_pages: Option<u64>,
    /// Pages written to swap (`pswpout`). Absent without `CONFIG_SWAP`.
    pub swap_out_pages: Option<u64>,
    /// Page faults (`pgfault`), major ones included.
    pub page_faults: Option<u64>,
    /// Page faults that had to read from disk (`pgmajfault`).
    pub major_faults: Option<u64>,
    /// Allocations that had to reclaim memory themselves: the sum of `allocstall_*`, one for each memory zone;
    /// a single `allocstall` before Linux 4.10.
    pub allocation_stalls: Option<u64>,
    /// Processes killed for want of memory, those over a cgroup's limit included (`oom_kill`). Since Linux 4.13.
    pub oom_kills: Option<u64>,
}

/// Keys that fill one field each; the stalls come on top.
const SINGLE_KEYS: u32 = 7;

/// The block of `allocstall` lines, whose sum is known only once another line stands behind it.
#[derive(Clone, Copy)]
enum Stalls {
    NotSeen,
    Summing(Option<u64>),
    Known(Option<u64>),
}

/// Reads the file.
pub fn parse(bytes: &[u8]) -> Option<Vmstat> {
    let (vmstat, _) = scan(bytes);
    (vmstat != Vmstat::default()).then_some(vmstat)
}

/// Offset just behind the last line that [`parse`] needs, so that later reads can be shorter: the kernel renders
/// this file line by line. Counters grow longer with time, so leave some room above it.
pub fn end_of_wanted(bytes: &[u8]) -> Option<usize> {
    let (vmstat, end) = scan(bytes);
    (vmstat != Vmstat::default()).then_some(end)
}

/// The values, and the offset behind the last line that was needed for them.
fn scan(bytes: &[u8]) -> (Vmstat, usize) {
    let mut vmstat = Vmstat::default();
    let mut stalls = Stalls::NotSeen;
    let mut found = 0_u32;
    let mut end = 0;
    let mut lines = Lines::new(bytes);
    while let Some(line) = lines.next() {
        let is_stall = line.starts_with(b"allocstall");
        if let (Stalls::Summing(sum), false) = (stalls, is_stall) {
            stalls = Stalls::Known(sum);
            end = bytes.len().wrapping_sub(lines.rest().len());
        }
        let slot = match line {
            // Most lines are not wanted: look at two bytes before at a key.
            [b'p', b'g' | b's', ..] | [b'o', b'o', ..] => match split(line, b' ') {
                Some((b"pgpgin", value)) => (&mut vmstat.paging_in_kib, value),
                Some((b"pgpgout", value)) => (&mut vmstat.paging_out_kib, value),
                Some((b"pswpin", value)) => (&mut vmstat.swap_in_pages, value),
                Some((b"pswpout", value)) => (&mut vmstat.swap_out_pages, value),
                Some((b"pgfault", value)) => (&mut vmstat.page_faults, value),
                Some((b"pgmajfault", value)) => (&mut vmstat.major_faults, value),
                Some((b"oom_kill", value)) => (&mut vmstat.oom_kills, value),
                _ => continue,
            },
            _ if is_stall => {
                let value = split(line, b' ').and_then(|(_, value)| number(value));
                stalls = match stalls {
                    Stalls::NotSeen => Stalls::Summing(value),
                    Stalls::Summing(sum) => Stalls::Summing(add(sum, value)),
                    known => known,
                };
                continue;
            }
            _ => continue,
        };
        if keep_first(slot.0, number(slot.1)) {
            end = bytes.len().wrapping_sub(lines.rest().len());
            found = found.wrapping_add(1);
        }
        if found == SINGLE_KEYS && matches!(stalls, Stalls::Known(_)) {
            break;
        }
    }
    if let Stalls::Known(sum) = stalls {
        vmstat.allocation_stalls = sum;
    }
    (vmstat, end)
}

#[cfg(test)]
#[path = "vmstat_tests.rs"]
mod tests;
