//! Shares that one sample is enough for. A container's share is of the container's own limit;
//! where there is no limit there is no share.

use crate::fields::Sample;
use crate::units::Limit;

/// A share of a whole; nothing where the whole is not a positive number.
#[allow(clippy::cast_precision_loss)] // A share does not need 53 bits.
fn share_of(part: u64, whole: u64) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}

fn of_limit(part: u64, limit: Option<Limit<u64>>) -> Option<f64> {
    share_of(part, limit?.value()?)
}

/// Memory of the cgroup that the kernel cannot take back without swapping. Where the parts are not
/// known it is all that is charged.
///
/// The working set would count page cache in active use, which the kernel drops before it kills:
/// a container with a warm cache would look full.
pub(crate) fn memory_needed_bytes(sample: &Sample) -> Option<u64> {
    let usage = sample.cgroup_memory_usage_bytes()?;
    Some(match sample.cgroup_memory_reclaimable_bytes() {
        Some(reclaimable) => usage.saturating_sub(reclaimable),
        None => usage,
    })
}

/// Memory that cannot be taken back, of the effective limit.
pub(crate) fn memory_ratio(sample: &Sample) -> Option<f64> {
    of_limit(memory_needed_bytes(sample)?, sample.cgroup_memory_effective_limit_bytes())
}

/// Memory charged, page cache included, of the effective limit.
pub(super) fn memory_usage_ratio(sample: &Sample) -> Option<f64> {
    of_limit(sample.cgroup_memory_usage_bytes()?, sample.cgroup_memory_effective_limit_bytes())
}

/// Working set, of the effective limit.
pub(super) fn working_set_ratio(sample: &Sample) -> Option<f64> {
    of_limit(sample.cgroup_memory_working_set_bytes()?, sample.cgroup_memory_effective_limit_bytes())
}

/// Memory of the host that a new workload could not get.
pub(crate) fn host_memory_used_ratio(sample: &Sample) -> Option<f64> {
    let total = sample.host_memory_total_bytes()?;
    share_of(total.saturating_sub(sample.host_memory_available_bytes()?), total)
}

/// Swap of the host in use; nothing where there is none.
pub(super) fn host_swap_used_ratio(sample: &Sample) -> Option<f64> {
    let total = sample.host_swap_total_bytes()?;
    share_of(total.saturating_sub(sample.host_swap_free_bytes()?), total)
}

/// Space in use as df(1) counts it: of what an unprivileged process can use.
pub(crate) fn filesystem_used_ratio(sample: &Sample) -> Option<f64> {
    let used = sample.filesystem_total_bytes()?.saturating_sub(sample.filesystem_free_bytes()?);
    share_of(used, used.saturating_add(sample.filesystem_available_bytes()?))
}

/// Inodes in use; nothing where the filesystem has no fixed number of them.
pub(crate) fn filesystem_inodes_ratio(sample: &Sample) -> Option<f64> {
    let inodes = sample.filesystem_inodes()?;
    share_of(inodes.saturating_sub(sample.filesystem_inodes_free()?), inodes)
}

/// Tasks of the cgroup, of the tightest limit that applies.
pub(crate) fn pids_ratio(sample: &Sample) -> Option<f64> {
    of_limit(sample.cgroup_pids()?, sample.cgroup_pids_effective_limit())
}

/// Descriptors of the process without the sampler's own, of the soft limit.
pub(crate) fn descriptors_ratio(sample: &Sample) -> Option<f64> {
    let open = sample.process_descriptors()?.saturating_sub(sample.own_descriptors());
    of_limit(open, sample.process_descriptors_limit())
}

/// Load average over one minute for each CPU online.
#[allow(clippy::cast_precision_loss)] // There are not 2^53 CPUs.
pub(crate) fn load_per_cpu(sample: &Sample) -> Option<f64> {
    let cpus = sample.host_cpus_online().filter(|cpus| *cpus > 0)?;
    Some(sample.host_load1()? / cpus as f64)
}
