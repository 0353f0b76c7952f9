//! Who was killed for want of memory, by the kernel's own words: also those that nobody had seen alive.

use std::fs;
use std::io;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::MetadataExt;
use std::path::Path;

use super::cgroup::mounts::Version;
use super::detail::{padded, unpadded};
use super::sampler::Sampler;
use crate::kernel::kmsg::{self, Escaped, OomKill, Record};
use crate::sys::{clock, kernel_log};

/// The first namespaces have these inodes (`PROC_PID_INIT_INO` and others, include/linux/proc_ns.h): only there pids,
/// paths of cgroups and times are those that the kernel's log has. A kernel that lacks a kind has only the first.
const FIRST_NAMESPACES: [(&str, u64); 3] = [
    ("/proc/self/ns/pid", 0xefff_fffc),
    ("/proc/self/ns/cgroup", 0xefff_fffb),
    ("/proc/self/ns/time", 0xefff_fffa),
];

/// The log's clock runs free; the one to compare with is corrected by 500 parts of a million at most (adjtimex(2)).
const MOST_CORRECTED: f64 = 500e-6;

/// Which kills are of interest.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Wanted {
    /// Not those of longer ago.
    pub(crate) seconds: f64,
    /// Not this record of the log, nor one before it.
    pub(crate) after: Option<u64>,
}

/// A process that was killed for want of memory.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Victim {
    pub(crate) pid: u32,
    name: [u8; 16],
    /// Anonymous memory it had in RAM.
    pub(crate) anonymous_bytes: u64,
    /// Number of the record that says so.
    pub(crate) sequence: u64,
}

impl Victim {
    #[cfg(test)]
    pub(crate) fn new(pid: u32, name: &str, anonymous_bytes: u64, sequence: u64) -> Self {
        Victim { pid, name: padded(name.as_bytes()), anonymous_bytes, sequence }
    }

    pub(crate) fn name(&self) -> &str {
        unpadded(&self.name)
    }
}

impl Sampler {
    /// Processes of the target's cgroup that were killed for want of memory, as the kernel's log has them, in their
    /// order. None where that can never be known: the log may not be read, or its names mean nothing here.
    pub(crate) fn killed(&mut self, wanted: &Wanted) -> Option<Vec<Victim>> {
        let chain = self.located().memory.as_ref()?;
        // On version 1 a kill is counted where it happened, on version 2 by all ancestors too.
        let below = chain.version == Version::V2;
        let cgroup = chain.levels.first()?.name.clone();
        let (options, buffer) = self.parts();
        if !options.roots.are_live() || !is_in_first_namespaces() {
            return None;
        }
        let mut search = Search { cgroup: &cgroup, below, wanted, since: since(wanted), now: Who::Nobody };
        let mut victims = Vec::new();
        let read = kernel_log::records(buffer, |bytes| {
            victims.extend(kmsg::parse(bytes).and_then(|record| search.take(&record)));
        });
        match read.map_err(|error| error.raw_os_error()) {
            Ok(()) => Some(victims),
            // It may be better next time.
            Err(Some(libc::EMFILE | libc::ENFILE | libc::ENOMEM)) => Some(victims),
            Err(_) => None,
        }
    }
}

fn is_in_first_namespaces() -> bool {
    FIRST_NAMESPACES.iter().all(|(path, inode)| match fs::metadata(path) {
        Ok(found) => found.ino() == *inode,
        Err(error) => error.kind() == io::ErrorKind::NotFound,
    })
}

/// The time of the oldest record of interest, in microseconds of the log.
#[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation, clippy::cast_sign_loss)]
fn since(wanted: &Wanted) -> u64 {
    let now = clock::monotonic_ns() as f64 / 1e9;
    // Negative becomes 0.
    ((now - wanted.seconds - now * MOST_CORRECTED) * 1e6) as u64
}

/// Whose end the records speak of that come next.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Who {
    Nobody,
    One(u32),
    /// Whoever is named belongs to the target.
    All,
}

struct Search<'a> {
    cgroup: &'a Path,
    below: bool,
    wanted: &'a Wanted,
    since: u64,
    now: Who,
}

impl Search<'_> {
    fn take(&mut self, record: &Record<'_>) -> Option<Victim> {
        if record.microseconds < self.since || self.wanted.after.is_some_and(|after| record.sequence <= after)
        {
            return None;
        }
        match record.oom_kill()? {
            OomKill::Chosen { cgroup, pid } => {
                self.now = if self.is_ours(cgroup) { Who::One(pid) } else { Who::Nobody };
            }
            OomKill::Group { cgroup } => {
                self.now = if self.is_ours(cgroup) { Who::All } else { Who::Nobody };
            }
            OomKill::Killed { pid, name, anonymous_bytes } => {
                if self.now == Who::One(pid) || self.now == Who::All {
                    let mut place = [0; 16];
                    let length =
                        place.iter_mut().zip(name.bytes()).map(|(place, byte)| *place = byte).count();
                    let name = padded(&place[..length]);
                    return Some(Victim { pid, name, anonymous_bytes, sequence: record.sequence });
                }
            }
        }
        None
    }

    fn is_ours(&self, cgroup: Escaped<'_>) -> bool {
        cgroup.is_path(self.cgroup.as_os_str().as_bytes(), self.below)
    }
}

#[cfg(test)]
#[path = "killed_tests.rs"]
mod tests;
