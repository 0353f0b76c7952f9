//! The procfs crate, for what it can collect of our fields: groups cpu, load, memory, paging, pressure,
//! disk, network, process, and the TCP counters of protocol. It reads neither filesystem space nor the
//! cgroup's values.

use crate::Side;
use procfs::net::{InterfaceDeviceStatus, Snmp};
use procfs::process::{Io, Limits, Process, Stat, StatM, Status};
use procfs::{
    CpuPressure, Current as _, CurrentSI as _, DiskStats, FromBufRead, FromBufReadSI, FromRead, IoPressure,
    KernelStats, LoadAverage, Meminfo, MemoryPressure, VmStat,
};
use std::fs::File;
use std::hint::black_box;
use std::io::{BufReader, Seek};

/// As its documentation shows: `current()` of each, and the methods of one kept `Process`. `Process` keeps
/// its directory open, so that only the last part of the path is looked up.
pub struct Current {
    process: Process,
}

impl Current {
    /// Finds this process once.
    pub fn open() -> Self {
        Current { process: Process::myself().expect("this process") }
    }
}

impl Side for Current {
    fn read(&mut self) {
        black_box(KernelStats::current().expect("stat"));
        black_box(LoadAverage::current().expect("loadavg"));
        black_box(Meminfo::current().expect("meminfo"));
        black_box(VmStat::current().expect("vmstat"));
        black_box(CpuPressure::current().ok());
        black_box(MemoryPressure::current().ok());
        black_box(IoPressure::current().ok());
        black_box(DiskStats::current().expect("diskstats"));
        black_box(self.process.dev_status().expect("net/dev"));
        black_box(self.process.snmp().expect("net/snmp"));
        // Times, faults and threads; shared memory, which only statm has; context switches, which only
        // status has.
        black_box(self.process.stat().expect("self/stat"));
        black_box(self.process.statm().expect("self/statm"));
        black_box(self.process.status().expect("self/status"));
        black_box(self.process.limits().expect("self/limits"));
        black_box(self.process.io().ok());
        black_box(self.process.fd_count().expect("self/fd"));
    }
}

/// The cheapest way the crate can be driven: its parsers on files that the caller keeps open and rewinds,
/// each behind a kept buffer. Nobody seems to do this, but its traits allow it.
pub struct Kept {
    process: Process,
    files: Vec<Option<BufReader<File>>>,
}

impl Kept {
    /// Opens the same files as `Current` reads.
    pub fn open() -> Self {
        let paths = [
            "stat",
            "loadavg",
            "meminfo",
            "vmstat",
            "pressure/cpu",
            "pressure/memory",
            "pressure/io",
            "diskstats",
            "self/net/dev",
            "self/stat",
            "self/status",
            "self/io",
            "self/statm",
            "self/limits",
            "self/net/snmp",
        ];
        let open = |path| {
            File::open(format!("/proc/{path}")).ok().map(|file| BufReader::with_capacity(16 << 10, file))
        };
        Kept {
            process: Process::myself().expect("this process"),
            files: paths.into_iter().map(open).collect(),
        }
    }

    fn rewound(&mut self, index: usize) -> Option<&mut BufReader<File>> {
        let file = self.files[index].as_mut()?;
        file.rewind().ok()?;
        Some(file)
    }

    fn lines<T: FromBufRead>(&mut self, index: usize) {
        black_box(self.rewound(index).map(|file| T::from_buf_read(file)));
    }

    fn whole<T: FromRead>(&mut self, index: usize) {
        black_box(self.rewound(index).map(|file| T::from_read(file)));
    }
}

impl Side for Kept {
    fn read(&mut self) {
        let system = procfs::current_system_info();
        black_box(self.rewound(0).map(|file| KernelStats::from_buf_read(file, system)));
        self.whole::<LoadAverage>(1);
        self.lines::<Meminfo>(2);
        self.lines::<VmStat>(3);
        self.lines::<CpuPressure>(4);
        self.lines::<MemoryPressure>(5);
        self.lines::<IoPressure>(6);
        self.lines::<DiskStats>(7);
        self.lines::<InterfaceDeviceStatus>(8);
        self.whole::<Stat>(9);
        self.lines::<Status>(10);
        self.lines::<Io>(11);
        self.whole::<StatM>(12);
        self.lines::<Limits>(13);
        self.lines::<Snmp>(14);
        black_box(self.process.fd_count().expect("self/fd"));
    }
}

/// Every process with its stat: pid, name, CPU time, resident size and state are all in it.
pub struct Processes(usize);

impl Processes {
    /// Nothing to keep: the crate has no list that it refreshes.
    pub fn open() -> Self {
        Processes(0)
    }
}

impl Side for Processes {
    fn read(&mut self) {
        self.0 = 0;
        for process in procfs::process::all_processes().expect("/proc").flatten() {
            self.0 += usize::from(black_box(process.stat()).is_ok());
        }
    }

    fn note(&self) -> String {
        format!("{} processes", self.0)
    }
}
