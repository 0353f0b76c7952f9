//! Paging, faults and OOM kills of the host, from the first part of `/proc/vmstat`.

use crate::fields::{Groups, Sample};
use crate::kernel::proc::vmstat::{self, Vmstat};
use crate::sample::problem::Problems;
use crate::sample::roots::Roots;
use crate::sample::source::{Need, Reading, Source};
use crate::sys::machine::page_size;

#[derive(Debug)]
pub(in crate::sample) struct HostPaging {
    pub(in crate::sample) vmstat: Source,
    /// How much of the file is read, and how many values that gave: the kernel renders it line by
    /// line, and the last line wanted stands well before the end.
    part: Option<(usize, usize)>,
    page_bytes: u64,
}

/// Room for counters that grow by digits before the last line wanted; when it is used up, the
/// whole file is read once.
const SLACK: usize = 24;

impl HostPaging {
    pub(in crate::sample) fn open(roots: &Roots, problems: &mut Problems) -> Self {
        HostPaging {
            vmstat: Source::open(roots.proc.join("vmstat"), Groups::PAGING, Need::Required, problems),
            part: None,
            page_bytes: page_size() as u64,
        }
    }

    pub(in crate::sample) fn read(&mut self, reading: &mut Reading, sample: &mut Sample) {
        let Some(values) = self.read_part(reading).or_else(|| self.read_whole(reading)) else { return };
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
    }

    /// The short read, if it still holds as many values as the whole file did.
    fn read_part(&mut self, reading: &mut Reading) -> Option<Vmstat> {
        let (length, count) = self.part?;
        let values = vmstat::parse(self.vmstat.read_start(reading, length)?)?;
        (present(&values) == count).then_some(values)
    }

    #[cold]
    fn read_whole(&mut self, reading: &mut Reading) -> Option<Vmstat> {
        self.part = None;
        let bytes = self.vmstat.read_records(reading)?;
        let (values, end) = (vmstat::parse(bytes), vmstat::end_of_wanted(bytes));
        if let (Some(values), Some(end)) = (&values, end) {
            self.part = Some((end + SLACK, present(values)));
        } else {
            self.vmstat.not_understood(reading);
        }
        values
    }
}

/// How many values there are.
fn present(values: &Vmstat) -> usize {
    [
        values.paging_in_kib,
        values.paging_out_kib,
        values.swap_in_pages,
        values.swap_out_pages,
        values.page_faults,
        values.major_faults,
        values.allocation_stalls,
        values.oom_kills,
    ]
    .iter()
    .flatten()
    .count()
}
