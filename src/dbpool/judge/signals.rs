//! What the rules judge of a pool. What is not known has no value.

use super::view::{View, MINUTE};
use super::window::median;
use crate::dbpool::Interval;

/// From so many requests in a minute on it is told how many connections were opened for them.
const LEAST_REQUESTS: f64 = 50.0;

/// Share of the connections in use. Nothing is short where nobody waits.
pub(super) fn utilisation(view: &View) -> Option<f64> {
    view.settled()?;
    let share = (view.in_use()? / view.most()?).min(1.0);
    Some(if view.waits() == Some(false) { 0.0 } else { share })
}

/// How long requests wait, in uses of a connection.
pub(super) fn waits(view: &View) -> Option<f64> {
    view.settled()?;
    let mut each: Vec<f64> = view.over(super::view::RECENT).filter_map(wait_per_use).collect();
    median(&mut each)
}

fn wait_per_use(interval: &Interval) -> Option<f64> {
    const LEAST_QUEUED: f64 = 0.05;
    const LEAST_WAIT: f64 = 0.001;
    if interval.queued_ratio.is_some_and(|ratio| ratio < LEAST_QUEUED) {
        return Some(0.0);
    }
    let counted = View::wait(interval).zip(interval.use_seconds.filter(|hold| *hold > 0.0));
    if let Some((wait, hold)) = counted {
        return Some(if wait < LEAST_WAIT { 0.0 } else { wait / hold });
    }
    // Little's law: as many wait for one in use as a request waits in uses.
    let (waiting, in_use) = interval.waiting_end.zip(interval.in_use_end)?;
    Some(waiting / in_use.max(1.0))
}

/// Share of requests of the last minute that gave up.
pub(super) fn timeouts(view: &View) -> Option<f64> {
    let minute = view.minute.as_ref()?;
    let timeouts = minute.timeouts_per_second?;
    // Where requests are not counted one cannot tell of how many: more than none.
    let requests = minute.arrivals_per_second.filter(|rate| *rate > 0.0);
    Some(requests.map_or(if timeouts > 0.0 { 0.01 } else { 0.0 }, |requests| (timeouts / requests).min(1.0)))
}

/// For how long nothing was given back though it should have been, in seconds.
pub(super) fn standstill(view: &View) -> Option<f64> {
    let (wanted_seconds, stands) = nothing_given_back(view)?;
    // Connections that the program keeps are held up by nobody: they were not given back.
    Some(if stands && super::leak::stuck(view).is_none() { wanted_seconds } else { 0.0 })
}

/// For how long nothing was given back though it was wanted, and whether that is no chance.
pub(super) fn nothing_given_back(view: &View) -> Option<(f64, bool)> {
    const LEAST_EXPECTED: f64 = 20.0;
    const LEAST_USES: f64 = 20.0;
    let quiet = view.history().rev().take_while(|interval| !gives_back(interval));
    let quiet_count = quiet.clone().count();
    let quiet_seconds: f64 = quiet.clone().map(|interval| interval.seconds).sum();
    let known = view.history().count();
    let before = view.history().take(known - quiet_count);
    let usual = Interval::joined(before)?;
    let (rate, hold) = (usual.served()? / usual.seconds, usual.use_seconds?);
    let peak = usual.in_use_peak.or(usual.in_use_mean)?;
    // As long as less is out than is usual at times, there may simply be nothing to do.
    let wanted = |interval: &Interval| {
        interval.waiting_end.is_some_and(|waiting| waiting > 0.0)
            || interval.in_use_end.is_some_and(|in_use| in_use >= 2.0 && in_use >= 0.9 * peak)
    };
    let wanted_seconds: f64 =
        quiet.take_while(|interval| wanted(interval)).map(|interval| interval.seconds).sum();
    Some((wanted_seconds, wanted_seconds * rate >= LEAST_EXPECTED && quiet_seconds > LEAST_USES * hold))
}

/// Whether a connection came back in it.
pub(super) fn gives_back(interval: &Interval) -> bool {
    interval.use_seconds.is_some_and(|hold| hold > 0.0)
}

/// Share of the latest attempts to open a connection that failed.
pub(super) fn open_failed(view: &View) -> Option<f64> {
    view.minute.as_ref()?.errors_per_second?;
    let latest = view.over(MINUTE).rev().find_map(|interval| {
        let errors = interval.errors_per_second?;
        let tried = errors + interval.created_per_second.unwrap_or(0.0);
        (tried > 0.0).then(|| errors / tried)
    });
    Some(latest.unwrap_or(0.0))
}

/// Connections found broken since the observation before.
pub(super) fn lost(view: &View) -> Option<f64> {
    view.recent.as_ref()?;
    let latest = view.history().next_back()?;
    Some((latest.lost_per_second? * latest.seconds).round())
}

/// Connections opened for each request, but for those that the pool grew by or that took a broken one's place.
pub(super) fn churn(view: &View) -> Option<f64> {
    let minute = view.minute.as_ref()?;
    let requests = minute.served()?;
    let opened = minute.created_per_second? * minute.seconds;
    let lost = minute.lost_per_second.unwrap_or(0.0) * minute.seconds;
    let began = view.history().count() - view.over(MINUTE).count();
    // Without an observation from before the minute all that are open now may have been opened in it.
    let before = began.checked_sub(1).and_then(|place| view.history().nth(place)?.open_end);
    let grown = match minute.open_end {
        Some(now) => (now - before.unwrap_or(0.0)).max(0.0),
        None => view.most().unwrap_or(0.0),
    };
    if requests < LEAST_REQUESTS {
        return Some(0.0);
    }
    Some(((opened - lost - grown) / requests).clamp(0.0, 1.0))
}

/// The most in use at once, of the connections kept open.
pub(super) fn peak_use(view: &View) -> Option<f64> {
    const LEAST_KEPT: f64 = 5.0;
    let all = view.all()?;
    let requests = all.served()?;
    let long_enough =
        (all.seconds >= 120.0 && requests >= 1_000.0) || (all.seconds >= 540.0 && requests >= 100.0);
    let peak = all.in_use_peak?;
    let kept = kept(view)?;
    // What is known for too short a time, or costs nothing, is no waste.
    Some(if long_enough && kept >= LEAST_KEPT { (peak / kept).min(1.0) } else { 1.0 })
}

/// Connections that are kept open: the fewest that were open at any time, or else as many as the pool keeps.
pub(super) fn kept(view: &View) -> Option<f64> {
    let open = view.history().filter_map(|interval| interval.open_end).reduce(f64::min);
    open.or_else(|| view.stat(|stats| stats.size))
}
