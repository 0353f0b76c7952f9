//! What a permit costs.
//!
//! `cargo bench --bench gate [-- FILTER]`

use std::hint::black_box;
use std::sync::Barrier;
use std::thread;
use std::time::{Duration, Instant};

use criterion::{criterion_group, criterion_main, Criterion};
use plimsoll::gate::{Gate, GateOptions};
use plimsoll::{Admission, Priority};

fn gate(adaptive: bool) -> Gate {
    let mut options = GateOptions::default();
    if !adaptive {
        options.adaptive = None;
    }
    Gate::new(options).expect("a gate of this container")
}

/// As many threads, each taking and giving back a permit so often: how long that takes.
fn together(gate: &Gate, threads: usize, times: u64) -> Duration {
    let ready = Barrier::new(threads + 1);
    thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                ready.wait();
                for _ in 0..times {
                    drop(black_box(gate.try_acquire(Priority::NORMAL)));
                }
            });
        }
        ready.wait();
        Instant::now()
    })
    .elapsed()
}

fn permits(criterion: &mut Criterion) {
    for (name, adaptive) in [("adaptive", true), ("fixed", false)] {
        let gate = gate(adaptive);
        criterion.bench_function(&format!("gate/try_acquire and release, {name}"), |bencher| {
            bencher.iter(|| drop(black_box(gate.try_acquire(Priority::NORMAL))));
        });
        // Time that passes for each of them: with fewer cores than threads it is shared out.
        criterion.bench_function(&format!("gate/the same in 16 threads, {name}"), |bencher| {
            bencher.iter_custom(|times| together(&gate, 16, times));
        });
    }
    let gate = gate(false);
    let _permits: Vec<_> = std::iter::from_fn(|| gate.try_acquire(Priority::NORMAL).ok()).collect();
    criterion.bench_function("gate/a refusal", |bencher| {
        bencher.iter(|| drop(black_box(gate.try_acquire(Priority::NORMAL))));
    });
    criterion.bench_function("gate/refresh", |bencher| {
        bencher.iter_custom(|times| {
            let mut took = Duration::ZERO;
            for _ in 0..times.min(20) {
                // Closer together they would be one.
                thread::sleep(Duration::from_millis(101));
                let began = Instant::now();
                gate.refresh();
                took += began.elapsed();
            }
            took * u32::try_from(times).unwrap_or(u32::MAX) / u32::try_from(times.min(20)).unwrap_or(1)
        });
    });
}

criterion_group! {
    name = benches;
    config = Criterion::default().measurement_time(Duration::from_secs(2));
    targets = permits
}
criterion_main!(benches);
