//! The samples of the last few seconds, a bounded number of them.

use std::collections::VecDeque;
use std::time::Duration;

use crate::fields::Sample;
use crate::usage::Usage;

/// As many samples as are kept, however often one is taken: the window's start then moves in steps
/// of at most a sixteenth of it.
const MOST: usize = 17;

/// Samples of one target, oldest first, from the window's start to now.
#[derive(Debug, Clone)]
pub(super) struct Window {
    samples: VecDeque<Sample>,
    /// How many readings there were from the sample before to each, itself included.
    readings: VecDeque<usize>,
    length_ns: u64,
    /// When the first of this life was taken, though it may have left the window.
    first_ns: u64,
}

impl Window {
    pub fn new(length: Duration) -> Self {
        let length_ns = u64::try_from(length.as_nanos()).unwrap_or(u64::MAX);
        let (samples, readings) = (VecDeque::with_capacity(MOST + 1), VecDeque::with_capacity(MOST + 1));
        Window { samples, readings, length_ns, first_ns: 0 }
    }

    /// Adds the newest sample; forgets what is older than the window or of another life. Answers
    /// whether a life began with it.
    pub fn push(&mut self, sample: &Sample) -> bool {
        if let Some(last) = self.samples.back() {
            let unlike = last.generation() != sample.generation() || last.cgroup_id() != sample.cgroup_id();
            if unlike || sample.boot_time_ns() <= last.boot_time_ns() {
                self.clear();
            }
        }
        let began = self.samples.is_empty();
        if began {
            self.first_ns = sample.boot_time_ns();
        }
        self.samples.push_back(*sample);
        self.readings.push_back(1);
        // Two samples always stay: where they are far apart the window is as long as that.
        let start = sample.boot_time_ns().saturating_sub(self.length_ns);
        while self.samples.len() > 2 && self.samples[1].boot_time_ns() <= start {
            self.samples.pop_front();
            self.readings.pop_front();
        }
        if self.samples.len() > MOST {
            self.thin();
        }
        began
    }

    /// Drops the inner sample whose neighbours are closest together; the two latest stay.
    fn thin(&mut self) {
        let gap = |at: &usize| self.samples[at + 1].boot_time_ns() - self.samples[at - 1].boot_time_ns();
        if let Some(dense) = (1..self.samples.len() - 2).min_by_key(gap) {
            self.samples.remove(dense);
            let dropped = self.readings.remove(dense).unwrap_or(0);
            self.readings[dense] += dropped;
        }
    }

    pub fn latest(&self) -> Option<&Sample> {
        self.samples.back()
    }

    /// What happened from the window's start to now; nothing before the second sample.
    pub fn usage(&self) -> Option<Usage> {
        let (first, last) = (self.samples.front()?, self.samples.back()?);
        Usage::between(first, last).ok()
    }

    /// What happened over at least that time, or from the window's start where that is less.
    pub fn usage_over(&self, length_ns: u64) -> Option<Usage> {
        self.usage_since(self.samples.back()?.boot_time_ns().saturating_sub(length_ns))
    }

    /// What happened from then to now: from the latest sample that is not after it, or else from the
    /// window's start.
    pub fn usage_since(&self, boot_ns: u64) -> Option<Usage> {
        let last = self.samples.back()?;
        let mut earlier = self.samples.iter().rev().skip(1);
        let first = earlier.find(|sample| sample.boot_time_ns() <= boot_ns).or(self.samples.front())?;
        Usage::between(first, last).ok()
    }

    /// When the first sample of this life was taken, in nanoseconds after boot.
    pub fn first_ns(&self) -> u64 {
        self.first_ns
    }

    /// What happened since the sample before the latest.
    pub fn latest_usage(&self) -> Option<Usage> {
        let before = self.samples.len().checked_sub(2)?;
        Usage::between(&self.samples[before], self.samples.back()?).ok()
    }

    #[cfg(test)]
    pub fn len(&self) -> usize {
        self.samples.len()
    }

    /// How many readings were taken from the window's start to now, kept or not.
    pub fn readings(&self) -> usize {
        // Those before the first one are before the window.
        usize::from(!self.samples.is_empty()) + self.readings.iter().skip(1).sum::<usize>()
    }

    pub fn clear(&mut self) {
        self.samples.clear();
        self.readings.clear();
    }
}
