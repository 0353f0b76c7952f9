//! How much of the container is put under load: never more than it can bear.

use std::io;
use std::path::{Path, PathBuf};

use crate::fields::Sample;
use crate::sys::mount;
use crate::units::Limit;

/// No more threads than this, however many CPUs there are.
const MOST_THREADS: usize = 64;
/// Each of the two buffers: beyond what most processors keep close to a core.
const MOST_BUFFER_BYTES: u64 = 32 << 20;
const LEAST_BUFFER_BYTES: u64 = 256 << 10;
const MOST_SHARED_BYTES: u64 = 2 << 20;
/// Of the memory limit a buffer takes this part at most, and of what is left of it twice that.
const OF_LIMIT: u64 = 32;
const OF_HEADROOM: u64 = 16;
/// The file on the disk; it is written over again and again.
pub(super) const FILE_BYTES: u64 = 4 << 20;
/// A disk with less free space is left alone.
const LEAST_FREE_BYTES: u64 = 64 << 20;
/// Looked at for a disk, in this order.
const DIRECTORIES: [&str; 3] = ["/var/tmp", "/tmp", "."];

/// How many threads compute at once: the CPUs that the container can use, rounded up.
pub(super) fn threads(sample: &Sample) -> usize {
    let effective = sample.cgroup_effective_cpus();
    let online = sample.host_cpus_online().map_or(1.0, |cpus| cpus as f64);
    // Half of the tasks that are left stay for the others.
    let limit = sample.cgroup_pids_effective_limit().and_then(Limit::value);
    let room = limit.map_or(MOST_THREADS, |limit| {
        (limit.saturating_sub(sample.cgroup_pids().unwrap_or(0)) / 2).min(MOST_THREADS as u64) as usize
    });
    (effective.unwrap_or(online).ceil() as usize).clamp(1, room.max(1))
}

/// Whether CPU time is given out by periods.
pub(super) fn has_quota(sample: &Sample) -> bool {
    sample.cgroup_cpu_effective_quota_cpus().and_then(Limit::value).is_some()
}

/// How many threads are tried: one, two, four..., and all.
pub(super) fn levels(threads: usize) -> Vec<usize> {
    let mut levels: Vec<usize> = std::iter::successors(Some(1), |level| Some(level * 2))
        .take_while(|level| *level < threads)
        .collect();
    levels.push(threads);
    levels
}

/// How large each of two buffers is. By the limit and not by what is in use, so that it is the same in every run, as
/// long as there is room for it; nothing where there is none.
pub(super) fn buffer_bytes(sample: &Sample) -> Option<u64> {
    let limit = sample.cgroup_memory_effective_limit_bytes().and_then(Limit::value);
    let (limit, headroom) = match limit {
        // Page cache gives way.
        Some(limit) => {
            let used = sample.cgroup_memory_working_set_bytes().or(sample.cgroup_memory_usage_bytes());
            let left = limit.saturating_sub(used.unwrap_or(0));
            (limit, left.min(sample.host_memory_available_bytes().unwrap_or(left)))
        }
        None => (sample.host_memory_total_bytes()?, sample.host_memory_available_bytes()?),
    };
    // What others use of a limit that is an ancestor's is not known here.
    let is_shared = sample.cgroup_memory_binding_depth().is_some_and(|depth| depth > 0);
    let most = if is_shared { MOST_SHARED_BYTES } else { MOST_BUFFER_BYTES };
    let wanted = power_of_two(limit / OF_LIMIT).min(most);
    let bytes = wanted.min(power_of_two(headroom / OF_HEADROOM));
    (bytes >= LEAST_BUFFER_BYTES).then_some(bytes)
}

/// The largest that is no larger.
fn power_of_two(value: u64) -> u64 {
    match value.checked_ilog2() {
        Some(power) => 1 << power,
        None => 0,
    }
}

/// What is made in the directory that is asked for, or in the first that is on a disk and can be written to; else why there is none.
pub(super) fn on_disk<T>(
    asked: Option<&Path>,
    make: impl Fn(&Path) -> io::Result<T>,
) -> Result<(T, PathBuf), String> {
    let made = |path: &Path| {
        suits(path)?;
        let made = make(path).map_err(|error| format!("{} cannot be written to: {error}", path.display()))?;
        Ok((made, path.to_owned()))
    };
    if let Some(path) = asked {
        return made(path);
    }
    let mut all = Vec::new();
    for path in DIRECTORIES.map(Path::new) {
        match made(path) {
            Ok(found) => return Ok(found),
            Err(why) => all.push(why),
        }
    }
    Err(all.join("; "))
}

fn suits(path: &Path) -> Result<(), String> {
    let shown = path.display();
    let space = mount::space_of(path).map_err(|error| format!("{shown} cannot be looked at: {error}"))?;
    if mount::is_memory(path) {
        return Err(format!("{shown} is held in memory"));
    }
    if space.available_bytes < LEAST_FREE_BYTES {
        return Err(format!("{shown} has less than 64 MiB of free space"));
    }
    Ok(())
}

#[cfg(test)]
#[path = "dose_tests.rs"]
mod tests;
