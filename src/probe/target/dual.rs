//! How a server with both paths is judged.

/// Weights and thresholds of a server that is reached by REST and by MCP. A path scores 1 where it is healthy, 0.5
/// where it is degraded and 0 where it does not work; the score is their weighted mean.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct DualOptions {
    /// Weight of the MCP path, 0 or more; 0.6 by default.
    pub mcp_weight: f64,
    /// Weight of the REST path, 0 or more; 0.4 by default.
    pub rest_weight: f64,
    /// A score from here on is healthy; 0.7 by default.
    pub healthy_from: f64,
    /// A score from here on is degraded, below it unhealthy; 0.5 by default.
    pub degraded_from: f64,
    /// The server is unhealthy where one path does not work, whatever the score.
    pub require_both: bool,
    /// The server is degraded, no better and no worse, where exactly one path does not work; the default.
    pub degraded_on_single_failure: bool,
}

impl Default for DualOptions {
    fn default() -> Self {
        DualOptions {
            mcp_weight: 0.6,
            rest_weight: 0.4,
            healthy_from: 0.7,
            degraded_from: 0.5,
            require_both: false,
            degraded_on_single_failure: true,
        }
    }
}
