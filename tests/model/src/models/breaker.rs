//! The breaker behind a lock, as the checker has it: let through under the lock, checked without it, recorded under it.

use std::time::Duration;

use loom::sync::atomic::{AtomicUsize, Ordering};
use loom::sync::{Arc, Mutex};
use loom::thread;

use crate::sched::breaker::{Breaker, BreakerOptions, BreakerState};

const SECOND: u64 = 1_000_000_000;
/// When a breaker that opened at 0 may be tried again.
const LATER: u64 = 30 * SECOND;

/// Opened at 0 by one failure.
fn opened(half_open: u32) -> Breaker {
    let mut breaker = Breaker::new(options(half_open));
    let pass = breaker.admit(0).unwrap();
    breaker.record(0, pass, false);
    assert_eq!(breaker.state(0), BreakerState::Open);
    breaker
}

fn options(half_open: u32) -> BreakerOptions {
    BreakerOptions { failures: 1, half_open, ..BreakerOptions::default() }
}

/// Trials: those that go on, and all that there were.
#[derive(Default)]
struct Trials {
    running: AtomicUsize,
    all: AtomicUsize,
}

/// Tries once, at `LATER`, while there may be `most` trials at once: whether it was let through.
fn check(breaker: &Mutex<Breaker>, trials: &Trials, most: usize, ok: bool) -> bool {
    let (pass, is_trial) = {
        let mut breaker = breaker.lock().unwrap();
        let is_trial = breaker.state(LATER) == BreakerState::HalfOpen;
        match breaker.admit(LATER) {
            Ok(pass) => (pass, is_trial),
            Err(wait) => {
                assert!(wait > Duration::ZERO);
                return false;
            }
        }
    };
    // Here is where the target is asked.
    if is_trial {
        trials.all.fetch_add(1, Ordering::AcqRel);
        assert!(trials.running.fetch_add(1, Ordering::AcqRel) < most, "too many trials at once");
        trials.running.fetch_sub(1, Ordering::AcqRel);
    }
    breaker.lock().unwrap().record(LATER, pass, ok);
    true
}

/// Three come when the time is up: as many trials as may be, not one more, and their success closes it.
pub fn trials_are_bounded(half_open: usize) {
    let breaker = Arc::new(Mutex::new(opened(half_open as u32)));
    let trials = Arc::new(Trials::default());
    let trying: Vec<_> = (0..2)
        .map(|_| {
            let (breaker, trials) = (breaker.clone(), trials.clone());
            thread::spawn(move || check(&breaker, &trials, half_open, true))
        })
        .collect();
    let mut tried = usize::from(check(&breaker, &trials, half_open, true));
    tried += trying.into_iter().map(|thread| usize::from(thread.join().unwrap())).sum::<usize>();
    assert!(tried >= half_open, "{tried}");
    assert_eq!(trials.all.load(Ordering::Acquire), half_open);
    assert_eq!(breaker.lock().unwrap().state(LATER), BreakerState::Closed);
}

/// A trial that never took place leaves its room to another, whenever that comes.
pub fn an_abandoned_trial_does_not_jam() {
    let breaker = Arc::new(Mutex::new(opened(1)));
    let trials = Arc::new(Trials::default());
    let leaving: Vec<_> = (0..2)
        .map(|_| {
            let breaker = breaker.clone();
            thread::spawn(move || {
                let pass = breaker.lock().unwrap().admit(LATER);
                if let Ok(pass) = pass {
                    breaker.lock().unwrap().abandon(pass);
                }
            })
        })
        .collect();
    let tried = check(&breaker, &trials, 1, true);
    leaving.into_iter().for_each(|thread| thread.join().unwrap());
    assert!(tried || check(&breaker, &trials, 1, true), "nobody is let through any more");
    assert_eq!(breaker.lock().unwrap().state(LATER), BreakerState::Closed);
}

/// A check that was let through before it opened fails late, or is given up late: that neither ends the trial nor makes
/// room for another.
pub fn a_late_end_ends_no_trial(given_up: bool) {
    let mut breaker = Breaker::new(options(1));
    let slow = breaker.admit(0).unwrap();
    let failing = breaker.admit(0).unwrap();
    breaker.record(0, failing, false);
    let breaker = Arc::new(Mutex::new(breaker));
    let late = {
        let breaker = breaker.clone();
        thread::spawn(move || {
            let mut breaker = breaker.lock().unwrap();
            if given_up {
                breaker.abandon(slow);
            } else {
                breaker.record(LATER, slow, false);
            }
        })
    };
    let trials = Arc::new(Trials::default());
    let other = {
        let (breaker, trials) = (breaker.clone(), trials.clone());
        thread::spawn(move || check(&breaker, &trials, 1, true))
    };
    let tried = check(&breaker, &trials, 1, true);
    late.join().unwrap();
    assert!(other.join().unwrap() || tried);
    assert_eq!(trials.all.load(Ordering::Acquire), 1);
    assert_eq!(breaker.lock().unwrap().state(LATER), BreakerState::Closed);
}

/// Some find it working, some do not: it ends open or closed, never between, and if it is open, then for longer.
pub fn mixed_outcomes_leave_nothing_half_open() {
    let breaker = Arc::new(Mutex::new(opened(2)));
    let trials = Arc::new(Trials::default());
    let failing = {
        let (breaker, trials) = (breaker.clone(), trials.clone());
        thread::spawn(move || check(&breaker, &trials, 2, false))
    };
    let working = {
        let (breaker, trials) = (breaker.clone(), trials.clone());
        thread::spawn(move || check(&breaker, &trials, 2, true))
    };
    check(&breaker, &trials, 2, true);
    let failed = failing.join().unwrap();
    working.join().unwrap();
    let breaker = breaker.lock().unwrap();
    match breaker.open_until_ns() {
        Some(until) => assert!(failed && [2 * LATER, 3 * LATER].contains(&until), "{until}"),
        None => assert_eq!(breaker.state(LATER), BreakerState::Closed),
    }
}
