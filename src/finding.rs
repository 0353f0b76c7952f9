//! What a diagnosis says, as plain values. Everything serializes under the names of the JSON
//! documents.

#[cfg(feature = "check")]
mod reason;
#[cfg(feature = "check")]
mod status;

#[cfg(feature = "check")]
pub use reason::Reason;
#[cfg(feature = "check")]
pub use status::Status;

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use serde::{Serialize, Serializer};

use crate::fields::{Scope, Unit};
use crate::units::Bytes;

/// A name that is either known beforehand or shared: cloning it allocates nothing.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Text {
    /// Known beforehand.
    Static(&'static str),
    /// Made once and shared.
    Shared(Arc<str>),
}

/// The part of the container that a finding or a recommendation speaks of.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Component {
    /// CPU time: quota, throttling, waiting for a CPU.
    Cpu,
    /// Memory: limits, stalls, kills.
    Memory,
    /// Space of a filesystem.
    DiskSpace,
    /// Inodes of a filesystem.
    Inodes,
    /// Disk operations.
    DiskIo,
    /// Network traffic.
    Network,
    /// Open file descriptors.
    Descriptors,
    /// Processes and threads.
    Pids,
    /// Load average of the host.
    Load,
    /// A metric of the host's own, fed under this name.
    Metric(Arc<str>),
}

/// How bad a finding is. Ordered: `Low < Medium < High < Critical`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Good to know.
    Low,
    /// Worth a look.
    Medium,
    /// Limits the container now.
    High,
    /// Work is failing or is about to.
    Critical,
}

/// How the container fares as a whole. Ordered from worst to best.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// At least one critical finding.
    Poor,
    /// At least one finding of high severity.
    Degraded,
    /// Findings of medium or low severity only.
    Good,
    /// No finding.
    Optimal,
}

/// A number with its name, unit and scope.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Measure {
    /// The field of [`Sample`](crate::Sample) or [`Usage`](crate::Usage) it is, or what it was
    /// computed as.
    pub name: Cow<'static, str>,
    /// The number.
    pub value: f64,
    /// Its unit.
    pub unit: Unit,
    /// What it speaks of.
    pub scope: Scope,
}

/// The value beyond which a finding is raised, and who published it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Threshold {
    /// The number.
    pub value: f64,
    /// The number at which it is cleared again: a little on the safe side of the other.
    pub clear: f64,
    /// Its unit.
    pub unit: Unit,
    /// What it speaks of.
    pub scope: Scope,
    /// Where the value was published.
    pub source: Cow<'static, str>,
}

/// A value and the threshold that it is above.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Crossed {
    /// The rule of the threshold.
    pub rule: &'static str,
    /// The value that was judged.
    pub current: Measure,
    /// The value it was judged against.
    pub threshold: Threshold,
}

/// What a finding rests on: these readings, over this window.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Evidence {
    /// Time between the first and last sample that were compared; missing where one sample was
    /// enough.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub window_seconds: Option<f64>,
    /// The readings.
    pub readings: Vec<Measure>,
}

/// A process that a finding is blamed on.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Culprit {
    /// Its pid, as seen from here.
    pub pid: u32,
    /// Its name (`comm`).
    pub name: String,
    /// Its part, 0..1, of what all processes of the container did or hold.
    pub share: f64,
    /// What it did or holds: CPUs, bytes, bytes per second, descriptors.
    pub used: Measure,
}

/// Something that limits the container or is about to.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Finding {
    /// What it is about.
    pub component: Component,
    /// How bad it is.
    pub severity: Severity,
    /// The rule that raised it, such as `cpu.throttling`.
    pub rule: &'static str,
    /// One line.
    pub title: String,
    /// One or two sentences.
    pub description: String,
    /// The value that was judged.
    pub current: Measure,
    /// The value it was judged against.
    pub threshold: Threshold,
    /// Another threshold that was crossed, where the severity is that one's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub severity_from: Option<Crossed>,
    /// How sure it is, 0..1: a value held for the published duration is 1, one held for no longer
    /// than was watched is less.
    pub confidence: f64,
    /// For how long it has been so, in seconds.
    pub held_seconds: f64,
    /// What it rests on.
    pub evidence: Evidence,
    /// Rules that were raised too and have this cause: they make no findings of their own.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub explains: Vec<&'static str>,
    /// Who does it: the processes of the container with the greatest part, greatest first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub culprits: Vec<Culprit>,
    /// What the user of the container will notice.
    pub impact: String,
    /// How much of the container's work it costs, an estimate: 0 nothing, 1 all of it.
    pub impact_ratio: f64,
    /// What to do, each a sentence; [`Recommendation`] has the details.
    pub recommendations: Vec<String>,
}

/// Where a recommendation is carried out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Category {
    /// Limits, requests, replicas, machines.
    Resource,
    /// Connection pools and queries.
    Database,
    /// The program: its threads, buffers, leaks.
    Application,
    /// Settings of the program or of the system under it.
    Configuration,
}

/// How much work a recommendation is. Ordered: `Low < Medium < High`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Effort {
    /// A value in a file or a manifest.
    Low,
    /// A restart, a move, a change of a few lines.
    Medium,
    /// A change of the program.
    High,
}

/// Where an [`Action`] is carried out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Place {
    /// A file of the cgroup filesystem.
    Cgroup,
    /// A flag of `docker run` and `docker update`.
    Docker,
    /// A field of a Kubernetes manifest.
    Kubernetes,
    /// A setting of a systemd unit.
    Systemd,
    /// A command to run.
    Command,
    /// The program itself.
    Program,
}

/// One concrete thing to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Action {
    /// Where.
    pub place: Place,
    /// What is set there: `/sys/fs/cgroup/a/cpu.max`, `--cpus`, `resources.limits.cpu`; empty for a
    /// change of the program.
    pub target: String,
    /// The value, ready to be copied; or what to change.
    pub value: String,
}

/// Something to change.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Recommendation {
    /// What it is about.
    pub component: Component,
    /// Where it is carried out.
    pub category: Category,
    /// How soon: the severity of the finding it answers.
    pub priority: Severity,
    /// The rule of the finding it answers, or `allocation.cpu`, `allocation.memory` for what is
    /// larger than need be.
    pub rule: &'static str,
    /// What to do, a sentence.
    pub title: String,
    /// Why, and what to look out for.
    pub description: String,
    /// What will change when it is done, with numbers where the data allow.
    pub expected_impact: String,
    /// The part, 0..1, of the container's work or cost that it wins back; an estimate.
    pub gain: f64,
    /// How much work it is.
    pub effort: Effort,
    /// The exact files, flags and fields. Where several places are named, one of them is enough.
    pub actions: Vec<Action>,
    /// What it rests on.
    pub evidence: Evidence,
}

impl std::ops::Deref for Text {
    type Target = str;

    fn deref(&self) -> &str {
        match self {
            Text::Static(text) => text,
            Text::Shared(text) => text,
        }
    }
}

impl From<&'static str> for Text {
    fn from(text: &'static str) -> Self {
        Text::Static(text)
    }
}

impl From<String> for Text {
    fn from(text: String) -> Self {
        Text::Shared(text.into())
    }
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self)
    }
}

impl Serialize for Text {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self)
    }
}

impl Component {
    /// The name as in JSON: `cpu`, `disk_space`, ...
    #[must_use]
    pub fn name(&self) -> Cow<'static, str> {
        Cow::Borrowed(match self {
            Component::Cpu => "cpu",
            Component::Memory => "memory",
            Component::DiskSpace => "disk_space",
            Component::Inodes => "inodes",
            Component::DiskIo => "disk_io",
            Component::Network => "network",
            Component::Descriptors => "descriptors",
            Component::Pids => "pids",
            Component::Load => "load",
            Component::Metric(name) => return Cow::Owned(format!("metric:{name}")),
        })
    }
}

impl fmt::Display for Component {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.name())
    }
}

impl Serialize for Component {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.name())
    }
}

impl Category {
    /// `resource`, `database`, `application` or `configuration`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Category::Resource => "resource",
            Category::Database => "database",
            Category::Application => "application",
            Category::Configuration => "configuration",
        }
    }
}

impl Effort {
    /// `low`, `medium` or `high`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Effort::Low => "low",
            Effort::Medium => "medium",
            Effort::High => "high",
        }
    }
}

impl Action {
    /// One thing to do at one place.
    pub fn new(place: Place, target: impl Into<String>, value: impl Into<String>) -> Self {
        Action { place, target: target.into(), value: value.into() }
    }
}

impl Severity {
    /// Every severity, mildest first.
    pub const ALL: [Severity; 4] = [Severity::Low, Severity::Medium, Severity::High, Severity::Critical];

    /// `low`, `medium`, `high` or `critical`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Severity::Low => "low",
            Severity::Medium => "medium",
            Severity::High => "high",
            Severity::Critical => "critical",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl Level {
    /// The level that these findings make.
    #[must_use]
    pub fn of(findings: &[Finding]) -> Self {
        Level::of_worst(findings.iter().map(|finding| finding.severity).max())
    }

    /// The level that a worst severity makes.
    #[must_use]
    pub fn of_worst(severity: Option<Severity>) -> Self {
        match severity {
            None => Level::Optimal,
            Some(Severity::Low | Severity::Medium) => Level::Good,
            Some(Severity::High) => Level::Degraded,
            Some(Severity::Critical) => Level::Poor,
        }
    }

    /// `optimal`, `good`, `degraded` or `poor`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Level::Poor => "poor",
            Level::Degraded => "degraded",
            Level::Good => "good",
            Level::Optimal => "optimal",
        }
    }
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl Measure {
    /// A number with its name, unit and scope.
    pub fn new(name: impl Into<Cow<'static, str>>, value: f64, unit: Unit, scope: Scope) -> Self {
        Measure { name: name.into(), value, unit, scope }
    }
}

impl fmt::Display for Measure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&quantity(self.value, self.unit))
    }
}

impl fmt::Display for Threshold {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&quantity(self.value, self.unit))
    }
}

/// A number for people: `0.5 CPUs`, `97 %`, `61.4 MiB`, `2.5 s`, `120 /s`.
#[must_use]
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // Bytes below 2^64; three digits are shown.
pub fn quantity(value: f64, unit: Unit) -> String {
    if !value.is_finite() {
        return "no limit".to_owned();
    }
    match unit {
        Unit::Bytes => Bytes(value as u64).to_string(),
        Unit::BytesPerSecond => format!("{}/s", Bytes(value.round() as u64)),
        Unit::Seconds if value < 1.0 => format!("{} ms", digits(value * 1e3)),
        Unit::Seconds => format!("{} s", digits(value)),
        Unit::Ratio => format!("{} %", digits(value * 100.0)),
        Unit::Cpus => format!("{} {}", digits(value), if value == 1.0 { "CPU" } else { "CPUs" }),
        Unit::Count => digits(value),
        Unit::PerSecond => format!("{} /s", digits(value)),
    }
}

/// Whole numbers plain, fractions below 10 with two digits, below 100 with one; no trailing zeros.
fn digits(value: f64) -> String {
    let size = value.abs();
    let text = if value.fract() == 0.0 || size >= 99.95 {
        return format!("{value:.0}");
    } else if size < 9.995 {
        format!("{value:.2}")
    } else {
        format!("{value:.1}")
    };
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

#[cfg(test)]
#[path = "finding_tests.rs"]
mod tests;
