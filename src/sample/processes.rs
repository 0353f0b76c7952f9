//! The processes of the target's container.

use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;
use std::path::Path;

use super::cgroup::locate::Located;
use super::detail::{padded, unpadded};
use super::files::locate_once;
use super::sampler::Sampler;
use super::target::Target;
use crate::error::{Error, Result};
use crate::kernel::cgroup::procs;
use crate::kernel::proc::pid_stat;
use crate::sys::descriptor::Kept;
use crate::sys::machine::{page_size, ticks_per_second};
use crate::sys::{directory, file};

/// One process.
#[repr(C)]
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Process {
    /// Its pid, as seen from here.
    pub pid: u32,
    /// Its parent's pid; 0 if that cannot be seen.
    pub ppid: u32,
    /// Threads.
    pub threads: u32,
    /// State as the kernel's letter: `R` running, `S` sleeping, `D` waiting for I/O, `Z` zombie,
    /// `T` stopped, `I` idle kernel thread.
    pub state: u8,
    pub(crate) _pad: [u8; 3],
    /// Name (`comm`), padded with NUL.
    pub name: [u8; 64],
    /// When it was started, in seconds after boot.
    pub start_time_seconds: f64,
    /// CPU seconds in user mode, all threads, ended ones included.
    pub user_seconds: f64,
    /// CPU seconds in the kernel.
    pub system_seconds: f64,
    /// Both.
    pub cpu_seconds: f64,
    /// Memory resident in RAM, in bytes.
    pub resident_bytes: u64,
    /// Address space, in bytes.
    pub virtual_bytes: u64,
}

impl Default for Process {
    fn default() -> Self {
        Process {
            pid: 0,
            ppid: 0,
            threads: 0,
            state: 0,
            _pad: [0; 3],
            name: [0; 64],
            start_time_seconds: 0.0,
            user_seconds: 0.0,
            system_seconds: 0.0,
            cpu_seconds: 0.0,
            resident_bytes: 0,
            virtual_bytes: 0,
        }
    }
}

impl Process {
    /// The name without its padding.
    #[must_use]
    pub fn name(&self) -> &str {
        unpadded(&self.name)
    }
}

/// By what processes are ranked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Order {
    /// CPU time used since each was started.
    Cpu,
    /// Memory resident now.
    Memory,
}

/// Keeps the `n` processes that used most, the greatest first.
pub fn top(processes: &mut Vec<Process>, n: usize, by: Order) {
    processes.sort_unstable_by(|a, b| match by {
        Order::Cpu => b.cpu_seconds.total_cmp(&a.cpu_seconds).then(a.pid.cmp(&b.pid)),
        Order::Memory => b.resident_bytes.cmp(&a.resident_bytes).then(a.pid.cmp(&b.pid)),
    });
    processes.truncate(n);
}

impl Sampler {
    /// The processes of the target's cgroup and its descendants, into `out` (cleared first; its
    /// memory is used again). Where the cgroup is the top of what can be seen (in a container with
    /// a cgroup namespace of its own, or on a host outside of any cgroup), every process that can
    /// be seen. One that ends while they are listed is left out.
    ///
    /// # Errors
    ///
    /// If the proc filesystem cannot be listed; [`NotFound`](crate::ErrorKind::NotFound) if the
    /// target ended or was removed.
    pub fn processes(&mut self, out: &mut Vec<Process>) -> Result<()> {
        out.clear();
        let proc_directory = self.members(&mut |pid| out.push(Process { pid, ..Process::default() }))?;
        out.sort_unstable_by_key(|process| process.pid);
        out.dedup_by_key(|process| process.pid);
        let roots = self.parts().0.roots.clone();
        let (kept, buffer) = self.kept_processes();
        kept.fill(out, &roots.proc, &proc_directory, buffer);
        Ok(())
    }

    /// Calls `each` with the pid of every process of the target's container, in no order, one
    /// perhaps twice; gives the proc filesystem's directory.
    pub(super) fn members(&mut self, each: &mut dyn FnMut(u32)) -> Result<Kept> {
        self.settle()?;
        let subtree = self.cgroup_subtree();
        let (options, buffer) = self.parts();
        let root = &options.roots.proc;
        let proc_directory = Kept::open_directory(root)
            .map_err(|error| Error::os("the proc filesystem cannot be opened", root, error))?;
        let root = root.clone();
        match subtree {
            Some(top) => list_members(&top, buffer, each, MOST_DEPTH),
            None => {
                directory::entries(&proc_directory, buffer, |name| {
                    pid_of(name).into_iter().for_each(&mut *each)
                })
                .map_err(|error| Error::os("the proc filesystem cannot be listed", &root, error))?;
            }
        }
        Ok(proc_directory)
    }

    /// The directory whose subtree holds the container, if it is not simply all that can be seen.
    fn cgroup_subtree(&mut self) -> Option<std::path::PathBuf> {
        let looked_up;
        let mut located = self.located();
        if located.is_empty() {
            // No group asked for the cgroup so far.
            looked_up = locate_once(self.parts().0);
            located = &looked_up;
        }
        let Located { unified, pids, memory, cpu, .. } = located;
        // On a hybrid machine processes are often left at the top of the unified hierarchy.
        let deepest =
            [memory, pids, cpu, unified].into_iter().flatten().max_by_key(|chain| chain.levels.len())?;
        // The top of a container's view looks like the root by its path, and is not.
        let is_top = deepest.is_root() && !matches!(self.target(), Target::Cgroup(_));
        let own = deepest.own().clone();
        (!is_top).then_some(own)
    }
}

/// Cgroups nest no deeper than this in practice; a bound against loops.
const MOST_DEPTH: u32 = 32;

/// Collects the pids of a cgroup and its descendants.
fn list_members(cgroup: &Path, buffer: &mut Vec<u8>, each: &mut dyn FnMut(u32), depth: u32) {
    if let Ok(length) = file::read(&cgroup.join("cgroup.procs"), buffer) {
        procs::pids(&buffer[..length]).for_each(&mut *each);
    }
    // Their names are copied: each of them is read through the same buffer.
    let mut below = Vec::new();
    if let (Ok(directory), 1..) = (Kept::open_directory(cgroup), depth) {
        let _ = directory::directories(&directory, buffer, |name| below.push(name.to_vec()));
    }
    for name in below {
        list_members(&cgroup.join(OsStr::from_bytes(&name)), buffer, each, depth - 1);
    }
}

fn pid_of(name: &[u8]) -> Option<u32> {
    std::str::from_utf8(name).ok()?.parse().ok()
}

/// Fills in what its `stat` says; false if that makes no sense, or is another process's: a kept
/// number that somebody closed may have become the `stat` of one opened since.
#[allow(clippy::cast_precision_loss)] // Ticks of 10 ms stay exact for a million years.
pub(super) fn fill(process: &mut Process, stat: &[u8]) -> bool {
    let Some((stat, name)) = pid_stat::parse(stat) else { return false };
    if stat.pid != Some(u64::from(process.pid)) {
        return false;
    }
    let seconds = |ticks: Option<u64>| ticks.unwrap_or(0) as f64 / ticks_per_second() as f64;
    let narrow = |value: Option<u64>| value.and_then(|value| u32::try_from(value).ok()).unwrap_or(0);
    process.ppid = narrow(stat.ppid);
    process.threads = narrow(stat.threads);
    process.state = stat.state;
    process.name = padded(name);
    process.start_time_seconds = seconds(stat.start_ticks);
    process.user_seconds = seconds(stat.user_ticks);
    process.system_seconds = seconds(stat.system_ticks);
    process.cpu_seconds = process.user_seconds + process.system_seconds;
    process.resident_bytes = stat.resident_pages.unwrap_or(0).saturating_mul(page_size() as u64);
    process.virtual_bytes = stat.virtual_bytes.unwrap_or(0);
    true
}
