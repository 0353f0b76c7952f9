//! The sampler: reads the kernel on the caller's thread.

use std::path::{Path, PathBuf};

use super::builder::SamplerBuilder;
use super::cgroup::chain::Chain;
use super::cgroup::cpu::CgroupCpu;
use super::cgroup::locate::Located;
use super::disks::RealDisks;
use super::files::{CgroupFiles, Files};
use super::kept_processes::KeptProcesses;
use super::place::{process_directory, read_mounts};
use super::problem::Problem;
use super::process::start_ticks;
use super::slow::SlowLane;
use super::source::Reading;
use super::target::{Controller, Target};
use crate::error::{Error, ErrorKind, Result};
use crate::fields::{Groups, Sample};
use crate::sys::descriptor::Status;
use crate::sys::machine::ticks_per_second;
use crate::sys::{directory, fork};

/// Reads samples of one target. Starts no thread, writes nothing, and allocates nothing per sample
/// after the first.
///
/// The kernel's files are kept open, on high descriptor numbers with close-on-exec. A sampler
/// survives a fork (the child's next reading opens its own files), a host that closes all
/// descriptors, a move to another cgroup, and limits that change in place.
///
/// ```
/// use plimsoll::{Groups, Sample, Sampler};
///
/// let mut sampler = Sampler::builder().groups(Groups::FULL).build()?;
/// let mut sample = Sample::default();
/// sampler.read(&mut sample)?;
/// if let Some(bytes) = sample.host_memory_available_bytes() {
///     println!("{bytes} bytes available on the host, read in {} ns", sample.took_ns());
/// }
/// # Ok::<(), plimsoll::Error>(())
/// ```
#[derive(Debug)]
pub struct Sampler {
    options: SamplerBuilder,
    files: Files,
    reading: Reading,
    slow: SlowLane,
    epoch: u64,
    generation: u64,
    /// When the target process was started, in ticks after boot; none for other targets.
    target_start: Option<u64>,
    own_descriptors: u64,
    kept_processes: KeptProcesses,
}

/// How often one reading starts over because files were lost or a cgroup vanished under it.
const TRIES: u32 = 3;

impl Sampler {
    /// The options, each with a default that suits a process watching itself.
    #[must_use]
    pub fn builder() -> SamplerBuilder {
        SamplerBuilder::default()
    }

    pub(super) fn open(options: SamplerBuilder) -> Result<Self> {
        let epoch = fork::epoch();
        let mut reading = Reading::default();
        let target_start = target_start(&options)?;
        let files = Files::open(&options, options.clock.boot_ns(), &mut reading)?;
        let slow = SlowLane::new(u64::try_from(options.slow_interval.as_nanos()).unwrap_or(u64::MAX));
        let own_descriptors = files.descriptors();
        let generation = fork::unique();
        let kept_processes = KeptProcesses::new(options.kept_processes);
        Ok(Sampler {
            options,
            files,
            reading,
            slow,
            epoch,
            generation,
            target_start,
            own_descriptors,
            kept_processes,
        })
    }

    /// Reads one sample. A value that cannot be read is missing; see [`problems`](Self::problems).
    ///
    /// # Errors
    ///
    /// [`NotFound`](ErrorKind::NotFound) if the target process ended or the target cgroup was
    /// removed; [`Io`](ErrorKind::Io) or [`PermissionDenied`](ErrorKind::PermissionDenied) if the
    /// proc filesystem itself can no longer be opened after a fork.
    pub fn read(&mut self, sample: &mut Sample) -> Result<()> {
        let now_ns = self.options.clock.boot_ns();
        for _ in 0..TRIES {
            self.reading.gone = false;
            self.reading.lost = false;
            let sentinel = self.own_sentinel()?;
            self.follow_moves()?;
            if !self.reading.gone && !self.reading.lost {
                self.read_all(sentinel, now_ns, sample);
            }
            if self.reading.lost {
                self.reopen()?;
            } else if self.reading.gone {
                self.find_target()?;
            } else {
                break;
            }
        }
        sample.boot_time_ns = now_ns;
        sample.wall_time_ns = self.options.clock.wall_ns();
        sample.took_ns = self.options.clock.boot_ns().saturating_sub(now_ns);
        Ok(())
    }

    /// The groups of which something can be read here.
    #[must_use]
    pub fn available(&self) -> Groups {
        self.files.available()
    }

    /// What could not be read so far, each path and reason once.
    #[must_use]
    pub fn problems(&self) -> &[Problem] {
        self.reading.problems.list()
    }

    /// Opens everything anew and starts a new generation.
    ///
    /// # Errors
    ///
    /// As [`SamplerBuilder::build`].
    pub fn reset(&mut self) -> Result<()> {
        self.generation = fork::unique();
        self.target_start = target_start(&self.options)?;
        self.reopen()
    }

    /// When the process that is looked at was started, in seconds after boot; nothing for a cgroup, and
    /// where it cannot be read. Reads a file.
    #[must_use]
    #[allow(clippy::cast_precision_loss)] // Ticks since boot.
    pub fn started_seconds(&self) -> Option<f64> {
        let process = process_directory(&self.options)?;
        Some(start_ticks(&process).ok()?? as f64 / ticks_per_second() as f64)
    }

    /// What is looked at.
    #[must_use]
    pub fn target(&self) -> &Target {
        &self.options.target
    }

    /// The path of the target's cgroup (`depth` 0) or of an ancestor, as the kernel names it; the
    /// depths in a sample (`cgroup_memory_binding_depth`) mean the same. Nothing beyond what can
    /// be seen from here.
    #[must_use]
    pub fn cgroup_path(&self, controller: Controller, depth: usize) -> Option<&Path> {
        self.chain(controller)?.levels.get(depth).map(|level| level.name.as_path())
    }

    /// Whether the target is in the true root of that hierarchy: what is measured there is the
    /// whole host. Looks at the filesystem: not for every sample.
    #[cfg(feature = "diagnosis")]
    pub(crate) fn measures_host(&self, controller: Controller) -> bool {
        self.chain(controller).is_some_and(Chain::is_root)
    }

    /// Whether the filesystem that is watched is held in memory. A system call: not for every sample.
    #[cfg(feature = "diagnosis")]
    pub(crate) fn filesystem_is_memory(&self) -> bool {
        crate::sys::mount::is_memory(self.options.filesystem_path())
    }

    pub(super) fn chain(&self, controller: Controller) -> Option<&Chain> {
        let located = &self.files.cgroup.located;
        match controller {
            Controller::Cpu => &located.cpu,
            Controller::Memory => &located.memory,
            Controller::Io => &located.io,
            Controller::Pids => &located.pids,
            Controller::Unified => &located.unified,
        }
        .as_ref()
    }

    /// Before anything but a sample is read: the files are ours, and of where the target is now.
    pub(super) fn settle(&mut self) -> Result<()> {
        self.own_sentinel()?;
        self.follow_moves()
    }

    pub(super) fn kept_processes(&mut self) -> (&mut KeptProcesses, &mut Vec<u8>) {
        (&mut self.kept_processes, &mut self.reading.buffer)
    }

    /// What the detail calls work with: the options, and the buffer for all files.
    pub(super) fn parts(&mut self) -> (&SamplerBuilder, &mut Vec<u8>) {
        (&self.options, &mut self.reading.buffer)
    }

    /// As [`parts`](Self::parts), with the disks that are known.
    pub(super) fn parts_and_disks(&mut self) -> (&SamplerBuilder, &mut Reading, &mut RealDisks) {
        (&self.options, &mut self.reading, &mut self.files.disks)
    }

    /// The directory below `/proc` of a process in the target's network namespace.
    pub(super) fn network_namespace(&self) -> Option<PathBuf> {
        self.files.cgroup.network_namespace(&self.options)
    }

    /// Where the target's cgroup is, as of the last reading.
    pub(super) fn located(&self) -> &Located {
        &self.files.cgroup.located
    }

    /// Makes sure that the files are this process's own, and still ours.
    fn own_sentinel(&mut self) -> Result<Status> {
        let epoch = fork::epoch();
        if epoch != self.epoch {
            self.epoch = epoch;
            self.generation = fork::unique();
            self.reopen()?;
        }
        if let Some(status) = self.files.sentinel.status() {
            return Ok(status);
        }
        self.reopen()?;
        self.files.sentinel.status().ok_or_else(|| {
            Error::new(
                ErrorKind::Io,
                "the kernel's files are closed by somebody else as soon as they are opened",
            )
        })
    }

    /// Opens everything anew; what is no longer ours is not closed.
    #[cold]
    fn reopen(&mut self) -> Result<()> {
        self.check_target()?;
        // The old ones go first. Where somebody else closed them the new ones get their numbers,
        // mean the same files, and would be closed in their stead. And if nothing can be opened,
        // as in a child that has no descriptors left, the old ones must not be read again.
        self.kept_processes.clear();
        self.files = Files::none();
        self.files = Files::open(&self.options, self.options.clock.boot_ns(), &mut self.reading)?;
        self.own_descriptors = self.files.descriptors();
        self.slow.restart();
        Ok(())
    }

    /// Notices a move to another cgroup.
    fn follow_moves(&mut self) -> Result<()> {
        let cgroup = &mut self.files.cgroup;
        let Some(membership) = &mut cgroup.membership else { return Ok(()) };
        let Some(says) = membership.read(&mut self.reading) else { return Ok(()) };
        if says == cgroup.said {
            return Ok(());
        }
        if membership.is_lost() {
            self.reading.lost = true;
            return Ok(());
        }
        self.relocate()
    }

    /// Finds the target's cgroup anew.
    #[cold]
    fn relocate(&mut self) -> Result<()> {
        let mounts = read_mounts(&self.options, &mut self.reading.problems);
        // As in `reopen`: the old ones go first.
        self.files.cgroup = CgroupFiles::none();
        match CgroupFiles::open(&self.options, &mounts, &mut self.reading) {
            Ok(cgroup) => self.files.cgroup = cgroup,
            Err(error) => {
                // The next reading looks for everything again.
                self.files = Files::none();
                return Err(error);
            }
        }
        self.own_descriptors = self.files.descriptors();
        self.generation = fork::unique();
        self.slow.restart();
        Ok(())
    }

    /// Something vanished under an open descriptor: the process ended, or a cgroup was removed.
    #[cold]
    fn find_target(&mut self) -> Result<()> {
        self.check_target()?;
        if matches!(self.options.target, Target::Cgroup(_)) {
            // A cgroup made anew has other processes, and so perhaps another network namespace.
            self.generation = fork::unique();
            return self.reopen();
        }
        self.relocate()
    }

    /// Fails if the target process has ended. Its pid may be another process's by now.
    fn check_target(&self) -> Result<()> {
        let Target::Pid(pid) = self.options.target else { return Ok(()) };
        let (now, before) = (target_start(&self.options)?, self.target_start);
        if now == before || now.is_none() || before.is_none() {
            return Ok(());
        }
        let words = format!("process {pid} has ended, and its number is another process's now");
        Err(Error::new(ErrorKind::NotFound, words))
    }

    fn read_all(&mut self, sentinel: Status, now_ns: u64, sample: &mut Sample) {
        let (files, reading) = (&mut self.files, &mut self.reading);
        let due = self.slow.is_due(now_ns);
        let slow = &self.slow;
        *sample = Sample::default();
        let unplugged = std::mem::take(&mut reading.unplugged);
        if unplugged {
            files.disks.expire();
        }
        if due || unplugged {
            files.disks.refresh(now_ns, &mut reading.buffer, &mut reading.problems);
        }
        if files.disks.take_changed() && files.disk.is_some() {
            files.disk = Some(super::host::disk::HostDisk::open(
                &self.options.roots,
                &files.disks,
                &mut reading.problems,
            ));
            self.own_descriptors = files.descriptors();
        }
        sample.generation = self.generation;
        sample.groups = self.options.groups.bits();
        sample.lxcfs_groups = files.lxcfs.bits();
        sample.cgroup_id = files.cgroup.id;
        sample.cgroup_layout = files.cgroup.located.layout().code();
        // Of another process's descriptors none are ours.
        let own = self.options.target == Target::Own;
        sample.own_descriptors =
            if own { self.own_descriptors + self.kept_processes.descriptors() } else { 0 };

        // What changes fastest comes first, so that it is read closest to the time in the header.
        read_each(&mut files.cgroup.cpu, |cpu| cpu.read(reading, sample));
        if files.cgroup.cpu.as_mut().is_some_and(CgroupCpu::take_changed) {
            self.own_descriptors = files.descriptors();
        }
        let stat = files.cgroup.memory_stat.as_mut().and_then(|stat| stat.read(reading));
        read_each(&mut files.cgroup.memory, |memory| memory.read(due, stat.as_ref(), reading, sample));
        if let (Some(files), Some(stat)) = (&mut files.cgroup.memory_stat, &stat) {
            files.set(stat, reading, sample);
        }
        read_each(&mut files.cgroup.pressure, |pressure| pressure.read(reading).set_cgroup(sample));
        read_each(&mut files.cgroup.io, |io| io.read(&files.disks, reading, sample));
        read_each(&mut files.cgroup.pids, |pids| pids.read(due, reading, sample));
        let descriptors = files.size_counts.then_some(sentinel);
        read_each(&mut files.process, |process| process.read(due, descriptors, reading, sample));
        if sample.process_descriptors().is_none() && files.counts_descriptors && files.process.is_some() {
            let mut count = 0;
            let listed = directory::entries(&files.sentinel, &mut reading.buffer, |_| count += 1);
            sample.set_process_descriptors(listed.ok().map(|()| count));
        }
        read_each(&mut files.cpu, |cpu| cpu.read(reading, sample));
        read_each(&mut files.load, |load| load.read(reading, sample));
        read_each(&mut files.memory, |memory| memory.read(reading, sample));
        read_each(&mut files.paging, |paging| paging.read(due, slow, now_ns, reading, sample));
        read_each(&mut files.pressure, |pressure| {
            let pressure = pressure.read(reading);
            pressure.set_host(sample);
            if files.cgroup.shares_host_pressure {
                pressure.set_cgroup(sample);
            }
        });
        read_each(&mut files.disk, |disk| disk.read(&files.disks, reading, sample));
        read_each(&mut files.network, |network| network.read(reading, sample));
        read_each(&mut files.protocol, |protocol| protocol.read(due, slow, now_ns, reading, sample));
        read_each(&mut files.filesystem, |filesystem| filesystem.read(due, slow, now_ns, reading, sample));
    }
}

/// When the target process was started; an error if there is no such process.
fn target_start(options: &SamplerBuilder) -> Result<Option<u64>> {
    let (Target::Pid(pid), Some(process)) = (&options.target, process_directory(options)) else {
        return Ok(None);
    };
    start_ticks(&process).or_else(|error| match error.raw_os_error() {
        Some(libc::EMFILE | libc::ENFILE | libc::ENOMEM) => {
            Err(Error::os(format!("process {pid} cannot be looked at"), process.join("stat"), error))
        }
        // A file that cannot be read is not a process that is not there.
        _ if process.is_dir() => Ok(None),
        _ => Err(Error::new(ErrorKind::NotFound, format!("there is no process {pid}, or no longer"))),
    })
}

/// Reads a part of the sample, where it was asked for.
fn read_each<T>(part: &mut Option<T>, read: impl FnOnce(&mut T)) {
    if let Some(part) = part {
        read(part);
    }
}
