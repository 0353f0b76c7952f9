//! Every rule with its thresholds and their source. A number without a published source has no
//! place here.
#![cfg_attr(rustfmt, rustfmt::skip)] // To be read as a table.

use super::rule::Rule;
use crate::fields::Scope::{Cgroup, Host, Mount, Process};
use crate::fields::Unit::{Count, PerSecond, Ratio};
use crate::fields::{Scope, Unit};
use crate::finding::Component;
use crate::finding::Severity::{Critical, High, Medium};

const PREDECESSOR: &str = "the monitor that Plimsoll succeeds";
const SYSTEMD_PRESSURE: &str = "systemd PRESSURE: 100 ms stalled per second";
const OOMD: &str = "systemd PRESSURE (100 ms stalled per second); systemd-oomd (60 %)";
const NODE_MIXIN_DESCRIPTORS: &str = "node-mixin NodeFileDescriptorLimit: 70 and 90 %";

type Levels = &'static [(crate::finding::Severity, f64)];

#[allow(clippy::too_many_arguments)] // One row, one rule.
const fn rule(
    name: &'static str,
    component: Component,
    signal: &'static str,
    unit: Unit,
    scope: Scope,
    thresholds: Levels,
    source: &'static str,
    note: &'static str,
) -> Rule {
    Rule { name, component, signal, unit, scope, thresholds, source, note }
}

pub(crate) static CPU_UTILISATION: Rule = rule(
    "cpu.utilisation", Component::Cpu, "cgroup_cpu_ratio", Ratio, Cgroup, &[(High, 0.80), (Critical, 0.95)],
    PREDECESSOR, "Of the CPUs that the container can use: the tightest quota, the cpuset, the CPUs online.",
);
pub(crate) static CPU_THROTTLING: Rule = rule(
    "cpu.throttling", Component::Cpu, "cgroup_cpu_throttled_ratio", Ratio, Cgroup, &[(High, 0.10)],
    SYSTEMD_PRESSURE, "Takes over the severity of cpu.utilisation where that is raised too: the quota is the cause of both.",
);
pub(crate) static CPU_THROTTLED_PERIODS: Rule = rule(
    "cpu.throttled_periods", Component::Cpu, "cgroup_cpu_throttled_periods_ratio", Ratio, Cgroup, &[(Medium, 0.25)],
    "kubernetes-mixin CPUThrottlingHigh: 25 % of periods",
    "Only with CPU pressure above 10 % as well: periods alone are known to cry wolf.",
);
pub(crate) static CPU_PRESSURE: Rule = rule(
    "cpu.pressure", Component::Cpu, "cgroup_pressure_cpu_some_ratio", Ratio, Cgroup, &[(Medium, 0.10)],
    SYSTEMD_PRESSURE, "Only where neither the quota nor the container's own use explains it.",
);
pub(crate) static CPU_HOST: Rule = rule(
    "cpu.host", Component::Cpu, "host_cpu_busy_ratio", Ratio, Host, &[(Medium, 0.90)],
    "node-mixin NodeCPUHighUsage: 90 %", "Only where the container's own use does not explain it.",
);
pub(crate) static CPU_STEAL: Rule = rule(
    "cpu.steal", Component::Cpu, "host_cpu_steal_ratio", Ratio, Host, &[(Medium, 0.10)],
    "awesome-prometheus-alerts HostCpuStealNoisyNeighbor: 10 %", "",
);
pub(crate) static MEMORY_OOM_KILL: Rule = rule(
    "memory.oom_kill", Component::Memory, "cgroup_memory_oom_kills_in_window", Count, Cgroup, &[(Critical, 0.0)],
    "kernel documentation, cgroup-v2, memory.events: oom_kill", "Any kill is an error.",
);
pub(crate) static MEMORY_USED: Rule = rule(
    "memory.used", Component::Memory, "cgroup_memory_ratio", Ratio, Cgroup, &[(High, 0.85), (Critical, 0.95)],
    PREDECESSOR, "Memory that the kernel cannot take back, of the tightest limit: a warm page cache does not count.",
);
pub(crate) static MEMORY_HIGH: Rule = rule(
    "memory.high", Component::Memory, "cgroup_memory_high_events_in_window", Count, Cgroup, &[(Medium, 0.0)],
    "kernel documentation, cgroup-v2, memory.events: high",
    "High where memory pressure is above 10 %; nothing where pressure is known and below.",
);
pub(crate) static MEMORY_PRESSURE: Rule = rule(
    "memory.pressure", Component::Memory, "cgroup_pressure_memory_some_ratio", Ratio, Cgroup, &[(Medium, 0.10), (High, 0.60)],
    OOMD, "",
);
pub(crate) static MEMORY_STALLED: Rule = rule(
    "memory.stalled", Component::Memory, "cgroup_pressure_memory_full_ratio", Ratio, Cgroup, &[(Critical, 0.60)],
    "systemd-oomd: 60 % of all tasks stalled, at which it kills", "Takes the place of memory.pressure.",
);
pub(crate) static MEMORY_FAULTS: Rule = rule(
    "memory.major_faults", Component::Memory, "cgroup_major_page_faults_per_second", PerSecond, Cgroup, &[(Medium, 500.0)],
    "node-mixin NodeMemoryMajorPagesFaults: 500 per second", "Published for a host.",
);
pub(crate) static MEMORY_HOST: Rule = rule(
    "memory.host", Component::Memory, "host_memory_used_ratio", Ratio, Host, &[(High, 0.85), (Critical, 0.95)],
    PREDECESSOR, "Only where the container has no memory limit: the host's memory is then what limits it.",
);
pub(crate) static DISK_SPACE: Rule = rule(
    "disk_space.used", Component::DiskSpace, "filesystem_used_ratio", Ratio, Mount, &[(High, 0.90), (Critical, 0.95)],
    PREDECESSOR, "",
);
pub(crate) static INODES: Rule = rule(
    "inodes.used", Component::Inodes, "filesystem_inodes_used_ratio", Ratio, Mount, &[(High, 0.90), (Critical, 0.98)],
    "Netdata disk_inode_usage: 90 and 98 %", "",
);
pub(crate) static LOAD: Rule = rule(
    "load.per_cpu", Component::Load, "host_load1_per_cpu", Count, Host, &[(Medium, 2.0), (High, 3.0)],
    "the monitor that Plimsoll succeeds; node-mixin NodeSystemSaturation: 2 per CPU",
    "Not where the container is throttled or its own use fills the CPUs: that is then the finding.",
);
pub(crate) static DESCRIPTORS: Rule = rule(
    "descriptors.used", Component::Descriptors, "process_descriptors_ratio", Ratio, Process, &[(Medium, 0.70), (Critical, 0.90)],
    NODE_MIXIN_DESCRIPTORS, "Published for a host's table; here the process's own limit.",
);
pub(crate) static PIDS: Rule = rule(
    "pids.used", Component::Pids, "cgroup_pids_ratio", Ratio, Cgroup, &[(Medium, 0.70), (Critical, 0.90)],
    NODE_MIXIN_DESCRIPTORS, "Carried over from descriptors: both are tables that refuse when full.",
);

/// Every rule, in the order in which they are judged.
pub static RULES: &[&Rule] = &[
    &CPU_THROTTLING, &CPU_THROTTLED_PERIODS, &CPU_UTILISATION, &CPU_PRESSURE, &CPU_HOST, &CPU_STEAL,
    &MEMORY_OOM_KILL, &MEMORY_USED, &MEMORY_STALLED, &MEMORY_PRESSURE, &MEMORY_HIGH, &MEMORY_FAULTS,
    &MEMORY_HOST, &DISK_SPACE, &INODES, &LOAD, &DESCRIPTORS, &PIDS,
];
