//! From the history to the answer.

use std::cmp::Ordering;

use super::advice::{PoolAdvice, PoolSizing, PoolWhatIf, SizeChange, SizeLimit};
use super::bounds::Bounds;
use super::bracket::Bracket;
use super::capacity::{Capacity, Known};
use super::choice::{Choice, Current, Judge, Pull};
use super::contradiction::contradiction;
use super::demand::Demand;
use super::memory::Last;
use super::price::cost;
use super::prior::{first_size, prior, Prior, WEIGHT_REQUESTS};
use super::queue::{Crowd, Replay};
use super::recognition::recognise;
use super::response::Response;
use super::settings::{settings, Sizes};
use super::trial::{remember, trials};
use super::words::{reason, LEAKS};
use super::{erlang, PoolPattern, PoolRecognition, SizeOptions};
use crate::dbpool::pool::State;
use crate::dbpool::{DatabaseValues, Interval, PoolStats};
use crate::fields::{Scope, Unit};
use crate::finding::{quantity, Measure};

/// Nothing is advised from less.
const NEEDED_REQUESTS: f64 = 200.0;
const NEEDED_SECONDS: f64 = 10.0;
const NEEDED_INTERVALS: usize = 5;
/// So many times as long as usual an interval is a gap in what was observed.
const GAP: f64 = 10.0;
/// The history that gives half the confidence that time can give.
const SURE_SECONDS: f64 = 60.0;
const SURE_REQUESTS: f64 = 1000.0;
/// Sizes of the what-if table, beside the present and the advised one.
const WHAT_IF: [u32; 16] = [1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128, 192, 256];
/// No pool is larger, and sums stay far from overflowing.
const MOST: f64 = 1e6;
/// A request waits for so many times what it takes before it gives up.
const PATIENCE: f64 = 20.0;
const SHORTEST_TIMEOUT: f64 = 1.0;
/// So many times as long, or as short, is about the same.
const ABOUT: f64 = 2.0;
/// From this share of connections lost on, they are replaced before they break.
const LOST: f64 = 0.1;
const SHORTEST_RECYCLE: f64 = 300.0;
const LONGEST_RECYCLE: f64 = 7200.0;
/// How long it takes to open a connection, where the pool has not said: with TLS and a new process of the server.
const USUAL_CREATE: f64 = 0.02;
/// Overflow makes sense where that is no more than this part of the hold time.
const QUICK: f64 = 0.5;

/// What is advised with what is known now.
pub(in crate::dbpool) fn answer(state: &mut State, options: &SizeOptions) -> PoolSizing {
    let intervals = without_gaps(state.intervals.iter().copied().collect());
    let database: Vec<_> = state.database_intervals.iter().copied().collect();
    let stats = state.latest.map(|(_, stats)| stats).unwrap_or_default();
    let values = state.database.as_ref().map(|(_, stats)| stats.values);
    let system = state.database.as_ref().map(|(_, stats)| stats.system);
    let most = state.most();
    let recognition = recognise(&intervals, &database, values.as_ref());
    let pattern = match options.pattern {
        PoolPattern::Detect => recognition.pattern.unwrap_or(PoolPattern::Balanced),
        told => told,
    };
    let demand = Demand::of(&intervals, most);
    let cpus = options.database_cpus.or_else(|| values?.cpus);
    let bounds = Bounds::of(options, values.as_ref());
    let first = first_size(pattern, cpus, options.replicas, system)
        .map(|size| size.clamp(bounds.least(), bounds.most()));
    let leaks = state.judge.leaks();
    if let Some(mut needed) = needed(&demand, &intervals, &stats) {
        if leaks {
            needed.insert_str(0, LEAKS);
        }
        return PoolSizing::NotEnoughData {
            needed,
            requests: demand.requests,
            needed_requests: NEEDED_REQUESTS,
            observed_seconds: demand.seconds,
            needed_seconds: NEEDED_SECONDS,
            first_size: first,
        };
    }
    let now = intervals.last().map_or(0.0, |last| last.end_seconds);
    state.sizing.trials = remember(&state.sizing.trials, trials(&intervals), now);
    let from =
        began(&intervals, most).max(intervals.first().map_or(0.0, |first| first.end_seconds - first.seconds));
    let capacity = Capacity::of(&demand, &state.sizing.trials, (&database, values.as_ref(), from), options);
    // Who waits for a lock came by himself, and will again.
    let full = demand.limited || demand.closed || (capacity.saturated && !capacity.locked);
    let requests = demand.in_use + demand.waiting;
    let bracket = most
        .filter(|_| full)
        .map(|most| Bracket::of(&state.sizing.trials, most as u32, requests, capacity.locked));
    let judge = Judge {
        demand: &demand,
        bracket,
        response: most.map(|most| Response::of(&state.sizing.trials, most as u32)),
        capacity: &capacity,
        bounds,
        options,
        replay: Replay::new(&demand.arrivals.rates, demand.arrivals.within, demand.use_variation),
        crowd: full.then(|| crowd(&demand)),
        current: most.map(|_| Current {
            size: stats.size.unwrap_or(0.0).min(MOST) as u32,
            overflow: stats.max_overflow.unwrap_or(0.0).min(MOST) as u32,
        }),
    };
    let last = state.sizing.last;
    let mut choice = judge.choose(last);
    weigh_prior(&mut choice, &judge, first);
    if leaks {
        stay(&mut choice, judge.current);
    }
    let present = judge.current.map(|current| current.size + current.overflow);
    let told = (last.map(|last| last.timeout_seconds), (pattern, recognition));
    let advised = choice.most;
    let advice = advice(&judge, choice, &stats, told, values.as_ref());
    let timeout_seconds = advice.timeout_seconds;
    state.sizing.last = Some(Last { advised, current: present, timeout_seconds });
    PoolSizing::Advice(Box::new(advice))
}

/// Without those in which nobody looked: long ones outweigh all that was seen.
fn without_gaps(mut intervals: Vec<Interval>) -> Vec<Interval> {
    let mut lengths: Vec<f64> = intervals.iter().map(|one| one.seconds).collect();
    lengths.sort_by(f64::total_cmp);
    if let Some(usual) = lengths.get(lengths.len() / 2) {
        intervals.retain(|one| one.seconds <= GAP * usual);
    }
    intervals
}

fn crowd(demand: &Demand) -> Crowd {
    let requests = demand.in_use + demand.waiting;
    Crowd { requests, seconds: requests / demand.served.max(1e-9) }
}

fn needed(demand: &Demand, intervals: &[Interval], stats: &PoolStats) -> Option<String> {
    if demand.use_seconds <= 0.0 && demand.requests >= NEEDED_REQUESTS {
        return Some(
            "For how long connections are held is not known: the pool must report `use_seconds`.".to_owned(),
        );
    }
    let few = intervals.len() < NEEDED_INTERVALS;
    if let Some(contradiction) = contradiction(intervals, demand.most, stats).filter(|_| !few) {
        return Some(contradiction);
    }
    (few || demand.requests < NEEDED_REQUESTS || demand.seconds < NEEDED_SECONDS).then(|| {
        format!(
            "{:.0} requests in {:.0} s were seen at the present size; {NEEDED_REQUESTS:.0} in {NEEDED_SECONDS:.0} s, in \
             {NEEDED_INTERVALS} observations, are needed.",
            demand.requests, demand.seconds
        )
    })
}

/// When the present size was set.
fn began(intervals: &[Interval], most: Option<f64>) -> f64 {
    let other = intervals.iter().rev().find(|one| !super::demand::same_size(one.most, most));
    other.map_or(f64::NEG_INFINITY, |other| other.end_seconds)
}

/// While little was measured, the prior pulls; steps are what they are.
fn weigh_prior(choice: &mut Choice, judge: &Judge<'_>, first: Option<u32>) {
    let free = choice.limit == SizeLimit::Demand && !choice.held;
    let Some(first) = first.filter(|_| free && judge.options.target_wait_seconds.is_none()) else { return };
    let weight = WEIGHT_REQUESTS / (WEIGHT_REQUESTS + judge.demand.requests);
    // A share too small to be felt would only move what was computed by rounding.
    if weight < 0.05 {
        return;
    }
    let pulled = f64::from(choice.most).ln() * (1.0 - weight) + f64::from(first).ln() * weight;
    let pulled = (pulled.exp().round() as u32).clamp(judge.bounds.least(), judge.bounds.most());
    let present = judge.current.map(|current| current.size + current.overflow);
    if present == Some(choice.most) {
        // What does best stays, whatever is usual.
        return;
    }
    // What never ran out does not grow.
    let pulled = present.filter(|_| judge.demand.never_short).map_or(pulled, |present| pulled.min(present));
    if pulled != choice.most {
        choice.pull = Some(Pull { computed: choice.most, usual: first });
        choice.most = pulled;
    }
}

/// What is out for good is in no counter: fewer connections would run out sooner, more only later.
fn stay(choice: &mut Choice, current: Option<Current>) {
    let present = current.map(|current| current.size + current.overflow);
    *choice =
        Choice { most: present.unwrap_or(choice.most), limit: SizeLimit::Leak, held: false, pull: None };
}

fn advice(
    judge: &Judge<'_>,
    choice: Choice,
    stats: &PoolStats,
    (last_timeout, (pattern, recognition)): (Option<f64>, (PoolPattern, PoolRecognition)),
    values: Option<&DatabaseValues>,
) -> PoolAdvice {
    let prior = prior(pattern);
    let (size, overflow) = split(judge, &choice, &prior);
    let outcome = judge.outcome(size + overflow);
    let taken = outcome.wait_p95_seconds + judge.demand.use_seconds;
    let present = stats.timeout_seconds.filter(|now| *now > 0.0);
    let timeout_seconds = timeout(taken, prior.longest_timeout, [present, last_timeout]);
    let mut notes = notes(judge, &choice, stats, values);
    notes.extend(
        present.filter(|now| *now != timeout_seconds).map(|now| why_timeout(taken, timeout_seconds, now)),
    );
    let recycle_seconds = recycle(judge.demand, stats, &prior);
    let sizes = Sizes { size, overflow, timeout_seconds, recycle_seconds };
    PoolAdvice {
        size,
        overflow,
        timeout_seconds,
        recycle_seconds,
        change: change(judge.current, size, overflow),
        limit: choice.limit,
        reason: reason(judge, &choice),
        confidence: confidence(judge),
        current_size: judge.current.map(|current| current.size),
        current_overflow: judge.current.map(|current| current.overflow),
        held: choice.held,
        pattern,
        recognition,
        what_if: what_if(judge, choice.most),
        settings: settings(sizes),
        notes,
        evidence: evidence(judge),
    }
}

/// What is kept open, and what is opened under load. Overflow comes on top, and only where the database has room: it costs
/// nothing while it is closed.
fn split(judge: &Judge<'_>, choice: &Choice, prior: &Prior) -> (u32, u32) {
    if let Some(current) = judge.current.filter(|current| current.size + current.overflow == choice.most) {
        return (current.size, current.overflow);
    }
    let capacity = judge.capacity;
    let knee = capacity.knee();
    let room = judge.bounds.most().saturating_sub(choice.most);
    let useful = if knee.is_finite() { (knee.ceil() as u32).saturating_sub(choice.most) } else { room };
    // Opening a connection must be quick against its use: else each peak keeps more of them being opened than in use, and
    // is worse than without.
    let create = judge.demand.create_seconds.unwrap_or(USUAL_CREATE);
    let slow = create > QUICK * judge.demand.use_seconds;
    if choice.limit != SizeLimit::Demand || judge.crowd.is_some() || slow {
        return (choice.most, 0);
    }
    let overflow = (f64::from(choice.most) * prior.overflow_ratio).ceil() as u32;
    (choice.most, overflow.min(room).min(useful))
}

fn change(current: Option<Current>, size: u32, overflow: u32) -> SizeChange {
    let Some(current) = current else { return SizeChange::Set };
    match (size + overflow).cmp(&(current.size + current.overflow)) {
        Ordering::Greater => SizeChange::Grow,
        Ordering::Less => SizeChange::Shrink,
        Ordering::Equal => SizeChange::Keep,
    }
}

/// How long a request should wait at most. What is set, or was advised last, stays where it is about that: a little more or less
/// to wait is no reason to change a setting.
fn timeout(taken: f64, longest: f64, known: [Option<f64>; 2]) -> f64 {
    let best = (PATIENCE * taken).clamp(SHORTEST_TIMEOUT, longest);
    let about = |known: &f64| (best / ABOUT..=best * ABOUT).contains(known);
    known.into_iter().flatten().find(about).unwrap_or(best.ceil())
}

fn why_timeout(taken: f64, advised: f64, now: f64) -> String {
    let words = |seconds: f64| quantity(seconds, Unit::Seconds);
    let (requests, timeout, now_words) = (words(taken), words(advised), words(now));
    let why = match advised.total_cmp(&now) {
        Ordering::Less => "who waits for so much longer is better told early than late",
        _ => "who waits for a moment longer is served",
    };
    format!(
        "A timeout of {timeout} instead of {now_words}: that is {PATIENCE} times the {requests} that wait and use take, or the \
         least or the most that makes sense; {why}."
    )
}

/// As it is, unless connections break or it is far from usual.
fn recycle(demand: &Demand, stats: &PoolStats, prior: &Prior) -> f64 {
    let now = stats.recycle_seconds.filter(|now| (SHORTEST_RECYCLE..=LONGEST_RECYCLE).contains(now));
    let usual = now.unwrap_or(prior.recycle_seconds);
    if demand.lost_ratio.is_some_and(|lost| lost >= LOST) {
        return (usual / 2.0).max(SHORTEST_RECYCLE);
    }
    usual
}

fn confidence(judge: &Judge<'_>) -> f64 {
    let demand = judge.demand;
    let requests = demand.requests / (demand.requests + SURE_REQUESTS);
    let time = demand.seconds / (demand.seconds + SURE_SECONDS);
    let database = match judge.capacity.known {
        Known::Sessions => 1.0,
        Known::Concurrency => 0.9,
        Known::Nothing => 0.8,
    };
    let seen = if demand.limited { 0.6 } else { 1.0 };
    requests * time.sqrt() * database * seen
}

fn what_if(judge: &Judge<'_>, advised: u32) -> Vec<PoolWhatIf> {
    let present = judge.current.map_or(advised, |current| current.size + current.overflow);
    let most = judge.bounds.most();
    let top = advised.max(present).saturating_mul(2);
    let mut sizes: Vec<u32> = WHAT_IF.into_iter().filter(|size| *size <= top.max(4)).collect();
    sizes.extend([advised, present]);
    sizes.retain(|size| *size <= most || *size == present);
    sizes.sort_unstable();
    sizes.dedup();
    let idle_seconds = judge.capacity.idle_seconds;
    let best = judge.cost(advised);
    let row = |size: u32| {
        let outcome = judge.outcome(size);
        let capacity = judge.capacity;
        let load = outcome.in_use / outcome.use_seconds.max(1e-12) * capacity.work_seconds / capacity.servers;
        PoolWhatIf {
            size,
            wait_p95_seconds: outcome.wait_p95_seconds,
            use_seconds: outcome.use_seconds,
            utilisation: outcome.utilisation,
            database_load: capacity.servers.is_finite().then_some(load.min(1.0)),
            cost: cost(size, &outcome, idle_seconds) / best,
        }
    };
    sizes.into_iter().map(row).collect()
}

fn notes(
    judge: &Judge<'_>,
    choice: &Choice,
    stats: &PoolStats,
    values: Option<&DatabaseValues>,
) -> Vec<String> {
    let mut notes = Vec::new();
    let bounds = &judge.bounds;
    if choice.limit == SizeLimit::Leak {
        notes.push(format!(
            "{LEAKS}What other sizes would do is told of the requests that give their connection back."
        ));
    }
    if let Some(cap) = bounds.connections_cap.filter(|cap| *cap < bounds.deadlock_floor) {
        notes.push(format!(
            "The threads need {} connections so as not to wait for each other for ever, and the database has {cap} for \
             this pool: fewer threads, fewer connections for each, or a larger max_connections.",
            bounds.deadlock_floor
        ));
    }
    if matches!(choice.limit, SizeLimit::Database | SizeLimit::Locks) {
        notes.push("Faster or fewer statements help; a larger pool does not.".to_owned());
    }
    if choice.limit == SizeLimit::Trial {
        notes.push(
            "While a smaller size is tried requests may wait longer; with the database's sessions and `database_cpus` \
             known no trial is needed."
                .to_owned(),
        );
    }
    if judge.capacity.known == Known::Nothing {
        notes.push(
            "Nothing is known of the database's limit: hold times are taken to stay as they are.".to_owned(),
        );
    }
    if values.is_some() && judge.capacity.cpus.is_none() {
        notes.push("How many CPUs the database has is not known: `database_cpus` would tell.".to_owned());
    }
    if judge.demand.most.is_none() {
        let why = match stats.most() {
            Some(most) => {
                format!("More connections were in use than the {most:.0} that the pool reports as its most")
            }
            None => "The pool does not report its size".to_owned(),
        };
        notes.push(format!("{why}, so that advice cannot tell steps from where it is."));
    }
    notes
}

fn evidence(judge: &Judge<'_>) -> Vec<Measure> {
    let (demand, capacity) = (judge.demand, judge.capacity);
    let measure =
        |name: &'static str, value: f64, unit: Unit| Measure::new(name, value, unit, Scope::Process);
    let mut evidence = vec![
        measure("arrivals_per_second", demand.arrivals.mean, Unit::PerSecond),
        measure("arrivals_peak_per_second", demand.arrivals.peak, Unit::PerSecond),
        measure("arrivals_dispersion", demand.arrivals.dispersion, Unit::Count),
        measure("use_seconds", demand.use_seconds, Unit::Seconds),
        measure("use_variation", demand.use_variation, Unit::Count),
        measure("in_use_mean", demand.in_use, Unit::Count),
        measure("in_use_peak", demand.in_use_peak, Unit::Count),
    ];
    let mut put = |name, value: Option<f64>, unit| {
        evidence.extend(value.map(|value| measure(name, value, unit)));
    };
    put("wait_seconds", demand.wait_seconds, Unit::Seconds);
    put("queued_ratio", demand.queued_ratio, Unit::Ratio);
    put("timeouts_per_second", Some(demand.timeouts_per_second).filter(|rate| *rate > 0.0), Unit::PerSecond);
    put("database_active_mean", capacity.active, Unit::Count);
    put("database_cpus", capacity.cpus, Unit::Cpus);
    put("database_busy_ratio", capacity.busy_ratio, Unit::Ratio);
    put("database_utilisation", capacity.utilisation, Unit::Ratio);
    put("database_knee", Some(capacity.knee()).filter(|knee| knee.is_finite()), Unit::Count);
    if let Some(target) = judge.options.target_wait_seconds {
        let variability = (demand.arrivals.within + demand.use_variation) / 2.0;
        let rule = (target, judge.options.late_ratio);
        let erlang = erlang::smallest(demand.arrivals.mean, demand.use_seconds, variability, rule, 10_000);
        put("erlang_size", erlang.map(f64::from), Unit::Count);
    }
    evidence
}
