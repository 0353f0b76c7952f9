use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use super::fixtures_tests::isolation::isolated;
use super::fixtures_tests::*;
use super::{DnsErrorKind, Resolver, ResolverOptions};
use crate::cache::{Answer, Cache, Fetched, Known};

/// A resolver whose lookups are stuck in the process that made it, and in no other.
fn stuck_in_the_parent() -> (Arc<Gate>, Resolver) {
    let gate = Arc::new(Gate::default());
    let (held, parent) = (Arc::clone(&gate), std::process::id());
    let lookup = By(move |host: &str| {
        if host.starts_with("stuck") && std::process::id() == parent {
            held.pass();
        }
        Ok(vec![address(1)])
    });
    let resolver = Resolver::new(ResolverOptions { lookup: Arc::new(lookup), ..ResolverOptions::default() });
    (gate, resolver)
}

#[test]
fn a_child_looks_up_for_itself_while_its_parent_is_stuck() {
    isolated("net::dns::forks_tests::a_child_looks_up_for_itself_while_its_parent_is_stuck", || {
        let (gate, resolver) = stuck_in_the_parent();
        assert_eq!(resolver.resolve("a.test", soon()), looked_up(1));
        thread::scope(|scope| {
            let waiting: Vec<_> = (0..4)
                .map(|number| {
                    let resolver = &resolver;
                    scope.spawn(move || resolver.resolve(&format!("stuck-{}.test", number % 2), soon()))
                })
                .collect();
            gate.wait_for(2);
            children::run(|| {
                assert_eq!(resolver.statistics().threads, 0);
                assert!(threads().is_empty());
                assert_eq!(resolver.resolve("stuck-0.test", soon()), looked_up(1));
                assert_eq!(resolver.resolve("a.test", soon()), looked_up(1), "nothing is remembered");
                assert_eq!(resolver.resolve("a.test", soon()), remembered(1));
                children::run(|| assert_eq!(resolver.resolve("a.test", soon()), looked_up(1)));
                assert_eq!(resolver.close(20 * SECOND), 0);
                assert_eq!(resolver.resolve("a.test", soon()).unwrap_err().kind, DnsErrorKind::Closed);
                assert!(threads().is_empty());
            });
            assert_eq!(resolver.statistics().threads, 2, "the parent's are as they were");
            gate.open();
            for thread in waiting {
                assert_eq!(*thread.join().unwrap().unwrap().addresses, [address(1)]);
            }
        });
        assert_eq!(resolver.close(20 * SECOND), 0);
        children::run(|| {
            assert_eq!(resolver.resolve("a.test", soon()).unwrap_err().kind, DnsErrorKind::Closed);
            assert_eq!(resolver.close(20 * SECOND), 0);
        });
    });
}

#[test]
fn a_child_can_drop_what_its_parent_is_stuck_in() {
    isolated("net::dns::forks_tests::a_child_can_drop_what_its_parent_is_stuck_in", || {
        let (gate, resolver) = stuck_in_the_parent();
        for host in ["stuck-0.test", "stuck-1.test", "stuck-2.test"] {
            assert!(ask_for(&resolver, host, Duration::from_millis(20)).is_err());
        }
        gate.wait_for(2);
        let slot = std::cell::Cell::new(Some(resolver));
        children::run(|| {
            let begin = Instant::now();
            drop(slot.take());
            assert!(begin.elapsed() < SECOND);
        });
        let resolver = slot.take().expect("the parent's own");
        assert_eq!(resolver.close(Duration::ZERO), 2);
        gate.open();
        assert_eq!(resolver.close(20 * SECOND), 0);
    });
}

/// Forks again and again while other threads are in the middle of everything: no lock of theirs holds up a child.
#[test]
fn children_of_a_busy_process_are_never_held_up() {
    isolated("net::dns::forks_tests::children_of_a_busy_process_are_never_held_up", || {
        let clock = Arc::new(HandClock::default());
        let lookup = By(|_: &str| Ok(vec![address(1)]));
        let options = ResolverOptions {
            // Every answer is stale at once, so that each call looks up, hands over and lands.
            ttl: Duration::ZERO,
            lookup: Arc::new(lookup),
            clock: clock as _,
            ..ResolverOptions::default()
        };
        let resolver = Resolver::new(options);
        let cache: Cache<u64, u64> = Cache::new(64);
        let done = std::sync::atomic::AtomicBool::new(false);
        let busy = |number: u64| {
            let mut round = number;
            while !done.load(std::sync::atomic::Ordering::Relaxed) {
                round += 1;
                assert!(resolver.resolve(&format!("{}.test", round % 8), soon()).is_ok());
                let fetched = cache.get_or_fetch(&(round % 128), soon(), || {
                    Ok(Fetched::Found { value: round, ttl: Duration::from_nanos(1) })
                });
                assert!(matches!(fetched, Answer::Found(_)));
                cache.insert(round % 128, round, SECOND);
            }
        };
        thread::scope(|scope| {
            for number in 0..3 {
                let busy = &busy;
                scope.spawn(move || busy(number));
            }
            for _ in 0..100 {
                children::run(|| {
                    let deadline = Instant::now() + 5 * SECOND;
                    assert_eq!(resolver.resolve("1.test", deadline), looked_up(1));
                    for key in 0..128 {
                        cache.insert(key, 7, SECOND);
                        assert_eq!(cache.get(&key), Some(Known::Found(7)));
                    }
                    assert_eq!(cache.statistics().hits, 128);
                    assert_eq!(resolver.close(5 * SECOND), 0);
                });
            }
            done.store(true, std::sync::atomic::Ordering::Relaxed);
        });
    });
}
