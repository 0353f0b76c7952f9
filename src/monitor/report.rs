//! Everything that is known of a container, as one document.

use serde::Serialize;

use super::diagnosis::Diagnosis;
use super::Monitor;
use crate::finding::Recommendation;

/// The value of the `schema` key.
const SCHEMA: &str = "plimsoll.diagnosis/1";

/// Everything that is known of a container: the document that `plimsoll diagnose --json` prints.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Report {
    /// Always `plimsoll.diagnosis/1`.
    pub schema: &'static str,
    /// The verdict; its keys stand beside the others.
    #[serde(flatten)]
    pub diagnosis: Diagnosis,
    /// What to do, by priority and then by gain over effort.
    pub recommendations: Vec<Recommendation>,
}

impl Monitor {
    /// Everything that is known, as one document.
    #[must_use]
    pub fn report(&self) -> Report {
        Report { schema: SCHEMA, diagnosis: self.diagnose(), recommendations: Vec::new() }
    }
}
