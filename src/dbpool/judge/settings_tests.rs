use super::super::series::{Load, Series};
use super::*;

#[test]
fn what_is_set_is_judged_by_and_the_rest_stays_published() {
    let mut thresholds = PoolThresholds::default();
    assert_eq!(thresholds.of(PoolRule::Saturated), PoolRule::Saturated.rule().steps);
    thresholds.set("database_pool.saturated", Severity::High, 0.5, 0.4).unwrap();
    assert_eq!(thresholds.of(PoolRule::Saturated)[0].raise, 0.5);
    assert_eq!(thresholds.of(PoolRule::Saturated)[1], PoolRule::Saturated.rule().steps[1]);
    assert_eq!(thresholds.mark(PoolRule::Saturated), Some(0.5));

    let busy = Load { queued: 1.0, in_use: 7.0, wait: 0.001, ..Load::of(700.0, 0.01) };
    let mut published = Series::new(10.0);
    published.seconds(20, busy);
    assert_eq!(published.rules(), [""; 0]);
    let mut own = Series::judged_by(10.0, thresholds.clone());
    own.seconds(20, busy);
    assert_eq!(own.only("database_pool.saturated").severity, Severity::High);

    thresholds.disable("database_pool.saturated").unwrap();
    let mut off = Series::judged_by(10.0, thresholds.clone());
    off.seconds(20, busy);
    assert_eq!(off.rules(), [""; 0]);
    // Whoever sets it wants it.
    thresholds.set("database_pool.saturated", Severity::High, 0.5, 0.4).unwrap();
    assert_eq!(thresholds.of(PoolRule::Saturated)[0].raise, 0.5);
}

#[test]
fn nonsense_is_refused_by_rule_and_with_what_is_allowed() {
    for (rule, severity, raise, clear, part) in [
        ("cpu.utilisation", Severity::High, 0.5, 0.4, "no rule of pools `cpu.utilisation`"),
        ("cpu.utilisation", Severity::High, 0.5, 0.4, "database_pool.saturated, "),
        ("database_pool.saturated", Severity::Low, 0.5, 0.4, "it has high, critical"),
        (
            "database_pool.saturated",
            Severity::High,
            80.0,
            75.0,
            "raise is 80: allowed are numbers from 0 to 1",
        ),
        ("database_pool.waits", Severity::High, -1.0, -1.0, "raise is -1: allowed are numbers from 0 and"),
        ("database_pool.waits", Severity::High, 0.4, 0.1, "medium 0.5, high 0.4: values must rise"),
    ] {
        let mut thresholds = PoolThresholds::default();
        let error = thresholds.set(rule, severity, raise, clear).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidArgument);
        assert!(error.to_string().contains(part), "{error}\n lacks {part}");
        assert_eq!(thresholds, PoolThresholds::default(), "a refused change changes nothing");
    }
    // Published at 50 and 200 %.
    PoolThresholds::default().set("database_pool.waits", Severity::High, 5.0, 2.5).unwrap();
}
