//! The limits of a cgroup and of each ancestor, and its weight: what advice needs and no sample has. Opens files by
//! path: not for every sample.

use std::path::{Path, PathBuf};

use super::cgroup::chain::{Chain, Level};
use super::cgroup::memory;
use super::cgroup::mounts::Version;
use super::sampler::Sampler;
use super::target::Controller;
use crate::kernel::cgroup::cpu_max;
use crate::kernel::cgroup::scalar::{self, Bound};
use crate::sys::file;
use crate::units::Limit;

/// Reads the limit of the cgroup in a directory.
type Reader = fn(&Path, Version) -> Option<Limit<f64>>;

/// The limit of one cgroup.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct LevelLimit {
    /// How far above the target's own cgroup it is.
    pub depth: u64,
    /// Its path as the kernel names it.
    pub name: PathBuf,
    /// In CPUs, bytes or tasks.
    pub limit: Limit<f64>,
}

impl Sampler {
    /// The limits of the target's cgroup and its ancestors, the own first, as far up as can be seen. What cannot be
    /// read is left out.
    pub(crate) fn level_limits(&self, controller: Controller) -> Vec<LevelLimit> {
        let Some(chain) = self.chain(controller) else { return Vec::new() };
        let (levels, read): (&[Level], Reader) = match controller {
            Controller::Cpu => (chain.limitable(), quota),
            Controller::Memory => (memory::counted(chain), memory_limit),
            Controller::Pids => (chain.limitable(), tasks),
            Controller::Io | Controller::Unified => return Vec::new(),
        };
        let limit = |(depth, level): (u64, &Level)| {
            let limit = read(&level.directory, chain.version)?;
            Some(LevelLimit { depth, name: level.name.clone(), limit })
        };
        (0..).zip(levels).filter_map(limit).collect()
    }

    /// Whether the ancestors in sight are all there are.
    pub(crate) fn sees_all_levels(&self, controller: Controller) -> bool {
        self.chain(controller).is_some_and(Chain::ends_at_root)
    }

    /// What the target's own cgroup weighs against its siblings: `cpu.weight`, `cpu.shares`, `io.weight`,
    /// `blkio.bfq.weight`.
    pub(crate) fn weight(&self, controller: Controller) -> Option<u64> {
        let chain = self.chain(controller)?;
        let name = match (controller, chain.version) {
            (Controller::Cpu, Version::V2) => "cpu.weight",
            (Controller::Cpu, Version::V1) => "cpu.shares",
            (Controller::Io, Version::V2) => "io.weight",
            (Controller::Io, Version::V1) => "blkio.bfq.weight",
            _ => return None,
        };
        let text = file::bytes(&chain.own().join(name)).ok()?;
        // `io.weight` begins with `default 100`, and has a line for each disk that differs.
        let line = text.split(|byte| *byte == b'\n').next()?;
        scalar::parse_u64(line.strip_prefix(b"default ").unwrap_or(line)).filter(|weight| *weight > 0)
    }

    /// The path of the target's cpuset, as the kernel names it.
    pub(crate) fn cpuset_path(&self) -> Option<&Path> {
        let chain = self.located().cpuset.as_ref()?;
        chain.levels.first().map(|level| level.name.as_path())
    }
}

#[allow(clippy::cast_precision_loss)] // Limits to be compared, far below 2^53.
fn limit(bound: Bound) -> Limit<f64> {
    match bound {
        Bound::Max => Limit::Max,
        Bound::Value(value) => Limit::Value(value as f64),
    }
}

fn quota(directory: &Path, version: Version) -> Option<Limit<f64>> {
    let read = |name: &str| file::bytes(&directory.join(name)).ok();
    match version {
        Version::V2 => Some(cpu_max::parse(&read("cpu.max")?)?.cpus().map_or(Limit::Max, Limit::Value)),
        Version::V1 => match limit(scalar::parse_quota(&read("cpu.cfs_quota_us")?)?) {
            Limit::Max => Some(Limit::Max),
            Limit::Value(quota) => {
                let period = scalar::parse_u64(&read("cpu.cfs_period_us")?).filter(|period| *period > 0)?;
                #[allow(clippy::cast_precision_loss)] // A second at most.
                Some(Limit::Value(quota / period as f64))
            }
        },
    }
}

fn memory_limit(directory: &Path, version: Version) -> Option<Limit<f64>> {
    let name = match version {
        Version::V1 => "memory.limit_in_bytes",
        Version::V2 => "memory.max",
    };
    Some(limit(scalar::parse_bound(&file::bytes(&directory.join(name)).ok()?)?))
}

fn tasks(directory: &Path, _: Version) -> Option<Limit<f64>> {
    Some(limit(scalar::parse_bound(&file::bytes(&directory.join("pids.max")).ok()?)?))
}

#[cfg(test)]
#[path = "limits_tests.rs"]
mod tests;
