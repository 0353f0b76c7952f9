//! A load test: `cargo run --release --features load --example load -- http://127.0.0.1:8080/ rate 500 10`.

use std::time::Duration;

use plimsoll::checker::Cancel;
use plimsoll::load::{LoadTest, Part, Scenario};
use plimsoll::probe::Target;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [url, model, level, seconds] = &arguments[..] else {
        return Err("URL, `rate` or `users`, how many, and for how many seconds".into());
    };
    let part = Part::new(Target::rest("target", url));
    let duration = Duration::from_secs_f64(seconds.parse()?);
    let scenario = match model.as_str() {
        "rate" => Scenario::rate(part, level.parse()?, duration),
        _ => Scenario::users(part, level.parse()?, duration),
    };
    let result = LoadTest::new(scenario)?.run_with(&Cancel::new(), |progress| {
        eprintln!(
            "{:3.0} s  {:6.0}/s  p99 {:?}  {} errors",
            progress.elapsed.as_secs_f64(),
            progress.per_second,
            progress.p99.unwrap_or_default(),
            progress.errors
        );
    })?;
    let total = &result.total;
    println!("{:.0} requests a second, {:?}", total.per_second, total.counts);
    println!("latency {:?}", total.latency);
    println!("starts late by {:?}", result.start_delay);
    for warning in &result.warnings {
        println!("note: {warning}");
    }
    Ok(())
}
