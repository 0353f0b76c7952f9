//! The sysinfo crate, for what it can collect of our fields: groups cpu, load, memory, disk, filesystem,
//! network, process. Everything is refreshed in place, and nothing is asked for that we do not read.

use crate::Side;
use std::collections::HashSet;
use std::hint::black_box;
use sysinfo::{
    CpuRefreshKind, DiskRefreshKind, Disks, MemoryRefreshKind, Networks, Pid, ProcessRefreshKind,
    ProcessesToUpdate, System,
};

/// More than the readings it can take within `MINIMUM_CPU_UPDATE_INTERVAL`.
const SYSTEMS: usize = 1024;

/// Host and own process.
pub struct Sample {
    /// A refresh of the CPUs does nothing when the last one is less than 200 ms old. A caller at a sane
    /// pace never meets that rule; a benchmark always would, and would time a refresh that reads nothing.
    /// So each reading refreshes the CPUs of the next of many systems, none of which was refreshed lately.
    cpus: Vec<System>,
    next: usize,
    system: System,
    disks: Disks,
    /// One entry for each device: one that is mounted in several places is refreshed once.
    devices: Vec<usize>,
    networks: Networks,
    pid: Pid,
}

fn system() -> System {
    System::new().expect("a system that sysinfo supports")
}

/// Bytes and space; not the kind of disk.
fn disk_kind() -> DiskRefreshKind {
    DiskRefreshKind::nothing().with_io_usage().with_storage()
}

impl Sample {
    /// Lists disks and networks once, as its documentation advises.
    pub fn open() -> Self {
        let disks = Disks::new_with_refreshed_list_specifics(disk_kind()).expect("disks");
        let mut seen = HashSet::new();
        let first = |(_, disk): &(usize, &sysinfo::Disk)| seen.insert(disk.name().to_owned());
        let devices = disks.iter().enumerate().filter(first).map(|(index, _)| index).collect();
        let mut cpus: Vec<System> = (0..SYSTEMS).map(|_| system()).collect();
        // The first refresh also reads the names of the CPUs.
        cpus.iter_mut()
            .for_each(|system| system.refresh_cpu_specifics(CpuRefreshKind::nothing().with_usage()));
        Sample {
            cpus,
            next: 0,
            system: system(),
            disks,
            devices,
            networks: Networks::new_with_refreshed_list().expect("networks"),
            pid: sysinfo::get_current_pid().expect("a pid"),
        }
    }
}

impl Side for Sample {
    fn read(&mut self) {
        // Usage of all CPUs, without their frequencies.
        self.cpus[self.next].refresh_cpu_specifics(CpuRefreshKind::nothing().with_usage());
        self.next = (self.next + 1) % SYSTEMS;
        black_box(System::load_average().expect("load"));
        self.system.refresh_memory_specifics(MemoryRefreshKind::nothing().with_ram().with_swap());
        // Refreshing the known entries spares it the list of mounts.
        for &index in &self.devices {
            self.disks[index].refresh_specifics(disk_kind());
        }
        // There is no narrower call: it also reads addresses, speeds and states.
        self.networks.refresh(false);
        let kind = ProcessRefreshKind::nothing().with_cpu().with_memory().with_disk_usage().with_tasks();
        self.system.refresh_processes_specifics(ProcessesToUpdate::Some(&[self.pid]), false, kind);
        let process = self.system.process(self.pid).expect("this process");
        black_box((process.open_files(), process.open_files_limit()));
    }
}

/// Every process with pid, name, CPU time, resident size and state.
pub struct Processes {
    system: System,
    all: bool,
}

impl Processes {
    /// A system that knows nothing but processes; `all` is its documented call, with tasks, paths and I/O.
    pub fn open(all: bool) -> Self {
        Processes { system: system(), all }
    }
}

impl Side for Processes {
    fn read(&mut self) {
        if self.all {
            self.system.refresh_processes(ProcessesToUpdate::All, true);
        } else {
            // Name and state come with the stat file that it reads in any case.
            let kind = ProcessRefreshKind::nothing().with_cpu().with_memory().without_tasks();
            self.system.refresh_processes_specifics(ProcessesToUpdate::All, true, kind);
        }
        black_box(self.system.processes().len());
    }

    fn note(&self) -> String {
        format!("{} processes", self.system.processes().len())
    }
}
