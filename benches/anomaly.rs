//! What a detector costs the monitor for each reading, and what its answers cost.
//!
//! `cargo bench --bench anomaly [-- FILTER]`

use criterion::{criterion_group, criterion_main, Criterion};
use plimsoll::anomaly::Detector;
use std::hint::black_box;

/// Something like a CPU: noise, and a burst now and then.
fn value(second: u64) -> f64 {
    let noise = second.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 40;
    0.2 + noise as f64 / (1 << 26) as f64 + if second % 60 < 2 { 0.5 } else { 0.0 }
}

fn learned(mut detector: Detector, seconds: u64) -> Detector {
    for second in 0..seconds {
        detector.push(second as f64, value(second));
    }
    detector
}

fn pushes(criterion: &mut Criterion, name: &str, detector: Detector, spacing: f64) {
    let mut detector = learned(detector, 4000);
    let mut reading = 0;
    criterion.bench_function(name, |bencher| {
        bencher.iter(|| {
            reading += 1;
            detector.push(4000.0 + reading as f64 * spacing, black_box(value(reading)))
        });
    });
}

fn detector(criterion: &mut Criterion) {
    pushes(criterion, "push, 1 Hz", Detector::without_forecast(), 1.0);
    pushes(criterion, "push, 1 Hz, with forecast", Detector::new(), 1.0);
    pushes(criterion, "push, 100 Hz, with forecast", Detector::new(), 0.01);
    let detector = learned(Detector::new(), 60_000);
    criterion.bench_function("state", |bencher| bencher.iter(|| black_box(&detector).state().copied()));
    for horizon in [60.0, 3600.0, 14_000.0] {
        criterion.bench_function(&format!("forecast, {horizon} s"), |bencher| {
            bencher.iter(|| black_box(&detector).forecast(black_box(horizon)));
        });
    }
}

criterion_group!(benches, detector);
criterion_main!(benches);
