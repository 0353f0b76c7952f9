//! The semaphore of the gate: never more than the limit, no wake-up lost, no permit lost or doubled.

use std::time::Duration;

use loom::sync::atomic::{AtomicUsize, Ordering};
use loom::sync::Arc;
use loom::thread;

use crate::admit::{Class, Priority};
use crate::gate::semaphore::{Fate, Obstacle, Semaphore};

const FOREVER: Duration = Duration::from_secs(3600);

/// Waits for a permit; false if the gate was closed.
fn acquire(semaphore: &Semaphore, priority: Priority) -> bool {
    let Ok(seat) = semaphore.join(priority, 8, 0) else { return false };
    let Some(seat) = seat else { return true };
    while seat.wait(FOREVER) == Fate::Waiting {}
    seat.leave() == Fate::Granted
}

/// Nothing goes on, nobody waits, and the word says so.
fn is_empty(semaphore: &Semaphore) {
    let word = semaphore.look();
    assert_eq!(word.in_flight(), 0);
    assert!(!word.is_waiting() && semaphore.list().is_empty());
}

pub fn the_limit_holds() {
    let semaphore = Arc::new(Semaphore::new(1));
    let inside = Arc::new(AtomicUsize::new(0));
    let enter = |semaphore: &Semaphore, inside: &AtomicUsize| {
        if semaphore.try_acquire(Priority::NORMAL).is_ok() {
            assert_eq!(inside.fetch_add(1, Ordering::Relaxed), 0);
            inside.fetch_sub(1, Ordering::Relaxed);
            semaphore.release();
        }
    };
    let other = {
        let (semaphore, inside) = (semaphore.clone(), inside.clone());
        thread::spawn(move || enter(&semaphore, &inside))
    };
    enter(&semaphore, &inside);
    other.join().unwrap();
    is_empty(&semaphore);
}

pub fn a_release_wakes() {
    let semaphore = Arc::new(Semaphore::new(1));
    let other = {
        let semaphore = semaphore.clone();
        thread::spawn(move || {
            assert!(acquire(&semaphore, Priority::NORMAL));
            semaphore.release();
        })
    };
    assert!(acquire(&semaphore, Priority::NORMAL));
    semaphore.release();
    other.join().unwrap();
    is_empty(&semaphore);
}

pub fn two_wait() {
    let semaphore = Arc::new(Semaphore::new(1));
    assert_eq!(semaphore.try_acquire(Priority::NORMAL), Ok(()));
    let others: Vec<_> = [Priority::LOW, Priority::NORMAL]
        .into_iter()
        .map(|priority| {
            let semaphore = semaphore.clone();
            thread::spawn(move || {
                assert!(acquire(&semaphore, priority));
                semaphore.release();
            })
        })
        .collect();
    semaphore.release();
    others.into_iter().for_each(|other| other.join().unwrap());
    is_empty(&semaphore);
}

pub fn the_higher_is_first() {
    let semaphore = Arc::new(Semaphore::new(1));
    assert_eq!(semaphore.try_acquire(Priority::NORMAL), Ok(()));
    let low = semaphore.join(Priority::LOW, 8, 0).unwrap().expect("the permit is out");
    let high = semaphore.join(Priority::HIGH, 8, 0).unwrap().expect("the permit is out");
    let passes_by = {
        let semaphore = semaphore.clone();
        thread::spawn(move || {
            // Nobody of a lower priority gets past them.
            assert_eq!(semaphore.try_acquire(Priority::LOW), Err(Obstacle::Full));
        })
    };
    let gives_back = {
        let semaphore = semaphore.clone();
        thread::spawn(move || {
            semaphore.release();
        })
    };
    while high.wait(FOREVER) == Fate::Waiting {}
    assert_eq!(semaphore.list().len(), 1, "the lower one waits on");
    passes_by.join().unwrap();
    gives_back.join().unwrap();
    drop(high);
    assert_eq!(low.leave(), Fate::Granted);
    semaphore.release();
    is_empty(&semaphore);
}

pub fn giving_up_loses_nothing() {
    let semaphore = Arc::new(Semaphore::new(1));
    assert_eq!(semaphore.try_acquire(Priority::NORMAL), Ok(()));
    let seat = semaphore.join(Priority::NORMAL, 8, 0).unwrap().expect("the permit is out");
    let other = {
        let semaphore = semaphore.clone();
        thread::spawn(move || {
            semaphore.release();
        })
    };
    // As after a timeout: the permit may have come, and is then kept and given back.
    match seat.leave() {
        Fate::Granted => drop(semaphore.release()),
        Fate::Waiting => {}
        Fate::Closed => unreachable!("nobody closes it"),
    }
    other.join().unwrap();
    is_empty(&semaphore);
    assert_eq!(semaphore.try_acquire(Priority::NORMAL), Ok(()));
    semaphore.release();
}

pub fn a_larger_limit_wakes() {
    wakes(Semaphore::new(0), |semaphore| semaphore.set_limit(1));
}

pub fn relief_wakes() {
    let semaphore = Semaphore::new(1);
    semaphore.set_refused(Some(Class::Normal));
    wakes(semaphore, |semaphore| semaphore.set_refused(None));
}

fn wakes(semaphore: Semaphore, change: fn(&Semaphore)) {
    let semaphore = Arc::new(semaphore);
    let other = {
        let semaphore = semaphore.clone();
        thread::spawn(move || change(&semaphore))
    };
    assert!(acquire(&semaphore, Priority::NORMAL));
    semaphore.release();
    other.join().unwrap();
    is_empty(&semaphore);
}

pub fn closing_lets_go() {
    let semaphore = Arc::new(Semaphore::new(1));
    assert_eq!(semaphore.try_acquire(Priority::NORMAL), Ok(()));
    let others: Vec<_> = [
        thread::spawn({
            let semaphore = semaphore.clone();
            move || {
                if acquire(&semaphore, Priority::NORMAL) {
                    semaphore.release();
                }
            }
        }),
        thread::spawn({
            let semaphore = semaphore.clone();
            move || semaphore.close()
        }),
    ]
    .into_iter()
    .collect();
    semaphore.release();
    others.into_iter().for_each(|other| other.join().unwrap());
    is_empty(&semaphore);
    assert_eq!(semaphore.try_acquire(Priority::HIGHEST), Err(Obstacle::Closed));
}
