//! Single flight: one does the work, and nobody waits for ever.

use std::time::{Duration, Instant};

use loom::sync::atomic::{AtomicUsize, Ordering};
use loom::sync::Arc;
use loom::thread;

use crate::cache::flights::{Boarding, Flights, Outcome};

type Shared = Arc<Flights<u8, usize>>;

fn flights() -> Shared {
    Arc::new(Flights::default())
}

/// Never reached: no time passes in a model. Who would wait so long waits for ever, and loom says so.
fn far() -> Instant {
    Instant::now() + Duration::from_secs(3600)
}

/// Asks for the key, and does the work if it falls to this thread.
fn ask(flights: &Flights<u8, usize>, working: &AtomicUsize, done: &AtomicUsize) -> Option<Outcome<usize>> {
    let Boarding { seat, landing } = flights.board(&1);
    if let Some(landing) = landing {
        assert_eq!(working.fetch_add(1, Ordering::AcqRel), 0, "two do the same work");
        let result = done.fetch_add(1, Ordering::AcqRel) + 1;
        working.fetch_sub(1, Ordering::AcqRel);
        landing.land(result);
    }
    seat.wait_until(far())
}

/// However many ask at once: one of them works at a time, and each gets what one of them brought.
pub fn one_does_the_work(askers: usize) {
    let flights = flights();
    let working = Arc::new(AtomicUsize::new(0));
    let done = Arc::new(AtomicUsize::new(0));
    let asking: Vec<_> = (1..askers)
        .map(|_| {
            let (flights, working, done) = (flights.clone(), working.clone(), done.clone());
            thread::spawn(move || ask(&flights, &working, &done))
        })
        .collect();
    let mut answers = vec![ask(&flights, &working, &done)];
    answers.extend(asking.into_iter().map(|thread| thread.join().unwrap()));
    let fetches = done.load(Ordering::Acquire);
    for answer in answers {
        assert!(
            matches!(answer, Some(Outcome::Landed(result)) if (1..=fetches).contains(&result)),
            "{answer:?}"
        );
    }
    assert!(flights.board(&1).landing.is_some(), "what landed is over");
}

/// Whoever does the work gives it up (it panicked): all who waited are told, and whoever comes later begins anew.
pub fn a_lost_duty_lets_all_go() {
    let flights = flights();
    let Boarding { seat, landing } = flights.board(&1);
    let waiting = {
        let flights = flights.clone();
        thread::spawn(move || match flights.board(&1) {
            Boarding { seat, landing: None } => assert_eq!(seat.wait_until(far()), Some(Outcome::Lost)),
            Boarding { seat, landing: Some(landing) } => {
                landing.land(2);
                assert_eq!(seat.wait_until(far()), Some(Outcome::Landed(2)));
            }
        })
    };
    drop(landing);
    assert_eq!(seat.wait_until(far()), Some(Outcome::Lost));
    waiting.join().unwrap();
}

/// Work that nobody waits for is left out, unless somebody boards at the last moment: then it is done for them.
pub fn what_is_left_out_has_nobody_aboard() {
    let flights = flights();
    let Boarding { seat, landing } = flights.board(&1);
    let worker = thread::spawn(move || match landing.expect("the first").if_awaited() {
        Some(landing) => landing.land(1),
        None => {}
    });
    let late = {
        let flights = flights.clone();
        thread::spawn(move || {
            let Boarding { seat, landing } = flights.board(&1);
            let own = landing.is_some();
            if let Some(landing) = landing {
                landing.land(2);
            }
            assert_eq!(seat.wait_until(far()), Some(Outcome::Landed(if own { 2 } else { 1 })));
        })
    };
    // The one who began it gives up waiting.
    drop(seat);
    worker.join().unwrap();
    late.join().unwrap();
}

/// All are let go while one lands and another comes: nobody waits for ever, and a flight begun since is not ended by
/// the old one.
pub fn losing_all_touches_no_successor() {
    let flights = flights();
    let Boarding { seat, landing } = flights.board(&1);
    let landing = landing.expect("the first");
    let worker = thread::spawn(move || landing.land(1));
    let next = {
        let flights = flights.clone();
        thread::spawn(move || {
            let Boarding { seat, landing } = flights.board(&1);
            if let Some(landing) = landing {
                landing.land(2);
                // It may be lost as well, but is not ended by the other.
                assert!(matches!(seat.wait_until(far()), Some(Outcome::Landed(2) | Outcome::Lost)));
            } else {
                assert!(matches!(seat.wait_until(far()), Some(Outcome::Landed(1) | Outcome::Lost)));
            }
        })
    };
    flights.lose_all();
    assert!(matches!(seat.wait_until(far()), Some(Outcome::Landed(1) | Outcome::Lost)));
    worker.join().unwrap();
    next.join().unwrap();
    assert!(flights.board(&1).landing.is_some(), "none is left over");
}
