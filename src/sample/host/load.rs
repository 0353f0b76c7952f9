//! Load averages: sysinfo(2) on the live machine, at half the price of the file.

use crate::fields::{Groups, Sample};
use crate::kernel::proc::loadavg;
use crate::sample::problem::Problems;
use crate::sample::roots::Roots;
use crate::sample::source::{Need, Reading, Source};
use crate::sys::machine::system_info;

#[derive(Debug)]
pub(in crate::sample) enum HostLoad {
    Call,
    File(Source),
}

impl HostLoad {
    pub(in crate::sample) fn open(roots: &Roots, problems: &mut Problems) -> Self {
        if roots.are_live() && system_info().is_some() {
            return HostLoad::Call;
        }
        HostLoad::File(Source::open(roots.proc.join("loadavg"), Groups::LOAD, Need::Required, problems))
    }

    pub(in crate::sample) fn read(&mut self, reading: &mut Reading, sample: &mut Sample) {
        match self {
            HostLoad::Call => {
                let loads = system_info().map(|info| info.loads);
                sample.set_host_load1(loads.map(|loads| loads[0]));
                sample.set_host_load5(loads.map(|loads| loads[1]));
                sample.set_host_load15(loads.map(|loads| loads[2]));
            }
            HostLoad::File(file) => {
                let Some(load) = file.parsed(reading, loadavg::parse) else { return };
                sample.set_host_load1(load.load1);
                sample.set_host_load5(load.load5);
                sample.set_host_load15(load.load15);
            }
        }
    }

    pub(in crate::sample) fn source(&self) -> Option<&Source> {
        match self {
            HostLoad::Call => None,
            HostLoad::File(file) => Some(file),
        }
    }
}
