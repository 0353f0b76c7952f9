//! A score against one that was stored.

use serde::Serialize;

use super::score::{EfficiencyPart, EfficiencyScore};

/// Beyond so many standard errors chance alone goes in about one comparison of twenty: Student's t
/// for the scatter of 8 to 16 batches.
const STANDARD_ERRORS: f64 = 2.2;
/// Less than half a point is no change, however little the noise.
const LEAST_POINTS: f64 = 0.5;

/// How a part changed.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[non_exhaustive]
pub struct PartChange {
    /// The part.
    pub part: EfficiencyPart,
    /// Points better (above 0) or worse than the baseline.
    pub points: f64,
    /// By so many points two scores of the same work may differ by chance; missing where one of them
    /// was observed for too short a time to know.
    pub noise_points: Option<f64>,
    /// Whether the change is more than that; missing where that is not known.
    pub exceeds_noise: Option<bool>,
}

/// A score against a baseline.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Comparison {
    /// Points better (above 0) or worse than the baseline, over the parts that both have.
    pub points: f64,
    /// By so many points two scores of the same work may differ by chance.
    pub noise_points: Option<f64>,
    /// Whether the change is more than that; missing where that is not known.
    pub exceeds_noise: Option<bool>,
    /// The parts that both have; the others are missing.
    pub parts: [Option<PartChange>; EfficiencyPart::ALL.len()],
}

impl EfficiencyScore {
    /// How this score differs from a stored one, and whether by more than chance. Nothing where they
    /// have no part in common.
    ///
    /// The noise is estimated from both: each score knows how much it would differ without one batch of its
    /// time or another ([`EfficiencyScore::noise`]), and 2.2 standard errors of the difference are allowed for.
    #[must_use]
    pub fn against(&self, baseline: &EfficiencyScore) -> Option<Comparison> {
        let parts = EfficiencyPart::ALL.map(|part| {
            let (now, then) = (self.parts.get(part)?, baseline.parts.get(part)?);
            let points = now.score - then.score;
            let noise_points = noise(now.noise, then.noise);
            let exceeds_noise = noise_points.map(|noise| points.abs() > noise);
            Some(PartChange { part, points, noise_points, exceeds_noise })
        });
        let common = parts.iter().flatten();
        let count = common.clone().count();
        if count == 0 {
            return None;
        }
        #[allow(clippy::cast_precision_loss)] // At most 4.
        let points = common.map(|part| part.points).sum::<f64>() / count as f64;
        let noise_points = noise(self.noise, baseline.noise);
        let exceeds_noise = noise_points.map(|noise| points.abs() > noise);
        Some(Comparison { points, noise_points, exceeds_noise, parts })
    }
}

fn noise(now: Option<f64>, then: Option<f64>) -> Option<f64> {
    Some((STANDARD_ERRORS * now?.hypot(then?)).max(LEAST_POINTS))
}

impl Comparison {
    /// In a sentence.
    #[must_use]
    pub fn summary(&self) -> String {
        let points = self.points.abs();
        let which = if self.points >= 0.0 { "better" } else { "worse" };
        match (self.exceeds_noise, self.noise_points) {
            (Some(true), Some(noise)) => {
                let part = self.parts.iter().flatten().max_by(|a, b| a.points.abs().total_cmp(&b.points.abs()));
                let most = part.map_or("", |change| change.part.name());
                format!("{points:.1} points {which} than the baseline, mostly {most}; chance explains {noise:.1}.")
            }
            (Some(false), Some(noise)) => {
                format!("{points:.1} points {which} than the baseline, which chance explains ({noise:.1} points).")
            }
            _ => format!("{points:.1} points {which} than the baseline; too little was observed to tell chance from change."),
        }
    }
}
