use std::time::Duration;

use super::super::random::Random;
use super::super::HistorySummary;
use super::*;

fn pool() -> ObservedPool {
    ObservedPool {
        name: "rest_pool".into(),
        limit: 100,
        limit_per_host: 30,
        most_in_use: 100,
        requests: 1000,
        waited: 100,
        waited_for_host: 20,
        wait_time: Duration::from_secs(5),
        refused: 0,
    }
}

fn cache() -> ObservedCache {
    // 10 keys, asked for every 20 s for an hour, good for 30 s: fetched every 40 s.
    ObservedCache {
        category: "dns".into(),
        ttl: Duration::from_secs(30),
        most_entries: 1000,
        entries: 10,
        hits: 900,
        misses: 900,
        fetches: 900,
        evictions: 0,
    }
}

fn concurrency() -> ObservedConcurrency {
    ObservedConcurrency {
        watched: Duration::from_secs(7200),
        limit: 100,
        most_running: 100,
        checks: 10_000,
        late: 0,
        timed_out_at_limit: 0,
    }
}

fn target(name: &str) -> ObservedTarget {
    ObservedTarget {
        name: name.into(),
        interval: Some(Duration::from_secs(60)),
        timeout: Duration::from_secs(2),
        history: HistorySummary {
            checks: 1000,
            p50_seconds: Some(0.1),
            p90_seconds: Some(0.2),
            p99_seconds: Some(0.3),
            max_seconds: Some(0.4),
            ..HistorySummary::default()
        },
        nagle_noted: 0,
    }
}

fn watched() -> Observed {
    Observed { watched: Duration::from_secs(3600), ..Observed::default() }
}

/// The rule, and the key and value of the first action, of all that is said.
fn said(observed: &Observed) -> Vec<(&'static str, String, String)> {
    let first = |what: Recommendation| {
        let action = what.actions[0].clone();
        (what.rule, action.target, action.value)
    };
    recommendations(observed).into_iter().map(first).collect()
}

fn of_pool(change: impl FnOnce(&mut ObservedPool)) -> Vec<(&'static str, String, String)> {
    let mut pool = pool();
    change(&mut pool);
    said(&Observed { pools: vec![pool], ..watched() })
}

fn of_cache(change: impl FnOnce(&mut ObservedCache)) -> Vec<(&'static str, String, String)> {
    let mut cache = cache();
    change(&mut cache);
    said(&Observed { caches: vec![cache], ..watched() })
}

fn of_concurrency(change: impl FnOnce(&mut ObservedConcurrency)) -> Vec<(&'static str, String, String)> {
    let mut seen = concurrency();
    change(&mut seen);
    said(&Observed { concurrency: Some(seen), ..watched() })
}

fn of_target(change: impl FnOnce(&mut ObservedTarget)) -> Vec<(&'static str, String, String)> {
    let mut target = target("shop");
    change(&mut target);
    said(&Observed { targets: vec![target], ..watched() })
}

fn one(rule: &'static str, key: &str, value: &str) -> Vec<(&'static str, String, String)> {
    vec![(rule, key.to_owned(), value.to_owned())]
}

#[test]
fn nothing_is_said_where_nothing_is_wrong_or_little_is_known() {
    assert!(recommendations(&Observed::default()).is_empty());
    assert!(of_pool(|pool| pool.waited = 49).is_empty());
    assert!(of_pool(|pool| pool.requests = 99).is_empty());
    assert!(of_cache(|cache| (cache.misses, cache.fetches) = (99, 99)).is_empty());
    assert!(of_cache(|cache| (cache.hits, cache.misses, cache.fetches) = (49, 50, 50)).is_empty());
    assert!(of_concurrency(|_| {}).is_empty());
    assert!(of_concurrency(|seen| (seen.checks, seen.late) = (99, 99)).is_empty());
    assert!(of_target(|_| {}).is_empty());
    assert!(of_target(|target| target.history = HistorySummary::default()).is_empty());
}

#[test]
fn a_pool_in_which_requests_wait_is_to_be_larger_where_it_was_full() {
    let key = |setting: &str| format!("performance_optimization.connection_pools.rest_pool.{setting}");
    assert_eq!(of_pool(|_| {}), one("connection_pool.small", &key("max_connections"), "200"));
    let host = |pool: &mut ObservedPool| pool.waited_for_host = 80;
    assert_eq!(of_pool(host), one("connection_pool.small", &key("max_connections_per_host"), "60"));
    let nearly = |pool: &mut ObservedPool| (pool.waited_for_host, pool.limit_per_host) = (80, 80);
    assert_eq!(of_pool(nearly)[0].2, "100", "no more than the whole");
    let at_once = |pool: &mut ObservedPool| (pool.waited, pool.waited_for_host, pool.refused) = (0, 0, 3);
    assert_eq!(of_pool(at_once)[0].1, key("max_connections_per_host"));
    let refused = |pool: &mut ObservedPool| (pool.waited, pool.refused) = (3, 3);
    assert_eq!(of_pool(refused).len(), 1);
    let list = recommendations(&Observed { pools: vec![pool()], ..watched() });
    assert!(list[0]
        .description
        .starts_with("100 of 1000 requests waited for a connection, 50 ms on average"));
}

#[test]
fn a_cache_is_to_keep_for_longer_or_more_whichever_it_lacks() {
    let key = |setting: &str| format!("performance_optimization.caching.dns.{setting}");
    assert_eq!(of_cache(|_| {}), one("cache.short", &key("ttl"), "200s"));
    // Asked for once in two minutes: four times 30 s would just do, but nothing says so.
    assert!(of_cache(|cache| (cache.hits, cache.misses, cache.fetches) = (0, 300, 300)).is_empty());
    assert!(of_cache(|cache| cache.category = "auth_tokens".into()).is_empty());
    // A thousand callers wait for one fetch: these are misses, and no more would be had of a longer life.
    assert!(of_cache(|cache| cache.fetches = 30).is_empty());
    let full =
        |cache: &mut ObservedCache| (cache.entries, cache.most_entries, cache.evictions) = (95, 100, 200);
    assert_eq!(of_cache(full), one("cache.small", &key("max_size"), "200"));
    assert!(of_cache(|cache| (cache.evictions, cache.fetches) = (200, 20)).is_empty(), "it is not full now");
}

#[test]
fn checks_at_once_are_to_be_more_fewer_or_as_many_as_are_used() {
    let key = "performance_optimization.concurrent_execution.max_concurrent";
    assert_eq!(of_concurrency(|seen| seen.late = 500), one("concurrency.low", key, "200"));
    let both = |seen: &mut ObservedConcurrency| (seen.late, seen.timed_out_at_limit) = (5000, 500);
    assert_eq!(of_concurrency(both), one("concurrency.high", key, "50"), "more would make it worse");
    assert_eq!(of_concurrency(|seen| seen.most_running = 24), one("concurrency.unused", key, "48"));
    assert!(of_concurrency(|seen| seen.most_running = 25).is_empty());
    let short =
        |seen: &mut ObservedConcurrency| (seen.most_running, seen.watched) = (1, Duration::from_secs(3599));
    assert!(of_concurrency(short).is_empty());
    assert!(
        of_concurrency(|seen| (seen.most_running, seen.late) = (99, 500)).is_empty(),
        "workers were free"
    );
    assert!(of_concurrency(|seen| (seen.limit, seen.most_running) = (10, 1)).is_empty());
}

#[test]
fn a_server_without_nodelay_is_told_of_if_it_answers_that_late() {
    let late = |target: &mut ObservedTarget| target.nagle_noted = 500;
    let what = of_target(late);
    assert_eq!((what[0].0, what[0].1.as_str()), ("target.nagle", "server shop"));
    assert!(of_target(|target| target.nagle_noted = 499).is_empty());
    let quick =
        |target: &mut ObservedTarget| (target.nagle_noted, target.history.p50_seconds) = (1000, Some(0.03));
    assert!(of_target(quick).is_empty());
    let few = |target: &mut ObservedTarget| (target.nagle_noted, target.history.checks) = (9, 9);
    assert!(of_target(few).is_empty());
}

#[test]
fn intervals_and_timeouts_fit_the_response_times() {
    let interval = |target: &mut ObservedTarget| target.interval = Some(Duration::from_millis(90));
    assert_eq!(of_target(interval), one("target.interval_short", "servers[shop].interval", "1s"));
    assert!(of_target(|target| target.interval = Some(Duration::from_millis(100))).is_empty());
    assert!(of_target(|target| target.interval = None).is_empty());
    let short = |target: &mut ObservedTarget| target.timeout = Duration::from_millis(370);
    assert_eq!(of_target(short), one("target.timeout_short", "servers[shop].timeout", "1s"));
    assert!(of_target(|target| target.timeout = Duration::from_millis(380)).is_empty());
    let long = |target: &mut ObservedTarget| target.timeout = Duration::from_secs(30);
    assert_eq!(of_target(long), one("target.timeout_long", "servers[shop].timeout", "2s"));
    assert!(of_target(|target| target.timeout = Duration::from_secs(5)).is_empty());
    let quick = |target: &mut ObservedTarget| {
        (target.timeout, target.history.p99_seconds) = (Duration::from_secs(30), Some(0.002));
    };
    assert_eq!(of_target(quick)[0].2, "1s", "no shorter");
}

#[test]
fn what_is_to_be_said_of_many_targets_is_said_once() {
    let mut targets: Vec<ObservedTarget> = (0..5000).map(|number| target(&format!("t{number}"))).collect();
    for target in &mut targets {
        target.timeout = Duration::from_secs(30);
    }
    let list = recommendations(&Observed { targets, ..watched() });
    assert_eq!((list.len(), list[0].actions.len()), (1, 10));
    assert_eq!(list[0].title, "Lower the timeout of t0 and 4999 others: answers come far sooner.");
    assert_eq!(list[0].component.name(), "target:t0");
}

#[test]
fn the_worst_comes_first() {
    let mut slow = target("slow");
    slow.timeout = Duration::from_secs(30);
    let mut refusing = pool();
    refusing.refused = 10;
    let observed =
        Observed { pools: vec![refusing], caches: vec![cache()], targets: vec![slow], ..watched() };
    let rules: Vec<&str> = recommendations(&observed).iter().map(|what| what.rule).collect();
    assert_eq!(rules, ["connection_pool.small", "cache.short", "target.timeout_long"]);
}

#[test]
fn durations_are_rounded_up_to_what_people_write() {
    let cases = [
        (0.0, "1ms"),
        (0.0011, "2ms"),
        (0.6, "1s"),
        (0.999, "1s"),
        (1.0, "1s"),
        (1.2, "2s"),
        (4.0, "5s"),
        (60.0, "100s"),
    ];
    for (seconds, text) in cases {
        assert_eq!(round_duration(seconds).1, text, "{seconds}");
    }
}

/// Whatever the numbers, what is advised changes something, in the direction that is said, and all of it is worded.
#[test]
fn advice_is_complete_and_never_against_itself() {
    let mut random = Random::new(5);
    let mut number = |digits: u32| random.below(10_u64.pow(digits));
    let mut all = 0;
    for round in 0..20_000_u32 {
        let digits = 1 + round % 5;
        let mut pool = pool();
        pool.limit = 1 + number(2) as usize;
        pool.limit_per_host = 1 + number(2) as usize;
        pool.most_in_use = number(2) as usize;
        (pool.requests, pool.waited, pool.refused) = (number(digits), number(digits), number(1));
        pool.waited_for_host = number(digits).min(pool.waited);
        let mut cache = cache();
        (cache.entries, cache.most_entries) = (number(3) as usize, number(3) as usize);
        (cache.hits, cache.misses) = (number(digits), number(digits));
        (cache.fetches, cache.evictions) = (number(digits), number(digits));
        cache.ttl = Duration::from_millis(number(digits + 1));
        let mut seen = concurrency();
        (seen.limit, seen.most_running) = (number(2) as usize, number(2) as usize);
        (seen.checks, seen.late, seen.timed_out_at_limit) = (number(digits), number(digits), number(digits));
        let mut target = target("t");
        target.timeout = Duration::from_millis(number(digits));
        target.interval = Some(Duration::from_millis(number(digits)));
        (target.nagle_noted, target.history.checks) = (number(3), number(4));
        target.history.p50_seconds = Some(number(3) as f64 / 1e3);
        target.history.p99_seconds = Some(target.history.p50_seconds.unwrap() + number(4) as f64 / 1e3);
        let observed = Observed {
            watched: Duration::from_secs(number(5)),
            pools: vec![pool.clone()],
            caches: vec![cache],
            concurrency: Some(seen.clone()),
            targets: vec![target.clone()],
        };
        for what in recommendations(&observed) {
            all += 1;
            assert!((0.0..=1.0).contains(&what.gain), "{what:#?}");
            assert!(!what.actions.is_empty() && !what.evidence.readings.is_empty(), "{what:#?}");
            for text in [&what.title, &what.description, &what.expected_impact] {
                assert!(text.ends_with('.') && !text.contains("NaN") && !text.contains("inf"), "{what:#?}");
            }
            assert!(what.evidence.readings.iter().all(|reading| reading.value.is_finite()), "{what:#?}");
            let value: f64 =
                what.actions[0].value.trim_end_matches(char::is_alphabetic).parse().unwrap_or(1.0);
            assert!(value >= 1.0, "{what:#?}");
            if what.rule == "connection_pool.small" && pool.waited > 2 * pool.waited_for_host {
                assert!(value > pool.limit as f64, "{what:#?}");
            }
            if what.title.starts_with("Lower max_concurrent") {
                assert!(value < seen.limit as f64, "{what:#?}");
            }
        }
    }
    assert!(all > 5000, "{all}");
}
