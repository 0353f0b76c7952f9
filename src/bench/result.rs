//! What a benchmark found.

use serde::{Deserialize, Serialize};

use super::comparison::Comparison;
use super::machine::Machine;
use super::measure::Measure;
use super::resources::Resources;
use super::score::Scores;
use crate::error::{Error, ErrorKind, Result};

/// The schema of the document.
pub const SCHEMA: &str = "plimsoll.bench/1";

/// What a benchmark found: the document `plimsoll.bench/1`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct BenchResult {
    /// `plimsoll.bench/1`.
    pub schema: String,
    /// The version of Plimsoll that made it.
    pub version: String,
    /// `quick`, `standard`, `full`, or how long: `1s`.
    pub profile: String,
    /// Nanoseconds since 1970-01-01 UTC at which it began.
    pub began_unix_ns: u64,
    /// How long it took.
    pub seconds: f64,
    /// Whether it ran to its end.
    pub ended: Ended,
    /// Rounds over everything.
    pub rounds: usize,
    /// Where it was measured.
    pub machine: Machine,
    /// What was measured.
    pub measures: Vec<Measure>,
    /// What threads bring that compute at once.
    pub threads: Vec<Threads>,
    /// What the container was short of meanwhile.
    pub resources: Resources,
    /// Points, and how they came about.
    pub scores: Scores,
    /// What could not be measured, and why.
    pub left_out: Vec<LeftOut>,
    /// What makes the numbers less than they seem, for people.
    pub warnings: Vec<String>,
    /// Beside a baseline, if there was one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comparison: Option<Comparison>,
}

/// How a benchmark ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Ended {
    /// As planned.
    Complete,
    /// Whoever began it gave it up.
    Interrupted,
}

/// What so many threads do together.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Threads {
    /// So many compute at once.
    pub threads: usize,
    /// Operations of all of them per second.
    pub per_second: f64,
    /// How many times what one does.
    pub speedup: f64,
    /// That, of the CPUs that they could use.
    pub efficiency_ratio: f64,
}

/// Something that could not be measured or compared.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct LeftOut {
    /// What.
    pub name: String,
    /// Why.
    pub why: String,
}

impl BenchResult {
    /// The document.
    #[must_use]
    pub fn to_json(&self) -> String {
        // All keys are texts and no number is infinite: it does not fail.
        serde_json::to_string(self).unwrap_or_default()
    }

    /// Reads a document that was saved.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Malformed`] where it is none, or one of another kind or version.
    pub fn from_json(text: &[u8]) -> Result<Self> {
        let wrong = |why: String| {
            let message = format!(
                "this is no result of a benchmark ({SCHEMA}): {why}; `plimsoll bench --save FILE` writes one"
            );
            Error::new(ErrorKind::Malformed, message)
        };
        /// The first thing that has to be right.
        #[derive(Deserialize)]
        struct Head {
            schema: String,
        }
        let head: Head = serde_json::from_slice(text).map_err(|error| wrong(error.to_string()))?;
        if head.schema != SCHEMA {
            return Err(wrong(format!("its schema is {}", head.schema)));
        }
        let result: BenchResult = serde_json::from_slice(text).map_err(|error| wrong(error.to_string()))?;
        let is_amount = |value: &f64| value.is_finite() && *value > 0.0;
        for measure in &result.measures {
            if !is_amount(&measure.value)
                || !measure.rounds.iter().chain(&measure.reference_seconds).all(is_amount)
            {
                return Err(wrong(format!("`{}` has values that nothing can have", measure.name)));
            }
        }
        Ok(result)
    }

    /// A measure by its name.
    #[must_use]
    pub fn measure(&self, name: &str) -> Option<&Measure> {
        self.measures.iter().find(|measure| measure.name == name)
    }

    /// Compares with a baseline of a machine that is alike.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::UnlikeSamples`] where the machines are not alike; the message says in what.
    /// [`BenchResult::against_any`] compares nevertheless.
    pub fn against(&self, baseline: &BenchResult) -> Result<Comparison> {
        let unlike = self.machine.unlike(&baseline.machine);
        if unlike.is_empty() {
            return Ok(self.against_any(baseline));
        }
        let message = format!("the baseline is of another machine ({})", unlike.join("; "));
        Err(Error::new(ErrorKind::UnlikeSamples, message))
    }

    /// Compares with a baseline of any machine.
    #[must_use]
    pub fn against_any(&self, baseline: &BenchResult) -> Comparison {
        Comparison::of(self, baseline)
    }
}
