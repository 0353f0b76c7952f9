//! What it costs to ask the caches, to put something in, and to be served an outcome without a check.
//!
//! `cargo bench --features check --bench cache [-- FILTER]`

use std::hint::black_box;
use std::io::{Read, Write};
use std::net::TcpListener;
use std::thread;
use std::time::{Duration, Instant};

use criterion::{criterion_group, criterion_main, Criterion};
use plimsoll::cache::{Cache, Fetched, Known};
use plimsoll::checker::{Check, Checker, CheckerOptions};
use plimsoll::probe::{ProbeContext, ProbeOptions, Target};

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

/// What a host has of it: by the names of category and key.
fn categories(criterion: &mut Criterion) {
    let context = ProbeContext::new(ProbeOptions::default()).unwrap();
    let caches = context.caches();
    let entries = 500;
    let name = |key| format!("server-{key}.example.internal");
    for key in 0..entries {
        caches.set("config", &name(key), vec![0; 64], Some(HOUR)).unwrap();
    }
    let keys: Vec<String> = (0..entries).map(name).collect();
    let mut key = 0;
    criterion.bench_function("caches/get", |bencher| {
        bencher.iter(|| {
            let wanted = &keys[(next(&mut key) % entries) as usize];
            let value = caches.get(black_box("config"), black_box(wanted)).unwrap();
            assert!(value.is_some());
            value
        });
    });
    criterion.bench_function("caches/get, not there", |bencher| {
        bencher.iter(|| caches.get(black_box("config"), black_box("nothing.example.internal")).unwrap());
    });
    criterion.bench_function("caches/set", |bencher| {
        bencher.iter(|| {
            let wanted = &keys[(next(&mut key) % entries) as usize];
            caches.set(black_box("config"), black_box(wanted), [0; 64], Some(HOUR)).unwrap();
        });
    });
    criterion.bench_function("caches/sweep, nothing to do", |bencher| bencher.iter(|| caches.sweep()));
}

/// An outcome that is not older than it may be.
fn outcome(criterion: &mut Criterion) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/health", listener.local_addr().unwrap());
    thread::spawn(move || {
        for mut stream in listener.incoming().map_while(Result::ok) {
            let _ = stream.read(&mut [0; 4096]);
            let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok");
        }
    });
    let mut options = CheckerOptions::default();
    options.probe.caches.results.ttl = HOUR;
    let checker = Checker::new(options).unwrap();
    let check = Check::new(Target::rest("shop", url));
    let _ = checker.check_all(std::slice::from_ref(&check), 0);
    criterion.bench_function("caches/an outcome, served", |bencher| {
        bencher.iter(|| {
            let outcome = checker.cached(black_box(&check), Some(HOUR));
            assert!(outcome.as_ref().is_some_and(|outcome| outcome.cached));
            outcome
        });
    });
}

criterion_group!(benches, cache, categories, outcome);
criterion_main!(benches);
