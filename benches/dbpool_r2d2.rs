//! What watching a pool of the crate `r2d2` costs: the pool alone, and with its events counted.
//!
//! `cargo bench --features r2d2 --bench dbpool_r2d2 [-- FILTER]`

use std::fmt;
use std::hint::black_box;
use std::sync::Barrier;
use std::thread;
use std::time::{Duration, Instant};

use criterion::{criterion_group, criterion_main, Criterion};
use plimsoll::dbpool::r2d2::Events;
use plimsoll::dbpool::PoolSource;
use r2d2::{ManageConnection, Pool};

struct Manager;

impl ManageConnection for Manager {
    type Connection = u64;
    type Error = fmt::Error;

    fn connect(&self) -> Result<u64, fmt::Error> {
        Ok(1)
    }

    fn is_valid(&self, _: &mut u64) -> Result<(), fmt::Error> {
        Ok(())
    }

    fn has_broken(&self, _: &mut u64) -> bool {
        false
    }
}

fn pool(events: Option<&Events>) -> Pool<Manager> {
    let builder = Pool::builder().max_size(8).test_on_check_out(false);
    match events {
        Some(events) => builder.event_handler(events.handler()),
        None => builder,
    }
    .build(Manager)
    .expect("connections that are nothing")
}

/// As many threads, each taking and giving back a connection so often: how long that takes.
fn together(pool: &Pool<Manager>, threads: usize, times: u64) -> Duration {
    let ready = Barrier::new(threads + 1);
    thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                ready.wait();
                for _ in 0..times {
                    drop(black_box(pool.get()));
                }
            });
        }
        ready.wait();
        Instant::now()
    })
    .elapsed()
}

/// The least of rounds that alternate: what else the machine does falls on both.
fn overhead(threads: usize) -> f64 {
    const TIMES: u64 = 100_000;
    let events = Events::new();
    let (alone, watched) = (pool(None), pool(Some(&events)));
    let each = |time: Duration| time.as_nanos() as f64 / (TIMES as f64 * threads as f64);
    let mut best = [f64::INFINITY; 2];
    for _ in 0..30 {
        best[0] = best[0].min(each(together(&alone, threads, TIMES)));
        best[1] = best[1].min(each(together(&watched, threads, TIMES)));
    }
    println!("{threads} threads: alone {:.1} ns, watched {:.1} ns a checkout, best of 30", best[0], best[1]);
    best[1] - best[0]
}

fn checkouts(criterion: &mut Criterion) {
    for threads in [1, 2, 8] {
        println!("watching costs {:.1} ns a checkout", overhead(threads));
    }
    let events = Events::new();
    for (name, pool) in [("alone", pool(None)), ("watched", pool(Some(&events)))] {
        criterion.bench_function(&format!("dbpool/r2d2 checkout, {name}"), |bencher| {
            bencher.iter(|| drop(black_box(pool.get())));
        });
    }
    let pool = pool(Some(&events));
    let source = events.source(&pool);
    criterion.bench_function("dbpool/r2d2 stats", |bencher| bencher.iter(|| black_box(source.stats())));
}

criterion_group!(benches, checkouts);
criterion_main!(benches);
