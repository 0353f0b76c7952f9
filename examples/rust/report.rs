//! Watches the own container for some seconds and writes what it found as a page.
//!
//! `cargo run --features report --example report -- report.html 10`

use std::time::Duration;

use plimsoll::report::{self, Document};
use plimsoll::{Monitor, MonitorOptions};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let file = arguments.next().unwrap_or_else(|| "report.html".to_owned());
    let seconds: u32 = arguments.next().map_or(Ok(10), |seconds| seconds.parse())?;

    let mut monitor = Monitor::new(MonitorOptions::default())?;
    for _ in 0..seconds * 10 {
        monitor.observe()?;
        std::thread::sleep(Duration::from_millis(100));
    }

    let page = report::html(&Document::of(&monitor.report_with_history()));
    std::fs::write(&file, &page)?;
    println!("{file}: {} KiB", page.len() / 1024);
    Ok(())
}
