//! The naive floor: what the kernel itself takes when the well-known files are read in the plain way,
//! one `pread` each on kept descriptors into one buffer, without looking at a byte of them; plus a count
//! of descriptors by listing them, and one `fstatfs`. No library that reads the same files can be faster
//! without reading something else instead.

use crate::Side;
use procfs::process::{MountInfo, Process};
use std::fs::File;
use std::os::fd::AsRawFd;
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};

const PROC: [&str; 12] = [
    "/proc/stat",
    "/proc/meminfo",
    "/proc/vmstat",
    "/proc/loadavg",
    "/proc/diskstats",
    "/proc/pressure/cpu",
    "/proc/pressure/memory",
    "/proc/pressure/io",
    "/proc/self/net/dev",
    "/proc/self/stat",
    "/proc/self/statm",
    "/proc/self/status",
];

/// Version 1: controller and files.
const V1: [(&str, &[&str]); 5] = [
    ("cpuacct", &["cpuacct.usage", "cpuacct.stat"]),
    ("cpu", &["cpu.stat", "cpu.cfs_quota_us", "cpu.cfs_period_us"]),
    (
        "memory",
        &[
            "memory.usage_in_bytes",
            "memory.limit_in_bytes",
            "memory.stat",
            "memory.oom_control",
            "memory.failcnt",
        ],
    ),
    ("blkio", &["blkio.throttle.io_service_bytes_recursive", "blkio.throttle.io_serviced_recursive"]),
    ("pids", &["pids.current", "pids.max"]),
];

/// Version 2: the counterparts. `cpu.stat` holds what version 1 has in three files, `memory.events` what it
/// has in `oom_control` and `failcnt`, `io.stat` what it has in two.
const V2: [&str; 9] = [
    "cpu.stat",
    "cpu.max",
    "memory.current",
    "memory.max",
    "memory.stat",
    "memory.events",
    "io.stat",
    "pids.current",
    "pids.max",
];

/// Kept descriptors of everything that is there.
pub struct Floor {
    files: Vec<File>,
    descriptors: File,
    root: File,
    buffer: Vec<u8>,
}

impl Floor {
    /// Opens whatever of the listed files this machine has.
    pub fn open() -> Self {
        let paths = PROC.iter().map(PathBuf::from).chain(cgroup_files());
        Floor {
            files: paths.filter_map(|path| File::open(path).ok()).collect(),
            descriptors: File::open("/proc/self/fd").expect("/proc/self/fd"),
            root: File::open("/").expect("/"),
            buffer: vec![0; 64 << 10],
        }
    }

    fn list_descriptors(&mut self) {
        let descriptor = self.descriptors.as_raw_fd();
        // SAFETY: a kept descriptor and a buffer of the length that is passed.
        unsafe {
            libc::lseek(descriptor, 0, libc::SEEK_SET);
            while libc::syscall(libc::SYS_getdents64, descriptor, self.buffer.as_mut_ptr(), self.buffer.len())
                > 0
            {}
        }
    }
}

impl Side for Floor {
    fn read(&mut self) {
        for file in &self.files {
            // Some refuse at times (pressure of a cgroup): the attempt is what counts.
            let _ = file.read_at(&mut self.buffer, 0);
        }
        self.list_descriptors();
        // SAFETY: statfs is plain data, and the descriptor is kept.
        unsafe {
            let mut space = std::mem::zeroed::<libc::statfs>();
            libc::fstatfs(self.root.as_raw_fd(), &mut space);
            std::hint::black_box(space.f_bavail);
        }
    }

    fn note(&self) -> String {
        format!("{} files", self.files.len())
    }
}

/// The same for a list of processes: every `stat` is opened, read and closed, and not looked at.
pub struct Processes {
    proc: File,
    buffer: Vec<u8>,
    listed: usize,
}

impl Processes {
    /// Keeps /proc open.
    pub fn open() -> Self {
        Processes { proc: File::open("/proc").expect("/proc"), buffer: vec![0; 64 << 10], listed: 0 }
    }

    fn read_stat(&mut self, path: &std::ffi::CStr) {
        let mut stat = [0u8; 2048];
        // SAFETY: a path that ends with NUL, a descriptor of our own, a buffer of the length that is passed.
        unsafe {
            let file = libc::openat(self.proc.as_raw_fd(), path.as_ptr(), libc::O_RDONLY | libc::O_CLOEXEC);
            if file >= 0 {
                self.listed += usize::from(libc::read(file, stat.as_mut_ptr().cast(), stat.len()) > 0);
                libc::close(file);
            }
        }
    }
}

impl Side for Processes {
    fn read(&mut self) {
        self.listed = 0;
        for entry in std::fs::read_dir("/proc").expect("/proc").flatten() {
            let name = entry.file_name();
            if name.as_encoded_bytes()[0].is_ascii_digit() {
                self.buffer.clear();
                self.buffer.extend_from_slice(name.as_encoded_bytes());
                self.buffer.extend_from_slice(b"/stat\0");
                let path = std::mem::take(&mut self.buffer);
                self.read_stat(std::ffi::CStr::from_bytes_with_nul(&path).expect("one NUL at the end"));
                self.buffer = path;
            }
        }
    }

    fn note(&self) -> String {
        format!("{} processes", self.listed)
    }
}

/// The files of this process's cgroups, found as they are mounted.
fn cgroup_files() -> Vec<PathBuf> {
    let Ok(process) = Process::myself() else { return Vec::new() };
    let (Ok(groups), Ok(mounts)) = (process.cgroups(), process.mountinfo()) else { return Vec::new() };
    let v1 = |controller: &str| {
        let group = groups.0.iter().find(|group| group.controllers.iter().any(|name| name == controller))?;
        let mounted =
            |mount: &&MountInfo| mount.fs_type == "cgroup" && mount.super_options.contains_key(controller);
        Some(directory(mounts.0.iter().find(mounted)?, &group.pathname))
    };
    let mut files = Vec::new();
    let mut any_v1 = false;
    for (controller, names) in V1 {
        let Some(directory) = v1(controller) else { continue };
        any_v1 = true;
        files.extend(names.iter().map(|name| directory.join(name)));
    }
    let unified = groups.0.iter().find(|group| group.hierarchy == 0);
    let mount = mounts.0.iter().find(|mount| mount.fs_type == "cgroup2");
    // In a hybrid layout the controllers are with version 1, and the unified directory has nothing to add.
    if let (false, Some(group), Some(mount)) = (any_v1, unified, mount) {
        let directory = directory(mount, &group.pathname);
        files.extend(V2.iter().map(|name| directory.join(name)));
    }
    files
}

/// Where a cgroup's path lies below a mount of its hierarchy.
fn directory(mount: &MountInfo, pathname: &str) -> PathBuf {
    let below = Path::new(pathname).strip_prefix(&mount.root).unwrap_or(Path::new("")).to_owned();
    mount.mount_point.join(below)
}
