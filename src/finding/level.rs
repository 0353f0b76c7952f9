//! How the container fares as a whole.

use std::fmt;

use serde::Serialize;

use super::{Finding, Severity};

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

#[cfg(test)]
#[path = "level_tests.rs"]
mod tests;
