//! The highest value of each interval, over the last of them.

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};

/// How far back peaks are kept: 8 days, as the VPA recommender's memory window.
pub(super) const WINDOW_SECONDS: f64 = 8.0 * 86_400.0;

/// An hour. The recommender takes whole days; hours say more in the first days, and their highest is
/// the same.
pub(super) const HOURLY: usize = 8 * 24;

/// A day, for what is rare: today (by UTC) and the seven days before.
pub(super) const DAILY: usize = 8;

/// The highest value of each of `N` intervals, which together are 8 days.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Peaks<const N: usize> {
    /// The latest interval, counted from 1970.
    latest: i64,
    /// By interval, at its number modulo `N`.
    #[serde(deserialize_with = "one_peak_an_interval::<_, N>")]
    peaks: Box<[Option<f32>]>,
}

impl<const N: usize> Peaks<N> {
    #[allow(clippy::cast_precision_loss)] // A small number.
    const INTERVAL_SECONDS: f64 = WINDOW_SECONDS / N as f64;

    pub fn new() -> Self {
        Peaks { latest: i64::MIN, peaks: vec![None; N].into_boxed_slice() }
    }

    /// Counts a value. One from before the window begins anew: then the clock was set back.
    #[allow(clippy::cast_possible_truncation, clippy::cast_possible_wrap)] // f32 is enough for a peak.
    pub fn add(&mut self, wall_seconds: f64, value: f64) {
        let interval = self.advance(wall_seconds);
        if let Some(peak) = self.peaks.get_mut(interval.rem_euclid(N as i64) as usize) {
            let value = value as f32;
            *peak = Some(peak.map_or(value, |peak| peak.max(value)));
        }
    }

    /// Forgets what is older than the window.
    #[allow(clippy::cast_possible_truncation, clippy::cast_possible_wrap)]
    fn advance(&mut self, wall_seconds: f64) -> i64 {
        let interval = (wall_seconds / Self::INTERVAL_SECONDS).floor() as i64;
        let ahead = interval.saturating_sub(self.latest);
        let count = N as i64;
        if ahead >= count || ahead <= -count {
            self.peaks.fill(None);
            self.latest = interval;
        }
        while self.latest < interval {
            self.latest += 1;
            if let Some(peak) = self.peaks.get_mut(self.latest.rem_euclid(count) as usize) {
                *peak = None;
            }
        }
        interval
    }

    /// Each interval of the 8 days before with its age in intervals, latest first.
    #[allow(clippy::cast_possible_truncation, clippy::cast_possible_wrap, clippy::cast_sign_loss)]
    fn by_age(&self, wall_seconds: f64) -> impl Iterator<Item = (usize, Option<f32>)> + '_ {
        let now = (wall_seconds / Self::INTERVAL_SECONDS).floor() as i64;
        let since = now.saturating_sub(self.latest).clamp(0, N as i64) as usize;
        let after_latest = self.latest.saturating_add(1).rem_euclid(N as i64) as usize;
        let (earlier, later) = self.peaks.split_at(after_latest.min(self.peaks.len()));
        let latest_first = earlier.iter().rev().chain(later.iter().rev());
        latest_first.take(N - since).enumerate().map(move |(age, peak)| (age + since, *peak))
    }

    /// What is known of the 8 days before.
    fn since(&self, wall_seconds: f64) -> impl Iterator<Item = f32> + '_ {
        self.by_age(wall_seconds).filter_map(|(_, peak)| peak)
    }

    /// The highest of the 8 days before.
    pub fn highest(&self, wall_seconds: f64) -> Option<f64> {
        self.since(wall_seconds).reduce(f32::max).map(f64::from)
    }

    /// The highest of each of the last 8 days, latest first.
    pub fn daily(&self, wall_seconds: f64) -> [Option<f64>; DAILY] {
        let mut days = [None::<f64>; DAILY];
        for (age, peak) in self.by_age(wall_seconds) {
            if let (Some(day), Some(peak)) = (days.get_mut(age * DAILY / N), peak.map(f64::from)) {
                *day = Some(day.map_or(peak, |day| day.max(peak)));
            }
        }
        days
    }

    /// The peak that half of the intervals of the 8 days before do not exceed.
    pub fn median(&self, wall_seconds: f64) -> Option<f64> {
        let mut known = [0.0_f32; N];
        let mut count = 0;
        for (place, peak) in known.iter_mut().zip(self.since(wall_seconds)) {
            *place = peak;
            count += 1;
        }
        let known = known.get_mut(..count).filter(|known| !known.is_empty())?;
        let (_, median, _) = known.select_nth_unstable_by((count - 1) / 2, f32::total_cmp);
        Some(f64::from(*median))
    }
}

/// A state of another version, or one that was tampered with, is refused rather than misread.
fn one_peak_an_interval<'de, D: Deserializer<'de>, const N: usize>(
    deserializer: D,
) -> Result<Box<[Option<f32>]>, D::Error> {
    let peaks = Box::<[Option<f32>]>::deserialize(deserializer)?;
    if peaks.len() != N {
        return Err(D::Error::custom(format_args!("{} peaks instead of {N}", peaks.len())));
    }
    if peaks.iter().flatten().any(|peak| !peak.is_finite() || *peak < 0.0) {
        return Err(D::Error::custom("a peak is no number from 0 up"));
    }
    Ok(peaks)
}
