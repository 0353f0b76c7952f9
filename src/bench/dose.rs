//! How much of the container is put under load: never more than it can bear.

use std::path::{Path, PathBuf};

use crate::fields::Sample;
use crate::sys::mount;
use crate::units::Limit;

/// No more threads than this, however many CPUs there are.
const MOST_THREADS: usize = 64;
/// Each of the two buffers: beyond what most processors keep close to a core.
const MOST_BUFFER_BYTES: u64 = 32 << 20;
const LEAST_BUFFER_BYTES: u64 = 256 << 10;
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
    (effective.unwrap_or(online).ceil() as usize).clamp(1, MOST_THREADS)
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
            (limit, limit.saturating_sub(used.unwrap_or(0)))
        }
        None => (sample.host_memory_total_bytes()?, sample.host_memory_available_bytes()?),
    };
    let wanted = power_of_two(limit / OF_LIMIT).min(MOST_BUFFER_BYTES);
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

/// Where to write: the directory that is asked for, or the first that is on a disk; else why there is none.
pub(super) fn directory(asked: Option<&Path>) -> Result<PathBuf, String> {
    if let Some(path) = asked {
        return suits(path).map(|()| path.to_owned());
    }
    let mut why = String::new();
    for path in DIRECTORIES.map(Path::new) {
        match suits(path) {
            Ok(()) => return Ok(path.to_owned()),
            Err(reason) => {
                why = [why, reason].into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join("; ")
            }
        }
    }
    Err(why)
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
