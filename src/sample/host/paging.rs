//! Paging, faults and OOM kills of the host, from `/proc/vmstat`: slow lane, it is the dearest file
//! of all.

use crate::fields::{Groups, Sample};
use crate::kernel::proc::vmstat::{self, Vmstat};
use crate::sample::problem::Problems;
use crate::sample::roots::Roots;
use crate::sample::slow::SlowLane;
use crate::sample::source::{Need, Reading, Source};
use crate::sys::machine::page_size;

#[derive(Debug)]
pub(in crate::sample) struct HostPaging {
    pub(in crate::sample) vmstat: Source,
    page_bytes: u64,
    last: Option<Vmstat>,
}

impl HostPaging {
    pub(in crate::sample) fn open(roots: &Roots, problems: &mut Problems) -> Self {
        HostPaging {
            vmstat: Source::open(roots.proc.join("vmstat"), Groups::PAGING, Need::Required, problems),
            page_bytes: page_size() as u64,
            last: None,
        }
    }

    pub(in crate::sample) fn read(
        &mut self,
        due: bool,
        slow: &SlowLane,
        now_ns: u64,
        reading: &mut Reading,
        sample: &mut Sample,
    ) {
        if due {
            self.last = self.vmstat.parsed_records(reading, vmstat::parse);
        }
        let Some(values) = &self.last else { return };
        let from_kib = |kib: Option<u64>| kib.and_then(|kib| kib.checked_mul(1024));
        let from_pages = |pages: Option<u64>| pages.and_then(|pages| pages.checked_mul(self.page_bytes));
        sample.set_host_paging_in_bytes(from_kib(values.paging_in_kib));
        sample.set_host_paging_out_bytes(from_kib(values.paging_out_kib));
        sample.set_host_swap_in_bytes(from_pages(values.swap_in_pages));
        sample.set_host_swap_out_bytes(from_pages(values.swap_out_pages));
        sample.set_host_page_faults(values.page_faults);
        sample.set_host_major_page_faults(values.major_faults);
        sample.set_host_allocation_stalls(values.allocation_stalls);
        sample.set_host_oom_kills(values.oom_kills);
        sample.set_host_paging_age_seconds(Some(slow.age_seconds(now_ns)));
    }
}
