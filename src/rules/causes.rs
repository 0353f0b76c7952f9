//! One cause, one finding: of what is raised together, what explains the rest speaks for it.

use super::rule::{Raised, Step};
use super::settings::Thresholds;
use super::state::States;
use super::table::RuleId;
use super::view::View;
use crate::finding::Severity;

/// More findings than this there cannot be: each takes at least one rule.
const MOST: usize = RuleId::COUNT;

/// A finding to be: the rule that speaks, and those that it speaks for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Cause {
    pub id: RuleId,
    pub severity: Severity,
    /// The rule whose severity it is, where that is not its own.
    pub severity_from: Option<RuleId>,
    /// What it explains, by [`RuleId::bit`].
    pub explains: u64,
}

/// Everything found, worst first.
#[derive(Debug, Clone)]
pub(crate) struct Causes {
    list: [Option<Cause>; MOST],
    count: usize,
}

impl Default for Causes {
    fn default() -> Self {
        Causes { list: [None; MOST], count: 0 }
    }
}

impl Causes {
    pub fn iter(&self) -> impl Iterator<Item = &Cause> {
        self.list[..self.count].iter().flatten()
    }

    pub fn worst(&self) -> Option<Severity> {
        self.iter().map(|cause| cause.severity).max()
    }

    fn push(&mut self, cause: Cause) {
        if self.count < MOST {
            self.list[self.count] = Some(cause);
            self.count += 1;
        }
    }
}

/// What is left to be explained.
struct Left<'a> {
    bits: u64,
    states: &'a States,
    thresholds: &'a Thresholds,
    found: Causes,
}

impl Left<'_> {
    fn has(&self, id: RuleId) -> bool {
        self.bits & id.bit() != 0
    }

    fn severity(&self, id: RuleId) -> Option<Severity> {
        let active = self.states.active(id)?;
        self.thresholds.of(id).get(active.step).map(|step| step.severity)
    }

    /// `id` speaks for those of `others` that are raised. One of `worse` that is more severe gives
    /// the finding its severity.
    fn speaks(&mut self, id: RuleId, others: u64, worse: u64) {
        let Some(own) = self.severity(id).filter(|_| self.has(id)) else { return };
        let mut cause = Cause { id, severity: own, severity_from: None, explains: 0 };
        cause.explains = self.bits & others & !id.bit();
        self.bits &= !(id.bit() | others);
        for other in RuleId::of_bits(cause.explains & worse) {
            if let Some(severity) = self.severity(other).filter(|severity| *severity > cause.severity) {
                cause.severity = severity;
                cause.severity_from = Some(other);
            }
        }
        self.found.push(cause);
    }

    /// The first of the chain that is raised speaks for the rest of it and for `also`.
    fn first_speaks(&mut self, chain: &[RuleId], also: u64, worse: u64) -> Option<RuleId> {
        let first = *chain.iter().find(|id| self.has(**id))?;
        self.speaks(first, set(chain) | also, worse);
        Some(first)
    }
}

const fn set(ids: &[RuleId]) -> u64 {
    let mut bits = 0;
    let mut index = 0;
    while index < ids.len() {
        bits |= ids[index].bit();
        index += 1;
    }
    bits
}

/// What explains what, resource by resource.
pub(crate) fn resolve(states: &States, thresholds: &Thresholds, view: &View) -> Causes {
    let mut left = Left { bits: states.raised(), states, thresholds, found: Causes::default() };
    if left.bits != 0 {
        cpu(&mut left, view);
        memory(&mut left, view);
        stocks(&mut left);
        disk_io(&mut left, view);
        left.first_speaks(
            &[
                RuleId::NetworkErrors,
                RuleId::NetworkDrops,
                RuleId::Retransmissions,
                RuleId::NetworkThroughput,
            ],
            0,
            RuleId::Retransmissions.bit(),
        );
        left.speaks(RuleId::Load, 0, 0);
        left.found.sort();
    }
    left.found
}

/// The quota explains nearly everything that a throttled container shows. A container that fills
/// its CPUs waits for them, and so the host is busy and its queue long; if it does not, its
/// neighbours do.
fn cpu(left: &mut Left, view: &View) {
    use RuleId::{
        CpuHost, CpuPressure, CpuRunQueue, CpuSteal, CpuThrottledPeriods, CpuThrottling, CpuUtilisation, Load,
    };
    const WAITING: u64 = set(&[CpuPressure, CpuRunQueue]);
    left.first_speaks(
        &[CpuThrottling, CpuThrottledPeriods],
        set(&[CpuUtilisation, CpuHost, Load]) | WAITING,
        CpuUtilisation.bit(),
    );
    if left.has(CpuUtilisation) {
        // With a quota that is not used up, neighbours are what makes the host's queue long.
        let load = if view.quota_binds() { 0 } else { set(&[Load, CpuHost]) };
        left.speaks(CpuUtilisation, WAITING | CpuHost.bit() | load, 0);
    }
    if left.first_speaks(&[CpuPressure, CpuRunQueue], set(&[CpuHost, Load]), Load.bit()).is_none() {
        left.speaks(CpuHost, Load.bit(), Load.bit());
    }
    left.speaks(CpuSteal, 0, 0);
}

/// From a kill down to pages read back: each is how the one before begins.
fn memory(left: &mut Left, view: &View) {
    use RuleId::{
        IoBusy, IoLatency, IoPressure, IoQueue, IoStalled, IoWait, MemoryFaults, MemoryHigh, MemoryHost,
        MemoryLeak, MemoryOomKill, MemoryPressure, MemoryStalled, MemorySwap, MemoryUsed,
    };
    const CHAIN: &[RuleId] = &[
        MemoryOomKill,
        MemoryUsed,
        MemoryHigh,
        MemoryStalled,
        MemoryPressure,
        MemorySwap,
        MemoryFaults,
        MemoryLeak,
    ];
    const DISK: u64 = set(&[IoStalled, IoPressure, IoLatency, IoQueue, IoBusy, IoWait]);
    // Pages that go to the disk and come back are the disk's load.
    let paging = left.has(MemorySwap) || left.has(MemoryFaults);
    let short = CHAIN.iter().any(|id| left.has(*id) && !matches!(id, MemoryLeak | MemoryFaults));
    let disk = if paging && short { DISK } else { 0 };
    // Without a limit of its own it is the host's memory that runs out.
    let host = if view.memory_limit().is_none() { MemoryHost.bit() } else { 0 };
    let worse = set(&[MemoryPressure, MemoryStalled, MemoryHost]);
    if left.first_speaks(CHAIN, disk | host, worse) == Some(MemoryHigh) {
        left.found.felt_by(MemoryPressure);
    }
    left.speaks(MemoryHost, 0, 0);
}

/// What is full was filled: the trend is part of it, and its severity counts where it is worse. What
/// was refused says more than how full it is now.
fn stocks(left: &mut Left) {
    use RuleId::{
        DescriptorLeak, Descriptors, DiskFill, DiskSpace, Inodes, InodesFill, Pids, PidsLeak, PidsRefused,
    };
    const CHAINS: [&[RuleId]; 4] = [
        &[DiskSpace, DiskFill],
        &[Inodes, InodesFill],
        &[Descriptors, DescriptorLeak],
        &[PidsRefused, Pids, PidsLeak],
    ];
    for chain in CHAINS {
        left.first_speaks(chain, 0, set(chain));
    }
}

/// Tasks that wait for the disk make the load.
fn disk_io(left: &mut Left, view: &View) {
    use RuleId::{IoBusy, IoLatency, IoPressure, IoQueue, IoStalled, IoWait, Load};
    let blocked = view.sample.host_tasks_blocked().unwrap_or(0);
    let running = view.sample.host_tasks_running().unwrap_or(0);
    let load = if blocked > running { Load.bit() } else { 0 };
    left.first_speaks(&[IoStalled, IoPressure, IoLatency, IoQueue, IoBusy, IoWait], load, set(&[IoPressure]));
}

impl Causes {
    /// The latest finding is at least high where that rule is raised with it.
    fn felt_by(&mut self, id: RuleId) {
        let latest = self.count.checked_sub(1).and_then(|index| self.list[index].as_mut());
        if let Some(cause) = latest.filter(|cause| cause.explains & id.bit() != 0) {
            if cause.severity < Severity::High {
                cause.severity = Severity::High;
                cause.severity_from = Some(id);
            }
        }
    }

    /// Worst first; within a severity the order of the resources stays.
    fn sort(&mut self) {
        self.list[..self.count].sort_by_key(|cause| std::cmp::Reverse(cause.map(|cause| cause.severity)));
    }
}

impl Cause {
    /// All that a finding of this cause is written from.
    pub fn raised<'a>(&self, states: &States, thresholds: &Thresholds) -> Option<Raised<'a>> {
        let rule = self.id.rule();
        let active = states.active(self.id)?;
        let step = *thresholds.of(self.id).get(active.step)?;
        let worse = self.severity_from.and_then(|id| {
            let active = states.active(id)?;
            let step: Step = *thresholds.of(id).get(active.step)?;
            Some((id.rule(), step, active.value))
        });
        Some(Raised {
            rule,
            step,
            value: active.value,
            severity: self.severity,
            worse,
            confidence: confidence(active.held_seconds, rule.published_seconds, active.provisional),
            held_seconds: active.held_seconds,
            explains: self.explains,
        })
    }
}

/// Half sure where it has just been raised, wholly where it held for as long as was published; less
/// than half where less was watched than a rule takes to be raised.
pub(super) fn confidence(held: f64, published: f64, provisional: bool) -> f64 {
    const JUST_RAISED: f64 = 0.5;
    const PROVISIONAL: f64 = 0.3;
    if provisional && published > 0.0 {
        return PROVISIONAL;
    }
    if published <= 0.0 {
        return 1.0;
    }
    JUST_RAISED + (1.0 - JUST_RAISED) * (held / published).min(1.0)
}

#[cfg(test)]
#[path = "causes_tests.rs"]
mod tests;
