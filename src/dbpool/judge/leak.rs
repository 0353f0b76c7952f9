//! Connections that are taken and never given back.

use super::view::View;
use crate::dbpool::{Holder, Interval};

/// Out for less than this is no leak for that alone, in seconds.
const LONG: f64 = 60.0;

/// As many mean uses are far longer than usual, where it is not known how uneven they are.
const FAR_LONGER: f64 = 100.0;

/// So many standard deviations from the mean no honest use lies.
const DEVIATIONS: f64 = 10.0;

/// From here on what the database sees idle, and nobody gives back, is a leak, in seconds.
const STUCK: f64 = 5.0;

/// The rise of the floor is followed over this time at most, in seconds.
const FOLLOWED: f64 = 120.0;

/// How many connections were not given back.
pub(super) fn leaked(view: &View) -> Option<f64> {
    let known =
        !view.holders.is_empty() || view.stat(|stats| stats.oldest_use_seconds.or(stats.in_use)).is_some();
    if !known {
        return None;
    }
    let blocked = view.value(|values| values.connections_waiting_for_lock).unwrap_or(0.0);
    let stuck = stuck(view).unwrap_or(0.0);
    Some((held_too_long(view).max(risen(view).unwrap_or(0.0)).max(stuck) - blocked).max(0.0))
}

/// The use from which on it is longer than any honest one, in seconds; nothing where no use has ended yet.
pub(super) fn too_long(view: &View) -> Option<f64> {
    let all = view.all()?;
    let mean = all.use_seconds.filter(|mean| *mean > 0.0)?;
    let spread = all.use_variation.map_or(0.0, |variation| mean * (1.0 + DEVIATIONS * variation.sqrt()));
    Some(LONG.max(FAR_LONGER * mean).max(spread))
}

/// Those that are out for longer than any use was.
fn held_too_long(view: &View) -> f64 {
    let Some(limit) = too_long(view) else { return 0.0 };
    let held: f64 = suspects(view.holders, limit).map(|holder| f64::from(holder.connections)).sum();
    // A place that took one long ago may have taken the others just now: the fewest in use bounds them.
    let floor = view.over(super::view::RECENT).filter_map(|interval| interval.in_use_end).reduce(f64::min);
    let held = floor.map_or(held, |floor| held.min(floor.max(1.0)));
    let oldest = view.stat(|stats| stats.oldest_use_seconds).is_some_and(|oldest| oldest > limit);
    held.max(f64::from(u8::from(oldest))).max(never_back(view, limit).unwrap_or(0.0))
}

/// Where the pool tells of no single one: what was never fewer in use for that long, beyond what comes and goes.
fn never_back(view: &View, limit: f64) -> Option<f64> {
    const LEAST_READINGS: usize = 10;
    if view.stat(|stats| stats.oldest_use_seconds).is_some() || !view.holders.is_empty() {
        return None;
    }
    let span: Vec<&Interval> = view.over(limit).collect();
    let joined = Interval::joined(span.iter().copied())?;
    if span.len() < LEAST_READINGS || joined.seconds < 0.9 * limit {
        return None;
    }
    let comes_and_goes = joined.served()? / joined.seconds * joined.use_seconds?;
    // One alone may be there to listen.
    Some((floor(&span)? - comes_and_goes).floor()).filter(|count| *count >= 2.0)
}

/// The places that have held connections for that long.
fn suspects(holders: &[Holder], limit: f64) -> impl Iterator<Item = &Holder> {
    holders.iter().filter(move |holder| holder.seconds > limit)
}

/// The place that most probably leaks: it has held connections for longest.
pub(super) fn suspect<'a>(view: &View<'a>) -> Option<&'a Holder> {
    view.holders.iter().max_by(|a, b| {
        let weight = |holder: &Holder| f64::from(holder.connections) * holder.seconds;
        weight(a).total_cmp(&weight(b))
    })
}

/// How many are out for good, where nothing comes back any more though it should: all of them, if the database sees them
/// idle, or if some had gone long before the rest. Nothing where they stopped all at once: then something holds them up.
pub(super) fn stuck(view: &View) -> Option<f64> {
    let (seconds, stands) = super::signals::nothing_given_back(view)?;
    if !stands || seconds <= STUCK {
        return None;
    }
    view.held_idle(seconds)
        .or_else(|| had_gone_before(view, seconds).then(|| view.stat(|stats| stats.in_use))?)
}

/// Whether connections were missing before a standstill of so many seconds began.
fn had_gone_before(view: &View, seconds: f64) -> bool {
    const LATEST: usize = 5;
    const SHORTEST: f64 = 2.0;
    let Some(long) = longest_usual(view, DEVIATIONS) else { return false };
    if let Some(oldest) = oldest(view) {
        return oldest - seconds > long.max(SHORTEST);
    }
    // Without the one in which it came to a halt.
    let moving = moving(view);
    let latest = &moving[..moving.len().saturating_sub(1)];
    let latest = &latest[latest.len().saturating_sub(LATEST)..];
    excess(view, latest).is_some_and(|excess| excess.count >= 1.0 + 2.0 * excess.error)
}

/// As long as next to no use is that is given back, in seconds.
fn longest_usual(view: &View, deviations: f64) -> Option<f64> {
    let all = view.all()?;
    let mean = all.use_seconds?;
    Some(mean * (1.0 + deviations * all.use_variation.map_or(2.0, f64::sqrt)))
}

/// What is out beyond what comes back again.
struct Excess {
    count: f64,
    /// Its standard error: the gauge is looked at now and then, and what comes back is counted when it does.
    error: f64,
}

fn excess(view: &View, part: &[&Interval]) -> Option<Excess> {
    let joined = Interval::joined(part.iter().copied())?;
    let all = view.all()?;
    let (mean, variation) = (all.use_seconds?, all.use_variation.unwrap_or(1.0));
    let back = joined.served()? / joined.seconds * joined.use_seconds?;
    let rate = joined.served()? / joined.seconds;
    let squares = mean * mean * (1.0 + variation);
    let error = (back / part.len() as f64 + 2.0 * rate * squares / joined.seconds).sqrt();
    Some(Excess { count: joined.in_use_end? - back, error })
}

/// The intervals until the last in which a connection came back: a pool that has lost all its connections gives nothing
/// back any more, and what counts is how it came to that.
fn moving<'a>(view: &View<'a>) -> Vec<&'a Interval> {
    let quiet = view.history().rev().take_while(|interval| !super::signals::gives_back(interval)).count();
    let mut list: Vec<&Interval> = view.history().collect();
    list.truncate(list.len() - quiet);
    let until = list.last().map_or(0.0, |last| last.end_seconds);
    let old = list.partition_point(|interval| interval.end_seconds <= until - FOLLOWED);
    list.split_off(old)
}

/// How many are gone by now, where ever more are while no more is asked for and no use takes longer: of three parts of the
/// time each has a higher floor than the one before, and it is no chance.
fn risen(view: &View) -> Option<f64> {
    const PARTS: usize = 3;
    const LEAST_EACH: usize = 3;
    const LEAST_SECONDS: f64 = 5.0;
    const SAME: f64 = 1.5;
    // That one is out for longer than any honest use speaks for itself.
    let oldest = oldest(view);
    let errors = if oldest.is_some() { 2.0 } else { 4.0 };
    let recent = moving(view);
    // Of all that are out at some time the longest is longer than one would be by itself.
    let long = longest_usual(view, 2.0 * DEVIATIONS)?;
    // Also only as far back as it has been rising: a leak that begins late is seen as soon as one from the start on.
    [recent.len(), recent.len() / 2, recent.len() / 4, recent.len() / 8]
        .into_iter()
        .filter(|length| *length >= PARTS * LEAST_EACH)
        .filter_map(|length| {
            let part = &recent[recent.len() - length..];
            let thirds: Vec<&[&Interval]> = part.chunks(length.div_ceil(PARTS)).collect();
            let floors: Vec<f64> = thirds.iter().filter_map(|third| floor(third)).collect();
            let rises = floors.len() == PARTS && floors.windows(2).all(|pair| pair[1] >= pair[0] + 1.0);
            if !rises {
                return None;
            }
            let seconds: f64 = part.iter().map(|interval| interval.seconds).sum();
            let join = |third: &[&Interval]| Interval::joined(third.iter().copied());
            let (first, last) = (join(thirds[0])?, join(thirds[PARTS - 1])?);
            let hold = (first.use_seconds?, last.use_seconds?);
            let rate = (first.arrivals_per_second?, last.arrivals_per_second?);
            // Neither more is asked for, nor is each used for longer, nor has it only just begun to be used at all.
            let flat = rate.1 <= SAME * rate.0
                && hold.1 <= SAME * hold.0.max(0.001)
                && seconds > LEAST_SECONDS.max(10.0 * hold.1).max(long);
            let old = oldest.is_none_or(|oldest| oldest > long.max(seconds / 3.0));
            let (before, now) = (excess(view, thirds[0])?, excess(view, thirds[PARTS - 1])?);
            let grown = now.count - before.count >= 1.0 + errors * now.error.hypot(before.error);
            (flat && old && grown && now.count >= 1.0).then(|| now.count.floor())
        })
        .reduce(f64::max)
}

/// For how long the first of those in use has been, where the pool tells.
fn oldest(view: &View) -> Option<f64> {
    let held = view.holders.iter().map(|holder| holder.seconds).reduce(f64::max);
    view.stat(|stats| stats.oldest_use_seconds).or(held)
}

fn floor(part: &[&Interval]) -> Option<f64> {
    part.iter().filter_map(|interval| interval.in_use_end).reduce(f64::min)
}

#[cfg(test)]
#[path = "leak_tests.rs"]
mod tests;
