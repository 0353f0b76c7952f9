//! Another process, or a captured one: files only.

use std::path::Path;

use crate::fields::{Groups, Sample};
use crate::kernel::cgroup::scalar::Bound;
use crate::kernel::proc::pid_io::{self, Io};
use crate::kernel::proc::pid_statm::{self, Statm};
use crate::kernel::proc::{pid_limits, pid_schedstat, pid_stat, pid_status};
use crate::sample::problem::Problems;
use crate::sample::source::{Need, Reading, Source};
use crate::sys::machine::{page_size, ticks_per_second};
use crate::units::Limit;

#[derive(Debug)]
pub(in crate::sample) struct ProcessFiles {
    stat: Source,
    statm: Source,
    status: Source,
    /// Readable only by those who may trace the process.
    io: Source,
    /// Slow lane.
    schedstat: Source,
    run_delay_seconds: Option<f64>,
    /// Slow lane.
    limits: Source,
    descriptor_limit: Option<Limit<u64>>,
}

impl ProcessFiles {
    pub(super) fn open(process: &Path, problems: &mut Problems) -> Self {
        let mut open = |name, need| Source::open(process.join(name), Groups::PROCESS, need, problems);
        ProcessFiles {
            stat: open("stat", Need::Required),
            statm: open("statm", Need::Required),
            status: open("status", Need::Required),
            io: open("io", Need::Optional),
            schedstat: open("schedstat", Need::Optional),
            run_delay_seconds: None,
            limits: Source::named(process.join("limits"), Groups::PROCESS, Need::Optional, problems),
            descriptor_limit: None,
        }
    }

    #[allow(clippy::cast_precision_loss)] // Ticks of 10 ms stay exact for a million years.
    pub(super) fn read(&mut self, due: bool, reading: &mut Reading, sample: &mut Sample) {
        let stat = self.stat.parsed(reading, |file| pid_stat::parse(file).map(|(stat, _)| stat));
        if let Some(stat) = stat {
            let seconds = |ticks: u64| ticks as f64 / ticks_per_second() as f64;
            sample.set_process_cpu_user_seconds(stat.user_ticks.map(seconds));
            sample.set_process_cpu_system_seconds(stat.system_ticks.map(seconds));
            sample.set_process_minor_faults(stat.minor_faults);
            sample.set_process_major_faults(stat.major_faults);
            sample.set_process_threads(stat.threads);
            // The file tells of the main thread only; of all threads only where that is the one.
            if stat.threads == Some(1) {
                let status = self.status.parsed(reading, pid_status::parse).unwrap_or_default();
                sample.set_process_voluntary_switches(status.voluntary_switches);
                sample.set_process_involuntary_switches(status.involuntary_switches);
                if due {
                    self.run_delay_seconds = run_delay_seconds(&mut self.schedstat, reading);
                }
            } else {
                self.run_delay_seconds = None;
            }
            sample.set_process_run_delay_seconds(self.run_delay_seconds);
        }
        set_statm(self.statm.parsed(reading, pid_statm::parse), sample);
        set_io(self.io.parsed(reading, pid_io::parse), sample);
        if due {
            self.descriptor_limit = self.limits.parsed(reading, pid_limits::parse).map(|bound| match bound {
                Bound::Max => Limit::Max,
                Bound::Value(value) => Limit::Value(value),
            });
        }
        sample.set_process_descriptors_limit(self.descriptor_limit);
    }

    pub(super) fn sources(&self) -> [Option<&Source>; 6] {
        let ProcessFiles { stat, statm, status, io, schedstat, limits, .. } = self;
        [stat, statm, status, io, schedstat, limits].map(Some)
    }
}

pub(super) fn set_statm(statm: Option<Statm>, sample: &mut Sample) {
    let Some(statm) = statm else { return };
    let bytes = |pages: Option<u64>| pages.and_then(|pages| pages.checked_mul(page_size() as u64));
    sample.set_process_resident_bytes(bytes(statm.resident_pages));
    sample.set_process_virtual_bytes(bytes(statm.size_pages));
    sample.set_process_shared_bytes(bytes(statm.shared_pages));
}

/// Of a process of one thread: of others the file tells of the main one only.
#[allow(clippy::cast_precision_loss)] // Nanoseconds waited: seconds are what is wanted.
pub(super) fn run_delay_seconds(schedstat: &mut Source, reading: &mut Reading) -> Option<f64> {
    // Zeros of a kernel that does not count are no damage.
    let delay = schedstat.parsed(reading, |file| match file {
        pid_schedstat::UNCOUNTED => Some(None),
        file => Some(pid_schedstat::parse(file)?.run_delay_ns),
    });
    delay.flatten().map(|ns| ns as f64 / 1e9)
}

pub(super) fn set_io(io: Option<Io>, sample: &mut Sample) {
    let Some(io) = io else { return };
    sample.set_process_read_bytes(io.read_bytes);
    sample.set_process_written_bytes(io.write_bytes);
    sample.set_process_call_read_bytes(io.read_chars);
    sample.set_process_call_written_bytes(io.write_chars);
    sample.set_process_read_calls(io.read_calls);
    sample.set_process_write_calls(io.write_calls);
}
