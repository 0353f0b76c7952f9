//! What was seen, as means and levels; and the facts that a score rests on.

use serde::{Deserialize, Serialize};

use super::levels::Levels;
use super::point::EfficiencyPoint;
use crate::advise::mean::Mean;

/// The values that a score rests on: what a container did over the time observed, the last day
/// counting most. What was not known is missing.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
#[non_exhaustive]
pub struct EfficiencyFacts {
    /// Mean CPU use of the quota; missing where there is no quota.
    pub cpu_reserved_ratio: Option<f64>,
    /// CPU use of what can be used, not exceeded in 95 % of the time.
    pub cpu_p95_ratio: Option<f64>,
    /// CPU use of what can be used, not exceeded in 99 % of the time.
    pub cpu_p99_ratio: Option<f64>,
    /// Mean memory in use of the limit; missing where there is no limit.
    pub memory_ratio: Option<f64>,
    /// Memory in use of the limit, not exceeded in 95 % of the time.
    pub memory_p95_ratio: Option<f64>,
    /// Memory in use of the limit, not exceeded in 99 % of the time.
    pub memory_p99_ratio: Option<f64>,
    /// Standard deviation of the load line, or of the CPU use where that is missing.
    pub load_deviation: Option<f64>,
    /// Mean reading of the load line.
    pub load_line: Option<f64>,
    /// Restarts and kills, those of a day ago counting half.
    pub failures: Option<f64>,
    /// Share of the time in which the quota refused CPU time.
    pub cpu_throttled_ratio: Option<f64>,
    /// Share of the time in which a task waited for a CPU.
    pub cpu_pressure_ratio: Option<f64>,
    /// Share of the time in which a task waited for memory.
    pub memory_pressure_ratio: Option<f64>,
    /// Share of the time in which a task waited for I/O.
    pub io_pressure_ratio: Option<f64>,
}

/// What is gathered over a second, a batch, or the whole time.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize)]
pub(super) struct Means {
    cpu: Mean,
    cpu_squared: Mean,
    cpu_reserved: Mean,
    memory: Mean,
    load: Mean,
    load_squared: Mean,
    throttled: Mean,
    cpu_pressure: Mean,
    memory_pressure: Mean,
    io_pressure: Mean,
}

impl Means {
    pub(super) fn add(&mut self, point: &EfficiencyPoint, seconds: f64) {
        self.cpu.add(point.cpu_share(), seconds);
        self.cpu_reserved.add(point.cpu_reserved_share(), seconds);
        self.memory.add(point.memory_share(), seconds);
        self.load.add(point.load_line, seconds);
        self.throttled.add(point.cpu_throttled_ratio, seconds);
        self.cpu_pressure.add(point.cpu_pressure, seconds);
        self.memory_pressure.add(point.memory_pressure, seconds);
        self.io_pressure.add(point.io_pressure, seconds);
    }

    /// The means of a second, as one value each.
    fn add_second(&mut self, second: &Means, seconds: f64) {
        let squared = |mean: &Mean| mean.value().map(|value| value * value);
        self.cpu.add(second.cpu.value(), seconds);
        self.cpu_squared.add(squared(&second.cpu), seconds);
        self.cpu_reserved.add(second.cpu_reserved.value(), seconds);
        self.memory.add(second.memory.value(), seconds);
        self.load.add(second.load.value(), seconds);
        self.load_squared.add(squared(&second.load), seconds);
        self.throttled.add(second.throttled.value(), seconds);
        self.cpu_pressure.add(second.cpu_pressure.value(), seconds);
        self.memory_pressure.add(second.memory_pressure.value(), seconds);
        self.io_pressure.add(second.io_pressure.value(), seconds);
    }

    fn fade(&mut self, factor: f64) {
        self.all().into_iter().for_each(|mean| mean.fade(factor));
    }

    fn merge(&mut self, other: &Means, sign: f64) {
        let mut other = *other;
        self.all().into_iter().zip(other.all()).for_each(|(mean, more)| mean.merge(more, sign));
    }

    fn all(&mut self) -> [&mut Mean; 10] {
        [
            &mut self.cpu,
            &mut self.cpu_squared,
            &mut self.cpu_reserved,
            &mut self.memory,
            &mut self.load,
            &mut self.load_squared,
            &mut self.throttled,
            &mut self.cpu_pressure,
            &mut self.memory_pressure,
            &mut self.io_pressure,
        ]
    }
}

/// Means and levels over a stretch of time.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(super) struct Seen {
    means: Means,
    cpu_levels: Levels,
    memory_levels: Levels,
    /// Missing until the caller has said once how many there were.
    failures: Option<f64>,
}

impl Seen {
    pub(super) fn add(&mut self, second: &Means, failures: Option<f64>, seconds: f64) {
        self.means.add_second(second, seconds);
        self.cpu_levels.add(second.cpu.value(), seconds);
        self.memory_levels.add(second.memory.value(), seconds);
        if let Some(failures) = failures {
            self.failures = Some(self.failures.unwrap_or(0.0) + failures);
        }
    }

    pub(super) fn fade(&mut self, factor: f64) {
        self.means.fade(factor);
        self.cpu_levels.fade(factor);
        self.memory_levels.fade(factor);
        self.failures = self.failures.map(|failures| failures * factor);
    }

    /// Adds what another has gathered, or takes it off again (`sign` -1).
    pub(super) fn merge(&mut self, other: &Seen, sign: f64) {
        self.means.merge(&other.means, sign);
        self.cpu_levels.merge(&other.cpu_levels, sign);
        self.memory_levels.merge(&other.memory_levels, sign);
        if let Some(failures) = other.failures {
            self.failures = Some((self.failures.unwrap_or(0.0) + sign * failures).max(0.0));
        }
    }

    pub(super) fn facts(&self) -> EfficiencyFacts {
        let means = &self.means;
        let deviation = |mean: &Mean, squared: &Mean| {
            let mean = mean.value()?;
            Some((squared.value()? - mean * mean).max(0.0).sqrt())
        };
        let [cpu_p95_ratio, cpu_p99_ratio] = self.cpu_levels.quantiles([0.95, 0.99]);
        let [memory_p95_ratio, memory_p99_ratio] = self.memory_levels.quantiles([0.95, 0.99]);
        EfficiencyFacts {
            cpu_reserved_ratio: means.cpu_reserved.value(),
            cpu_p95_ratio,
            cpu_p99_ratio,
            memory_ratio: means.memory.value(),
            memory_p95_ratio,
            memory_p99_ratio,
            load_deviation: deviation(&means.load, &means.load_squared)
                .or_else(|| deviation(&means.cpu, &means.cpu_squared)),
            load_line: means.load.value(),
            failures: self.failures,
            cpu_throttled_ratio: means.throttled.value(),
            cpu_pressure_ratio: means.cpu_pressure.value(),
            memory_pressure_ratio: means.memory_pressure.value(),
            io_pressure_ratio: means.io_pressure.value(),
        }
    }
}
