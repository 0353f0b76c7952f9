//! What the cgroup's memory is made of.

use super::locate::Located;
use super::mounts::Version;
use crate::fields::{Groups, Sample};
use crate::kernel::cgroup::memory_stat::{self, MemoryStat};
use crate::kernel::cgroup::scalar;
use crate::sample::problem::Problems;
use crate::sample::source::{Need, Reading, Source};
use crate::sys::machine::page_size;

#[derive(Debug)]
pub(in crate::sample) struct CgroupMemoryStat {
    version: Version,
    stat: Source,
    /// Usage, where CGROUP_MEMORY does not read it anyway.
    usage: Option<Source>,
    /// v1 only: v2 has it in `memory.stat`.
    kernel: Option<Source>,
}

impl CgroupMemoryStat {
    pub(in crate::sample) fn open(
        located: &Located,
        groups: Groups,
        problems: &mut Problems,
    ) -> Option<Self> {
        let chain = located.memory.as_ref()?;
        let mut open = |name: &str, need| {
            Source::open(chain.own().join(name), Groups::CGROUP_MEMORY_STAT, need, problems)
        };
        let usage = match chain.version {
            Version::V1 => "memory.usage_in_bytes",
            Version::V2 => "memory.current",
        };
        Some(CgroupMemoryStat {
            version: chain.version,
            stat: open("memory.stat", Need::Required),
            usage: (!groups.contains(Groups::CGROUP_MEMORY)).then(|| open(usage, Need::Optional)),
            // Kernels built without kernel memory accounting have no such file.
            kernel: (chain.version == Version::V1)
                .then(|| open("memory.kmem.usage_in_bytes", Need::Optional)),
        })
    }

    /// Reads the file: [`CgroupMemory`](super::memory::CgroupMemory) wants a value of it.
    pub(in crate::sample) fn read(&mut self, reading: &mut Reading) -> Option<MemoryStat> {
        let parse = match self.version {
            Version::V1 => memory_stat::parse_v1,
            Version::V2 => memory_stat::parse_v2,
        };
        self.stat.parsed(reading, parse)
    }

    /// Sets the values, once [`CgroupMemory`](super::memory::CgroupMemory) has set the usage.
    pub(in crate::sample) fn set(&mut self, stat: &MemoryStat, reading: &mut Reading, sample: &mut Sample) {
        let usage = match &mut self.usage {
            Some(usage) => usage.parsed(reading, scalar::parse_u64),
            None => sample.cgroup_memory_usage_bytes(),
        };
        let working_set = usage.zip(stat.inactive_file).map(|(usage, cache)| usage.saturating_sub(cache));
        sample.set_cgroup_memory_working_set_bytes(working_set);
        sample.set_cgroup_memory_anon_bytes(stat.anon);
        sample.set_cgroup_memory_file_bytes(stat.file);
        sample.set_cgroup_memory_kernel_bytes(stat.kernel);
        if let Some(kernel) = &mut self.kernel {
            sample.set_cgroup_memory_kernel_bytes(kernel.parsed(reading, scalar::parse_u64));
        }
        // v1 does not tell how much of its slab could be reclaimed.
        let slab = stat.slab_reclaimable.unwrap_or(0);
        let cache = stat.inactive_file.zip(stat.active_file);
        sample.set_cgroup_memory_reclaimable_bytes(
            cache.and_then(|(inactive, active)| inactive.checked_add(active)?.checked_add(slab)),
        );
        sample.set_cgroup_memory_inactive_file_bytes(stat.inactive_file);
        sample.set_cgroup_memory_shmem_bytes(stat.shmem);
        sample.set_cgroup_memory_dirty_bytes(stat.dirty);
        sample.set_cgroup_memory_writeback_bytes(stat.writeback);
        sample.set_cgroup_page_faults(stat.page_faults);
        sample.set_cgroup_major_page_faults(stat.major_faults);
        let bytes = |pages: Option<u64>| pages.and_then(|pages| pages.checked_mul(page_size() as u64));
        sample.set_cgroup_swap_in_bytes(bytes(stat.swapped_in_pages));
        sample.set_cgroup_swap_out_bytes(bytes(stat.swapped_out_pages));
        if self.version == Version::V1 {
            sample.set_cgroup_swap_usage_bytes(stat.swap);
        }
    }

    pub(in crate::sample) fn sources(&self) -> impl Iterator<Item = &Source> {
        std::iter::once(&self.stat).chain(&self.usage).chain(&self.kernel)
    }
}
