//! Checks that are run again and again.

use super::servers::{until, Server};
use super::*;

const LONG: Duration = Duration::from_secs(20);

fn checker(change: impl FnOnce(&mut CheckerOptions)) -> Checker {
    let mut options =
        CheckerOptions { max_concurrent: 8, interval: Duration::from_millis(100), ..Default::default() };
    options.unhealthy_interval = Some(Duration::from_millis(100));
    change(&mut options);
    Checker::new(options).unwrap()
}

#[test]
fn what_is_watched_is_checked_again_and_again() {
    let server = Server::start();
    let checker = checker(|_| ());
    let events = checker.events(1000);
    let reloaded = checker.watch(vec![server.check("one", ""), server.check("two", "500")]).unwrap();
    assert_eq!((reloaded.added.len(), reloaded.kept), (2, 0));
    assert!(until(LONG, || server.requests() >= 10));
    assert_eq!(checker.state("one").unwrap().status, Status::Healthy);
    let two = checker.state("two").unwrap();
    // By now its breaker may be open.
    assert_eq!(two.status, Status::Unhealthy);
    assert!(matches!(two.last.unwrap().reason, Reason::HttpStatus | Reason::CircuitOpen));
    assert!(two.since_unix_ns.is_some() && two.next_in.is_some());
    assert!(checker.state("three").is_none());
    let names: Vec<_> = checker.states().iter().map(|state| state.name.to_string()).collect();
    assert_eq!(names, ["one", "two"]);
    assert!(checker.statistics().lateness.max > Duration::ZERO);
    // Each changed once: from nothing.
    let mut changed = Vec::new();
    while let Some(event) = events.try_next() {
        if let Event::Changed { name, from, to, .. } = event {
            changed.push((name.to_string(), from, to));
        }
    }
    changed.sort();
    let wanted = [("one".to_owned(), None, Status::Healthy), ("two".to_owned(), None, Status::Unhealthy)];
    assert_eq!(changed, wanted);
    // Nothing more.
    checker.watch(Vec::new()).unwrap();
    assert!(until(LONG, || checker.statistics().running == 0));
    let requests = server.requests();
    thread::sleep(Duration::from_millis(250));
    assert_eq!(server.requests(), requests);
}

#[test]
fn the_next_turn_finds_the_connection_of_the_one_before() {
    let server = Server::start();
    // Half of it, which is the least from turn to turn, is more than connections are kept for otherwise.
    let checker = checker(|options| options.interval = Duration::from_secs(9));
    checker.watch(vec![server.check("one", "")]).unwrap();
    assert!(until(LONG, || server.requests() >= 2));
    assert!(until(LONG, || checker.state("one").unwrap().history.checks >= 2));
    let pool = checker.statistics().rest_pool;
    assert_eq!(
        (pool.created, pool.reused, pool.per_host[0].reused),
        (1, pool.reused, pool.reused),
        "{pool:?}"
    );
    assert!(pool.reused >= 1, "{pool:?}");
}

#[test]
fn a_status_changes_after_several_outcomes() {
    let server = Server::start();
    let checker = checker(|options| options.breaker.failures = 100);
    let events = checker.events(1000);
    checker.watch(vec![server.check("one", "switch")]).unwrap();
    assert!(until(LONG, || checker.states()[0].status == Status::Healthy));
    server.seen.broken.store(true, Ordering::SeqCst);
    assert!(until(LONG, || checker.states()[0].status == Status::Unhealthy));
    server.seen.broken.store(false, Ordering::SeqCst);
    assert!(until(LONG, || checker.states()[0].status == Status::Healthy));
    checker.close(LONG);
    let mut unhealthy_in_a_row = 0;
    let mut changes = Vec::new();
    for event in events {
        match event {
            Event::Checked { outcome, .. } if outcome.status == Status::Unhealthy => unhealthy_in_a_row += 1,
            Event::Changed { to, .. } => changes.push((to, unhealthy_in_a_row)),
            _ => {}
        }
    }
    let statuses: Vec<Status> = changes.iter().map(|(to, _)| *to).collect();
    assert_eq!(statuses, [Status::Healthy, Status::Unhealthy, Status::Healthy]);
    assert_eq!(changes[1].1, 3, "as many as `fall` says");
}

#[test]
fn what_is_as_it_was_keeps_its_state() {
    let server = Server::start();
    let checker = checker(|_| ());
    let own = Check::own("own", LONG, |own| Outcome::own(&*own.name, Status::Degraded, "so so"));
    let set = || vec![server.check("one", ""), own.clone(), server.check("two", "")];
    checker.watch(set()).unwrap();
    assert!(until(LONG, || checker.states().iter().all(|state| state.last.is_some())));
    let reloaded = checker.watch(set()).unwrap();
    assert_eq!(reloaded, Reloaded { kept: 3, ..Reloaded::default() });
    assert!(checker.states().iter().all(|state| state.last.is_some()));
    // Another address, another name, one less.
    let reloaded = checker.watch(vec![server.check("one", "500"), server.check("three", ""), own]).unwrap();
    assert_eq!(
        (&reloaded.added[..], &reloaded.removed[..]),
        (&["three".to_owned()][..], &["two".to_owned()][..])
    );
    assert_eq!((&reloaded.changed[..], reloaded.kept), (&["one".to_owned()][..], 1));
    assert!(checker.state("own").unwrap().last.is_some());
    assert!(until(LONG, || checker.state("one").unwrap().status == Status::Unhealthy));
}

#[test]
fn a_set_that_makes_no_sense_changes_nothing() {
    let server = Server::start();
    let checker = checker(|_| ());
    checker.watch(vec![server.check("one", "")]).unwrap();
    let depends = |name: &str, on: &str| {
        let mut check = server.check(name, "");
        check.depends_on = vec![on.to_owned()];
        check
    };
    let mut hasty = server.check("hasty", "");
    hasty.interval = Some(Duration::from_millis(1));
    let wrong = vec![server.check("twin", ""), server.check("twin", ""), hasty, depends("child", "nobody")];
    let message = checker.watch(wrong).unwrap_err().to_string();
    assert_eq!(message.lines().count(), 3, "{message}");
    let circle = checker.watch(vec![depends("a", "b"), depends("b", "a")]).unwrap_err().to_string();
    assert!(circle.contains("`a` on `b` on `a`") || circle.contains("`b` on `a` on `b`"), "{circle}");
    assert_eq!(checker.states().len(), 1);
}

#[test]
fn nothing_is_asked_while_what_it_needs_is_unhealthy() {
    let (parent, child) = (Server::start(), Server::start());
    let checker = checker(|_| ());
    let mut dependent = child.check("child", "");
    dependent.depends_on = vec!["parent".to_owned()];
    dependent.interval = Some(Duration::from_secs(2));
    checker.watch(vec![parent.check("parent", "500"), dependent]).unwrap();
    let outcome = || checker.state("child").unwrap().last.map(|outcome| (outcome.status, outcome.reason));
    assert!(until(LONG, || outcome() == Some((Status::Unknown, Reason::Dependency))), "{:?}", outcome());
    assert!(child.requests() <= 1, "{}", child.requests());
}

#[test]
fn what_fails_again_and_again_is_left_alone() {
    let server = Server::start();
    let checker = checker(|options| {
        options.breaker.failures = 2;
        options.breaker.open_for = Duration::from_secs(1000);
        options.breaker.longest_open = Duration::from_secs(1000);
    });
    checker.watch(vec![server.check("dead", "500")]).unwrap();
    let last = || checker.states()[0].last.as_ref().map(|outcome| outcome.reason);
    assert!(until(LONG, || last() == Some(Reason::CircuitOpen)));
    let state = &checker.states()[0];
    assert_eq!((state.status, state.breaker), (Status::Unhealthy, crate::sched::BreakerState::Open));
    assert_eq!(server.requests(), 2);
}

#[test]
fn those_that_hang_leave_workers_for_the_others() {
    let server = Server::start();
    let checker = checker(|options| options.breaker.failures = 1000);
    let mut checks: Vec<Check> = Vec::new();
    for number in 0..20 {
        // One host each, or the bound of the host would do it.
        let own = Arc::<str>::from(format!("host {number}"));
        let mut target = Target::rest(format!("hangs {number}"), server.url("hang"));
        target.timeout = Duration::from_secs(2);
        let context =
            Arc::new(crate::probe::ProbeContext::new(crate::probe::ProbeOptions::default()).unwrap());
        let mut check = Check::own(&*target.name.clone(), target.timeout, move |_| {
            crate::probe::probe(&context, &target)
        });
        if let Work::Own { host, .. } = &mut check.work {
            *host = Some(own);
        }
        checks.push(check);
    }
    let well = Server::start();
    checks.push(well.check("well", ""));
    checker.watch(checks).unwrap();
    assert!(until(LONG, || server.requests() >= 4));
    let before = well.requests();
    thread::sleep(Duration::from_secs(1));
    assert!(well.requests() - before >= 5, "of ten turns: {}", well.requests() - before);
    assert!(server.seen.most.load(Ordering::SeqCst) <= 4, "half of the workers");
}

#[test]
fn events_beyond_the_capacity_are_counted_as_lost() {
    let checker = checker(|_| ());
    let heard = Arc::new(AtomicUsize::new(0));
    let count = heard.clone();
    let notify = move || {
        count.fetch_add(1, Ordering::SeqCst);
    };
    let events = checker.events_with(2, Arc::new(notify));
    checker
        .watch(vec![Check::own("own", LONG, |own| Outcome::own(&*own.name, Status::Healthy, ""))])
        .unwrap();
    assert!(until(LONG, || events.lost() >= 2));
    checker.close(LONG);
    assert_eq!(events.count(), 2);
    assert_eq!(heard.load(Ordering::SeqCst), 3, "and once for the end");
}

/// Neither what is watched no more nor the deadlines of what is over wait for their time.
#[test]
fn what_is_over_leaves_nothing_with_the_timer() {
    let checker = checker(|_| ());
    let held = Arc::new(());
    let rare = |round: usize| -> Vec<Check> {
        let check = |number: usize| {
            let held = held.clone();
            let mut check = Check::own(format!("{number}"), LONG, move |own| {
                let _ = &held;
                Outcome::own(&*own.name, Status::Healthy, format!("{round}"))
            });
            check.interval = Some(Duration::from_secs(7 * 24 * 3600));
            check
        };
        (0..50).map(check).collect()
    };
    for round in 0..40 {
        checker.watch(rare(round)).unwrap();
    }
    // Those that are watched, and one under way now and then.
    assert!(until(LONG, || Arc::strong_count(&held) <= 1 + 50), "{}", Arc::strong_count(&held));
    checker.watch(Vec::new()).unwrap();
    assert!(until(LONG, || Arc::strong_count(&held) == 1), "{}", Arc::strong_count(&held));
    let options = RunOptions { deadline: Some(Duration::from_secs(3600)), ..RunOptions::default() };
    let check = rare(0).remove(0);
    for _ in 0..2_000 {
        let run = checker.submit_with(check.clone(), &options).unwrap();
        assert!(run.next_timeout(LONG).is_some());
    }
    let waiting = checker.engine().timer.waiting();
    assert!(waiting <= 200, "{waiting}");
}
