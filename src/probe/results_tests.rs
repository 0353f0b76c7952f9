use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::thread;

use super::*;
use crate::finding::Reason;
use crate::probe::{CallFacts, Kind, McpFacts, RestFacts};

const SECOND: Duration = Duration::from_secs(1);

#[derive(Default)]
struct HandClock(AtomicU64);

impl HandClock {
    fn pass(&self, time: Duration) {
        self.0.fetch_add(time.as_nanos() as u64, Ordering::Relaxed);
    }
}

impl Clock for HandClock {
    fn boot_ns(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }

    fn wall_ns(&self) -> u64 {
        unreachable!("results have no use for a clock that may jump")
    }
}

fn results() -> (Arc<HandClock>, Results, Arc<Target>) {
    let clock = Arc::new(HandClock::default());
    clock.pass(1000 * SECOND);
    let results = Results::new(CategoryOptions::new(60 * SECOND, 100), clock.clone());
    (clock, results, target("https://a.test/"))
}

fn target(url: &str) -> Arc<Target> {
    Arc::new(Target::rest("a", url))
}

fn soon() -> Instant {
    Instant::now() + 20 * SECOND
}

fn outcome(reason: Reason) -> Outcome {
    Outcome::of("a".to_owned(), Kind::Rest, reason, "as made".to_owned())
}

fn rest(reason: Reason, fresh_for: Option<Duration>) -> Arc<Outcome> {
    let rest = RestFacts { fresh_for, ..RestFacts::default() };
    Arc::new(Outcome { rest: Some(rest), ..outcome(reason) })
}

#[test]
fn fresh_by_the_servers_word_for_everybody_and_no_longer() {
    let (clock, results, target) = results();
    results.put(&target, &rest(Reason::Ok, Some(10 * SECOND)));
    clock.pass(10 * SECOND - Duration::from_nanos(1));
    assert!(results.get(&target, None).is_some());
    assert!(results.get(&target, Some(5 * SECOND)).is_none(), "older than this caller allows");
    assert!(results.get(&target, Some(Duration::ZERO)).is_none());
    clock.pass(Duration::from_nanos(1));
    assert!(results.get(&target, None).is_none());
    assert!(results.get(&target, Some(11 * SECOND)).is_some(), "but this one allows it");
    results.put(&target, &rest(Reason::Ok, Some(3600 * SECOND)));
    clock.pass(60 * SECOND);
    assert!(results.get(&target, None).is_none(), "never longer than the category's time");
}

#[test]
fn looks_are_counted_where_the_categorys_time_makes_the_difference() {
    let (clock, results, target) = results();
    let look = |max_age| {
        let check = || (outcome(Reason::Ok), true);
        results.get(&target, max_age).is_some()
            || results.get_or_check(&target, max_age, soon(), check).is_some_and(|served| served.cached)
    };
    assert!(!look(Some(60 * SECOND)) && look(Some(3600 * SECOND)));
    assert_eq!(results.looks_of_any_age(), (1, 1));
    clock.pass(20 * SECOND);
    // To these it makes none.
    assert!([None, Some(10 * SECOND)].map(look) == [false, true]);
    assert_eq!(results.looks_of_any_age(), (1, 1));
    clock.pass(61 * SECOND);
    assert!(!look(Some(60 * SECOND)));
    assert_eq!(results.looks_of_any_age(), (1, 2));
}

#[test]
fn the_age_counts_from_the_beginning_of_the_check() {
    let (clock, results, target) = results();
    let mut slow = Outcome::clone(&rest(Reason::Ok, Some(10 * SECOND)));
    slow.phases.total = 4 * SECOND;
    results.put(&target, &Arc::new(slow));
    clock.pass(6 * SECOND);
    assert!(results.get(&target, None).is_none());
    assert!(results.get(&target, Some(10 * SECOND)).is_none());
    assert!(results.get(&target, Some(11 * SECOND)).is_some());
}

#[test]
fn of_what_the_server_says_nothing_it_is_for_those_who_ask() {
    let (clock, results, target) = results();
    results.put(&target, &rest(Reason::Slow, None));
    clock.pass(20 * SECOND);
    assert!(results.get(&target, None).is_none());
    assert!(results.get(&target, Some(30 * SECOND)).is_some());
    assert!(results.get(&target, Some(20 * SECOND)).is_none());
}

#[test]
fn both_paths_have_a_say_and_of_a_called_tool_nothing_is_said() {
    let both = |rest: Option<u64>, mcp: Option<u64>| {
        let mcp = McpFacts { fresh_for: mcp.map(Duration::from_secs), ..McpFacts::default() };
        let rest = RestFacts { fresh_for: rest.map(Duration::from_secs), ..RestFacts::default() };
        Outcome { rest: Some(rest), mcp: Some(Box::new(mcp)), ..outcome(Reason::Ok) }
    };
    assert_eq!(both(Some(5), Some(9)).fresh_for(), Some(5 * SECOND));
    assert_eq!((both(None, Some(9)).fresh_for(), both(Some(5), None).fresh_for()), (None, None));
    let mut called = both(Some(5), Some(9));
    called.rest = None;
    assert_eq!(called.fresh_for(), Some(9 * SECOND));
    let call = CallFacts { tool: "add".into(), took: SECOND, is_error: false, text: "3".into() };
    called.mcp.as_mut().unwrap().call = Some(call);
    assert_eq!(called.fresh_for(), None);
    assert_eq!(outcome(Reason::Ok).fresh_for(), None);
}

#[test]
fn what_no_one_is_to_keep_is_not_kept() {
    let (_, results, target) = results();
    results.put(&target, &rest(Reason::Ok, Some(Duration::ZERO)));
    assert!(results.get(&target, Some(30 * SECOND)).is_none());
    results.put(&target, &Arc::new(outcome(Reason::Cancelled)));
    assert!(results.get(&target, Some(30 * SECOND)).is_none());
    // An MCP server that says zero says that it may change at any time, and not that nobody may keep it.
    let mcp = McpFacts { fresh_for: Some(Duration::ZERO), ..McpFacts::default() };
    let mcp = Arc::new(Outcome { mcp: Some(Box::new(mcp)), ..outcome(Reason::Ok) });
    results.put(&target, &mcp);
    assert!(results.get(&target, None).is_none());
    assert!(results.get(&target, Some(30 * SECOND)).is_some());
}

#[test]
fn a_failure_is_kept_for_a_short_while_and_for_those_who_ask() {
    let (clock, results, target) = results();
    results.put(&target, &rest(Reason::HttpStatus, Some(30 * SECOND)));
    assert!(results.get(&target, None).is_none(), "however fresh its page is");
    clock.pass(5 * SECOND - Duration::from_nanos(1));
    assert!(results.get(&target, Some(30 * SECOND)).is_some());
    clock.pass(Duration::from_nanos(1));
    assert!(results.get(&target, Some(30 * SECOND)).is_none());
}

#[test]
fn another_target_is_another_result() {
    let (_, results, first) = results();
    results.put(&first, &rest(Reason::Ok, Some(SECOND)));
    assert!(results.get(&target("https://a.test/"), None).is_some(), "the same is said of it");
    assert!(results.get(&target("https://a.test/other"), None).is_none());
    let mut with_header = Target::rest("a", "https://a.test/");
    let secret = crate::probe::HeaderValue::Plain("Bearer other".to_owned());
    with_header.rest.as_mut().unwrap().headers.push(("authorization".to_owned(), secret));
    assert!(results.get(&Arc::new(with_header), None).is_none());
}

#[test]
fn the_host_sees_none_of_it_but_in_the_counts() {
    let (_, results, target) = results();
    results.put(&target, &rest(Reason::Ok, Some(SECOND)));
    let category = results.category();
    assert!(category.get("a").is_none());
    assert!(!category.remove("a"));
    category.set("a", Arc::from(*b"the host's"), None).unwrap();
    assert!(results.get(&target, None).is_some());
    let counted = category.statistics();
    assert_eq!((counted.entries, counted.hits, counted.misses), (2, 1, 1));
    assert!(counted.bytes > 200);
    category.clear();
    assert!(results.get(&target, None).is_none());
    assert_eq!(category.statistics().bytes, 0);
}

#[test]
fn a_hundred_who_want_it_check_once() {
    let (_, results, target) = results();
    let checks = AtomicUsize::new(0);
    let own: usize = thread::scope(|scope| {
        let ask = || {
            let check = || {
                checks.fetch_add(1, Ordering::Relaxed);
                while results.category().statistics().misses < 100 {
                    thread::yield_now();
                }
                (outcome(Reason::Ok), true)
            };
            let served = results.get_or_check(&target, Some(SECOND), soon(), check).unwrap();
            assert_eq!(served.outcome.message, "as made");
            usize::from(!served.cached)
        };
        let threads: Vec<_> = (0..100).map(|_| scope.spawn(ask)).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).sum()
    });
    assert_eq!((checks.load(Ordering::Relaxed), own), (1, 1));
}

#[test]
fn what_is_too_old_is_checked_anew_and_what_was_cut_short_is_not_kept() {
    let (clock, results, target) = results();
    results.put(&target, &rest(Reason::Ok, None));
    clock.pass(10 * SECOND);
    let again = || (outcome(Reason::Slow), true);
    let served = results.get_or_check(&target, Some(5 * SECOND), soon(), again).unwrap();
    assert_eq!((served.outcome.reason, served.cached), (Reason::Slow, false));
    let served = results.get_or_check(&target, Some(5 * SECOND), soon(), || panic!("it is there")).unwrap();
    assert_eq!((served.outcome.reason, served.cached), (Reason::Slow, true));
    clock.pass(10 * SECOND);
    let cut = || (outcome(Reason::Deadline), false);
    assert!(!results.get_or_check(&target, Some(SECOND), soon(), cut).unwrap().cached);
    assert!(results.get(&target, Some(30 * SECOND)).is_none());
}
