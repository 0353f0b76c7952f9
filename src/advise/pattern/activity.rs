//! How active the container is from second to second: what tells bursts from steady work.

use serde::{Deserialize, Serialize};

use super::bucket::Bucket;
use crate::advise::mean::LARGEST;

/// Levels of activity that are told apart, each 0.7 of the one before.
pub(super) const BINS: usize = 16;

/// Above it the container is at work; below [`QUIET`] it is not; in between it stays what it was.
const AT_WORK: f64 = 0.4;
/// Part of the peak below which a container is quiet.
pub(super) const QUIET: f64 = 0.2;

/// How fast the peaks that activity is measured by are forgotten. As long as the long horizon.
const PEAK_HALF_LIFE: f64 = super::LONG_HALF_LIFE;

/// Peaks below a tenth of a CPU (or of the quota, if that is less) and 1 MB/s are the noise of a
/// process that sleeps: the idle traces of tests/data/workloads stay below.
const LEAST_CPU: f64 = 0.1;
const LEAST_BYTES: f64 = 1e6;
/// One thread at work, or 10 MB/s, is activity whatever the peaks.
const MOST_CPU: f64 = 1.0;
const MOST_BYTES: f64 = 10e6;

/// The peaks that activity is measured by, and whether a burst is under way.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(super) struct Activity {
    cpu: f64,
    disk: f64,
    network: f64,
    at_work: bool,
    seen_quiet: bool,
}

/// What one bucket says.
#[derive(Debug, Clone, Copy)]
pub(super) struct Step {
    /// 0 to 1; missing where neither CPU nor I/O is known.
    pub(super) level: Option<f64>,
    /// A burst that began after quiet has just ended.
    pub(super) burst_ended: bool,
}

impl Step {
    /// The bin of its level: 0 is the busiest.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // 0 to BINS - 1.
    pub(super) fn bin(&self) -> Option<usize> {
        let level = self.level?.clamp(1e-6, 1.0);
        Some(((-2.0 * level.log2()) as usize).min(BINS - 1))
    }
}

/// The middle of a bin; the last one holds everything below, nothing included.
#[allow(clippy::cast_precision_loss)] // 0 to BINS - 1.
pub(super) fn level_of(bin: usize) -> f64 {
    if bin + 1 >= BINS {
        return 0.0;
    }
    (-(bin as f64 + 0.5) / 2.0).exp2()
}

impl Activity {
    pub(super) fn step(&mut self, bucket: &Bucket, elapsed: f64) -> Step {
        let fade = (-elapsed / PEAK_HALF_LIFE).exp2();
        // A quota below one CPU is all that a thread can have.
        let whole = bucket.effective_cpus().map_or(1.0, |cpus| cpus.clamp(1e-3, 1.0));
        let cpu = bucket
            .cpu_cpus()
            .map(|used| level(used, &mut self.cpu, fade, LEAST_CPU * whole, MOST_CPU * whole));
        let disk = bucket
            .io_bytes_per_second()
            .map(|bytes| level(bytes, &mut self.disk, fade, LEAST_BYTES, MOST_BYTES));
        let network = bucket
            .network_bytes_per_second()
            .map(|bytes| level(bytes, &mut self.network, fade, LEAST_BYTES, MOST_BYTES));
        let stalled = bucket.io_pressure().map(|share| share.min(1.0));
        let level = [cpu, disk, network, stalled].into_iter().flatten().reduce(f64::max);
        let burst_ended = level.is_some_and(|level| self.follow(level));
        Step { level, burst_ended }
    }

    /// Whether a burst ended.
    fn follow(&mut self, level: f64) -> bool {
        if level < QUIET {
            let ended = self.at_work && self.seen_quiet;
            self.at_work = false;
            self.seen_quiet = true;
            return ended;
        }
        self.at_work |= level >= AT_WORK;
        false
    }
}

/// A value against the highest of late, which is held within bounds.
fn level(value: f64, peak: &mut f64, fade: f64, least: f64, most: f64) -> f64 {
    *peak = (*peak * fade).max(value).min(LARGEST);
    (value / peak.clamp(least, most)).min(1.0)
}
