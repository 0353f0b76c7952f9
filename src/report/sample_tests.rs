//! A page with something in every section, for the tests and for looking at it.

use std::sync::{Arc, LazyLock};

use super::*;
use crate::fields::{Scope, Unit};
use crate::finding::{
    Action, Category, Component, Crossed, Culprit, Effort, Evidence, Finding, Level, Measure, Place,
    Recommendation, Severity, Threshold,
};
use crate::history::Signal;
use crate::monitor::{Diagnosis, LoadAdvice, LoadLine, Observed, Resource, TargetFacts, Unread};
use crate::units::Limit;

/// 2026-01-09 12:00 UTC.
pub const NOW: f64 = 1_767_960_000.0;
const MIB: f64 = 1024.0 * 1024.0;
const CGROUP: &str = "/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod6f1c.slice/orders";

fn measure(name: &'static str, value: f64, unit: Unit) -> Measure {
    Measure::new(name, value, unit, Scope::Cgroup)
}

fn threshold(value: f64, clear: f64, unit: Unit, source: &'static str) -> Threshold {
    Threshold { value, clear, unit, scope: Scope::Cgroup, source: source.into() }
}

fn culprit(name: &str, pid: u32, share: f64, used: Measure) -> Culprit {
    Culprit { pid, name: name.to_owned(), share, used }
}

/// Throttled by a quota of two CPUs, with a leak.
pub fn diagnosis() -> Diagnosis {
    Diagnosis {
        level: Some(Level::Degraded),
        summary: "Throttled by the CPU quota, and 1 more.".into(),
        load_line: LoadLine {
            reading: Some(1.09),
            resource: Some(Component::Cpu),
            headroom: Some(measure("cpu_headroom", 0.0, Unit::Cpus)),
            advice: LoadAdvice::Refuse,
        },
        bottlenecks: findings(),
        resources: resources().into_iter().collect(),
        memory: [
            measure("cgroup_memory_usage_bytes", 831.0 * MIB, Unit::Bytes),
            measure("cgroup_memory_working_set_bytes", 702.0 * MIB, Unit::Bytes),
            measure("cgroup_memory_anon_bytes", 655.0 * MIB, Unit::Bytes),
        ]
        .into_iter()
        .collect(),
        trends: Default::default(),
        anomalies: Vec::new(),
        forecasts: Default::default(),
        target: Arc::new(TargetFacts {
            kind: "own",
            pid: None,
            cgroup: Some(CGROUP.to_owned()),
            cgroup_layout: "v2",
            effective_cpus: Some(2.0),
            cpu_quota_cpus: Some(Limit::Value(2.0)),
            cpu_bound_by: Some(CGROUP.to_owned()),
            memory_limit_bytes: Some(Limit::Value(1 << 30)),
            memory_bound_by: Some(CGROUP.to_owned()),
            host_cpus_online: Some(16),
            host_memory_total_bytes: Some(64 << 30),
        }),
        observed: Observed { samples: 21_600, window_seconds: Some(21_600.0), wall_time_seconds: Some(NOW) },
        usage: None,
        database_pools: Vec::new(),
        problems: Arc::new([Unread {
            path: "/sys/fs/cgroup/orders/io.pressure".to_owned(),
            reason: "Operation not supported (os error 95): the kernel was booted with psi=0".to_owned(),
            group: "pressure",
        }]),
    }
}

fn findings() -> Vec<Finding> {
    let evidence = |readings| Evidence { window_seconds: Some(5.0), readings };
    vec![
        Finding {
            component: Component::Cpu,
            severity: Severity::High,
            rule: "cpu.throttling",
            title: "Throttled by the CPU quota".to_owned(),
            description:
                "The quota of 2 CPUs was used up in 62 % of its periods; the container then stood still \
                          until the next one."
                    .to_owned(),
            current: measure("cgroup_cpu_throttled_ratio", 0.31, Unit::Ratio),
            threshold: threshold(0.1, 0.05, Unit::Ratio, "systemd PRESSURE: 100 ms stalled per second"),
            severity_from: Some(Crossed {
                rule: "cpu.utilisation",
                current: measure("cgroup_cpu_ratio", 0.94, Unit::Ratio),
                threshold: threshold(
                    0.8,
                    0.75,
                    Unit::Ratio,
                    "awesome-prometheus-alerts ContainerHighCpuUtilization (80 %)",
                ),
            }),
            confidence: 0.97,
            held_seconds: 940.0,
            evidence: evidence(vec![
                measure("cgroup_cpu_usage_cpus", 1.88, Unit::Cpus),
                measure("cgroup_cpu_throttled_periods_ratio", 0.62, Unit::Ratio),
                Measure::new("host_cpu_busy_ratio", 0.35, Unit::Ratio, Scope::Host),
            ]),
            explains: vec!["cpu.utilisation", "cpu.pressure"],
            culprits: vec![
                culprit("java", 41, 0.83, measure("cpus", 1.56, Unit::Cpus)),
                culprit("<script>alert(1)</script>", 77, 0.11, measure("cpus", 0.2, Unit::Cpus)),
            ],
            impact: "Requests wait up to 60 ms longer at every period.".to_owned(),
            impact_ratio: 0.24,
            recommendations: vec!["Raise the quota".to_owned()],
        },
        Finding {
            component: Component::Memory,
            severity: Severity::Medium,
            rule: "memory.leak",
            title: "Anonymous memory grows without pause".to_owned(),
            description: "It grew by 214 MiB in six hours and never fell back.".to_owned(),
            current: measure("seconds_to_limit", 39_600.0, Unit::Seconds),
            threshold: threshold(
                86_400.0,
                108_000.0,
                Unit::Seconds,
                "kubernetes-mixin: predicted full within a day",
            ),
            severity_from: None,
            confidence: 0.9,
            held_seconds: 21_600.0,
            evidence: evidence(vec![measure("growth_bytes_per_second", 10_400.0, Unit::BytesPerSecond)]),
            explains: Vec::new(),
            culprits: Vec::new(),
            impact: "At this rate the limit is reached in 11 hours, and a process is killed.".to_owned(),
            impact_ratio: 0.05,
            recommendations: Vec::new(),
        },
    ]
}

/// What to do about it.
pub static RECOMMENDATIONS: LazyLock<Vec<Recommendation>> = LazyLock::new(|| {
    vec![
        Recommendation {
            component: Component::Cpu,
            category: Category::Resource,
            priority: Severity::High,
            rule: "cpu.throttling",
            title: "Raise the CPU quota to 2.75 CPUs".to_owned(),
            description: "The demand, used and refused, was 2.6 CPUs at its 95th percentile.".to_owned(),
            expected_impact: "throttling falls from 31 % to below 2 % of the time.".to_owned(),
            gain: 0.24,
            effort: Effort::Low,
            actions: vec![
                Action::new(Place::Cgroup, format!("/sys/fs/cgroup{CGROUP}/cpu.max"), "275000 100000"),
                Action::new(Place::Docker, "--cpus", "2.75"),
                Action::new(Place::Kubernetes, "resources.limits.cpu", "2750m"),
            ],
            evidence: findings()[0].evidence.clone(),
        },
        Recommendation {
            component: Component::Memory,
            category: Category::Application,
            priority: Severity::Medium,
            rule: "memory.leak",
            title: "Find what keeps anonymous memory".to_owned(),
            description: "Compare two heap dumps an hour apart.".to_owned(),
            expected_impact: String::new(),
            gain: 0.0,
            effort: Effort::High,
            actions: vec![Action::new(Place::Command, "", "jcmd 41 GC.heap_dump /tmp/heap.hprof")],
            evidence: Evidence::default(),
        },
    ]
});

fn resource(
    resource: Component,
    used: Measure,
    limit: f64,
    reading: Option<f64>,
    by: &'static str,
) -> Resource {
    let share = used.value / limit;
    let left = reading
        .map(|reading| Measure { value: (used.value / reading - used.value).max(0.0), ..used.clone() });
    Resource {
        resource,
        used,
        limit: Some(Limit::Value(limit)),
        share: Some(share),
        reading,
        headroom: left,
        bound_by: Some(by.into()),
    }
}

fn resources() -> Vec<Resource> {
    let traffic =
        Measure::new("network_bytes_per_second", 8.4 * MIB, Unit::BytesPerSecond, Scope::NetworkNamespace);
    vec![
        resource(Component::Cpu, measure("cpu", 1.88, Unit::Cpus), 2.0, Some(1.09), "own quota"),
        resource(
            Component::Memory,
            measure("memory", 702.0 * MIB, Unit::Bytes),
            1024.0 * MIB,
            Some(0.81),
            "own limit",
        ),
        resource(
            Component::DiskSpace,
            Measure::new("disk", 31.0 * 1024.0 * MIB, Unit::Bytes, Scope::Mount),
            97.0 * 1024.0 * MIB,
            Some(0.36),
            "filesystem of /",
        ),
        resource(Component::Pids, measure("pids", 214.0, Unit::Count), 4096.0, Some(0.07), "pids.max"),
        Resource {
            resource: Component::Network,
            used: traffic,
            limit: None,
            share: None,
            reading: None,
            headroom: None,
            bound_by: None,
        },
    ]
}

/// Noise that is the same every time, 0..1.
pub fn noise(at: usize, seed: usize) -> f64 {
    let mixed = (at * 7919 + seed * 104_729 + 13) % 10_007;
    (mixed * mixed % 10_007) as f64 / 10_007.0
}

/// Every signal, `points` points over six hours, with a pause in which nothing was read.
pub fn history(points: usize) -> Vec<Series> {
    let of = |signal: &Signal| {
        let info = signal.info();
        let (level, spread, limit, title) = shape(*signal);
        let step = 21_600.0 / points as f64;
        let value = |at: usize| {
            let part = at as f64 / points as f64;
            let wave = (part * 19.0 + *signal as usize as f64).sin() * 0.5 + 0.5;
            let grown = if *signal == Signal::MemoryAnon { part * 214.0 * MIB } else { 0.0 };
            level + grown + spread * (0.85 * wave + 0.15 * noise(at, *signal as usize))
        };
        let mut points: Vec<Point> = (0..points)
            .map(|at| Point {
                wall_seconds: NOW - 21_600.0 + (at + 1) as f64 * step,
                mean: value(at),
                max: value(at) + spread * 0.3 * noise(at, 99),
            })
            .collect();
        points.retain(|point| !(NOW - 9000.0..NOW - 8100.0).contains(&point.wall_seconds));
        let marks = match signal {
            Signal::Cpu => vec![Mark { wall_seconds: NOW - 8100.0, label: "container restarted".to_owned() }],
            _ => Vec::new(),
        };
        Series {
            name: info.name.to_owned(),
            title: info.title.to_owned(),
            unit: info.unit,
            points,
            limit,
            limit_title: title.to_owned(),
            marks,
        }
    };
    let mut all: Vec<Series> = Signal::ALL.iter().map(of).collect();
    all.push(Series {
        name: "load_line".to_owned(),
        title: "Load line".to_owned(),
        unit: Unit::Count,
        limit: Some(1.0),
        limit_title: "the line".to_owned(),
        points: all[0]
            .points
            .iter()
            .map(|at| Point { mean: at.mean / 1.75, max: at.max / 1.75, ..*at })
            .collect(),
        marks: Vec::new(),
    });
    all
}

/// Level, spread, limit and what the limit is called.
fn shape(signal: Signal) -> (f64, f64, Option<f64>, &'static str) {
    match (signal, signal.info().unit) {
        (Signal::Cpu, _) => (1.1, 0.8, Some(2.0), "quota"),
        (Signal::MemoryNeeded, _) => (480.0 * MIB, 40.0 * MIB, Some(1024.0 * MIB), "memory limit"),
        (Signal::MemoryAnon, _) => (440.0 * MIB, 8.0 * MIB, None, ""),
        (Signal::MemoryUsage, _) => (700.0 * MIB, 150.0 * MIB, None, ""),
        (Signal::Descriptors, _) => (180.0, 60.0, Some(65_536.0), "limit"),
        (Signal::Pids, _) => (190.0, 40.0, Some(4096.0), "pids.max"),
        (Signal::Retransmitted | Signal::HostCpuSteal, _) => (0.0, 0.0, None, ""),
        (_, Unit::Ratio) => (0.05, 0.3, None, ""),
        (_, Unit::BytesPerSecond) => (1.0 * MIB, 7.0 * MIB, None, ""),
        (_, Unit::Bytes) => (31.0 * 1024.0 * MIB, 20.0 * MIB, Some(97.0 * 1024.0 * MIB), "size"),
        (_, Unit::Seconds) => (0.0008, 0.004, None, ""),
        _ => (1.0, 2.0, None, ""),
    }
}

/// A page with something in every section.
pub fn document(diagnosis: &Diagnosis, points: usize) -> Document<'_> {
    let history = history(points);
    let soon = |hours: f64| ForecastPoint {
        ahead_seconds: hours * 3600.0,
        mean: 1.6 + 0.05 * hours,
        low: 1.5 - 0.1 * hours,
        high: 1.9 + 0.2 * hours,
    };
    Document {
        title: Some("orders".to_owned()),
        recommendations: &RECOMMENDATIONS,
        advice: vec!["If all of it is done, about 24 % of the work that is lost now is won back.".to_owned()],
        sizing: Some(Answer::Known(sizing())),
        pattern: Some(Answer::Known(Pattern {
            name: "cpu_intensive".to_owned(),
            confidence: 0.86,
            evidence: vec![
                measure("cgroup_cpu_ratio", 0.94, Unit::Ratio),
                measure("bytes_per_cpu", 373.0 * MIB, Unit::Bytes),
            ],
        })),
        efficiency: Some(Answer::Known(efficiency())),
        trends: trends(),
        unusual: vec![Unusual {
            title: "Sent".to_owned(),
            unit: Unit::BytesPerSecond,
            score: 0.93,
            value: 31.0 * MIB,
            expected: 6.1 * MIB,
            low: 2.2 * MIB,
            high: 10.4 * MIB,
            lasted_seconds: 130.0,
            times_spread: 6.4,
        }],
        forecasts: vec![
            Forecast {
                past: history[0].clone(),
                ahead: Answer::Known([0.25, 0.5, 1.0, 2.0].map(soon).to_vec()),
                confidence: 0.9,
            },
            Forecast {
                past: history[6].clone(),
                ahead: Answer::NotEnoughData {
                    reason: "A forecast needs two hours without a pause.".to_owned(),
                    observed_seconds: Some(4000.0),
                    needed_seconds: Some(7200.0),
                },
                confidence: 0.9,
            },
        ],
        history,
        ..Document::new(diagnosis)
    }
}

fn sizing() -> Sizing {
    let size = |component, unit, lower, target, upper, limit, now| Size {
        component,
        unit,
        lower,
        target,
        upper,
        request: target,
        limit,
        current_request: Some(now / 2.0),
        current_limit: Some(now),
    };
    Sizing {
        pattern: "cpu_intensive".to_owned(),
        confidence: 0.74,
        sizes: vec![
            size(Component::Cpu, Unit::Cpus, 1.9, 2.5, 3.25, Some(2.75), 2.0),
            size(
                Component::Memory,
                Unit::Bytes,
                640.0 * MIB,
                768.0 * MIB,
                1100.0 * MIB,
                Some(896.0 * MIB),
                1024.0 * MIB,
            ),
        ],
        evidence: vec![measure("cpu_p95_cpus", 2.6, Unit::Cpus)],
        notes: vec!["The pattern was recognised, not given.".to_owned()],
        if_pattern: vec![("balanced".to_owned(), vec![2.25, 700.0 * MIB]), ("burst".to_owned(), vec![3.0])],
    }
}

fn efficiency() -> Efficiency {
    let part = |name: &str, score, weight, reason: &str| ScorePart {
        name: name.to_owned(),
        score,
        weight,
        reason: reason.to_owned(),
    };
    Efficiency {
        score: 71.6,
        parts: vec![
            part("Utilisation", 88.0, 0.3, "within the band of 60 to 80 % for most of the time"),
            part("Stability", 79.0, 0.2, "varies by a quarter"),
            part("Waste", 92.0, 0.2, "little is reserved and not used"),
            part("Saturation", 41.0, 0.3, "throttled for a third of the time"),
        ],
        baseline: Some(Change {
            score: 66.0,
            of: "the baseline of 2026-01-02".to_owned(),
            exceeds_noise: Some(true),
        }),
    }
}

fn trends() -> Vec<Trend> {
    let trend = |title: &str, unit, growth| Trend {
        title: title.to_owned(),
        unit,
        growth,
        observed_seconds: Some(21_600.0),
    };
    vec![
        trend(
            "Anonymous memory",
            Unit::Bytes,
            Answer::Known(Some(Growth {
                per_second: 10_400.0,
                per_second_low: 9_100.0,
                per_second_high: 11_900.0,
                p_value: 0.000_02,
                observed_seconds: 21_600.0,
                value: Some(655.0 * MIB),
                limit: Some(1024.0 * MIB),
                seconds_to_limit: Some(39_600.0),
                seconds_to_limit_low: Some(34_000.0),
                seconds_to_limit_high: Some(45_000.0),
            })),
        ),
        trend("Descriptors", Unit::Count, Answer::Known(None)),
        trend(
            "Space of the filesystem",
            Unit::Bytes,
            Answer::NotEnoughData {
                reason: "It must be watched for longer.".to_owned(),
                observed_seconds: Some(21_600.0),
                needed_seconds: Some(86_400.0),
            },
        ),
    ]
}
