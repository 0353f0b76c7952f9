//! Every rule with its thresholds and their source. A number that nobody published says so (`our own`), and what it
//! was made from.
#![cfg_attr(rustfmt, rustfmt::skip)] // To be read as a table.

use super::rule::{Rule, Step, Timing};
use super::signals as value;
use super::view::View;
use crate::fields::{Scope, Unit};
use crate::finding::Component;
use crate::finding::Severity::{self, Critical, High, Low, Medium};

const MEMORY: &str =
    "our own (85 and 95 %), between awesome-prometheus-alerts ContainerHighMemoryUsage (80 %) and Netdata cgroup_ram_in_use (90 and 98 %)";
const SYSTEMD_PRESSURE: &str = "systemd PRESSURE: 100 ms stalled per second";
const OOMD: &str = "systemd PRESSURE (100 ms stalled per second); systemd-oomd (60 % for 30 s)";
const NODE_MIXIN_DESCRIPTORS: &str = "node-mixin NodeFileDescriptorLimit: 70 and 90 %";
const FILLING: &str =
    "Netdata disk_fill_rate (out of space within 8 and 2 hours); kubernetes-mixin KubePersistentVolumeFillingUp (4 days)";

const fn step(severity: Severity, raise: f64, clear: f64) -> Step {
    Step { severity, raise, clear }
}

macro_rules! rules {
    ($($id:ident $name:literal $component:ident $signal:literal $unit:ident $scope:ident $way:ident
       [$($severity:ident $raise:literal $clear:literal)*] $timing:ident $published:literal
       $source:expr, $note:expr, $value:expr;)*) => {
        /// A rule, by its place in [`RULES`].
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[repr(u8)]
        #[non_exhaustive]
        pub enum RuleId {
            $(#[doc = $name] $id,)*
        }

        /// Every rule.
        pub static RULES: &[Rule] = &[$(Rule {
            id: RuleId::$id,
            name: $name,
            component: Component::$component,
            signal: $signal,
            unit: Unit::$unit,
            scope: Scope::$scope,
            below: rules!(@$way),
            steps: &[$(step($severity, $raise, $clear),)*],
            timing: Timing::$timing,
            published_seconds: $published,
            source: $source,
            note: $note,
            value: $value as fn(&View) -> Option<f64>,
        },)*];

        const ALL: &[RuleId] = &[$(RuleId::$id,)*];
    };
    (@above) => { false };
    (@below) => { true };
}

impl RuleId {
    /// How many rules there are.
    pub const COUNT: usize = ALL.len();

    /// The rule.
    #[must_use]
    pub fn rule(self) -> &'static Rule {
        &RULES[self as usize]
    }

    /// Its bit in a set of rules.
    pub(crate) const fn bit(self) -> u64 {
        1 << self as u64
    }

    /// The rules of a set.
    pub(crate) fn of_bits(bits: u64) -> impl Iterator<Item = RuleId> {
        ALL.iter().copied().filter(move |id| bits & id.bit() != 0)
    }
}

rules! {
    CpuThrottling "cpu.throttling" Cpu "cgroup_cpu_throttled_ratio" Ratio Cgroup above [High 0.10 0.05] Rate 10.0
        SYSTEMD_PRESSURE, "Takes over the severity of cpu.utilisation where that is raised too: the quota is the cause of both.",
        value::throttled;
    CpuThrottledPeriods "cpu.throttled_periods" Cpu "cgroup_cpu_throttled_periods_ratio" Ratio Cgroup above [Medium 0.25 0.15] Rate 900.0
        "kubernetes-mixin CPUThrottlingHigh: 25 % of periods", "Only with CPU pressure above 10 % as well: periods alone are known to cry wolf.",
        value::throttled_periods;
    CpuUtilisation "cpu.utilisation" Cpu "cgroup_cpu_ratio" Ratio Cgroup above [High 0.80 0.75 Critical 0.95 0.90] Rate 30.0
        "awesome-prometheus-alerts ContainerHighCpuUtilization (80 %); Netdata cgroup_10min_cpu_usage (95 %)", "Of the CPUs that the container can use: the tightest quota, the cpuset, the CPUs online. Cleared 5 points below, as Netdata does.",
        |view| view.rate(|usage| usage.cgroup_cpu_ratio);
    CpuPressure "cpu.pressure" Cpu "cgroup_pressure_cpu_some_ratio" Ratio Cgroup above [Medium 0.10 0.05 High 0.60 0.50] Noisy 30.0
        OOMD, "Only where neither the quota nor the container's own use explains it. The 60 % were published for memory.",
        value::cpu_pressure;
    CpuRunQueue "cpu.run_queue" Cpu "host_tasks_running_per_cpu" Count Host above [Medium 3.0 2.0] Noisy 60.0
        "our own (3): half as much again as node-mixin NodeSystemSaturation (2), since that is of an average and this is of moments",
        "Tasks that run or are ready, for each CPU of the host; only where the container runs itself, nothing of its own explains it, and its own waiting is not known.",
        value::run_queue;
    CpuHost "cpu.host" Cpu "host_cpu_busy_ratio" Ratio Host above [Medium 0.90 0.85] Rate 900.0
        "node-mixin NodeCPUHighUsage: 90 %",
        "Only where the container runs itself, its own use does not explain it, and its own waiting is not known.",
        value::host_busy;
    CpuSteal "cpu.steal" Cpu "host_cpu_steal_ratio" Ratio Host above [Medium 0.10 0.05] Noisy 300.0
        "awesome-prometheus-alerts HostCpuStealNoisyNeighbor: 10 %", "",
        |view| view.rate(|usage| usage.host_cpu_steal_ratio);
    MemoryOomKill "memory.oom_kill" Memory "cgroup_memory_oom_kills_in_window" Count Cgroup above [Critical 0.0 0.0] Event 0.0
        "kernel documentation, cgroup-v2, memory.events: oom_kill", "Any kill is an error.",
        |view| view.rate(|usage| usage.cgroup_memory_oom_kills_in_window);
    MemoryUsed "memory.used" Memory "cgroup_memory_ratio" Ratio Cgroup above [High 0.85 0.80 Critical 0.95 0.90] Stock 10.0
        MEMORY,
        "Memory that the kernel cannot take back, of the tightest limit: a warm page cache does not count.",
        |view| crate::usage::memory_ratio(view.sample);
    MemoryHigh "memory.high" Memory "cgroup_memory_high_events_in_window" Count Cgroup above [Medium 0.0 0.0] Rate 10.0
        "kernel documentation, cgroup-v2, memory.events: high",
        "High where memory pressure is above 10 %; nothing where pressure is known and below.",
        value::memory_high;
    MemoryStalled "memory.stalled" Memory "cgroup_pressure_memory_full_ratio" Ratio Cgroup above [Critical 0.60 0.40] Rate 30.0
        "systemd-oomd: 60 % of all tasks stalled, at which it kills", "Takes the place of memory.pressure.",
        value::memory_stalled;
    MemoryPressure "memory.pressure" Memory "cgroup_pressure_memory_some_ratio" Ratio Cgroup above [Medium 0.10 0.05 High 0.60 0.40] Rate 30.0
        OOMD, "",
        value::memory_pressure;
    MemorySwap "memory.swap" Memory "host_swap_out_bytes_per_second" BytesPerSecond Host above [Medium 20480.0 4096.0] Rate 10.0
        "PCP pmie memory.swap_low: 5 pages a second", "The container's own where the kernel counts it (cgroup v2, from 6.13); else the host's, where the container has pages in swap or that is not known.",
        value::swap;
    MemoryFaults "memory.major_faults" Memory "cgroup_major_page_faults_per_second" PerSecond Cgroup above [Medium 500.0 250.0] Noisy 900.0
        "node-mixin NodeMemoryMajorPagesFaults: 500 per second", "Published for a host.",
        |view| view.rate(|usage| usage.cgroup_major_page_faults_per_second);
    MemoryHost "memory.host" Memory "host_memory_used_ratio" Ratio Host above [High 0.85 0.80 Critical 0.95 0.90] Stock 10.0
        "our own (85 and 95 %), on either side of node-mixin NodeMemoryHighUtilization and awesome-prometheus-alerts HostOutOfMemory (90 %)", "Only where the container has no memory limit: the host's memory is then what limits it.",
        value::host_memory;
    MemoryLeak "memory.leak" Memory "memory_time_to_limit_seconds" Seconds Cgroup below [Medium 345600.0 432000.0 High 28800.0 36000.0 Critical 7200.0 9000.0] Trend 0.0
        FILLING, "Published for disks. Anonymous memory that grows significantly, and the time until its limit at that rate.",
        |view| value::left(view.context.growth.memory);
    DiskSpace "disk_space.used" DiskSpace "filesystem_used_ratio" Ratio Mount above [High 0.90 0.88 Critical 0.95 0.93] Stock 60.0
        "Elasticsearch, disk watermarks: high (90 %) and flood stage (95 %)", "",
        |view| crate::usage::filesystem_used_ratio(view.sample);
    DiskFill "disk_space.fill" DiskSpace "disk_space_time_to_limit_seconds" Seconds Mount below [Medium 345600.0 432000.0 High 28800.0 36000.0 Critical 7200.0 9000.0] Trend 0.0
        FILLING, "Space in use that grows significantly, and the time until none is left at that rate.",
        |view| value::left(view.context.growth.disk_space);
    Inodes "inodes.used" Inodes "filesystem_inodes_used_ratio" Ratio Mount above [High 0.90 0.88 Critical 0.98 0.96] Stock 60.0
        "Netdata disk_inode_usage: 90 and 98 %", "",
        |view| crate::usage::filesystem_inodes_ratio(view.sample);
    InodesFill "inodes.fill" Inodes "inodes_time_to_limit_seconds" Seconds Mount below [Medium 345600.0 432000.0 High 28800.0 36000.0 Critical 7200.0 9000.0] Trend 0.0
        FILLING, "Inodes in use that grow significantly, and the time until none is left at that rate.",
        |view| value::left(view.context.growth.inodes);
    IoStalled "disk_io.stalled" DiskIo "cgroup_pressure_io_full_ratio" Ratio Cgroup above [High 0.60 0.40] Rate 30.0
        "systemd-oomd: 60 % of all tasks stalled", "Published for memory.",
        value::io_stalled;
    IoPressure "disk_io.pressure" DiskIo "cgroup_pressure_io_some_ratio" Ratio Cgroup above [Medium 0.10 0.05 High 0.80 0.60] Rate 30.0
        "systemd PRESSURE (100 ms stalled per second); oomd (80 % for 60 s)", "The 80 % were published for memory.",
        value::io_pressure;
    IoLatency "disk_io.latency" DiskIo "host_disk_operation_seconds" Seconds Host above [Medium 0.1 0.05] Noisy 120.0
        "awesome-prometheus-alerts HostUnusualDiskReadLatency: 100 ms",
        "Mean over all real disks of the host; where the container takes part in their work, and its own waiting is not known.",
        value::disk_latency;
    IoQueue "disk_io.queue" DiskIo "host_disk_queue" Count Host above [Medium 10.0 5.0] Rate 1800.0
        "node-mixin NodeDiskIOSaturation: 10 for 30 min",
        "Operations in flight or waiting, of all real disks; where the container takes part in their work, and its own waiting is not known.",
        value::disk_queue;
    IoBusy "disk_io.busy" DiskIo "host_disk_busy_ratio" Ratio Host above [Medium 0.60 0.50] Rate 60.0
        "Netflix, Linux Performance Analysis in 60,000 Milliseconds: iostat %util above 60 %, avgqu-sz above 1",
        "Only with more than one operation in flight on the average, where the container takes part in the work, and its own waiting is not known.",
        value::disk_busy;
    IoWait "disk_io.iowait" DiskIo "host_cpu_iowait_ratio" Ratio Host above [Medium 0.10 0.06] Noisy 300.0
        "awesome-prometheus-alerts HostCpuHighIowait: 10 %",
        "Where the container takes part in the work of the disks, and its own waiting is not known.",
        value::iowait;
    NetworkErrors "network.errors" Network "network_errors_ratio" Ratio NetworkNamespace above [Medium 0.01 0.005] Rate 3600.0
        "node-mixin NodeNetworkReceiveErrs, NodeNetworkTransmitErrs: 1 % of packets", "From 100 packets on.",
        value::network_errors;
    NetworkDrops "network.drops" Network "network_drops_ratio" Ratio NetworkNamespace above [Medium 0.02 0.01] Rate 600.0
        "Netdata inbound_packets_dropped_ratio, outbound_packets_dropped_ratio: 2 %", "From 100 packets on.",
        value::network_drops;
    Retransmissions "network.retransmissions" Network "network_tcp_retransmitted_ratio" Ratio NetworkNamespace above [Medium 0.03 0.02 High 0.10 0.05] Rate 60.0
        "IBM Tivoli Monitoring, percent segments retransmitted (3 %); OceanBase ob_host_tcp_retrans_percent (10 %)", "From 20 segments a second on.",
        value::retransmissions;
    NetworkThroughput "network.throughput" Network "network_bytes_per_second" BytesPerSecond NetworkNamespace above [Low 50e6 40e6] Noisy 60.0
        "our own: two fifths of a link of 1 Gbit/s; awesome-prometheus-alerts HostUnusualNetworkThroughputIn has 100 MB/s for one direction", "Received and sent. A number to know: whether it is much depends on the link.",
        value::network_throughput;
    Descriptors "descriptors.used" Descriptors "process_descriptors_ratio" Ratio Process above [Medium 0.70 0.65 Critical 0.90 0.85] Stock 900.0
        NODE_MIXIN_DESCRIPTORS, "Published for a host's table; here the process's own limit.",
        |view| crate::usage::descriptors_ratio(view.sample);
    DescriptorLeak "descriptors.leak" Descriptors "descriptors_time_to_limit_seconds" Seconds Process below [Medium 345600.0 432000.0 High 28800.0 36000.0 Critical 7200.0 9000.0] Trend 0.0
        FILLING, "Published for disks. Open descriptors that grow significantly, and the time until the limit at that rate.",
        |view| value::left(view.context.growth.descriptors);
    Pids "pids.used" Pids "cgroup_pids_ratio" Ratio Cgroup above [Medium 0.70 0.65 Critical 0.90 0.85] Stock 900.0
        NODE_MIXIN_DESCRIPTORS, "Carried over from descriptors: both are tables that refuse when full.",
        |view| crate::usage::pids_ratio(view.sample);
    PidsRefused "pids.refused" Pids "cgroup_pids_refused_in_window" Count Cgroup above [Critical 0.0 0.0] Event 0.0
        "kernel documentation, cgroup-v2, pids.events: max", "Any fork or thread that the limit refused is an error.",
        |view| view.rate(|usage| usage.cgroup_pids_refused_in_window);
    PidsLeak "pids.leak" Pids "pids_time_to_limit_seconds" Seconds Cgroup below [Medium 345600.0 432000.0 High 28800.0 36000.0 Critical 7200.0 9000.0] Trend 0.0
        FILLING, "Published for disks. Processes and threads that grow significantly, and the time until the limit at that rate.",
        |view| value::left(view.context.growth.pids);
    Load "load.per_cpu" Load "host_load1_per_cpu" Count Host above [Medium 2.0 1.7 High 3.0 2.5] Stock 900.0
        "node-mixin NodeSystemSaturation (2 for each CPU); 3 is our own: half as much again",
        "Not where the container is throttled, its own use fills the CPUs, or the disk keeps its tasks waiting: that is then the finding. Nor where no more tasks are ready now than there are CPUs (the average lags a minute behind), or the container hardly runs.",
        value::load;
}

/// The rules of metrics that a program feeds, as they are listed: beside [`RULES`], since each can
/// hold of several metrics. Their component stands for any, and their `id` is that of no place.
#[must_use]
pub fn metric_rules() -> [Rule; MetricRule::COUNT] {
    let listed = |rule: MetricRule| Rule { component: Component::Metric("<name>".into()), ..rule.rule().clone() };
    MetricRule::ALL.map(listed)
}

/// A rule of metrics that a program feeds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum MetricRule {
    /// It is close to its limit.
    Used,
    /// It grows towards its limit.
    Fill,
}

impl MetricRule {
    pub const COUNT: usize = Self::ALL.len();
    pub const ALL: [MetricRule; 2] = [MetricRule::Used, MetricRule::Fill];

    pub fn rule(self) -> &'static Rule {
        match self {
            MetricRule::Used => &METRIC,
            MetricRule::Fill => &METRIC_FILL,
        }
    }
}

/// The time until a fed metric is full.
static METRIC_FILL: Rule = Rule {
    id: RuleId::Load, // Stands in no set: there can be several of it.
    name: "metric.fill",
    component: Component::Load,
    signal: "metric_time_to_limit_seconds",
    unit: Unit::Seconds,
    scope: Scope::Process,
    below: true,
    steps: &[step(Medium, 345_600.0, 432_000.0), step(High, 28_800.0, 36_000.0), step(Critical, 7_200.0, 9_000.0)],
    timing: Timing::Trend,
    published_seconds: 0.0,
    source: FILLING,
    note: "Published for disks. Of a metric that a program feeds with a limit: it grows significantly, and the time until the limit at that rate.",
    value: |_| None,
};

/// The thresholds of metrics that a program feeds, as shares of their limit.
static METRIC: Rule = Rule {
    id: RuleId::Load, // Stands in no set: there can be several of it.
    name: "metric.used",
    component: Component::Load,
    signal: "metric_ratio",
    unit: Unit::Ratio,
    scope: Scope::Process,
    below: false,
    steps: &[step(High, 0.80, 0.75), step(Critical, 0.95, 0.90)],
    timing: Timing::Stock,
    published_seconds: 30.0,
    source: "awesome-prometheus-alerts PostgresqlTooManyConnections (80 %); 95 % is our own: one place in twenty is left",
    note: "Of a metric that a program feeds to its own monitor, of the limit it gives with it.",
    value: |_| None,
};

