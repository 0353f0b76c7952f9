//! Of `benchmarking`.

use super::Keys;

pub(crate) const BENCHMARKING: Keys =
    &["defaults", "concurrent_users", "server_counts", "scenarios", "output"];
/// What a scenario has as well.
pub(crate) const BENCHMARKING_DEFAULTS: Keys = &[
    "duration",
    "duration_seconds",
    "ramp_up",
    "warm_up",
    "ramp_down",
    "connections",
    "think",
    "thresholds",
    "stop_when",
    "late_after",
    "grace",
    "check_first",
    "seed",
];
pub(crate) const SCENARIO: Keys = &[
    "name",
    "servers",
    "rate",
    "users",
    "concurrent_users",
    "server_counts",
    "model",
    "stages",
    "duration",
    "duration_seconds",
    "ramp_up",
    "warm_up",
    "ramp_down",
    "connections",
    "think",
    "thresholds",
    "stop_when",
    "late_after",
    "grace",
    "check_first",
    "seed",
];
pub(crate) const SCENARIO_SERVER: Keys = &["name", "weight"];
pub(crate) const STAGE: Keys = &["name", "for", "at", "from", "to", "measured", "server_count"];
pub(crate) const THINK: Keys = &["constant", "from", "to"];
pub(crate) const BENCHMARKING_OUTPUT: Keys = &["directory", "forms"];
