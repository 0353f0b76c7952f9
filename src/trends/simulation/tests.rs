use std::ops::Range;

use super::leaks::LEAKS;
use super::quiet::QUIET;
use super::random::Random;
use super::trace::Trace;
use crate::trends::{Assessment, Growth, Trend, TrendOptions};

/// What came of all traces, each made from some seeds.
#[derive(Debug, Default)]
struct Score {
    leaks: u32,
    found: u32,
    /// The time left was within 15 %.
    close: u32,
    quiet: u32,
    wrong: u32,
    /// Observations from a third of the way to nine tenths, and at how many of them it was called growing.
    later: u32,
    held: u32,
}

impl Score {
    fn precision(&self) -> f64 {
        f64::from(self.found) / f64::from(self.found + self.wrong)
    }

    fn recall(&self) -> f64 {
        f64::from(self.found) / f64::from(self.leaks)
    }

    fn close(&self) -> f64 {
        f64::from(self.close) / f64::from(self.leaks)
    }
}

fn growth(trend: &Trend, limit: f64) -> Option<Growth> {
    match trend.assess(Some(limit)) {
        Assessment::Growing(growth) => Some(growth),
        _ => None,
    }
}

fn detector(trace: &Trace) -> Trend {
    Trend::new(if trace.fill { TrendOptions::fill() } else { TrendOptions::leak() })
}

/// Observations from a third of the way to nine tenths, and at how many of them the leak is called growing.
fn held(trace: &Trace) -> (u32, u32) {
    let way = trace.reached().expect("a leak reaches its limit") - trace.from;
    let mut trend = detector(trace);
    let (mut later, mut held) = (0, 0);
    for &(at, value) in trace.observations.iter().take_while(|(at, _)| *at <= trace.from + 0.9 * way) {
        trend.push(at, value);
        if at >= trace.from + way / 3.0 {
            later += 1;
            held += u32::from(growth(&trend, trace.limit).is_some());
        }
    }
    (later, held)
}

/// By how much the time left is wrong, as a part of it, when a third of the way is done; nothing where the leak was not
/// found by then.
fn error_of(trace: &Trace) -> Option<f64> {
    let reached = trace.reached().expect("a leak reaches its limit");
    let third = trace.from + (reached - trace.from) / 3.0;
    let mut trend = detector(trace);
    let mut now = 0.0;
    for &(at, value) in trace.observations.iter().take_while(|(at, _)| *at <= third) {
        trend.push(at, value);
        now = at;
    }
    Some(growth(&trend, trace.limit)?.seconds_to_limit? / (reached - now) - 1.0)
}

/// When a quiet trace was first called growing.
fn wrong_at(trace: &Trace) -> Option<f64> {
    let mut trend = detector(trace);
    let mut wrong = |&&(at, value): &&(f64, f64)| {
        trend.push(at, value);
        at >= trace.from && growth(&trend, trace.limit).is_some()
    };
    trace.observations.iter().find(|observation| wrong(observation)).map(|(at, _)| *at)
}

fn simulate(seeds: Range<u64>) -> Score {
    let mut score = Score::default();
    let count = (seeds.end - seeds.start) as u32;
    println!("{:<42} found   time left, wrong by", "leaks, at a third of the way");
    for (number, (name, make)) in (0..).zip(LEAKS) {
        let errors: Vec<_> =
            seeds.clone().map(|seed| error_of(&make(&mut Random::new(1000 * seed + number)))).collect();
        let found = errors.iter().flatten().count();
        let worst = errors.iter().flatten().copied().map(f64::abs).fold(0.0, f64::max);
        println!("{name:<42} {found:>2}/{count:<2}   at most {:.1} %", 100.0 * worst);
        score.leaks += count;
        score.found += found as u32;
        score.close += errors.iter().flatten().filter(|error| error.abs() <= 0.15).count() as u32;
    }
    println!("{:<42} called growing", "quiet");
    for (number, (name, make)) in (500..).zip(QUIET) {
        let times: Vec<f64> = seeds
            .clone()
            .filter_map(|seed| wrong_at(&make(&mut Random::new(1000 * seed + number))))
            .collect();
        println!("{name:<42} {:>2}/{count:<2} {times:?}", times.len());
        score.quiet += count;
        score.wrong += times.len() as u32;
    }
    let (precision, recall, close) = (score.precision(), score.recall(), score.close());
    println!("{score:?}: precision {precision:.3}, recall {recall:.3}, time within 15 % for {close:.3}");
    score
}

fn judge(score: &Score) {
    assert!(LEAKS.len() >= 20 && QUIET.len() >= 30);
    assert!(score.precision() >= 0.95, "{score:?}");
    assert!(score.recall() >= 0.95, "{score:?}");
    assert!(score.close() >= 0.95, "{score:?}");
}

#[test]
fn leaks_are_found_in_time_and_nothing_else_is() {
    judge(&simulate(0..2));
}

/// The constants were set with seeds below 40; these are others, of the same kinds of traces.
/// `cargo test --lib --release simulation -- --ignored --nocapture` prints the table.
#[test]
#[ignore = "takes half a minute"]
fn so_it_is_with_seeds_that_set_no_constant() {
    let mut score = simulate(200..240);
    for (number, (name, make)) in (0..).zip(LEAKS) {
        let (mut later, mut kept) = (0, 0);
        for seed in 200..220 {
            let (observations, growing) = held(&make(&mut Random::new(1000 * seed + number)));
            later += observations;
            kept += growing;
        }
        println!("{name:<42} growing at {:.3} of the rest", f64::from(kept) / f64::from(later));
        score.later += later;
        score.held += kept;
    }
    println!(
        "growing at {:.3} of all observations between a third and nine tenths",
        f64::from(score.held) / f64::from(score.later)
    );
    judge(&score);
}
