//! What the pool was asked for: arrivals, hold times and waits over the history.

use super::variability::Arrivals;
use crate::dbpool::interval::total;
use crate::dbpool::Interval;

/// In use this share of the time, and this share of the requests queued: the pool itself decides how many are served, and
/// the rate of requests is no demand.
pub(super) const ALL_IN_USE: f64 = 0.93;
const ALL_QUEUED: f64 = 0.8;
/// Where the pool does not count who queued: waits of this part of the hold time say the same.
const LONG_WAIT: f64 = 0.5;
/// Where it does, few may have queued while others waited for long: who gives a connection back often takes the next one before
/// those who wait. Waits as long as holds mean that as many wait as are served (Little's law).
const AS_MANY_WAIT: f64 = 1.0;
/// Waits so many times as long as holds leave no doubt, however few were counted as queued.
const MANY_WAIT: f64 = 4.0;
/// Then most of the connections in use are as good as all: to hand one over takes its time where CPUs are short.
const HANDED_OVER: f64 = 0.6;
/// Waits of this part of the hold time, or of so many seconds, are what handing out takes.
const NO_WAIT: f64 = 5e-4;
const NO_WAIT_SECONDS: f64 = 50e-6;
/// Sizes are compared by the wait that two requests in a thousand exceed: where no more than that queue, it is none.
const RARELY: f64 = 0.002;
/// Hardly any request queued: those that come by themselves would, where nearly all connections are in use.
const NONE_QUEUED: f64 = 0.1;
/// From so many in use on their number tells whether it is always the same requests that come again.
const CLOSED_LEAST: f64 = 16.0;
/// Of requests that come by themselves more are in use at times than on average and this many roots of it, as soon as those in use
/// were others so many times.
const CLOSED_PEAK: f64 = 2.0;
const CLOSED_TURNS: f64 = 200.0;

/// Served in an interval of another size, they tell of demand only where hardly anybody waited.
const HARDLY_QUEUED: f64 = 0.3;

/// What a pool was asked for.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Demand {
    /// Requests in the intervals of the present size, and how long these were.
    pub requests: f64,
    pub seconds: f64,
    /// Requests over the whole history, and its length.
    pub all_requests: f64,
    pub all_seconds: f64,
    pub arrivals: Arrivals,
    /// Served per second.
    pub served: f64,
    /// Mean hold time and its squared coefficient of variation.
    pub use_seconds: f64,
    pub use_variation: f64,
    /// Mean wait of those served, where it is known.
    pub wait_seconds: Option<f64>,
    pub queued_ratio: Option<f64>,
    pub timeouts_per_second: f64,
    /// Connections in use and requests waiting, on average.
    pub in_use: f64,
    pub waiting: f64,
    pub in_use_peak: f64,
    /// What the pool can have.
    pub most: Option<f64>,
    pub create_seconds: Option<f64>,
    pub lost_ratio: Option<f64>,
    /// The pool decides how many are served: everybody waits.
    pub limited: bool,
    /// Nobody waits, and always the same number is in use: whoever is served comes again, and a larger pool would serve nobody else.
    pub closed: bool,
    /// At its present size it never ran out, as far as can be seen.
    pub never_short: bool,
}

/// A weighted mean of what is known.
fn mean<'a>(
    of: impl Iterator<Item = &'a Interval>,
    value: impl Fn(&Interval) -> Option<f64>,
    weight: impl Fn(&Interval) -> f64,
) -> Option<f64> {
    let (mut sum, mut weights) = (0.0, 0.0);
    for interval in of {
        let weight = weight(interval);
        if let Some(value) = value(interval).filter(|_| weight > 0.0) {
            sum += value * weight;
            weights += weight;
        }
    }
    (weights > 0.0).then(|| sum / weights)
}

fn served(interval: &Interval) -> f64 {
    let asked = interval.arrivals_per_second.unwrap_or(0.0) - interval.timeouts_per_second.unwrap_or(0.0);
    (asked * interval.seconds).max(0.0)
}

/// Of the same size: a setting, so that it is the same number.
pub(super) fn same_size(one: Option<f64>, other: Option<f64>) -> bool {
    match (one, other) {
        (Some(one), Some(other)) => (one - other).abs() < 0.5,
        (one, other) => one.is_none() && other.is_none(),
    }
}

impl Demand {
    /// From the history and the size that the pool has now.
    pub fn of(intervals: &[Interval], most: Option<f64>) -> Self {
        let now: Vec<&Interval> =
            intervals.iter().filter(|interval| same_size(interval.most, most)).collect();
        let present = || now.iter().copied();
        let time = |interval: &Interval| interval.seconds;
        let seconds = total(present().map(time));
        let requests = total(present().map(served));
        let in_use = mean(present(), |one| one.in_use_mean, time).unwrap_or(0.0);
        let queued_ratio = mean(present(), |one| one.queued_ratio, served);
        let wait_seconds = mean(present(), |one| one.wait_seconds, served);
        let use_seconds = mean(present(), |one| one.use_seconds, served).unwrap_or(0.0);
        let timeouts = mean(present(), |one| one.timeouts_per_second, time).unwrap_or(0.0);
        let queue = mean(present(), |one| one.waiting_end, time);
        let waiting = queue.map(|queue| queue / in_use.max(1e-9));
        let waits = Waits { use_seconds, wait_seconds, queued_ratio, timeouts, waiting };
        let peak = present().filter_map(|one| one.in_use_peak).fold(in_use, f64::max);
        let limited = most.is_some_and(|most| waits.all(in_use / most));
        let arriving = arriving(intervals, most);
        Demand {
            requests,
            seconds,
            all_requests: total(intervals.iter().map(served)),
            all_seconds: total(intervals.iter().map(time)),
            arrivals: Arrivals::of(&arriving),
            served: if seconds > 0.0 { requests / seconds } else { 0.0 },
            use_seconds,
            use_variation: variation(&now, use_seconds),
            wait_seconds,
            queued_ratio,
            timeouts_per_second: timeouts,
            in_use,
            waiting: queue_length(wait_seconds.map(|wait| wait * requests / seconds.max(1e-9)), queue),
            in_use_peak: peak,
            most,
            create_seconds: mean(intervals.iter(), |one| one.create_seconds, time),
            lost_ratio: lost_ratio(intervals),
            never_short: !limited
                && (queued_ratio.is_some_and(|queued| queued <= RARELY)
                    || (most.is_some_and(|most| peak < most) && waits.none())
                    // All were in use at times, and still nobody waited for another.
                    || (most.is_some() && wait_seconds.is_some_and(|wait| wait <= NO_WAIT * use_seconds))),
            closed: !limited && is_closed(&now, most, in_use, waits.hardly()),
            limited,
        }
    }
}

/// How requests waited.
pub(super) struct Waits {
    pub use_seconds: f64,
    pub wait_seconds: Option<f64>,
    pub queued_ratio: Option<f64>,
    pub timeouts: f64,
    /// Seen waiting at a moment, for each connection in use.
    pub waiting: Option<f64>,
}

/// Those who were seen waiting outweigh by far what was counted of waits: where a few take the connections from each other, those
/// who wait for ever never get one, and a wait is counted when it ends.
const STARVED: f64 = 2.0;

/// How many wait on average, by the waits that ended and by who was seen waiting.
pub(super) fn queue_length(counted: Option<f64>, seen: Option<f64>) -> f64 {
    let counted = counted.unwrap_or(0.0);
    seen.filter(|seen| *seen > STARVED * counted.max(1.0)).unwrap_or(counted)
}

impl Waits {
    /// Whether the pool decides how many are served, with this share of its connections in use.
    pub fn all(&self, in_use: f64) -> bool {
        let counted = |holds: f64| self.wait_seconds.is_some_and(|wait| wait >= holds * self.use_seconds);
        // By Little's law the same, where who waits is seen.
        let waits = |holds: f64| counted(holds) || self.waiting.is_some_and(|waiting| waiting >= holds);
        if in_use >= ALL_IN_USE {
            let queue = match (self.queued_ratio, self.wait_seconds) {
                (Some(queued), _) => queued >= ALL_QUEUED || waits(AS_MANY_WAIT),
                (None, Some(_)) => counted(LONG_WAIT) || waits(AS_MANY_WAIT),
                (None, None) => waits(AS_MANY_WAIT),
            };
            return queue || self.timeouts > 0.0;
        }
        let queued = self.queued_ratio.is_some_and(|queued| queued >= ALL_QUEUED);
        in_use >= HANDED_OVER && (queued || waits(MANY_WAIT))
    }

    /// Whether few waited, or all of them for a moment.
    fn hardly(&self) -> bool {
        match self.queued_ratio {
            Some(queued) => queued <= NONE_QUEUED,
            None => self.wait_seconds.is_some_and(|wait| wait <= NONE_QUEUED * self.use_seconds),
        }
    }

    /// Whether nobody waited, as far as can be seen.
    fn none(&self) -> bool {
        let least = (NO_WAIT * self.use_seconds).max(NO_WAIT_SECONDS);
        self.queued_ratio == Some(0.0) || self.wait_seconds.is_some_and(|wait| wait <= least)
    }
}

/// Requests that come by themselves would queue where nearly all connections are in use, and be more at times than at others.
fn is_closed(now: &[&Interval], most: Option<f64>, in_use: f64, hardly: bool) -> bool {
    let turns = total(now.iter().map(|one| served(one))) / in_use.max(1.0);
    if in_use < CLOSED_LEAST || turns < CLOSED_TURNS || !hardly {
        return false;
    }
    if most.is_some_and(|most| in_use >= ALL_IN_USE * most) {
        return true;
    }
    let peaks: Vec<f64> = now.iter().filter_map(|one| one.in_use_peak).collect();
    let most = in_use + CLOSED_PEAK * in_use.sqrt();
    peaks.len() == now.len() && peaks.iter().all(|peak| *peak <= most)
}

/// The rates of arrival: those of the present size, and of others where hardly anybody waited. What began to wait in an
/// interval arrived too.
fn arriving(intervals: &[Interval], most: Option<f64>) -> Vec<(f64, Interval)> {
    let mut before: Option<&Interval> = None;
    let mut arriving = Vec::with_capacity(intervals.len());
    for interval in intervals {
        let follows = before.filter(|before| {
            (before.end_seconds - (interval.end_seconds - interval.seconds)).abs() < interval.seconds * 0.5
        });
        let more =
            follows.and_then(|before| Some(interval.waiting_end? - before.waiting_end?)).unwrap_or(0.0);
        before = Some(interval);
        let own = same_size(interval.most, most);
        if own || interval.queued_ratio.is_some_and(|queued| queued < HARDLY_QUEUED) {
            if let Some(rate) = interval.arrivals_per_second {
                arriving.push(((rate + more / interval.seconds).max(0.0), *interval));
            }
        }
    }
    arriving
}

/// Over all intervals: the spread within them and that of their means. Exponential where it is not known.
fn variation(now: &[&Interval], use_seconds: f64) -> f64 {
    let square = |one: &Interval| Some((one.use_variation? + 1.0) * one.use_seconds?.powi(2));
    match mean(now.iter().copied(), square, served) {
        Some(square) if use_seconds > 0.0 => (square / (use_seconds * use_seconds) - 1.0).clamp(0.0, 50.0),
        _ => 1.0,
    }
}

fn lost_ratio(intervals: &[Interval]) -> Option<f64> {
    let sum = |of: fn(&Interval) -> Option<f64>| -> f64 {
        total(intervals.iter().filter_map(|one| Some(of(one)? * one.seconds)))
    };
    let (lost, created) = (sum(|one| one.lost_per_second), sum(|one| one.created_per_second));
    (lost > 0.0).then(|| (lost / created.max(lost)).min(1.0))
}
