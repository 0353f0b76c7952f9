//! The highest and the lowest of the last 24 hours.

use serde::{Deserialize, Serialize};

/// How long something is remembered: so many hours, the present one among them.
const HOURS: u8 = 24;
const HOUR_SECONDS: f32 = 3600.0;

/// What is new counts only after a minute, lest what rises within a minute teach its own beginning as usual.
const MINUTE_SECONDS: f32 = 60.0;

/// The extremes of what was held.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub(super) struct Range {
    /// Lowest distance from the centre of its time.
    pub(super) low: f32,
    /// Highest distance.
    pub(super) high: f32,
    /// Lowest level, wherever the centre was.
    pub(super) least: f32,
}

impl Range {
    /// Of nothing: whatever joins it is further out. Finite, so that it can be saved.
    const EMPTY: Range = Range { low: f32::MAX, high: f32::MIN, least: f32::MAX };

    fn join(&mut self, other: Range) {
        self.low = self.low.min(other.low);
        self.high = self.high.max(other.high);
        self.least = self.least.min(other.least);
    }
}

/// A range that remembers each hour for itself.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Envelope {
    hours: [Range; HOURS as usize],
    hour: u8,
    hour_seconds: f32,
    minute: Range,
    minute_before: Range,
    minute_seconds: f32,
    whole: Range,
}

impl Default for Envelope {
    fn default() -> Self {
        Envelope {
            hours: [Range::EMPTY; HOURS as usize],
            hour: 0,
            hour_seconds: 0.0,
            minute: Range::EMPTY,
            minute_before: Range::EMPTY,
            minute_seconds: 0.0,
            whole: Range::EMPTY,
        }
    }
}

impl Envelope {
    /// What was seen becomes known when it is one to two minutes old.
    pub(super) fn see(&mut self, range: Range, seconds: f32) {
        self.minute.join(range);
        self.minute_seconds += seconds;
        if self.minute_seconds >= MINUTE_SECONDS {
            self.minute_seconds = 0.0;
            let known = self.minute_before;
            self.minute_before = self.minute;
            self.minute = Range::EMPTY;
            self.remember(known);
        }
        self.hour_seconds += seconds;
        if self.hour_seconds >= HOUR_SECONDS {
            self.hour_seconds = 0.0;
            self.hour = (self.hour + 1) % HOURS;
            self.hours[usize::from(self.hour)] = Range::EMPTY;
            self.whole = Range::EMPTY;
            self.hours.iter().for_each(|hour| self.whole.join(*hour));
        }
    }

    /// From now on this is known.
    pub(super) fn remember(&mut self, range: Range) {
        if let Some(hour) = self.hours.get_mut(usize::from(self.hour)) {
            hour.join(range);
        }
        self.whole.join(range);
    }

    /// All that is known, if anything is.
    pub(super) fn range(&self) -> Option<Range> {
        (self.whole != Range::EMPTY).then_some(self.whole)
    }
}
