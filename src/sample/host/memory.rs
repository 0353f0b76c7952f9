//! Memory of the host, from `/proc/meminfo`.

use crate::fields::{Groups, Sample};
use crate::kernel::proc::meminfo;
use crate::sample::problem::Problems;
use crate::sample::roots::Roots;
use crate::sample::source::{Need, Reading, Source};
use crate::sys::machine::system_info;

#[derive(Debug)]
pub(in crate::sample) struct HostMemory {
    pub(in crate::sample) meminfo: Source,
}

impl HostMemory {
    pub(in crate::sample) fn open(roots: &Roots, problems: &mut Problems) -> Self {
        HostMemory {
            meminfo: Source::open(roots.proc.join("meminfo"), Groups::MEMORY, Need::Required, problems),
        }
    }

    pub(in crate::sample) fn read(&mut self, reading: &mut Reading, sample: &mut Sample) {
        let Some(memory) = self.meminfo.parsed(reading, meminfo::parse) else { return };
        sample.set_host_memory_total_bytes(memory.total);
        sample.set_host_memory_free_bytes(memory.free);
        sample.set_host_memory_available_bytes(memory.available);
        sample.set_host_memory_buffers_bytes(memory.buffers);
        sample.set_host_memory_cached_bytes(memory.cached);
        sample.set_host_memory_active_bytes(memory.active);
        sample.set_host_memory_inactive_bytes(memory.inactive);
        sample.set_host_memory_shmem_bytes(memory.shmem);
        sample.set_host_memory_slab_bytes(memory.slab);
        sample.set_host_memory_slab_reclaimable_bytes(memory.slab_reclaimable);
        sample.set_host_memory_dirty_bytes(memory.dirty);
        sample.set_host_memory_writeback_bytes(memory.writeback);
        sample.set_host_swap_total_bytes(memory.swap_total);
        sample.set_host_swap_free_bytes(memory.swap_free);
    }
}

/// Memory of the machine, against which a limit is no limit. Read when files are opened: memory
/// is seldom plugged in.
pub(in crate::sample) fn total_bytes(roots: &Roots, reading: &mut Reading) -> Option<u64> {
    if roots.are_live() {
        if let Some(info) = system_info() {
            return Some(info.memory_total_bytes);
        }
    }
    let path = roots.proc.join("meminfo");
    let mut meminfo = Source::open(path, Groups::CGROUP_MEMORY, Need::Required, &mut reading.problems);
    meminfo.parsed(reading, meminfo::parse)?.total
}
