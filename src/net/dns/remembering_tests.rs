use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use super::fixtures_tests::*;
use super::{DnsError, DnsErrorKind, Lookup, Resolver};

/// Answers what the test puts in last, and counts.
#[derive(Default)]
struct Script {
    answers: Mutex<HashMap<String, Result<Vec<IpAddr>, DnsError>>>,
    asked: AtomicUsize,
}

impl Script {
    fn say(&self, host: &str, answer: Result<Vec<IpAddr>, DnsError>) {
        self.answers.lock().unwrap().insert(host.to_owned(), answer);
    }

    fn asked(&self) -> usize {
        self.asked.load(Ordering::Relaxed)
    }
}

impl Lookup for Arc<Script> {
    fn lookup(&self, host: &str) -> Result<Vec<IpAddr>, DnsError> {
        self.asked.fetch_add(1, Ordering::Relaxed);
        self.answers.lock().unwrap().get(host).cloned().unwrap_or_else(|| Err(not_found(host)))
    }
}

fn scripted() -> (Arc<Script>, Arc<HandClock>, Resolver) {
    let script = Arc::new(Script::default());
    let (clock, resolver) = resolver(Arc::clone(&script));
    (script, clock, resolver)
}

/// Waits until no lookup is under way.
fn settle(resolver: &Resolver) {
    eventually("lookups end", || resolver.statistics().in_flight == 0);
}

#[test]
fn an_address_needs_no_lookup_and_no_thread() {
    let (script, _, resolver) = scripted();
    for (host, address) in [("192.0.2.1", "192.0.2.1"), ("::1", "::1"), ("[::1]", "::1")] {
        let answer = resolver.resolve(host, Instant::now()).unwrap();
        assert_eq!(*answer.addresses, [address.parse::<IpAddr>().unwrap()]);
        assert!(!answer.stale && !answer.from_cache);
    }
    for host in ["[::1", "", "a b"] {
        assert_eq!(resolver.resolve(host, soon()).unwrap_err().kind, DnsErrorKind::NotFound);
    }
    assert_eq!(script.asked(), 0);
    assert_eq!(resolver.statistics().threads, 0);
}

#[test]
fn all_addresses_are_kept_in_their_order_and_case_makes_no_difference() {
    let (script, _, resolver) = scripted();
    let all = vec![address(9), "2001:db8::1".parse().unwrap(), address(1)];
    script.say("a.test", Ok(all.clone()));
    let first = resolver.resolve("A.Test", soon()).unwrap();
    assert_eq!((&*first.addresses, first.from_cache), (&*all, false));
    let second = resolver.resolve("a.TEST", Instant::now()).unwrap();
    assert_eq!((&*second.addresses, second.from_cache), (&*all, true));
    assert_eq!(script.asked(), 1);
    let statistics = resolver.statistics();
    assert_eq!((statistics.lookups, statistics.hits, statistics.failures), (1, 1, 0));
}

#[test]
fn fresh_then_stale_and_refreshed_behind_it_then_gone() {
    let (script, clock, resolver) = scripted();
    script.say("a.test", Ok(vec![address(1)]));
    assert_eq!(resolver.resolve("a.test", soon()), looked_up(1));
    script.say("a.test", Ok(vec![address(2)]));
    clock.pass(600 * SECOND - Duration::from_nanos(1));
    assert_eq!(resolver.resolve("a.test", soon()), remembered(1));
    clock.pass(Duration::from_nanos(1));
    assert_eq!(resolver.resolve("a.test", Instant::now()), stale(1), "without waiting");
    settle(&resolver);
    assert_eq!(resolver.resolve("a.test", Instant::now()), remembered(2));
    assert_eq!(script.asked(), 2);
    assert_eq!(resolver.statistics().stale, 1);
    // An hour after its time it is not served any more.
    script.say("a.test", Ok(vec![address(3)]));
    clock.pass(4200 * SECOND);
    assert_eq!(resolver.resolve("a.test", soon()), looked_up(3));
}

#[test]
fn a_failure_is_remembered_for_a_short_while() {
    let (script, clock, resolver) = scripted();
    for (host, error) in [("none.test", not_found("none.test")), ("mute.test", try_again("mute.test"))] {
        script.say(host, Err(error.clone()));
        let asked = script.asked();
        assert_eq!(resolver.resolve(host, soon()), Err(error.clone()));
        clock.pass(5 * SECOND - Duration::from_nanos(1));
        assert_eq!(resolver.resolve(host, Instant::now()), Err(error));
        assert_eq!(script.asked(), asked + 1);
        script.say(host, Ok(vec![address(1)]));
        clock.pass(Duration::from_nanos(1));
        assert_eq!(resolver.resolve(host, soon()), looked_up(1));
    }
    let statistics = resolver.statistics();
    assert_eq!((statistics.failures, statistics.hits, statistics.lookups), (2, 2, 4));
}

#[test]
fn a_refresh_that_fails_leaves_what_is_known_and_is_not_tried_at_once_again() {
    let (script, clock, resolver) = scripted();
    script.say("a.test", Ok(vec![address(1)]));
    assert_eq!(resolver.resolve("a.test", soon()), looked_up(1));
    script.say("a.test", Err(try_again("a.test")));
    clock.pass(600 * SECOND);
    for asked in [2, 3] {
        for _ in 0..3 {
            assert_eq!(resolver.resolve("a.test", Instant::now()), stale(1));
            settle(&resolver);
            assert_eq!(script.asked(), asked, "once in five seconds");
        }
        clock.pass(5 * SECOND);
    }
    clock.pass(3590 * SECOND);
    assert_eq!(resolver.resolve("a.test", soon()), Err(try_again("a.test")), "not longer than an hour");
}

#[test]
fn a_name_that_is_no_more_is_not_served_stale() {
    let (script, clock, resolver) = scripted();
    script.say("a.test", Ok(vec![address(1)]));
    assert_eq!(resolver.resolve("a.test", soon()), looked_up(1));
    script.say("a.test", Err(not_found("a.test")));
    clock.pass(600 * SECOND);
    assert_eq!(resolver.resolve("a.test", soon()), stale(1));
    settle(&resolver);
    assert_eq!(resolver.resolve("a.test", Instant::now()), Err(not_found("a.test")));
}

#[test]
fn a_hundred_who_ask_make_one_lookup() {
    let gate = Arc::new(Gate::default());
    let (held, asked) = (Arc::clone(&gate), Arc::new(AtomicUsize::new(0)));
    let count = Arc::clone(&asked);
    let (_, resolver) = resolver(By(move |_: &str| {
        count.fetch_add(1, Ordering::Relaxed);
        held.pass();
        Ok(vec![address(1)])
    }));
    thread::scope(|scope| {
        let threads: Vec<_> = (0..100).map(|_| scope.spawn(|| resolver.resolve("a.test", soon()))).collect();
        gate.wait_for(1);
        assert_eq!(resolver.statistics().in_flight, 1);
        gate.open();
        for thread in threads {
            let answer = thread.join().unwrap().unwrap();
            assert_eq!(*answer.addresses, [address(1)]);
        }
    });
    assert_eq!(asked.load(Ordering::Relaxed), 1);
    assert_eq!(resolver.close(20 * SECOND), 0);
}

#[test]
fn an_empty_answer_and_a_panic_are_failures_and_the_threads_go_on() {
    let (_, resolver) = resolver(By(|host: &str| match host {
        "empty.test" => Ok(Vec::new()),
        "panic.test" => panic!("on purpose"),
        _ => Ok(vec![address(1)]),
    }));
    assert_eq!(resolver.resolve("empty.test", soon()).unwrap_err().kind, DnsErrorKind::NotFound);
    let error = resolver.resolve("panic.test", soon()).unwrap_err();
    assert_eq!(error.kind, DnsErrorKind::Failed);
    assert!(error.message.contains("panic.test"), "{error}");
    assert_eq!(resolver.resolve("a.test", soon()), looked_up(1));
    assert_eq!(resolver.statistics().failures, 2);
    assert_eq!(resolver.close(20 * SECOND), 0);
}
