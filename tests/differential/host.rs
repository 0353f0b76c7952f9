use std::collections::BTreeSet;
use std::fs;
use std::time::Duration;

use plimsoll::{Groups, Sample, Sampler};
use procfs::{Current, CurrentSI};

use super::{compare, Oracle};

fn reader(groups: Groups) -> impl FnMut() -> Sample {
    let mut sampler = Sampler::builder().groups(groups).slow_interval(Duration::ZERO).build().unwrap();
    move || {
        let mut sample = Sample::default();
        sampler.read(&mut sample).unwrap();
        sample
    }
}

#[test]
fn processor_time_and_tasks() {
    let oracle = || {
        let stat = procfs::KernelStats::current().unwrap();
        let mut oracle = Oracle::default();
        oracle.ticks("host_cpu_user_seconds", stat.total.user);
        oracle.ticks("host_cpu_nice_seconds", stat.total.nice);
        oracle.ticks("host_cpu_system_seconds", stat.total.system);
        oracle.ticks("host_cpu_irq_seconds", stat.total.irq.unwrap());
        oracle.ticks("host_cpu_softirq_seconds", stat.total.softirq.unwrap());
        oracle.ticks("host_cpu_steal_seconds", stat.total.steal.unwrap());
        oracle.ticks("host_cpu_guest_seconds", stat.total.guest.unwrap());
        oracle.ticks("host_cpu_guest_nice_seconds", stat.total.guest_nice.unwrap());
        // These two may go back a little (Documentation/filesystems/proc.rst).
        let seconds = |ticks: u64| ticks as f64 / procfs::ticks_per_second() as f64;
        oracle.gauge("host_cpu_idle_seconds", seconds(stat.total.idle), 0.02);
        oracle.gauge("host_cpu_iowait_seconds", seconds(stat.total.iowait.unwrap()), 0.02);
        oracle.counter("host_context_switches", stat.ctxt);
        oracle.counter("host_forks", stat.processes);
        oracle.gauge("host_cpus_online", stat.cpu_time.len() as u64, 0.0);
        oracle.gauge("host_tasks_running", u64::from(stat.procs_running.unwrap()), 0.0);
        oracle.gauge("host_tasks_blocked", u64::from(stat.procs_blocked.unwrap()), 0.0);
        oracle
    };
    compare(15, oracle, reader(Groups::CPU));
}

#[test]
fn load() {
    let oracle = || {
        let load = procfs::LoadAverage::current().unwrap();
        let mut oracle = Oracle::default();
        // The file rounds to two digits.
        oracle.gauge("host_load1", f64::from(load.one), 0.0051);
        oracle.gauge("host_load5", f64::from(load.five), 0.0051);
        oracle.gauge("host_load15", f64::from(load.fifteen), 0.0051);
        oracle
    };
    compare(3, oracle, reader(Groups::LOAD));
}

#[test]
fn memory() {
    let oracle = || {
        let memory = procfs::Meminfo::current().unwrap();
        let mut oracle = Oracle::default();
        let mut gauge = |name, bytes: u64| oracle.gauge(name, bytes, 65536.0);
        gauge("host_memory_total_bytes", memory.mem_total);
        gauge("host_memory_free_bytes", memory.mem_free);
        gauge("host_memory_available_bytes", memory.mem_available.unwrap());
        gauge("host_memory_buffers_bytes", memory.buffers);
        gauge("host_memory_cached_bytes", memory.cached);
        gauge("host_memory_active_bytes", memory.active);
        gauge("host_memory_inactive_bytes", memory.inactive);
        gauge("host_memory_shmem_bytes", memory.shmem.unwrap());
        gauge("host_memory_slab_bytes", memory.slab);
        gauge("host_memory_slab_reclaimable_bytes", memory.s_reclaimable.unwrap());
        gauge("host_memory_dirty_bytes", memory.dirty);
        gauge("host_memory_writeback_bytes", memory.writeback);
        gauge("host_swap_total_bytes", memory.swap_total);
        gauge("host_swap_free_bytes", memory.swap_free);
        oracle
    };
    compare(14, oracle, reader(Groups::MEMORY));
}

#[test]
fn paging() {
    let oracle = || {
        let vmstat = procfs::vmstat().unwrap();
        let value = |name: &str| u64::try_from(vmstat[name]).unwrap();
        let mut oracle = Oracle::default();
        oracle.counter("host_paging_in_bytes", value("pgpgin") * 1024);
        oracle.counter("host_paging_out_bytes", value("pgpgout") * 1024);
        oracle.counter("host_swap_in_bytes", value("pswpin") * procfs::page_size());
        oracle.counter("host_swap_out_bytes", value("pswpout") * procfs::page_size());
        oracle.counter("host_page_faults", value("pgfault"));
        oracle.counter("host_major_page_faults", value("pgmajfault"));
        oracle.counter("host_oom_kills", value("oom_kill"));
        let stalls = vmstat.iter().filter(|(name, _)| name.starts_with("allocstall"));
        oracle.counter("host_allocation_stalls", stalls.map(|(_, count)| *count as u64).sum::<u64>());
        oracle
    };
    compare(8, oracle, reader(Groups::PAGING));
}

#[test]
fn pressure() {
    let (Ok(_), Ok(_)) = (procfs::CpuPressure::current(), procfs::MemoryPressure::current()) else {
        return println!("skipped: this kernel has no pressure stall information");
    };
    let oracle = || {
        let cpu = procfs::CpuPressure::current().unwrap();
        let memory = procfs::MemoryPressure::current().unwrap();
        let io = procfs::IoPressure::current().unwrap();
        let mut oracle = Oracle::default();
        // Percent in an f32, which is exact to the digits that the kernel prints.
        let ratio = |percent: f32| f64::from((percent * 100.0).round()) / 10_000.0;
        macro_rules! line {
            ($record:expr, $avg10:literal, $avg60:literal, $avg300:literal, $seconds:literal) => {
                oracle.gauge($avg10, ratio($record.avg10), 1e-6);
                oracle.gauge($avg60, ratio($record.avg60), 1e-6);
                oracle.gauge($avg300, ratio($record.avg300), 1e-6);
                oracle.say($seconds, $record.total as f64 / 1e6, super::Kind::Counter(1e-9));
            };
        }
        line!(
            cpu.some,
            "host_pressure_cpu_some_avg10_ratio",
            "host_pressure_cpu_some_avg60_ratio",
            "host_pressure_cpu_some_avg300_ratio",
            "host_pressure_cpu_some_seconds"
        );
        line!(
            cpu.full,
            "host_pressure_cpu_full_avg10_ratio",
            "host_pressure_cpu_full_avg60_ratio",
            "host_pressure_cpu_full_avg300_ratio",
            "host_pressure_cpu_full_seconds"
        );
        line!(
            memory.some,
            "host_pressure_memory_some_avg10_ratio",
            "host_pressure_memory_some_avg60_ratio",
            "host_pressure_memory_some_avg300_ratio",
            "host_pressure_memory_some_seconds"
        );
        line!(
            memory.full,
            "host_pressure_memory_full_avg10_ratio",
            "host_pressure_memory_full_avg60_ratio",
            "host_pressure_memory_full_avg300_ratio",
            "host_pressure_memory_full_seconds"
        );
        line!(
            io.some,
            "host_pressure_io_some_avg10_ratio",
            "host_pressure_io_some_avg60_ratio",
            "host_pressure_io_some_avg300_ratio",
            "host_pressure_io_some_seconds"
        );
        line!(
            io.full,
            "host_pressure_io_full_avg10_ratio",
            "host_pressure_io_full_avg60_ratio",
            "host_pressure_io_full_avg300_ratio",
            "host_pressure_io_full_seconds"
        );
        oracle
    };
    compare(24, oracle, reader(Groups::PRESSURE));
}

/// Disks, by another way than the sampler's: what the kernel lists as a block device of a driver.
pub fn real_disks() -> BTreeSet<String> {
    let entries = fs::read_dir("/sys/block").unwrap().flatten();
    let real = entries.filter(|entry| {
        let name = entry.file_name();
        let virtual_names = ["loop", "ram", "zram"];
        let name = name.to_str().unwrap();
        entry.path().join("device").exists() && !virtual_names.iter().any(|kind| name.starts_with(kind))
    });
    real.map(|entry| entry.file_name().into_string().unwrap()).collect()
}

#[test]
fn disks() {
    let real = real_disks();
    if real.is_empty() {
        return println!("skipped: no disks here");
    }
    let oracle = || {
        let disks = procfs::diskstats().unwrap();
        let sum = |value: fn(&procfs::DiskStat) -> u64| -> u64 {
            disks.iter().filter(|disk| real.contains(&disk.name)).map(value).sum()
        };
        let mut oracle = Oracle::default();
        oracle.gauge("host_disks", real.len() as u64, 0.0);
        oracle.counter("host_disk_reads", sum(|disk| disk.reads));
        oracle.counter("host_disk_read_bytes", sum(|disk| disk.sectors_read) * 512);
        oracle.counter("host_disk_writes", sum(|disk| disk.writes));
        oracle.counter("host_disk_written_bytes", sum(|disk| disk.sectors_written) * 512);
        oracle.gauge("host_disk_in_flight", sum(|disk| disk.in_progress), 0.0);
        let mut seconds = |name, milliseconds: u64| {
            oracle.say(name, milliseconds as f64 / 1e3, super::Kind::Counter(1e-9));
        };
        seconds("host_disk_read_seconds", sum(|disk| disk.time_reading));
        seconds("host_disk_write_seconds", sum(|disk| disk.time_writing));
        seconds("host_disk_busy_seconds", sum(|disk| disk.time_in_progress));
        seconds("host_disk_queue_seconds", sum(|disk| disk.weighted_time_in_progress));
        oracle
    };
    compare(10, oracle, reader(Groups::DISK));
}

#[test]
fn interfaces() {
    let oracle = || {
        let devices = procfs::net::dev_status().unwrap();
        let sum = |value: fn(&procfs::net::DeviceStatus) -> u64| -> u64 {
            devices.values().filter(|device| device.name != "lo").map(value).sum()
        };
        let mut oracle = Oracle::default();
        oracle.gauge("network_interfaces", devices.len() as u64 - 1, 0.0);
        oracle.counter("network_received_bytes", sum(|device| device.recv_bytes));
        oracle.counter("network_received_packets", sum(|device| device.recv_packets));
        oracle.counter("network_receive_errors", sum(|device| device.recv_errs));
        oracle.counter("network_receive_drops", sum(|device| device.recv_drop));
        oracle.counter("network_sent_bytes", sum(|device| device.sent_bytes));
        oracle.counter("network_sent_packets", sum(|device| device.sent_packets));
        oracle.counter("network_send_errors", sum(|device| device.sent_errs));
        oracle.counter("network_send_drops", sum(|device| device.sent_drop));
        oracle
    };
    compare(9, oracle, reader(Groups::NETWORK));
}

/// `procfs` does not read sockstat: the value behind a key of a line, by hand.
fn sockstat(line: &str, key: &str) -> u64 {
    let text = fs::read_to_string("/proc/self/net/sockstat").unwrap();
    let words: Vec<&str> = text.lines().find(|words| words.starts_with(line)).unwrap().split(' ').collect();
    let at = words.iter().position(|word| *word == key).unwrap();
    words[at + 1].parse().unwrap()
}

#[test]
fn protocols() {
    // Something to count.
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let _connection = std::net::TcpStream::connect(listener.local_addr().unwrap()).unwrap();
    let oracle = || {
        let snmp = procfs::net::snmp().unwrap();
        let mut oracle = Oracle::default();
        oracle.counter("network_tcp_segments_received", snmp.tcp_in_segs);
        oracle.counter("network_tcp_segments_sent", snmp.tcp_out_segs);
        oracle.counter("network_tcp_segments_retransmitted", snmp.tcp_retrans_segs);
        oracle.counter("network_tcp_receive_errors", snmp.tcp_in_errs);
        oracle.counter("network_tcp_resets_sent", snmp.tcp_out_rsts);
        oracle.gauge("network_tcp_established", snmp.tcp_curr_estab, 0.0);
        oracle.gauge("network_sockets_used", sockstat("sockets:", "used"), 0.0);
        oracle.gauge("network_tcp_sockets", sockstat("TCP:", "inuse"), 0.0);
        oracle.gauge("network_tcp_orphans", sockstat("TCP:", "orphan"), 0.0);
        oracle.gauge("network_tcp_time_wait", sockstat("TCP:", "tw"), 0.0);
        oracle.gauge("network_udp_sockets", sockstat("UDP:", "inuse"), 0.0);
        oracle
    };
    compare(11, oracle, reader(Groups::PROTOCOL));
}
