//! The own process: calls are cheaper than the files that tell the same.

use std::path::Path;

use super::files::{run_delay_seconds, set_io, set_statm};
use super::open_directory;
use crate::fields::{Groups, Sample};
use crate::kernel::proc::{pid_io, pid_statm};
use crate::sample::problem::Problems;
use crate::sample::source::{Need, Reading, Source};
use crate::sys::descriptor::Kept;
use crate::sys::process::{descriptor_limit, resource_usage};

#[derive(Debug)]
pub(in crate::sample) struct OwnProcess {
    statm: Source,
    io: Source,
    /// Slow lane, kept open all the same: that is two calls less.
    schedstat: Source,
    run_delay_seconds: Option<f64>,
    task: Option<Kept>,
}

impl OwnProcess {
    pub(super) fn open(process: &Path, problems: &mut Problems) -> Self {
        OwnProcess {
            statm: Source::open(process.join("statm"), Groups::PROCESS, Need::Required, problems),
            // Not there without CONFIG_TASK_IO_ACCOUNTING.
            io: Source::open(process.join("io"), Groups::PROCESS, Need::Optional, problems),
            // Not there without CONFIG_SCHED_INFO.
            schedstat: Source::open(process.join("schedstat"), Groups::PROCESS, Need::Optional, problems),
            run_delay_seconds: None,
            task: open_directory(&process.join("task"), problems),
        }
    }

    pub(super) fn read(&mut self, due: bool, reading: &mut Reading, sample: &mut Sample) {
        let usage = resource_usage();
        sample.set_process_cpu_user_seconds(usage.map(|usage| usage.user_seconds));
        sample.set_process_cpu_system_seconds(usage.map(|usage| usage.system_seconds));
        sample.set_process_minor_faults(usage.map(|usage| usage.minor_faults));
        sample.set_process_major_faults(usage.map(|usage| usage.major_faults));
        sample.set_process_voluntary_switches(usage.map(|usage| usage.voluntary_switches));
        sample.set_process_involuntary_switches(usage.map(|usage| usage.involuntary_switches));
        sample.set_process_descriptors_limit(descriptor_limit());
        set_statm(self.statm.parsed(reading, pid_statm::parse), sample);
        set_io(self.io.parsed(reading, pid_io::parse), sample);
        // Every thread is a link of the directory, beside `.` and `..` (fs/proc/base.c, proc_task_getattr).
        let status = self.task.as_ref().and_then(Kept::status);
        reading.lost |= self.task.is_some() && status.is_none();
        let threads = status.and_then(|status| status.links.checked_sub(2));
        sample.set_process_threads(threads);
        let is_alone = threads == Some(1);
        if !is_alone || due {
            self.run_delay_seconds =
                is_alone.then(|| run_delay_seconds(&mut self.schedstat, reading)).flatten();
        }
        sample.set_process_run_delay_seconds(self.run_delay_seconds);
    }

    pub(super) fn sources(&self) -> [Option<&Source>; 6] {
        [Some(&self.statm), Some(&self.io), Some(&self.schedstat), None, None, None]
    }

    pub(super) fn keeps_task(&self) -> bool {
        self.task.is_some()
    }
}
