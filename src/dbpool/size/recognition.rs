//! Which pattern the counters show.

use serde::Serialize;

use super::variability::Arrivals;
use super::PoolPattern;
use crate::dbpool::interval::total;
use crate::dbpool::{DatabaseInterval, DatabaseValues, Interval};
use crate::fields::{Scope, Unit};
use crate::finding::Measure;

/// Before so many requests and seconds no pattern is named.
const NEEDED_REQUESTS: f64 = 100.0;
const NEEDED_SECONDS: f64 = 10.0;
const NEEDED_INTERVALS: usize = 8;

/// The rate's squared coefficient of variation from which on it is uneven: a rate that is fourfold for a tenth of the
/// time has 0.5, a sine from nothing to double as well (but that is not sudden).
const SPREAD: f64 = 0.35;
/// From one interval to the next it changes by so much of its range: what follows the day takes many.
const SUDDEN: f64 = 0.3;
/// Peak against median: what the rest of the time looks like from the peak.
const PEAK: f64 = 2.2;

/// Share of statements that write: up to which a load is one of reads, and from which on one of writes.
const BY_STATEMENTS: [f64; 2] = [0.2, 0.5];
/// The same by rows: a statement that reads touches several, one that writes little more than the one it changes.
const BY_ROWS: [f64; 2] = [0.035, 0.12];

/// Which pattern a pool's load follows, as far as can be told.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct PoolRecognition {
    /// The pattern; missing where too little was observed.
    pub pattern: Option<PoolPattern>,
    /// How sure it is, 0..1.
    pub confidence: f64,
    /// Requests that it rests on.
    pub requests: f64,
    /// Time that was observed, in seconds.
    pub observed_seconds: f64,
    /// Why, in a sentence.
    pub reason: String,
    /// The readings it rests on, most telling first.
    pub evidence: Vec<Measure>,
}

/// The pattern of a history.
pub(super) fn recognise(
    intervals: &[Interval],
    database: &[DatabaseInterval],
    values: Option<&DatabaseValues>,
) -> PoolRecognition {
    let seen: Vec<(f64, Interval)> =
        intervals.iter().filter_map(|one| Some((one.arrivals_per_second?, *one))).collect();
    let requests = total(seen.iter().map(|(rate, one)| rate * one.seconds));
    let observed_seconds = total(seen.iter().map(|(_, one)| one.seconds));
    let mut recognition = PoolRecognition {
        pattern: None,
        confidence: 0.0,
        requests,
        observed_seconds,
        reason: String::new(),
        evidence: Vec::new(),
    };
    if requests < NEEDED_REQUESTS || observed_seconds < NEEDED_SECONDS || seen.len() < NEEDED_INTERVALS {
        recognition.reason = format!(
            "{requests:.0} requests in {observed_seconds:.0} s were seen; {NEEDED_REQUESTS:.0} in {NEEDED_SECONDS:.0} s, \
             in {NEEDED_INTERVALS} observations, are needed to tell the pattern."
        );
        return recognition;
    }
    let arrivals = Arrivals::of(&seen);
    let peak = arrivals.peak / arrivals.median.max(arrivals.mean * 0.05).max(1e-9);
    // How far each sign is beyond its bound, as a factor.
    let signs = [arrivals.spread / SPREAD, arrivals.steepest / SUDDEN, peak / PEAK];
    let burst = signs.into_iter().fold(f64::INFINITY, f64::min);
    let written = write_ratio(database);
    let enough = (requests / (requests + 300.0)) * (seen.len() as f64 / (seen.len() as f64 + 10.0));
    if burst >= 1.0 {
        recognition.pattern = Some(PoolPattern::Burst);
        recognition.confidence = enough * sureness(burst);
        recognition.reason = format!(
            "Requests come in bursts: {:.1} /s in the median, {:.1} /s at the peak.",
            arrivals.median, arrivals.peak
        );
        put_arrivals(&mut recognition, &arrivals);
        put_written(&mut recognition, written);
        return recognition;
    }
    let by_statements = values.is_some_and(|values| values.writes.is_some() && values.reads.is_some());
    let [few, many] = if by_statements { BY_STATEMENTS } else { BY_ROWS };
    let what = if by_statements { "statements" } else { "rows" };
    let not_burst = sureness(1.0 / burst.max(1e-3));
    let (pattern, distance, reason) = match written {
        None => (
            PoolPattern::Balanced,
            1.0,
            "What the statements do is not known, and requests come evenly: it counts as balanced."
                .to_owned(),
        ),
        Some(written) => {
            let (pattern, distance) = if written <= few {
                (PoolPattern::ReadHeavy, few / written.max(1e-6))
            } else if written >= many {
                (PoolPattern::WriteHeavy, written / many)
            } else {
                (PoolPattern::Balanced, (written / few).min(many / written))
            };
            let percent = written * 100.0;
            (
                pattern,
                distance,
                format!("Of the {what}, {percent:.1} % are written, and requests come evenly."),
            )
        }
    };
    recognition.pattern = Some(pattern);
    let known = if written.is_some() { sureness(distance) } else { 0.3 };
    recognition.confidence = enough * not_burst * known;
    recognition.reason = reason;
    put_written(&mut recognition, written);
    put_arrivals(&mut recognition, &arrivals);
    recognition
}

/// 0.5 at the bound itself, near 1 at double.
fn sureness(factor: f64) -> f64 {
    let factor = factor.max(1.0);
    1.0 - 0.5 / factor.powi(3)
}

/// The share that writes, by how much was done in each interval.
fn write_ratio(database: &[DatabaseInterval]) -> Option<f64> {
    let (mut sum, mut weights) = (0.0, 0.0);
    for one in database {
        let rate = one.queries_per_second.or(one.transactions_per_second).unwrap_or(1.0);
        if let Some(ratio) = one.write_ratio {
            sum += ratio * rate * one.seconds;
            weights += rate * one.seconds;
        }
    }
    (weights > 0.0).then(|| sum / weights)
}

fn put_written(recognition: &mut PoolRecognition, written: Option<f64>) {
    let measure = |value| Measure::new("write_ratio", value, Unit::Ratio, Scope::Process);
    recognition.evidence.extend(written.map(measure));
}

fn put_arrivals(recognition: &mut PoolRecognition, arrivals: &Arrivals) {
    let measure = |name, value, unit| Measure::new(name, value, unit, Scope::Process);
    recognition.evidence.extend([
        measure("arrivals_per_second", arrivals.mean, Unit::PerSecond),
        measure("arrivals_peak_per_second", arrivals.peak, Unit::PerSecond),
        measure("arrivals_dispersion", arrivals.dispersion, Unit::Count),
        measure("arrivals_spread", arrivals.spread, Unit::Count),
        measure("arrivals_steepest_step", arrivals.steepest, Unit::Ratio),
    ]);
}
