//! Per-core, per-disk, per-interface and per-filesystem detail, by calls of their own.

use std::path::Path;

use super::disks::RealDisks;
use super::host::disk::{bytes, seconds};
use super::sampler::Sampler;
use crate::error::{Error, ErrorKind, Result};
use crate::kernel::proc::stat::CpuTicks;
use crate::kernel::proc::{diskstats, net_dev, stat};
use crate::sys::file;
use crate::sys::machine::ticks_per_second;

/// CPU time of one core since boot. Sums and meanings as `host_cpu_*`.
#[repr(C)]
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Core {
    /// The kernel's number of the core.
    pub number: u32,
    pub(crate) _pad: u32,
    /// Seconds in user mode, guest time included.
    pub user_seconds: f64,
    /// Seconds in user mode at lowered priority.
    pub nice_seconds: f64,
    /// Seconds in the kernel.
    pub system_seconds: f64,
    /// Seconds idle.
    pub idle_seconds: f64,
    /// Seconds idle while a task waited for I/O.
    pub iowait_seconds: f64,
    /// Seconds serving interrupts.
    pub irq_seconds: f64,
    /// Seconds serving soft interrupts.
    pub softirq_seconds: f64,
    /// Seconds the hypervisor gave to others.
    pub steal_seconds: f64,
    /// Seconds running virtual CPUs.
    pub guest_seconds: f64,
    /// Seconds running niced virtual CPUs.
    pub guest_nice_seconds: f64,
}

/// Counters of one real disk since boot.
#[repr(C)]
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Disk {
    /// Name as in `/sys/block`, padded with NUL.
    pub name: [u8; 32],
    /// Major device number.
    pub major: u32,
    /// Minor device number.
    pub minor: u32,
    /// Reads completed.
    pub reads: u64,
    /// Bytes read.
    pub read_bytes: u64,
    /// Seconds reads took, summed.
    pub read_seconds: f64,
    /// Writes completed.
    pub writes: u64,
    /// Bytes written.
    pub written_bytes: u64,
    /// Seconds writes took, summed.
    pub write_seconds: f64,
    /// Operations in flight.
    pub in_flight: u64,
    /// Seconds with an operation in flight.
    pub busy_seconds: f64,
    /// Seconds operations spent waiting or in flight, summed.
    pub queue_seconds: f64,
}

/// Counters of one network interface of the target's namespace, loopback included.
#[repr(C)]
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Interface {
    /// Name, padded with NUL.
    pub name: [u8; 16],
    /// Bytes received.
    pub received_bytes: u64,
    /// Packets received.
    pub received_packets: u64,
    /// Errors on receive.
    pub receive_errors: u64,
    /// Packets dropped on receive.
    pub receive_drops: u64,
    /// Bytes sent.
    pub sent_bytes: u64,
    /// Packets sent.
    pub sent_packets: u64,
    /// Errors on transmit.
    pub send_errors: u64,
    /// Packets dropped on transmit.
    pub send_drops: u64,
}

pub use super::filesystems::Filesystem;

impl Disk {
    /// The name without its padding.
    #[must_use]
    pub fn name(&self) -> &str {
        unpadded(&self.name)
    }
}

impl Interface {
    /// The name without its padding.
    #[must_use]
    pub fn name(&self) -> &str {
        unpadded(&self.name)
    }
}

impl Sampler {
    /// CPU time of every core online, into `out` (cleared first; its memory is used again, so that
    /// a call allocates for the file's path only; so do the calls below).
    ///
    /// # Errors
    ///
    /// If `/proc/stat` cannot be read.
    pub fn cores(&mut self, out: &mut Vec<Core>) -> Result<()> {
        out.clear();
        let (options, buffer) = self.parts();
        let bytes = read(&options.roots.proc.join("stat"), buffer)?;
        stat::cores(bytes, &mut |number, ticks| out.push(core(number, &ticks)));
        Ok(())
    }

    /// Counters of every real disk, into `out` (cleared first).
    ///
    /// # Errors
    ///
    /// If `/proc/diskstats` cannot be read.
    pub fn disks(&mut self, out: &mut Vec<Disk>) -> Result<()> {
        out.clear();
        let (options, reading, kept) = self.parts_and_disks();
        // Where no group asks for disks they are looked up now, which allocates.
        let looked_up;
        let real = if kept.list().is_empty() {
            looked_up = RealDisks::open(&options.roots, 0, &mut reading.problems);
            &looked_up
        } else {
            kept.refresh(options.clock.boot_ns(), &mut reading.buffer, &mut reading.problems);
            kept
        };
        let buffer = &mut reading.buffer;
        let file = read(&options.roots.proc.join("diskstats"), buffer)?;
        for (major, minor, name, disk) in diskstats::lines(file) {
            if !real.is_known(major, minor) {
                continue;
            }
            out.push(Disk {
                name: padded(name),
                major,
                minor,
                reads: disk.reads,
                read_bytes: bytes(disk.sectors_read),
                read_seconds: seconds(disk.read_ms),
                writes: disk.writes,
                written_bytes: bytes(disk.sectors_written),
                write_seconds: seconds(disk.write_ms),
                in_flight: disk.in_flight,
                busy_seconds: seconds(disk.busy_ms),
                queue_seconds: seconds(disk.queue_ms),
            });
        }
        Ok(())
    }

    /// Counters of every interface of the target's network namespace, into `out` (cleared first).
    ///
    /// # Errors
    ///
    /// If `/proc/PID/net/dev` cannot be read.
    pub fn interfaces(&mut self, out: &mut Vec<Interface>) -> Result<()> {
        out.clear();
        let namespace = self.network_namespace().ok_or_else(|| {
            Error::new(ErrorKind::NotFound, "no process in the cgroup whose network could be looked at")
        })?;
        let (_, buffer) = self.parts();
        for (name, counters) in net_dev::interfaces(read(&namespace.join("net/dev"), buffer)?) {
            out.push(Interface {
                name: padded(name),
                received_bytes: counters.rx_bytes.unwrap_or(0),
                received_packets: counters.rx_packets.unwrap_or(0),
                receive_errors: counters.rx_errors.unwrap_or(0),
                receive_drops: counters.rx_drops.unwrap_or(0),
                sent_bytes: counters.tx_bytes.unwrap_or(0),
                sent_packets: counters.tx_packets.unwrap_or(0),
                send_errors: counters.tx_errors.unwrap_or(0),
                send_drops: counters.tx_drops.unwrap_or(0),
            });
        }
        Ok(())
    }
}

#[allow(clippy::cast_precision_loss)] // Ticks of 10 ms stay exact for a million years.
fn core(number: u32, ticks: &CpuTicks) -> Core {
    let seconds = |ticks: Option<u64>| ticks.unwrap_or(0) as f64 / ticks_per_second() as f64;
    Core {
        number,
        _pad: 0,
        user_seconds: seconds(ticks.user),
        nice_seconds: seconds(ticks.nice),
        system_seconds: seconds(ticks.system),
        idle_seconds: seconds(ticks.idle),
        iowait_seconds: seconds(ticks.iowait),
        irq_seconds: seconds(ticks.irq),
        softirq_seconds: seconds(ticks.softirq),
        steal_seconds: seconds(ticks.steal),
        guest_seconds: seconds(ticks.guest),
        guest_nice_seconds: seconds(ticks.guest_nice),
    }
}

/// Copies a name into a fixed place, cut at a character if it is too long.
pub(super) fn padded<const N: usize>(name: &[u8]) -> [u8; N] {
    let mut place = [0; N];
    let longest = name.len().min(N - 1);
    // A character has four bytes at the most; what has no beginning in reach is no text.
    let cut = (longest.saturating_sub(3)..=longest).rev().find(|cut| is_boundary(name, *cut));
    let length = cut.unwrap_or(longest);
    place[..length].copy_from_slice(&name[..length]);
    place
}

/// Whether a character begins at `at`, or the name ends there.
fn is_boundary(name: &[u8], at: usize) -> bool {
    name.get(at).is_none_or(|byte| byte & 0xc0 != 0x80)
}

pub(super) fn unpadded(place: &[u8]) -> &str {
    let length = place.iter().position(|byte| *byte == 0).unwrap_or(place.len());
    // Names that are not UTF-8 are shown up to the byte that is not.
    let name = &place[..length];
    std::str::from_utf8(name)
        .unwrap_or_else(|error| std::str::from_utf8(&name[..error.valid_up_to()]).unwrap_or(""))
}

/// Reads a file of the options' tree into the sampler's buffer.
pub(super) fn read<'b>(path: &Path, buffer: &'b mut Vec<u8>) -> Result<&'b [u8]> {
    match file::read(path, buffer) {
        Ok(length) => Ok(&buffer[..length]),
        Err(error) => Err(Error::os("cannot be read", path, error)),
    }
}

#[cfg(test)]
#[path = "detail_tests.rs"]
mod tests;
