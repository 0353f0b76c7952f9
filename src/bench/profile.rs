//! How long it takes, and what that buys.

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use crate::error::{Error, Result};

/// Shorter than this nothing is told from noise.
const SHORTEST: Duration = Duration::from_secs(1);
const LONGEST: Duration = Duration::from_secs(3600);
/// Of a benchmark of a second each probe gets so much in each round.
const SLICE: Duration = Duration::from_millis(1);
/// Longer benchmarks have longer rounds and more of them.
const GROWTH: f64 = 0.4;
/// Bytes that are written to the disk, for each second.
const DISK_BYTES_PER_SECOND: f64 = 16.0 * 1024.0 * 1024.0;
const MOST_DISK_BYTES: u64 = 1 << 30;

/// How long a benchmark takes, from its beginning to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum BenchProfile {
    /// 10 s.
    Quick,
    /// 60 s.
    #[default]
    Standard,
    /// 5 minutes.
    Full,
    /// So long: 1 s to an hour.
    Lasting(Duration),
}

impl BenchProfile {
    /// How long it takes.
    #[must_use]
    pub const fn duration(self) -> Duration {
        match self {
            BenchProfile::Quick => Duration::from_secs(10),
            BenchProfile::Standard => Duration::from_secs(60),
            BenchProfile::Full => Duration::from_secs(300),
            BenchProfile::Lasting(duration) => duration,
        }
    }

    pub(super) fn check(self) -> Result<()> {
        let duration = self.duration();
        if (SHORTEST..=LONGEST).contains(&duration) {
            return Ok(());
        }
        Err(Error::option("profile", format_args!("{duration:?}"), "allowed are 1 s to 1 hour"))
    }

    /// How long each probe is measured in each round.
    pub(super) fn slice(self) -> Duration {
        SLICE.mul_f64(self.duration().as_secs_f64().max(1.0).powf(GROWTH))
    }

    /// How much is written to the disk at most, over the whole benchmark.
    pub(super) fn disk_bytes(self) -> u64 {
        ((self.duration().as_secs_f64() * DISK_BYTES_PER_SECOND) as u64).min(MOST_DISK_BYTES)
    }
}

/// `quick`, `standard`, `full`, or how long: `1s`.
impl fmt::Display for BenchProfile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            BenchProfile::Quick => f.write_str("quick"),
            BenchProfile::Standard => f.write_str("standard"),
            BenchProfile::Full => f.write_str("full"),
            BenchProfile::Lasting(duration) => write!(f, "{}", humantime::format_duration(*duration)),
        }
    }
}

impl FromStr for BenchProfile {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        match text {
            "quick" => return Ok(BenchProfile::Quick),
            "standard" => return Ok(BenchProfile::Standard),
            "full" => return Ok(BenchProfile::Full),
            _ => {}
        }
        let wrong = || {
            Error::option(
                "profile",
                format_args!("`{text}`"),
                "write quick, standard, full, or how long: 30s",
            )
        };
        let profile = BenchProfile::Lasting(humantime::parse_duration(text).map_err(|_| wrong())?);
        profile.check()?;
        Ok(profile)
    }
}

#[cfg(test)]
#[path = "profile_tests.rs"]
mod tests;
