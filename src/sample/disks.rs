//! Which block devices are real disks: with a device behind them, and neither loop, ram nor zram.
//! Partitions, device-mapper and md devices are left out: what they do is counted on their disks.

use std::hash::{DefaultHasher, Hasher};
use std::path::PathBuf;

use super::roots::Roots;
use crate::sys::descriptor::Kept;
use crate::sys::directory;

/// A disk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct RealDisk {
    pub(super) name: String,
    pub(super) major: u32,
    pub(super) minor: u32,
}

/// The disks of the machine, looked up anew when `/sys/block` changes.
#[derive(Debug)]
pub(super) struct RealDisks {
    list: Vec<RealDisk>,
    block: PathBuf,
    names_hash: u64,
    /// When the names were last looked at.
    checked_ns: Option<u64>,
}

/// How often `/sys/block` is looked at: disks are plugged in by hand or by an operator.
const CHECK_EVERY_NS: u64 = 30_000_000_000;

impl RealDisks {
    pub(super) fn open(roots: &Roots, now_ns: u64) -> Self {
        let block = roots.sys.join("block");
        let mut disks = RealDisks { list: Vec::new(), block, names_hash: 0, checked_ns: Some(now_ns) };
        disks.names_hash = disks.hash_names(&mut [0; 4096]);
        disks.look_up();
        disks
    }

    /// Of nobody's interest.
    pub(super) fn none() -> Self {
        RealDisks { list: Vec::new(), block: PathBuf::new(), names_hash: 0, checked_ns: Some(u64::MAX) }
    }

    /// The disks, by major and minor number; empty where `/sys/block` cannot be seen.
    pub(super) fn list(&self) -> &[RealDisk] {
        &self.list
    }

    /// Whether I/O on this device is that of a disk. Where the disks are not known, whatever is
    /// neither ram nor loop may be one.
    pub(super) fn contains(&self, major: u32, minor: u32) -> bool {
        const RAM: u32 = 1;
        const LOOP: u32 = 7;
        if self.list.is_empty() {
            return major != RAM && major != LOOP;
        }
        self.list.binary_search_by_key(&(major, minor), |disk| (disk.major, disk.minor)).is_ok()
    }

    /// Whether this is surely a disk.
    pub(super) fn is_known(&self, major: u32, minor: u32) -> bool {
        !self.list.is_empty() && self.contains(major, minor)
    }

    /// Looks whether a disk came or went; true if the list changed.
    pub(super) fn refresh(&mut self, now_ns: u64, buffer: &mut [u8]) -> bool {
        if self.checked_ns.is_some_and(|checked| now_ns.saturating_sub(checked) < CHECK_EVERY_NS) {
            return false;
        }
        self.checked_ns = Some(now_ns);
        let hash = self.hash_names(buffer);
        if hash == self.names_hash {
            return false;
        }
        self.names_hash = hash;
        let before = std::mem::take(&mut self.list);
        self.look_up();
        self.list != before
    }

    /// Makes the next look due at once: a disk is known to have gone.
    pub(super) fn expire(&mut self) {
        self.checked_ns = None;
    }

    fn hash_names(&self, buffer: &mut [u8]) -> u64 {
        let mut sum = 0u64;
        let Ok(directory) = Kept::open_directory(&self.block) else { return sum };
        // The order of a directory may change: a sum of hashes does not.
        let listed = directory::entries(&directory, buffer, |name| {
            let mut hasher = DefaultHasher::new();
            hasher.write(name);
            sum = sum.wrapping_add(hasher.finish());
        });
        // Half a list is none.
        listed.map_or(self.names_hash, |()| sum)
    }

    fn look_up(&mut self) {
        let Ok(entries) = std::fs::read_dir(&self.block) else { return };
        for entry in entries.flatten() {
            let Ok(name) = entry.file_name().into_string() else { continue };
            if name.starts_with("loop") || name.starts_with("ram") || name.starts_with("zram") {
                continue;
            }
            let path = entry.path();
            if !path.join("device").exists() {
                continue;
            }
            let numbers = std::fs::read_to_string(path.join("dev")).unwrap_or_default();
            let Some((major, minor)) = numbers.trim_end().split_once(':') else { continue };
            let (Ok(major), Ok(minor)) = (major.parse(), minor.parse()) else { continue };
            self.list.push(RealDisk { name, major, minor });
        }
        self.list.sort_by_key(|disk| (disk.major, disk.minor));
    }
}
