//! Pools that are in trouble, each in another way.

use super::series::{add, Load, Series};
use crate::dbpool::{Blocked, DatabaseSystem, Holder, SlowQuery};
use crate::finding::Severity;

/// A pool of 10 at 30 %, known for a minute.
fn well() -> Series {
    let mut pool = Series::with_database(10.0);
    pool.seconds(60, Load::of(300.0, 0.01));
    assert_eq!(pool.rules(), [""; 0]);
    pool
}

fn short() -> Load {
    Load { wait: 0.05, queued: 0.95, in_use: 10.0, waiting: 30.0, ..Load::of(1_000.0, 0.01) }
}

#[test]
fn a_pool_that_is_too_small_is_saturated() {
    let mut pool = well();
    pool.seconds(15, short());
    let finding = pool.only("database_pool.saturated");
    assert_eq!((finding.severity, &*finding.component.name()), (Severity::Critical, "database_pool:orders"));
    assert_eq!(finding.explains, ["database_pool.waits"]);
    assert!(finding.recommendations.iter().any(|what| what.contains("Give pool orders ")), "{finding:?}");
    pool.seconds(30, Load::of(300.0, 0.01));
    assert_eq!(pool.rules(), [""; 0]);
}

#[test]
fn timeouts_make_it_worse_and_are_its_evidence() {
    let mut pool = well();
    for _ in 0..15 {
        add(&mut pool.stats.timeouts, 100.0);
        pool.second(Load { in_use: 9.0, ..Load { served: 900.0, ..short() } });
    }
    let finding = pool.only("database_pool.saturated");
    assert!(finding.explains.contains(&"database_pool.timeouts"));
    assert_eq!(finding.severity, Severity::Critical);
}

#[test]
fn waits_of_a_pool_that_does_not_tell_its_size_are_found() {
    let mut pool = Series::new(10.0);
    pool.stats.size = None;
    pool.seconds(20, short());
    assert_eq!(pool.only("database_pool.waits").severity, Severity::High);
}

#[test]
fn what_is_not_known_makes_rules_silent() {
    let mut pool = Series::new(10.0);
    let stats = crate::dbpool::PoolStats { in_use: Some(10.0), ..Default::default() };
    for _ in 0..60 {
        pool.time += 1.0;
        pool.pool.observe_at(pool.time, &stats).unwrap();
        assert_eq!(pool.rules(), [""; 0]);
    }
}

#[test]
fn a_standstill_is_found_and_explains_what_waits() {
    let mut pool = well();
    pool.database = None;
    pool.seconds(16, Load { in_use: 10.0, waiting: 40.0, ..Load::of(0.0, 0.0) });
    let finding = pool.only("database_pool.stalled");
    assert!(finding.explains.contains(&"database_pool.saturated"), "{finding:?}");
    assert!(finding.recommendations[0].contains("wait for"));
    pool.seconds(40, Load::of(300.0, 0.01));
    assert_eq!(pool.rules(), [""; 0]);
}

#[test]
fn a_database_that_was_killed_is_unreachable_until_it_is_back() {
    let mut pool = well();
    add(&mut pool.stats.lost, 3.0);
    pool.stats.open = Some(0.0);
    for _ in 0..8 {
        add(&mut pool.stats.errors, 20.0);
        pool.second(Load { in_use: 0.0, ..Load::of(0.0, 0.0) });
    }
    let finding = pool.only("database_pool.cannot_connect");
    assert_eq!(finding.severity, Severity::Critical);
    assert!(
        finding.title.contains("cannot be reached")
            && finding.explains.contains(&"database_pool.connections_lost")
    );
    add(&mut pool.stats.created, 5.0);
    pool.stats.open = Some(5.0);
    pool.seconds(10, Load::of(300.0, 0.01));
    assert_eq!(pool.only("database_pool.connections_lost").severity, Severity::Medium);
    pool.seconds(70, Load::of(300.0, 0.01));
    assert_eq!(pool.rules(), [""; 0], "nothing was opened too often");
}

#[test]
fn churn_is_found_with_what_makes_it() {
    let mut pool = well();
    pool.stats.recycle_seconds = Some(1.0);
    for _ in 0..70 {
        add(&mut pool.stats.created, 100.0);
        add(&mut pool.stats.create_seconds, 1.0);
        add(&mut pool.stats.closed, 100.0);
        pool.second(Load::of(300.0, 0.01));
    }
    let finding = pool.only("database_pool.churn");
    assert_eq!(finding.severity, Severity::Medium);
    assert!(finding.description.contains("replaced after 1 s"), "{}", finding.description);
}

#[test]
fn an_oversized_pool_is_found_only_after_a_while() {
    let mut pool = Series::new(50.0);
    pool.quietly(110, |_, _| Load::of(300.0, 0.01));
    pool.seconds(30, Load::of(300.0, 0.01));
    let finding = pool.only("database_pool.oversized");
    assert_eq!(finding.severity, Severity::Low);
    assert!(finding.recommendations[0].contains("close connections"), "{:?}", finding.recommendations);
    assert!(finding.recommendations[1].contains("no more than"), "{:?}", finding.recommendations);
}

#[test]
fn a_database_at_its_limit_explains_waits_and_is_not_grown_for() {
    let mut pool = well();
    pool.values().connections_active = Some(10.0);
    pool.seconds(20, short());
    let finding = pool.only("database.saturated");
    assert_eq!(&*finding.component.name(), "database_queries:orders");
    assert!(finding.explains.contains(&"database_pool.saturated"));
    assert!(finding.recommendations.iter().all(|what| what.contains("Do not grow")), "{finding:?}");
    assert!(pool.pool.load().unwrap().is_databases || pool.pool.load().unwrap().reading.unwrap() > 1.0);
}

#[test]
fn too_many_connections_are_found_before_only_the_reserve_is_left() {
    let mut pool = well();
    pool.values().connections = Some(85.0);
    pool.seconds(5, Load::of(300.0, 0.01));
    assert_eq!(pool.only("database.connections").severity, Severity::High);
    pool.values().connections = Some(97.0);
    add(&mut pool.stats.errors, 5.0);
    pool.seconds(5, Load::of(300.0, 0.01));
    let finding = pool.only("database.connections");
    assert_eq!(finding.severity, Severity::Critical);
    assert_eq!(finding.explains, ["database_pool.cannot_connect"]);
}

fn blocked(by: &str) -> Vec<Blocked> {
    let text = "UPDATE stock SET n = n - ? WHERE id = ?".to_owned();
    vec![Blocked { session: 7, blocked_by: Some(42), seconds: 6.0, holder_state: Some(by.into()), text }]
}

#[test]
fn a_transaction_that_idles_explains_the_locks_that_others_wait_for() {
    let mut pool = well();
    for second in 0..20 {
        let values = pool.values();
        values.connections_idle_in_transaction = Some(1.0);
        values.oldest_idle_in_transaction_seconds = Some(f64::from(second) + 1.0);
        values.connections_waiting_for_lock = Some(9.0);
        values.oldest_lock_wait_seconds = Some(f64::from(second));
        pool.database.as_mut().unwrap().blocked = blocked("idle in transaction");
        pool.second(Load { in_use: 10.0, waiting: 20.0, ..Load::of(0.0, 0.0) });
    }
    let finding = pool.only("database.idle_in_transaction");
    assert!(finding.explains.contains(&"database.lock_waits") && finding.description.contains("Session 42"));
    assert!(finding.explains.contains(&"database_pool.stalled"), "{:?}", finding.explains);
}

#[test]
fn a_lock_pile_up_names_who_holds_the_lock() {
    let mut pool = well();
    for second in 0..10 {
        let values = pool.values();
        values.connections_waiting_for_lock = Some(8.0);
        values.connections_active = Some(9.0);
        values.oldest_lock_wait_seconds = Some(f64::from(second));
        pool.database.as_mut().unwrap().blocked = blocked("active");
        pool.second(Load { in_use: 9.0, ..Load::of(0.0, 0.0) });
    }
    let finding = pool.only("database.lock_waits");
    assert!(finding.description.contains("Session 42 holds it (active)"), "{}", finding.description);
    assert!(finding.recommendations[0].contains("session 42"));
    let answers = pool.pool.recommendations();
    assert!(answers[0].actions.iter().any(|action| action.value == "SELECT pg_terminate_backend(42)"));
    assert!(answers[0].description.contains("Do not grow the pool"));
}

#[test]
fn slow_statements_are_named() {
    let mut pool = Series::with_database(10.0);
    let text = "SELECT * FROM orders WHERE note LIKE ?".to_owned();
    let query = SlowQuery { text, calls: 50.0, mean_seconds: 3.0, total_seconds: 150.0, running: false };
    pool.database.as_mut().unwrap().slow = vec![query];
    pool.seconds(30, Load::of(1.0, 3.0));
    let finding = pool.only("database.slow_queries");
    assert_eq!(finding.severity, Severity::Medium);
    assert!(finding.description.contains("LIKE ?") && finding.recommendations[0].contains("LIKE ?"));
}

/// A statement that was run a thousand times.
fn query(text: &str, mean_seconds: f64, running: bool) -> SlowQuery {
    SlowQuery {
        text: text.to_owned(),
        calls: 1_000.0,
        mean_seconds,
        total_seconds: 1_000.0 * mean_seconds,
        running,
    }
}

#[test]
fn the_statement_that_is_named_is_slow_by_the_thresholds_that_were_set() {
    let mut thresholds = crate::dbpool::PoolThresholds::default();
    thresholds.set("database.slow_queries", Severity::Medium, 0.1, 0.05).unwrap();
    let mut pool = Series::judged_by(10.0, thresholds);
    pool.database = Series::with_database(10.0).database;
    pool.database.as_mut().unwrap().slow =
        vec![query("UPDATE often", 0.3, false), query("SELECT now", 0.2, true)];
    pool.seconds(30, Load::of(10.0, 0.3));
    let finding = pool.only("database.slow_queries");
    assert!(finding.description.contains("UPDATE often"), "{}", finding.description);
}

#[test]
fn a_statement_that_became_slow_is_named_before_it_is_counted() {
    let mut pool = Series::with_database(10.0);
    pool.database.as_mut().unwrap().slow =
        vec![query("UPDATE orders", 0.001, false), query("SELECT slow", 2.0, true)];
    pool.seconds(30, Load::of(1.0, 3.0));
    let finding = pool.only("database.slow_queries");
    assert!(finding.description.contains("SELECT slow"), "{}", finding.description);
    assert!(finding.recommendations[0].contains("SELECT slow"), "{:?}", finding.recommendations);
}

#[test]
fn one_statement_that_runs_for_half_a_minute_is_named() {
    let mut pool = well();
    let text = "SELECT count(*) FROM clicks".to_owned();
    let query = SlowQuery { text, calls: 1.0, mean_seconds: 35.0, total_seconds: 35.0, running: true };
    pool.database.as_mut().unwrap().slow = vec![query];
    pool.values().oldest_query_seconds = Some(35.0);
    pool.seconds(4, Load::of(300.0, 0.01));
    let finding = pool.only("database.long_query");
    assert!(finding.description.contains("count(*)"), "{}", finding.description);
}

#[test]
fn deadlocks_are_counted_by_the_minute() {
    let mut pool = well();
    add(&mut pool.values().deadlocks, 1.0);
    pool.seconds(4, Load::of(300.0, 0.01));
    assert_eq!(pool.only("database.deadlocks").severity, Severity::Low);
    add(&mut pool.values().deadlocks, 8.0);
    pool.seconds(4, Load::of(300.0, 0.01));
    assert_eq!(pool.only("database.deadlocks").severity, Severity::Medium);
    pool.seconds(80, Load::of(300.0, 0.01));
    assert_eq!(pool.rules(), [""; 0]);
}

#[test]
fn those_in_a_deadlock_wait_for_locks_until_it_ends() {
    let mut pool = well();
    for _ in 0..6 {
        add(&mut pool.values().deadlocks, 1.5);
        pool.values().connections_waiting_for_lock = Some(5.0);
        pool.values().oldest_lock_wait_seconds = Some(2.5);
        pool.database.as_mut().unwrap().blocked = blocked("active");
        pool.second(Load { in_use: 6.0, ..Load::of(20.0, 0.3) });
    }
    let finding = pool.only("database.deadlocks");
    assert_eq!(finding.severity, Severity::High);
    assert!(finding.explains.contains(&"database.lock_waits"), "{:?}", finding.explains);
    // Nobody waits so long for a deadlock.
    for second in 0..10 {
        pool.values().oldest_lock_wait_seconds = Some(10.0 + f64::from(second));
        pool.second(Load { in_use: 6.0, ..Load::of(20.0, 0.3) });
    }
    assert_eq!(pool.rules(), ["database.lock_waits", "database.deadlocks"]);
}

#[test]
fn pages_from_the_disk_count_only_where_there_are_many() {
    let mut few = well();
    add(&mut few.values().cache_misses, 500.0);
    few.seconds(20, Load::of(300.0, 0.01));
    assert_eq!(few.rules(), [""; 0]);
    let mut many = well();
    for _ in 0..60 {
        add(&mut many.values().cache_misses, 500.0);
        add(&mut many.values().cache_hits, 500.0);
        many.second(Load::of(300.0, 0.01));
    }
    assert_eq!(many.only("database.cache_hit").severity, Severity::Medium);
}

#[test]
fn temporary_files_and_conflicts_are_found() {
    let mut pool = well();
    for _ in 0..60 {
        add(&mut pool.values().temporary_bytes, 50e6);
        pool.second(Load::of(300.0, 0.01));
    }
    pool.only("database.temporary_files");
    let mut pool = well();
    add(&mut pool.values().conflicts, 2.0);
    pool.seconds(3, Load::of(300.0, 0.01));
    pool.only("database.conflicts");
}

#[test]
fn a_busy_sqlite_is_told_to_wait() {
    let mut pool = well();
    pool.database.as_mut().unwrap().system = DatabaseSystem::Sqlite;
    add(&mut pool.values().busy, 20.0);
    pool.seconds(5, Load::of(300.0, 0.01));
    assert_eq!(pool.only("database.busy").severity, Severity::Medium);
    let actions = &pool.pool.recommendations()[0].actions;
    assert!(actions.iter().any(|action| action.value.contains("WAL")), "{actions:?}");
}

#[test]
fn what_was_observed_too_long_ago_is_unknown() {
    let mut pool = well();
    pool.seconds(15, short());
    let now = pool.time;
    pool.pool.judge_at(now + 50.0);
    assert_eq!(pool.rules(), ["database_pool.saturated"]);
    pool.pool.judge_at(now + 61.0);
    assert_eq!(pool.rules(), [""; 0]);
    assert!(pool.pool.load().is_none());
}

#[test]
fn a_time_that_was_too_far_ahead_is_not_for_good() {
    let mut pool = well();
    pool.seconds(15, short());
    pool.pool.judge_at(1e12);
    assert_eq!(pool.rules(), [""; 0]);
    pool.pool.judge_at(f64::MAX);
    pool.seconds(15, short());
    let finding = pool.only("database_pool.saturated");
    assert!(finding.evidence.readings.iter().any(|reading| reading.value == 1_000.0), "{finding:?}");
    pool.pool.judge_at(pool.time);
    pool.only("database_pool.saturated");
}

#[test]
fn judging_twice_changes_nothing() {
    let mut pool = well();
    add(&mut pool.stats.lost, 1.0);
    pool.second(Load::of(300.0, 0.01));
    pool.pool.judge_at(pool.time);
    let first = pool.pool.findings();
    (0..10).for_each(|_| pool.pool.judge_at(pool.time));
    assert_eq!(pool.pool.findings(), first);
    assert!((first[0].current.value - 1.0).abs() < 1e-9, "counted once: {:?}", first[0].current);
}

#[test]
fn who_holds_connections_is_named() {
    let mut pool = well();
    for second in 1..=6 {
        pool.holders = vec![Holder {
            site: "report.py:17 export".into(),
            connections: second,
            seconds: 3.0 * f64::from(second),
        }];
        pool.seconds(3, Load { in_use: 3.0 + f64::from(second), ..Load::of(300.0, 0.01) });
    }
    let finding = pool.only("database_pool.leak");
    assert!(finding.title.contains("report.py:17 export"), "{}", finding.title);
    assert!(finding.recommendations[0].contains("report.py:17 export"));
}
