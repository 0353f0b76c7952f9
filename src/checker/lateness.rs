//! How late checks begin, counted in buckets.

use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::time::Duration;

use super::Lateness;

/// Eight buckets for each power of two of microseconds: a value is told no more than an eighth too high.
const FINE: u32 = 3;
const BUCKETS: usize = 40 << FINE;

/// What was recent is told apart from all that ever was, by minutes.
const WINDOW_NS: u64 = 60_000_000_000;

/// Counts since the start, and of the last one to two minutes.
pub(super) struct Delays {
    all: Counts,
    recent: [Counts; 2],
    /// Which of the two is counted in, and since when.
    current: AtomicUsize,
    since_ns: AtomicU64,
}

struct Counts {
    buckets: Box<[AtomicU64]>,
    most_us: AtomicU64,
}

impl Delays {
    pub(super) fn new() -> Self {
        Delays {
            all: Counts::new(),
            recent: [Counts::new(), Counts::new()],
            current: AtomicUsize::new(0),
            since_ns: AtomicU64::new(0),
        }
    }

    pub(super) fn record(&self, late: Duration) {
        let us = u64::try_from(late.as_micros()).unwrap_or(u64::MAX);
        self.all.add(us);
        self.recent[self.current.load(Ordering::Relaxed)].add(us);
    }

    /// Forgets what is not recent any more; by whoever keeps time, and nobody else.
    pub(super) fn pass_time(&self, now_ns: u64) {
        if now_ns.saturating_sub(self.since_ns.load(Ordering::Relaxed)) < WINDOW_NS {
            return;
        }
        let other = 1 - self.current.load(Ordering::Relaxed);
        self.recent[other].clear();
        self.current.store(other, Ordering::Relaxed);
        self.since_ns.store(now_ns, Ordering::Relaxed);
    }

    pub(super) fn read(&self) -> Lateness {
        let all = self.all.read();
        let most = self.all.most_us.load(Ordering::Relaxed);
        let [one, other] = &self.recent;
        let recent: Vec<u64> = one.read().into_iter().zip(other.read()).map(|(a, b)| a + b).collect();
        let recent_most = one.most_us.load(Ordering::Relaxed).max(other.most_us.load(Ordering::Relaxed));
        Lateness {
            p50: percentile(&all, 50, most),
            p99: percentile(&all, 99, most),
            max: Duration::from_micros(most),
            recent_p99: percentile(&recent, 99, recent_most),
        }
    }
}

impl Counts {
    fn new() -> Self {
        Counts { buckets: (0..BUCKETS).map(|_| AtomicU64::new(0)).collect(), most_us: AtomicU64::new(0) }
    }

    fn add(&self, us: u64) {
        self.buckets[bucket(us)].fetch_add(1, Ordering::Relaxed);
        self.most_us.fetch_max(us, Ordering::Relaxed);
    }

    fn clear(&self) {
        self.buckets.iter().for_each(|count| count.store(0, Ordering::Relaxed));
        self.most_us.store(0, Ordering::Relaxed);
    }

    fn read(&self) -> Vec<u64> {
        self.buckets.iter().map(|count| count.load(Ordering::Relaxed)).collect()
    }
}

fn percentile(counts: &[u64], per_cent: u64, most_us: u64) -> Duration {
    let all: u64 = counts.iter().sum();
    let rank = (all * per_cent).div_ceil(100).max(1);
    let mut seen = 0;
    let found = counts.iter().position(|count| {
        seen += count;
        seen >= rank
    });
    Duration::from_micros(found.map_or(0, |bucket| top(bucket).min(most_us)))
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
