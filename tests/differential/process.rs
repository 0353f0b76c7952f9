use std::hint::black_box;
use std::time::Duration;

use plimsoll::{Groups, Sample, Sampler, Target};
use procfs::process::{LimitValue, Process};

use super::common::children;
use super::common::descriptors::open_numbers;
use super::common::isolation::isolated;
use super::{compare, Oracle};

/// What `procfs` says of a process. Of the own one it would count its own descriptors too.
fn oracle(pid: u32, own: bool) -> Oracle {
    let process = Process::new(pid as i32).unwrap();
    let stat = process.stat().unwrap();
    let statm = process.statm().unwrap();
    let io = process.io().unwrap();
    let status = process.status().unwrap();
    let page = procfs::page_size();
    let mut oracle = Oracle::default();
    oracle.ticks("process_cpu_user_seconds", stat.utime);
    oracle.ticks("process_cpu_system_seconds", stat.stime);
    oracle.counter("process_minor_faults", stat.minflt);
    oracle.counter("process_major_faults", stat.majflt);
    oracle.gauge("process_threads", stat.num_threads as u64, 0.0);
    oracle.gauge("process_virtual_bytes", statm.size * page, 0.0);
    // The kernel adds up its counts of pages in batches, for each thread or CPU.
    oracle.gauge("process_resident_bytes", statm.resident * page, 64.0 * page as f64);
    oracle.gauge("process_shared_bytes", statm.shared * page, 64.0 * page as f64);
    oracle.counter("process_voluntary_switches", status.voluntary_ctxt_switches.unwrap());
    oracle.counter("process_involuntary_switches", status.nonvoluntary_ctxt_switches.unwrap());
    oracle.counter("process_read_bytes", io.read_bytes);
    oracle.counter("process_written_bytes", io.write_bytes);
    oracle.counter("process_call_read_bytes", io.rchar);
    oracle.counter("process_call_written_bytes", io.wchar);
    oracle.counter("process_read_calls", io.syscr);
    oracle.counter("process_write_calls", io.syscw);
    let limit = match process.limits().unwrap().max_open_files.soft_limit {
        LimitValue::Unlimited => f64::INFINITY,
        LimitValue::Value(value) => value as f64,
    };
    oracle.gauge("process_descriptors_limit", limit, 0.0);
    let descriptors = process.fd_count().unwrap();
    drop(process);
    let descriptors = if own { open_numbers().len() } else { descriptors };
    oracle.gauge("process_descriptors", descriptors as u64, 0.0);
    oracle
}

fn reader(target: Target) -> impl FnMut() -> Sample {
    let builder = Sampler::builder().groups(Groups::PROCESS).target(target);
    let mut sampler = builder.slow_interval(Duration::ZERO).build().unwrap();
    move || {
        let mut sample = Sample::default();
        sampler.read(&mut sample).unwrap();
        sample
    }
}

#[test]
fn the_own_process() {
    isolated("process::the_own_process", || {
        let mut kept = Vec::new();
        let mut reader = reader(Target::Own);
        compare(
            18,
            || oracle(std::process::id(), true),
            || {
                // Something that changes: memory, CPU time, calls.
                kept.push(black_box(vec![1u8; 1 << 20]));
                let _ = std::fs::read("/proc/version");
                reader()
            },
        );
    });
}

#[test]
fn another_process() {
    isolated("process::another_process", || {
        let child = children::spawn(|| {
            let mut kept = Vec::new();
            loop {
                if kept.len() < 30 {
                    kept.push(black_box(vec![1u8; 1 << 20]));
                }
                let _ = std::fs::read("/proc/version");
                black_box((0..100_000_u64).sum::<u64>());
                std::thread::sleep(Duration::from_millis(1));
            }
        });
        let pid = child.pid();
        compare(18, || oracle(pid, false), reader(Target::Pid(pid)));
        child.kill();
    });
}
