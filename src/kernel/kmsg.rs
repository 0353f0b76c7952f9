//! Records of `/dev/kmsg`, the kernel's log (`kernel/printk/printk.c`, `Documentation/ABI/testing/dev-kmsg`), and what
//! they say of processes killed for want of memory (`mm/oom_kill.c`, `mm/memcontrol.c`).

use crate::kernel::scan::{number, number_u32, only_line, split};

/// One record, as one read of `/dev/kmsg` gives it: `level,sequence,microseconds,flags;text`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Record<'a> {
    /// Counts the records since boot.
    pub sequence: u64,
    /// Time since boot without suspend, in microseconds, by a clock (`local_clock`) that nobody corrects.
    pub microseconds: u64,
    /// What it says, its odd bytes escaped.
    pub text: &'a [u8],
}

/// Text of which every byte but printable ASCII, and every backslash, stands as `\x2a`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Escaped<'a>(pub &'a [u8]);

/// A step of killing, in their order.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum OomKill<'a> {
    /// Who was chosen, since Linux 5.0. Left out where there are more than 10 kills in 5 seconds.
    Chosen {
        /// The cgroup it is in, from the root of the hierarchy.
        cgroup: Escaped<'a>,
        /// Its pid in the first pid namespace.
        pid: u32,
    },
    /// All of this cgroup and those below it are going to be killed (`memory.oom.group`), since Linux 4.19.
    Group {
        /// From the root of the hierarchy.
        cgroup: Escaped<'a>,
    },
    /// One was killed.
    Killed {
        /// Its pid in the first pid namespace.
        pid: u32,
        /// Its name (`comm`).
        name: Escaped<'a>,
        /// Anonymous memory that it had in RAM (`anon-rss`), in bytes.
        anonymous_bytes: u64,
    },
}

/// Reads a record of the kernel's own; what programs write into its log is not given.
pub fn parse(bytes: &[u8]) -> Option<Record<'_>> {
    // Lines behind the first hold names of devices.
    let (head, text) = split(only_line(bytes)?, b';')?;
    let (level, rest) = split(head, b',')?;
    let (sequence, rest) = split(rest, b',')?;
    let (microseconds, _) = split(rest, b',')?;
    // The lowest three bits are the severity, those above who speaks: 0 is the kernel.
    if number(level)? >= 8 {
        return None;
    }
    Some(Record { sequence: number(sequence)?, microseconds: number(microseconds)?, text })
}

impl<'a> Record<'a> {
    /// What it says of a kill; none for all other records.
    #[must_use]
    pub fn oom_kill(&self) -> Option<OomKill<'a>> {
        let text = self.text;
        if let Some(rest) = text.strip_prefix(b"oom-kill:") {
            return chosen(rest);
        }
        if let Some(rest) = text.strip_prefix(b"Tasks in ") {
            let path = rest.strip_suffix(b" are going to be killed due to memory.oom.group set")?;
            return path.starts_with(b"/").then_some(OomKill::Group { cgroup: Escaped(path) });
        }
        if text.starts_with(b"Memory cgroup out of memory") || text.starts_with(b"Out of memory") {
            return killed(text);
        }
        None
    }
}

/// `constraint=...,task_memcg=PATH,task=NAME,pid=1,uid=0`. A path may hold commas, a name too: each is taken from
/// the side where nothing is left to choice.
fn chosen(text: &[u8]) -> Option<OomKill<'_>> {
    let (rest, uid) = split_last(text, b",uid=")?;
    let (rest, pid) = split_last(rest, b",pid=")?;
    let (rest, _name) = split_last(rest, b",task=")?;
    let (_, path) = split_first(rest, b",task_memcg=")?;
    number_u32(uid)?;
    let pid = number_u32(pid)?;
    path.starts_with(b"/").then_some(OomKill::Chosen { cgroup: Escaped(path), pid })
}

/// `...: Killed process 1 (NAME) total-vm:1kB, anon-rss:1kB, ...`
fn killed(text: &[u8]) -> Option<OomKill<'_>> {
    let (_, rest) = split_first(text, b": Killed process ")?;
    let (pid, rest) = split(rest, b' ')?;
    let (name, rest) = split_last(rest.strip_prefix(b"(")?, b") total-vm:")?;
    let (_, rest) = split_first(rest, b", anon-rss:")?;
    let (kibibytes, _) = split_first(rest, b"kB,")?;
    let anonymous_bytes = number(kibibytes)?.checked_mul(1024)?;
    Some(OomKill::Killed { pid: number_u32(pid)?, name: Escaped(name), anonymous_bytes })
}

fn split_first<'a>(bytes: &'a [u8], separator: &[u8]) -> Option<(&'a [u8], &'a [u8])> {
    let at = bytes.windows(separator.len()).position(|window| window == separator)?;
    around(bytes, at, separator.len())
}

fn split_last<'a>(bytes: &'a [u8], separator: &[u8]) -> Option<(&'a [u8], &'a [u8])> {
    let at = bytes.windows(separator.len()).rposition(|window| window == separator)?;
    around(bytes, at, separator.len())
}

fn around(bytes: &[u8], at: usize, length: usize) -> Option<(&[u8], &[u8])> {
    let (before, rest) = bytes.split_at_checked(at)?;
    Some((before, rest.get(length..)?))
}

impl<'a> Escaped<'a> {
    /// The bytes as they were.
    pub fn bytes(self) -> impl Iterator<Item = u8> + 'a {
        let mut rest = self.0;
        std::iter::from_fn(move || {
            if let [b'\\', b'x', high, low, tail @ ..] = rest {
                if let Some(byte) = digit(*high).zip(digit(*low)).map(|(high, low)| high << 4 | low) {
                    rest = tail;
                    return Some(byte);
                }
            }
            let (byte, tail) = rest.split_first()?;
            rest = tail;
            Some(*byte)
        })
    }

    /// Whether this is the path of a cgroup, or (`below`) of one below it.
    #[must_use]
    pub fn is_path(self, path: &[u8], below: bool) -> bool {
        let mut bytes = self.bytes();
        let path = path.strip_suffix(b"/").unwrap_or(path);
        if !path.iter().all(|byte| bytes.next() == Some(*byte)) {
            return false;
        }
        match bytes.next() {
            None => true,
            // The root itself is `/`.
            Some(b'/') => below || (path.is_empty() && bytes.next().is_none()),
            Some(_) => false,
        }
    }
}

fn digit(byte: u8) -> Option<u8> {
    match byte {
        b'0'..=b'9' => Some(byte.wrapping_sub(b'0')),
        b'a'..=b'f' => Some(byte.wrapping_sub(b'a').wrapping_add(10)),
        _ => None,
    }
}

#[cfg(test)]
#[path = "kmsg_tests.rs"]
mod tests;
