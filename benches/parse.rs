//! What each parser costs on files of real kernels, beside the microseconds that the kernel takes to print them.
//!
//! `cargo bench --bench parse [-- FILTER]`

use criterion::{criterion_group, criterion_main, Criterion, Throughput};
use plimsoll::kernel::{cgroup, proc};
use std::hint::black_box;
use std::path::Path;

fn captured(path: &str) -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/kernels").join(path);
    std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// `/proc/stat` of a machine with 256 cores: 13 KB of cores and 17 KB of interrupts.
fn stat_of_256_cores() -> Vec<u8> {
    let mut text = String::from("cpu  25600 12 31415 926535 897 93 238 46 0 0\n");
    for core in 0..256 {
        text += &format!("cpu{core} 123456 12 31415 9265351 897 93 238 46 0 0\n");
    }
    text += &format!("intr 910436657{}\n", " 0 0 0 1234567".repeat(1_250));
    text += "ctxt 230714\nbtime 1763790133\nprocesses 4012\nprocs_running 2\nprocs_blocked 1\n";
    text.into_bytes()
}

fn measure<T>(criterion: &mut Criterion, name: &str, bytes: &[u8], parse: impl Fn(&[u8]) -> T) {
    let mut group = criterion.benchmark_group("parse");
    group.throughput(Throughput::Bytes(bytes.len() as u64));
    group.bench_function(name, |bencher| bencher.iter(|| parse(black_box(bytes))));
    group.finish();
}

fn of_proc(c: &mut Criterion) {
    let proc = |path: &str| captured(&format!("v1-hybrid/proc/{path}"));
    measure(c, "stat", &proc("stat"), proc::stat::parse);
    measure(c, "stat, 256 cores", &stat_of_256_cores(), proc::stat::parse);
    measure(c, "stat::cores, 256 cores", &stat_of_256_cores(), |bytes| {
        proc::stat::cores(bytes, &mut |index, ticks| {
            black_box((index, ticks));
        });
    });
    measure(c, "meminfo", &proc("meminfo"), proc::meminfo::parse);
    measure(c, "vmstat", &proc("vmstat"), proc::vmstat::parse);
    measure(c, "loadavg", &proc("loadavg"), proc::loadavg::parse);
    measure(c, "pressure", &proc("pressure/memory"), proc::pressure::parse);
    measure(c, "diskstats", &proc("diskstats"), |bytes| proc::diskstats::lines(bytes).count());
    let disk = captured("v2-psi/sys/block/nvme0n1/stat");
    measure(c, "diskstats::parse_stat", &disk, proc::diskstats::parse_stat);
    measure(c, "net_dev::total", &proc("self/net/dev"), proc::net_dev::total);
    measure(c, "snmp", &proc("self/net/snmp"), proc::snmp::parse);
    measure(c, "sockstat", &proc("self/net/sockstat"), proc::sockstat::parse);
    measure(c, "pid_stat", &proc("self/stat"), |bytes| proc::pid_stat::parse(bytes).map(|(stat, _)| stat));
    measure(c, "pid_statm", &proc("self/statm"), proc::pid_statm::parse);
    measure(c, "pid_status", &proc("self/status"), proc::pid_status::parse);
    measure(c, "pid_io", &proc("self/io"), proc::pid_io::parse);
    measure(c, "pid_limits", &proc("self/limits"), proc::pid_limits::parse);
    measure(c, "pid_cgroup", &proc("self/cgroup"), |bytes| proc::pid_cgroup::memberships(bytes).count());
    let online = captured("v1-hybrid/sys/devices/system/cpu/online");
    measure(c, "cpu_list", &online, proc::cpu_list::parse);
}

fn of_cgroups(c: &mut Criterion) {
    let v1 = |path: &str| captured(&format!("v1-hybrid/sys/fs/cgroup/{path}"));
    let v2 = |path: &str| captured(&format!("v2-psi/sys/fs/cgroup/plimsoll-outer/{path}"));
    measure(
        c,
        "memory_stat::parse_v1",
        &v1("memory/plimsoll-outer/memory.stat"),
        cgroup::memory_stat::parse_v1,
    );
    measure(c, "memory_stat::parse_v2", &v2("memory.stat"), cgroup::memory_stat::parse_v2);
    measure(c, "cpu_stat", &v2("cpu.stat"), cgroup::cpu_stat::parse);
    measure(c, "cpuacct", &v1("cpuacct/plimsoll-outer/cpuacct.stat"), cgroup::cpuacct::parse);
    measure(c, "cpu_max", &v2("cpu.max"), cgroup::cpu_max::parse);
    measure(c, "memory_events", &v2("memory.events"), cgroup::memory_events::parse);
    measure(c, "oom_control", &v1("memory/plimsoll-outer/memory.oom_control"), cgroup::oom_control::parse);
    measure(c, "io_stat::sum", &v2("io.stat"), |bytes| cgroup::io_stat::sum(bytes, |_, _| true));
    let blkio = "254:0 Read 114688\n254:0 Write 196608\n254:0 Sync 311296\n254:0 Async 0\n254:0 Discard 0\n\
                 254:0 Total 311296\nTotal 311296\n";
    measure(c, "blkio::sum", blkio.as_bytes(), |bytes| cgroup::blkio::sum(bytes, |_, _| true));
    measure(c, "pids_events", &v2("pids.events"), cgroup::pids_events::parse);
    measure(c, "scalar::parse_bound", &v2("memory.max"), cgroup::scalar::parse_bound);
}

criterion_group!(benches, of_proc, of_cgroups);
criterion_main!(benches);
