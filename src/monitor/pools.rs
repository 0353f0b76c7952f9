//! Pools of database connections that are attached to a monitor: judged with the container, and told with it.

use arrayvec::ArrayVec;

use super::Monitor;
use crate::dbpool::{Cause, DatabasePool, PoolLoad, PoolReading, PoolRule, Strain, MOST_CAUSES};
use crate::error::{Error, ErrorKind, Result};
use crate::fields::{Scope, Unit};
use crate::finding::{quantity, Finding, Measure, Recommendation};
use crate::rules::RuleId;

/// So many pools can be attached.
pub(super) const MOST_POOLS: usize = 16;

/// What slows down everything in a container, queries and what is done with their results.
pub(super) const STRAINS: &[RuleId] = &[
    RuleId::CpuThrottling,
    RuleId::CpuThrottledPeriods,
    RuleId::CpuUtilisation,
    RuleId::CpuPressure,
    RuleId::CpuRunQueue,
    RuleId::CpuSteal,
    RuleId::MemoryHigh,
    RuleId::MemoryStalled,
    RuleId::MemoryPressure,
    RuleId::MemorySwap,
    RuleId::MemoryFaults,
];

/// A pool, and what was found of it when the container was judged last.
#[derive(Debug)]
pub(super) struct Attached {
    id: u32,
    pool: DatabasePool,
    causes: ArrayVec<Cause, MOST_CAUSES>,
    load: Option<PoolLoad>,
    /// It was detached: only what was told of it remains to be taken back.
    gone: bool,
}

impl Attached {
    pub fn pool(&self) -> &DatabasePool {
        &self.pool
    }

    pub fn load(&self) -> Option<PoolLoad> {
        self.load
    }
}

/// All that are attached, in the order in which they were.
#[derive(Debug, Default)]
pub(super) struct Pools {
    list: Vec<Attached>,
    next: u32,
}

impl Pools {
    fn attach(&mut self, pool: &DatabasePool) -> Result<()> {
        let name = pool.name();
        let wrong =
            |why: String| Err(Error::new(ErrorKind::InvalidArgument, format!("pool `{name}`: {why}")));
        if self.all().any(|known| known.pool.name() == name) {
            return wrong("one of that name is attached already".to_owned());
        }
        if self.all().count() == MOST_POOLS {
            return wrong(format!(
                "{MOST_POOLS} others are attached already, which is the most there can be"
            ));
        }
        self.next += 1;
        let (causes, load) = (ArrayVec::new(), None);
        self.list.push(Attached { id: self.next, pool: pool.clone(), causes, load, gone: false });
        Ok(())
    }

    pub fn all(&self) -> impl Iterator<Item = &Attached> + Clone {
        self.list.iter().filter(|attached| !attached.gone)
    }

    /// One by its number, also where it was detached a moment ago.
    pub fn find(&self, id: u32) -> Option<&DatabasePool> {
        self.list.iter().find(|attached| attached.id == id).map(|attached| &attached.pool)
    }

    pub fn judge(&mut self, now: f64, strain: Option<Strain>) {
        for attached in self.list.iter_mut().filter(|attached| !attached.gone) {
            attached.pool.judge_within(now, strain);
            attached.causes = attached.pool.causes();
            attached.load = attached.pool.load();
        }
    }

    /// What is raised of all of them.
    pub fn causes(&self) -> impl Iterator<Item = (u32, &Cause)> {
        self.all().flat_map(|attached| attached.causes.iter().map(move |cause| (attached.id, cause)))
    }

    /// A finding and what to do about it.
    pub fn finding(&self, id: u32, rule: PoolRule) -> Option<(Finding, Vec<Recommendation>)> {
        self.find(id)?.finding(rule)
    }

    /// What to do about everything that was found.
    pub fn answers(&self) -> Vec<Recommendation> {
        self.causes().filter_map(|(id, cause)| Some(self.finding(id, cause.rule)?.1)).flatten().collect()
    }

    /// Asks for advice on each anew, with what its owner last told it.
    pub fn advise(&self) {
        self.all().for_each(|attached| attached.pool.advise_again());
    }

    pub fn readings(&self) -> Vec<PoolReading> {
        self.all().map(|attached| attached.pool.reading()).collect()
    }

    /// Forgets those that were detached, once all that was told of them is taken back.
    pub fn sweep(&mut self) {
        self.list.retain(|attached| !attached.gone);
    }

    /// Adds to a finding on the container's own trouble what it did to pools.
    pub fn explain(&self, finding: &mut Finding) {
        for attached in self.all() {
            let Some((slow, rules)) = attached.pool.excused() else { continue };
            let name = attached.pool.name();
            let (before, now) = (quantity(slow.before, Unit::Seconds), quantity(slow.now, Unit::Seconds));
            finding.description.push_str(&format!(
                " Pool {name}: {} {before} -> {now} while the container {}.",
                slow.what,
                suffers(finding)
            ));
            let what = slow.what.replace(' ', "_");
            for (when, value) in [("before", slow.before), ("now", slow.now)] {
                let reading = format!("{name}_{what}_{when}_seconds");
                finding.evidence.readings.push(Measure::new(reading, value, Unit::Seconds, Scope::Process));
            }
            let known = finding.explains.len();
            finding.explains.extend(rules);
            // Of several pools each rule is named once.
            let mut index = known;
            while index < finding.explains.len() {
                if finding.explains[..index].contains(&finding.explains[index]) {
                    finding.explains.remove(index);
                } else {
                    index += 1;
                }
            }
        }
    }

    /// What not to do about pools that the container made slow.
    pub fn warnings(&self) -> impl Iterator<Item = String> + '_ {
        self.all().filter(|attached| attached.pool.excused().is_some()).map(|attached| {
            let name = attached.pool.name();
            format!(
                "Leave the size of pool {name} as it is: its connections are slow because the container is."
            )
        })
    }
}

/// How a finding's trouble shows, as the end of a sentence.
fn suffers(finding: &Finding) -> String {
    let value = &finding.current;
    match finding.rule {
        "cpu.throttling" => format!("was throttled {value} of the time"),
        "cpu.throttled_periods" => format!("was throttled in {value} of its periods"),
        "cpu.utilisation" => format!("used {value} of its CPUs"),
        "cpu.pressure" => format!("waited for a CPU {value} of the time"),
        "memory.stalled" | "memory.pressure" => format!("stood still for memory {value} of the time"),
        _ => format!("had {} of {value}", value.name),
    }
}

impl Monitor {
    /// Watches a pool of database connections with the container: from the next observation on its findings, advice and
    /// load are part of the diagnosis, and it is a row of the resources and so of the load line. The pool stays the
    /// caller's, who observes it ([`DatabasePool::observe`], on the clock since boot that a monitor of this machine uses).
    ///
    /// # Errors
    ///
    /// [`InvalidArgument`](crate::ErrorKind::InvalidArgument) for a name that is attached already, and for the 17th pool.
    pub fn attach(&mut self, pool: &DatabasePool) -> Result<()> {
        self.pools.attach(pool)
    }

    /// Watches the pool of that name no longer; what was told of it is taken back with the next observation. Answers
    /// whether there was one.
    pub fn detach(&mut self, name: &str) -> bool {
        let mut named =
            self.pools.list.iter_mut().filter(|attached| !attached.gone && &**attached.pool.name() == name);
        let Some(attached) = named.next() else { return false };
        attached.gone = true;
        let id = attached.id;
        if !self.judge.has_told_of(id) {
            self.pools.list.retain(|attached| attached.id != id);
        }
        self.judge.take_pools(&self.pools);
        true
    }
}

#[cfg(test)]
#[path = "pools_tests.rs"]
mod tests;
