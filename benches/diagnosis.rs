//! What a verdict costs: diagnosis, advice, load line, and an observation without the reading.
//!
//! The kernel's files are captured ones, so that nothing is wrong and nothing moves; the history is
//! full. One set of numbers is of a container that is in trouble.

use std::hint::black_box;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::Arc;
use std::time::Duration;

use criterion::{criterion_group, criterion_main, Criterion};
use plimsoll::clock::Clock;
use plimsoll::{Monitor, MonitorOptions, Sampler, Severity, WorkloadPattern};

/// As many as the history keeps by default.
const OBSERVATIONS: usize = 1_000;

/// A second passes with each reading.
#[derive(Debug, Default)]
struct Stepping(AtomicU64);

impl Clock for Stepping {
    fn boot_ns(&self) -> u64 {
        self.0.fetch_add(1_000_000_000, Ordering::Relaxed)
    }

    fn wall_ns(&self) -> u64 {
        1_700_000_000_000_000_000 + self.0.load(Ordering::Relaxed)
    }
}

fn monitor(change: impl FnOnce(&mut MonitorOptions)) -> Monitor {
    let tree = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/kernels/v2-psi");
    let mut options = MonitorOptions::default();
    options.sampler = Sampler::builder()
        .proc_root(tree.join("proc"))
        .sys_root(tree.join("sys"))
        .clock(Arc::new(Stepping::default()))
        .slow_interval(Duration::ZERO);
    change(&mut options);
    let mut monitor = Monitor::new(options).expect("a monitor");
    for _ in 0..OBSERVATIONS {
        monitor.observe().expect("an observation");
    }
    monitor
}

fn verdicts(criterion: &mut Criterion) {
    let quiet = monitor(|_| ());
    assert!(quiet.diagnose().bottlenecks.is_empty(), "{:?}", quiet.diagnose().bottlenecks);
    criterion
        .bench_function("diagnose, nothing wrong", |bencher| bencher.iter(|| black_box(quiet.diagnose())));
    criterion.bench_function("load line", |bencher| bencher.iter(|| black_box(quiet.load_line())));
    criterion.bench_function("recommend and allocation, nothing wrong", |bencher| {
        bencher.iter(|| black_box((quiet.recommend(), quiet.allocation(WorkloadPattern::Detect))));
    });
    let troubled = monitor(|options| {
        // What the captured container holds counts as too much.
        for rule in ["memory.used", "disk_space.used", "pids.used", "descriptors.used"] {
            let severity = if rule.starts_with("pids") || rule.starts_with("desc") {
                Severity::Medium
            } else {
                Severity::High
            };
            options.thresholds.set(rule, severity, 0.000_001, 0.0).expect("a threshold");
        }
    });
    let found = troubled.diagnose().bottlenecks.len();
    assert!(found >= 2, "{found}");
    criterion.bench_function(&format!("diagnose, {found} findings"), |bencher| {
        bencher.iter(|| black_box(troubled.diagnose()));
    });
    criterion.bench_function(&format!("recommend and allocation, {found} findings"), |bencher| {
        bencher.iter(|| black_box((troubled.recommend(), troubled.allocation(WorkloadPattern::Detect))));
    });
}

fn observing(criterion: &mut Criterion) {
    let mut live = Monitor::new(MonitorOptions::default()).expect("a monitor");
    criterion.bench_function("observe", |bencher| bencher.iter(|| live.observe().expect("an observation")));
    let mut sampler = Sampler::builder().build().expect("a sampler");
    let mut sample = plimsoll::Sample::default();
    criterion.bench_function("its reading alone", |bencher| {
        bencher.iter(|| sampler.read(&mut sample).expect("a sample"));
    });
}

criterion_group! {
    name = benches;
    config = Criterion::default().warm_up_time(Duration::from_millis(500)).measurement_time(Duration::from_secs(2));
    targets = verdicts, observing
}
criterion_main!(benches);
