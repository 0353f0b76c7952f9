//! A container, and findings in it, for the tests of advice.

use crate::advise::Right;
use crate::fields::{CgroupLayout, Sample, Scope, Unit};
use crate::finding::{Component, Culprit, Evidence, Finding, Measure, Recommendation, Severity, Threshold};
use crate::rules::{Context, Surroundings, View};
use crate::units::Limit;
use crate::usage::Usage;

pub(super) const MIB: u64 = 1 << 20;
pub(super) const GIB: u64 = 1 << 30;

/// What a view shows.
pub(super) struct Setting {
    pub sample: Sample,
    pub usage: Usage,
    pub context: Context,
}

impl Setting {
    pub fn view(&self) -> View<'_> {
        View { sample: &self.sample, usage: Some(&self.usage), context: &self.context }
    }
}

/// A container of 0.5 CPUs and 64 MiB with cgroup version 2, on a host of 4 CPUs and 8 GiB, with
/// nothing wrong.
pub(super) fn setting() -> Setting {
    let mut sample = Sample { boot_time_ns: 10_000_000_000, ..Sample::default() };
    sample.cgroup_layout = CgroupLayout::V2 as u64;
    sample.set_host_cpus_online(Some(4));
    sample.set_host_memory_total_bytes(Some(8 * GIB));
    sample.set_host_memory_available_bytes(Some(4 * GIB));
    sample.set_cgroup_effective_cpus(Some(0.5));
    sample.set_cgroup_cpu_effective_quota_cpus(Some(Limit::Value(0.5)));
    sample.set_cgroup_cpu_binding_depth(Some(0));
    sample.set_cgroup_memory_usage_bytes(Some(30 * MIB));
    sample.set_cgroup_memory_reclaimable_bytes(Some(10 * MIB));
    sample.set_cgroup_memory_effective_limit_bytes(Some(Limit::Value(64 * MIB)));
    sample.set_cgroup_memory_binding_depth(Some(0));
    let usage = Usage {
        window_seconds: 5.0,
        cgroup_cpu_ratio: Some(0.2),
        cgroup_cpu_usage_cpus: Some(0.1),
        cgroup_cpu_throttled_cpus: Some(0.0),
        host_cpu_busy_ratio: Some(0.1),
        ..Usage::default()
    };
    let context = Context {
        cpu_bound_by: Some("/a/b".into()),
        memory_bound_by: Some("/a/b".into()),
        filesystem: "/data".into(),
        around: Surroundings { cpu_weight: Some(100), io_weight: Some(100), ..Surroundings::default() },
        ..Context::default()
    };
    Setting { sample, usage, context }
}

/// The same under version 1, where each controller has paths of its own.
pub(super) fn version1(mut setting: Setting) -> Setting {
    setting.sample.cgroup_layout = CgroupLayout::V1 as u64;
    setting.context.memory_bound_by = Some("/m".into());
    setting.context.around.cpu_weight = Some(1024);
    setting
}

/// 0.35 CPUs used and as many refused.
pub(super) fn throttled() -> Setting {
    let mut setting = setting();
    setting.usage.cgroup_cpu_ratio = Some(0.7);
    setting.usage.cgroup_cpu_usage_cpus = Some(0.35);
    setting.usage.cgroup_cpu_throttled_cpus = Some(0.35);
    setting.usage.cgroup_cpu_throttled_ratio = Some(0.41);
    setting
}

/// 60 MiB of 64 in use that cannot be taken back.
pub(super) fn full() -> Setting {
    let mut setting = setting();
    setting.sample.set_cgroup_memory_usage_bytes(Some(60 * MIB));
    setting.sample.set_cgroup_memory_reclaimable_bytes(Some(0));
    setting
}

/// A setting in which each rule can be answered in full.
pub(super) fn all_known() -> Setting {
    let mut setting = full();
    let sample = &mut setting.sample;
    sample.set_cgroup_memory_high_bytes(Some(Limit::Value(50 * MIB)));
    sample.set_filesystem_total_bytes(Some(100 * GIB));
    sample.set_filesystem_free_bytes(Some(5 * GIB));
    sample.set_filesystem_available_bytes(Some(5 * GIB));
    sample.set_filesystem_inodes(Some(1000));
    sample.set_filesystem_inodes_free(Some(50));
    sample.set_process_descriptors(Some(950));
    sample.set_process_descriptors_limit(Some(Limit::Value(1024)));
    sample.set_cgroup_pids(Some(95));
    sample.set_cgroup_pids_effective_limit(Some(Limit::Value(100)));
    sample.set_cgroup_pids_limit(Some(Limit::Value(100)));
    setting.usage.cgroup_cpu_usage_cpus = Some(0.45);
    setting.usage.cgroup_cpu_throttled_cpus = Some(0.2);
    setting
}

/// The recommendation whose title starts so.
pub(super) fn find<'a>(list: &'a [Recommendation], start: &str) -> &'a Recommendation {
    list.iter()
        .find(|what| what.title.starts_with(start))
        .unwrap_or_else(|| panic!("no `{start}` in {list:#?}"))
}

/// What is set at that target.
pub(super) fn set<'a>(what: &'a Recommendation, target: &str) -> Option<&'a str> {
    what.actions.iter().find(|action| action.target == target).map(|action| action.value.as_str())
}

/// Every title, in order.
pub(super) fn titles(list: &[Recommendation]) -> Vec<&str> {
    list.iter().map(|what| what.title.as_str()).collect()
}

pub(super) fn component(rule: &str) -> Component {
    match rule.split('.').next().unwrap() {
        "cpu" => Component::Cpu,
        "memory" => Component::Memory,
        "disk_space" => Component::DiskSpace,
        "inodes" => Component::Inodes,
        "disk_io" => Component::DiskIo,
        "network" => Component::Network,
        "descriptors" => Component::Descriptors,
        "pids" => Component::Pids,
        "load" => Component::Load,
        _ => Component::Metric("orders_waiting".into()),
    }
}

/// A finding of that rule, of high severity.
pub(super) fn finding(rule: &'static str, value: f64, unit: Unit) -> Finding {
    let name = if unit == Unit::Seconds { "time_to_limit_seconds" } else { "signal" };
    Finding {
        component: component(rule),
        severity: Severity::High,
        rule,
        title: "Title".into(),
        description: String::new(),
        current: Measure::new(name, value, unit, Scope::Cgroup),
        threshold: Threshold { value: 0.1, clear: 0.05, unit, scope: Scope::Cgroup, source: "test".into() },
        severity_from: None,
        confidence: 1.0,
        held_seconds: 0.0,
        evidence: Evidence {
            window_seconds: Some(5.0),
            readings: vec![Measure::new(rule, value, unit, Scope::Cgroup)],
        },
        explains: Vec::new(),
        culprits: Vec::new(),
        impact: String::new(),
        impact_ratio: 0.0,
        recommendations: Vec::new(),
    }
}

/// A leak that reaches its limit in five hours.
pub(super) fn growing(rule: &'static str, rate: f64, unit: Unit) -> Finding {
    let mut finding = finding(rule, 5.0 * 3600.0, Unit::Seconds);
    finding.evidence.readings = vec![Measure::new("growth_per_second", rate, unit, Scope::Cgroup)];
    finding
}

pub(super) fn culprit(name: &str, used: f64, unit: Unit) -> Culprit {
    Culprit {
        pid: 4711,
        name: name.into(),
        share: 0.8,
        used: Measure::new("used", used, unit, Scope::Process),
    }
}

/// Every rule with a value and its unit.
pub(super) const RULES: &[(&str, f64, Unit)] = &[
    ("cpu.throttling", 0.41, Unit::Ratio),
    ("cpu.throttled_periods", 0.6, Unit::Ratio),
    ("cpu.utilisation", 0.9, Unit::Ratio),
    ("cpu.pressure", 0.3, Unit::Ratio),
    ("cpu.run_queue", 4.0, Unit::Count),
    ("cpu.host", 0.95, Unit::Ratio),
    ("cpu.steal", 0.2, Unit::Ratio),
    ("memory.oom_kill", 1.0, Unit::Count),
    ("memory.used", 0.95, Unit::Ratio),
    ("memory.high", 3.0, Unit::Count),
    ("memory.stalled", 0.7, Unit::Ratio),
    ("memory.pressure", 0.3, Unit::Ratio),
    ("memory.swap", 1e6, Unit::BytesPerSecond),
    ("memory.major_faults", 600.0, Unit::PerSecond),
    ("memory.host", 0.95, Unit::Ratio),
    ("memory.leak", 18_000.0, Unit::Seconds),
    ("disk_space.used", 0.95, Unit::Ratio),
    ("disk_space.fill", 18_000.0, Unit::Seconds),
    ("inodes.used", 0.95, Unit::Ratio),
    ("inodes.fill", 18_000.0, Unit::Seconds),
    ("disk_io.stalled", 0.7, Unit::Ratio),
    ("disk_io.pressure", 0.3, Unit::Ratio),
    ("disk_io.latency", 0.2, Unit::Seconds),
    ("disk_io.queue", 12.0, Unit::Count),
    ("disk_io.busy", 0.99, Unit::Ratio),
    ("disk_io.iowait", 0.2, Unit::Ratio),
    ("network.errors", 0.02, Unit::Ratio),
    ("network.drops", 0.03, Unit::Ratio),
    ("network.retransmissions", 0.15, Unit::Ratio),
    ("network.throughput", 6e7, Unit::BytesPerSecond),
    ("descriptors.used", 0.95, Unit::Ratio),
    ("descriptors.leak", 18_000.0, Unit::Seconds),
    ("pids.used", 0.95, Unit::Ratio),
    ("pids.refused", 3.0, Unit::Count),
    ("pids.leak", 18_000.0, Unit::Seconds),
    ("load.per_cpu", 3.5, Unit::Count),
    ("metric.used", 0.9, Unit::Ratio),
    ("metric.fill", 18_000.0, Unit::Seconds),
];

/// A size that is sure, and far below that of [`oversized`].
pub(super) fn right() -> Right {
    Right {
        cpu_request: Some(0.05),
        cpu_limit: Some(0.1),
        memory_request: Some((8 * MIB) as f64),
        memory_limit: Some((10 * MIB) as f64),
        confidence: 0.9,
    }
}

/// Limits far above what is used.
pub(super) fn oversized() -> Setting {
    let mut setting = setting();
    setting.sample.set_cgroup_effective_cpus(Some(2.0));
    setting.sample.set_cgroup_cpu_effective_quota_cpus(Some(Limit::Value(2.0)));
    setting.sample.set_cgroup_memory_effective_limit_bytes(Some(Limit::Value(GIB)));
    setting
}
