//! The trees of `tests/data/kernels`, captured from real kernels.

use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/kernels")
}

/// Every captured file whose path within its tree, like `/proc/stat`, is wanted, sorted by path.
pub(super) fn files(wanted: impl Fn(&str) -> bool) -> Vec<(PathBuf, Vec<u8>)> {
    let mut found = Vec::new();
    for tree in entries(&root()).into_iter().filter(|path| path.is_dir()) {
        collect(&tree, &tree, &wanted, &mut found);
    }
    found
}

fn collect(
    tree: &Path,
    directory: &Path,
    wanted: &impl Fn(&str) -> bool,
    found: &mut Vec<(PathBuf, Vec<u8>)>,
) {
    for path in entries(directory) {
        let kind = path.symlink_metadata().unwrap().file_type();
        if kind.is_dir() {
            collect(tree, &path, wanted, found);
        } else if kind.is_file() {
            let within = Path::new("/").join(path.strip_prefix(tree).unwrap());
            if wanted(within.to_str().unwrap()) {
                let bytes = std::fs::read(&path).unwrap();
                found.push((path, bytes));
            }
        }
    }
}

fn entries(directory: &Path) -> Vec<PathBuf> {
    let mut entries: Vec<PathBuf> = std::fs::read_dir(directory)
        .unwrap_or_else(|error| panic!("{}: {error}", directory.display()))
        .map(|entry| entry.unwrap().path())
        .collect();
    entries.sort();
    entries
}

/// Which parser of the catalogue reads a file, by the beginning of the parser's name.
pub(super) fn parser_of(path: &str) -> Option<&'static str> {
    let name = path.rsplit('/').next()?;
    let in_proc = path.starts_with("/proc/");
    Some(match name {
        "cgroup" if in_proc => "pid_cgroup",
        "io" if in_proc && !path.contains("/pressure/") => "pid_io",
        "limits" if in_proc => "pid_limits",
        "schedstat" if in_proc => "pid_schedstat",
        "statm" if in_proc => "pid_statm",
        "status" if in_proc => "pid_status",
        "stat" if path == "/proc/stat" => "stat",
        "stat" if in_proc => "pid_stat",
        "stat" if path.starts_with("/sys/block/") => "diskstats::parse_stat",
        "diskstats" => "diskstats",
        "meminfo" => "meminfo",
        "vmstat" => "vmstat",
        "loadavg" => "loadavg",
        "dev" if path.ends_with("/net/dev") => "net_dev",
        "snmp" => "snmp",
        "sockstat" => "sockstat",
        "online" | "possible" | "present" => "cpu_list",
        "cpuset.cpus" | "cpuset.cpus.effective" | "cpuset.effective_cpus" => "cpu_list",
        "cpu.max" => "cpu_max",
        "cpu.stat" => "cpu_stat",
        "cpuacct.stat" => "cpuacct",
        "memory.stat" if path.contains("/memory/") => "memory_stat::parse_v1",
        "memory.stat" => "memory_stat::parse_v2",
        "memory.events" | "memory.events.local" => "memory_events",
        "memory.oom_control" => "oom_control",
        "io.stat" => "io_stat",
        "pids.events" => "pids_events",
        "cgroup.procs" => "procs",
        "cpu.cfs_quota_us" => "scalar::parse_quota",
        "memory.max" | "memory.high" | "memory.swap.max" | "pids.max" => "scalar::parse_bound",
        "memory.limit_in_bytes" | "memory.memsw.limit_in_bytes" => "scalar::parse_bound",
        "memory.current" | "memory.usage_in_bytes" | "pids.current" | "cpuacct.usage" => "scalar::parse_u64",
        "cpu.cfs_period_us" => "scalar::parse_u64",
        _ if name.starts_with("blkio.throttle.io_serv") => "blkio",
        _ if path.contains("/pressure/") || name.ends_with(".pressure") && name != "cgroup.pressure" => {
            "pressure"
        }
        _ => return None,
    })
}
