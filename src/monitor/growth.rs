//! Stocks that can only be filled once: who grows towards its limit.

use serde::{Deserialize, Serialize};

use crate::fields::Sample;
use crate::rules::{Growing, Growths};
use crate::trends::{Assessment, Trend, TrendOptions};
use crate::units::Limit;
use crate::usage;

/// The trends of what leaks or fills.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Stocks {
    pub memory: Stock,
    pub disk_space: Stock,
    pub inodes: Stock,
    pub descriptors: Stock,
    pub pids: Stock,
}

/// One of them.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Stock {
    pub trend: Trend,
    /// The value and the limit at the latest reading.
    pub latest: Option<(f64, Option<f64>)>,
}

impl Default for Stocks {
    fn default() -> Self {
        Stocks {
            memory: Stock::new(TrendOptions::leak()),
            disk_space: Stock::new(TrendOptions::fill()),
            inodes: Stock::new(TrendOptions::fill()),
            descriptors: Stock::new(TrendOptions::leak()),
            pids: Stock::new(TrendOptions::leak()),
        }
    }
}

impl Stocks {
    /// What a process holds begins anew with the process; filesystems stay.
    pub fn restart(&mut self) {
        for stock in [&mut self.memory, &mut self.descriptors, &mut self.pids] {
            stock.trend.restart();
            stock.latest = None;
        }
    }

    /// Takes in a reading; tells what grows.
    pub fn observe(&mut self, sample: &Sample, seconds: f64) -> Growths {
        Growths {
            memory: self.memory.observe(seconds, memory(sample)),
            disk_space: self.disk_space.observe(seconds, disk_space(sample)),
            inodes: self.inodes.observe(seconds, inodes(sample)),
            descriptors: self.descriptors.observe(seconds, descriptors(sample)),
            pids: self.pids.observe(seconds, pids(sample)),
        }
    }
}

impl Stock {
    /// One that has seen nothing.
    pub fn new(options: TrendOptions) -> Self {
        Stock { trend: Trend::new(options), latest: None }
    }

    /// Takes in a reading, the value with its limit; tells whether it grows.
    pub fn observe(&mut self, seconds: f64, now: Option<(f64, Option<f64>)>) -> Option<Growing> {
        self.latest = now;
        let (value, limit) = now?;
        self.trend.push(seconds, value);
        let Assessment::Growing(growth) = self.trend.assess(limit) else { return None };
        Some(Growing {
            per_second: growth.per_second,
            value,
            limit,
            seconds_to_limit: growth.seconds_to_limit,
            seconds_to_limit_low: growth.seconds_to_limit_low,
            seconds_to_limit_high: growth.seconds_to_limit_high,
            observed_seconds: growth.observed_seconds,
            p_value: growth.p_value,
        })
    }

    /// What is known of its growth; nothing where it was never read.
    pub fn assess(&self) -> Option<Assessment> {
        let (_, limit) = self.latest?;
        Some(self.trend.assess(limit))
    }
}

#[allow(clippy::cast_precision_loss)] // Growth is seen in the upper 53 bits.
fn float(value: u64) -> f64 {
    value as f64
}

/// Anonymous memory, and what it can grow to: what else the kernel cannot take back stays. Without a
/// limit it is the host's memory that ends.
fn memory(sample: &Sample) -> Option<(f64, Option<f64>)> {
    let own = sample.cgroup_memory_anon_bytes();
    let anon = own
        .or_else(|| Some(sample.process_resident_bytes()?.saturating_sub(sample.process_shared_bytes()?)))?;
    let limit = match sample.cgroup_memory_effective_limit_bytes().and_then(Limit::value) {
        Some(limit) => {
            let rest = usage::memory_needed_bytes(sample).unwrap_or(anon).saturating_sub(anon);
            Some(limit.saturating_sub(rest))
        }
        None => sample.host_memory_available_bytes().map(|available| anon.saturating_add(available)),
    };
    Some((float(anon), limit.map(float)))
}

fn disk_space(sample: &Sample) -> Option<(f64, Option<f64>)> {
    let used = sample.filesystem_total_bytes()?.saturating_sub(sample.filesystem_free_bytes()?);
    let limit = sample.filesystem_available_bytes().map(|available| used.saturating_add(available));
    Some((float(used), limit.map(float)))
}

fn inodes(sample: &Sample) -> Option<(f64, Option<f64>)> {
    let all = sample.filesystem_inodes().filter(|inodes| *inodes > 0)?;
    Some((float(all.saturating_sub(sample.filesystem_inodes_free()?)), Some(float(all))))
}

fn descriptors(sample: &Sample) -> Option<(f64, Option<f64>)> {
    let open = sample.process_descriptors()?.saturating_sub(sample.own_descriptors());
    Some((float(open), sample.process_descriptors_limit().and_then(Limit::value).map(float)))
}

fn pids(sample: &Sample) -> Option<(f64, Option<f64>)> {
    let tasks = sample.cgroup_pids().or(sample.process_threads())?;
    Some((float(tasks), sample.cgroup_pids_effective_limit().and_then(Limit::value).map(float)))
}
