//! What the workload recogniser and the efficiency score cost: `cargo bench --bench workload`.

use std::hint::black_box;

use criterion::{criterion_group, criterion_main, Criterion};
use plimsoll::advise::{Efficiency, EfficiencyPoint, Workload, WorkloadPoint};

fn workload_point(second: u32) -> WorkloadPoint {
    let swing = f64::from(second % 13) / 13.0;
    let all = [1.2 + swing, 2.0, 0.1, 0.05, 1e9, 4e9, 0.0, 5e6 * swing, 40.0, 0.1, 0.02, 2e6, 0.0];
    WorkloadPoint::from_values(f64::from(second), all.map(Some))
}

fn efficiency_point(second: u32) -> EfficiencyPoint {
    EfficiencyPoint {
        seconds: f64::from(second),
        cpu_cpus: Some(1.2 + f64::from(second % 13) / 20.0),
        effective_cpus: Some(2.0),
        cpu_quota_cpus: Some(2.0),
        cpu_throttled_ratio: Some(0.02),
        cpu_pressure: Some(0.05),
        memory_needed_bytes: Some(2e9),
        memory_limit_bytes: Some(4e9),
        memory_pressure: Some(0.0),
        io_pressure: Some(0.01),
        load_line: Some(0.8),
        failures: Some(0.0),
    }
}

fn workload(criterion: &mut Criterion) {
    let mut workload = Workload::new();
    let mut second = 0;
    criterion.bench_function("workload observe", |bencher| {
        bencher.iter(|| {
            second += 1;
            workload.observe(black_box(&workload_point(second)));
        });
    });
    criterion
        .bench_function("workload recognise", |bencher| bencher.iter(|| black_box(&workload).recognise()));
}

fn efficiency(criterion: &mut Criterion) {
    let mut efficiency = Efficiency::new();
    let mut second = 0;
    criterion.bench_function("efficiency observe", |bencher| {
        bencher.iter(|| {
            second += 1;
            efficiency.observe(black_box(&efficiency_point(second)));
        });
    });
    criterion.bench_function("efficiency score", |bencher| bencher.iter(|| black_box(&efficiency).score()));
}

criterion_group!(benches, workload, efficiency);
criterion_main!(benches);
