//! A cgroup and its ancestors, as far up as they can be seen.

use std::path::PathBuf;

use super::mounts::Version;

/// One cgroup.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::sample) struct Level {
    /// Its directory.
    pub(in crate::sample) directory: PathBuf,
    /// Its path as the kernel names it.
    pub(in crate::sample) name: PathBuf,
}

/// The target's cgroup first, then its ancestors up to the top of the mount.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::sample) struct Chain {
    pub(in crate::sample) version: Version,
    pub(in crate::sample) levels: Vec<Level>,
}

impl Chain {
    /// Whether the last level is the true root of the hierarchy, which has no limits of its own:
    /// not the top of a container's view, which looks the same by its path. Only the true root has
    /// `release_agent` (v1, `kernel/cgroup/cgroup-v1.c`) and lacks `cgroup.type` (v2,
    /// `kernel/cgroup/cgroup.c`).
    pub(in crate::sample) fn ends_at_root(&self) -> bool {
        let Some(top) = self.levels.last() else { return false };
        match self.version {
            Version::V1 => top.directory.join("release_agent").exists(),
            Version::V2 => !top.directory.join("cgroup.type").exists(),
        }
    }

    /// Whether the target's own cgroup is the true root: what is measured there is the host.
    pub(in crate::sample) fn is_root(&self) -> bool {
        self.levels.len() == 1 && self.ends_at_root()
    }

    /// The levels that can have limits.
    pub(in crate::sample) fn limitable(&self) -> &[Level] {
        let root = usize::from(self.ends_at_root());
        &self.levels[..self.levels.len() - root]
    }

    /// The directory of the target's own cgroup.
    pub(in crate::sample) fn own(&self) -> &PathBuf {
        &self.levels[0].directory
    }
}
