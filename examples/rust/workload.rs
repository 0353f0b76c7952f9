//! Records what a process and its container use, one line a second, as the recogniser of workload
//! patterns takes it: `cargo run --release --example workload -- PID [SECONDS]`.

use std::time::{Duration, Instant};

use plimsoll::advise::WorkloadPoint;
use plimsoll::{Sample, Sampler, Target, Usage};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let pid = arguments.next().ok_or("usage: workload PID [SECONDS]")?.parse()?;
    let seconds: u32 = arguments.next().map_or(Ok(25), |seconds| seconds.parse())?;

    let mut sampler = Sampler::builder().target(Target::Pid(pid)).build()?;
    let mut before = Sample::default();
    let mut after = Sample::default();
    sampler.read(&mut before)?;
    println!("{}", WorkloadPoint::COLUMNS.join(","));
    let start = Instant::now();
    for second in 1..=seconds {
        let next = Duration::from_secs(second.into());
        std::thread::sleep(next.saturating_sub(start.elapsed()));
        if sampler.read(&mut after).is_err() {
            break; // The process ended.
        }
        let usage = Usage::between(&before, &after)?;
        let point = WorkloadPoint::of(start.elapsed().as_secs_f64(), &after, &usage);
        let values = point.values().map(|value| value.map(short).unwrap_or_default());
        println!("{:.2},{}", point.seconds, values.join(","));
        std::mem::swap(&mut before, &mut after);
    }
    Ok(())
}

/// Four significant digits; no more is measured.
fn short(value: f64) -> String {
    let digits = if value == 0.0 { 0 } else { (3.0 - value.abs().log10().floor()).clamp(0.0, 6.0) as usize };
    let text = format!("{value:.digits$}");
    if text.contains('.') {
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    } else {
        text
    }
}
