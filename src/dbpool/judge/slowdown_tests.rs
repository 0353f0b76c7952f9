use crate::dbpool::judge::series::{add, Load, Series};
use crate::dbpool::judge::Strain;

fn well() -> Series {
    let mut pool = Series::new(10.0);
    pool.seconds(60, Load::of(100.0, 0.012));
    pool
}

#[test]
fn what_takes_several_times_as_long_as_before_is_found_and_explains_the_pool() {
    let mut pool = well();
    pool.seconds(25, Load { wait: 0.1, queued: 0.9, in_use: 10.0, waiting: 9.0, ..Load::of(100.0, 0.08) });
    let finding = pool.only("database_pool.slower");
    assert!(finding.description.contains("12 ms -> 80 ms"), "{}", finding.description);
    assert!(finding.explains.contains(&"database_pool.saturated"));
    assert!(finding.recommendations[0].contains("before its size is changed"));
}

#[test]
fn a_container_in_trouble_takes_it_over_and_keeps_it() {
    let mut pool = well();
    let slow = Load { wait: 0.1, queued: 0.9, in_use: 10.0, waiting: 9.0, ..Load::of(100.0, 0.08) };
    for second in 0..25 {
        pool.second(slow);
        pool.pool.judge_within(pool.time, Some(Strain { held_seconds: f64::from(second) }));
    }
    assert_eq!(pool.rules(), [""; 0]);
    let (slower, rules) = pool.pool.excused().unwrap();
    assert_eq!(slower.what, "time in use");
    assert!(
        rules.contains(&"database_pool.slower") && rules.contains(&"database_pool.saturated"),
        "{rules:?}"
    );
    // The container is well again a little before the pool is.
    pool.seconds(2, slow);
    pool.pool.judge_within(pool.time, None);
    assert_eq!(pool.rules(), [""; 0]);
    pool.seconds(60, Load::of(100.0, 0.012));
    assert!(pool.pool.excused().is_none());
}

#[test]
fn a_container_that_got_into_trouble_long_after_does_not_explain_it() {
    let mut pool = well();
    let slow = Load { in_use: 8.0, ..Load::of(100.0, 0.08) };
    pool.seconds(40, slow);
    pool.pool.judge_within(pool.time, Some(Strain { held_seconds: 2.0 }));
    assert_eq!(pool.rules(), ["database_pool.slower"]);
}

#[test]
fn heavy_tails_are_not_alarmed() {
    let mut pool = Series::new(4.0);
    // One in 200 uses takes 100 times as long.
    pool.quietly(500, |pool, second| {
        let long = f64::from(u8::from(second % 4 == 0));
        add(&mut pool.stats.use_seconds, long);
        add(&mut pool.stats.use_seconds_squared, long);
        Load::of(50.0, 0.01)
    });
}

#[test]
fn one_long_use_that_ends_is_not_alarmed() {
    let mut pool = Series::new(4.0);
    pool.quietly(100, |_, _| Load::of(100.0, 0.004));
    add(&mut pool.stats.use_seconds, 50.0);
    add(&mut pool.stats.use_seconds_squared, 2_500.0);
    pool.quietly(60, |_, _| Load::of(100.0, 0.004));
}

#[test]
fn one_long_statement_that_ends_is_not_alarmed() {
    let mut pool = Series::with_database(4.0);
    pool.quietly(100, |_, _| Load::of(100.0, 0.004));
    add(&mut pool.values().query_seconds, 50.0);
    pool.quietly(60, |_, _| Load::of(100.0, 0.004));
}
