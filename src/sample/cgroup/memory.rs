//! Memory of the cgroup: usage, limits over all ancestors, events.

use super::chain::Chain;
use super::locate::Located;
use super::mounts::Version;
use crate::fields::{Groups, Sample};
use crate::kernel::cgroup::memory_stat::{self, MemoryStat};
use crate::kernel::cgroup::scalar::{self, Bound};
use crate::kernel::cgroup::{memory_events, oom_control};
use crate::sample::problem::Problems;
use crate::sample::source::{Need, Reading, Source};
use crate::sys::file;
use crate::units::Limit;

#[derive(Debug)]
pub(in crate::sample) struct CgroupMemory {
    usage: Source,
    /// One for each cgroup of the chain that can have a limit.
    limits: Vec<Source>,
    /// Nothing above what can be seen could hold a tighter limit.
    to_the_root: bool,
    /// Memory of the host: a limit above it is none.
    host_total: Option<u64>,
    version: Files,
}

/// The limit that binds, and how far up the cgroup is that holds it.
#[derive(Debug)]
struct Tightest {
    limit: Option<Limit<u64>>,
    depth: Option<u64>,
}

#[derive(Debug)]
enum Files {
    V1 {
        failcnt: Source,
        oom_control: Source,
        /// Slow lane: its `hierarchical_memory_limit` knows of ancestors that cannot be seen here.
        /// Not where CGROUP_MEMORY_STAT reads it for every sample.
        stat: Option<Source>,
        /// Slow lane.
        with_swap_limit: Source,
        /// The limit over all ancestors, those above our mount too.
        hidden: Limit<u64>,
        swap_limit: Option<Limit<u64>>,
        /// The own limit and the tightest that can be seen, when these two were read.
        as_of: Option<(Option<Limit<u64>>, Limit<u64>)>,
    },
    V2 {
        /// One for each cgroup of the chain.
        highs: Vec<Source>,
        events: Source,
        swap_current: Source,
        swap_max: Source,
    },
}

impl CgroupMemory {
    pub(in crate::sample) fn open(
        located: &Located,
        groups: Groups,
        host_total: Option<u64>,
        problems: &mut Problems,
    ) -> Option<Self> {
        let chain = located.memory.as_ref()?;
        let open = |name: &str, need, problems: &mut Problems| {
            Source::open(chain.own().join(name), Groups::CGROUP_MEMORY, need, problems)
        };
        let slow = |name: &str, need, problems: &mut Problems| {
            Source::named(chain.own().join(name), Groups::CGROUP_MEMORY, need, problems)
        };
        let (usage, version) = match chain.version {
            Version::V1 => (
                open("memory.usage_in_bytes", Need::Required, problems),
                Files::V1 {
                    failcnt: open("memory.failcnt", Need::Required, problems),
                    oom_control: open("memory.oom_control", Need::Required, problems),
                    stat: (!groups.contains(Groups::CGROUP_MEMORY_STAT))
                        .then(|| slow("memory.stat", Need::Required, problems)),
                    with_swap_limit: open("memory.memsw.limit_in_bytes", Need::Optional, problems),
                    hidden: Limit::Max,
                    swap_limit: None,
                    as_of: None,
                },
            ),
            // The true root of v2 has none of these.
            Version::V2 => (
                open("memory.current", Need::Optional, problems),
                Files::V2 {
                    events: open("memory.events", Need::Optional, problems),
                    swap_current: open("memory.swap.current", Need::Optional, problems),
                    swap_max: open("memory.swap.max", Need::Optional, problems),
                    highs: open_levels(chain, "memory.high", problems),
                },
            ),
        };
        let limit = match chain.version {
            Version::V1 => "memory.limit_in_bytes",
            Version::V2 => "memory.max",
        };
        Some(CgroupMemory {
            usage,
            limits: open_levels(chain, limit, problems),
            to_the_root: chain.ends_at_root(),
            host_total,
            version,
        })
    }

    /// `stat`: what CGROUP_MEMORY_STAT has read for this sample.
    pub(in crate::sample) fn read(
        &mut self,
        due: bool,
        stat: Option<&MemoryStat>,
        reading: &mut Reading,
        sample: &mut Sample,
    ) {
        sample.set_cgroup_memory_usage_bytes(self.usage.parsed(reading, scalar::parse_u64));
        let mut tightest = self.read_limits(reading, sample);
        match &mut self.version {
            Files::V1 { failcnt, oom_control, stat: file, with_swap_limit, hidden, swap_limit, as_of } => {
                sample.set_cgroup_memory_max_events(failcnt.parsed(reading, scalar::parse_u64));
                let oom = oom_control.parsed(reading, oom_control::parse);
                sample.set_cgroup_memory_oom_kills(oom.and_then(|oom| oom.oom_kill));
                // What was read on the slow lane holds for the limits of then. And a limit that
                // cannot be seen is asked for every time as long as it is the one that binds.
                let own = sample.cgroup_memory_limit_bytes();
                let visible = tightest.limit.unwrap_or(Limit::Max);
                if due || *as_of != Some((own, visible)) || hidden.is_tighter_than(visible) {
                    *as_of = Some((own, visible));
                    *hidden = Limit::Max;
                    if !self.to_the_root {
                        let read = file.as_mut().and_then(|file| file.parsed(reading, memory_stat::parse_v1));
                        let all = read.as_ref().or(stat).and_then(MemoryStat::limit);
                        *hidden = all.map_or(Limit::Max, |all| real(limit(all), self.host_total));
                    }
                    let with_swap = with_swap_limit.parsed(reading, scalar::parse_bound).map(limit);
                    *swap_limit = with_swap.zip(own).map(swap_only);
                }
                sample.set_cgroup_swap_limit_bytes(*swap_limit);
                // If it is tighter than what can be seen, it binds, and who holds it cannot be said.
                if hidden.is_tighter_than(visible) {
                    tightest = Tightest { limit: Some(*hidden), depth: None };
                }
            }
            Files::V2 { highs, events, swap_current, swap_max } => {
                if highs.iter().any(Source::is_there) {
                    sample.set_cgroup_memory_high_bytes(tightest_of(highs, reading));
                }
                let events = events.parsed(reading, memory_events::parse).unwrap_or_default();
                sample.set_cgroup_memory_high_events(events.high);
                sample.set_cgroup_memory_max_events(events.max);
                sample.set_cgroup_memory_oom_events(events.oom);
                sample.set_cgroup_memory_oom_kills(events.oom_kill);
                sample.set_cgroup_swap_usage_bytes(swap_current.parsed(reading, scalar::parse_u64));
                sample.set_cgroup_swap_limit_bytes(swap_max.parsed(reading, scalar::parse_bound).map(limit));
            }
        }
        sample.set_cgroup_memory_effective_limit_bytes(tightest.limit);
        sample.set_cgroup_memory_binding_depth(tightest.depth);
    }

    /// Sets the own limit, and finds the tightest that can be seen.
    fn read_limits(&mut self, reading: &mut Reading, sample: &mut Sample) -> Tightest {
        let mut tightest = Tightest { limit: self.to_the_root.then_some(Limit::Max), depth: None };
        if self.limits.is_empty() {
            // The root itself, which cannot be limited.
            sample.set_cgroup_memory_limit_bytes(tightest.limit);
        }
        let mut unknown = false;
        for (depth, file) in self.limits.iter_mut().enumerate() {
            let Some(bound) = file.parsed(reading, scalar::parse_bound) else {
                unknown |= file.is_there();
                continue;
            };
            if depth == 0 {
                sample.set_cgroup_memory_limit_bytes(Some(limit(bound)));
            }
            let limit = real(limit(bound), self.host_total);
            let before = tightest.limit.unwrap_or(Limit::Max);
            if limit.is_tighter_than(before) {
                tightest.depth = Some(depth as u64);
            }
            tightest.limit = Some(limit.tighter(before));
        }
        if unknown {
            // It could be the tightest.
            return Tightest { limit: None, depth: None };
        }
        tightest
    }

    pub(in crate::sample) fn sources(&self) -> impl Iterator<Item = &Source> {
        let (files, highs): (_, &[Source]) = match &self.version {
            Files::V1 { failcnt, oom_control, stat, with_swap_limit, .. } => {
                ([Some(failcnt), Some(oom_control), Some(with_swap_limit), stat.as_ref()], &[])
            }
            Files::V2 { highs, events, swap_current, swap_max } => {
                ([Some(events), Some(swap_current), Some(swap_max), None], highs)
            }
        };
        std::iter::once(&self.usage).chain(files.into_iter().flatten()).chain(highs).chain(&self.limits)
    }
}

fn open_levels(chain: &Chain, name: &str, problems: &mut Problems) -> Vec<Source> {
    let open = |level: &super::chain::Level| {
        Source::open(level.directory.join(name), Groups::CGROUP_MEMORY, Need::Optional, problems)
    };
    counted(chain).iter().map(open).collect()
}

/// The levels in which the memory of the target counts.
pub(in crate::sample) fn counted(chain: &Chain) -> &[super::chain::Level] {
    let own_and_above = chain.limitable();
    let above = own_and_above.iter().skip(1).take_while(|level| is_hierarchical(level)).count();
    &own_and_above[..own_and_above.len().min(above + 1)]
}

/// Whether what is used below counts here. Always but on v1 before Linux 5.11, which can have
/// `memory.use_hierarchy` at 0: then this limit and those above do not apply.
fn is_hierarchical(level: &super::chain::Level) -> bool {
    file::bytes(&level.directory.join("memory.use_hierarchy")).map_or(true, |text| !text.starts_with(b"0"))
}

/// The tightest of the limits in these files; nothing if one of them is there and cannot be read:
/// it could be that one.
pub(in crate::sample) fn tightest_of(files: &mut [Source], reading: &mut Reading) -> Option<Limit<u64>> {
    let mut tightest = Limit::Max;
    for file in files {
        match file.parsed(reading, scalar::parse_bound) {
            Some(bound) => tightest = tightest.tighter(limit(bound)),
            None if file.is_there() => return None,
            None => {}
        }
    }
    Some(tightest)
}

pub(in crate::sample) fn limit(bound: Bound) -> Limit<u64> {
    match bound {
        Bound::Max => Limit::Max,
        Bound::Value(value) => Limit::Value(value),
    }
}

/// A limit above the memory of the host is no limit.
fn real(limit: Limit<u64>, host_total: Option<u64>) -> Limit<u64> {
    match (limit, host_total) {
        (Limit::Value(value), Some(total)) if value > total => Limit::Max,
        _ => limit,
    }
}

/// v1 limits memory and swap together.
fn swap_only((with_swap, memory): (Limit<u64>, Limit<u64>)) -> Limit<u64> {
    match (with_swap, memory) {
        (Limit::Value(with_swap), Limit::Value(memory)) => Limit::Value(with_swap.saturating_sub(memory)),
        (limit, _) => limit,
    }
}
