//! How large a limit has to be: the arithmetic of advice.

use super::Case;
use crate::advise::right::Right;
use crate::rules::View;
use crate::usage;

/// Limits are advised so that today's need is at 80 % of them: where Netdata clears its alarms.
pub(in crate::advise) const FILL: f64 = 0.80;

/// After an OOM kill the memory limit grows at least by this factor and this much (Kubernetes VPA,
/// `oom-bump-up-ratio` and `oom-min-bump-up-bytes`).
const OOM_FACTOR: f64 = 1.2;
const OOM_BYTES: u64 = 100 << 20;

/// Where the CPUs of the host are as busy as this there is none to be had (node-mixin
/// NodeCPUHighUsage).
const HOST_BUSY: f64 = 0.90;

const MEBIBYTE: u64 = 1 << 20;

/// What is to be done about the quota.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Quota {
    /// No quota that can be seen limits it.
    None,
    /// It leaves room: on average it is not too small.
    Roomy { now: f64 },
    /// It is as large as the CPUs that the container may run on.
    Widest { now: f64 },
    /// The host has no CPU time left to back a larger one.
    Crowded { busy: f64, raise: Raise },
    /// It can be raised.
    Raise(Raise),
}

/// A quota to be raised, in CPUs.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Raise {
    pub now: f64,
    pub to: f64,
    /// What is used and what was refused.
    pub need: f64,
    /// What would leave a fifth free; more than `to` where there are not so many CPUs.
    pub wanted: f64,
}

/// CPUs that the container used and those that its quota refused.
pub(in crate::advise) fn cpus_needed(view: &View) -> Option<f64> {
    let used = view.rate(|usage| usage.cgroup_cpu_usage_cpus)?;
    Some(used + view.rate(|usage| usage.cgroup_cpu_throttled_cpus).unwrap_or(0.0))
}

/// CPUs in tenths, of which the need is 80 %.
pub(in crate::advise) fn cpus_for(need: f64) -> f64 {
    (need / FILL * 10.0 - 1e-9).ceil().max(1.0) / 10.0
}

/// The CPUs that it may run on: those of its cpuset, or of the host.
#[allow(clippy::cast_precision_loss)] // There are not 2^53 CPUs.
pub(super) fn cpus_at_hand(view: &View) -> Option<f64> {
    let (online, set) = (view.sample.host_cpus_online(), view.sample.cgroup_cpuset_cpus());
    let fewest = match (online, set) {
        (Some(online), Some(set)) => Some(online.min(set)),
        (one, other) => one.or(other),
    };
    fewest.filter(|cpus| *cpus > 0).map(|cpus| cpus as f64)
}

/// How busy the host's CPUs are, where that leaves less than `cpus` of them.
#[allow(clippy::cast_precision_loss)] // There are not 2^53 CPUs.
pub(super) fn crowded(view: &View, cpus: f64) -> Option<f64> {
    let busy = view.rate(|usage| usage.host_cpu_busy_ratio).filter(|busy| *busy >= HOST_BUSY)?;
    let free = view.sample.host_cpus_online().map(|online| online as f64 * (1.0 - busy).max(0.0));
    free.is_none_or(|free| free < cpus).then_some(busy)
}

pub(super) fn quota(case: &Case) -> Quota {
    let view = case.view;
    let (Some(now), Some(need), true) = (view.quota(), cpus_needed(view), view.quota_binds()) else {
        return Quota::None;
    };
    let history = case.right.and_then(Right::confident).and_then(Right::cpus).unwrap_or(0.0);
    let wanted = cpus_for(need).max((history * 10.0 - 1e-9).ceil() / 10.0);
    let to = cpus_at_hand(view).map_or(wanted, |cpus| wanted.min(cpus));
    let raise = Raise { now, to, need, wanted };
    if wanted <= now {
        Quota::Roomy { now }
    } else if to <= now {
        Quota::Widest { now }
    } else if let Some(busy) = crowded(view, to - now) {
        Quota::Crowded { busy, raise }
    } else {
        Quota::Raise(raise)
    }
}

/// What is to be done about the memory limit, in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Memory {
    /// No limit applies.
    None,
    /// It is large enough.
    Roomy,
    /// The host does not have as much.
    HostShort { wanted: u64, available: u64 },
    /// It can be raised.
    Raise { now: u64, to: u64 },
}

/// The limit in which `need` bytes are 80 %; after a kill no less than what Kubernetes VPA gives.
pub(super) fn memory(case: &Case, need: u64, killed: bool) -> Memory {
    let Some(now) = case.view.memory_limit() else { return Memory::None };
    let history = case.right.and_then(Right::confident).and_then(Right::bytes).unwrap_or(0.0);
    let mut bytes = scaled(need, 1.0 / FILL).max(scaled(1, history));
    if killed {
        // A small container is at the most doubled: 100 MiB on 16 would be waste, not care.
        bytes = bytes.max(scaled(now, OOM_FACTOR)).max(now.saturating_add(OOM_BYTES.min(now)));
    }
    let to = whole_mebibytes(bytes);
    if to <= now {
        return Memory::Roomy;
    }
    let sample = case.view.sample;
    // What the limit grows by the container may come to use.
    let available = sample.host_memory_available_bytes().map_or(u64::MAX, |free| now.saturating_add(free));
    let most = available.min(sample.host_memory_total_bytes().unwrap_or(u64::MAX));
    if to > most {
        return Memory::HostShort { wanted: to, available: most.saturating_sub(now) };
    }
    Memory::Raise { now, to }
}

/// Memory of the container that the kernel cannot take back without swapping.
pub(in crate::advise) fn bytes_needed(view: &View) -> Option<u64> {
    usage::memory_needed_bytes(view.sample)
}

/// Rounded up to whole MiB.
pub(in crate::advise) fn whole_mebibytes(bytes: u64) -> u64 {
    bytes.div_ceil(MEBIBYTE).saturating_mul(MEBIBYTE)
}

/// Bytes times a factor.
#[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation, clippy::cast_sign_loss)] // Advice is rounded to MiB.
pub(in crate::advise) fn scaled(bytes: u64, factor: f64) -> u64 {
    (bytes as f64 * factor) as u64
}

/// The next whole number, of one that is not negative.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // Saturates.
pub(in crate::advise) fn round_up(value: f64) -> u32 {
    (value - 1e-9).ceil() as u32
}

/// A limit of a table (tasks, descriptors) of which `used` is 80 %: the next power of two, as such
/// limits are customarily set.
pub(super) fn entries_for(used: u64) -> u64 {
    scaled(used, 1.0 / FILL).max(1).checked_next_power_of_two().unwrap_or(u64::MAX)
}
