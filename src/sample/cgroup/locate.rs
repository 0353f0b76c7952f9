//! Finding the directories of a cgroup, from mountinfo and `/proc/PID/cgroup`.
//!
//! Joining a fixed `/sys/fs/cgroup` with the path in `/proc/self/cgroup` is wrong in most
//! containers: the mount may show only a part of the hierarchy (its root in mountinfo says which),
//! and the path may be relative to a cgroup namespace.

use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::path::{Component, Path, PathBuf};

use super::chain::{Chain, Level};
use super::mounts::{Mount, Mounts};
use crate::fields::CgroupLayout;
use crate::kernel::cgroup::procs;
use crate::kernel::proc::pid_cgroup;
use crate::sys::file;

/// Where the target's cgroup is, controller by controller.
#[derive(Debug, Default)]
pub(in crate::sample) struct Located {
    pub(in crate::sample) cpu: Option<Chain>,
    pub(in crate::sample) cpuacct: Option<Chain>,
    pub(in crate::sample) cpuset: Option<Chain>,
    pub(in crate::sample) memory: Option<Chain>,
    pub(in crate::sample) io: Option<Chain>,
    pub(in crate::sample) pids: Option<Chain>,
    pub(in crate::sample) unified: Option<Chain>,
    layout: Option<CgroupLayout>,
    /// Hierarchies that the process is in but that cannot be found here.
    pub(in crate::sample) unseen: Vec<String>,
}

impl Located {
    pub(in crate::sample) fn layout(&self) -> CgroupLayout {
        self.layout.unwrap_or(CgroupLayout::None)
    }

    /// Whether anything was found.
    pub(in crate::sample) fn is_empty(&self) -> bool {
        self.layout.is_none()
    }

    fn set(&mut self, controller: &str, chain: &Chain) {
        let place = match controller {
            "cpu" => &mut self.cpu,
            "cpuacct" => &mut self.cpuacct,
            "cpuset" => &mut self.cpuset,
            "memory" => &mut self.memory,
            "blkio" => &mut self.io,
            "pids" => &mut self.pids,
            _ => return,
        };
        *place = Some(chain.clone());
    }

    /// On version 2 every controller that no version 1 hierarchy has lives in the unified one.
    fn fill_from_unified(&mut self, taken: &[String]) {
        let Some(unified) = self.unified.clone() else { return };
        for controller in ["cpu", "cpuacct", "cpuset", "memory", "blkio", "pids"] {
            if !taken.iter().any(|name| name == controller) {
                self.set(controller, &unified);
            }
        }
    }
}

/// Finds the cgroup of a process from its `/proc/PID/cgroup`. `pid` is its number as seen from
/// here, used to tell candidates apart where paths do not suffice.
pub(in crate::sample) fn of_process(mounts: &Mounts, pid_cgroup: &[u8], pid: Option<u32>) -> Located {
    let mut located = Located::default();
    let mut taken = Vec::new();
    for line in pid_cgroup::memberships(pid_cgroup) {
        let path = Path::new(std::ffi::OsStr::from_bytes(line.path));
        if line.controller_list.is_empty() {
            located.unified = find(mounts, Mount::is_unified, path, pid);
            if located.unified.is_none() && mounts.cgroups.iter().any(Mount::is_unified) {
                located.unseen.push(path.display().to_string());
            }
            continue;
        }
        for controller in line.controllers() {
            let Ok(controller) = std::str::from_utf8(controller) else { continue };
            taken.push(controller.to_owned());
            let has = |mount: &Mount| mount.controllers.iter().any(|name| name == controller);
            match find(mounts, has, path, pid) {
                Some(chain) => located.set(controller, &chain),
                None if mounts.cgroups.iter().any(has) => {
                    located.unseen.push(format!("{controller}:{}", path.display()));
                }
                None => {}
            }
        }
    }
    finish(located, &taken)
}

/// Finds a cgroup by its path: as the kernel names it, or its directory below a mount.
pub(in crate::sample) fn of_path(mounts: &Mounts, path: &Path) -> Located {
    // A directory below a mount names a cgroup in that hierarchy, and by its path in the others.
    let by_directory = mounts
        .cgroups
        .iter()
        .filter_map(|mount| Some((mount, path.strip_prefix(&mount.point).ok()?)))
        .max_by_key(|(mount, _)| mount.point.as_os_str().len())
        .map(|(mount, rest)| mount.root.join(rest));
    let name = by_directory.unwrap_or_else(|| path.to_path_buf());
    let mut located = Located { unified: shown_best(mounts, Mount::is_unified, &name), ..Located::default() };
    let mut taken = Vec::new();
    for controller in mounts.cgroups.iter().flat_map(|mount| &mount.controllers) {
        taken.push(controller.clone());
        if let Some(chain) = shown_best(mounts, |mount| mount.controllers.contains(controller), &name) {
            located.set(controller, &chain);
        }
    }
    finish(located, &taken)
}

fn finish(mut located: Located, taken: &[String]) -> Located {
    let v1 = [&located.cpu, &located.memory, &located.io, &located.pids, &located.cpuacct, &located.cpuset]
        .iter()
        .any(|chain| chain.is_some());
    located.layout = match (v1, located.unified.is_some()) {
        (true, true) => Some(CgroupLayout::Hybrid),
        (true, false) => Some(CgroupLayout::V1),
        (false, true) => Some(CgroupLayout::V2),
        (false, false) => None,
    };
    located.fill_from_unified(taken);
    located
}

/// The cgroup of a process in the hierarchy of the mounts that `has` accepts.
fn find(mounts: &Mounts, has: impl Fn(&Mount) -> bool, path: &Path, pid: Option<u32>) -> Option<Chain> {
    shown_best(mounts, &has, path).or_else(|| {
        let mut candidates = mounts.cgroups.iter().rev().filter(|mount| has(mount));
        candidates.find_map(|mount| search(mount, path, pid))
    })
}

/// A hierarchy can be mounted often, and in parts. The mount that shows most of the ancestors shows
/// most of the limits; of equal ones the last is taken.
fn shown_best(mounts: &Mounts, has: impl Fn(&Mount) -> bool, name: &Path) -> Option<Chain> {
    let shown = mounts.cgroups.iter().filter(|mount| has(mount)).filter_map(|mount| chain_of(mount, name));
    shown.max_by_key(|chain| chain.levels.len())
}

/// The cgroup `name` as `mount` shows it, if it does.
fn chain_of(mount: &Mount, name: &Path) -> Option<Chain> {
    let below = name.strip_prefix(&mount.root).ok()?;
    // `/..` in the path: the process is outside of our cgroup namespace.
    if below.components().any(|part| part == Component::ParentDir) {
        return None;
    }
    let own = mount.directory.join(below);
    if !own.is_dir() {
        return None;
    }
    Some(Chain { version: mount.version, levels: levels(&mount.directory, below, &mount.root) })
}

/// The cgroup and its ancestors up to the top of the mount.
fn levels(top: &Path, below: &Path, root: &Path) -> Vec<Level> {
    below
        .ancestors()
        .map(|part| Level {
            directory: if part.as_os_str().is_empty() { top.to_path_buf() } else { top.join(part) },
            name: if part.as_os_str().is_empty() { root.to_path_buf() } else { root.join(part) },
        })
        .collect()
}

/// A mount root of `/..`, `/../..`: the mount was made outside of our cgroup namespace and shows
/// more than the namespace. The namespace's root is so many levels below the top of the mount, and
/// is the one whose `path` holds our process. A path may begin with `/..` too, if the process is
/// outside of our namespace, but not by as much.
fn search(mount: &Mount, path: &Path, pid: Option<u32>) -> Option<Chain> {
    let depth = parents(&mount.root).checked_sub(parents(path)).filter(|depth| *depth > 0)?;
    let inside: PathBuf = path.components().filter(|part| matches!(part, Component::Normal(_))).collect();
    let mut left = MOST_DIRECTORIES;
    let own = descend(&mount.directory, depth, &mut left, &|candidate| {
        let own = candidate.join(&inside);
        holds(&own, pid).then_some(own)
    })?;
    let below = own.strip_prefix(&mount.directory).ok()?;
    let directories = below.ancestors().map(|part| mount.directory.join(part));
    let levels = directories.zip(names_up(path)).map(|(directory, name)| Level { directory, name });
    Some(Chain { version: mount.version, levels: levels.collect() })
}

/// How many `..` a path has.
fn parents(path: &Path) -> usize {
    path.components().filter(|part| *part == Component::ParentDir).count()
}

/// The path of a cgroup and of its ancestors without end, as the kernel names them from inside the
/// namespace: `/a`, `/`, `/..`, `/../..`.
fn names_up(path: &Path) -> impl Iterator<Item = PathBuf> {
    std::iter::successors(Some(path.to_path_buf()), |name| match name.components().next_back() {
        Some(Component::Normal(_)) => name.parent().map(Path::to_path_buf),
        _ => Some(name.join("..")),
    })
}

/// A search looks at so many directories at the most.
const MOST_DIRECTORIES: usize = 4096;

fn descend(
    directory: &Path,
    depth: usize,
    left: &mut usize,
    found: &dyn Fn(&Path) -> Option<PathBuf>,
) -> Option<PathBuf> {
    if depth == 0 {
        return found(directory);
    }
    for entry in fs::read_dir(directory).ok()?.flatten() {
        if *left == 0 {
            return None;
        }
        if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            *left -= 1;
            if let Some(own) = descend(&entry.path(), depth - 1, left, found) {
                return Some(own);
            }
        }
    }
    None
}

/// Whether the process is in this cgroup; without a pid, whether there is such a cgroup.
fn holds(cgroup: &Path, pid: Option<u32>) -> bool {
    let Some(pid) = pid else { return cgroup.is_dir() };
    let Ok(listed) = file::bytes(&cgroup.join("cgroup.procs")) else { return false };
    let mut members = procs::pids(&listed);
    members.any(|member| member == pid)
}

#[cfg(test)]
#[path = "locate_tests.rs"]
mod tests;
