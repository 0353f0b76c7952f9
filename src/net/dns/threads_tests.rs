use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use super::fixtures_tests::isolation::isolated;
use super::fixtures_tests::*;
use super::{DnsErrorKind, Resolver, ResolverOptions};

const SHORT: Duration = Duration::from_millis(40);

/// A resolver that is stuck with every name that begins with `stuck`, until the gate is opened.
fn sticky(idle: Duration) -> (Arc<Gate>, Resolver) {
    let gate = Arc::new(Gate::default());
    let held = Arc::clone(&gate);
    let lookup = By(move |host: &str| {
        if host.starts_with("stuck") {
            held.pass();
        }
        Ok(vec![address(1)])
    });
    let options = ResolverOptions { idle, lookup: Arc::new(lookup), ..ResolverOptions::default() };
    (gate, Resolver::new(options))
}

/// Both threads in a lookup that does not end.
fn stuck() -> (Arc<Gate>, Resolver) {
    let (gate, resolver) = sticky(10 * SECOND);
    for host in ["stuck-0.test", "stuck-1.test"] {
        assert_eq!(ask_for(&resolver, host, SHORT).unwrap_err().kind, DnsErrorKind::TimedOut);
    }
    gate.wait_for(2);
    (gate, resolver)
}

#[test]
fn one_stuck_thread_does_not_hold_up_other_names() {
    let (gate, resolver) = sticky(10 * SECOND);
    assert!(ask_for(&resolver, "stuck.test", SHORT).is_err());
    for number in 0..10 {
        assert_eq!(resolver.resolve(&format!("{number}.test"), soon()), looked_up(1));
    }
    assert_eq!(resolver.statistics().threads, 2);
    gate.open();
    assert_eq!(resolver.close(20 * SECOND), 0);
}

#[test]
fn with_both_stuck_everything_answers_by_its_deadline() {
    let (gate, resolver) = sticky(10 * SECOND);
    assert_eq!(resolver.resolve("known.test", soon()), looked_up(1));
    thread::scope(|scope| {
        for number in 0..2 {
            let resolver = &resolver;
            scope.spawn(move || resolver.resolve(&format!("stuck-{number}.test"), soon()).unwrap());
        }
        gate.wait_for(2);
        assert_eq!(ask_for(&resolver, "known.test", SHORT), remembered(1));
        // More than there are places in the queue.
        for number in 0..300 {
            let error = ask_for(&resolver, &format!("{number}.test"), SHORT / 40).unwrap_err();
            assert_eq!(error.kind, DnsErrorKind::TimedOut);
        }
        assert_prompt(&resolver);
        for time in [Duration::ZERO, SHORT, 5 * SHORT] {
            let error = ask_for(&resolver, "one-more.test", time).unwrap_err();
            assert_eq!(error.kind, DnsErrorKind::TimedOut);
            assert!(error.message.contains("one-more.test"), "{error}");
        }
        let statistics = resolver.statistics();
        assert_eq!((statistics.threads, statistics.lookups), (2, 3), "{statistics:?}");
        gate.open();
    });
    eventually("the queue is done", || resolver.statistics().in_flight == 0);
    assert_eq!(resolver.statistics().lookups, 3, "what nobody waits for any more is not looked up");
    assert_eq!(resolver.resolve("one-more.test", soon()), looked_up(1));
    assert_eq!(resolver.close(20 * SECOND), 0);
}

#[test]
fn close_lets_go_of_those_who_wait_and_says_who_is_stuck() {
    let (gate, resolver) = stuck();
    thread::scope(|scope| {
        let waiting: Vec<_> = ["stuck-0.test", "queued.test"]
            .map(|host| scope.spawn(|| resolver.resolve(host, soon()).unwrap_err().kind))
            .into_iter()
            .collect();
        eventually("one is queued", || resolver.statistics().in_flight == 3);
        let begin = Instant::now();
        assert_eq!(resolver.close(SHORT), 2);
        let took = begin.elapsed();
        assert!(took >= SHORT && took < SHORT + SECOND, "{took:?}");
        for thread in waiting {
            assert_eq!(thread.join().unwrap(), DnsErrorKind::Closed);
        }
        assert!(begin.elapsed() < SECOND);
    });
    for host in ["a.test", "127.0.0.1"] {
        assert_eq!(resolver.resolve(host, soon()).unwrap_err().kind, DnsErrorKind::Closed);
    }
    assert_eq!(resolver.close(Duration::ZERO), 2);
    gate.open();
    assert_eq!(resolver.close(Duration::MAX), 0);
    assert_eq!(resolver.close(Duration::ZERO), 0);
    let statistics = resolver.statistics();
    assert_eq!((statistics.threads, statistics.in_flight), (0, 0));
}

#[test]
fn closing_ends_idle_threads_at_once() {
    let (_, resolver) = sticky(3600 * SECOND);
    assert_eq!(resolver.resolve("a.test", soon()), looked_up(1));
    let begin = Instant::now();
    assert_eq!(resolver.close(20 * SECOND), 0);
    assert!(begin.elapsed() < SECOND);
    let (_, unused) = sticky(SECOND);
    assert_eq!(unused.close(Duration::ZERO), 0);
}

#[test]
fn threads_are_named_small_deaf_and_end_when_idle_or_dropped() {
    isolated("net::dns::threads_tests::threads_are_named_small_deaf_and_end_when_idle_or_dropped", || {
        let (gate, resolver) = sticky(SHORT);
        assert!(threads().is_empty(), "none before there is need");
        for round in 0..3 {
            assert!(resolver.resolve("localhost", soon()).is_ok());
            for number in 0..20 {
                let host = format!("stuck-{round}-{number}.test");
                assert!(ask_for(&resolver, &host, Duration::from_millis(1)).is_err());
                assert!(threads().len() <= 2);
            }
            eventually("both are at work", || threads().len() == 2);
            gate.open();
            eventually("both end", || threads().is_empty());
            assert_eq!(resolver.statistics().threads, 0);
            gate.shut();
        }
        // And once more, to look at them.
        let deaf =
            |blocked: u64| (1..32).filter(|s| ![9, 19].contains(s)).all(|s| blocked & 1 << (s - 1) != 0);
        for number in 0..2 {
            assert!(ask_for(&resolver, &format!("stuck-{number}.test"), SHORT / 4).is_err());
        }
        let seen = threads();
        let names: Vec<_> = seen.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["plimsoll-dns-0", "plimsoll-dns-1"]);
        assert!(seen.iter().all(|(_, blocked)| deaf(*blocked)), "{seen:x?}");

        let begin = Instant::now();
        drop(resolver);
        assert!(begin.elapsed() < SECOND, "dropping waits for nobody");
        assert_eq!(threads().len(), 2, "they are still stuck");
        gate.open();
        eventually("they end once they can", || threads().is_empty());
    });
}

#[test]
fn what_a_stuck_thread_holds_is_freed_when_it_ends() {
    let (gate, resolver) = stuck();
    let held = Arc::strong_count(&gate);
    assert_eq!(held, 2, "the test's and the lookup's");
    drop(resolver);
    assert_eq!(Arc::strong_count(&gate), 2, "a stuck thread still needs it");
    gate.open();
    eventually("all is freed", || Arc::strong_count(&gate) == 1);
}
