//! What right-sizing costs: an observation at 1 Hz, an answer with the rules of all patterns.

use std::hint::black_box;

use criterion::{criterion_group, criterion_main, Criterion};
use plimsoll::advise::{Sizing, SizingContext, WorkloadPattern};

const BEGIN: f64 = 1_700_000_000.0;

fn observe(sizing: &mut Sizing, second: f64) {
    let cpus = 0.1 + (second / 977.0).fract();
    sizing.observe(BEGIN + second, Some(cpus), Some(0.0), Some(1e9 + second), Some(2e9), 0.0);
}

fn sizing(criterion: &mut Criterion) {
    let mut sizing = Sizing::new();
    let mut second = 0.0;
    while second < 9.0 * 86_400.0 {
        observe(&mut sizing, second);
        second += 10.0;
    }
    criterion.bench_function("sizing, observe", |bencher| {
        bencher.iter(|| {
            second += 1.0;
            observe(black_box(&mut sizing), second);
        });
    });
    let context = SizingContext { host_cpus: Some(8.0), ..SizingContext::default() };
    criterion.bench_function("sizing, allocation", |bencher| {
        bencher.iter(|| black_box(&sizing).allocation(WorkloadPattern::Detect, &context));
    });
}

criterion_group!(benches, sizing);
criterion_main!(benches);
