//! Totals over the real disks. A machine with few disks is read disk by disk, which costs a
//! quarter of `/proc/diskstats`; one with many is read in one go.

use crate::fields::{Groups, Sample};
use crate::kernel::proc::diskstats::{self, Disk};
use crate::sample::disks::RealDisks;
use crate::sample::problem::Problems;
use crate::sample::roots::Roots;
use crate::sample::source::{Need, Reading, Source};

#[derive(Debug)]
pub(in crate::sample) enum HostDisk {
    Each(Vec<Source>),
    All(Source),
}

/// Up to so many disks are read one by one: each costs about 2 µs, the whole file 9 and more.
const FEW: usize = 4;

impl HostDisk {
    pub(in crate::sample) fn open(roots: &Roots, disks: &RealDisks, problems: &mut Problems) -> Self {
        if disks.is_whole() && (1..=FEW).contains(&disks.list().len()) {
            let open = |name: &String| {
                let path = roots.sys.join("block").join(name).join("stat");
                Source::open(path, Groups::DISK, Need::Required, problems)
            };
            let each: Vec<_> = disks.list().iter().map(|disk| &disk.name).map(open).collect();
            if each.iter().all(Source::is_readable) {
                return HostDisk::Each(each);
            }
        }
        HostDisk::All(Source::open(roots.proc.join("diskstats"), Groups::DISK, Need::Required, problems))
    }

    pub(in crate::sample) fn read(&mut self, disks: &RealDisks, reading: &mut Reading, sample: &mut Sample) {
        if !disks.is_whole() {
            // Why not has been said.
            return;
        }
        let mut total = Total::default();
        match self {
            HostDisk::Each(files) => {
                for file in files {
                    match file.parsed(reading, diskstats::parse_stat) {
                        Some(disk) => total.add(&disk),
                        // A total without one of its parts would jump: rather none.
                        None => return,
                    }
                }
            }
            HostDisk::All(file) => {
                let Some(bytes) = file.read_records(reading) else { return };
                let is_whole = bytes.is_empty() || bytes.ends_with(b"\n");
                if !disks.list().is_empty() && diskstats::lines(bytes).next().is_none() || !is_whole {
                    return file.not_understood(reading);
                }
                for (major, minor, _, disk) in diskstats::lines(bytes) {
                    if disks.is_known(major, minor) {
                        total.add(&disk);
                    }
                }
            }
        }
        total.set(sample);
    }

    pub(in crate::sample) fn sources(&self) -> &[Source] {
        match self {
            HostDisk::Each(files) => files,
            HostDisk::All(file) => std::slice::from_ref(file),
        }
    }
}

/// Sums over disks; counters of 32-bit kernels wrap, so sums wrap too.
#[derive(Default)]
struct Total {
    disks: u64,
    sum: Disk,
}

impl Total {
    fn add(&mut self, disk: &Disk) {
        self.disks += 1;
        let sum = &mut self.sum;
        for (sum, part) in [
            (&mut sum.reads, disk.reads),
            (&mut sum.sectors_read, disk.sectors_read),
            (&mut sum.read_ms, disk.read_ms),
            (&mut sum.writes, disk.writes),
            (&mut sum.sectors_written, disk.sectors_written),
            (&mut sum.write_ms, disk.write_ms),
            (&mut sum.in_flight, disk.in_flight),
            (&mut sum.busy_ms, disk.busy_ms),
            (&mut sum.queue_ms, disk.queue_ms),
        ] {
            *sum = sum.wrapping_add(part);
        }
    }

    fn set(&self, sample: &mut Sample) {
        sample.set_host_disks(Some(self.disks));
        if self.disks == 0 {
            return;
        }
        let sum = &self.sum;
        sample.set_host_disk_reads(Some(sum.reads));
        sample.set_host_disk_read_bytes(Some(bytes(sum.sectors_read)));
        sample.set_host_disk_read_seconds(Some(seconds(sum.read_ms)));
        sample.set_host_disk_writes(Some(sum.writes));
        sample.set_host_disk_written_bytes(Some(bytes(sum.sectors_written)));
        sample.set_host_disk_write_seconds(Some(seconds(sum.write_ms)));
        sample.set_host_disk_in_flight(Some(sum.in_flight));
        sample.set_host_disk_busy_seconds(Some(seconds(sum.busy_ms)));
        sample.set_host_disk_queue_seconds(Some(seconds(sum.queue_ms)));
    }
}

/// The kernel counts sectors of 512 bytes whatever the disk's own are.
pub(in crate::sample) fn bytes(sectors: u64) -> u64 {
    sectors.wrapping_mul(512)
}

#[allow(clippy::cast_precision_loss)] // Milliseconds stay exact for 285,000 years.
pub(in crate::sample) fn seconds(milliseconds: u64) -> f64 {
    milliseconds as f64 / 1e3
}
