//! Why work may not begin now, and when to ask again.

use std::fmt;
use std::time::Duration;

use serde::{Serialize, Serializer};

use crate::fields::Unit;

/// Why work may not begin.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum RefusalReason {
    /// As much goes on at once as may.
    Concurrency,
    /// As many wait as may.
    QueueFull,
    /// The container's memory is used up to the mark.
    Memory,
    /// The container's CPUs are used up to the mark.
    Cpu,
    /// The container's CPU quota was used up in too many periods.
    Throttled,
    /// Tasks of the container stand still for too much of the time.
    Pressure,
    /// The load line of a monitor says so.
    LoadLine,
    /// It waited as long as it may.
    TimedOut,
    /// The gate is closed.
    Closed,
    /// Whoever asked gave up.
    Cancelled,
}

impl RefusalReason {
    /// The name in JSON and in metrics.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            RefusalReason::Concurrency => "concurrency",
            RefusalReason::QueueFull => "queue_full",
            RefusalReason::Memory => "memory",
            RefusalReason::Cpu => "cpu",
            RefusalReason::Throttled => "throttled",
            RefusalReason::Pressure => "pressure",
            RefusalReason::LoadLine => "load_line",
            RefusalReason::TimedOut => "timed_out",
            RefusalReason::Closed => "closed",
            RefusalReason::Cancelled => "cancelled",
        }
    }
}

impl fmt::Display for RefusalReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// The answer that work may not begin now. It can be handed on with `?`, but is no failure of anything.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Refusal {
    /// Why.
    pub reason: RefusalReason,
    /// When it is worth asking again. [`Duration::MAX`]: never, the gate is closed.
    #[serde(rename = "retry_after_seconds", serialize_with = "seconds")]
    pub retry_after: Duration,
    /// What was found: how many go on, or wait; the share or amount in use; the time that was waited, in seconds.
    pub value: Option<f64>,
    /// What may be at the most, for work of this priority.
    pub mark: Option<f64>,
    /// What both are counted in.
    pub unit: Unit,
}

/// Whole and parts of a second; nothing where it is never.
fn seconds<S: Serializer>(duration: &Duration, serializer: S) -> Result<S::Ok, S::Error> {
    Some(duration)
        .filter(|duration| **duration != Duration::MAX)
        .map(Duration::as_secs_f64)
        .serialize(serializer)
}

impl Refusal {
    /// A refusal of which no number is known.
    #[must_use]
    pub const fn new(reason: RefusalReason, retry_after: Duration) -> Self {
        Refusal { reason, retry_after, value: None, mark: None, unit: Unit::Count }
    }

    /// With what was found and what may be.
    #[must_use]
    pub const fn against(mut self, value: f64, mark: f64, unit: Unit) -> Self {
        self.value = Some(value);
        self.mark = Some(mark);
        self.unit = unit;
        self
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let what = match self.reason {
            RefusalReason::Concurrency => "as much goes on at once as may",
            RefusalReason::QueueFull => "as many wait as may",
            RefusalReason::Memory => "the container's memory is used up to the mark",
            RefusalReason::Cpu => "the container's CPUs are used up to the mark",
            RefusalReason::Throttled => "the container's CPU quota is used up in too many periods",
            RefusalReason::Pressure => "tasks of the container stand still for too much of the time",
            RefusalReason::LoadLine => "the container is laden to its load line",
            RefusalReason::TimedOut => "no permit came free while it waited",
            RefusalReason::Closed => return f.write_str("the gate is closed"),
            RefusalReason::Cancelled => return f.write_str("whoever asked for a permit gave up"),
        };
        f.write_str(what)?;
        if let (Some(value), Some(mark)) = (self.value, self.mark) {
            write!(f, " ({} of {})", Amount(value, self.unit), Amount(mark, self.unit))?;
        }
        write!(f, "; try again in {:.1} s", self.retry_after.as_secs_f64())
    }
}

impl std::error::Error for Refusal {}

/// A number with its unit, short.
struct Amount(f64, Unit);

impl fmt::Display for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Amount(value, unit) = *self;
        match unit {
            Unit::Ratio => write!(f, "{:.0} %", value * 100.0),
            Unit::Bytes => write!(f, "{:.0} MiB", value / f64::from(1 << 20)),
            Unit::Seconds => write!(f, "{value:.1} s"),
            _ => write!(f, "{value}"),
        }
    }
}
