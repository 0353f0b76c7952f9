//! When to try again: exponential back-off with full jitter (Brooker, "Exponential Backoff And Jitter", AWS
//! Architecture Blog, 2015: of the kinds compared it needs the fewest calls, and the least time but for one that
//! needs more calls).

use std::time::Duration;

/// How often and when what failed is tried again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct RetryOptions {
    /// How often it is tried in all; 1, which is no retry, by default. 0 is taken for 1.
    pub attempts: u32,
    /// The first delay is between zero and this, the next between zero and twice this; 100 ms by default.
    pub base: Duration,
    /// No delay is longer; 5 s by default.
    pub most: Duration,
}

impl Default for RetryOptions {
    fn default() -> Self {
        RetryOptions { attempts: 1, base: Duration::from_millis(100), most: Duration::from_secs(5) }
    }
}

/// Delays between attempts.
#[derive(Debug, Clone, Copy)]
pub struct Backoff {
    options: RetryOptions,
}

impl Backoff {
    /// By these options.
    #[must_use]
    pub const fn new(options: RetryOptions) -> Self {
        Backoff { options }
    }

    /// The delay after attempt number `attempt`, counted from 0: the part `random` (0 to 1, evenly distributed) of
    /// `min(most, base * 2^attempt)`.
    #[must_use]
    pub fn delay(&self, attempt: u32, random: f64) -> Duration {
        let factor = 1_u32.checked_shl(attempt).unwrap_or(u32::MAX);
        let ceiling = self.options.base.saturating_mul(factor).min(self.options.most);
        ceiling.mul_f64(random.clamp(0.0, 1.0))
    }

    /// The delay after attempt number `attempt`, counted from 0, if there is to be another attempt: some are left, and
    /// the delay ends before the deadline, which is `left` away. It is no shorter than `at_least`, which is what the
    /// server asked for (`Retry-After`), or zero.
    #[must_use]
    pub fn next(&self, attempt: u32, random: f64, at_least: Duration, left: Duration) -> Option<Duration> {
        if attempt.saturating_add(1) >= self.options.attempts {
            return None;
        }
        let delay = self.delay(attempt, random).max(at_least);
        (delay < left).then_some(delay)
    }
}

#[cfg(test)]
#[path = "backoff_tests.rs"]
mod tests;
