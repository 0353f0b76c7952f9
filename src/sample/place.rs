//! Where the target's process and cgroup are to be found.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use super::builder::SamplerBuilder;
use super::cgroup::locate::Located;
use super::cgroup::mounts::{self, Mounts};
use super::files::CGROUP_GROUPS;
use super::problem::Problems;
use super::source::{open_reason, NOT_UNDERSTOOD};
use super::target::Target;
use crate::kernel::cgroup::procs;
use crate::sys::file;

/// `/proc/self` or `/proc/PID`; a cgroup has none.
pub(super) fn process_directory(options: &SamplerBuilder) -> Option<PathBuf> {
    match options.target {
        Target::Own => Some(options.roots.proc.join("self")),
        Target::Pid(pid) => Some(options.roots.proc.join(pid.to_string())),
        Target::Cgroup(_) => None,
    }
}

/// Our own mountinfo: what can be seen from here, whoever the target is.
pub(super) fn read_mounts(options: &SamplerBuilder, problems: &mut Problems) -> Mounts {
    let path = options.roots.proc.join("self/mountinfo");
    let mut damage = |reason: &str| problems.add(&path, CGROUP_GROUPS, reason);
    match file::bytes(&path) {
        Ok(mountinfo) => {
            let mounts = mounts::parse(&mountinfo, &options.roots);
            if mounts.is_damaged {
                damage(NOT_UNDERSTOOD);
            }
            mounts
        }
        Err(error) => {
            damage(&open_reason(&path, &error));
            mounts::parse(&[], &options.roots)
        }
    }
}

/// The inode of the cgroup's directory: on v2 that is the cgroup's id.
pub(super) fn directory_id(located: &Located) -> u64 {
    let chain = located.memory.as_ref().or(located.cpu.as_ref()).or(located.unified.as_ref());
    chain.and_then(|chain| fs::metadata(chain.own()).ok()).map_or(0, |status| status.ino())
}

/// Some process of the cgroup: its network namespace is the cgroup's, for want of a better word.
pub(super) fn member(located: &Located) -> Option<String> {
    let chains = [&located.unified, &located.pids, &located.memory, &located.cpu];
    chains.into_iter().flatten().find_map(|chain| first_member(chain.own()))
}

fn first_member(cgroup: &Path) -> Option<String> {
    let listed = file::bytes(&cgroup.join("cgroup.procs")).ok()?;
    let pid = procs::pids(&listed).find(|pid| *pid > 0)?;
    Some(pid.to_string())
}
