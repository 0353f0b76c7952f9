use super::*;
use crate::fields::{Scope, Unit};
use crate::finding::{Component, Evidence, Measure, Threshold};

#[test]
fn the_worst_finding_makes_the_level() {
    let finding = |severity| Finding {
        component: Component::Cpu,
        severity,
        rule: "test",
        title: String::new(),
        description: String::new(),
        current: Measure::new("x", 1.0, Unit::Ratio, Scope::Cgroup),
        threshold: Threshold {
            value: 0.5,
            clear: 0.4,
            unit: Unit::Ratio,
            scope: Scope::Cgroup,
            source: "test".into(),
        },
        severity_from: None,
        confidence: 1.0,
        held_seconds: 0.0,
        explains: Vec::new(),
        culprits: Vec::new(),
        impact_ratio: 0.0,
        evidence: Evidence::default(),
        impact: String::new(),
        recommendations: Vec::new(),
    };
    assert_eq!(Level::of(&[]), Level::Optimal);
    assert_eq!(Level::of(&[finding(Severity::Medium)]), Level::Good);
    assert_eq!(Level::of(&[finding(Severity::High), finding(Severity::Low)]), Level::Degraded);
    assert_eq!(Level::of(&[finding(Severity::Low), finding(Severity::Critical)]), Level::Poor);
    assert!(Level::Poor < Level::Optimal && Severity::Critical > Severity::High);
}
