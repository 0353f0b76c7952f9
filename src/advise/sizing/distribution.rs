//! What a histogram says, summed up once for all questions.

use super::histogram::{Histogram, BUCKETS, STARTS};

/// Shares of time at or below the end of each bucket.
pub(super) struct Distribution {
    /// Share of the time below the start of each bucket, and below the end of the last.
    below: [f64; BUCKETS + 1],
    /// The end of the last bucket, which has none of its own.
    end: f64,
    /// The time-weighted mean.
    pub mean: f64,
}

impl Distribution {
    /// Nothing where the histogram is empty. `peak` is the highest value that went in.
    pub fn of(histogram: &Histogram, peak: f64) -> Option<Self> {
        let weights = histogram.weights();
        let total: f64 = weights.iter().map(|weight| f64::from(*weight)).sum();
        if total <= 0.0 {
            return None;
        }
        let mut found = Distribution { below: [0.0; BUCKETS + 1], end: STARTS[BUCKETS].max(peak), mean: 0.0 };
        for (bucket, weight) in weights.iter().enumerate().take(BUCKETS) {
            let share = f64::from(*weight) / total;
            found.below[bucket + 1] = found.below[bucket] + share;
            found.mean += share * (STARTS[bucket] + found.end_of(bucket)) / 2.0;
        }
        Some(found)
    }

    fn end_of(&self, bucket: usize) -> f64 {
        if bucket + 1 == BUCKETS {
            self.end
        } else {
            STARTS[bucket + 1]
        }
    }

    /// The value that this share of the time stays below, 0 to 1; within a bucket as if evenly spread.
    pub fn percentile(&self, share: f64) -> f64 {
        let above = self.below.partition_point(|below| *below < share).clamp(1, BUCKETS);
        let (low, high) = (self.below[above - 1], self.below[above]);
        let part = if high > low { ((share - low) / (high - low)).clamp(0.0, 1.0) } else { 1.0 };
        let start = STARTS[above - 1];
        start + part * (self.end_of(above - 1) - start)
    }

    /// The size for which what lies idle and what time over it costs are least together, where an
    /// hour over the size is worth `price` hours of the mean use.
    pub fn cheapest(&self, price: f64) -> f64 {
        let price = price * self.mean;
        let mut idle = 0.0;
        let mut best = (f64::INFINITY, 0.0);
        for (bucket, start) in STARTS.iter().enumerate().take(BUCKETS) {
            let end = self.end_of(bucket);
            idle += (end - start) * (self.below[bucket] + self.below[bucket + 1]) / 2.0;
            let cost = idle + price * (1.0 - self.below[bucket + 1]);
            if cost < best.0 {
                best = (cost, end);
            }
        }
        best.1
    }
}
