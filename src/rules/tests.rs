use super::*;
use crate::fields::{Sample, Scope};
use crate::finding::{Component, Severity};
use crate::units::Limit;
use crate::usage::{Usage, RATES};

#[path = "cpu_tests.rs"]
mod cpu;
#[path = "io_tests.rs"]
mod io;
#[path = "memory_tests.rs"]
mod memory;
#[path = "tables_tests.rs"]
mod tables;

const MIB: u64 = 1 << 20;

/// A container of 0.5 CPU and 64 MiB on a host of 2 CPUs, nothing wrong with it.
fn sample() -> Sample {
    let mut sample = Sample { boot_time_ns: 10_000_000_000, ..Sample::default() };
    sample.set_host_cpus_online(Some(2));
    sample.set_host_load1(Some(0.5));
    sample.set_host_memory_total_bytes(Some(1024 * MIB));
    sample.set_host_memory_available_bytes(Some(900 * MIB));
    sample.set_cgroup_effective_cpus(Some(0.5));
    sample.set_cgroup_cpu_effective_quota_cpus(Some(Limit::Value(0.5)));
    sample.set_cgroup_memory_usage_bytes(Some(30 * MIB));
    sample.set_cgroup_memory_reclaimable_bytes(Some(10 * MIB));
    sample.set_cgroup_memory_effective_limit_bytes(Some(Limit::Value(64 * MIB)));
    sample.set_filesystem_total_bytes(Some(1000));
    sample.set_filesystem_free_bytes(Some(800));
    sample.set_filesystem_available_bytes(Some(800));
    sample
}

fn usage() -> Usage {
    Usage {
        window_seconds: 5.0,
        cgroup_cpu_ratio: Some(0.2),
        cgroup_cpu_usage_cpus: Some(0.1),
        host_cpu_busy_ratio: Some(0.1),
        ..Usage::default()
    }
}

fn context() -> Context {
    Context {
        cpu_bound_by: Some("/a/b".into()),
        memory_bound_by: Some("/a".into()),
        filesystem: "/".into(),
        ..Context::default()
    }
}

fn judge(sample: &Sample, usage: &Usage) -> Vec<Finding> {
    findings(&View { sample, usage: Some(usage), context: &context() })
}

/// The rules and severities found.
fn raised(sample: &Sample, usage: &Usage) -> Vec<(&'static str, Severity)> {
    judge(sample, usage).iter().map(|finding| (finding.rule, finding.severity)).collect()
}

#[test]
fn nothing_wrong_is_nothing_said() {
    assert_eq!(raised(&sample(), &usage()), []);
    assert_eq!(raised(&Sample::default(), &Usage::default()), []);
    assert!(findings(&View { sample: &sample(), usage: None, context: &context() }).is_empty());
}

#[test]
fn every_rule_is_in_order_and_has_a_source() {
    for (index, rule) in RULES.iter().enumerate() {
        assert_eq!(rule.id as usize, index);
        assert!(rule.name.starts_with(&*rule.component.name()), "{}", rule.name);
        assert!(!rule.source.is_empty() && !rule.steps.is_empty(), "{}", rule.name);
        let beyond = |a: f64, b: f64| if rule.below { a < b } else { a > b };
        for pair in rule.steps.windows(2) {
            assert!(
                pair[0].severity < pair[1].severity && beyond(pair[1].raise, pair[0].raise),
                "{}",
                rule.name
            );
        }
        for step in rule.steps {
            assert!(!beyond(step.clear, step.raise), "{}: clear is beyond raise", rule.name);
        }
    }
    assert!(RULES.len() <= 64, "a set of rules has 64 bits");
}

#[test]
fn signals_that_are_fields_have_their_unit_and_scope() {
    let mut known = 0;
    for rule in RULES {
        if let Some(rate) = RATES.iter().find(|rate| rate.name == rule.signal) {
            assert_eq!((rate.unit, rate.scope), (rule.unit, rule.scope), "{}", rule.name);
            known += 1;
        }
    }
    assert!(known >= 24, "{known} rules judge a value of a usage");
}

fn throttled(share: f64, periods: f64) -> Usage {
    Usage {
        cgroup_cpu_ratio: Some(0.7),
        cgroup_cpu_usage_cpus: Some(0.35),
        cgroup_cpu_throttled_ratio: Some(share),
        cgroup_cpu_throttled_cpus: Some(share),
        cgroup_cpu_throttled_periods_ratio: Some(periods),
        ..usage()
    }
}

#[test]
fn the_hosts_pressure_is_not_the_containers() {
    let mut sample = sample();
    sample.set_cgroup_memory_usage_bytes(Some(60 * MIB));
    let usage = Usage {
        cgroup_pressure_cpu_some_ratio: Some(0.99),
        cgroup_pressure_memory_full_ratio: Some(0.99),
        cgroup_memory_high_events_in_window: Some(1.0),
        ..usage()
    };
    let context = Context { pressure_is_hosts: true, ..context() };
    let found = findings(&View { sample: &sample, usage: Some(&usage), context: &context });
    let rules: Vec<_> = found.iter().map(|finding| finding.rule).collect();
    assert_eq!(rules, ["memory.high"], "{found:?}");
    assert!(!found[0].evidence.readings.iter().any(|reading| reading.name.starts_with("cgroup_pressure")));
}

#[test]
fn first_sample_falls_back_to_the_kernels_average() {
    let mut sample = sample();
    sample.set_cgroup_pressure_cpu_some_avg10_ratio(Some(0.5));
    sample.set_cgroup_pressure_memory_full_avg10_ratio(Some(0.7));
    let found = findings(&View { sample: &sample, usage: None, context: &context() });
    let rules: Vec<_> = found.iter().map(|finding| finding.rule).collect();
    assert_eq!(rules, ["memory.stalled", "cpu.pressure"]);
    assert_eq!(found[0].evidence.window_seconds, None);
}

#[test]
fn findings_come_worst_first_and_are_fully_worded() {
    let mut sample = sample();
    sample.set_filesystem_available_bytes(Some(40));
    sample.set_filesystem_free_bytes(Some(40));
    sample.set_cgroup_pids(Some(80));
    sample.set_cgroup_pids_effective_limit(Some(Limit::Value(100)));
    let found = judge(&sample, &throttled(0.3, 1.0));
    let components: Vec<_> = found.iter().map(|finding| finding.component.clone()).collect();
    assert_eq!(components, [Component::DiskSpace, Component::Cpu, Component::Pids]);
    for finding in &found {
        for text in [&finding.title, &finding.description, &finding.impact] {
            assert!(!text.is_empty(), "{finding:?}");
        }
        assert!(!finding.evidence.readings.is_empty());
        assert!((0.0..=1.0).contains(&finding.impact_ratio) && finding.impact_ratio > 0.0, "{finding:?}");
    }
}

#[test]
fn growth_counts_by_the_time_that_is_left() {
    let left = |seconds: f64| {
        let growing = Growing {
            per_second: 1024.0,
            value: 30e6,
            limit: Some(60e6),
            seconds_to_limit: Some(seconds),
            observed_seconds: 100.0,
            p_value: 1e-9,
            ..Growing::default()
        };
        let growth = Growths { memory: Some(growing), disk_space: Some(growing), ..Growths::default() };
        let context = Context { growth, ..context() };
        findings(&View { sample: &sample(), usage: Some(&usage()), context: &context })
    };
    assert!(left(500_000.0).is_empty());
    let severities =
        |seconds| left(seconds).iter().map(|found| (found.rule, found.severity)).collect::<Vec<_>>();
    for (seconds, severity) in
        [(300_000.0, Severity::Medium), (20_000.0, Severity::High), (60.0, Severity::Critical)]
    {
        assert_eq!(severities(seconds), [("memory.leak", severity), ("disk_space.fill", severity)]);
    }
    let found = left(3600.0);
    assert!(
        found[0].title.contains("1.0 KiB a second and reaches the limit in 60 min"),
        "{}",
        found[0].title
    );
    assert_eq!(found[0].current.value, 3600.0);
    assert_eq!(&*found[0].evidence.readings[0].name, "cgroup_memory_anon_bytes");
}
