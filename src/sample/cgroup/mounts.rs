//! The cgroup filesystems that are mounted here, found through mountinfo and never by a fixed path.

use std::ffi::OsString;
use std::os::unix::ffi::OsStringExt;
use std::path::{Path, PathBuf};

use procfs::process::MountInfo;

use crate::fields::Groups;
use crate::sample::roots::Roots;

/// One mounted hierarchy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::sample) struct Mount {
    pub(in crate::sample) version: Version,
    /// v1 controllers by name; empty on v2.
    pub(in crate::sample) controllers: Vec<String>,
    /// Which cgroup the mount shows at its top, as the kernel names it: not `/` for bind mounts and
    /// for containers without a cgroup namespace of their own.
    pub(in crate::sample) root: PathBuf,
    /// Where it is mounted, by mountinfo.
    pub(in crate::sample) point: PathBuf,
    /// Where that is to be found: the same, or below an injected root.
    pub(in crate::sample) directory: PathBuf,
}

impl Mount {
    pub(in crate::sample) fn is_unified(&self) -> bool {
        self.version == Version::V2
    }
}

/// Cgroup version of a hierarchy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::sample) enum Version {
    V1,
    V2,
}

/// What mountinfo told.
#[derive(Debug)]
pub(in crate::sample) struct Mounts {
    pub(in crate::sample) cgroups: Vec<Mount>,
    /// Groups whose file below `/proc` is rendered by lxcfs.
    pub(in crate::sample) lxcfs: Groups,
    /// The file could not be read, is cut off or holds no mounts at all.
    pub(in crate::sample) is_damaged: bool,
}

/// Reads mountinfo. A line that makes no sense is skipped.
pub(in crate::sample) fn parse(mountinfo: &[u8], roots: &Roots) -> Mounts {
    let mut mounts = Mounts { cgroups: Vec::new(), lxcfs: Groups::empty(), is_damaged: false };
    mounts.is_damaged = mountinfo.last() != Some(&b'\n') || !contains(mountinfo, b" - ");
    for line in mountinfo.split(|byte| *byte == b'\n') {
        // A cheap look first: the full parse allocates, and most lines are neither.
        if !contains(line, b" - cgroup") && !contains(line, b" - fuse.lxcfs ") {
            continue;
        }
        let Some(info) = mount(line) else { continue };
        let point = unescape(info.mount_point.as_os_str().as_encoded_bytes());
        match info.fs_type.as_str() {
            "fuse.lxcfs" => mounts.lxcfs |= lxcfs_group(&point),
            "cgroup" | "cgroup2" => {
                let version = if info.fs_type == "cgroup2" { Version::V2 } else { Version::V1 };
                let mut controllers: Vec<_> = info.super_options.into_keys().collect();
                controllers.sort();
                if version == Version::V2 {
                    controllers.clear();
                }
                // A later mount on the same place hides the earlier one.
                mounts.cgroups.retain(|mount| mount.point != point);
                mounts.cgroups.push(Mount {
                    version,
                    controllers,
                    root: unescape(info.root.as_bytes()),
                    directory: roots.locate(&point),
                    point,
                });
            }
            _ => {}
        }
    }
    mounts
}

/// One line. Paths are bytes, but `MountInfo` takes text: what is not ASCII is written as the kernel
/// writes a blank, which [`unescape`] takes back.
pub(in crate::sample) fn mount(line: &[u8]) -> Option<MountInfo> {
    let mut text = String::with_capacity(line.len());
    for byte in line {
        if byte.is_ascii() {
            text.push(char::from(*byte));
        } else {
            text.push_str(&format!("\\{byte:03o}"));
        }
    }
    MountInfo::from_line(&text).ok()
}

/// The group that is read from a file of `/proc`. Where it is had from elsewhere (load by call, disks
/// from `/sys`) the sampler leaves it out.
fn lxcfs_group(point: &Path) -> Groups {
    match point.to_str() {
        Some("/proc/stat") => Groups::CPU,
        Some("/proc/meminfo") => Groups::MEMORY,
        Some("/proc/diskstats") => Groups::DISK,
        Some("/proc/loadavg") => Groups::LOAD,
        Some("/proc/pressure" | "/proc/pressure/cpu" | "/proc/pressure/memory" | "/proc/pressure/io") => {
            Groups::PRESSURE
        }
        _ => Groups::empty(),
    }
}

fn contains(line: &[u8], word: &[u8]) -> bool {
    line.windows(word.len()).any(|window| window == word)
}

/// mountinfo writes space, tab, newline and backslash as three octal digits (`fs/seq_file.c`,
/// mangle_path).
pub(in crate::sample) fn unescape(text: &[u8]) -> PathBuf {
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some((&byte, tail)) = rest.split_first() {
        match (byte, tail) {
            (b'\\', [a @ b'0'..=b'3', b @ b'0'..=b'7', c @ b'0'..=b'7', ..]) => {
                out.push((a - b'0') << 6 | (b - b'0') << 3 | (c - b'0'));
                rest = &tail[3..];
            }
            _ => {
                out.push(byte);
                rest = tail;
            }
        }
    }
    PathBuf::from(OsString::from_vec(out))
}

#[cfg(test)]
#[path = "mounts_tests.rs"]
mod tests;
