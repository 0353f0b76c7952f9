//! How metrics are called by OpenTelemetry.
//!
//! Two tables: the metrics of the semantic conventions that can be told, and which of our series are points of them.
//! Everything else is called by a rule: `plimsoll.`, its part of the library, and the rest of its name without the unit.

use std::borrow::Cow;

use crate::export::{FamilyKind, FAMILIES};

/// The version of OpenTelemetry's semantic conventions that names and attributes follow.
pub const CONVENTIONS: &str = "1.44.0";

/// What goes with every message.
pub(super) const SCHEMA_URL: &str = "https://opentelemetry.io/schemas/1.44.0";

/// What a metric is for OpenTelemetry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Instrument {
    /// Only grows until it begins anew: a monotonic sum.
    Counter,
    /// Goes up and down, and can be summed up over attributes: a sum that is not monotonic.
    UpDownCounter,
    /// A reading of the moment.
    Gauge,
}

/// A metric of the conventions.
struct Metric {
    name: &'static str,
    instrument: Instrument,
    unit: &'static str,
    description: &'static str,
}

/// Attributes that tell the points of a metric apart.
type Attributes = &'static [(&'static str, &'static str)];

/// What a series is for OpenTelemetry.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Translated {
    /// The metric.
    pub name: Cow<'static, str>,
    /// What it is.
    pub instrument: Instrument,
    /// Its unit (UCUM); empty for plain counts.
    pub unit: &'static str,
    /// Of the whole metric; where there is none, that of the series.
    pub description: Option<&'static str>,
    /// Attributes of this series, beside its labels.
    pub attributes: Attributes,
}

macro_rules! metrics {
    ($($name:literal $instrument:ident $unit:literal $description:literal;)+) => {
        const METRICS: &[Metric] = &[$(Metric {
            name: $name,
            instrument: Instrument::$instrument,
            unit: $unit,
            description: $description,
        }),+];
    };
}

#[rustfmt::skip]
metrics! {
    "system.cpu.time" Counter "s" "CPU time of the machine, by mode.";
    "system.cpu.logical.count" UpDownCounter "{cpu}" "CPUs of the machine that are online.";
    "system.memory.usage" UpDownCounter "By" "Memory of the machine, by state.";
    "system.memory.limit" UpDownCounter "By" "Memory that the kernel of the machine manages.";
    "system.memory.linux.available" UpDownCounter "By" "Memory that new work could get without swapping, as the kernel estimates.";
    "system.memory.linux.shared" UpDownCounter "By" "Shared memory and tmpfs of the machine.";
    "system.paging.usage" UpDownCounter "By" "Swap of the machine, by state.";
    "system.paging.faults" Counter "{fault}" "Page faults of the machine, by type.";
    "system.disk.io" Counter "By" "Bytes read from and written to the machine's real disks.";
    "system.disk.operations" Counter "{operation}" "Reads and writes that the machine's real disks completed.";
    "system.disk.operation_time" Counter "s" "Time that reads and writes took, summed over them.";
    "system.disk.io_time" Counter "s" "Time with an operation in flight, summed over disks.";
    "system.filesystem.usage" UpDownCounter "By" "Space of the filesystem, by state.";
    "system.filesystem.limit" UpDownCounter "By" "Size of the filesystem.";
    "system.network.io" Counter "By" "Bytes received and sent in the network namespace.";
    "system.network.packet.count" Counter "{packet}" "Packets received and sent in the network namespace.";
    "system.network.packet.dropped" Counter "{packet}" "Packets dropped in the network namespace.";
    "system.network.errors" Counter "{error}" "Errors on receive and transmit in the network namespace.";
    "system.network.connection.count" UpDownCounter "{connection}" "TCP connections of the network namespace, by state.";
    "container.cpu.time" Counter "s" "CPU time of the cgroup, by mode.";
    "container.memory.usage" UpDownCounter "By" "Memory charged to the cgroup, with page cache.";
    "container.memory.working_set" UpDownCounter "By" "Memory of the cgroup without the page cache that would be dropped first.";
    "container.paging.faults" Counter "{fault}" "Page faults of the cgroup, by type.";
    "container.disk.io" Counter "By" "Bytes that the cgroup read from and wrote to real disks.";
    "process.cpu.time" Counter "s" "CPU time of the process, by mode.";
    "process.memory.usage" UpDownCounter "By" "Memory of the process that is resident in RAM.";
    "process.memory.virtual" UpDownCounter "By" "Address space of the process.";
    "process.disk.io" Counter "By" "Bytes that the process fetched from and sent to storage.";
    "process.thread.count" UpDownCounter "{thread}" "Threads of the process.";
    "process.unix.file_descriptor.count" UpDownCounter "{file_descriptor}" "Open file descriptors of the process.";
    "process.context_switches" Counter "{context_switch}" "Context switches of the process, by type.";
    "process.paging.faults" Counter "{fault}" "Page faults of the process, by type.";
    "db.client.connection.count" UpDownCounter "{connection}" "Connections of the pool, by state.";
    "db.client.connection.max" UpDownCounter "{connection}" "Connections that the pool can have, overflow included.";
    "db.client.connection.idle.min" UpDownCounter "{connection}" "Connections that the pool keeps open even when idle.";
    "db.client.connection.pending_requests" UpDownCounter "{request}" "Requests that wait for a connection.";
    "db.client.connection.timeouts" Counter "{timeout}" "Requests that gave up waiting for a connection.";
}

const MODE: &str = "cpu.mode";
const DISK: &str = "disk.io.direction";
const NETWORK: &str = "network.io.direction";
const MEMORY: &str = "system.memory.state";
const SWAP: &str = "system.paging.state";
const SPACE: &str = "system.filesystem.state";
const FAULT: &str = "system.paging.fault.type";
const SWITCH: &str = "process.context_switch.type";

/// Series of ours that are points of those: their names without prefix and `_total`.
#[rustfmt::skip]
const POINTS: &[(&str, &str, Attributes)] = &[
    ("host_cpu_user_seconds", "system.cpu.time", &[(MODE, "user")]),
    ("host_cpu_nice_seconds", "system.cpu.time", &[(MODE, "nice")]),
    ("host_cpu_system_seconds", "system.cpu.time", &[(MODE, "system")]),
    ("host_cpu_idle_seconds", "system.cpu.time", &[(MODE, "idle")]),
    ("host_cpu_iowait_seconds", "system.cpu.time", &[(MODE, "iowait")]),
    ("host_cpu_irq_seconds", "system.cpu.time", &[(MODE, "interrupt")]),
    // The conventions have no word for it, and allow others.
    ("host_cpu_softirq_seconds", "system.cpu.time", &[(MODE, "softirq")]),
    ("host_cpu_steal_seconds", "system.cpu.time", &[(MODE, "steal")]),
    ("host_cpus_online", "system.cpu.logical.count", &[]),
    ("host_memory_free_bytes", "system.memory.usage", &[(MEMORY, "free")]),
    ("host_memory_buffers_bytes", "system.memory.usage", &[(MEMORY, "buffers")]),
    ("host_memory_cached_bytes", "system.memory.usage", &[(MEMORY, "cached")]),
    ("host_memory_total_bytes", "system.memory.limit", &[]),
    ("host_memory_available_bytes", "system.memory.linux.available", &[]),
    ("host_memory_shmem_bytes", "system.memory.linux.shared", &[]),
    ("host_swap_free_bytes", "system.paging.usage", &[(SWAP, "free")]),
    ("host_major_page_faults", "system.paging.faults", &[(FAULT, "major")]),
    ("host_disk_read_bytes", "system.disk.io", &[(DISK, "read")]),
    ("host_disk_written_bytes", "system.disk.io", &[(DISK, "write")]),
    ("host_disk_reads", "system.disk.operations", &[(DISK, "read")]),
    ("host_disk_writes", "system.disk.operations", &[(DISK, "write")]),
    ("host_disk_read_seconds", "system.disk.operation_time", &[(DISK, "read")]),
    ("host_disk_write_seconds", "system.disk.operation_time", &[(DISK, "write")]),
    ("host_disk_busy_seconds", "system.disk.io_time", &[]),
    // What root alone may use is neither used nor free there.
    ("filesystem_available_bytes", "system.filesystem.usage", &[(SPACE, "free")]),
    ("filesystem_total_bytes", "system.filesystem.limit", &[]),
    ("network_received_bytes", "system.network.io", &[(NETWORK, "receive")]),
    ("network_sent_bytes", "system.network.io", &[(NETWORK, "transmit")]),
    ("network_received_packets", "system.network.packet.count", &[(NETWORK, "receive")]),
    ("network_sent_packets", "system.network.packet.count", &[(NETWORK, "transmit")]),
    ("network_receive_drops", "system.network.packet.dropped", &[(NETWORK, "receive")]),
    ("network_send_drops", "system.network.packet.dropped", &[(NETWORK, "transmit")]),
    ("network_receive_errors", "system.network.errors", &[(NETWORK, "receive")]),
    ("network_send_errors", "system.network.errors", &[(NETWORK, "transmit")]),
    ("network_tcp_established", "system.network.connection.count",
        &[("network.connection.state", "established"), ("network.transport", "tcp")]),
    ("cgroup_cpu_user_seconds", "container.cpu.time", &[(MODE, "user")]),
    ("cgroup_cpu_system_seconds", "container.cpu.time", &[(MODE, "system")]),
    ("cgroup_memory_usage_bytes", "container.memory.usage", &[]),
    ("cgroup_memory_working_set_bytes", "container.memory.working_set", &[]),
    ("cgroup_major_page_faults", "container.paging.faults", &[(FAULT, "major")]),
    ("cgroup_io_read_bytes", "container.disk.io", &[(DISK, "read")]),
    ("cgroup_io_written_bytes", "container.disk.io", &[(DISK, "write")]),
    ("process_cpu_user_seconds", "process.cpu.time", &[(MODE, "user")]),
    ("process_cpu_system_seconds", "process.cpu.time", &[(MODE, "system")]),
    ("process_resident_bytes", "process.memory.usage", &[]),
    ("process_virtual_bytes", "process.memory.virtual", &[]),
    ("process_read_bytes", "process.disk.io", &[(DISK, "read")]),
    ("process_written_bytes", "process.disk.io", &[(DISK, "write")]),
    ("process_threads", "process.thread.count", &[]),
    ("process_descriptors", "process.unix.file_descriptor.count", &[]),
    ("process_voluntary_switches", "process.context_switches", &[(SWITCH, "voluntary")]),
    ("process_involuntary_switches", "process.context_switches", &[(SWITCH, "involuntary")]),
    ("process_minor_faults", "process.paging.faults", &[(FAULT, "minor")]),
    ("process_major_faults", "process.paging.faults", &[(FAULT, "major")]),
    ("db_client_connections", "db.client.connection.count", &[]),
    ("db_client_connection_max", "db.client.connection.max", &[]),
    ("db_client_connection_idle_min", "db.client.connection.idle.min", &[]),
    ("db_client_connection_pending_requests", "db.client.connection.pending_requests", &[]),
    ("db_client_connection_timeouts", "db.client.connection.timeouts", &[]),
];

/// Parts of the library, as names begin and as they go on with a dot. Longer ones stand first.
const PARTS: &[(&str, &str)] = &[
    ("db_client_connection_", "db.client.connection."),
    ("alert_notices_", "alert_notices."),
    ("filesystem_", "filesystem."),
    ("database_", "database."),
    ("resource_", "resource."),
    ("checker_", "checker."),
    ("network_", "network."),
    ("process_", "process."),
    ("alerts_", "alerts."),
    ("cgroup_", "cgroup."),
    ("sample_", "sample."),
    ("cache_", "cache."),
    ("check_", "check."),
    ("serve_", "serve."),
    ("gate_", "gate."),
    ("host_", "host."),
    ("otlp_", "otlp."),
    ("pool_", "pool."),
    ("step_", "step."),
];

/// Units at the end of our names, and what UCUM writes for them.
const UNITS: &[(&str, &str)] = &[("_seconds", "s"), ("_bytes", "By"), ("_ratio", "1"), (CPUS, "{cpu}")];
/// Stays, since what is before it says nothing by itself.
const CPUS: &str = "_cpus";

impl Translated {
    /// What a metric of ours is: `name` is as in [`FAMILIES`] (or in the documentation of metrics), with `plimsoll_`.
    #[must_use]
    pub fn of(name: &str, kind: FamilyKind) -> Self {
        Translated::of_rest(name.strip_prefix("plimsoll_").unwrap_or(name), kind)
    }

    /// `name` is what follows the prefix.
    pub(super) fn of_rest(name: &str, kind: FamilyKind) -> Self {
        let name = match kind {
            FamilyKind::Counter => name.strip_suffix("_total").unwrap_or(name),
            FamilyKind::Gauge => name,
        };
        let point = POINTS.iter().find(|(ours, ..)| *ours == name);
        let metric = point.and_then(|(_, theirs, _)| METRICS.iter().find(|metric| metric.name == *theirs));
        if let Some((metric, (_, _, attributes))) = metric.zip(point) {
            return Translated {
                name: Cow::Borrowed(metric.name),
                instrument: metric.instrument,
                unit: metric.unit,
                description: Some(metric.description),
                attributes,
            };
        }
        let part = PARTS.iter().find_map(|(part, dotted)| Some((name.strip_prefix(part)?, *dotted)));
        let (rest, dotted) = part.unwrap_or((name, ""));
        let (rest, unit) =
            UNITS.iter().find_map(|(end, unit)| without(rest, end, unit)).unwrap_or((rest, ""));
        Translated {
            name: Cow::Owned(format!("plimsoll.{dotted}{rest}")),
            instrument: match kind {
                FamilyKind::Counter => Instrument::Counter,
                FamilyKind::Gauge => Instrument::Gauge,
            },
            unit,
            description: None,
            attributes: &[],
        }
    }
}

/// What is left of a name, and the unit, where it ends so. Where nothing else would be left, or it is what is counted, it
/// stays.
fn without<'a>(name: &'a str, end: &str, unit: &'static str) -> Option<(&'a str, &'static str)> {
    if end == CPUS || name == &end[1..] {
        return name.ends_with(&end[1..]).then_some((name, unit));
    }
    Some((name.strip_suffix(end)?, unit))
}

/// How a label is called as an attribute: by the conventions, as one of ours, or as its owner called it. `name` is what
/// follows the prefix in the name of its series.
pub(super) fn attribute<'a>(name: &str, label: &'a str) -> Cow<'a, str> {
    let is_of_pools = name.starts_with("db_client_connection") || name.starts_with("database_");
    match label {
        "pool" if is_of_pools => return Cow::Borrowed("db.client.connection.pool.name"),
        "state" if name.starts_with("db_client_connection") => {
            return Cow::Borrowed("db.client.connection.state");
        }
        "system" if name.starts_with("database_") => return Cow::Borrowed("db.system.name"),
        // Steps are told by the caller, so that no family is known here.
        "step" | "outcome" | "exception" | "percentile" if name.starts_with("step_") => {
            return Cow::Owned(format!("plimsoll.{label}"));
        }
        _ => {}
    }
    let is_family = |full: &str| full.strip_prefix("plimsoll_") == Some(name);
    let family = FAMILIES.iter().find(|family| is_family(family.name));
    match family.is_some_and(|family| family.labels.contains(&label)) {
        true => Cow::Owned(format!("plimsoll.{label}")),
        false => Cow::Borrowed(label),
    }
}

/// Rows of the table: our names and theirs.
#[cfg(test)]
pub(super) fn rows() -> impl Iterator<Item = (&'static str, &'static str)> {
    POINTS.iter().map(|(ours, theirs, _)| (*ours, *theirs))
}

/// Beginnings of our names, and what becomes of them.
#[cfg(test)]
pub(super) fn parts() -> impl Iterator<Item = (&'static str, &'static str)> {
    PARTS.iter().copied()
}
