//! Shifts that were planted in quiet signals are found.

use super::many;
use super::traces::{Random, KINDS};
use plimsoll::anomaly::Detector;

const LEAST_RECALL: f64 = 0.9;

/// As the brief of a shift: so many standard deviations of the last hour, held for so long.
const SPREADS: f64 = 8.0;
const HELD_SECONDS: u32 = 15;

/// Quiet readings at 1 Hz, and where something can be planted: behind them.
struct Past {
    readings: Vec<f64>,
    at: u32,
    deviation: f64,
    median: f64,
    /// Smallest change between two readings.
    step: f64,
    zeros: f64,
}

impl Past {
    fn new(kind: usize, seed: u64) -> Self {
        let at = Random::new(77 + seed).scale(600.0, 12_000.0) as u32;
        let mut trace = (KINDS[kind].make)(Random::new(1000 * kind as u64 + seed + 500));
        let readings: Vec<f64> = (0..at + HELD_SECONDS).map(|second| trace(f64::from(second))).collect();
        let hour = &readings[at.saturating_sub(3600) as usize..at as usize];
        let count = hour.len() as f64;
        let mean = hour.iter().sum::<f64>() / count;
        let variance = hour.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / count;
        let mut sorted = hour.to_vec();
        sorted.sort_by(f64::total_cmp);
        let changes = hour.windows(2).map(|pair| (pair[1] - pair[0]).abs()).filter(|change| *change > 0.0);
        Past {
            deviation: variance.sqrt(),
            median: sorted[sorted.len() / 2],
            step: changes.fold(f64::MAX, f64::min),
            zeros: hour.iter().filter(|value| **value <= 0.0).count() as f64 / count,
            readings,
            at,
        }
    }

    /// Whether the detector speaks of what was made of the last readings.
    fn is_found(&self, plant: impl Fn(f64) -> f64) -> bool {
        let mut detector = Detector::without_forecast();
        let mut found = false;
        for (second, value) in (0..).zip(&self.readings) {
            let planted = second >= self.at;
            let value = if planted { plant(*value) } else { *value };
            let unusual = detector.push(f64::from(second), value);
            found |=
                planted && unusual.is_some_and(|unusual| unusual.since_seconds + 3.0 >= f64::from(self.at));
        }
        found
    }
}

#[test]
fn shifts_of_eight_spreads_held_for_15_seconds_are_found() {
    let (mut found, mut planted) = (0, 0);
    for (number, kind) in KINDS.iter().enumerate().filter(|(_, kind)| kind.plant) {
        let traces = many(40, 6);
        let mut of_kind = 0;
        for seed in 0..traces {
            let past = Past::new(number, seed);
            // Below this part of the level, and below two steps, a change is none by design.
            let size = (SPREADS * past.deviation).max(4.0 * past.step).max(0.02 * past.median);
            of_kind += u64::from(past.is_found(|value| value + size));
        }
        println!("{:30} {of_kind} of {traces}", kind.name);
        found += of_kind;
        planted += traces;
    }
    let recall = found as f64 / planted as f64;
    println!("recall {recall:.3} of {planted}");
    assert!(recall >= LEAST_RECALL, "{recall}");
}

#[test]
fn busy_signals_that_fall_to_zero_are_found() {
    let (mut found, mut planted) = (0, 0);
    for (number, kind) in KINDS.iter().enumerate().filter(|(_, kind)| kind.plant) {
        // Between its jobs a signal is not busy.
        if kind.name.starts_with("job") {
            continue;
        }
        for seed in 0..many(40, 3) {
            let past = Past::new(number, seed);
            if past.median > 0.0 && past.zeros < 0.1 {
                planted += 1;
                found += u32::from(past.is_found(|_| 0.0));
            }
        }
    }
    println!("fallen to zero: {found} of {planted}");
    assert!(f64::from(found) >= LEAST_RECALL * f64::from(planted), "{found} of {planted}");
}
