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
    /// The directory of the target's own cgroup.
    pub(in crate::sample) fn own(&self) -> &PathBuf {
        &self.levels[0].directory
    }
}
