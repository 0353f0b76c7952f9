//! How late checks begin, counted in buckets.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use super::Lateness;

/// Eight buckets for each power of two of microseconds: a value is told no more than an eighth too high.
const FINE: u32 = 3;
const BUCKETS: usize = 40 << FINE;

pub(super) struct Delays {
    buckets: Box<[AtomicU64]>,
    most_us: AtomicU64,
}

impl Delays {
    pub(super) fn new() -> Self {
        Delays { buckets: (0..BUCKETS).map(|_| AtomicU64::new(0)).collect(), most_us: AtomicU64::new(0) }
    }

    pub(super) fn record(&self, late: Duration) {
        let us = u64::try_from(late.as_micros()).unwrap_or(u64::MAX);
        self.buckets[bucket(us)].fetch_add(1, Ordering::Relaxed);
        self.most_us.fetch_max(us, Ordering::Relaxed);
    }

    pub(super) fn read(&self) -> Lateness {
        let counts: Vec<u64> = self.buckets.iter().map(|count| count.load(Ordering::Relaxed)).collect();
        let all: u64 = counts.iter().sum();
        let most = self.most_us.load(Ordering::Relaxed);
        let at = |per_cent: u64| {
            let rank = (all * per_cent).div_ceil(100).max(1);
            let mut seen = 0;
            let found = counts.iter().position(|count| {
                seen += count;
                seen >= rank
            });
            Duration::from_micros(found.map_or(0, |bucket| top(bucket).min(most)))
        };
        Lateness { p50: at(50), p99: at(99), max: Duration::from_micros(most) }
    }
}

fn bucket(us: u64) -> usize {
    let power = us.max(1 << FINE).ilog2();
    let fine = (us >> (power - FINE)) as usize & ((1 << FINE) - 1);
    let bucket = match us < 1 << FINE {
        true => us as usize,
        false => (((power - FINE + 1) as usize) << FINE) + fine,
    };
    bucket.min(BUCKETS - 1)
}

/// The largest value of a bucket.
fn top(bucket: usize) -> u64 {
    match bucket < 1 << FINE {
        true => bucket as u64,
        false => {
            let power = (bucket >> FINE) as u32 - 1;
            let fine = (bucket & ((1 << FINE) - 1)) as u64;
            (((1 << FINE) + fine + 1) << power) - 1
        }
    }
}

#[cfg(test)]
#[path = "lateness_tests.rs"]
mod tests;
