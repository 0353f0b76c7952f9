//! Everything a sampler keeps open.

use std::fs;
use std::path::PathBuf;

use super::builder::SamplerBuilder;
use super::cgroup::chain::Chain;
use super::cgroup::cpu::CgroupCpu;
use super::cgroup::io::CgroupIo;
use super::cgroup::locate::{self, Located};
use super::cgroup::memory::CgroupMemory;
use super::cgroup::memory_stat::CgroupMemoryStat;
use super::cgroup::mounts::Mounts;
use super::cgroup::pids::CgroupPids;
use super::cgroup::pressure as cgroup_pressure;
use super::disks::RealDisks;
use super::host::cpu::HostCpu;
use super::host::disk::HostDisk;
use super::host::filesystem::HostFilesystem;
use super::host::load::HostLoad;
use super::host::memory::{total_bytes, HostMemory};
use super::host::network::Network;
use super::host::paging::HostPaging;
use super::host::pressure as host_pressure;
use super::host::protocol::Protocol;
use super::place::{directory_id, member, process_directory, read_mounts};
use super::process::{open_directory, ProcessValues};
use super::source::{Need, Reading, Source};
use super::stalls::Stalls;
use super::target::Target;
use crate::error::{Error, ErrorKind, Result};
use crate::fields::Groups;
use crate::kernel::proc::pid_cgroup;
use crate::sys::descriptor::Kept;

/// Groups that speak of the cgroup.
pub(super) const CGROUP_GROUPS: Groups = Groups::CGROUP_CPU
    .union(Groups::CGROUP_MEMORY)
    .union(Groups::CGROUP_MEMORY_STAT)
    .union(Groups::CGROUP_IO)
    .union(Groups::CGROUP_PIDS)
    .union(Groups::CGROUP_PRESSURE);

/// The host's and the process's files.
#[derive(Debug)]
pub(super) struct Files {
    /// `/proc/PID/fd` where it can be opened, else `/proc`: checked before every reading, for a
    /// host that closed all descriptors it did not know.
    pub(super) sentinel: Kept,
    /// Whether the sentinel counts the target's descriptors.
    pub(super) counts_descriptors: bool,
    /// And does so by its size, without being listed.
    pub(super) size_counts: bool,
    pub(super) disks: RealDisks,
    pub(super) cpu: Option<HostCpu>,
    pub(super) load: Option<HostLoad>,
    pub(super) memory: Option<HostMemory>,
    pub(super) paging: Option<HostPaging>,
    pub(super) pressure: Option<Stalls>,
    pub(super) disk: Option<HostDisk>,
    pub(super) filesystem: Option<HostFilesystem>,
    pub(super) network: Option<Network>,
    pub(super) protocol: Option<Protocol>,
    pub(super) process: Option<ProcessValues>,
    pub(super) cgroup: CgroupFiles,
    pub(super) lxcfs: Groups,
}

/// The cgroup's files: opened anew when the process moves.
#[derive(Debug)]
pub(super) struct CgroupFiles {
    /// `/proc/PID/cgroup`, and what it said when the cgroup was located.
    pub(super) membership: Option<Source>,
    pub(super) said: Vec<u8>,
    pub(super) located: Located,
    pub(super) id: u64,
    pub(super) cpu: Option<CgroupCpu>,
    pub(super) memory: Option<CgroupMemory>,
    pub(super) memory_stat: Option<CgroupMemoryStat>,
    pub(super) io: Option<CgroupIo>,
    pub(super) pids: Option<CgroupPids>,
    pub(super) pressure: Option<Stalls>,
    /// The cgroup is the root, whose pressure is the host's (`psi_system`, kernel/sched/psi.c): it
    /// is read once for both.
    pub(super) shares_host_pressure: bool,
}

impl Files {
    /// No files at all, as before they are opened and after they could not be.
    pub(super) fn none() -> Self {
        Files {
            sentinel: Kept::none(),
            counts_descriptors: false,
            size_counts: false,
            disks: RealDisks::none(),
            cpu: None,
            load: None,
            memory: None,
            paging: None,
            pressure: None,
            disk: None,
            filesystem: None,
            network: None,
            protocol: None,
            process: None,
            cgroup: CgroupFiles::none(),
            lxcfs: Groups::empty(),
        }
    }

    pub(super) fn open(options: &SamplerBuilder, now_ns: u64, reading: &mut Reading) -> Result<Self> {
        let roots = &options.roots;
        let groups = options.groups;
        let wants = |group: Groups| groups.intersects(group);
        let process = process_directory(options);
        if let (Target::Pid(pid), Some(path)) = (&options.target, &process) {
            fs::metadata(path)
                .map_err(|error| Error::os(format!("process {pid} cannot be looked at"), path, error))?;
        }
        let fd = process.as_ref().map(|process| process.join("fd"));
        let fd = if wants(Groups::PROCESS) {
            fd.and_then(|path| open_directory(&path, &mut reading.problems))
        } else {
            // Of another process it is a good sentinel all the same: it goes when the process does.
            fd.filter(|_| options.target != Target::Own).and_then(|path| Kept::open_directory(&path).ok())
        };
        let counts_descriptors = fd.is_some();
        // A captured tree has the size of a directory where the kernel has the number of descriptors.
        let size_counts = fd.as_ref().is_some_and(Kept::is_on_proc);
        let sentinel = match fd {
            Some(fd) => fd,
            None => Kept::open_directory(&roots.proc)
                .map_err(|error| Error::os("the proc filesystem cannot be opened", &roots.proc, error))?,
        };
        let mounts = read_mounts(options, &mut reading.problems);
        let cgroup = CgroupFiles::open(options, &mounts, reading)?;
        let problems = &mut reading.problems;
        let disks = if wants(Groups::DISK | Groups::CGROUP_IO) {
            RealDisks::open(roots, now_ns, problems)
        } else {
            RealDisks::none()
        };
        let namespace = cgroup.network_namespace(options);
        if namespace.is_none() && wants(Groups::NETWORK | Groups::PROTOCOL) {
            problems.add(
                &roots.proc,
                Groups::NETWORK,
                "no process in the cgroup whose network could be looked at",
            );
        }
        let live_self = options.target == Target::Own && roots.are_live();
        let mut files = Files {
            sentinel,
            counts_descriptors,
            size_counts,
            cpu: wants(Groups::CPU).then(|| HostCpu::open(roots, problems)),
            load: wants(Groups::LOAD).then(|| HostLoad::open(roots, problems)),
            memory: wants(Groups::MEMORY).then(|| HostMemory::open(roots, problems)),
            paging: wants(Groups::PAGING).then(|| HostPaging::open(roots, problems)),
            pressure: wants(Groups::PRESSURE).then(|| host_pressure::open(roots, problems)),
            disk: wants(Groups::DISK).then(|| HostDisk::open(roots, &disks, problems)),
            filesystem: wants(Groups::FILESYSTEM).then(|| HostFilesystem::new(&options.filesystem)),
            network: namespace
                .as_ref()
                .filter(|_| wants(Groups::NETWORK))
                .map(|path| Network::open(path, live_self, problems)),
            protocol: namespace
                .as_ref()
                .filter(|_| wants(Groups::PROTOCOL))
                .map(|path| Protocol::open(path, problems)),
            process: process
                .as_ref()
                .filter(|_| wants(Groups::PROCESS))
                .map(|path| ProcessValues::open(path, live_self, problems)),
            lxcfs: mounts.lxcfs & groups,
            disks,
            cgroup,
        };
        // What is asked of the kernel past these files is the kernel's word.
        if matches!(files.load, Some(HostLoad::Call)) {
            files.lxcfs.remove(Groups::LOAD);
        }
        if matches!(files.disk, Some(HostDisk::Each(_))) {
            files.lxcfs.remove(Groups::DISK);
        }
        Ok(files)
    }

    /// Calls `each` with every file.
    pub(super) fn each_source(&self, each: &mut dyn FnMut(&Source)) {
        self.cpu.iter().map(|cpu| &cpu.stat).for_each(&mut *each);
        self.load.iter().filter_map(HostLoad::source).for_each(&mut *each);
        self.memory.iter().map(|memory| &memory.meminfo).for_each(&mut *each);
        self.paging.iter().map(|paging| &paging.vmstat).for_each(&mut *each);
        self.pressure.iter().flat_map(Stalls::sources).for_each(&mut *each);
        self.disk.iter().flat_map(HostDisk::sources).for_each(&mut *each);
        self.network.iter().map(Network::source).for_each(&mut *each);
        self.protocol.iter().flat_map(|protocol| [&protocol.snmp, &protocol.sockstat]).for_each(&mut *each);
        self.process.iter().flat_map(ProcessValues::sources).for_each(&mut *each);
        self.cgroup.each_source(each);
    }

    /// Descriptors kept open.
    pub(super) fn descriptors(&self) -> u64 {
        let mut count = 1;
        count += self.network.as_ref().map_or(0, Network::sockets);
        count += self.process.as_ref().map_or(0, ProcessValues::directories);
        self.each_source(&mut |source| count += u64::from(source.is_kept()));
        count
    }

    /// Groups of which something can be read.
    pub(super) fn available(&self) -> Groups {
        let mut groups = Groups::empty();
        self.each_source(&mut |source| {
            // Where the process is says nothing of what is to be had there.
            if source.is_readable() && source.group() != CGROUP_GROUPS {
                groups |= source.group();
            }
        });
        if self.cgroup.shares_host_pressure && groups.contains(Groups::PRESSURE) {
            groups |= Groups::CGROUP_PRESSURE;
        }
        if matches!(self.load, Some(HostLoad::Call)) {
            groups |= Groups::LOAD;
        }
        if self.filesystem.is_some() {
            groups |= Groups::FILESYSTEM;
        }
        groups
    }
}

impl CgroupFiles {
    /// No files at all.
    pub(super) fn none() -> Self {
        CgroupFiles {
            membership: None,
            said: Vec::new(),
            located: Located::default(),
            id: 0,
            cpu: None,
            memory: None,
            memory_stat: None,
            io: None,
            pids: None,
            pressure: None,
            shares_host_pressure: false,
        }
    }

    pub(super) fn open(options: &SamplerBuilder, mounts: &Mounts, reading: &mut Reading) -> Result<Self> {
        let mut files = CgroupFiles::none();
        let groups = options.groups;
        if let Target::Cgroup(path) = &options.target {
            files.located = locate::of_path(mounts, path);
            if files.located.is_empty() {
                return Err(Error::new(
                    ErrorKind::NotFound,
                    format!("there is no cgroup `{}` in any hierarchy mounted here; /proc/PID/cgroup shows the paths of a process", path.display()),
                ));
            }
        } else if groups.intersects(CGROUP_GROUPS) {
            files.follow(options, mounts, reading);
        }
        if !groups.intersects(CGROUP_GROUPS) {
            return Ok(files);
        }
        let located = &files.located;
        let wants = |group: Groups| groups.contains(group);
        let own = options.target == Target::Own;
        files.id = directory_id(located);
        files.cpu = (wants(Groups::CGROUP_CPU) && !located.is_empty())
            .then(|| CgroupCpu::open(located, &options.roots, own, reading));
        if wants(Groups::CGROUP_MEMORY) && located.memory.is_some() {
            let host_total = total_bytes(&options.roots, reading);
            let problems = &mut reading.problems;
            files.memory = CgroupMemory::open(located, groups, host_total, problems);
        }
        let problems = &mut reading.problems;
        if wants(Groups::CGROUP_MEMORY_STAT) {
            files.memory_stat = CgroupMemoryStat::open(located, groups, problems);
        }
        if wants(Groups::CGROUP_IO) {
            files.io = CgroupIo::open(located, problems);
        }
        if wants(Groups::CGROUP_PIDS) {
            files.pids = CgroupPids::open(located, problems);
        }
        if wants(Groups::CGROUP_PRESSURE) {
            let by_kernel = wants(Groups::PRESSURE) && !mounts.lxcfs.contains(Groups::PRESSURE);
            let is_root = located.unified.as_ref().is_some_and(Chain::is_root);
            files.shares_host_pressure = by_kernel && is_root && !cgroup_pressure::tells_of_the_host(located);
            if !files.shares_host_pressure {
                files.pressure = cgroup_pressure::open(located, problems);
            }
        }
        Ok(files)
    }

    /// Finds the cgroup that the process is in now.
    fn follow(&mut self, options: &SamplerBuilder, mounts: &Mounts, reading: &mut Reading) {
        let Some(process) = process_directory(options) else { return };
        let path = process.join("cgroup");
        let membership = Source::open(path.clone(), CGROUP_GROUPS, Need::Required, &mut reading.problems);
        let membership = self.membership.insert(membership);
        let Some(said) = membership.read(reading) else { return };
        self.said = said.to_vec();
        if pid_cgroup::memberships(&self.said).next().is_none() || self.said.last() != Some(&b'\n') {
            // Half a list would leave out limits that apply.
            return membership.not_understood(reading);
        }
        let problems = &mut reading.problems;
        let pid = match options.target {
            Target::Pid(pid) => Some(pid),
            _ => options.roots.are_live().then(std::process::id),
        };
        self.located = locate::of_process(mounts, &self.said, pid);
        for unseen in &self.located.unseen {
            problems.add(
                &path,
                CGROUP_GROUPS,
                &format!("the process is in cgroup {unseen}, which no cgroup mount shows here"),
            );
        }
        if mounts.cgroups.is_empty() && !mounts.is_damaged {
            problems.add(&path, CGROUP_GROUPS, "no cgroup filesystem is mounted here");
        }
    }

    /// The directory below `/proc` of a process in the target's network namespace.
    pub(super) fn network_namespace(&self, options: &SamplerBuilder) -> Option<PathBuf> {
        process_directory(options).or_else(|| Some(options.roots.proc.join(member(&self.located)?)))
    }

    pub(super) fn each_source(&self, each: &mut dyn FnMut(&Source)) {
        self.membership.iter().for_each(&mut *each);
        self.cpu.iter().flat_map(CgroupCpu::sources).for_each(&mut *each);
        self.memory.iter().flat_map(CgroupMemory::sources).for_each(&mut *each);
        self.memory_stat.iter().flat_map(CgroupMemoryStat::sources).for_each(&mut *each);
        self.io.iter().flat_map(CgroupIo::sources).for_each(&mut *each);
        self.pids.iter().flat_map(CgroupPids::sources).for_each(&mut *each);
        self.pressure.iter().flat_map(Stalls::sources).for_each(&mut *each);
    }
}

/// Where the target process is now, for a call that needs it once. What cannot be found is not worth
/// a word: no group was asked for that would be missing.
pub(super) fn locate_once(options: &SamplerBuilder) -> Located {
    let mut reading = Reading::default();
    let mounts = read_mounts(options, &mut reading.problems);
    let mut files = CgroupFiles::none();
    files.follow(options, &mounts, &mut reading);
    files.located
}
