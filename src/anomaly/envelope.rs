//! The highest and the lowest of the last 24 hours.

use serde::{Deserialize, Serialize};

/// How long something is remembered: so many hours, the present one among them.
const HOURS: u8 = 24;
const HOUR_SECONDS: f64 = 3600.0;

/// What is new counts only after a minute, lest what rises within a minute teach its own beginning as usual.
const MINUTE_SECONDS: f64 = 60.0;

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

fn join(a: Option<Range>, b: Option<Range>) -> Option<Range> {
    match (a, b) {
        (Some(a), Some(b)) => {
            Some(Range { low: a.low.min(b.low), high: a.high.max(b.high), least: a.least.min(b.least) })
        }
        (a, b) => a.or(b),
    }
}

/// A range that remembers each hour for itself.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Envelope {
    hours: [Option<Range>; HOURS as usize],
    hour: u8,
    hour_seconds: f64,
    minute: Option<Range>,
    minute_before: Option<Range>,
    minute_seconds: f64,
    whole: Option<Range>,
}

impl Envelope {
    /// What was seen becomes known when it is one to two minutes old.
    pub(super) fn see(&mut self, range: Range, seconds: f64) {
        self.minute = join(self.minute, Some(range));
        self.minute_seconds += seconds;
        if self.minute_seconds >= MINUTE_SECONDS {
            self.minute_seconds = 0.0;
            let known = self.minute_before.take();
            self.minute_before = self.minute.take();
            self.remember(known);
        }
        self.hour_seconds += seconds;
        if self.hour_seconds >= HOUR_SECONDS {
            self.hour_seconds = 0.0;
            self.hour = (self.hour + 1) % HOURS;
            self.hours[usize::from(self.hour)] = None;
            self.whole = self.hours.iter().copied().fold(None, join);
        }
    }

    /// From now on this is known.
    pub(super) fn remember(&mut self, range: Option<Range>) {
        if let Some(hour) = self.hours.get_mut(usize::from(self.hour)) {
            *hour = join(*hour, range);
        }
        self.whole = join(self.whole, range);
    }

    /// All that is known.
    pub(super) fn range(&self) -> Option<Range> {
        self.whole
    }
}
