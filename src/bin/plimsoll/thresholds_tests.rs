use super::*;

fn changed(texts: &[&str]) -> Result<Thresholds, String> {
    let changes: Vec<Change> =
        texts.iter().map(|text| parse::<Thresholds>(text)).collect::<Result<_, _>>()?;
    with(&changes)
}

fn set(rule: &str, severity: Severity, raise: f64, clear: f64) -> Thresholds {
    let mut thresholds = Thresholds::default();
    thresholds.set(rule, severity, raise, clear).unwrap();
    thresholds
}

#[test]
fn percentages_shares_and_durations_are_understood() {
    let expected = set("cpu.utilisation", Severity::High, 0.7, 0.6);
    assert_eq!(changed(&["cpu.utilisation.high=70%/60%"]).unwrap(), expected);
    assert_eq!(changed(&["cpu.utilisation.high=0.7/0.6"]).unwrap(), expected);
    // 0.80 is cleared at 0.75 as published.
    assert_eq!(
        changed(&["cpu.utilisation.high=64%"]).unwrap(),
        set("cpu.utilisation", Severity::High, 0.64, 0.64 * (0.75 / 0.8))
    );
    assert_eq!(
        changed(&["memory.leak.high=12h/15h"]).unwrap(),
        set("memory.leak", Severity::High, 43_200.0, 54_000.0)
    );
    let mut off = Thresholds::default();
    off.disable("load.per_cpu").unwrap();
    assert_eq!(changed(&["load.per_cpu=off"]).unwrap(), off);
    assert_eq!(
        changed(&["memory.oom_kill.critical=2"]).unwrap(),
        set("memory.oom_kill", Severity::Critical, 2.0, 2.0)
    );
}

#[test]
fn the_order_of_options_does_not_matter() {
    let up = ["cpu.utilisation.high=96%", "cpu.utilisation.critical=99%"];
    let down = [up[1], up[0]];
    assert_eq!(changed(&up).unwrap(), changed(&down).unwrap());
    let low = ["cpu.utilisation.critical=60%/55%", "cpu.utilisation.high=50%/45%"];
    assert!(changed(&low).is_ok());
}

#[test]
fn what_is_wrong_is_named_with_what_is_allowed() {
    for (text, words) in [
        ("cpu", &["RULE.SEVERITY=RAISE"][..]),
        ("cpu.frobs.high=1", &["`cpu.frobs`", "cpu.throttling, ", "plimsoll rules"]),
        ("frobs=off", &["`frobs`", "cpu.throttling, "]),
        ("cpu.utilisation=70%", &["`cpu.utilisation` needs a severity", "low, medium, high, critical"]),
        ("cpu.utilisation.bad=70%", &["`bad` is no severity"]),
        ("cpu.utilisation.low=70%", &["`cpu.utilisation`", "it has high, critical"]),
        ("cpu.utilisation.high=much", &["`much`", "70%"]),
        ("cpu.utilisation.high=70", &["raise is 70", "0 to 1"]),
        ("cpu.utilisation.high=70%/80%", &["clear", "at or below"]),
        ("load.per_cpu.high=50%", &["`50%`", "a number from 0 up"]),
        ("memory.leak.high=soon", &["`soon`", "8h"]),
        ("cpu.utilisation.high=NaN", &["`NaN`"]),
        ("cpu.utilisation.high=99%", &["values must rise"]),
    ] {
        let error = changed(&[text]).unwrap_err();
        for word in words {
            assert!(error.contains(word), "{word} is not in: {error}");
        }
    }
}

#[test]
fn rules_of_pools_are_set_where_pools_are_judged() {
    let changes = ["database_pool.waits.high=300%/150%", "database.long_query=off"];
    let changes: Vec<Change> = changes.iter().map(|text| parse::<PoolThresholds>(text).unwrap()).collect();
    let mut expected = PoolThresholds::default();
    expected.set("database_pool.waits", Severity::High, 3.0, 1.5).unwrap();
    expected.disable("database.long_query").unwrap();
    assert_eq!(with::<PoolThresholds>(&changes).unwrap(), expected);
    let error = parse::<PoolThresholds>("cpu.utilisation=off").unwrap_err();
    assert!(error.contains("database_pool.saturated, "), "{error}");
    let error = parse::<Thresholds>("database_pool.leak=off").unwrap_err();
    assert!(error.contains("plimsoll db"), "{error}");
}
