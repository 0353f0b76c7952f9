//! What each process of the target's container does and holds.

use super::detail::{padded, unpadded};
use super::sampler::Sampler;
use crate::error::Result;
use crate::kernel::cgroup::scalar::Bound;
use crate::kernel::proc::pid_stat::PidStat;
use crate::kernel::proc::{pid_io, pid_limits, pid_stat, pid_statm};
use crate::sys::descriptor::Kept;
use crate::sys::directory;
use crate::sys::machine::{page_size, ticks_per_second};
use crate::sys::processes::{descriptors_by_size, read_file};
use crate::units::Limit;

bitflags::bitflags! {
    /// What [`Sampler::activity`] reads of each process, beside its `stat` (CPU time, threads, start), which it
    /// always reads. Each is a file or call more for each process.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
    pub struct Activity: u8 {
        /// Anonymous memory (`/proc/PID/statm`).
        const MEMORY = 1 << 0;
        /// Bytes read from and written to storage (`/proc/PID/io`).
        const IO = 1 << 1;
        /// Open descriptors and their limit (`/proc/PID/fd`, `/proc/PID/limits`).
        const DESCRIPTORS = 1 << 2;
    }
}

/// What one process has done since it was started, and what it holds now.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
#[non_exhaustive]
pub struct ProcessActivity {
    /// Its pid, as seen from here. Pids are used again: together with
    /// [`start_time_seconds`](Self::start_time_seconds) it names a process for ever.
    pub pid: u32,
    /// Its parent's pid; 0 if that cannot be seen.
    pub ppid: u32,
    /// Threads.
    pub threads: u32,
    /// Name (`comm`), padded with NUL.
    pub name: [u8; 16],
    /// When it was started, in seconds after boot.
    pub start_time_seconds: f64,
    /// CPU seconds of all its threads, ended ones included; in steps of 10 ms.
    pub cpu_seconds: f64,
    /// CPU seconds of its children that ended and were waited for, and of theirs.
    pub children_cpu_seconds: f64,
    /// Anonymous memory in RAM, in bytes: what only this process and those forked from it use. Huge pages of
    /// hugetlbfs and what was swapped out are not in it.
    pub anonymous_bytes: Option<u64>,
    /// Bytes it caused to be read from storage; of its children too once they were waited for.
    pub read_bytes: Option<u64>,
    /// Bytes it made dirty for storage; of its children too once they were waited for.
    pub written_bytes: Option<u64>,
    /// Open descriptors.
    pub descriptors: Option<u64>,
    /// Soft limit on open descriptors.
    pub descriptors_limit: Option<Limit<u64>>,
}

impl ProcessActivity {
    /// The name without its padding.
    #[must_use]
    pub fn name(&self) -> &str {
        unpadded(&self.name)
    }
}

impl Sampler {
    /// So many processes [`activity`](Self::activity) gives at the most.
    pub const MOST_ACTIVE: usize = 4096;

    /// What each process of the target's container does and holds, into `out` (cleared first; its memory is used
    /// again), sorted by pid. The same processes as [`processes`](Self::processes) gives, but at most
    /// [`MOST_ACTIVE`](Self::MOST_ACTIVE) of them: the answer is how many were left out for that, 0 as a rule.
    ///
    /// Beside what `what` asks for nothing is read but `/proc/PID/stat`. What may not be read of a process is
    /// missing: `/proc/PID/io` needs the right to trace it; so do its descriptors before Linux 6.2.
    ///
    /// # Errors
    ///
    /// As [`processes`](Self::processes).
    pub fn activity(&mut self, what: Activity, out: &mut Vec<ProcessActivity>) -> Result<usize> {
        out.clear();
        let mut left_out = 0;
        let proc_directory = self.members(&mut |pid| {
            if out.len() < Self::MOST_ACTIVE {
                out.push(ProcessActivity { pid, ..ProcessActivity::default() });
            } else {
                left_out += 1;
            }
        })?;
        out.sort_unstable_by_key(|process| process.pid);
        out.dedup_by_key(|process| process.pid);
        let (options, buffer) = self.parts();
        // A copied tree has the size of a directory where the kernel has the number of descriptors.
        let wants_descriptors = what.contains(Activity::DESCRIPTORS);
        let reader = Reader {
            proc_root: &options.roots.proc,
            proc_directory: &proc_directory,
            what,
            size_counts: wants_descriptors && size_counts(&proc_directory),
            ticks_per_second: ticks_per_second() as f64,
        };
        out.retain_mut(|process| reader.fill(process, buffer).is_some());
        Ok(left_out)
    }
}

/// Whether the size of a directory of descriptors is their number: our own are not none.
fn size_counts(proc_directory: &Kept) -> bool {
    proc_directory.is_on_proc()
        && descriptors_by_size(proc_directory, std::process::id()).is_ok_and(|size| size > 0)
}

struct Reader<'a> {
    proc_root: &'a std::path::Path,
    proc_directory: &'a Kept,
    what: Activity,
    size_counts: bool,
    ticks_per_second: f64,
}

impl Reader<'_> {
    /// Fills in what was asked for; nothing if the process has ended.
    fn fill(&self, process: &mut ProcessActivity, buffer: &mut Vec<u8>) -> Option<()> {
        let pid = process.pid;
        let (stat, name) = self.parsed(pid, "stat", buffer, pid_stat::parse)?;
        process.name = padded(name);
        self.set_stat(process, &stat);
        if self.what.contains(Activity::MEMORY) {
            process.anonymous_bytes = self.parsed(pid, "statm", buffer, pid_statm::parse).and_then(|statm| {
                let pages = statm.resident_pages?.saturating_sub(statm.shared_pages?);
                pages.checked_mul(page_size() as u64)
            });
        }
        if self.what.contains(Activity::IO) {
            let io = self.parsed(pid, "io", buffer, pid_io::parse);
            process.read_bytes = io.and_then(|io| io.read_bytes);
            process.written_bytes = io.and_then(|io| io.write_bytes);
        }
        if self.what.contains(Activity::DESCRIPTORS) {
            process.descriptors = self.descriptors(pid, buffer);
            process.descriptors_limit =
                self.parsed(pid, "limits", buffer, pid_limits::parse).map(|bound| match bound {
                    Bound::Max => Limit::Max,
                    Bound::Value(value) => Limit::Value(value),
                });
        }
        Some(())
    }

    #[allow(clippy::cast_precision_loss)] // Ticks of 10 ms stay exact for a million years.
    fn set_stat(&self, process: &mut ProcessActivity, stat: &PidStat) {
        let narrow = |value: Option<u64>| value.and_then(|value| u32::try_from(value).ok()).unwrap_or(0);
        let seconds = |user: Option<u64>, system: Option<u64>| {
            user.unwrap_or(0).saturating_add(system.unwrap_or(0)) as f64 / self.ticks_per_second
        };
        process.ppid = narrow(stat.ppid);
        process.threads = narrow(stat.threads);
        process.start_time_seconds = seconds(stat.start_ticks, None);
        process.cpu_seconds = seconds(stat.user_ticks, stat.system_ticks);
        process.children_cpu_seconds = seconds(stat.children_user_ticks, stat.children_system_ticks);
    }

    fn parsed<'b, T>(
        &self,
        pid: u32,
        name: &str,
        buffer: &'b mut Vec<u8>,
        parse: impl FnOnce(&'b [u8]) -> Option<T>,
    ) -> Option<T> {
        let length = read_file(self.proc_directory, pid, name, buffer).ok()?;
        parse(&buffer[..length])
    }

    fn descriptors(&self, pid: u32, buffer: &mut [u8]) -> Option<u64> {
        if self.size_counts {
            return descriptors_by_size(self.proc_directory, pid).ok();
        }
        let directory = Kept::open_directory(&self.proc_root.join(format!("{pid}/fd"))).ok()?;
        let mut count = 0;
        directory::entries(&directory, buffer, |_| count += 1).ok()?;
        // Our own listing is one of them.
        let ours = pid == std::process::id() && directory.is_on_proc();
        Some(count - u64::from(ours && count > 0))
    }
}

#[cfg(test)]
#[path = "activity_tests.rs"]
mod tests;
