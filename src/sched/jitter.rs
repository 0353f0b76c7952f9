//! Irregularity that neither drifts nor brings what was spread together again.

use super::phases::mixed;

/// Shifts of the periods of a host's targets.
///
/// Each period begins at a place of its own within `part` of its length, by chance, and what lies between two
/// beginnings is shifted in proportion. So a target is never asked at a regular interval, it is not later on average
/// after a thousand periods than it was at first, and two targets of a host and an interval keep their distance within
/// `1 - part` to `1 + part`. A shift for each target by itself would bring them together.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Jitter {
    /// What makes the host's chance another than the next one's.
    seed: u64,
    /// The most that a period is shifted, as a part of it.
    part: f64,
}

impl Jitter {
    /// Shifts by at most `part` (0 to 0.5) of a period; `seed` is the host's.
    #[must_use]
    pub fn new(seed: u64, part: f64) -> Self {
        Jitter { seed, part: if part.is_nan() { 0.0 } else { part.clamp(0.0, 0.5) } }
    }

    /// The shift at the place `phase` (0 to 1) of period number `period`, in periods: 0 to `part`.
    #[must_use]
    pub fn shift(&self, period: u64, phase: f64) -> f64 {
        let this = self.chance(period);
        let next = self.chance(period.wrapping_add(1));
        self.part * (this + (next - this) * phase)
    }

    /// 0 to 1, the same whenever it is asked for.
    #[allow(clippy::cast_precision_loss)] // 53 bits are kept.
    fn chance(&self, period: u64) -> f64 {
        (mixed(self.seed ^ mixed(period)) >> 11) as f64 / (1_u64 << 53) as f64
    }
}

#[cfg(test)]
#[path = "jitter_tests.rs"]
mod tests;
