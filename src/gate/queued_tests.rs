use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use super::*;
use crate::admit::Admission;
use crate::gate::{GateOptions, LoadOptions};

fn gate() -> Gate {
    let options = GateOptions {
        max_concurrent: 1,
        adaptive: None,
        load: LoadOptions::none(),
        ..GateOptions::default()
    };
    Gate::new(options).unwrap()
}

/// One in the queue, and how often it was told.
fn queued(gate: &Gate, priority: Priority) -> (Queued, Arc<AtomicU32>) {
    let rung = Arc::new(AtomicU32::new(0));
    let count = Arc::clone(&rung);
    let ring = Box::new(move || {
        count.fetch_add(1, Ordering::SeqCst);
    });
    (gate.enqueue(priority, ring).unwrap(), rung)
}

fn permit(answer: Answer) -> Permit {
    match answer {
        Answer::Permit(permit) => permit,
        Answer::Refusal(refusal) => panic!("{refusal}"),
        Answer::Waits => panic!("it waits"),
        Answer::Over => panic!("it is over"),
    }
}

#[test]
fn the_more_urgent_is_told_first() {
    let gate = gate();
    let held = gate.try_acquire(Priority::NORMAL).unwrap();
    let (mut low, low_rung) = queued(&gate, Priority::LOW);
    let (mut high, high_rung) = queued(&gate, Priority::HIGH);
    assert!(matches!(high.take(false), Answer::Waits));
    drop(held);
    assert_eq!((low_rung.load(Ordering::SeqCst), high_rung.load(Ordering::SeqCst)), (0, 1));
    assert!(matches!(low.take(false), Answer::Waits));
    drop(permit(high.take(false)));
    assert!(matches!(high.take(false), Answer::Over));
    drop(permit(low.take(false)));
    assert_eq!(gate.state().in_flight, 0);
    assert_eq!(gate.statistics().granted_after_waiting, 2);
}

#[test]
fn who_is_dropped_leaves_its_permit_to_the_next() {
    let gate = gate();
    let held = gate.try_acquire(Priority::NORMAL).unwrap();
    let (first, _) = queued(&gate, Priority::NORMAL);
    let (second, _) = queued(&gate, Priority::NORMAL);
    let (mut third, rung) = queued(&gate, Priority::NORMAL);
    drop(second);
    assert_eq!(gate.state().waiting, 2);
    drop(held);
    drop(first);
    assert_eq!(rung.load(Ordering::SeqCst), 1);
    drop(permit(third.take(false)));
    // One that never had to wait gives it back as well.
    drop(queued(&gate, Priority::NORMAL));
    assert_eq!(gate.state().in_flight, 0);
}

#[test]
fn giving_up_is_a_refusal_that_says_so() {
    let gate = gate();
    let held = gate.try_acquire(Priority::NORMAL).unwrap();
    let (mut waits, _) = queued(&gate, Priority::NORMAL);
    let Answer::Refusal(refusal) = waits.take(true) else { panic!("a permit") };
    assert_eq!(refusal.reason, RefusalReason::TimedOut);
    assert_eq!(gate.state().waiting, 0);
    // What came before it gave up is its own.
    let (mut waits, _) = queued(&gate, Priority::NORMAL);
    drop(held);
    drop(permit(waits.take(true)));
    assert_eq!(gate.state().in_flight, 0);
}

#[test]
fn closing_tells_all() {
    let gate = gate();
    let _held = gate.acquire(Priority::NORMAL, Duration::ZERO).unwrap();
    let (mut waits, rung) = queued(&gate, Priority::NORMAL);
    gate.close();
    assert_eq!(rung.load(Ordering::SeqCst), 1);
    let Answer::Refusal(refusal) = waits.take(false) else { panic!("no refusal") };
    assert_eq!(refusal.reason, RefusalReason::Closed);
}
