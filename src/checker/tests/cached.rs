//! Outcomes that are served without a check.

use super::servers::{until, Server};
use super::*;

const LONG: Duration = Duration::from_secs(20);

fn checker() -> Checker {
    let options = CheckerOptions { max_concurrent: 8, max_concurrent_per_host: 8, ..Default::default() };
    Checker::new(options).unwrap()
}

fn at_most(max_age: Duration) -> RunOptions {
    RunOptions { max_age: Some(max_age), ..RunOptions::default() }
}

fn cached(checker: &Checker, check: &Check, options: &RunOptions) -> bool {
    let outcomes = checker.run(std::slice::from_ref(check), options);
    assert_eq!(outcomes.len(), 1);
    outcomes[0].cached
}

#[test]
fn what_the_server_calls_fresh_is_not_asked_for_again() {
    let server = Server::start();
    let (fresh, silent) = (server.check("fresh", "cache/max-age=30"), server.check("silent", ""));
    let checker = checker();
    for check in [&fresh, &silent] {
        assert!(!cached(&checker, check, &RunOptions::default()));
    }
    assert!(cached(&checker, &fresh, &RunOptions::default()));
    assert!(!cached(&checker, &fresh, &at_most(Duration::ZERO)), "as its caller wants it");
    assert!(!cached(&checker, &silent, &RunOptions::default()));
    assert_eq!(server.requests(), 4);
    assert!(checker.cached(&fresh, None).unwrap().cached && checker.cached(&silent, None).is_none());
    let ticket = checker.submit(fresh.clone()).unwrap();
    let outcome = ticket.wait(LONG).unwrap();
    assert_eq!((outcome.cached, outcome.status, outcome.reason), (true, Status::Healthy, Reason::Ok));
    assert_eq!(server.requests(), 4);
    let statistics = checker.statistics();
    assert_eq!((statistics.checked, statistics.caches["results"].hits), (4, 3));
    assert_eq!(outcome.rest.unwrap().fresh_for, Some(Duration::from_secs(30)));
}

#[test]
fn a_caller_who_will_do_with_it_gets_what_is_there() {
    let server = Server::start();
    let checker = checker();
    let (silent, never) = (server.check("silent", ""), server.check("never", "cache/no-store"));
    let broken = server.check("broken", "500");
    for check in [&silent, &never, &broken] {
        assert!(!cached(&checker, check, &at_most(LONG)));
    }
    assert!(cached(&checker, &silent, &at_most(LONG)));
    assert!(!cached(&checker, &never, &at_most(LONG)));
    let again = checker.run(std::slice::from_ref(&broken), &at_most(LONG)).remove(0);
    assert_eq!((again.cached, again.reason), (true, Reason::HttpStatus));
    assert!(!cached(&checker, &broken, &RunOptions::default()));
    assert_eq!(server.requests(), 5);
    // A function of the host's is called whenever it is asked for.
    let own = Check::own("own", LONG, |own| Outcome::own(&*own.name, Status::Healthy, "well"));
    assert!(!cached(&checker, &own, &at_most(LONG)) && !cached(&checker, &own, &at_most(LONG)));
}

#[test]
fn many_who_will_do_with_anothers_ask_once() {
    let server = Server::start();
    let checker = checker();
    let check = server.check("slow", "wait/200");
    let own: usize = thread::scope(|scope| {
        let ask = || usize::from(!cached(&checker, &check, &at_most(LONG)));
        let threads: Vec<_> = (0..30).map(|_| scope.spawn(ask)).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).sum()
    });
    assert_eq!((own, server.requests()), (1, 1));
}

#[test]
fn one_that_was_given_up_is_not_anothers() {
    let server = Server::start();
    let checker = checker();
    let check = server.check("slow", "wait/400");
    let short = RunOptions { deadline: Some(Duration::from_millis(100)), ..at_most(LONG) };
    let first = checker.start(vec![check.clone()], short);
    assert!(until(LONG, || server.requests() == 1));
    let outcome = checker.run(std::slice::from_ref(&check), &at_most(LONG)).remove(0);
    assert_eq!((outcome.reason, outcome.cached), (Reason::Ok, false), "{}", outcome.message);
    assert_eq!(first.all()[0].outcome.reason, Reason::Cancelled);
    assert_eq!(server.requests(), 2);
}

/// Its server is gone, whatever it had said before.
#[test]
fn a_watched_check_believes_no_promise_of_freshness() {
    let server = Server::start();
    let options = CheckerOptions { interval: Duration::from_millis(100), ..Default::default() };
    let checker = Checker::new(options).unwrap();
    let events = checker.events(1000);
    checker.watch(vec![server.check("fresh", "cache/max-age=300")]).unwrap();
    assert!(until(LONG, || server.requests() >= 5));
    let state = checker.state("fresh").unwrap();
    assert!(state.history.checks <= server.requests() as u64, "{:?}", state.history);
    drop(server);
    assert!(until(LONG, || checker.state("fresh").unwrap().status == Status::Unhealthy));
    while let Some(event) = events.try_next() {
        assert!(!matches!(event, Event::Checked { outcome, .. } if outcome.cached));
    }
}

/// What a caller has just asked is not asked again at once, but a watched check is never left to others.
#[test]
fn anothers_outcome_stands_in_for_one_turn_and_counts_for_nothing() {
    let server = Server::start();
    let interval = Duration::from_millis(400);
    let checker = Checker::new(CheckerOptions { interval, ..Default::default() }).unwrap();
    let events = checker.events(1000);
    let check = server.check("both", "");
    checker.watch(vec![check.clone()]).unwrap();
    let (mut turns, mut asked) = (Vec::new(), 0);
    let over = Instant::now() + LONG;
    while turns.iter().filter(|cached| **cached).count() < 3 {
        assert!(Instant::now() < over, "{turns:?}");
        let _ = checker.check_all(std::slice::from_ref(&check), 0);
        asked += 1;
        while let Some(event) = events.next_timeout(Duration::from_millis(20)) {
            if let Event::Checked { outcome, late, .. } = event {
                assert!(!outcome.cached || (outcome.status, late) == (Status::Healthy, None));
                turns.push(outcome.cached);
            }
        }
    }
    assert!(!turns[0], "nothing was known of it");
    assert!(turns.windows(2).all(|two| two != [true, true]), "{turns:?}");
    let state = checker.state("both").unwrap();
    assert_eq!(state.history.checks as usize, turns.iter().filter(|cached| !**cached).count());
    assert!(state.last.is_some_and(|last| !last.cached));
    assert!(server.requests() >= asked + state.history.checks as usize);
}
