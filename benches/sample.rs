//! What a sample costs, by set, by group and by detail. Only ratios within one run mean anything;
//! `make bench-peers` compares with other libraries.

use std::hint::black_box;
use std::time::Duration;

use criterion::{criterion_group, criterion_main, Criterion};
use plimsoll::{Activity, Groups, Sample, Sampler, SamplerBuilder};

/// The naive floor, shared with the comparison of peers.
#[path = "peers/src/floor.rs"]
#[allow(dead_code)] // The list of processes is only of use there.
mod floor;

/// One side of a comparison.
trait Side {
    /// Takes one reading.
    fn read(&mut self);

    /// What is worth saying about it.
    fn note(&self) -> String {
        String::new()
    }
}

fn read(criterion: &mut Criterion, name: &str, builder: SamplerBuilder) {
    let mut sampler = builder.build().expect("a sampler");
    let mut sample = Sample::default();
    sampler.read(&mut sample).expect("a sample");
    criterion.bench_function(name, |bencher| {
        bencher.iter(|| {
            sampler.read(&mut sample).expect("a sample");
            black_box(&sample);
        });
    });
}

fn sets(criterion: &mut Criterion) {
    let mut floor = floor::Floor::open();
    println!("the naive floor reads {}", floor.note());
    criterion.bench_function("naive floor", |bencher| bencher.iter(|| floor.read()));
    read(criterion, "full", Sampler::builder().groups(Groups::FULL));
    read(criterion, "tick", Sampler::builder().groups(Groups::TICK));
    let eager = Sampler::builder().groups(Groups::FULL).slow_interval(Duration::ZERO);
    read(criterion, "full, slow lane every time", eager);
}

fn groups(criterion: &mut Criterion) {
    for group in Groups::FULL.iter() {
        for name in group.names() {
            // Without a slow lane: what the group costs when it is read.
            let builder = Sampler::builder().groups(group).slow_interval(Duration::ZERO);
            read(criterion, &format!("group {name}"), builder);
        }
    }
}

fn details(criterion: &mut Criterion) {
    let mut sampler = Sampler::builder().build().expect("a sampler");
    macro_rules! detail {
        ($method:ident) => {
            let mut found = Vec::new();
            criterion.bench_function(stringify!($method), |bencher| {
                bencher.iter(|| {
                    sampler.$method(&mut found).expect("a detail");
                    black_box(&found);
                });
            });
        };
    }
    detail!(cores);
    detail!(disks);
    detail!(interfaces);
    detail!(filesystems);
    detail!(processes);
}

/// What each kind of activity costs, over the processes that there are.
fn activity(criterion: &mut Criterion) {
    let mut sampler = Sampler::builder().build().expect("a sampler");
    let mut found = Vec::new();
    for (name, what) in [
        ("CPU time and threads", Activity::empty()),
        ("memory too", Activity::MEMORY),
        ("I/O too", Activity::IO),
        ("descriptors too", Activity::DESCRIPTORS),
        ("everything", Activity::all()),
    ] {
        sampler.activity(what, &mut found).expect("processes");
        println!("{} processes", found.len());
        criterion.bench_function(&format!("process activity, {name}"), |bencher| {
            bencher.iter(|| {
                sampler.activity(what, &mut found).expect("processes");
                black_box(&found);
            });
        });
    }
}

fn start(criterion: &mut Criterion) {
    criterion.bench_function("build and first sample", |bencher| {
        bencher.iter(|| {
            let mut sampler = Sampler::builder().build().expect("a sampler");
            let mut sample = Sample::default();
            sampler.read(&mut sample).expect("a sample");
            sample
        });
    });
}

criterion_group!(benches, sets, groups, details, activity, start);
criterion_main!(benches);
