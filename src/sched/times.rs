//! Percentiles of response times, of the last hour or so, in little space.

/// Each bucket is wider than the one before by this factor. A time is told as the geometric middle of its bucket, and
/// so is wrong by at most the root of it: 2.5 %.
const WIDTH: f64 = 1.05;
/// Where buckets begin, in seconds. What is quicker is in the first.
const LEAST: f64 = 1e-4;
/// One below, one above, and between them those from 100 µs to 100 s: ln(10^6) / ln(1.05).
const BUCKETS: usize = 284 + 2;
/// So many buckets are added at least, where one is missing.
const ROOM: usize = 7;
/// What was counted loses half of its weight in this time, in seconds.
const HALF_LIFE: u64 = 1800;
/// What one time counts, at most: it can then be halved eight times before it is gone.
const FULL_WEIGHT: u16 = 256;
/// The longest time is that of this time, in seconds, and of the same time before it.
const GENERATION: u64 = 7200;

/// A histogram whose counts fade.
#[derive(Debug, Clone)]
pub(super) struct Times {
    /// From `first` on, as far as anything was counted: a server's times lie close together.
    counts: Vec<u16>,
    first: u16,
    /// What a time counts now: less than in full where a bucket would not hold it.
    weight: u16,
    /// Number of the half-life since 1970.
    half_life: u32,
    generation: u32,
    /// Of this generation, and of the one before.
    longest: [f32; 2],
}

impl Times {
    pub(super) const fn new() -> Self {
        Times {
            counts: Vec::new(),
            first: 0,
            weight: FULL_WEIGHT,
            half_life: 0,
            generation: 0,
            longest: [0.0; 2],
        }
    }

    #[allow(clippy::cast_possible_truncation)] // Single precision is enough; the numbers hold for 100,000 years.
    pub(super) fn record(&mut self, at_unix_s: u64, seconds: f64) {
        self.fade((at_unix_s / HALF_LIFE) as u32);
        let bucket = self.place(bucket(seconds));
        while self.counts[bucket].checked_add(self.weight).is_none() {
            self.halve();
            self.weight = (self.weight / 2).max(1);
        }
        self.counts[bucket] += self.weight;

        let generation = (at_unix_s / GENERATION) as u32;
        if generation != self.generation {
            let before = if generation == self.generation.wrapping_add(1) { self.longest[0] } else { 0.0 };
            self.longest = [0.0, before];
            self.generation = generation;
        }
        self.longest[0] = self.longest[0].max(seconds as f32);
    }

    /// The times, in seconds, that these parts (0 to 1, ascending) of what was recorded do not exceed; `None` where
    /// nothing was.
    pub(super) fn percentiles<const N: usize>(&self, parts: [f64; N]) -> Option<[f64; N]> {
        let all: u32 = self.counts.iter().map(|count| u32::from(*count)).sum();
        if all == 0 {
            return None;
        }
        let longest = self.longest();
        let (mut bucket, mut below) = (0, u32::from(*self.counts.first()?));
        Some(parts.map(|part| {
            while f64::from(below) < f64::from(all) * part && bucket + 1 < self.counts.len() {
                bucket += 1;
                below += u32::from(self.counts[bucket]);
            }
            middle(usize::from(self.first) + bucket).min(longest)
        }))
    }

    /// Where a bucket is counted; there is room for it from then on.
    #[allow(clippy::cast_possible_truncation)] // A few hundred.
    fn place(&mut self, bucket: usize) -> usize {
        if self.counts.is_empty() {
            self.first = bucket as u16;
        }
        let first = usize::from(self.first);
        if bucket < first {
            // Some more, so that it is not done again for the next one.
            let from = bucket.saturating_sub(ROOM);
            self.counts.splice(0..0, std::iter::repeat_n(0, first - from));
            self.first = from as u16;
            return bucket - from;
        }
        let place = bucket - first;
        if place >= self.counts.len() {
            let size = (place + 1 + ROOM).min(BUCKETS - first);
            self.counts.reserve_exact(size - self.counts.len());
            self.counts.resize(size, 0);
        }
        place
    }

    /// The longest of the last two to four hours, in seconds.
    pub(super) fn longest(&self) -> f64 {
        f64::from(self.longest[0].max(self.longest[1]))
    }

    /// Lets what was counted fade until this half-life.
    fn fade(&mut self, half_life: u32) {
        // Nothing is left after 16, and a clock that was set back makes nothing fade.
        for _ in 0..half_life.saturating_sub(self.half_life).min(16) {
            if self.weight < FULL_WEIGHT {
                // The same, and nothing is lost.
                self.weight *= 2;
            } else {
                self.halve();
            }
        }
        if half_life != self.half_life {
            self.half_life = half_life;
            self.trim();
        }
    }

    /// Lets go of buckets at both ends of which nothing is left.
    #[allow(clippy::cast_possible_truncation)] // A few hundred.
    fn trim(&mut self) {
        let is_left = |count: &u16| *count > 0;
        let end = self.counts.iter().rposition(is_left).map_or(0, |last| last + 1);
        self.counts.truncate(end);
        let begin = self.counts.iter().position(is_left).unwrap_or(0);
        self.counts.drain(..begin);
        self.first += begin as u16;
        self.counts.shrink_to_fit();
    }

    fn halve(&mut self) {
        self.counts.iter_mut().for_each(|count| *count /= 2);
    }
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // Clamped before.
fn bucket(seconds: f64) -> usize {
    if seconds < LEAST {
        return 0;
    }
    let at = 1.0 + (seconds / LEAST).ln() / WIDTH.ln();
    at.clamp(1.0, (BUCKETS - 1) as f64) as usize
}

/// In seconds.
#[allow(clippy::cast_precision_loss)] // A few hundred.
fn middle(bucket: usize) -> f64 {
    match bucket {
        0 => LEAST,
        // The longest is all that is known of these.
        _ if bucket == BUCKETS - 1 => f64::INFINITY,
        _ => LEAST * WIDTH.powf(bucket as f64 - 0.5),
    }
}

#[cfg(test)]
#[path = "times_tests.rs"]
mod tests;
