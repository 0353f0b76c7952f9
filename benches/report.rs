//! What it costs to write a page: every signal, a history of 1,000 points, as a monitor keeps it.
//!
//! `cargo bench --features report --bench report`

use std::hint::black_box;

use criterion::{criterion_group, criterion_main, Criterion};
use plimsoll::history::Signal;
use plimsoll::report::{self, Document, Point, Series};
use plimsoll::{Monitor, MonitorOptions};

const POINTS: u32 = 1000;

fn series(signal: Signal) -> Series {
    let info = signal.info();
    let points = (0..POINTS).map(|at| {
        // Up and down, with noise that is the same every time.
        let mean = 2.0 + (f64::from(at) / 50.0).sin() + f64::from(at * 7919 % 101) / 200.0;
        Point { wall_seconds: 1_767_960_000.0 + f64::from(at), mean, max: mean * 1.2 }
    });
    Series {
        name: info.name.to_owned(),
        title: info.title.to_owned(),
        unit: info.unit,
        points: points.collect(),
        limit: Some(4.0),
        limit_title: "limit".to_owned(),
        marks: Vec::new(),
    }
}

fn page(criterion: &mut Criterion) {
    let mut monitor = Monitor::new(MonitorOptions::default()).expect("a monitor of this process");
    monitor.observe().expect("a reading");
    let diagnosis = monitor.diagnose();
    let history: Vec<Series> = Signal::ALL.iter().map(|signal| series(*signal)).collect();
    let document = Document { history, ..Document::new(&diagnosis) };
    println!("{} series of {POINTS} points: {} bytes", Signal::COUNT, report::html(&document).len());
    criterion.bench_function("report/html", |bencher| bencher.iter(|| report::html(black_box(&document))));
}

criterion_group!(benches, page);
criterion_main!(benches);
