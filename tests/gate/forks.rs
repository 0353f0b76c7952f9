use std::time::Duration;

use plimsoll::gate::{Gate, GateOptions};
use plimsoll::{Admission, Priority};

use super::common::children;
use super::common::isolation::isolated;

fn full() -> (Gate, Vec<plimsoll::Permit>) {
    let mut options = GateOptions::default();
    (options.max_concurrent, options.adaptive) = (2, None);
    let gate = Gate::new(options).unwrap();
    let permits = [0, 1].map(|_| gate.try_acquire(Priority::HIGH).unwrap()).into();
    (gate, permits)
}

#[test]
fn a_child_begins_with_an_empty_gate_and_returns_nothing_of_its_parent() {
    isolated("forks::a_child_begins_with_an_empty_gate_and_returns_nothing_of_its_parent", || {
        let (gate, permits) = full();
        // What the child takes the parent keeps.
        let mut permits = Some(permits);
        assert!(gate.try_acquire(Priority::HIGH).is_err());
        children::run(|| {
            let own = gate.try_acquire(Priority::HIGH).expect("a gate of its own");
            assert_eq!(gate.state().in_flight, 1);
            drop(permits.take());
            assert_eq!(gate.state().in_flight, 1, "permits of the parent give nothing back");
            gate.refresh();
            assert!(gate.acquire(Priority::HIGH, Duration::from_secs(5)).is_ok());
            drop(own);
            assert_eq!(gate.state().in_flight, 0);
            gate.close();
        });
        let state = gate.state();
        assert_eq!((state.in_flight, state.closed), (2, false), "what the child did is its own");
    });
}

#[test]
fn a_child_that_never_uses_the_gate_may_drop_permits() {
    isolated("forks::a_child_that_never_uses_the_gate_may_drop_permits", || {
        let mut held = Some(full());
        children::run(|| drop(held.take()));
    });
}

#[test]
fn a_child_waits_for_no_lock_of_its_parent() {
    isolated("forks::a_child_waits_for_no_lock_of_its_parent", || {
        let (gate, permits) = full();
        std::thread::scope(|scope| {
            // Threads that wait, and read the load all the time, while the process forks.
            for _ in 0..2 {
                scope.spawn(|| drop(gate.acquire(Priority::NORMAL, Duration::from_secs(20))));
            }
            scope.spawn(|| {
                while !gate.waiting().is_empty() || gate.state().in_flight > 0 {
                    gate.refresh()
                }
            });
            while gate.waiting().len() < 2 {
                std::thread::yield_now();
            }
            for _ in 0..20 {
                children::run(|| {
                    assert!(gate.waiting().is_empty());
                    drop(gate.acquire(Priority::NORMAL, Duration::from_secs(5)).expect("its own"));
                    gate.refresh();
                });
            }
            drop(permits);
        });
    });
}
