//! What an alerter counts.

use serde::Serialize;

/// What an alerter did so far.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct AlertStatistics {
    /// Checks and limits that are in trouble, and were told to be.
    pub raised: usize,
    /// Changes that a silence holds back for now.
    pub silenced: usize,
    /// Alerts that were told.
    pub alerts: u64,
    /// What became of their notices: of a callback.
    pub callback: WayStatistics,
    /// Of a webhook.
    pub webhook: WayStatistics,
    /// Of a command.
    pub command: WayStatistics,
}

/// What became of the notices that went one way.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct WayStatistics {
    /// Those that wait, or are under way.
    pub waiting: usize,
    /// Those that were taken.
    pub sent: u64,
    /// Those that were not, however often it was tried.
    pub failed: u64,
    /// Those that made way for later ones because too many waited.
    pub dropped: u64,
    /// Attempts that were made again.
    pub retried: u64,
    /// Why the latest that failed did. Holds no secret.
    pub last_error: Option<String>,
}
