//! From what was kept to what is advised.

use std::borrow::Cow;

use super::allocation::{Allocation, AllocationAdvice, PatternSize, PatternSizes, Size, SizingContext};
use super::distribution::Distribution;
use super::peaks::DAILY;
use super::rule::{
    confidence, narrowing, rule_of, widening, CpuRule, Rule, DAY_SECONDS, KNOWN_DAYS, LEAST_CPUS,
    LEAST_HEADROOM_BYTES, LEAST_MARGIN, LEAST_MEMORY_BYTES, LOWER_PERCENTILE, MARGIN, MIB,
    NEEDED_OBSERVATIONS, NEEDED_SECONDS, OOM_RATIO, PRICE_OF_TIME_OVER, UPPER_PERCENTILE,
};
use super::{Seen, Sizing};
use crate::advise::WorkloadPattern;
use crate::fields::{Scope, Unit};
use crate::finding::Measure;

/// Memory that came this near its limit may have been held down by it (the share at which memory use
/// is critical; docs/thresholds.md).
const NEAR_THE_LIMIT: f64 = 0.95;

impl Sizing {
    /// What to allocate by the rules of a pattern; [`WorkloadPattern::Detect`] takes the one that the
    /// context says was recognised, or else [`Balanced`](WorkloadPattern::Balanced).
    #[must_use]
    pub fn allocation(&self, pattern: WorkloadPattern, context: &SizingContext) -> Allocation {
        let (cpu, memory) = (self.cpu_use(), self.memory_use());
        if cpu.is_none() && memory.is_none() {
            return self.not_enough_data();
        }
        let asked = Some(pattern).filter(|pattern| *pattern != WorkloadPattern::Detect);
        let known = asked.or(context.recognised.filter(|pattern| *pattern != WorkloadPattern::Detect));
        let pattern = known.unwrap_or(WorkloadPattern::Balanced);
        let rule = rule_of(pattern);
        let days = self.days();
        let mut notes = Vec::new();
        let cpu_size = cpu.as_ref().map(|cpu| cpu.size(rule, days, context, &mut notes));
        let memory_size = memory.as_ref().map(|memory| memory.size(rule, days, context, &mut notes));
        if cpu.is_none() && self.last_seconds.and_then(|now| self.cpu_peaks.highest(now)).is_some() {
            notes.push("CPU: too little of its use was seen beyond start-up for advice.".to_owned());
        }
        let others = WorkloadPattern::RECOGNISED.into_iter().filter(|other| *other != pattern);
        let if_pattern = others.map(|pattern| PatternSizes {
            pattern,
            cpu: cpu.as_ref().map(|cpu| cpu.advised(rule_of(pattern)).capped(context.host_cpus)),
            memory: memory
                .as_ref()
                .map(|memory| memory.advised(rule_of(pattern)).capped(context.host_memory_bytes)),
        });
        Allocation::Advice(Box::new(AllocationAdvice {
            pattern,
            pattern_assumed: known.is_none(),
            confidence: confidence(days),
            observed_seconds: self.observed_seconds(),
            span_seconds: self.span_seconds(),
            cpu: cpu_size,
            memory: memory_size,
            if_pattern: if_pattern.collect(),
            notes,
        }))
    }

    fn not_enough_data(&self) -> Allocation {
        let Seen { seconds, observations } =
            if self.memory_seen.seconds > self.cpu_seen.seconds { self.memory_seen } else { self.cpu_seen };
        let reason = if self.last_seconds.is_none() {
            "nothing was observed yet".to_owned()
        } else if seconds < NEEDED_SECONDS {
            format!("{seconds:.0} s were observed; right-sizing needs at least {NEEDED_SECONDS:.0} s")
        } else {
            format!(
                "{observations} observations were made; right-sizing needs at least {NEEDED_OBSERVATIONS}"
            )
        };
        // At the pace so far.
        #[allow(clippy::cast_precision_loss)] // Small numbers.
        let a_second = if observations > 0 { seconds / observations as f64 } else { 0.0 };
        #[allow(clippy::cast_precision_loss)]
        let needed_seconds = NEEDED_SECONDS.max(a_second * NEEDED_OBSERVATIONS as f64);
        Allocation::NotEnoughData { reason, observed_seconds: self.observed_seconds(), needed_seconds }
    }

    fn observed_seconds(&self) -> f64 {
        self.memory_seen.seconds.max(self.cpu_seen.seconds)
    }

    fn span_seconds(&self) -> f64 {
        match (self.first_seconds, self.last_seconds) {
            (Some(first), Some(last)) => (last - first).max(0.0),
            _ => 0.0,
        }
    }

    /// The recommender's measure of confidence: days since the beginning, gaps left out.
    fn days(&self) -> f64 {
        self.span_seconds().min(self.observed_seconds()) / DAY_SECONDS
    }

    /// How much of the caution for a short history is left: all at first, nothing after a day.
    fn caution(&self) -> f64 {
        (1.0 - self.days()).clamp(0.0, 1.0)
    }

    fn cpu_use(&self) -> Option<CpuUse> {
        let peak = self.cpu_peaks.highest(self.last_seconds?).filter(|_| self.cpu_seen.is_enough())?;
        let distribution = Distribution::of(&self.cpu, peak)?;
        let cheapest = distribution.cheapest(PRICE_OF_TIME_OVER) * (1.0 + MARGIN * self.caution());
        Some(CpuUse { cheapest, distribution, peak })
    }

    fn memory_use(&self) -> Option<MemoryUse> {
        let now = self.last_seconds.filter(|_| self.memory_seen.is_enough())?;
        let daily = self.memory_peaks.daily(now);
        let start_up = self.start_up_peaks.highest(now);
        let steady = self.memory_peaks.highest(now);
        let peak = steady.into_iter().chain(start_up).reduce(f64::max)?;
        Some(MemoryUse {
            median: self.memory_peaks.median(now).unwrap_or(peak),
            peak,
            start_up,
            oom_needed: self.oom_peaks.highest(now),
            daily_growth: growth(&daily),
            least_margin: memory_margin(&daily),
        })
    }
}

/// By how much the peak grew on each of the last two days at least; 0 where it did not on both.
fn growth(daily: &[Option<f64>; DAILY]) -> f64 {
    match daily {
        [Some(latest), Some(before), Some(earlier), ..] => (latest - before).min(before - earlier).max(0.0),
        _ => 0.0,
    }
}

/// Half of how far the peaks of days lie apart, as a share of the highest, within bounds; more until
/// three days are known.
fn memory_margin(daily: &[Option<f64>; DAILY]) -> f64 {
    let known = || daily.iter().flatten().copied();
    if known().count() < KNOWN_DAYS {
        return OOM_RATIO - 1.0;
    }
    let highest = known().fold(0.0, f64::max);
    let lowest = known().fold(highest, f64::min);
    let apart = if highest > 0.0 { (highest - lowest) / highest } else { 0.0 };
    (apart / 2.0).clamp(LEAST_MARGIN, MARGIN)
}

impl Seen {
    fn is_enough(self) -> bool {
        self.seconds >= NEEDED_SECONDS && self.observations >= NEEDED_OBSERVATIONS
    }
}

struct CpuUse {
    distribution: Distribution,
    cheapest: f64,
    peak: f64,
}

impl CpuUse {
    fn by(&self, rule: CpuRule) -> f64 {
        cpus(match rule {
            CpuRule::Cheapest => self.cheapest,
            CpuRule::Percentile(share) => self.distribution.percentile(share) * (1.0 + MARGIN),
        })
    }

    fn advised(&self, rule: &Rule) -> PatternSize {
        let target = self.by(rule.cpu_target);
        let request = rule.cpu_request.map_or(target, |request| self.by(request).min(target));
        let limit = rule.cpu_limit.then(|| cpus(self.peak * (1.0 + MARGIN)).max(request));
        PatternSize { unit: Unit::Cpus, target, request, limit }
    }

    fn size(&self, rule: &Rule, days: f64, context: &SizingContext, notes: &mut Vec<String>) -> Size {
        let with_margin = |share| self.distribution.percentile(share) * (1.0 + MARGIN);
        let advised = self.advised(rule);
        let bounds = Bounds {
            lower: cpus(with_margin(LOWER_PERCENTILE) * narrowing(days)).min(advised.target),
            upper: cpus(with_margin(UPPER_PERCENTILE).max(advised.target) * widening(days))
                .max(advised.limit.unwrap_or(0.0)),
        };
        let evidence = vec![
            cpu_measure("cpu_demand_mean_cpus", self.distribution.mean),
            cpu_measure("cpu_demand_p50_cpus", self.distribution.percentile(0.5)),
            cpu_measure("cpu_demand_p90_cpus", self.distribution.percentile(0.9)),
            cpu_measure("cpu_demand_p95_cpus", self.distribution.percentile(0.95)),
            cpu_measure("cpu_demand_p99_cpus", self.distribution.percentile(0.99)),
            cpu_measure("cpu_demand_peak_cpus", self.peak),
        ];
        let mut size = size(advised, bounds, context.host_cpus, rule.cpu_text, evidence);
        size.current_request = context.cpu_request_cpus;
        size.current_limit = context.cpu_limit_cpus;
        if let (Some(needed), Some(host)) = (size.beyond_host, context.host_cpus) {
            notes.push(format!("CPU: {needed} CPUs would be advised, but the host has only {host}."));
        }
        size
    }
}

struct MemoryUse {
    median: f64,
    peak: f64,
    start_up: Option<f64>,
    oom_needed: Option<f64>,
    least_margin: f64,
    daily_growth: f64,
}

impl MemoryUse {
    fn with_headroom(&self, bytes: f64, margin: f64) -> f64 {
        let share = bytes * margin.max(self.least_margin);
        let headroom = share.max(self.daily_growth).max(LEAST_HEADROOM_BYTES);
        (bytes + headroom).max(LEAST_MEMORY_BYTES)
    }

    fn advised(&self, rule: &Rule) -> PatternSize {
        let peak = self.with_headroom(self.peak, rule.memory_margin);
        let limit = mebibytes(peak.max(self.oom_needed.unwrap_or(0.0)));
        let request = if rule.memory_request_is_median {
            mebibytes(self.with_headroom(self.median, 0.0)).min(limit)
        } else {
            limit
        };
        PatternSize { unit: Unit::Bytes, target: limit, request, limit: Some(limit) }
    }

    fn size(&self, rule: &Rule, days: f64, context: &SizingContext, notes: &mut Vec<String>) -> Size {
        let advised = self.advised(rule);
        let bounds = Bounds {
            lower: mebibytes(self.median * narrowing(days)).min(advised.target),
            upper: mebibytes(advised.target * widening(days)),
        };
        let measures = [
            ("memory_needed_hourly_peak_median_bytes", Some(self.median)),
            ("memory_needed_peak_bytes", Some(self.peak)),
            ("memory_needed_daily_growth_bytes", Some(self.daily_growth).filter(|growth| *growth > 0.0)),
            ("memory_needed_start_up_peak_bytes", self.start_up),
            ("memory_needed_after_oom_kill_bytes", self.oom_needed),
        ];
        let measure = |(name, value): (&'static str, Option<f64>)| {
            Some(Measure {
                name: Cow::Borrowed(name),
                value: value?,
                unit: Unit::Bytes,
                scope: Scope::Cgroup,
            })
        };
        let evidence = measures.into_iter().filter_map(measure).collect();
        let mut size = size(advised, bounds, context.host_memory_bytes, rule.memory_text, evidence);
        size.current_request = context.memory_request_bytes;
        size.current_limit = context.memory_limit_bytes;
        if let (Some(needed), Some(host)) = (size.beyond_host, context.host_memory_bytes) {
            let (needed, host) = (needed / MIB, host / MIB);
            notes.push(format!(
                "Memory: {needed:.0} MiB would be advised, but the host has only {host:.0} MiB."
            ));
        }
        if self.oom_needed.is_some() {
            notes.push("Memory: processes were killed for want of it within 8 days.".to_owned());
        }
        if context.memory_limit_bytes.is_some_and(|limit| self.peak >= NEAR_THE_LIMIT * limit) {
            notes.push(
                "Memory: it came within 5 % of its limit, so that it may need more than was seen.".to_owned(),
            );
        }
        size
    }
}

impl PatternSize {
    /// Never more than the host has.
    fn capped(self, host: Option<f64>) -> Self {
        let Some(host) = host else { return self };
        PatternSize {
            target: self.target.min(host),
            request: self.request.min(host),
            limit: self.limit.map(|limit| limit.min(host)),
            ..self
        }
    }
}

struct Bounds {
    lower: f64,
    upper: f64,
}

fn size(
    wanted: PatternSize,
    bounds: Bounds,
    host: Option<f64>,
    rule: &'static str,
    evidence: Vec<Measure>,
) -> Size {
    let PatternSize { unit, target, request, limit } = wanted.capped(host);
    let most = wanted.limit.unwrap_or(wanted.target).max(wanted.target);
    let capped = |value: f64| host.map_or(value, |host| value.min(host));
    Size {
        unit,
        lower: capped(bounds.lower),
        target,
        upper: capped(bounds.upper),
        request,
        limit,
        current_request: None,
        current_limit: None,
        beyond_host: host.filter(|host| most > *host).map(|_| most),
        rule,
        evidence,
    }
}

fn cpu_measure(name: &'static str, value: f64) -> Measure {
    Measure { name: Cow::Borrowed(name), value, unit: Unit::Cpus, scope: Scope::Cgroup }
}

/// Rounded up to 10 millicores, or to 1 below 100: there a step of 10 would waste up to half.
fn cpus(value: f64) -> f64 {
    let value = value.max(LEAST_CPUS);
    let steps_a_cpu = if value < 0.1 { 1000.0 } else { 100.0 };
    (value * steps_a_cpu - 1e-6).ceil() / steps_a_cpu
}

/// Rounded up to whole MiB.
fn mebibytes(value: f64) -> f64 {
    (value.max(LEAST_MEMORY_BYTES) / MIB).ceil() * MIB
}
