//! Tasks of the cgroup and their limits.

use super::locate::Located;
use super::memory::{limit, tightest_of};
use crate::fields::{Groups, Sample};
use crate::kernel::cgroup::{pids_events, scalar};
use crate::sample::problem::Problems;
use crate::sample::source::{Need, Reading, Source};
use crate::units::Limit;

#[derive(Debug)]
pub(in crate::sample) struct CgroupPids {
    current: Source,
    max: Source,
    /// Slow lane, kept open all the same: that is two calls less.
    events: Source,
    refused_forks: Option<u64>,
    /// Slow lane: a further read for each ancestor in every sample would be too dear.
    ancestors: Vec<Source>,
    /// Nothing where one of them cannot be read.
    ancestors_limit: Option<Limit<u64>>,
}

impl CgroupPids {
    pub(in crate::sample) fn open(located: &Located, problems: &mut Problems) -> Option<Self> {
        let chain = located.pids.as_ref()?;
        // The true root has neither.
        let own = |name: &str, problems: &mut Problems| {
            Source::open(chain.own().join(name), Groups::CGROUP_PIDS, Need::Optional, problems)
        };
        let (current, max) = (own("pids.current", problems), own("pids.max", problems));
        let events = own("pids.events", problems);
        let ancestors = chain.limitable().iter().skip(1).map(|level| {
            Source::named(level.directory.join("pids.max"), Groups::CGROUP_PIDS, Need::Optional, problems)
        });
        let ancestors = ancestors.collect();
        Some(CgroupPids { current, max, events, refused_forks: None, ancestors, ancestors_limit: None })
    }

    pub(in crate::sample) fn read(&mut self, due: bool, reading: &mut Reading, sample: &mut Sample) {
        sample.set_cgroup_pids(self.current.parsed(reading, scalar::parse_u64));
        let own = self.max.parsed(reading, scalar::parse_bound).map(limit);
        sample.set_cgroup_pids_limit(own);
        if due {
            self.ancestors_limit = tightest_of(&mut self.ancestors, reading);
            self.refused_forks =
                self.events.parsed(reading, pids_events::parse).and_then(|events| events.max);
        }
        sample.set_cgroup_pids_max_events(self.refused_forks);
        let effective = match (own, self.ancestors_limit) {
            (Some(own), Some(ancestors)) => Some(own.tighter(ancestors)),
            // The true root has no limit of its own.
            (None, Some(Limit::Value(ancestors))) if !self.max.is_there() => Some(Limit::Value(ancestors)),
            _ => None,
        };
        sample.set_cgroup_pids_effective_limit(effective);
    }

    pub(in crate::sample) fn sources(&self) -> impl Iterator<Item = &Source> {
        [&self.current, &self.max, &self.events].into_iter().chain(&self.ancestors)
    }
}
