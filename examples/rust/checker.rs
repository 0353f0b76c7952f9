//! Checks the URLs that are given, all at once: `cargo run --features check --example checker -- http://127.0.0.1:8000/`

use std::time::Duration;

use plimsoll::checker::{Check, Checker, CheckerOptions, RunOptions};
use plimsoll::finding::Status;
use plimsoll::probe::{Outcome, Target};

fn main() -> plimsoll::Result<()> {
    let checker = Checker::new(CheckerOptions::default())?;
    let mut checks: Vec<Check> =
        std::env::args().skip(1).map(|url| Check::new(Target::rest(&url, &url))).collect();
    // A check of one's own, beside the servers.
    checks.push(Check::own("threads", Duration::from_secs(5), |own| {
        let threads = std::fs::read_dir("/proc/self/task").map_or(0, Iterator::count);
        let status = if threads < 200 { Status::Healthy } else { Status::Degraded };
        Outcome::own(&*own.name, status, format!("{threads} threads"))
    }));
    let mut options = RunOptions::default();
    options.deadline = Some(Duration::from_secs(60));
    // As they come; `checker.check_all` waits for all, and keeps their order.
    for completed in checker.start(checks, options) {
        let outcome = completed.outcome;
        println!("{}: {} ({}), {}", outcome.name, outcome.status, outcome.reason, outcome.message);
    }
    Ok(())
}
