//! `--fail-on`: from which severity on a finding makes the exit code 1.

use clap::ValueEnum;
use plimsoll::Severity;

/// From which severity on a finding makes the exit code 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum FailOn {
    Low,
    Medium,
    High,
    Critical,
    Never,
}

impl FailOn {
    /// Whether a finding of this severity counts.
    pub fn covers(self, severity: Severity) -> bool {
        match self {
            FailOn::Low => true,
            FailOn::Medium => severity >= Severity::Medium,
            FailOn::High => severity >= Severity::High,
            FailOn::Critical => severity >= Severity::Critical,
            FailOn::Never => false,
        }
    }
}
