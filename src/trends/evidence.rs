//! Does a level grow? All that does not depend on the limit.
#![allow(clippy::cast_precision_loss, clippy::cast_possible_truncation, clippy::cast_sign_loss)] // Dozens of buckets.

use serde::{Deserialize, Serialize};

use super::level::{Level, BUCKETS, RECENT, WIDER};
use super::mann_kendall::chance_above;
use super::options::TrendOptions;
use super::shape::{ceiling, drawdown, mean, noise, stopped};
use super::theil_sen::{line, median};

/// The fewest buckets that growth is seen in.
pub(super) const LEAST_POINTS: usize = 12;
/// Growth began where the last bucket is that had grown by less than this part, or as much before.
const ONSET: f32 = 0.05;
/// How much of the growth must be to where it had not been lately.
const NEW: f32 = 0.5;

/// Growth of one level, as of its latest closed bucket. Slopes are per second.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub(super) struct Evidence {
    pub slope: f32,
    pub low: f32,
    pub high: f32,
    pub p_value: f32,
    /// The end of the latest bucket, in seconds since the beginning.
    pub at: f64,
    /// The value at that time: of its peaks, which reach a limit first.
    pub now: f32,
    /// The value when growth began to be seen.
    pub since: f32,
    /// For how long it was seen.
    pub seconds: f32,
    pub points: u32,
    /// Where it will level off if it goes on to slow down as it did; nothing where it is not sure to slow down.
    pub ceiling: Option<f32>,
}

/// What an evaluation came to.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Outcome {
    /// No growth.
    Nothing,
    /// There was growth, and it has ended: so many seconds were looked at.
    Ended(f32),
    /// There may be growth, and it took the long way to know.
    Weighed(Option<Evidence>),
}

/// The minima of a level, without the missing ones: their places among its buckets, and what they are above the first,
/// so that large values keep their digits.
struct Points {
    places: [u8; BUCKETS],
    values: [f32; BUCKETS],
    first: f32,
    len: usize,
}

impl Points {
    fn of(level: &Level) -> Self {
        let mut points = Points { places: [0; BUCKETS], values: [0.0; BUCKETS], first: 0.0, len: 0 };
        for (place, value) in (0_u8..).zip(level.minima.iter()) {
            let Some(value) = value else { continue };
            if points.len == 0 {
                points.first = value;
            }
            points.places[points.len] = place;
            points.values[points.len] = value - points.first;
            points.len += 1;
        }
        points
    }

    fn values(&self) -> &[f32] {
        &self.values[..self.len]
    }

    /// Where growth began: extrapolated back from the last point that is hardly above the lowest.
    fn onset(&self) -> usize {
        let values = self.values();
        let mut latest = [0.0; 5];
        latest.copy_from_slice(&values[self.len - 5..]);
        let now = median(&mut latest);
        let lowest = values.iter().copied().fold(f32::MAX, f32::min);
        let line = lowest + ONSET * (now - lowest);
        let last = values.iter().rposition(|&value| value <= line).unwrap_or(0);
        let back = (self.len - last) as f32 * (ONSET / (1.0 - ONSET));
        last.saturating_sub(back.round() as usize)
    }
}

/// Growth as it is weighed: from its onset on.
struct Growing<'a> {
    places: &'a [u8],
    values: &'a [f32],
    /// What the values are above.
    first: f32,
    /// Noise from bucket to bucket.
    noise: f32,
}

/// Looks for growth in a level of buckets `width` seconds wide. `wider` are the next levels: they know where the value
/// was before. Cheap unless it comes to [`Outcome::Weighed`].
pub(super) fn evaluate(level: &Level, wider: &[Level], width: f64, options: &TrendOptions) -> Outcome {
    let points = Points::of(level);
    if points.len < LEAST_POINTS {
        return Outcome::Nothing;
    }
    let onset = points.onset();
    let (places, values) = (&points.places[onset..points.len], &points.values()[onset..]);
    let count = values.len();
    if count < LEAST_POINTS {
        return Outcome::Nothing;
    }
    let third = count / 3;
    let noise = noise(values);
    let last = mean(&values[count - third..]);
    let growth = last - mean(&values[..third]);
    // Two standard errors of the difference of two means.
    if growth <= 2.0 * noise * (2.0 / third as f32).sqrt() {
        return Outcome::Nothing;
    }
    let buckets = f64::from(places[count - 1] - places[0]) + 1.0;
    if stopped(values, noise) {
        return Outcome::Ended((buckets * width) as f32);
    }
    if buckets * width < options.least_seconds || drawdown(points.values()) > growth {
        return Outcome::Nothing;
    }
    if let Some(highest) = highest_before(level, wider, buckets) {
        if last - (highest - points.first) < NEW * growth {
            return Outcome::Nothing;
        }
    }
    let growing = Growing { places, values, first: points.first, noise };
    Outcome::Weighed(weigh(level, &growing, width, options))
}

/// The highest value before the latest `buckets` of a level, as far back as the wider levels go.
fn highest_before(level: &Level, wider: &[Level], buckets: f64) -> Option<f32> {
    let mut onset = level.end as f64 - buckets;
    let mut highest = level.highest_before(onset);
    for wider in wider {
        onset /= WIDER as f64;
        highest = highest.into_iter().chain(wider.highest_before(onset)).reduce(f32::max);
    }
    highest
}

/// The long way: the slope of all pairs, its bounds and its significance.
fn weigh(level: &Level, growing: &Growing, width: f64, options: &TrendOptions) -> Option<Evidence> {
    let (places, values) = (growing.places, growing.values);
    let line = line(places, values, options.deviates);
    let p_value = chance_above(line.deviate);
    if p_value > options.significance || line.low <= 0.0 {
        return None;
    }
    let (start, end) = (f32::from(places[0]), f32::from(places[places.len() - 1]) + 1.0);
    let seconds = width as f32;
    Some(Evidence {
        slope: line.slope / seconds,
        low: line.low / seconds,
        high: line.high / seconds,
        p_value: p_value as f32,
        at: level.end as f64 * width,
        now: now(level, line.slope),
        since: growing.first + line.intercept + line.slope * start,
        seconds: (end - start) * seconds,
        points: values.len() as u32,
        ceiling: ceiling(values, growing.noise)?.map(|ceiling| ceiling + growing.first),
    })
}

/// The level at the end of the latest bucket: the median of the latest maxima, each brought there by the slope.
fn now(level: &Level, slope: f32) -> f32 {
    let mut brought = [0.0_f32; RECENT];
    let mut count = 0;
    for (at, max) in level.maxima.iter().enumerate() {
        if let Some(max) = max {
            let age = (level.maxima.len() - at) as f32 - 0.5;
            brought[count] = max + slope * age;
            count += 1;
        }
    }
    median(&mut brought[..count])
}
