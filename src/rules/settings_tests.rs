use super::*;
use crate::error::ErrorKind;

fn refused(rule: &str, severity: Severity, raise: f64, clear: f64) -> String {
    let mut thresholds = Thresholds::default();
    let error = thresholds.set(rule, severity, raise, clear).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidArgument);
    assert_eq!(thresholds, Thresholds::default(), "a refused change changes nothing");
    error.to_string()
}

#[test]
fn what_is_set_is_used_and_the_rest_stays_published() {
    let mut thresholds = Thresholds::default();
    assert_eq!(thresholds.of(RuleId::CpuUtilisation), RuleId::CpuUtilisation.rule().steps);
    thresholds.set("cpu.utilisation", Severity::High, 0.7, 0.6).unwrap();
    let steps = thresholds.of(RuleId::CpuUtilisation);
    assert_eq!(steps[0], Step { severity: Severity::High, raise: 0.7, clear: 0.6 });
    assert_eq!(steps[1], RuleId::CpuUtilisation.rule().steps[1]);
    assert_eq!(thresholds.mark(RuleId::CpuUtilisation), Some(0.7));
    thresholds.disable("cpu.utilisation").unwrap();
    assert!(thresholds.of(RuleId::CpuUtilisation).is_empty());
    thresholds.set("metric.used", Severity::High, 0.5, 0.4).unwrap();
    assert_eq!(thresholds.metric_mark(), Some(0.5));
}

#[test]
fn nonsense_is_refused_by_rule_and_with_what_is_allowed() {
    for (said, part) in [
        (
            refused("cpu.utilisation", Severity::High, 0.7, 0.8),
            "rule `cpu.utilisation`: clear is 0.8 and raise 0.7",
        ),
        (
            refused("cpu.utilisation", Severity::High, f64::NAN, 0.1),
            "raise is NaN: allowed are numbers from 0 to 1",
        ),
        (refused("cpu.utilisation", Severity::High, 0.5, -0.1), "clear is -0.1: allowed"),
        (
            refused("cpu.utilisation", Severity::High, 80.0, 70.0),
            "raise is 80: allowed are numbers from 0 to 1",
        ),
        (
            refused("disk_io.queue", Severity::Medium, f64::INFINITY, 1.0),
            "raise is inf: allowed are numbers from 0 and",
        ),
        (
            refused("cpu.utilisation", Severity::Low, 0.5, 0.4),
            "no threshold of severity low: it has high, critical",
        ),
        (refused("cpu.utilisation", Severity::High, 0.97, 0.9), "high 0.97, critical 0.95: values must rise"),
        (refused("memory.leak", Severity::High, 100.0, 50.0), "clear must be at or above raise"),
        (refused("memory.leak", Severity::High, 100.0, 200.0), "values must fall with the severity"),
        (refused("cpu.utilization", Severity::High, 0.5, 0.4), "no rule `cpu.utilization`"),
        (refused("cpu.utilization", Severity::High, 0.5, 0.4), "allowed are cpu.throttling, "),
    ] {
        assert!(said.contains(part), "{said}\n lacks {part}");
    }
    assert!(Thresholds::default().disable("cpu").is_err());
}

#[test]
fn severities_move_past_each_other_when_set_together() {
    let step = |severity, raise, clear| Step { severity, raise, clear };
    let (high, critical) = (step(Severity::High, 0.96, 0.9), step(Severity::Critical, 0.99, 0.97));
    for wanted in [[high, critical], [critical, high]] {
        let mut thresholds = Thresholds::default();
        thresholds.set_steps("cpu.utilisation", &wanted).unwrap();
        assert_eq!(thresholds.of(RuleId::CpuUtilisation), [high, critical]);
        // And back below where the other was.
        let (high, critical) = (step(Severity::High, 0.3, 0.2), step(Severity::Critical, 0.5, 0.4));
        thresholds.set_steps("cpu.utilisation", &[high, critical]).unwrap();
        assert_eq!(thresholds.of(RuleId::CpuUtilisation), [high, critical]);
    }
    let mut thresholds = Thresholds::default();
    for (wanted, part) in [
        ([high, high], "high is given twice"),
        ([high, step(Severity::Critical, 0.9, 0.8)], "high 0.96, critical 0.9: values must rise"),
        ([critical, step(Severity::High, 0.5, 0.6)], "clear is 0.6 and raise 0.5"),
    ] {
        let error = thresholds.set_steps("cpu.utilisation", &wanted).unwrap_err().to_string();
        assert!(error.contains(part), "{error}");
        assert_eq!(thresholds, Thresholds::default(), "a refused change changes nothing");
    }
}
