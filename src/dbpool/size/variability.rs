//! How uneven arrivals are: by chance alone, in bursts within an observation, or over longer times.

use crate::dbpool::Interval;

/// The least and the most that arrivals within an interval are taken to vary, 1 being chance alone.
const EVEN: f64 = 0.2;
const UNEVEN: f64 = 30.0;

/// A stretch of the history, with the rate that it shows once the play of chance is taken out.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Rate {
    pub per_second: f64,
    pub seconds: f64,
    /// It does not follow directly on the one before.
    pub after_gap: bool,
}

/// How arrivals went.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Arrivals {
    /// Mean, per second.
    pub mean: f64,
    /// 99th percentile of the intervals' rates, per second.
    pub peak: f64,
    /// Median of them.
    pub median: f64,
    /// Variance of the number in an interval over its mean: 1 by chance alone (index of dispersion).
    pub dispersion: f64,
    /// Squared coefficient of variation of the rate itself, chance taken out.
    pub spread: f64,
    /// How steep the rate changes: the steepest step between neighbours, as a share of the range.
    pub steepest: f64,
    /// Squared coefficient of variation to put on arrivals within an interval.
    pub within: f64,
    /// The rates in their order, chance taken out.
    pub rates: Vec<Rate>,
}

impl Arrivals {
    /// From rates of arrival with how long each was, in their order.
    pub fn of(seen: &[(f64, Interval)]) -> Self {
        let seconds: f64 = seen.iter().map(|(_, interval)| interval.seconds).sum();
        if seen.is_empty() || seconds <= 0.0 {
            return Arrivals::default();
        }
        let mean = seen.iter().map(|(rate, interval)| rate * interval.seconds).sum::<f64>() / seconds;
        let length = seconds / seen.len() as f64;
        let variance = seen.iter().map(|(rate, _)| (rate - mean).powi(2)).sum::<f64>() / seen.len() as f64;
        // A rate counted over a time varies by chance as the number counted does.
        let chance = mean / length;
        let dispersion = if chance > 0.0 { variance / chance } else { 1.0 };
        let excess = (variance - chance).max(0.0);
        let together = neighbours(seen, mean);
        // What neighbours have in common lasts; the rest comes and goes within an interval.
        let slow = if excess > 0.0 { (together / excess).clamp(0.0, 1.0) } else { 0.0 };
        let within = if dispersion < 1.0 {
            dispersion.max(EVEN)
        } else {
            (1.0 + excess * (1.0 - slow) / chance.max(1e-12)).min(UNEVEN)
        };
        let shrink = if variance > 0.0 { (excess / variance).sqrt() } else { 0.0 };
        let mut rates: Vec<Rate> = Vec::with_capacity(seen.len());
        let mut end = f64::NEG_INFINITY;
        for (rate, interval) in seen {
            let began = interval.end_seconds - interval.seconds;
            rates.push(Rate {
                per_second: (mean + (rate - mean) * shrink).max(0.0),
                seconds: interval.seconds,
                after_gap: (began - end).abs() > interval.seconds * 0.5,
            });
            end = interval.end_seconds;
        }
        let mut sorted: Vec<f64> = seen.iter().map(|(rate, _)| *rate).collect();
        sorted.sort_by(f64::total_cmp);
        Arrivals {
            mean,
            peak: percentile(&sorted, 0.99),
            median: percentile(&sorted, 0.5),
            dispersion,
            spread: if mean > 0.0 { excess / (mean * mean) } else { 0.0 },
            steepest: steepest(seen, &sorted, length),
            within,
            rates,
        }
    }
}

/// The covariance of each rate with the next one.
fn neighbours(seen: &[(f64, Interval)], mean: f64) -> f64 {
    let pairs = seen.windows(2).map(|pair| (pair[0].0 - mean) * (pair[1].0 - mean));
    pairs.sum::<f64>() / seen.len().saturating_sub(1).max(1) as f64
}

/// The second steepest step between neighbours, less what chance alone would make of it, as a share of the range: the
/// steepest alone may be one change for good.
fn steepest(seen: &[(f64, Interval)], sorted: &[f64], length: f64) -> f64 {
    let mut steps: Vec<f64> = seen
        .windows(2)
        .map(|pair| {
            let by_chance = 3.5 * (pair[0].0.max(pair[1].0).max(1.0 / length) / length).sqrt();
            ((pair[1].0 - pair[0].0).abs() - by_chance).max(0.0)
        })
        .collect();
    steps.sort_by(|a, b| b.total_cmp(a));
    let range = percentile(sorted, 0.99) - percentile(sorted, 0.05);
    match steps.get(1) {
        Some(step) if range > 0.0 => (step / range).min(1.0),
        _ => 0.0,
    }
}

/// The value below which that share of the sorted values lies; 0 of none.
pub(super) fn percentile(sorted: &[f64], share: f64) -> f64 {
    let place = (share * sorted.len() as f64).ceil() as usize;
    sorted.get(place.clamp(1, sorted.len().max(1)) - 1).copied().unwrap_or(0.0)
}
