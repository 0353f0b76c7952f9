//! Runs every model, or those whose name holds the first argument.

// What is compiled by its path has more than the models use.
#![allow(dead_code)]

mod admit;
mod cache;
mod gate;
mod models;
mod sched;

/// Loom's locks and atomics under the name that the modelled files know.
#[allow(unused_imports)] // As the library's own: each takes what it needs.
mod sys {
    pub mod sync {
        pub use loom::sync::{Arc, Condvar, Mutex, MutexGuard};
        pub use std::sync::PoisonError;

        pub mod atomic {
            pub use loom::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, AtomicUsize, Ordering};
        }
    }
}

/// A name, how often threads may be interrupted (`None`: always), and what runs.
type Model = (&'static str, Option<usize>, fn());

const MODELS: &[Model] = &[
    ("gate: the limit holds", None, models::gate::the_limit_holds),
    ("gate: a permit that comes back wakes who waits", None, models::gate::a_release_wakes),
    ("gate: two who wait, one permit after the other", Some(3), models::gate::two_wait),
    ("gate: the higher priority is first", Some(3), models::gate::the_higher_is_first),
    ("gate: who gives up while it is served loses no permit", None, models::gate::giving_up_loses_nothing),
    ("gate: a limit that grows wakes who waits", None, models::gate::a_larger_limit_wakes),
    ("gate: relief of load wakes who waits", None, models::gate::relief_wakes),
    ("gate: closing lets all go", Some(3), models::gate::closing_lets_go),
    ("single flight: one of two does the work", None, || models::flights::one_does_the_work(2)),
    ("single flight: one of three does the work", Some(3), || models::flights::one_does_the_work(3)),
    ("single flight: one of four does the work", Some(2), || models::flights::one_does_the_work(4)),
    ("single flight: a duty given up lets all go", None, models::flights::a_lost_duty_lets_all_go),
    (
        "single flight: what is left out has nobody aboard",
        Some(3),
        models::flights::what_is_left_out_has_nobody_aboard,
    ),
    (
        "single flight: losing all touches no successor",
        Some(3),
        models::flights::losing_all_touches_no_successor,
    ),
    ("breaker: one trial at a time", None, || models::breaker::trials_are_bounded(1)),
    ("breaker: two trials at a time", Some(3), || models::breaker::trials_are_bounded(2)),
    ("breaker: an abandoned trial does not jam", None, models::breaker::an_abandoned_trial_does_not_jam),
    ("breaker: a late failure ends no trial", Some(3), || models::breaker::a_late_end_ends_no_trial(false)),
    ("breaker: a late giving up ends no trial", Some(3), || models::breaker::a_late_end_ends_no_trial(true)),
    ("breaker: mixed outcomes", Some(3), models::breaker::mixed_outcomes_leave_nothing_half_open),
];

fn main() {
    let wanted = std::env::args().nth(1).unwrap_or_default();
    let chosen: Vec<&Model> = MODELS.iter().filter(|(name, ..)| name.contains(&wanted)).collect();
    assert!(!chosen.is_empty(), "no model's name holds `{wanted}`");
    for (name, interruptions, model) in chosen {
        let began = std::time::Instant::now();
        let runs = std::sync::Arc::new(std::sync::atomic::AtomicUsize::new(0));
        let mut builder = loom::model::Builder::new();
        if std::env::var_os("LOOM_MAX_PREEMPTIONS").is_none() {
            builder.preemption_bound = *interruptions;
        }
        let count = runs.clone();
        builder.check(move || {
            count.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
            model();
        });
        let runs = runs.load(std::sync::atomic::Ordering::Relaxed);
        println!("{name}: {runs} orders, {:.1} s", began.elapsed().as_secs_f64());
    }
}
