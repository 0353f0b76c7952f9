//! What a database pool costs: an observation, the pattern, advice over a full history.

use std::hint::black_box;

use criterion::{criterion_group, criterion_main, Criterion};
use plimsoll::dbpool::{DatabasePool, DatabaseStats, DatabaseSystem, PoolStats, SizeOptions};

fn observe(pool: &DatabasePool, second: f64) {
    let requests = 200.0 * second + 40.0 * (second / 7.0).sin();
    let stats = PoolStats {
        size: Some(32.0),
        requests: Some(requests),
        use_seconds: Some(requests * 0.02),
        ..PoolStats::default()
    };
    pool.observe_at(second, &stats).unwrap();
}

/// A pool whose load comes in bursts that it can hardly carry, before a database whose CPUs are known: the most to compute.
fn bursts() -> DatabasePool {
    let pool = DatabasePool::new("bursts").unwrap();
    let mut requests = 0.0;
    for second in 0..700 {
        requests += if second % 40 < 6 { 1000.0 } else { 200.0 };
        let stats = PoolStats {
            size: Some(32.0),
            requests: Some(requests),
            use_seconds: Some(requests * 0.02),
            use_seconds_squared: Some(requests * 0.0012),
            queued: Some(requests * 0.01),
            wait_seconds: Some(requests * 0.0001),
            ..PoolStats::default()
        };
        let mut database = DatabaseStats::new(DatabaseSystem::PostgreSql);
        database.values.cpus = Some(8.0);
        database.values.connections_active = Some(3.0);
        pool.observe_at(f64::from(second), &stats).unwrap();
        pool.observe_database_at(f64::from(second), database).unwrap();
    }
    pool
}

fn dbpool(criterion: &mut Criterion) {
    let pool = DatabasePool::new("orders").unwrap();
    let mut second = 0.0;
    while second < 700.0 {
        observe(&pool, second);
        second += 1.0;
    }
    criterion.bench_function("dbpool, observe", |bencher| {
        bencher.iter(|| {
            second += 1.0;
            observe(black_box(&pool), second);
        });
    });
    criterion.bench_function("dbpool, recognise", |bencher| bencher.iter(|| black_box(&pool).recognise()));
    let options = SizeOptions::default();
    criterion.bench_function("dbpool, advise", |bencher| bencher.iter(|| black_box(&pool).advise(&options)));
    let bursts = bursts();
    criterion.bench_function("dbpool, advise, bursts", |bencher| {
        bencher.iter(|| black_box(&bursts).advise(&options));
    });
}

criterion_group!(benches, dbpool);
criterion_main!(benches);
