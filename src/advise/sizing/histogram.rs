//! A histogram whose samples fade.

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};

/// How many buckets: 176 as in the VPA recommender, whose CPU histogram had as many.
pub(super) const BUCKETS: usize = 176;

/// Width of the first bucket, in CPUs. With it the last bucket begins at 204 CPUs, and a container of
/// 50 millicores still meets buckets of 4 millicores.
const FIRST_BUCKET_CPUS: f64 = 0.002;

/// Each bucket is 5 % wider than the one before (VPA recommender: HistogramBucketSizeGrowth).
const GROWTH: f64 = 0.05;

/// A CPU sample counts half after this time. Autopilot (Rzadca and others, EuroSys 2020) publishes
/// 12 hours for CPU, the VPA recommender 24; tests/sizing found 12 to waste less at the same share of
/// time over, because ramps and new versions are followed sooner.
pub(super) const HALF_LIFE_SECONDS: f64 = 12.0 * 3600.0;

/// Half-lives between two shifts of the reference: weights then stay far within what an `f32` holds.
const MOST_HALF_LIVES: f64 = 30.0;

/// Weight for each bucket, halved every half-life.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Histogram {
    /// When a sample weighs what was given for it; later ones weigh more, which is the same as earlier
    /// ones weighing less.
    reference_seconds: f64,
    #[serde(deserialize_with = "one_weight_a_bucket")]
    weights: Box<[f32]>,
}

impl Histogram {
    pub fn new() -> Self {
        Histogram { reference_seconds: 0.0, weights: vec![0.0; BUCKETS].into_boxed_slice() }
    }

    /// Counts a value that held for so long.
    #[allow(clippy::cast_possible_truncation)] // f32 is enough for a weight.
    pub fn add(&mut self, wall_seconds: f64, value: f64, held_seconds: f64) {
        let mut age = (wall_seconds - self.reference_seconds) / HALF_LIFE_SECONDS;
        if age.abs() > MOST_HALF_LIVES {
            self.shift_to(wall_seconds);
            age = 0.0;
        }
        if let Some(weight) = self.weights.get_mut(bucket_of(value)) {
            *weight += (held_seconds * age.exp2()) as f32;
        }
    }

    /// Makes this the reference. What is older fades; what is newer, by a clock that was wrong, counts
    /// as of now.
    #[allow(clippy::cast_possible_truncation)]
    fn shift_to(&mut self, wall_seconds: f64) {
        let age = (wall_seconds - self.reference_seconds) / HALF_LIFE_SECONDS;
        let factor = (-age.max(0.0)).exp2() as f32;
        self.weights.iter_mut().for_each(|weight| *weight *= factor);
        self.reference_seconds = wall_seconds;
    }

    pub fn weights(&self) -> &[f32] {
        &self.weights
    }
}

/// Where each bucket begins, and where the last one ends.
pub(super) static STARTS: [f64; BUCKETS + 1] = {
    let mut starts = [0.0; BUCKETS + 1];
    let (mut bucket, mut width) = (0, FIRST_BUCKET_CPUS);
    while bucket < BUCKETS {
        starts[bucket + 1] = starts[bucket] + width;
        width *= 1.0 + GROWTH;
        bucket += 1;
    }
    starts
};

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // Values are positive and finite.
fn bucket_of(value: f64) -> usize {
    let bucket = (value * GROWTH / FIRST_BUCKET_CPUS).ln_1p() / GROWTH.ln_1p();
    (bucket as usize).min(BUCKETS - 1)
}

/// A state of another version, or one that was tampered with, is refused rather than misread.
fn one_weight_a_bucket<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Box<[f32]>, D::Error> {
    let weights = Box::<[f32]>::deserialize(deserializer)?;
    if weights.len() != BUCKETS {
        return Err(D::Error::custom(format_args!("{} weights instead of {BUCKETS}", weights.len())));
    }
    if weights.iter().any(|weight| !weight.is_finite() || *weight < 0.0) {
        return Err(D::Error::custom("a weight is no number from 0 up"));
    }
    Ok(weights)
}
