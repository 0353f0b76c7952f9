//! CPU time of the host, from `/proc/stat`.

use crate::fields::{Groups, Sample};
use crate::kernel::proc::stat;
use crate::sample::problem::Problems;
use crate::sample::roots::Roots;
use crate::sample::source::{Need, Reading, Source};
use crate::sys::machine::ticks_per_second;

#[derive(Debug)]
pub(in crate::sample) struct HostCpu {
    pub(in crate::sample) stat: Source,
    ticks_per_second: f64,
}

impl HostCpu {
    #[allow(clippy::cast_precision_loss)] // 100.
    pub(in crate::sample) fn open(roots: &Roots, problems: &mut Problems) -> Self {
        HostCpu {
            stat: Source::open(roots.proc.join("stat"), Groups::CPU, Need::Required, problems),
            ticks_per_second: ticks_per_second() as f64,
        }
    }

    #[allow(clippy::cast_precision_loss)] // Ticks of 10 ms stay exact for a million years.
    pub(in crate::sample) fn read(&mut self, reading: &mut Reading, sample: &mut Sample) {
        let Some(stat) = self.stat.parsed(reading, stat::parse) else { return };
        let seconds = |ticks: Option<u64>| ticks.map(|ticks| ticks as f64 / self.ticks_per_second);
        sample.set_host_cpu_user_seconds(seconds(stat.user));
        sample.set_host_cpu_nice_seconds(seconds(stat.nice));
        sample.set_host_cpu_system_seconds(seconds(stat.system));
        sample.set_host_cpu_idle_seconds(seconds(stat.idle));
        sample.set_host_cpu_iowait_seconds(seconds(stat.iowait));
        sample.set_host_cpu_irq_seconds(seconds(stat.irq));
        sample.set_host_cpu_softirq_seconds(seconds(stat.softirq));
        sample.set_host_cpu_steal_seconds(seconds(stat.steal));
        sample.set_host_cpu_guest_seconds(seconds(stat.guest));
        sample.set_host_cpu_guest_nice_seconds(seconds(stat.guest_nice));
        sample.set_host_cpus_online(stat.cpus_online);
        sample.set_host_interrupts(stat.interrupts);
        sample.set_host_context_switches(stat.context_switches);
        sample.set_host_forks(stat.forks);
        sample.set_host_tasks_running(stat.running);
        sample.set_host_tasks_blocked(stat.blocked);
    }
}
