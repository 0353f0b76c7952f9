use super::leaks::LEAKS;
use super::quiet::QUIET;
use super::random::Random;
use super::trace::Trace;
use crate::trends::{Assessment, Growth, Trend, TrendOptions};

const SEEDS: u64 = 3;
fn seeds() -> u64 {
    std::env::var("SEEDS").map_or(SEEDS, |s| s.parse().unwrap())
}

fn detector(trace: &Trace) -> Trend {
    Trend::new(if trace.fill { TrendOptions::fill() } else { TrendOptions::leak() })
}

fn growth(trend: &Trend, limit: f64) -> Option<Growth> {
    match trend.assess(Some(limit)) {
        Assessment::Growing(growth) => Some(growth),
        _ => None,
    }
}

#[test]
fn leaks_are_found_in_time_and_nothing_else_is() {
    let mut missed = Vec::new();
    println!("{:<44} found  error of the time left", "leaks, at a third of the way");
    let (mut leaks, mut found, mut close) = (0, 0, 0);
    for (number, (name, make)) in LEAKS.iter().enumerate() {
        let (mut here, mut errors) = (0, Vec::new());
        for seed in 0..seeds() {
            let trace = make(&mut Random::new(1000 * seed + number as u64));
            let reached = trace.reached().expect(name);
            let third = trace.from + (reached - trace.from) / 3.0;
            let mut trend = detector(&trace);
            if std::env::var_os("TRACE").is_some() {
                eprintln!("== {name} {seed} third {third}");
            }
            for &(at, value) in trace.observations.iter().take_while(|(at, _)| *at <= third) {
                trend.push(at, value);
            }
            leaks += 1;
            let Some(growth) = growth(&trend, trace.limit) else {
                missed.push(format!("missed: {name}, seed {seed}"));
                continue;
            };
            here += 1;
            let left = growth.seconds_to_limit.unwrap();
            let error = left / (reached - trend_latest(&trace, third)) - 1.0;
            errors.push(format!("{:+.1}%", 100.0 * error));
            close += u32::from(error.abs() <= 0.15);
        }
        found += here;
        println!("{name:<44} {here}/{}    {}", seeds(), errors.join(" "));
    }

    println!("\n{:<44} called growing", "quiet");
    let (mut quiet, mut wrong) = (0, 0);
    for (number, (name, make)) in QUIET.iter().enumerate() {
        let mut here = 0;
        for seed in 0..seeds() {
            let trace = make(&mut Random::new(1000 * seed + 500 + number as u64));
            let mut trend = detector(&trace);
            let first = trace.observations.iter().find(|&&(at, value)| {
                trend.push(at, value);
                at >= trace.from && growth(&trend, trace.limit).is_some()
            });
            quiet += 1;
            here += u32::from(first.is_some());
            if let Some((at, _)) = first {
                missed.push(format!(
                    "wrong: {name}, seed {seed}, at {at} s: {:?}",
                    growth(&trend, trace.limit)
                ));
            }
        }
        wrong += here;
        println!("{name:<44} {here}/{}", seeds());
    }
    println!("{}", missed.join("\n"));
    let share = |part: u32, whole: u32| f64::from(part) / f64::from(whole);
    let (precision, recall, near) = (share(found, found + wrong), share(found, leaks), share(close, leaks));
    println!("\n{leaks} leaks, {quiet} quiet: precision {precision:.3}, recall {recall:.3}, time within 15 %: {near:.3}");
    assert!(LEAKS.len() >= 20 && QUIET.len() >= 30);
    assert!(precision >= 0.95 && recall >= 0.95 && near >= 0.95);
}

/// The latest observation up to a time.
fn trend_latest(trace: &Trace, until: f64) -> f64 {
    trace.observations.iter().map(|(at, _)| *at).take_while(|at| *at <= until).last().unwrap_or(0.0)
}
