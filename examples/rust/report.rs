//! Watches the own container for some seconds and writes what it found as a page.
//!
//! `cargo run --features report --example report -- report.html 10`

use std::time::Duration;

use plimsoll::history::Signal;
use plimsoll::report::{self, Document, Point, Series};
use plimsoll::{Monitor, MonitorOptions};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let file = arguments.next().unwrap_or_else(|| "report.html".to_owned());
    let seconds: u32 = arguments.next().map_or(Ok(10), |seconds| seconds.parse())?;

    let mut monitor = Monitor::new(MonitorOptions::default())?;
    let mut history: Vec<Series> = Signal::ALL.iter().map(|signal| series(*signal)).collect();
    for _ in 0..seconds * 10 {
        monitor.observe()?;
        let Some(sample) = monitor.sample() else { continue };
        let usage = monitor.latest_usage();
        let wall_seconds = sample.wall_time_ns() as f64 / 1e9;
        for (signal, series) in Signal::ALL.iter().zip(&mut history) {
            if let Some(mean) = signal.value(sample, usage.as_ref()) {
                series.points.push(Point { wall_seconds, mean, max: mean });
            }
        }
        std::thread::sleep(Duration::from_millis(100));
    }

    let diagnosis = monitor.diagnose();
    let page = report::html(&Document { history, ..Document::new(&diagnosis) });
    std::fs::write(&file, &page)?;
    println!("{file}: {} KiB", page.len() / 1024);
    Ok(())
}

fn series(signal: Signal) -> Series {
    let info = signal.info();
    Series {
        name: info.name.to_owned(),
        title: info.title.to_owned(),
        unit: info.unit,
        points: Vec::new(),
        limit: None,
        limit_title: String::new(),
        marks: Vec::new(),
    }
}
