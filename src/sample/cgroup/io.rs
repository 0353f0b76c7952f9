//! Block I/O of the cgroup, on real disks.

use super::chain::Chain;
use super::locate::Located;
use super::mounts::Version;
use crate::fields::{Groups, Sample};
use crate::kernel::cgroup::{blkio, io_stat};
use crate::sample::disks::RealDisks;
use crate::sample::problem::Problems;
use crate::sample::source::{Need, Reading, Source};
use crate::sys::file;

#[derive(Debug)]
pub(in crate::sample) enum CgroupIo {
    V1 { bytes: Source, operations: Source, counts: bool },
    V2(Source),
}

impl CgroupIo {
    pub(in crate::sample) fn open(located: &Located, problems: &mut Problems) -> Option<Self> {
        let chain = located.io.as_ref()?;
        let mut open =
            |name: &str, need| Source::open(chain.own().join(name), Groups::CGROUP_IO, need, problems);
        Some(match chain.version {
            Version::V1 => CgroupIo::V1 {
                bytes: recursive(&mut open, "blkio.throttle.io_service_bytes"),
                operations: recursive(&mut open, "blkio.throttle.io_serviced"),
                counts: counts(chain),
            },
            // Not there where the io controller is not switched on.
            Version::V2 => CgroupIo::V2(open("io.stat", Need::Optional)),
        })
    }

    pub(in crate::sample) fn read(&mut self, disks: &RealDisks, reading: &mut Reading, sample: &mut Sample) {
        let wanted = |major, minor| disks.contains(major, minor);
        match self {
            CgroupIo::V1 { bytes, operations, counts } => {
                let mut sum = |source: &mut Source| {
                    let read = |file: &[u8]| Some((blkio::sum(file, wanted)?, blkio::names_device(file)));
                    let (sum, names_device) = source.parsed(reading, read)?;
                    *counts |= names_device;
                    counts.then_some(sum)
                };
                if let Some(bytes) = sum(bytes) {
                    sample.set_cgroup_io_read_bytes(bytes.read);
                    sample.set_cgroup_io_written_bytes(bytes.write);
                }
                if let Some(operations) = sum(operations) {
                    sample.set_cgroup_io_reads(operations.read);
                    sample.set_cgroup_io_writes(operations.write);
                }
            }
            CgroupIo::V2(file) => {
                let Some(stat) = file.parsed(reading, |file| io_stat::sum(file, wanted)) else { return };
                sample.set_cgroup_io_read_bytes(stat.read_bytes);
                sample.set_cgroup_io_written_bytes(stat.write_bytes);
                sample.set_cgroup_io_reads(stat.read_operations);
                sample.set_cgroup_io_writes(stat.write_operations);
            }
        }
    }

    pub(in crate::sample) fn sources(&self) -> impl Iterator<Item = &Source> {
        match self {
            CgroupIo::V1 { bytes, operations, .. } => [Some(bytes), Some(operations)],
            CgroupIo::V2(file) => [Some(file), None],
        }
        .into_iter()
        .flatten()
    }
}

/// Whether the kernel counts I/O of version 1: from Linux 6.10 on it does not before the first throttle limit of a disk was
/// set (`blk_throtl_init` in `block/blk-throttle.c`), and its files then say that there was none. The top of what can be seen
/// has done some.
fn counts(chain: &Chain) -> bool {
    let top = chain.levels.last().map_or(chain.own(), |top| &top.directory);
    let names = ["blkio.throttle.io_service_bytes_recursive", "blkio.throttle.io_service_bytes"];
    let mut buffer = Vec::new();
    names.iter().any(|name| {
        let read = file::c_path(&top.join(name)).and_then(|path| file::read_named(&path, &mut buffer));
        read.is_ok_and(|length| blkio::names_device(&buffer[..length]))
    })
}

/// Of the cgroup and its descendants; before Linux 4.12 of the cgroup alone.
fn recursive(open: &mut impl FnMut(&str, Need) -> Source, name: &str) -> Source {
    let file = open(&format!("{name}_recursive"), Need::Optional);
    if file.is_there() {
        file
    } else {
        open(name, Need::Required)
    }
}
