//! What kind of load a pool serves.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// What kind of load a pool serves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PoolPattern {
    /// To be recognised from the counters: the default wherever a pattern is asked for.
    #[default]
    Detect,
    /// Statements that read, in parallel and often from the cache.
    ReadHeavy,
    /// Statements that write, and get in each other's way.
    WriteHeavy,
    /// Both.
    Balanced,
    /// Quiet most of the time, with sudden peaks far above.
    Burst,
}

impl PoolPattern {
    /// Every pattern that can be recognised.
    pub const RECOGNISED: [PoolPattern; 4] =
        [PoolPattern::ReadHeavy, PoolPattern::WriteHeavy, PoolPattern::Balanced, PoolPattern::Burst];

    /// `detect`, `read_heavy`, `write_heavy`, `balanced` or `burst`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            PoolPattern::Detect => "detect",
            PoolPattern::ReadHeavy => "read_heavy",
            PoolPattern::WriteHeavy => "write_heavy",
            PoolPattern::Balanced => "balanced",
            PoolPattern::Burst => "burst",
        }
    }
}

impl fmt::Display for PoolPattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl FromStr for PoolPattern {
    type Err = String;

    /// By its [`name`](PoolPattern::name).
    fn from_str(name: &str) -> Result<Self, String> {
        let all = std::iter::once(PoolPattern::Detect).chain(Self::RECOGNISED);
        all.into_iter().find(|pattern| pattern.name() == name).ok_or_else(|| {
            format!(
                "`{name}` is no pattern of a pool: allowed are detect, read_heavy, write_heavy, balanced, burst"
            )
        })
    }
}
