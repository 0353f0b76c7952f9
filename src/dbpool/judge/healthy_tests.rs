//! Pools that are well.

use super::series::{add, Load, Series};

#[test]
fn an_idle_pool_is_not_alarmed() {
    Series::with_database(10.0).quietly(900, |_, _| Load::of(0.0, 0.0));
}

#[test]
fn an_idle_pool_that_is_asked_now_and_then_is_not_alarmed() {
    Series::new(10.0).quietly(900, |_, second| Load::of(if second % 30 == 0 { 1.0 } else { 0.0 }, 0.01));
}

#[test]
fn steady_load_of_60_percent_is_not_alarmed() {
    // 8 to 16 ms, as it goes.
    Series::with_database(10.0).quietly(600, |_, second| {
        let hold = 0.012 + 0.004 * (second as f64 * 0.7).sin();
        Load { wait: 0.0003, queued: 0.02, in_use: 6.0, ..Load::of(500.0, hold) }
    });
}

#[test]
fn a_burst_that_was_absorbed_is_not_alarmed() {
    let mut pool = Series::with_database(10.0);
    pool.quietly(60, |_, _| Load::of(200.0, 0.01));
    for _ in 0..3 {
        pool.quietly(2, |_, _| Load {
            wait: 0.03,
            queued: 0.9,
            in_use: 10.0,
            waiting: 20.0,
            ..Load::of(1_000.0, 0.01)
        });
        pool.quietly(40, |_, _| Load::of(200.0, 0.01));
    }
}

#[test]
fn the_start_of_a_program_with_a_pool_that_warms_up_is_not_alarmed() {
    let mut pool = Series::new(10.0);
    (pool.stats.open, pool.stats.created, pool.stats.create_seconds) = (Some(0.0), Some(0.0), Some(0.0));
    pool = Series { pool: crate::dbpool::DatabasePool::new("orders").unwrap(), ..pool };
    pool.observe();
    pool.quietly(120, |pool, second| {
        if second > 1 {
            return Load::of(40.0, 0.01);
        }
        // Each of the first has a connection opened, 50 ms.
        add(&mut pool.stats.created, 5.0);
        add(&mut pool.stats.create_seconds, 0.25);
        add(&mut pool.stats.open, 5.0);
        let in_use = pool.stats.open.unwrap_or(0.0);
        Load { wait: 0.25 / 40.0, queued: 0.3, in_use, waiting: 2.0, ..Load::of(40.0, 0.01) }
    });
}

#[test]
fn a_pool_of_one_that_is_mostly_busy_while_nobody_waits_is_not_alarmed() {
    let mut pool = Series::new(1.0);
    pool.quietly(300, |_, _| Load { in_use: 1.0, ..Load::of(95.0, 0.01) });
    assert!(pool.pool.load().unwrap().reading.unwrap() < 1.0);
}

#[test]
fn more_load_that_a_pool_carries_is_not_alarmed() {
    Series::with_database(20.0).quietly(400, |_, second| Load::of(100.0 + 3.0 * second as f64, 0.01));
}

#[test]
fn long_uses_from_the_start_on_are_not_alarmed() {
    // Each of 8 workers has a connection for 30 s; the first comes back after that.
    let mut pool = Series::new(20.0);
    pool.quietly(300, |_, second| {
        let back = if second >= 30 { 8.0 / 30.0 } else { 0.0 };
        Load { in_use: (second as f64 / 3.0).ceil().min(8.0), ..Load::of(back, 30.0) }
    });
}

#[test]
fn the_end_of_work_while_one_connection_stays_out_is_not_alarmed() {
    // As of a program that listens on it.
    let mut pool = Series::new(10.0);
    pool.quietly(100, |_, _| Load { in_use: 4.0, ..Load::of(300.0, 0.01) });
    pool.quietly(30, |_, _| Load { in_use: 1.0, ..Load::of(0.0, 0.0) });
}

#[test]
fn a_slow_statement_among_many_is_not_alarmed() {
    let mut pool = Series::with_database(10.0);
    pool.quietly(300, |_, second| Load::of(200.0, if second % 50 == 0 { 0.02 } else { 0.01 }));
}

#[test]
fn a_recorded_pool_observed_once_a_minute_is_not_alarmed() {
    let mut pool = Series::with_database(10.0);
    for _ in 0..30 {
        pool.time += 59.0;
        let load = Load { in_use: 5.0, ..Load::of(18_000.0, 0.01) };
        pool.second(load);
        assert_eq!(pool.rules(), [""; 0]);
    }
}

#[test]
fn sessions_that_sleep_in_the_database_do_not_saturate_it() {
    let mut pool = Series::with_database(40.0);
    pool.quietly(120, |pool, second| {
        let values = pool.values();
        values.cpus = Some(4.0);
        values.connections = Some(40.0);
        values.connections_active = Some(31.0);
        values.connections_waiting_otherwise = Some(30.0);
        // At the moment that it is looked others wait for a lock, or nobody.
        values.connections_waiting_for_lock = Some(if second % 2 == 0 { 1.0 } else { 0.0 });
        values.oldest_lock_wait_seconds = Some(0.01);
        Load::of(300.0, 0.1)
    });
}

#[test]
fn waits_of_a_moment_do_not_hide_a_database_that_is_saturated() {
    let mut pool = Series::with_database(40.0);
    for _ in 0..30 {
        pool.values().connections_active = Some(20.0);
        pool.second(Load { in_use: 20.0, ..Load::of(300.0, 0.06) });
    }
    let values = pool.values();
    (values.connections_waiting_for_lock, values.oldest_lock_wait_seconds) = (Some(18.0), Some(0.1));
    pool.second(Load { in_use: 20.0, ..Load::of(300.0, 0.06) });
    assert_eq!(pool.rules(), ["database.saturated"]);
    assert!(pool.pool.findings()[0].current.value > 8.0, "{:?}", pool.pool.findings()[0].current);
}
