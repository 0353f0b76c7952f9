//! The sampler in a process that forks, daemonises, moves and runs out of descriptors: the next
//! sample is right, and nothing that belongs to the host is touched.

#[path = "../common/mod.rs"]
mod common;
mod descriptors;
mod forks;
mod limits;
mod moves;
mod namespaces;
mod shortage;
mod targets;

use std::collections::BTreeSet;
use std::time::Duration;

use common::descriptors::open_numbers;
use plimsoll::{Sample, Sampler, SamplerBuilder};

/// Options under which only the first reading is due for the slow lane: what the next readings
/// have to get right they cannot leave to it.
fn options() -> SamplerBuilder {
    Sampler::builder().slow_interval(Duration::from_secs(3600))
}

fn read(sampler: &mut Sampler) -> Sample {
    let mut sample = Sample::default();
    sampler.read(&mut sample).unwrap();
    sample
}

/// Names of the values that are there.
fn present(sample: &Sample) -> BTreeSet<&'static str> {
    sample.values().map(|(field, _)| field.name).collect()
}

/// Fails if a value that was there is missing, or one that never changes has changed, or what the
/// sample says of this process is not so.
fn assert_right(sample: &Sample, before: &Sample, when: &str) {
    let missing: Vec<_> = present(before).difference(&present(sample)).copied().collect();
    assert!(missing.is_empty(), "{when}: missing {missing:?}");
    for name in STEADY {
        assert_eq!(sample.get(name), before.get(name), "{when}: {name}");
    }
    assert_own_process(sample, when);
}

/// What does not change by itself from one reading to the next.
const STEADY: [&str; 10] = [
    "host_cpus_online",
    "host_memory_total_bytes",
    "host_disks",
    "network_interfaces",
    "filesystem_total_bytes",
    "cgroup_cpuset_cpus",
    "cgroup_effective_cpus",
    "cgroup_memory_effective_limit_bytes",
    "cgroup_pids_effective_limit",
    "process_descriptors_limit",
];

/// Memory that is really there.
fn occupy(bytes: usize) -> Vec<u8> {
    std::hint::black_box(vec![1; bytes])
}

fn assert_own_process(sample: &Sample, when: &str) {
    let descriptors = open_numbers().len() as u64;
    assert_eq!(sample.process_descriptors(), Some(descriptors), "{when}: descriptors");
    assert_eq!(sample.process_threads(), Some(1), "{when}: threads");
    let resident = resident_bytes();
    let said = sample.process_resident_bytes().expect("resident");
    assert!(said.abs_diff(resident) < 8 << 20, "{when}: {said} bytes resident, the kernel says {resident}");
}

/// By the kernel's own word, now.
fn resident_bytes() -> u64 {
    let statm = procfs::process::Process::myself().and_then(|process| process.statm()).expect("statm");
    statm.resident * procfs::page_size()
}
