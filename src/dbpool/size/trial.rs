//! What was seen at other sizes and other concurrency: it tells whether the database keeps up.

use super::demand::{queue_length, same_size, Waits};
use crate::dbpool::Interval;

/// So many sizes are remembered.
const MOST_TRIALS: usize = 12;
/// A group of intervals speaks from so many requests on.
const LEAST_REQUESTS: f64 = 100.0;
/// The variance of rates, in that of chance alone, from which on they differ.
const MORE_THAN_CHANCE: f64 = 4.0;
/// Into so many stretches what a size was seen at is cut, and no fewer tell how much chance there is in it.
const STRETCHES: usize = 10;
const LEAST_STRETCHES: usize = 5;
/// Sizes seen this long ago say nothing of the database as it is now.
const LONGEST_SECONDS: f64 = 3600.0;

/// How long connections were held at a concurrency.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Trial {
    /// What the pool could have then.
    pub most: Option<f64>,
    /// Connections in use, on average.
    pub in_use: f64,
    pub served_per_second: f64,
    pub use_seconds: f64,
    pub requests: f64,
    pub end_seconds: f64,
    /// The pool decided how many were served.
    pub limited: bool,
    /// What requests took on the whole, where waits are known.
    pub response: Option<Taken>,
}

/// Waits and holds together.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Taken {
    pub seconds: f64,
    /// Standard error, as a share of it.
    pub error: f64,
}

/// The trials of a history: of each size, the busier and the quieter half of its intervals, where these differ. By arrivals, not
/// by what is in use: that is large wherever uses happen to be long, whatever the database does.
pub(super) fn trials(intervals: &[Interval]) -> Vec<Trial> {
    let mut sizes: Vec<Option<f64>> = Vec::new();
    for interval in intervals {
        if !sizes.iter().any(|size| same_size(*size, interval.most)) {
            sizes.push(interval.most);
        }
    }
    let mut trials = Vec::new();
    for most in sizes {
        let mut own: Vec<&Interval> = intervals.iter().filter(|one| same_size(one.most, most)).collect();
        own.sort_by(|a, b| {
            a.arrivals_per_second.unwrap_or(0.0).total_cmp(&b.arrivals_per_second.unwrap_or(0.0))
        });
        // Where all connections are in use, both halves tell of the same concurrency, and differ by chance alone.
        let limited = trial(most, &own).is_some_and(|whole| whole.limited);
        let halves = if varies(&own) && !limited { own.len() / 2 } else { 0 };
        let (quiet, busy) = own.split_at(halves);
        trials.extend(trial(most, quiet));
        trials.extend(trial(most, busy));
    }
    trials
}

/// Whether rates differ by more than chance has it: else the busier half is only that which chance made so.
fn varies(of: &[&Interval]) -> bool {
    let rates: Vec<f64> = of.iter().filter_map(|one| one.arrivals_per_second).collect();
    let count = rates.len().max(1) as f64;
    let mean = rates.iter().sum::<f64>() / count;
    let variance = rates.iter().map(|rate| (rate - mean).powi(2)).sum::<f64>() / count;
    let length = of.iter().map(|one| one.seconds).sum::<f64>() / count;
    variance > MORE_THAN_CHANCE * mean / length.max(1e-9)
}

fn trial(most: Option<f64>, of: &[&Interval]) -> Option<Trial> {
    let (mut seconds, mut requests, mut used, mut end) = (0.0, 0.0, 0.0, f64::NEG_INFINITY);
    let (mut waited, mut queued, mut timeouts) = (Some(0.0), Some(0.0), 0.0);
    let mut waiting = Some(0.0);
    for interval in of {
        let (Some(rate), Some(in_use)) = (interval.arrivals_per_second, interval.in_use_mean) else {
            continue;
        };
        seconds += interval.seconds;
        let gave_up = interval.timeouts_per_second.unwrap_or(0.0);
        let served = (rate - gave_up).max(0.0) * interval.seconds;
        requests += served;
        timeouts += gave_up;
        waited = waited.zip(interval.wait_seconds).map(|(sum, wait)| sum + wait * served);
        queued = queued.zip(interval.queued_ratio).map(|(sum, ratio)| sum + ratio * served);
        used += in_use * interval.seconds;
        waiting = waiting.zip(interval.waiting_end).map(|(sum, waiting)| sum + waiting * interval.seconds);
        end = end.max(interval.end_seconds);
    }
    // As it is summed up at the ends of uses it may come to more than there are.
    let in_use = (used / seconds).min(most.unwrap_or(f64::INFINITY));
    let use_seconds = used / requests;
    let share = |sum: f64| sum / requests;
    let waits = Waits {
        use_seconds,
        wait_seconds: waited.map(share),
        queued_ratio: queued.map(share),
        timeouts,
        waiting: waiting.map(|sum| sum / used),
    };
    (requests >= LEAST_REQUESTS && used > 0.0).then(|| Trial {
        limited: most.is_some_and(|most| waits.all(in_use / most)),
        most,
        in_use,
        served_per_second: requests / seconds,
        use_seconds,
        requests,
        end_seconds: end,
        response: taken(of),
    })
}

/// Its error from the means of stretches of time, each long enough not to hang on the one before.
fn taken(of: &[&Interval]) -> Option<Taken> {
    let mut of = of.to_vec();
    of.sort_by(|a, b| a.end_seconds.total_cmp(&b.end_seconds));
    let mean = |of: &[&Interval]| {
        let (mut used, mut waited, mut waiting, mut requests) = (0.0, 0.0, Some(0.0), 0.0);
        for one in of {
            let served = one.arrivals_per_second? * one.seconds;
            waiting = waiting.zip(one.waiting_end).map(|(sum, waiting)| sum + waiting * one.seconds);
            if served > 0.0 {
                used += served * one.use_seconds?;
                waited += served * one.wait_seconds?;
                requests += served;
            }
        }
        // As sums over the time: connections in use and requests waiting, times seconds.
        (requests > 0.0).then(|| (used + queue_length(Some(waited), waiting)) / requests)
    };
    let seconds = mean(&of)?;
    let means: Vec<f64> = of.chunks(of.len().div_ceil(STRETCHES)).filter_map(mean).collect();
    let count = means.len() as f64;
    if means.len() < LEAST_STRETCHES || seconds <= 0.0 {
        return None;
    }
    let variance = means.iter().map(|mean| (mean - seconds).powi(2)).sum::<f64>() / (count - 1.0);
    Some(Taken { seconds, error: (variance / count).sqrt() / seconds })
}

/// Takes over what was remembered of sizes that the history no longer shows.
pub(super) fn remember(remembered: &[Trial], seen: Vec<Trial>, now: f64) -> Vec<Trial> {
    let mut all = seen;
    for old in remembered {
        let known = all.iter().any(|one| same_size(one.most, old.most));
        let fresh = now - old.end_seconds <= LONGEST_SECONDS;
        if fresh && !known {
            all.push(*old);
        }
    }
    // What was remembered of a size comes in pairs.
    all.sort_by(|a, b| b.end_seconds.total_cmp(&a.end_seconds));
    all.truncate(2 * MOST_TRIALS);
    all
}
