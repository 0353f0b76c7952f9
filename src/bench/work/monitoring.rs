//! What the library itself does: samples and verdicts.

use std::hint::black_box;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::Arc;

use crate::advise::WorkloadPattern;
use crate::bench::round::Work;
use crate::clock::Clock;
use crate::error::Result;
use crate::fields::{Groups, Sample};
use crate::finding::Severity;
use crate::monitor::{Monitor, MonitorOptions};
use crate::rules::RULES;
use crate::sample::Sampler;
use crate::sys::clock::KernelClock;

/// Readings of this container.
#[derive(Debug)]
pub(in crate::bench) struct Sampling {
    sampler: Sampler,
    sample: Sample,
}

impl Sampling {
    pub(in crate::bench) fn new(groups: Groups) -> Result<Self> {
        Ok(Sampling { sampler: Sampler::builder().groups(groups).build()?, sample: Sample::default() })
    }
}

impl Work for Sampling {
    fn operation(&mut self) -> Result<()> {
        self.sampler.read(&mut self.sample)
    }
}

/// A reading with everything that is learnt from it.
#[derive(Debug)]
pub(in crate::bench) struct Observing(Monitor);

impl Observing {
    pub(in crate::bench) fn new() -> Result<Self> {
        Ok(Observing(Monitor::new(MonitorOptions::default())?))
    }
}

impl Work for Observing {
    fn operation(&mut self) -> Result<()> {
        self.0.observe()
    }
}

/// Time that passes by a step with each look, so that a history is there at once.
#[derive(Debug)]
struct Stepping(AtomicU64);

const STEP_NS: u64 = 20_000_000;

impl Clock for Stepping {
    fn boot_ns(&self) -> u64 {
        self.0.fetch_add(STEP_NS, Ordering::Relaxed)
    }

    fn wall_ns(&self) -> u64 {
        KernelClock.wall_ns()
    }
}

/// What every container uses some of. A verdict on nothing takes a microsecond; what is asked is what one takes that has
/// something to say, and the same in every run: so these count as too much, and nothing else does.
const ALWAYS: [(&str, Severity); 4] = [
    ("memory.used", Severity::High),
    ("memory.host", Severity::High),
    ("disk_space.used", Severity::High),
    ("descriptors.used", Severity::Medium),
];
const A_LITTLE: f64 = 0.000_001;
/// Until then it has a window to judge.
const OBSERVATIONS: usize = 12;

/// A monitor that has something to say, and observes no more: each verdict is on the same.
fn troubled() -> Result<Monitor> {
    let mut options = MonitorOptions::default();
    for rule in RULES.iter() {
        match ALWAYS.iter().find(|(name, _)| *name == rule.name) {
            Some((name, severity)) => options.thresholds.set(name, *severity, A_LITTLE, 0.0)?,
            None => options.thresholds.disable(rule.name)?,
        }
    }
    options.sampler = Sampler::builder().clock(Arc::new(Stepping(AtomicU64::new(KernelClock.boot_ns()))));
    let mut monitor = Monitor::new(options)?;
    for _ in 0..OBSERVATIONS {
        monitor.observe()?;
    }
    Ok(monitor)
}

fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

/// Verdicts.
#[derive(Debug)]
pub(in crate::bench) struct Diagnosing(Monitor);

impl Diagnosing {
    pub(in crate::bench) fn new() -> Result<Self> {
        troubled().map(Diagnosing)
    }

    /// What there is to say.
    pub(in crate::bench) fn dose(&self) -> String {
        let diagnosis = self.0.diagnose();
        counted(diagnosis.bottlenecks.len() + diagnosis.anomalies.len(), "finding", "findings")
    }
}

impl Work for Diagnosing {
    fn operation(&mut self) -> Result<()> {
        black_box(self.0.diagnose());
        Ok(())
    }
}

/// What to change, and the size that would suit.
#[derive(Debug)]
pub(in crate::bench) struct Advising(Monitor);

impl Advising {
    pub(in crate::bench) fn new() -> Result<Self> {
        troubled().map(Advising)
    }

    /// What there is to advise.
    pub(in crate::bench) fn dose(&self) -> String {
        counted(self.0.recommend().recommendations.len(), "recommendation", "recommendations")
    }
}

impl Work for Advising {
    fn operation(&mut self) -> Result<()> {
        black_box((self.0.recommend(), self.0.allocation(WorkloadPattern::Detect)));
        Ok(())
    }
}
