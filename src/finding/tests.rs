use super::*;
use crate::fields::{Scope, Unit};

#[test]
fn a_finding_serializes_under_the_names_of_the_documents() {
    let finding = Finding {
        component: Component::DiskSpace,
        severity: Severity::High,
        rule: "disk_space.used",
        title: "t".into(),
        description: "d".into(),
        current: Measure::new("filesystem_used_ratio", 0.93, Unit::Ratio, Scope::Mount),
        threshold: Threshold {
            value: 0.9,
            clear: 0.8,
            unit: Unit::Ratio,
            scope: Scope::Mount,
            source: "s".into(),
        },
        severity_from: None,
        confidence: 1.0,
        held_seconds: 0.0,
        explains: Vec::new(),
        culprits: Vec::new(),
        impact_ratio: 0.0,
        evidence: Evidence::default(),
        impact: "i".into(),
        recommendations: vec!["r".into()],
    };
    let json = serde_json::to_value(&finding).unwrap();
    assert_eq!(
        json,
        serde_json::json!({
            "component": "disk_space", "severity": "high", "rule": "disk_space.used",
            "title": "t", "description": "d",
            "current": {"name": "filesystem_used_ratio", "value": 0.93, "unit": "ratio", "scope": "mount"},
            "threshold": {"value": 0.9, "clear": 0.8, "unit": "ratio", "scope": "mount", "source": "s"},
            "confidence": 1.0, "held_seconds": 0.0,
            "evidence": {"readings": []}, "impact": "i", "impact_ratio": 0.0, "recommendations": ["r"],
        })
    );
}
