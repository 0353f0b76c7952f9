//! Does a level grow? All that does not depend on the limit.

use serde::{Deserialize, Serialize};

use super::level::{Level, BUCKETS};
use super::mann_kendall::{chance_above, count_of};
use super::options::TrendOptions;
use super::theil_sen::{line, median};

/// The fewest buckets that growth is seen in.
pub(super) const LEAST_POINTS: usize = 12;
/// Growth begins where the last bucket is that had grown by less than this part.
const ONSET: f32 = 0.1;

/// Growth of one level, as of its latest closed bucket.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub(super) struct Evidence {
    pub slope: f64,
    pub low: f64,
    pub high: f64,
    pub p_value: f64,
    /// When it was, in seconds since the beginning.
    pub at: f64,
    /// The level at that time.
    pub now: f64,
    /// The level when growth began to be seen.
    pub since: f64,
    pub seconds: f64,
    pub points: usize,
    /// Where it will level off if it goes on slowing down as it did; nothing where it did not slow down.
    pub ceiling: Option<f64>,
}

/// What an evaluation came to, and whether it took the long way.
pub(super) struct Outcome {
    pub evidence: Option<Evidence>,
    pub costly: bool,
}

/// The points of a level.
struct Points {
    places: [u8; BUCKETS],
    values: [f32; BUCKETS],
    len: usize,
}

impl Points {
    fn of(level: &Level) -> Self {
        let mut points = Points { places: [0; BUCKETS], values: [0.0; BUCKETS], len: 0 };
        for (place, value) in (0_u8..).zip(level.minima.iter()) {
            if let Some(value) = value {
                points.places[points.len] = place;
                points.values[points.len] = value;
                points.len += 1;
            }
        }
        points
    }

    fn values(&self) -> &[f32] {
        &self.values[..self.len]
    }

    fn places(&self) -> &[u8] {
        &self.places[..self.len]
    }

    /// Where growth began: extrapolated back from the last point that is hardly above the lowest.
    fn onset(&self) -> usize {
        let values = self.values();
        let mut latest = [0.0; 5];
        let latest = &mut latest[..5.min(self.len)];
        latest.copy_from_slice(&values[self.len - latest.len()..]);
        let now = median(latest);
        let lowest = values.iter().copied().fold(f32::MAX, f32::min);
        let line = lowest + ONSET * (now - lowest);
        let last = values.iter().rposition(|&value| value <= line).unwrap_or(0);
        let back = (self.len - last) as f32 * (ONSET / (1.0 - ONSET));
        last.saturating_sub(back.round() as usize)
    }
}

/// How far the values ever fell below what they had been before.
fn drawdown(values: impl Iterator<Item = f32>) -> f32 {
    let (mut highest, mut worst) = (f32::MIN, 0.0_f32);
    for value in values {
        highest = highest.max(value);
        worst = worst.max(highest - value);
    }
    worst
}

/// Noise from one value to the next, as a standard deviation: from second differences, which no slope and hardly a bend
/// enter. Their variance is six times that of the values, and a mean deviation is 0.798 of the standard one.
fn noise(values: &[f32]) -> f32 {
    let differences = values.windows(3).map(|three| (three[2] - 2.0 * three[1] + three[0]).abs());
    differences.sum::<f32>() / ((values.len() - 2) as f32 * 0.798 * 6.0_f32.sqrt())
}

/// Whether growth has ended: records stopped coming, or come more slowly than ever and the last quarter hardly grows.
fn stopped(values: &[f32], noise: f32) -> bool {
    let (mut highest, mut at, mut longest) = (values[0], 0, 1);
    for (index, &value) in values.iter().enumerate().skip(1) {
        if value > highest + noise {
            longest = longest.max(index - at);
            highest = value;
            at = index;
        }
    }
    let waited = values.len() - 1 - at;
    waited > 2 * longest + 2 || (waited > longest && slackened(values, noise))
}

/// Whether the slope of the last quarter is surely less than half of the whole one.
fn slackened(values: &[f32], noise: f32) -> bool {
    let mean_slope = (values[values.len() - 1] - values[0]) / (values.len() - 1) as f32;
    let last = &values[values.len() - (values.len() / 4).max(4)..];
    let count = last.len() as f32;
    let middle = (count - 1.0) / 2.0;
    let squares = count * (count * count - 1.0) / 12.0;
    let slope =
        last.iter().enumerate().map(|(at, value)| (at as f32 - middle) * value).sum::<f32>() / squares;
    slope + 1.645 * noise / squares.sqrt() < 0.5 * mean_slope
}

pub(super) fn evaluate(level: &Level, wider: &[Level], width: f64, options: &TrendOptions) -> Outcome {
    const NOTHING: Outcome = Outcome { evidence: None, costly: false };
    let points = Points::of(level);
    if points.len < LEAST_POINTS {
        return NOTHING;
    }
    let onset = points.onset();
    let (places, values) = (&points.places()[onset..], &points.values()[onset..]);
    let count = values.len();
    if count < LEAST_POINTS {
        return NOTHING;
    }
    let seconds = f64::from(places[count - 1] - places[0] + 1) * width;
    if seconds < options.least_seconds {
        return NOTHING;
    }
    let third = count / 3;
    let mean = |values: &[f32]| values.iter().sum::<f32>() / values.len() as f32;
    let growth = mean(&values[count - third..]) - mean(&values[..third]);
    let noise = noise(values);
    if growth <= 2.0 * noise * (2.0 / third as f32).sqrt() || stopped(values, noise) {
        dbg_reason(
            width,
            &format!(
                "noise {} stopped {} {values:?}",
                growth <= 2.0 * noise * (2.0 / third as f32).sqrt(),
                stopped(values, noise)
            ),
        );
        return NOTHING;
    }
    let fell = drawdown(points.values().iter().copied());
    let fell = wider.iter().fold(fell, |fell, wider| fell.max(drawdown(wider.minima.iter().flatten())));
    dbg_reason(width, "passed pre");
    if fell > growth {
        dbg_reason(width, "fell");
        return NOTHING;
    }
    Outcome { evidence: weigh(level, places, values, noise, width, options), costly: true }
}

fn weigh(
    level: &Level,
    places: &[u8],
    values: &[f32],
    noise: f32,
    width: f64,
    options: &TrendOptions,
) -> Option<Evidence> {
    let mut from_first = [0.0_f32; BUCKETS];
    let from_first = &mut from_first[..values.len()];
    for (difference, value) in from_first.iter_mut().zip(values) {
        *difference = value - values[0];
    }
    let line = line(places, from_first, options.deviates);
    let p_value = chance_above(line.deviate);
    if p_value > options.significance || line.low <= 0.0 {
        dbg_reason(width, &format!("p {p_value} {line:?}"));
        return None;
    }
    let first = f64::from(values[0]);
    let ceiling = ceiling(from_first, noise)?.map(|ceiling| f64::from(ceiling) + first);
    let end = f64::from(places[places.len() - 1]) + 1.0;
    Some(Evidence {
        slope: line.slope / width,
        low: line.low / width,
        high: line.high / width,
        p_value,
        at: level.end() as f64 * width,
        now: now(level, line.slope),
        since: first + line.intercept + line.slope * f64::from(places[0]),
        seconds: (end - f64::from(places[0])) * width,
        points: values.len(),
        ceiling,
    })
}

/// The level at the end of the latest bucket: the median of the latest means, each brought there by the slope.
fn now(level: &Level, slope: f64) -> f64 {
    let mut brought = [0.0_f32; super::level::RECENT];
    let mut count = 0;
    let len = level.means.len();
    for (at, mean) in level.means.iter().enumerate() {
        if let Some(mean) = mean {
            brought[count] = mean + (slope * (count_of(len - at) - 0.5)) as f32;
            count += 1;
        }
    }
    f64::from(median(&mut brought[..count]))
}

/// Where growth will end if each third of it goes on to be smaller than the one before by the same factor; `Some(None)`
/// where it is not sure to get smaller, nothing where it no longer grows.
fn ceiling(values: &[f32], noise: f32) -> Option<Option<f32>> {
    let third = values.len() / 3;
    let mut room = [0.0_f32; BUCKETS];
    let mut middle = |from: usize| {
        let room = &mut room[..third];
        room.copy_from_slice(&values[from..from + third]);
        median(room)
    };
    let (first, second, last) = (middle(0), middle((values.len() - third) / 2), middle(values.len() - third));
    let (before, after) = (second - first, last - second);
    if after <= 0.0 {
        return None;
    }
    // The standard error of a median is 1.253 of that of a mean; the second difference holds one twice.
    let error = 1.253 * noise / (third as f32).sqrt() * 6.0_f32.sqrt();
    let factor = (after + 1.645 * error) / before.max(f32::MIN_POSITIVE);
    if factor >= 1.0 {
        return Some(None);
    }
    Some(Some(last + after * factor / (1.0 - factor)))
}

fn dbg_reason(width: f64, what: &str) {
    if std::env::var_os("TRACE").is_some() {
        eprintln!("  {width}: {what}");
    }
}
