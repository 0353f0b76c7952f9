//! The slow lane: sources that are dear and change slowly, read at most once in an interval.

/// When the slow lane was last driven, and whether it is time again.
#[derive(Debug, Clone, Copy)]
pub(super) struct SlowLane {
    interval_ns: u64,
    last_ns: Option<u64>,
}

impl SlowLane {
    pub(super) fn new(interval_ns: u64) -> Self {
        SlowLane { interval_ns, last_ns: None }
    }

    /// Whether the dear sources are to be read now; if so, their age starts again.
    pub(super) fn is_due(&mut self, now_ns: u64) -> bool {
        let due = self.last_ns.is_none_or(|last| now_ns.saturating_sub(last) >= self.interval_ns);
        if due {
            self.last_ns = Some(now_ns);
        }
        due
    }

    /// Seconds since the dear sources were read.
    #[allow(clippy::cast_precision_loss)] // An age of more than 104 days is not possible here.
    pub(super) fn age_seconds(&self, now_ns: u64) -> f64 {
        self.last_ns.map_or(0.0, |last| now_ns.saturating_sub(last) as f64 / 1e9)
    }

    /// Forgets the last reading, so that the next is due.
    pub(super) fn restart(&mut self) {
        self.last_ns = None;
    }
}

#[cfg(test)]
#[path = "slow_tests.rs"]
mod tests;
