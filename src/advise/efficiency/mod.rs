//! How well a container uses what it is given: one score of four parts. Formulae and sources:
//! `docs/efficiency.md`.

mod batches;
mod comparison;
mod levels;
mod parts;
mod point;
mod score;
mod seen;

use serde::{Deserialize, Serialize};

pub use comparison::{Comparison, PartChange};
pub use point::EfficiencyPoint;
pub use score::{EfficiencyPart, EfficiencyParts, EfficiencyScore, PartScore};
pub use seen::EfficiencyFacts;

use batches::Batches;
use seen::{Means, Seen};

/// Kubernetes VPA: what was seen a day ago counts half.
const HALF_LIFE: f64 = 24.0 * 3600.0;
/// Less is no ground for a score: six batches of five seconds, so that the noise is known too.
const NEEDED_SECONDS: f64 = 30.0;
/// Points are gathered into seconds: at 100 Hz a single one shows the scheduler, not the work. A
/// little less, so that a caller at 1 Hz makes a second of each point in spite of jitter.
const SECOND: f64 = 0.9;
/// No rate counts for longer than this, however long ago the point before was taken.
const LONGEST_SECONDS: f64 = 60.0;

/// Scores how well a container uses what it is given. Fed one [`EfficiencyPoint`] after another, at
/// any spacing; keeps a few sums, no points.
///
/// ```
/// use plimsoll::advise::{Efficiency, EfficiencyPart, EfficiencyPoint};
///
/// let mut efficiency = Efficiency::new();
/// for second in 0..120 {
///     efficiency.observe(&EfficiencyPoint {
///         seconds: f64::from(second),
///         cpu_cpus: Some(1.4),
///         effective_cpus: Some(2.0),
///         cpu_quota_cpus: Some(2.0),
///         cpu_throttled_ratio: Some(0.3),
///         ..EfficiencyPoint::default()
///     });
/// }
/// let score = efficiency.score().expect("two minutes are enough");
/// assert_eq!(score.parts.saturation.map(|part| part.score), Some(0.0));
/// println!("{:.0}: {}", score.score, score.reason(EfficiencyPart::Saturation).unwrap_or_default());
/// ```
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Efficiency {
    last_seconds: Option<f64>,
    observed_seconds: f64,
    /// Time since the last full second; longer where there was a gap.
    elapsed: f64,
    second: Means,
    second_length: f64,
    second_failures: Option<f64>,
    seen: Seen,
    batches: Batches,
}

impl Efficiency {
    /// Nothing observed yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes one point. The first one only says from when on time counts; so does one whose clock
    /// stands before the last one's.
    pub fn observe(&mut self, point: &EfficiencyPoint) {
        if !point.seconds.is_finite() {
            return;
        }
        let elapsed = self.last_seconds.map_or(0.0, |last| point.seconds - last);
        self.last_seconds = Some(point.seconds);
        if let Some(failures) = point.failures.filter(|failures| (0.0..=1e6).contains(failures)) {
            self.second_failures = Some(self.second_failures.unwrap_or(0.0) + failures);
        }
        if elapsed <= 0.0 {
            return;
        }
        let counted = elapsed.min(LONGEST_SECONDS);
        self.elapsed += elapsed;
        self.observed_seconds += counted;
        self.second_length += counted;
        self.second.add(point, counted);
        if self.second_length >= SECOND {
            self.seen.fade((-self.elapsed / HALF_LIFE).exp2());
            self.seen.add(&self.second, self.second_failures, self.second_length);
            self.batches.add(&self.second, self.second_failures, self.second_length);
            self.elapsed = 0.0;
            self.second = Means::default();
            self.second_length = 0.0;
            self.second_failures = None;
        }
    }

    /// The time that was observed.
    #[must_use]
    pub fn observed_seconds(&self) -> f64 {
        self.observed_seconds
    }

    /// The time that must be observed before there is a score.
    #[must_use]
    pub const fn needed_seconds() -> f64 {
        NEEDED_SECONDS
    }

    /// The score; nothing before [`needed_seconds`](Efficiency::needed_seconds) were observed, or
    /// where no part is known. Allocates nothing.
    #[must_use]
    pub fn score(&self) -> Option<EfficiencyScore> {
        if self.observed_seconds < NEEDED_SECONDS {
            return None;
        }
        EfficiencyScore::of(self.seen.facts(), &self.batches, self.observed_seconds)
    }
}

#[cfg(test)]
mod tests;
