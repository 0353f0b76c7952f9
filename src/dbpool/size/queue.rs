//! A pool of so many connections at one rate of arrivals, and over a history of rates.

use super::capacity::Capacity;
use super::erlang::wait_tail;
use super::variability::{percentile, Rate};
use crate::dbpool::interval::total;

/// States less likely than one in so many are left out.
const RARE: f64 = 1e13;
/// Rates are told apart to so many steps.
const LEVELS: usize = 24;
/// The share of requests that may wait longer than the percentile that is reported.
const LATE: f64 = 0.05;
/// The same of the one that is weighed. Of those beyond the 95th percentile of a request's time most are long holds, and few
/// may be waits; and one connection too few costs much, one too many little.
const LATE_WEIGHED: f64 = 0.002;
/// To a thousandth.
const HALVINGS: usize = 10;
/// Where less of the capacity than this is left, a queue does not settle within an interval: what piles up is counted.
const FULL: f64 = 0.995;

/// What a size would do.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Outcome {
    /// 95th percentile of the waits, in seconds.
    pub wait_p95_seconds: f64,
    /// What two requests in a thousand exceed: the one that sizes are compared by.
    pub wait_weighed_seconds: f64,
    /// Mean hold time, in seconds.
    pub use_seconds: f64,
    /// What the longest holds are longer than that by, for want of room in the database.
    pub long_use_seconds: f64,
    /// Share of the connections in use.
    pub utilisation: f64,
    /// Sessions that wait for a CPU in the database.
    pub overload: f64,
    /// Connections in use.
    pub in_use: f64,
    /// Share of the requests that wait longer than the target, where one was set.
    pub late_ratio: f64,
}

/// A pool in balance at one rate.
#[derive(Debug, Clone, Copy, Default)]
struct Steady {
    /// Chance to wait.
    chance: f64,
    /// Requests per second that could be finished, beyond those that arrive.
    drain: f64,
    in_use: f64,
    overload: f64,
}

/// The birth-death chain of a pool whose hold times depend on how many are in use. With hold times that do not, the
/// chance to wait is Erlang's.
fn steady(size: u32, rate: f64, capacity: &Capacity) -> Steady {
    let most = f64::from(size) / capacity.hold_seconds(size);
    let load = rate / most;
    if rate <= 0.0 {
        return Steady { drain: most, ..Steady::default() };
    }
    // All sums are in units of the chance of the last state.
    let (mut sum, mut in_use, mut overload) = (1.0, 0.0, 0.0);
    for busy in 1..=size {
        let count = f64::from(busy);
        let back = count / capacity.hold_seconds(busy) / rate;
        sum = 1.0 + sum * back;
        in_use = count + in_use * back;
        overload = capacity.overload(busy) + overload * back;
        if sum > RARE && back > 1.0 {
            return Steady {
                chance: 0.0,
                drain: most - rate,
                in_use: in_use / sum,
                overload: overload / sum,
            };
        }
    }
    let full = if load < 1.0 { 1.0 / (1.0 - load) } else { f64::INFINITY };
    if !full.is_finite() {
        return Steady {
            chance: 1.0,
            drain: 0.0,
            in_use: f64::from(size),
            overload: capacity.overload(size),
        };
    }
    let all = sum - 1.0 + full;
    Steady {
        chance: full / all,
        drain: most - rate,
        in_use: (in_use + f64::from(size) * (full - 1.0)) / all,
        overload: (overload + capacity.overload(size) * (full - 1.0)) / all,
    }
}

/// Waits of a part of the requests: nobody less than `at_least`, and then with that chance longer.
struct Part {
    weight: f64,
    at_least: f64,
    chance: f64,
    drain: f64,
}

/// The history of arrivals, as rates that are told apart.
pub(super) struct Replay {
    levels: Vec<f64>,
    rates: Vec<(usize, Rate)>,
    variability: f64,
    use_variation: f64,
}

impl Replay {
    /// Of these rates, with so uneven arrivals within each and so uneven hold times.
    pub fn new(rates: &[Rate], within: f64, use_variation: f64) -> Self {
        let mut sorted: Vec<f64> = rates.iter().map(|rate| rate.per_second).collect();
        sorted.sort_by(f64::total_cmp);
        let mut levels: Vec<f64> = Vec::new();
        for step in 1..=LEVELS {
            let level = percentile(&sorted, step as f64 / LEVELS as f64);
            if levels.last().is_none_or(|last| level > last * 1.01 + 1e-9) {
                levels.push(level);
            }
        }
        let place = |rate: &Rate| {
            levels.partition_point(|level| *level < rate.per_second).min(levels.len().saturating_sub(1))
        };
        let rates = rates.iter().map(|rate| (place(rate), *rate)).collect();
        Replay { levels, rates, variability: (within + use_variation) / 2.0, use_variation }
    }

    /// What a pool of that size would have done over the history.
    pub fn outcome(&self, size: u32, capacity: &Capacity, target: Option<f64>) -> Outcome {
        let steady: Vec<Steady> = self.levels.iter().map(|rate| steady(size, *rate, capacity)).collect();
        let (mut backlog, mut seconds, mut in_use, mut overload, mut requests) = (0.0f64, 0.0, 0.0, 0.0, 0.0);
        let (mut held, hold_seconds) = (0.0, capacity.hold_seconds(size));
        let most = f64::from(size) / hold_seconds;
        let mut piled: Vec<Part> = Vec::new();
        // So many more than come are served at least: else what piles up would be counted above.
        let floor = |rate: &Rate| (most * (1.0 - FULL)).max(1.0 / rate.seconds);
        // Of each level how many were asked for, and the least that is done of what waits: a rate may lie below the capacity, and
        // its level above.
        let mut settled = vec![(0.0, f64::INFINITY); steady.len()];
        for (level, rate) in &self.rates {
            if rate.after_gap {
                backlog = 0.0;
            }
            let weight = rate.per_second * rate.seconds;
            requests += weight;
            seconds += rate.seconds;
            let before = backlog;
            backlog = (backlog + (rate.per_second - FULL * most) * rate.seconds).max(0.0);
            if before > 0.0 || backlog > 0.0 {
                let at_least = (before + backlog) / 2.0 / most;
                let drain = (most - rate.per_second).max(floor(rate));
                piled.push(Part { weight, at_least, chance: 1.0, drain });
                in_use += f64::from(size) * rate.seconds;
                held += weight * hold_seconds;
                overload += capacity.overload(size) * rate.seconds;
            } else {
                let (requests, drain) = &mut settled[*level];
                *requests += weight;
                *drain = drain.min(floor(rate));
                in_use += steady[*level].in_use * rate.seconds;
                held += steady[*level].in_use * rate.seconds;
                overload += steady[*level].overload * rate.seconds;
            }
        }
        if requests <= 0.0 {
            return Outcome { use_seconds: capacity.idle_seconds, ..Outcome::default() };
        }
        let parts = steady.iter().zip(settled).filter(|(_, (weight, _))| *weight > 0.0);
        piled.extend(parts.map(|(steady, (weight, floor))| Part {
            weight,
            at_least: 0.0,
            chance: steady.chance,
            drain: steady.drain.max(floor),
        }));
        let late = |wait: f64| self.late(&piled, wait) / requests;
        let wait_weighed_seconds = longest(&late, LATE_WEIGHED);
        Outcome {
            wait_p95_seconds: longest_up_to(&late, LATE, (0.0, wait_weighed_seconds)),
            wait_weighed_seconds,
            use_seconds: held / requests,
            long_use_seconds: long_use(held / requests, capacity, self.use_variation),
            utilisation: (in_use / seconds / f64::from(size)).min(1.0),
            overload: overload / seconds,
            in_use: in_use / seconds,
            late_ratio: target.map_or(0.0, late),
        }
    }

    fn late(&self, parts: &[Part], wait: f64) -> f64 {
        let of = |part: &Part| {
            if wait < part.at_least {
                part.weight
            } else {
                part.weight * wait_tail(part.chance, part.drain, self.variability, wait - part.at_least)
            }
        };
        total(parts.iter().map(of))
    }
}

/// The wait that no more than that share of the requests exceed.
fn longest(late: &impl Fn(f64) -> f64, share: f64) -> f64 {
    if late(0.0) <= share {
        return 0.0;
    }
    let mut above = 1e-6;
    while late(above) > share && above < 1e6 {
        above *= 4.0;
    }
    longest_up_to(late, share, (above / 4.0, above))
}

/// The same, known to lie between these two, as exactly as waits are known at all.
fn longest_up_to(late: &impl Fn(f64) -> f64, share: f64, (mut below, mut above): (f64, f64)) -> f64 {
    if late(below) <= share {
        return below;
    }
    for _ in 0..HALVINGS {
        let middle = (below + above) / 2.0;
        if late(middle) > share {
            below = middle;
        } else {
            above = middle;
        }
    }
    above
}

/// Requests that come again once they are served.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Crowd {
    /// In use or waiting now.
    pub requests: f64,
    /// What one of them takes now, wait and hold together, in seconds.
    pub seconds: f64,
}

/// What a pool of that size would do before such a crowd. How long each stays away is not known; as long as what it takes now
/// lies between those who come again at once, for whom a faster pool is hardly faster, and those who come by themselves, for
/// whom waits end.
pub(super) fn crowded(size: u32, crowd: Crowd, capacity: &Capacity, use_variation: f64) -> Outcome {
    let most = f64::from(size);
    let busy = most.min(crowd.requests).max(1.0);
    let use_seconds = capacity.hold_seconds(busy.round() as u32);
    let all = 2.0 * crowd.requests * use_seconds / busy;
    let wait = if crowd.requests > most { (all - crowd.seconds - use_seconds).max(0.0) } else { 0.0 };
    // First come, first served: so many are before each, whose times add up.
    let before = (crowd.requests - most).max(1.0);
    // Where nobody waits any more those who stay away are more.
    let in_use = busy.min(2.0 * crowd.requests * use_seconds / (crowd.seconds + use_seconds));
    Outcome {
        wait_p95_seconds: wait * (1.0 + 1.645 / before.sqrt()),
        wait_weighed_seconds: wait,
        use_seconds,
        long_use_seconds: long_use(use_seconds, capacity, use_variation),
        utilisation: (in_use / most).min(1.0),
        overload: capacity.overload(busy.round() as u32),
        in_use,
        late_ratio: if wait > 0.0 { 1.0 } else { 0.0 },
    }
}

/// What one in twenty suffers from a database that has too much to do, beyond the mean: who has more work there is delayed
/// by more. The 95th percentile of hold times over their mean is that of a log-normal distribution.
fn long_use(use_seconds: f64, capacity: &Capacity, use_variation: f64) -> f64 {
    let square = (1.0 + use_variation).ln();
    let factor = (1.645 * square.sqrt() - square / 2.0).exp().max(1.0);
    (factor - 1.0) * (use_seconds - capacity.idle_seconds).max(0.0)
}
