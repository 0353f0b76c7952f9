//! Gathers how long work takes, and has the limit found from it.
//!
//! A permit that comes back costs a few atomic additions; whoever brings the one that ends a window of time works out
//! the limit.

use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError, TryLockError};

use super::limiter::{full_window, Limiter, Window};
use super::options::AdaptiveOptions;
use super::word::Word;
use crate::admit::Completion;

/// A window is at least this long, in nanoseconds.
const SHORTEST_NS: u64 = 100_000_000;
/// Where more than this ends in a window, not all of it is measured: looking at the clock twice costs as much as all
/// else that a permit does.
const PLENTY: u64 = 1_000;
/// Then one of so many.
const STEP: u64 = 8;
/// A window that is so long ends also if little ended in it.
const LONGEST_NS: u64 = 1_000_000_000;

#[derive(Debug)]
pub(super) struct Adaptive {
    /// Every permit is measured, or one of so many.
    step: AtomicU64,
    done: AtomicU64,
    total_ns: AtomicU64,
    drops: AtomicU64,
    most_in_flight: AtomicU32,
    began_ns: AtomicU64,
    /// Permits given before the limit last fell say nothing of what it is now.
    counted_from_ns: AtomicU64,
    /// Mean of the last window, in nanoseconds; 0 before there is one.
    latency_ns: AtomicU64,
    limiter: Mutex<Limiter>,
}

impl Adaptive {
    pub(super) fn new(options: AdaptiveOptions, most: u32, now_ns: u64) -> Self {
        Adaptive {
            step: AtomicU64::new(1),
            done: AtomicU64::new(0),
            total_ns: AtomicU64::new(0),
            drops: AtomicU64::new(0),
            most_in_flight: AtomicU32::new(0),
            began_ns: AtomicU64::new(now_ns),
            counted_from_ns: AtomicU64::new(0),
            latency_ns: AtomicU64::new(0),
            limiter: Mutex::new(Limiter::new(options, most)),
        }
    }

    /// Whether to measure the permit of that number.
    pub(super) fn measures(&self, number: u64) -> bool {
        number & (self.step.load(Ordering::Relaxed) - 1) == 0
    }

    /// Takes in work that ended; `word` counts it still. A new limit, if there is one.
    pub(super) fn record(&self, given_ns: u64, now_ns: u64, word: Word, how: Completion) -> Option<u32> {
        let in_flight = word.in_flight();
        if in_flight > self.most_in_flight.load(Ordering::Relaxed) {
            self.most_in_flight.fetch_max(in_flight, Ordering::Relaxed);
        }
        if given_ns < self.counted_from_ns.load(Ordering::Relaxed) {
            return None;
        }
        let done = match how {
            Completion::Done => {
                // It stands for those that are not measured.
                let step = self.step.load(Ordering::Relaxed);
                self.total_ns.fetch_add(now_ns.saturating_sub(given_ns).max(1) * step, Ordering::Relaxed);
                self.done.fetch_add(step, Ordering::Relaxed) + step
            }
            Completion::TimedOut => {
                self.drops.fetch_add(1, Ordering::Relaxed);
                self.done.load(Ordering::Relaxed)
            }
            Completion::Ignored => return None,
        };
        let age_ns = now_ns.saturating_sub(self.began_ns.load(Ordering::Relaxed));
        if age_ns < SHORTEST_NS || age_ns < LONGEST_NS && done < full_window(word.limit()) {
            return None;
        }
        self.end_window(now_ns)
    }

    /// How long work took of late, mean, in nanoseconds.
    pub(super) fn latency_ns(&self) -> Option<u64> {
        Some(self.latency_ns.load(Ordering::Relaxed)).filter(|latency| *latency > 0)
    }

    /// How long work takes when little goes on, in seconds.
    pub(super) fn base_seconds(&self) -> Option<f64> {
        self.limiter.lock().unwrap_or_else(PoisonError::into_inner).base()
    }

    #[cold]
    #[allow(clippy::cast_precision_loss)] // Nanoseconds as seconds.
    fn end_window(&self, now_ns: u64) -> Option<u32> {
        let mut limiter = match self.limiter.try_lock() {
            Ok(limiter) => limiter,
            Err(TryLockError::Poisoned(poison)) => poison.into_inner(),
            // Another one is at it.
            Err(TryLockError::WouldBlock) => return None,
        };
        self.began_ns.store(now_ns, Ordering::Relaxed);
        let done = self.done.swap(0, Ordering::Relaxed);
        let total_ns = self.total_ns.swap(0, Ordering::Relaxed);
        let drops = self.drops.swap(0, Ordering::Relaxed);
        let most_in_flight = self.most_in_flight.swap(0, Ordering::Relaxed);
        self.step.store(if done > PLENTY { STEP } else { 1 }, Ordering::Relaxed);
        if done + drops == 0 {
            return None;
        }
        if let Some(mean_ns) = total_ns.checked_div(done) {
            self.latency_ns.store(mean_ns.max(1), Ordering::Relaxed);
        }
        let latency = total_ns as f64 / done.max(1) as f64 / 1e9;
        let before = limiter.limit();
        limiter.update(Window { done, latency, drops, most_in_flight });
        let limit = limiter.limit();
        if limit < before {
            self.counted_from_ns.store(now_ns, Ordering::Relaxed);
        }
        (limit != before).then_some(limit)
    }
}
