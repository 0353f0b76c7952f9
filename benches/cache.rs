//! What it costs to ask the cache, and to put something in.
//!
//! `cargo bench --features check --bench cache [-- FILTER]`

use std::hint::black_box;
use std::time::{Duration, Instant};

use criterion::{criterion_group, criterion_main, Criterion};
use plimsoll::cache::{Cache, Fetched, Known};

const ENTRIES: u64 = 10_000;
const HOUR: Duration = Duration::from_secs(3600);

fn filled() -> Cache<u64, u64> {
    let cache = Cache::new(ENTRIES as usize);
    // Parts fill unevenly: so many fit into all of them.
    for key in 0..ENTRIES / 2 {
        cache.insert(key, key, HOUR);
    }
    cache
}

/// Visits the keys in an order that the processor cannot foresee.
fn next(key: &mut u64) -> u64 {
    *key = key.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    (*key >> 33) % (ENTRIES / 2)
}

fn cache(criterion: &mut Criterion) {
    let cache = filled();
    let mut key = 0;
    criterion.bench_function("cache/get", |bencher| {
        bencher.iter(|| cache.get(black_box(&next(&mut key))));
    });
    criterion.bench_function("cache/get, not there", |bencher| {
        bencher.iter(|| cache.get(black_box(&(next(&mut key) + ENTRIES))));
    });
    let deadline = Instant::now() + HOUR;
    criterion.bench_function("cache/get_or_fetch, there", |bencher| {
        bencher.iter(|| {
            cache.get_or_fetch(black_box(&next(&mut key)), deadline, || {
                Ok(Fetched::Found { value: 1, ttl: HOUR })
            })
        });
    });
    criterion.bench_function("cache/get_or_fetch, fetching", |bencher| {
        bencher.iter(|| {
            let key = next(&mut key) + ENTRIES;
            cache.get_or_fetch(black_box(&key), deadline, || {
                Ok(Fetched::Found { value: 1, ttl: Duration::ZERO })
            })
        });
    });
    let names: Cache<Box<str>, u64> = Cache::new(ENTRIES as usize);
    let name = |key| format!("server-{key}.example.internal");
    for key in 0..ENTRIES / 2 {
        names.insert(name(key).into(), key, HOUR);
    }
    let wanted: Vec<String> = (0..64).map(|_| name(next(&mut key))).collect();
    let mut at = 0;
    criterion.bench_function("cache/get, by a name", |bencher| {
        bencher.iter(|| {
            at = (at + 1) % wanted.len();
            let known = names.get(black_box(wanted[at].as_str()));
            assert!(matches!(known, Some(Known::Found(_))));
            known
        });
    });
    criterion.bench_function("cache/insert", |bencher| {
        bencher.iter(|| cache.insert(black_box(next(&mut key)), 1, HOUR));
    });
    let full = filled();
    let mut fresh = ENTRIES;
    criterion.bench_function("cache/insert, evicting", |bencher| {
        bencher.iter(|| {
            fresh += 1;
            full.insert(black_box(fresh), 1, HOUR);
        });
    });
}

criterion_group!(benches, cache);
criterion_main!(benches);
