//! CPU of the cgroup: usage, throttling, quota over all ancestors, cpuset.

use std::path::PathBuf;

use super::chain::Chain;
use super::locate::Located;
use super::mounts::Version;
use crate::fields::{Groups, Sample};
use crate::kernel::cgroup::scalar::Bound;
use crate::kernel::cgroup::{cpu_max, cpu_stat, cpuacct, scalar};
use crate::kernel::proc::cpu_list;
use crate::sample::problem::Problems;
use crate::sample::roots::Roots;
use crate::sample::source::{Need, Reading, Source};
use crate::sys::machine::{affinity_cpus, cpus_online, ticks_per_second};
use crate::units::Limit;

#[derive(Debug)]
pub(in crate::sample) struct CgroupCpu {
    usage: Usage,
    /// v1 with quotas, and v2: throttling. The true root has none.
    stat: Option<Source>,
    quotas: Vec<Quota>,
    /// The directories of those that can have a quota, the own first.
    levels: Vec<PathBuf>,
    /// The `cpu.stat` of the ancestor whose quota binds, with its depth: it throttles what is below without a trace in
    /// the own `cpu.stat`.
    binding: Option<(usize, Source)>,
    /// Whether that is another one than when it was last asked.
    has_changed: bool,
    /// Nothing above what can be seen could hold a tighter quota.
    to_the_root: bool,
    cpuset: Option<Source>,
    /// Where there is no cpuset: CPUs online, from the target's own affinity or the machine.
    fallback_cpus: Option<Fallback>,
}

#[derive(Debug)]
enum Usage {
    /// `cpuacct.usage` in nanoseconds and `cpuacct.stat` in ticks.
    V1 {
        usage: Source,
        stat: Source,
        ticks_per_second: f64,
    },
    /// `cpu.stat` has it all.
    InStat,
    None,
}

/// The quota of one cgroup of the chain.
#[derive(Debug)]
enum Quota {
    V1 { quota: Source, period: Source },
    V2(Source),
}

#[derive(Debug, Clone, Copy)]
enum Fallback {
    Affinity,
    Count(u64),
}

impl CgroupCpu {
    #[allow(clippy::cast_precision_loss)] // 100.
    pub(in crate::sample) fn open(
        located: &Located,
        roots: &Roots,
        own: bool,
        reading: &mut Reading,
    ) -> Self {
        let problems = &mut reading.problems;
        let mut open = |chain: &Chain, name: &str, need| {
            Source::open(chain.own().join(name), Groups::CGROUP_CPU, need, problems)
        };
        let usage = match &located.cpuacct {
            Some(chain) if chain.version == Version::V1 => Usage::V1 {
                usage: open(chain, "cpuacct.usage", Need::Required),
                stat: open(chain, "cpuacct.stat", Need::Required),
                ticks_per_second: ticks_per_second() as f64,
            },
            Some(_) => Usage::InStat,
            None => Usage::None,
        };
        let stat = located.cpu.as_ref().map(|chain| {
            // v1 has it with CONFIG_CFS_BANDWIDTH, v2 always but in the root of old kernels.
            let always = chain.version == Version::V2 && !chain.is_root();
            open(chain, "cpu.stat", if always { Need::Required } else { Need::Optional })
        });
        let cpuset = located.cpuset.as_ref().and_then(|chain| {
            let names: &[&str] = match chain.version {
                Version::V1 => &["cpuset.effective_cpus", "cpuset.cpus"],
                Version::V2 => &["cpuset.cpus.effective"],
            };
            // On v2 a cgroup without the controller lives in the cpuset of the nearest ancestor that has it.
            let files =
                chain.levels.iter().flat_map(|level| names.iter().map(|name| level.directory.join(name)));
            files
                .map(|path| Source::open(path, Groups::CGROUP_CPU, Need::Optional, problems))
                .find(Source::is_readable)
        });
        let quotas = located.cpu.as_ref().map(|chain| open_quotas(chain, problems)).unwrap_or_default();
        let fallback_cpus = cpuset.is_none().then(|| fallback(roots, own, reading)).flatten();
        let levels = located.cpu.as_ref().map_or(&[][..], Chain::limitable);
        let levels = levels.iter().map(|level| level.directory.clone()).collect();
        let to_the_root = located.cpu.as_ref().is_some_and(Chain::ends_at_root);
        CgroupCpu {
            usage,
            stat,
            quotas,
            levels,
            binding: None,
            has_changed: false,
            to_the_root,
            cpuset,
            fallback_cpus,
        }
    }

    /// Whether other files are open since this was last asked.
    pub(in crate::sample) fn take_changed(&mut self) -> bool {
        std::mem::take(&mut self.has_changed)
    }

    pub(in crate::sample) fn read(&mut self, reading: &mut Reading, sample: &mut Sample) {
        self.read_usage(reading, sample);
        let quota = self.read_quotas(reading, sample);
        self.read_binding(reading, sample);
        let has_cpuset = self.cpuset.is_some();
        let cpus = match (&mut self.cpuset, self.fallback_cpus) {
            // An empty v1 cpuset is one that was never filled in: no task can be in it.
            (Some(cpuset), _) => cpuset.parsed(reading, some_cpus),
            (None, Some(Fallback::Affinity)) => affinity_cpus(),
            (None, Some(Fallback::Count(count))) => Some(count),
            (None, None) => None,
        };
        sample.set_cgroup_cpuset_cpus(cpus);
        #[allow(clippy::cast_precision_loss)] // A number of CPUs.
        sample.set_cgroup_effective_cpus(match (quota, cpus) {
            // A part that is there and cannot be read could be the least of them.
            (Quotas::Unknown, _) => None,
            (_, None) if has_cpuset => None,
            (Quotas::Tightest(Limit::Value(quota)), Some(cpus)) => Some(quota.min(cpus as f64)),
            (Quotas::Tightest(Limit::Value(quota)), None) => Some(quota),
            (_, cpus) => cpus.map(|cpus| cpus as f64),
        });
    }

    #[allow(clippy::cast_precision_loss)] // CPU time in nanoseconds: seconds are what is wanted.
    fn read_usage(&mut self, reading: &mut Reading, sample: &mut Sample) {
        let stat = self.stat.as_mut().and_then(|stat| stat.parsed(reading, cpu_stat::parse));
        if let Some(stat) = stat {
            sample.set_cgroup_cpu_periods(stat.periods);
            sample.set_cgroup_cpu_throttled_periods(stat.throttled_periods);
            sample.set_cgroup_cpu_throttled_seconds(stat.throttled_ns.map(|ns| ns as f64 / 1e9));
            sample.set_cgroup_cpu_wait_seconds(stat.wait_ns.map(|ns| ns as f64 / 1e9));
        }
        match &mut self.usage {
            Usage::V1 { usage, stat, ticks_per_second } => {
                let usage = usage.parsed(reading, scalar::parse_u64);
                sample.set_cgroup_cpu_usage_seconds(usage.map(|ns| ns as f64 / 1e9));
                let Some(stat) = stat.parsed(reading, cpuacct::parse) else { return };
                let seconds = |ticks: u64| ticks as f64 / *ticks_per_second;
                sample.set_cgroup_cpu_user_seconds(stat.user_ticks.map(seconds));
                sample.set_cgroup_cpu_system_seconds(stat.system_ticks.map(seconds));
            }
            Usage::InStat => {
                let Some(stat) = stat else { return };
                let seconds = |us: u64| us as f64 / 1e6;
                sample.set_cgroup_cpu_usage_seconds(stat.usage_us.map(seconds));
                sample.set_cgroup_cpu_user_seconds(stat.user_us.map(seconds));
                sample.set_cgroup_cpu_system_seconds(stat.system_us.map(seconds));
            }
            Usage::None => {}
        }
    }

    /// The own quota and the tightest one; which cgroup holds it.
    fn read_quotas(&mut self, reading: &mut Reading, sample: &mut Sample) -> Quotas {
        let mut tightest = self.to_the_root.then_some(Limit::Max);
        let mut binding = None;
        let mut unknown = false;
        if self.quotas.is_empty() {
            // The root itself, which cannot be limited.
            sample.set_cgroup_cpu_quota_cpus(tightest);
        }
        for (depth, quota) in self.quotas.iter_mut().enumerate() {
            let there = quota.is_there();
            let Some(quota) = quota.read(reading) else {
                unknown |= there;
                continue;
            };
            if depth == 0 {
                sample.set_cgroup_cpu_quota_cpus(Some(quota));
            }
            if quota.is_tighter_than(tightest.unwrap_or(Limit::Max)) {
                binding = Some(depth as u64);
            }
            tightest = Some(quota.tighter(tightest.unwrap_or(Limit::Max)));
        }
        if unknown {
            return Quotas::Unknown;
        }
        sample.set_cgroup_cpu_effective_quota_cpus(tightest);
        sample.set_cgroup_cpu_binding_depth(binding);
        tightest.map_or(Quotas::None, Quotas::Tightest)
    }

    /// Throttling where it happens, if that is at an ancestor.
    #[allow(clippy::cast_precision_loss)] // Nanoseconds throttled: seconds are what is wanted.
    fn read_binding(&mut self, reading: &mut Reading, sample: &mut Sample) {
        let depth = sample.cgroup_cpu_binding_depth().and_then(|depth| usize::try_from(depth).ok());
        let depth = depth.filter(|depth| *depth > 0);
        if self.binding.as_ref().map(|(depth, _)| *depth) != depth {
            self.follow_binding(depth, reading);
        }
        let Some((_, stat)) = &mut self.binding else { return };
        let Some(stat) = stat.parsed(reading, cpu_stat::parse) else { return };
        sample.set_cgroup_cpu_binding_periods(stat.periods);
        sample.set_cgroup_cpu_binding_throttled_periods(stat.throttled_periods);
        sample.set_cgroup_cpu_binding_throttled_seconds(stat.throttled_ns.map(|ns| ns as f64 / 1e9));
    }

    /// A cgroup that has a quota counts how often it is used up.
    #[cold]
    fn follow_binding(&mut self, depth: Option<usize>, reading: &mut Reading) {
        let binding = depth.and_then(|depth| Some((depth, self.levels.get(depth)?.join("cpu.stat"))));
        let problems = &mut reading.problems;
        self.binding = binding
            .map(|(depth, path)| (depth, Source::open(path, Groups::CGROUP_CPU, Need::Required, problems)));
        self.has_changed = true;
    }

    pub(in crate::sample) fn sources(&self) -> impl Iterator<Item = &Source> {
        let usage = match &self.usage {
            Usage::V1 { usage, stat, .. } => [Some(usage), Some(stat)],
            _ => [None, None],
        };
        let quotas = self.quotas.iter().flat_map(|quota| match quota {
            Quota::V1 { quota, period } => [Some(quota), Some(period)],
            Quota::V2(max) => [Some(max), None],
        });
        let binding = self.binding.iter().map(|(_, stat)| stat);
        usage.into_iter().chain(quotas).flatten().chain(&self.stat).chain(&self.cpuset).chain(binding)
    }
}

/// The quotas of a cgroup and its ancestors together.
#[derive(Debug, Clone, Copy)]
enum Quotas {
    /// There are none to be seen.
    None,
    Tightest(Limit<f64>),
    /// One of them is there and cannot be read.
    Unknown,
}

impl Quota {
    fn is_there(&self) -> bool {
        match self {
            Quota::V1 { quota, .. } => quota.is_there(),
            Quota::V2(max) => max.is_there(),
        }
    }

    #[allow(clippy::cast_precision_loss)] // Microseconds of a quota.
    fn read(&mut self, reading: &mut Reading) -> Option<Limit<f64>> {
        match self {
            Quota::V1 { quota, period } => {
                if !quota.is_there() {
                    return None;
                }
                match quota.parsed(reading, scalar::parse_quota)? {
                    Bound::Max => Some(Limit::Max),
                    Bound::Value(quota) => {
                        let period =
                            period.parsed(reading, scalar::parse_u64).filter(|period| *period > 0)?;
                        Some(Limit::Value(quota as f64 / period as f64))
                    }
                }
            }
            Quota::V2(max) => {
                let max = max.parsed(reading, cpu_max::parse)?;
                Some(max.cpus().map_or(Limit::Max, Limit::Value))
            }
        }
    }
}

/// Every level that can have a quota.
fn open_quotas(chain: &Chain, problems: &mut Problems) -> Vec<Quota> {
    let quotas = chain.limitable().iter().map(|level| {
        let mut open =
            |name| Source::open(level.directory.join(name), Groups::CGROUP_CPU, Need::Optional, problems);
        match chain.version {
            Version::V1 => Quota::V1 { quota: open("cpu.cfs_quota_us"), period: open("cpu.cfs_period_us") },
            Version::V2 => Quota::V2(open("cpu.max")),
        }
    });
    quotas.collect()
}

/// How many CPUs a list names, if any.
fn some_cpus(list: &[u8]) -> Option<u64> {
    cpu_list::parse(list).filter(|count| *count > 0)
}

fn fallback(roots: &Roots, own: bool, reading: &mut Reading) -> Option<Fallback> {
    if !roots.are_live() {
        let online = roots.sys.join("devices/system/cpu/online");
        let mut online = Source::open(online, Groups::CGROUP_CPU, Need::Required, &mut reading.problems);
        return online.parsed(reading, some_cpus).map(Fallback::Count);
    }
    Some(if own { Fallback::Affinity } else { Fallback::Count(cpus_online() as u64) })
}
