//! What goes on at a gate, as plain values.

use std::time::Duration;

use serde::{Serialize, Serializer};

use super::priority::Class;
use super::refusal::RefusalReason;
use crate::fields::Unit;

/// What goes on at a gate.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[non_exhaustive]
pub struct GateState {
    /// How many may go on at once just now: found by adaptation, or as configured.
    pub limit: u32,
    /// How many may go on at once at the most, as configured.
    pub max_concurrent: u32,
    /// How many go on.
    pub in_flight: u32,
    /// How many wait.
    pub waiting: usize,
    /// The gate is closed.
    pub closed: bool,
    /// How laden the container is.
    pub load: LoadState,
}

/// How laden the container is, as far as the gate looks.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[non_exhaustive]
pub struct LoadState {
    /// The highest signal against its mark for normal work: 1.0 is at the mark. Nothing if nothing is known.
    pub reading: Option<f64>,
    /// Which signal that is.
    pub of: Option<RefusalReason>,
    /// How long ago the container was looked at; nothing if it never was.
    #[serde(rename = "age_seconds", serialize_with = "seconds")]
    pub age: Option<Duration>,
    /// That is too long ago, or nothing could be read: only the limits of concurrency hold.
    pub stale: bool,
    /// Which work is refused for the load.
    pub refusing: Classes,
    /// Memory in use, of the container's limit (of the host's memory where it has none), or of the gate's own limit in
    /// bytes where that is nearer: 1.0 is all of it. Nothing if it is not known.
    pub memory_ratio: Option<f64>,
    /// CPU time in use, of what the container can use, or the enforcement periods in which its quota was used up, if
    /// they are more: 1.0 is all of it. Nothing if it is not known.
    pub cpu_ratio: Option<f64>,
    /// All that is known.
    pub signals: Vec<Signal>,
}

/// One of the things by which load is judged.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Signal {
    /// The reason that a refusal for it has.
    pub reason: RefusalReason,
    /// What was found.
    pub value: f64,
    /// From here on low work is refused.
    pub low_mark: f64,
    /// From here on normal work is refused.
    pub mark: f64,
    /// From here on high work is refused, too; nothing if this signal never refuses it.
    pub high_mark: Option<f64>,
    /// What all these are counted in.
    pub unit: Unit,
    /// Which work is refused for it.
    pub refusing: Classes,
}

impl Signal {
    /// A signal that refuses nothing yet.
    #[must_use]
    pub const fn new(reason: RefusalReason, value: f64, mark: f64, unit: Unit) -> Self {
        let refusing = Classes { low: false, normal: false, high: false };
        Signal { reason, value, low_mark: mark, mark, high_mark: None, unit, refusing }
    }
}

fn seconds<S: Serializer>(age: &Option<Duration>, serializer: S) -> Result<S::Ok, S::Error> {
    age.map(|age| age.as_secs_f64()).serialize(serializer)
}

/// Some of the classes of work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize)]
pub struct Classes {
    /// Below priority 0.
    pub low: bool,
    /// Priority 0 to 99.
    pub normal: bool,
    /// From priority 100 on.
    pub high: bool,
}

impl Classes {
    /// Whether this class is among them.
    #[must_use]
    pub const fn contains(self, class: Class) -> bool {
        match class {
            Class::Low => self.low,
            Class::Normal => self.normal,
            Class::High => self.high,
        }
    }

    /// Whether there is one.
    #[must_use]
    pub const fn any(self) -> bool {
        self.low || self.normal || self.high
    }

    /// What is in either.
    #[must_use]
    pub const fn or(self, other: Classes) -> Self {
        Classes {
            low: self.low || other.low,
            normal: self.normal || other.normal,
            high: self.high || other.high,
        }
    }
}
