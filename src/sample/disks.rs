//! Which block devices are real disks: with a device behind them, and neither loop, ram nor zram.
//! Partitions, device-mapper and md devices are left out: what they do is counted on their disks.

use std::hash::{DefaultHasher, Hasher};
use std::path::{Path, PathBuf};

use super::problem::Problems;
use super::roots::Roots;
use super::source::{open_reason, NOT_UNDERSTOOD};
use crate::fields::Groups;
use crate::sys::descriptor::Kept;
use crate::sys::{directory, file};

/// A disk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct RealDisk {
    pub(super) name: String,
    pub(super) major: u32,
    pub(super) minor: u32,
}

/// The disks of the machine, looked up anew when `/sys/block` changes.
#[derive(Debug, Clone)]
pub(super) struct RealDisks {
    list: Vec<RealDisk>,
    /// Whether the list is whole: a total over a part of the disks would be no total.
    is_whole: bool,
    block: PathBuf,
    names_hash: u64,
    /// When the names were last looked at.
    checked_ns: Option<u64>,
    /// The list has changed since somebody asked.
    has_changed: bool,
}

/// Names of what is no disk: in memory, on a file, or optical and floppy drives.
const NO_DISKS: [&str; 5] = ["loop", "ram", "zram", "sr", "fd"];

/// How often `/sys/block` is looked at: disks are plugged in by hand or by an operator.
const CHECK_EVERY_NS: u64 = 30_000_000_000;

impl RealDisks {
    pub(super) fn open(roots: &Roots, now_ns: u64, problems: &mut Problems) -> Self {
        let mut disks = Self::none();
        disks.block = roots.sys.join("block");
        disks.checked_ns = Some(now_ns);
        disks.names_hash = disks.hash_names(&mut [0; 4096]);
        disks.look_up(problems);
        disks
    }

    /// Of nobody's interest.
    pub(super) fn none() -> Self {
        RealDisks {
            list: Vec::new(),
            is_whole: false,
            block: PathBuf::new(),
            names_hash: 0,
            checked_ns: Some(u64::MAX),
            has_changed: false,
        }
    }

    /// The disks, by major and minor number; empty where `/sys/block` cannot be seen.
    pub(super) fn list(&self) -> &[RealDisk] {
        &self.list
    }

    /// Whether these are all the disks there are.
    pub(super) fn is_whole(&self) -> bool {
        self.is_whole
    }

    /// Whether I/O on this device is that of a disk. Where the disks are not known, whatever is
    /// neither ram nor loop may be one.
    pub(super) fn contains(&self, major: u32, minor: u32) -> bool {
        const RAM: u32 = 1;
        const LOOP: u32 = 7;
        if !self.is_whole || self.list.is_empty() {
            return major != RAM && major != LOOP;
        }
        self.is_known(major, minor)
    }

    /// Whether this is surely a disk.
    pub(super) fn is_known(&self, major: u32, minor: u32) -> bool {
        self.list.binary_search_by_key(&(major, minor), |disk| (disk.major, disk.minor)).is_ok()
    }

    /// Looks whether a disk came or went, if it is time.
    pub(super) fn refresh(&mut self, now_ns: u64, buffer: &mut [u8], problems: &mut Problems) {
        if self.checked_ns.is_some_and(|checked| now_ns.saturating_sub(checked) < CHECK_EVERY_NS) {
            return;
        }
        self.checked_ns = Some(now_ns);
        let hash = self.hash_names(buffer);
        if hash != self.names_hash {
            self.names_hash = hash;
            let before = std::mem::take(&mut self.list);
            self.look_up(problems);
            self.has_changed |= self.list != before;
        }
    }

    /// Whether the list has changed since this was last asked.
    pub(super) fn take_changed(&mut self) -> bool {
        std::mem::take(&mut self.has_changed)
    }

    /// Makes the next look due at once: a disk is known to have gone.
    pub(super) fn expire(&mut self) {
        self.checked_ns = None;
    }

    fn hash_names(&self, buffer: &mut [u8]) -> u64 {
        let mut sum = 0u64;
        // No list, or half of one, says nothing of a change.
        let Ok(directory) = Kept::open_directory(&self.block) else { return self.names_hash };
        // The order of a directory may change: a sum of hashes does not.
        let listed = directory::entries(&directory, buffer, |name| {
            let mut hasher = DefaultHasher::new();
            hasher.write(name);
            sum = sum.wrapping_add(hasher.finish());
        });
        listed.map_or(self.names_hash, |()| sum)
    }

    fn look_up(&mut self, problems: &mut Problems) {
        let mut report =
            |path: &Path, reason: &str| problems.add(path, Groups::DISK | Groups::CGROUP_IO, reason);
        let entries = match std::fs::read_dir(&self.block) {
            Ok(entries) => entries,
            Err(error) => {
                self.is_whole = false;
                return report(&self.block, &open_reason(&self.block, &error));
            }
        };
        self.is_whole = true;
        for entry in entries.flatten() {
            let Ok(name) = entry.file_name().into_string() else { continue };
            let path = entry.path();
            let dev = path.join("dev");
            // Paths of a multipath disk are hidden: they have a device, but no number to open it by
            // (block/genhd.c, GENHD_FL_HIDDEN).
            let is_hidden = file::bytes(&path.join("hidden")).is_ok_and(|text| text.starts_with(b"1"));
            let is_disk = path.join("device").exists() && !is_hidden;
            if NO_DISKS.iter().any(|prefix| name.starts_with(prefix)) || !is_disk {
                continue;
            }
            match file::bytes(&dev) {
                Ok(text) => match numbers(&text) {
                    Some((major, minor)) => self.list.push(RealDisk { name, major, minor }),
                    None => {
                        self.is_whole = false;
                        report(&dev, NOT_UNDERSTOOD);
                    }
                },
                Err(error) => {
                    self.is_whole = false;
                    report(&dev, &open_reason(&dev, &error));
                }
            }
        }
        self.list.sort_by_key(|disk| (disk.major, disk.minor));
    }
}

/// A device number, `254:0` and a newline.
fn numbers(text: &[u8]) -> Option<(u32, u32)> {
    let (major, minor) = std::str::from_utf8(text).ok()?.strip_suffix('\n')?.split_once(':')?;
    Some((major.parse().ok()?, minor.parse().ok()?))
}

#[cfg(test)]
#[path = "disks_tests.rs"]
mod tests;
