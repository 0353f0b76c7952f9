//! Lists of CPUs like `0-3,8,10-11`: `/sys/devices/system/cpu/online`, `cpuset.cpus`, `cpuset.cpus.effective`
//! (`lib/vsprintf.c`, `%*pbl`; `cpuset(7)`, "List format").

use crate::kernel::scan::{number_u32, split};

/// Number of CPUs in the list. An empty list is 0: a cpuset of version 2 that sets nothing has an empty file.
///
/// The kernel prints rising ranges that do not touch; a list that is not rising, or has anything else in it, is
/// missing as a whole, because a count of a part would be a wrong count.
pub fn parse(bytes: &[u8]) -> Option<u64> {
    let mut ranges = ranges(bytes);
    let mut count = 0_u64;
    let mut last = None;
    for (first, end) in ranges.by_ref() {
        if last.is_some_and(|last| first <= last) {
            return None;
        }
        last = Some(end);
        let length = u64::from(end).checked_sub(u64::from(first))?.checked_add(1)?;
        count = count.checked_add(length)?;
    }
    ranges.rest.is_none().then_some(count)
}

/// Gives the first and the last CPU of each range, both inclusive. Ends at the first thing that is no range.
pub fn ranges(bytes: &[u8]) -> Ranges<'_> {
    let list = bytes.strip_suffix(b"\n").unwrap_or(bytes);
    Ranges { rest: (!list.is_empty()).then_some(list) }
}

/// The ranges of a list; see [`ranges`].
#[derive(Debug, Clone)]
pub struct Ranges<'a> {
    /// What follows the ranges given so far; `None` when all were given.
    rest: Option<&'a [u8]>,
}

impl Iterator for Ranges<'_> {
    type Item = (u32, u32);

    fn next(&mut self) -> Option<(u32, u32)> {
        let list = self.rest?;
        let (range, rest) = match split(list, b',') {
            Some((range, rest)) => (range, Some(rest)),
            None => (list, None),
        };
        let (first, last) = match split(range, b'-') {
            Some((first, last)) => (number_u32(first)?, number_u32(last)?),
            None => {
                let only = number_u32(range)?;
                (only, only)
            }
        };
        if first > last {
            return None;
        }
        self.rest = rest;
        Some((first, last))
    }
}

#[cfg(test)]
#[path = "cpu_list_tests.rs"]
mod tests;
