//! What a diagnosis says, as plain values. Everything serializes under the names of the JSON
//! documents.

mod component;
mod level;
mod measure;
#[cfg(any(feature = "load", feature = "report"))]
pub(crate) mod people;
mod quantity;
#[cfg(feature = "check")]
mod reason;
mod recommendation;
mod severity;
#[cfg(feature = "check")]
mod status;
mod text;

pub use component::Component;
pub use level::Level;
pub use measure::{Crossed, Evidence, Measure, Threshold};
pub use quantity::quantity;
#[cfg(feature = "check")]
pub use reason::Reason;
pub use recommendation::{Action, Category, Effort, Place, Recommendation};
pub use severity::Severity;
#[cfg(feature = "check")]
pub use status::Status;
pub use text::Text;

use serde::Serialize;

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

#[cfg(test)]
mod tests;
