//! The parsers against the `procfs` crate, on every captured file and on this machine's own. Both are given the same
//! bytes, so that they must agree to the last digit.

use super::{captured, proc};
use procfs::{ExplicitSystemInfo, FromBufRead, FromBufReadSI, FromRead};
use std::path::{Path, PathBuf};

/// The captured files that `wanted` accepts by their path, and those of the running kernel at `live`.
fn files(wanted: impl Fn(&str) -> bool, live: &[&str]) -> Vec<(PathBuf, Vec<u8>)> {
    let mut files = captured::files(wanted);
    assert!(files.len() >= 5, "a captured file is missing");
    // Files that the running kernel does not have need no reading.
    files.extend(live.iter().filter_map(|path| Some((PathBuf::from(path), std::fs::read(path).ok()?))));
    files.retain(|(_, bytes)| !bytes.is_empty());
    files
}

fn theirs<T: FromRead>(path: &Path, bytes: &[u8]) -> T {
    T::from_read(bytes).unwrap_or_else(|error| panic!("procfs on {}: {error}", path.display()))
}

#[test]
fn meminfo() {
    for (path, bytes) in files(|path| path == "/proc/meminfo", &["/proc/meminfo"]) {
        let ours = proc::meminfo::parse(&bytes).unwrap();
        let theirs: procfs::Meminfo = theirs(&path, &bytes);
        let wanted = proc::meminfo::Meminfo {
            total: Some(theirs.mem_total),
            free: Some(theirs.mem_free),
            available: theirs.mem_available,
            buffers: Some(theirs.buffers),
            cached: Some(theirs.cached),
            active: Some(theirs.active),
            inactive: Some(theirs.inactive),
            shmem: theirs.shmem,
            slab: Some(theirs.slab),
            slab_reclaimable: theirs.s_reclaimable,
            dirty: Some(theirs.dirty),
            writeback: Some(theirs.writeback),
            swap_total: Some(theirs.swap_total),
            swap_free: Some(theirs.swap_free),
        };
        assert_eq!(ours, wanted, "{}", path.display());
    }
}

#[test]
fn stat() {
    let system = ExplicitSystemInfo {
        boot_time_secs: 0,
        ticks_per_second: 100,
        page_size: 4096,
        is_little_endian: true,
    };
    for (path, bytes) in files(|path| path == "/proc/stat", &["/proc/stat"]) {
        let ours = proc::stat::parse(&bytes).unwrap();
        let theirs = procfs::KernelStats::from_buf_read(bytes.as_slice(), &system).unwrap();
        let wanted = proc::stat::Stat {
            user: Some(theirs.total.user),
            nice: Some(theirs.total.nice),
            system: Some(theirs.total.system),
            idle: Some(theirs.total.idle),
            iowait: theirs.total.iowait,
            irq: theirs.total.irq,
            softirq: theirs.total.softirq,
            steal: theirs.total.steal,
            guest: theirs.total.guest,
            guest_nice: theirs.total.guest_nice,
            cpus_online: Some(theirs.cpu_time.len() as u64),
            // Not read by the crate.
            interrupts: ours.interrupts,
            context_switches: Some(theirs.ctxt),
            forks: Some(theirs.processes),
            running: theirs.procs_running.map(u64::from),
            blocked: theirs.procs_blocked.map(u64::from),
        };
        assert_eq!(ours, wanted, "{}", path.display());
        let mut cores = Vec::new();
        proc::stat::cores(&bytes, &mut |_, ticks| cores.push((ticks.user, ticks.idle, ticks.guest_nice)));
        let wanted: Vec<_> =
            theirs.cpu_time.iter().map(|core| (Some(core.user), Some(core.idle), core.guest_nice)).collect();
        assert_eq!(cores, wanted, "{}", path.display());
    }
}

#[test]
fn vmstat() {
    for (path, bytes) in files(|path| path == "/proc/vmstat", &["/proc/vmstat"]) {
        let ours = proc::vmstat::parse(&bytes).unwrap();
        let theirs: procfs::VmStat = theirs(&path, &bytes);
        let value = |key: &str| theirs.0.get(key).map(|&value| value as u64);
        let stalls =
            theirs.0.iter().filter(|(key, _)| key.starts_with("allocstall")).map(|(_, &value)| value as u64);
        let wanted = proc::vmstat::Vmstat {
            paging_in_kib: value("pgpgin"),
            paging_out_kib: value("pgpgout"),
            swap_in_pages: value("pswpin"),
            swap_out_pages: value("pswpout"),
            page_faults: value("pgfault"),
            major_faults: value("pgmajfault"),
            allocation_stalls: Some(stalls.sum()),
            oom_kills: value("oom_kill"),
        };
        assert_eq!(ours, wanted, "{}", path.display());
        let end = proc::vmstat::end_of_wanted(&bytes).unwrap();
        assert_eq!(proc::vmstat::parse(&bytes[..end]), Some(ours), "{}", path.display());
    }
}

#[test]
fn loadavg() {
    for (path, bytes) in files(|path| path == "/proc/loadavg", &["/proc/loadavg"]) {
        let ours = proc::loadavg::parse(&bytes).unwrap();
        let theirs: procfs::LoadAverage = theirs(&path, &bytes);
        let loads = [ours.load1, ours.load5, ours.load15].map(|load| load.unwrap() as f32);
        assert_eq!(loads, [theirs.one, theirs.five, theirs.fifteen], "{}", path.display());
        assert_eq!(ours.running, Some(theirs.cur.into()), "{}", path.display());
        assert_eq!(ours.total, Some(theirs.max.into()), "{}", path.display());
    }
}

#[test]
fn pressure() {
    let is_pressure =
        |path: &str| path.starts_with("/proc/pressure/") || captured::parser_of(path) == Some("pressure");
    let live = ["/proc/pressure/cpu", "/proc/pressure/memory", "/proc/pressure/io"];
    for (path, bytes) in files(is_pressure, &live) {
        let ours = proc::pressure::parse(&bytes).unwrap();
        let mut lines = 0;
        for line in std::str::from_utf8(&bytes).unwrap().lines() {
            let theirs = procfs::parse_pressure_record(line).unwrap();
            let ours = if line.starts_with("some") { ours.some.unwrap() } else { ours.full.unwrap() };
            assert_eq!(ours.total_us, theirs.total, "{}", path.display());
            let shares =
                [(ours.avg10, theirs.avg10), (ours.avg60, theirs.avg60), (ours.avg300, theirs.avg300)];
            for (ratio, percent) in shares {
                assert!((ratio * 100.0 - f64::from(percent)).abs() < 1e-4, "{}: {ratio}", path.display());
            }
            lines += 1;
        }
        assert_eq!(
            lines,
            usize::from(ours.some.is_some()) + usize::from(ours.full.is_some()),
            "{}",
            path.display()
        );
    }
}

#[test]
fn diskstats() {
    for (path, bytes) in files(|path| path == "/proc/diskstats", &["/proc/diskstats"]) {
        let theirs: procfs::DiskStats = theirs(&path, &bytes);
        let wanted: Vec<_> = theirs
            .0
            .iter()
            .map(|disk| {
                let counters = proc::diskstats::Disk {
                    reads: disk.reads,
                    reads_merged: disk.merged,
                    sectors_read: disk.sectors_read,
                    read_ms: disk.time_reading,
                    writes: disk.writes,
                    writes_merged: disk.writes_merged,
                    sectors_written: disk.sectors_written,
                    write_ms: disk.time_writing,
                    in_flight: disk.in_progress,
                    busy_ms: disk.time_in_progress,
                    queue_ms: disk.weighted_time_in_progress,
                    discards: disk.discards,
                    discards_merged: disk.discards_merged,
                    sectors_discarded: disk.sectors_discarded,
                    discard_ms: disk.time_discarding,
                    flushes: disk.flushes,
                    flush_ms: disk.time_flushing,
                };
                (disk.major as u32, disk.minor as u32, disk.name.as_bytes(), counters)
            })
            .collect();
        assert_eq!(proc::diskstats::lines(&bytes).collect::<Vec<_>>(), wanted, "{}", path.display());
    }
}

#[test]
fn net_dev() {
    for (path, bytes) in files(|path| path.ends_with("/net/dev"), &["/proc/self/net/dev"]) {
        let theirs: procfs::net::InterfaceDeviceStatus = theirs(&path, &bytes);
        let ours: Vec<_> = proc::net_dev::interfaces(&bytes).collect();
        assert_eq!(ours.len(), theirs.0.len(), "{}", path.display());
        for (name, interface) in ours {
            let theirs = &theirs.0[std::str::from_utf8(name).unwrap()];
            let wanted = proc::net_dev::Interface {
                rx_bytes: Some(theirs.recv_bytes),
                rx_packets: Some(theirs.recv_packets),
                rx_errors: Some(theirs.recv_errs),
                rx_drops: Some(theirs.recv_drop),
                tx_bytes: Some(theirs.sent_bytes),
                tx_packets: Some(theirs.sent_packets),
                tx_errors: Some(theirs.sent_errs),
                tx_drops: Some(theirs.sent_drop),
            };
            assert_eq!(interface, wanted, "{}", path.display());
        }
    }
}

#[test]
fn snmp() {
    for (path, bytes) in files(|path| path.ends_with("/net/snmp"), &["/proc/self/net/snmp"]) {
        let ours = proc::snmp::parse(&bytes).unwrap();
        let theirs: procfs::net::Snmp = theirs(&path, &bytes);
        let wanted = proc::snmp::Snmp {
            tcp_active_opens: Some(theirs.tcp_active_opens),
            tcp_passive_opens: Some(theirs.tcp_passive_opens),
            tcp_attempt_fails: Some(theirs.tcp_attempt_fails),
            tcp_established_resets: Some(theirs.tcp_estab_resets),
            tcp_established: Some(theirs.tcp_curr_estab),
            tcp_in_segs: Some(theirs.tcp_in_segs),
            tcp_out_segs: Some(theirs.tcp_out_segs),
            tcp_retransmitted: Some(theirs.tcp_retrans_segs),
            tcp_in_errors: Some(theirs.tcp_in_errs),
            tcp_out_resets: Some(theirs.tcp_out_rsts),
            tcp_in_checksum_errors: Some(theirs.tcp_in_csum_errors),
            udp_in_datagrams: Some(theirs.udp_in_datagrams),
            udp_out_datagrams: Some(theirs.udp_out_datagrams),
            udp_no_ports: Some(theirs.udp_no_ports),
            udp_in_errors: Some(theirs.udp_in_errors),
            udp_receive_buffer_errors: Some(theirs.udp_rcvbuf_errors),
            udp_send_buffer_errors: Some(theirs.udp_sndbuf_errors),
        };
        assert_eq!(ours, wanted, "{}", path.display());
    }
}

/// The captured `/proc/PID/NAME` and `/proc/self/NAME`, and those of the processes that run here.
fn of_processes(name: &str) -> Vec<(PathBuf, Vec<u8>)> {
    let is_pid = |text: &str| text == "self" || text.bytes().all(|byte| byte.is_ascii_digit());
    let wanted = |path: &str| {
        let mut parts = path.split('/').skip(1);
        let place = [parts.next(), parts.next(), parts.next(), parts.next()];
        matches!(place, [Some("proc"), Some(pid), Some(file), None] if is_pid(pid) && file == name)
    };
    let live: Vec<String> = std::fs::read_dir("/proc")
        .unwrap()
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .filter(|pid| is_pid(pid))
        .map(|pid| format!("/proc/{pid}/{name}"))
        .collect();
    files(wanted, &live.iter().map(String::as_str).collect::<Vec<_>>())
}

#[test]
fn pid_stat() {
    for (path, bytes) in of_processes("stat") {
        let (ours, name) = proc::pid_stat::parse(&bytes).unwrap();
        let theirs: procfs::process::Stat = theirs(&path, &bytes);
        let wanted = proc::pid_stat::PidStat {
            pid: Some(theirs.pid as u64),
            state: theirs.state as u8,
            ppid: Some(theirs.ppid as u64),
            minor_faults: Some(theirs.minflt),
            major_faults: Some(theirs.majflt),
            user_ticks: Some(theirs.utime),
            system_ticks: Some(theirs.stime),
            children_user_ticks: Some(theirs.cutime as u64),
            children_system_ticks: Some(theirs.cstime as u64),
            threads: Some(theirs.num_threads as u64),
            start_ticks: Some(theirs.starttime),
            virtual_bytes: Some(theirs.vsize),
            resident_pages: Some(theirs.rss),
        };
        assert_eq!((ours, name), (wanted, theirs.comm.as_bytes()), "{}", path.display());
    }
}

#[test]
fn pid_statm() {
    for (path, bytes) in of_processes("statm") {
        let theirs: procfs::process::StatM = theirs(&path, &bytes);
        let wanted = proc::pid_statm::Statm {
            size_pages: Some(theirs.size),
            resident_pages: Some(theirs.resident),
            shared_pages: Some(theirs.shared),
        };
        assert_eq!(proc::pid_statm::parse(&bytes), Some(wanted), "{}", path.display());
    }
}

#[test]
fn pid_schedstat() {
    let captured = of_processes("schedstat");
    assert!(!captured.is_empty());
    for (path, bytes) in captured {
        let theirs: procfs::process::Schedstat = theirs(&path, &bytes);
        let wanted = proc::pid_schedstat::Schedstat {
            cpu_ns: Some(theirs.sum_exec_runtime),
            run_delay_ns: Some(theirs.run_delay),
        };
        // A task that has not run once yet reads as on a kernel that does not count.
        let wanted = (theirs.pcount > 0).then_some(wanted);
        assert_eq!(proc::pid_schedstat::parse(&bytes), wanted, "{}", path.display());
    }
}

#[test]
fn pid_status() {
    for (path, bytes) in of_processes("status") {
        let theirs: procfs::process::Status = theirs(&path, &bytes);
        let bytes_of = |kibibytes: Option<u64>| kibibytes.map(|kibibytes| kibibytes * 1024);
        let wanted = proc::pid_status::Status {
            uid: Some(theirs.ruid.into()),
            effective_uid: Some(theirs.euid.into()),
            vm_hwm_bytes: bytes_of(theirs.vmhwm),
            vm_rss_bytes: bytes_of(theirs.vmrss),
            rss_anon_bytes: bytes_of(theirs.rssanon),
            vm_swap_bytes: bytes_of(theirs.vmswap),
            threads: Some(theirs.threads),
            voluntary_switches: theirs.voluntary_ctxt_switches,
            involuntary_switches: theirs.nonvoluntary_ctxt_switches,
        };
        assert_eq!(proc::pid_status::parse(&bytes), Some(wanted), "{}", path.display());
    }
}

#[test]
fn pid_io() {
    for (path, bytes) in of_processes("io") {
        let theirs: procfs::process::Io = theirs(&path, &bytes);
        let wanted = proc::pid_io::Io {
            read_chars: Some(theirs.rchar),
            write_chars: Some(theirs.wchar),
            read_calls: Some(theirs.syscr),
            write_calls: Some(theirs.syscw),
            read_bytes: Some(theirs.read_bytes),
            write_bytes: Some(theirs.write_bytes),
            cancelled_write_bytes: Some(theirs.cancelled_write_bytes),
        };
        assert_eq!(proc::pid_io::parse(&bytes), Some(wanted), "{}", path.display());
    }
}

#[test]
fn pid_limits() {
    use super::cgroup::scalar::Bound;
    for (path, bytes) in of_processes("limits") {
        let theirs: procfs::process::Limits = theirs(&path, &bytes);
        let wanted = match theirs.max_open_files.soft_limit {
            procfs::process::LimitValue::Unlimited => Bound::Max,
            procfs::process::LimitValue::Value(value) => Bound::Value(value),
        };
        assert_eq!(proc::pid_limits::parse(&bytes), Some(wanted), "{}", path.display());
    }
}

#[test]
fn pid_cgroup() {
    for (path, bytes) in of_processes("cgroup") {
        let theirs = procfs::ProcessCGroups::from_buf_read(bytes.as_slice()).unwrap();
        let ours: Vec<_> = proc::pid_cgroup::memberships(&bytes)
            .map(|line| {
                let controllers =
                    line.controllers().map(|name| String::from_utf8(name.to_vec()).unwrap()).collect();
                (line.hierarchy_id, controllers, String::from_utf8(line.path.to_vec()).unwrap())
            })
            .collect();
        let wanted: Vec<(u64, Vec<String>, String)> = theirs
            .0
            .into_iter()
            .map(|line| (line.hierarchy.into(), line.controllers, line.pathname))
            .collect();
        assert_eq!(ours, wanted, "{}", path.display());
    }
}
