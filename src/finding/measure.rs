//! Numbers that carry name, unit and scope, and what they are judged against.

use std::borrow::Cow;
use std::fmt;

use serde::Serialize;

use super::quantity;
use crate::fields::{Scope, Unit};

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

impl fmt::Display for Threshold {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&quantity(self.value, self.unit))
    }
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
