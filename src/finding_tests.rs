use super::*;

#[test]
fn quantities_read_as_people_write_them() {
    for (value, unit, text) in [
        (0.5, Unit::Cpus, "0.5 CPUs"),
        (1.0, Unit::Cpus, "1 CPU"),
        (2.0, Unit::Cpus, "2 CPUs"),
        (0.974, Unit::Ratio, "97.4 %"),
        (0.0016, Unit::Ratio, "0.16 %"),
        (1.0, Unit::Ratio, "100 %"),
        (64.0 * 1024.0 * 1024.0, Unit::Bytes, "64.0 MiB"),
        (2048.4, Unit::BytesPerSecond, "2.0 KiB/s"),
        (0.25, Unit::Seconds, "250 ms"),
        (5.003, Unit::Seconds, "5 s"),
        (1234.4, Unit::Count, "1234"),
        (12.34, Unit::PerSecond, "12.3 /s"),
        (f64::INFINITY, Unit::Bytes, "no limit"),
    ] {
        assert_eq!(quantity(value, unit), text);
    }
}

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
