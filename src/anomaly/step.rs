//! The steps in which a signal moves.

use serde::{Deserialize, Serialize};

/// What is seen counts only after a minute, lest a shift be taken for a step.
const MINUTE_SECONDS: f32 = 60.0;

/// The smallest change between two points that was ever seen: what a counter of pages or of threads moves by.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Step {
    last: Option<f64>,
    known: Option<f32>,
    minute: Option<f32>,
    minute_before: Option<f32>,
    seconds: f32,
}

fn least(a: Option<f32>, b: Option<f32>) -> Option<f32> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (a, b) => a.or(b),
    }
}

impl Step {
    #[allow(clippy::cast_possible_truncation)] // Seven digits are plenty, and values are below the largest f32.
    pub(super) fn see(&mut self, value: f64, seconds: f64) {
        let change = self.last.map(|last| (value - last).abs() as f32).filter(|change| *change > 0.0);
        self.last = Some(value);
        self.minute = least(self.minute, change);
        self.seconds += seconds as f32;
        if self.seconds >= MINUTE_SECONDS {
            self.seconds = 0.0;
            self.known = least(self.known, self.minute_before.take());
            self.minute_before = self.minute.take();
        }
    }

    /// 0 where nothing is known to have changed.
    pub(super) fn size(&self) -> f64 {
        self.known.map_or(0.0, f64::from)
    }
}
