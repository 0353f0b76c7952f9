use crate::dbpool::judge::series::{Load, Series};
use crate::dbpool::Holder;
use crate::finding::Severity;

fn well() -> Series {
    let mut pool = Series::new(10.0);
    pool.seconds(30, Load::of(300.0, 0.01));
    pool
}

/// With so many connections gone.
fn less(gone: f64) -> Load {
    let load = Load { in_use: 3.0 + gone, ..Load::of(300.0, 0.01) };
    if gone >= 6.0 {
        return Load { wait: 0.02, queued: 0.9, waiting: 5.0, in_use: 10.0, ..load };
    }
    load
}

#[test]
fn connections_that_do_not_come_back_are_found_while_others_do() {
    let mut pool = well();
    let mut found_after = None;
    for second in 0..40_u32 {
        let gone = f64::from(second / 3).min(6.0);
        pool.stats.oldest_use_seconds = Some(f64::from(second));
        pool.second(less(gone));
        if found_after.is_none() && pool.rules() == ["database_pool.leak"] {
            found_after = Some(second);
        }
    }
    assert!(found_after.is_some_and(|second| second <= 20), "{found_after:?}");
}

#[test]
fn a_leak_that_emptied_the_pool_explains_waits_and_timeouts() {
    let mut pool = well();
    for second in 0..24_u32 {
        pool.second(less(f64::from(second / 3)));
    }
    for _ in 0..20 {
        super::super::series::add(&mut pool.stats.timeouts, 10.0);
        pool.second(Load { in_use: 10.0, waiting: 40.0, ..Load::of(0.0, 0.0) });
    }
    let finding = pool.only("database_pool.leak");
    assert_eq!(finding.severity, Severity::Critical, "that of the timeouts");
    assert!(finding.explains.contains(&"database_pool.timeouts"), "{:?}", finding.explains);
    assert!(finding.severity_from.is_some());
}

#[test]
fn one_that_is_out_far_longer_than_any_use_is_named() {
    let mut pool = well();
    for second in 0..65_u32 {
        let seconds = f64::from(second);
        pool.stats.oldest_use_seconds = Some(seconds);
        pool.holders = vec![Holder { site: "jobs.py:3 run".into(), connections: 1, seconds }];
        pool.second(less(1.0));
    }
    let finding = pool.only("database_pool.leak");
    assert_eq!(finding.severity, Severity::Low);
    assert!(finding.title.contains("jobs.py:3 run"), "{}", finding.title);
}

#[test]
fn connections_that_are_out_while_the_database_sees_them_idle_are_leaked() {
    let mut pool = Series::with_database(10.0);
    pool.seconds(30, Load::of(300.0, 0.01));
    pool.values().connections_active = Some(0.0);
    pool.seconds(12, Load { in_use: 10.0, waiting: 40.0, ..Load::of(0.0, 0.0) });
    pool.only("database_pool.leak");
}

#[test]
fn more_in_use_because_more_is_asked_for_is_not_alarmed() {
    let mut pool = well();
    pool.quietly(60, |_, second| Load::of(300.0 + 10.0 * second as f64, 0.01));
}

#[test]
fn more_in_use_because_uses_take_longer_is_no_leak() {
    let mut pool = well();
    pool.quietly(60, |_, second| Load::of(300.0, 0.01 + 0.00025 * second as f64));
}

#[test]
fn a_noisy_gauge_is_not_alarmed() {
    let mut pool = well();
    // Between 0 and 9 in no order.
    pool.quietly(600, |_, second| Load { in_use: ((second * 7919) % 10) as f64, ..Load::of(450.0, 0.01) });
}
