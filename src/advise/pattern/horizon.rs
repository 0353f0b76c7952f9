//! What was seen of late, older things counting less and less.

use serde::{Deserialize, Serialize};

use super::activity::{self, Step, BINS, QUIET};
use super::bucket::Bucket;
use crate::advise::mean::{Mean, LARGEST};

/// Means, and how activity was distributed, with one half-life.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(super) struct Horizon {
    /// CPU time used per second.
    pub(super) cpu: Mean,
    /// CPU time used and refused.
    pub(super) wanted: Mean,
    /// The same, of what can be used.
    pub(super) cpu_demand: Mean,
    /// CPU time that a task had or waited for: at least so many were always runnable.
    pub(super) runnable: Mean,
    /// Its square, for its spread.
    pub(super) runnable_squared: Mean,
    pub(super) cpu_pressure: Mean,
    pub(super) effective_cpus: Mean,
    pub(super) memory: Mean,
    pub(super) memory_share: Mean,
    pub(super) memory_pressure: Mean,
    pub(super) major_faults: Mean,
    pub(super) io_bytes: Mean,
    pub(super) io_operations: Mean,
    pub(super) io_pressure: Mean,
    pub(super) iowait: Mean,
    pub(super) network: Mean,
    pub(super) activity: Mean,
    /// Seconds spent at each level of activity.
    levels: [f32; BINS],
    /// Bursts that came after quiet and ended in it.
    pub(super) bursts: f64,
}

impl Horizon {
    /// One bucket more, after `elapsed` seconds in which everything older faded.
    pub(super) fn add(&mut self, bucket: &Bucket, step: &Step, elapsed: f64, half_life: f64) {
        self.fade((-elapsed / half_life).exp2());
        self.add_activity(step, bucket.seconds());
        self.add_means(bucket);
    }

    /// The same, but the means are of the time at work only: what it does when it does something.
    pub(super) fn add_if_at_work(&mut self, bucket: &Bucket, step: &Step, elapsed: f64, half_life: f64) {
        self.fade((-elapsed / half_life).exp2());
        self.add_activity(step, bucket.seconds());
        if step.level.is_some_and(|level| level >= QUIET) {
            self.add_means(bucket);
        }
    }

    /// For how long it was at work, older time counting less: where means are of that time only.
    pub(super) fn seconds_at_work(&self) -> f64 {
        self.cpu.weight()
    }

    fn add_activity(&mut self, step: &Step, seconds: f64) {
        self.activity.add(step.level, seconds);
        if let Some(bin) = step.bin() {
            #[allow(clippy::cast_possible_truncation)] // Seconds within a few half-lives.
            let seconds = seconds as f32;
            self.levels[bin] += seconds;
        }
        if step.burst_ended {
            self.bursts += 1.0;
        }
    }

    fn add_means(&mut self, bucket: &Bucket) {
        let seconds = bucket.seconds();
        let cpu = bucket.cpu_cpus();
        let effective = bucket.effective_cpus().filter(|cpus| *cpus > 0.0);
        let wanted = cpu.map(|cpu| cpu + bucket.cpu_throttled_cpus().unwrap_or(0.0));
        let runnable = cpu.map(|cpu| cpu + bucket.cpu_pressure().unwrap_or(0.0));
        let limit = bucket.memory_limit_bytes().filter(|limit| *limit > 0.0);
        self.cpu.add(cpu, seconds);
        self.effective_cpus.add(effective, seconds);
        self.wanted.add(wanted, seconds);
        self.cpu_demand.add(ratio(wanted, effective), seconds);
        self.runnable.add(runnable, seconds);
        self.runnable_squared.add(runnable.map(|threads| threads * threads), seconds);
        self.cpu_pressure.add(bucket.cpu_pressure(), seconds);
        self.memory.add(bucket.memory_needed_bytes(), seconds);
        self.memory_share.add(ratio(bucket.memory_needed_bytes(), limit), seconds);
        self.memory_pressure.add(bucket.memory_pressure(), seconds);
        self.major_faults.add(bucket.major_faults_per_second(), seconds);
        self.io_bytes.add(bucket.io_bytes_per_second(), seconds);
        self.io_operations.add(bucket.io_operations_per_second(), seconds);
        self.io_pressure.add(bucket.io_pressure(), seconds);
        self.iowait.add(bucket.host_iowait_ratio(), seconds);
        self.network.add(bucket.network_bytes_per_second(), seconds);
    }

    fn fade(&mut self, factor: f64) {
        for mean in [
            &mut self.cpu,
            &mut self.wanted,
            &mut self.cpu_demand,
            &mut self.runnable,
            &mut self.runnable_squared,
            &mut self.cpu_pressure,
            &mut self.effective_cpus,
            &mut self.memory,
            &mut self.memory_share,
            &mut self.memory_pressure,
            &mut self.major_faults,
            &mut self.io_bytes,
            &mut self.io_operations,
            &mut self.io_pressure,
            &mut self.iowait,
            &mut self.network,
            &mut self.activity,
        ] {
            mean.fade(factor);
        }
        #[allow(clippy::cast_possible_truncation)] // 0 to 1.
        for level in &mut self.levels {
            *level *= factor as f32;
        }
        self.bursts *= factor;
    }

    /// The level of activity that is exceeded only 1 % of the time.
    pub(super) fn peak(&self) -> Option<f64> {
        let total = self.seconds()?;
        let mut above = 0.0;
        let busiest_first = self.levels.iter().enumerate();
        let peak = busiest_first.skip_while(|(_, seconds)| {
            above += **seconds;
            above <= 0.01 * total
        });
        peak.map(|(bin, _)| activity::level_of(bin)).next()
    }

    /// The share of the time spent at this level of activity or below.
    pub(super) fn share_at_most(&self, level: f64) -> Option<f64> {
        let below = self.levels.iter().enumerate().filter(|(bin, _)| activity::level_of(*bin) <= level);
        let seconds: f32 = below.map(|(_, seconds)| seconds).sum();
        Some(f64::from(seconds / self.seconds()?))
    }

    fn seconds(&self) -> Option<f32> {
        Some(self.levels.iter().sum()).filter(|total: &f32| total.is_finite() && *total > 0.0)
    }
}

fn ratio(part: Option<f64>, whole: Option<f64>) -> Option<f64> {
    Some((part? / whole?).min(LARGEST))
}
