//! Where the kernel's files are: the live ones, or a captured tree.

use std::path::{Path, PathBuf};

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Roots {
    pub(super) proc: PathBuf,
    pub(super) sys: PathBuf,
}

impl Default for Roots {
    fn default() -> Self {
        Roots { proc: PathBuf::from("/proc"), sys: PathBuf::from("/sys") }
    }
}

impl Roots {
    /// Whether these are the kernel's own files of this very process, so that calls (getrusage,
    /// sysinfo, sched_getaffinity) tell of the same machine.
    pub(super) fn are_live(&self) -> bool {
        *self == Roots::default()
    }

    /// Where a mount point named in mountinfo is to be found: below the sys root, or beside it.
    pub(super) fn locate(&self, mount_point: &Path) -> PathBuf {
        if self.are_live() {
            return mount_point.to_path_buf();
        }
        if let Ok(rest) = mount_point.strip_prefix("/sys") {
            return self.sys.join(rest);
        }
        let beside = self.sys.parent().unwrap_or(&self.sys);
        beside.join(mount_point.strip_prefix("/").unwrap_or(mount_point))
    }
}
