//! What a field is: its name, unit, scope, source and place in the sample.

use super::groups::Groups;

/// How a field's eight bytes are to be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum FieldType {
    /// An unsigned integer.
    U64,
    /// A floating-point number, never NaN.
    F64,
    /// An unsigned integer that may be "no limit" ([`u64::MAX`] in the raw struct).
    Limit,
    /// A floating-point number that may be "no limit" (`+inf` in the raw struct).
    LimitF64,
}

/// Whether a field only grows (until a reset) or is a reading of the moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Kind {
    /// Grows until something resets it: meaningful as a difference between two samples.
    Counter,
    /// A reading of the moment.
    Gauge,
}

/// The unit of a value. The value's name ends in it, except for plain counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Unit {
    /// Bytes.
    Bytes,
    /// Seconds.
    Seconds,
    /// A share, 0 to 1 unless the field says otherwise.
    Ratio,
    /// CPUs, fractions allowed.
    Cpus,
    /// A number of things, named by the field.
    Count,
    /// Bytes per second: a rate between two samples.
    BytesPerSecond,
    /// A number of things per second: a rate between two samples.
    PerSecond,
}

/// What a value speaks of. A container's share is never computed from a host's total.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Scope {
    /// The whole machine (or what lxcfs presents as one: see `Sample::source`).
    Host,
    /// The target's cgroup and its descendants.
    Cgroup,
    /// The target process, all its threads.
    Process,
    /// The network namespace of the target.
    NetworkNamespace,
    /// One mounted filesystem.
    Mount,
}

/// Who rendered a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Source {
    /// The kernel itself.
    Kernel,
    /// lxcfs, a FUSE filesystem that fakes `/proc` files per container.
    Lxcfs,
}

/// One row of the field table.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Field {
    /// The name: the Rust accessor, the C struct member, the Python attribute and the JSON key.
    pub name: &'static str,
    /// How the eight bytes are to be read.
    pub ty: FieldType,
    /// Counter or gauge.
    pub kind: Kind,
    /// The unit.
    pub unit: Unit,
    /// What the value speaks of.
    pub scope: Scope,
    /// The group that must be asked for to get it.
    pub group: Groups,
    /// The kernel file and field it comes from, v1 and v2 apart where they differ.
    pub source: &'static str,
    /// The first kernel version that has it.
    pub since: &'static str,
    /// One or two sentences for people.
    pub doc: &'static str,
}

impl Unit {
    /// The unit in lower case: `bytes`, `seconds`, `ratio`, `cpus`, `count`, `bytes_per_second`,
    /// `per_second`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Unit::Bytes => "bytes",
            Unit::Seconds => "seconds",
            Unit::Ratio => "ratio",
            Unit::Cpus => "cpus",
            Unit::Count => "count",
            Unit::BytesPerSecond => "bytes_per_second",
            Unit::PerSecond => "per_second",
        }
    }
}

impl Scope {
    /// The scope in lower case: `host`, `cgroup`, `process`, `network_namespace`, `mount`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Scope::Host => "host",
            Scope::Cgroup => "cgroup",
            Scope::Process => "process",
            Scope::NetworkNamespace => "network_namespace",
            Scope::Mount => "mount",
        }
    }
}

impl Source {
    /// `kernel` or `lxcfs`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Source::Kernel => "kernel",
            Source::Lxcfs => "lxcfs",
        }
    }
}

impl Kind {
    /// `counter` or `gauge`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Kind::Counter => "counter",
            Kind::Gauge => "gauge",
        }
    }
}

impl FieldType {
    /// `u64`, `f64`, `limit` or `limit_f64`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            FieldType::U64 => "u64",
            FieldType::F64 => "f64",
            FieldType::Limit => "limit",
            FieldType::LimitF64 => "limit_f64",
        }
    }
}
