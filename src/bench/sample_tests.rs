//! A result as tests need it, made by arithmetic.

use super::measure::{Better, Group, Measure};
use super::result::{BenchResult, Ended, LeftOut, Threads, SCHEMA};
use super::{LatencyFacts, Machine, Resources, Scores};
use crate::stats::Random;

const ROUNDS: usize = 60;

fn measure(random: &mut Random, name: &str, title: &str, group: Group, unit: &str, value: f64) -> Measure {
    let better = if unit == "seconds" { Better::Lower } else { Better::Higher };
    let rounds: Vec<f64> = (0..ROUNDS).map(|_| value * (1.0 + 0.02 * random.chance())).collect();
    let latency = (unit == "seconds").then_some(LatencyFacts {
        count: 6000,
        min_seconds: value * 0.9,
        p50_seconds: value,
        p90_seconds: value * 1.1,
        p99_seconds: value * 2.0,
        max_seconds: value * 900.0,
    });
    Measure {
        name: name.to_owned(),
        title: title.to_owned(),
        group,
        unit: unit.to_owned(),
        better,
        value,
        spread_ratio: Measure::spread(&rounds),
        dose: String::new(),
        latency,
        allocations: (group == Group::Monitoring).then_some(0.0),
        reference_seconds: vec![1e-5; rounds.len()],
        rounds,
    }
}

/// A whole result of a container with a quota, whose first measure takes so many times what it should.
pub(super) fn slower(seed: u64, times: f64) -> BenchResult {
    let random = &mut Random::new(seed);
    let mut measures = vec![
        measure(random, "sample", "a full sample", Group::Monitoring, "seconds", 60e-6 * times),
        measure(random, "diagnose", "a verdict", Group::Monitoring, "seconds", 20e-6),
        measure(random, "cpu", "computing in one thread", Group::Cpu, "per_second", 50e3),
        measure(random, "memory_copy", "copying memory", Group::Memory, "bytes_per_second", 8e9),
        measure(random, "handoff", "two threads that wake each other", Group::Concurrency, "seconds", 12e-6),
        measure(
            random,
            "parallel",
            "computing in all threads at once",
            Group::Concurrency,
            "per_second",
            95e3,
        ),
        measure(random, "disk_write", "writing to the disk", Group::Disk, "bytes_per_second", 250e6),
    ];
    measures[3].dose = "buffers of 2.0 MiB".to_owned();
    let level = |threads: usize, speedup: f64| Threads {
        threads,
        per_second: 50e3 * speedup,
        speedup,
        efficiency_ratio: speedup / threads as f64,
    };
    let threads = vec![level(1, 1.0), level(2, 1.9), level(4, 3.1)];
    let resources = Resources {
        process_cpus: Some(0.5),
        cpu_ratio: Some(0.98),
        throttled_periods_ratio: Some(0.4),
        throttled_ratio: Some(0.1),
        steal_ratio: Some(0.0),
        cpu_pressure_ratio: Some(0.2),
        memory_ratio: Some(0.3),
        oom_kills: Some(0.0),
        ..Resources::default()
    };
    let scores = Scores::of(&measures, &threads, &resources, Some(0.05));
    BenchResult {
        schema: SCHEMA.to_owned(),
        version: "1.0.0".to_owned(),
        profile: "1s".to_owned(),
        began_unix_ns: 1_800_000_000_000_000_000,
        seconds: 1.02,
        ended: Ended::Complete,
        rounds: ROUNDS,
        machine: Machine {
            architecture: "x86_64".to_owned(),
            cpu_model: Some("Sixfold <9000>".to_owned()),
            host_cpus: Some(16),
            effective_cpus: Some(4.0),
            host_memory_bytes: Some(64 << 30),
            memory_limit_bytes: Some(64 << 20),
            kernel: Some("6.1.0".to_owned()),
            cgroup_layout: "v2".to_owned(),
            clock_source: Some("tsc".to_owned()),
            optimised: true,
        },
        measures,
        threads,
        warnings: resources.warnings(),
        resources,
        scores,
        left_out: vec![LeftOut { name: "disk_sync".to_owned(), why: "it was asked not to".to_owned() }],
        comparison: None,
    }
}

pub(super) fn sample() -> BenchResult {
    slower(1, 1.0)
}

/// Beside a baseline, of which one measure is worse by a fifth.
pub(super) fn compared() -> BenchResult {
    let mut result = slower(2, 1.2);
    result.comparison = Some(result.against(&sample()).unwrap());
    result
}
