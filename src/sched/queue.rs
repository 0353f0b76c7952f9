//! What waits for a worker, and whose turn it is.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap, VecDeque};
use std::sync::Arc;

use super::ring::{Ring, Turn};
use crate::admit::Priority;

/// Where a job waits.
#[derive(Debug, Clone)]
pub(crate) struct Place {
    pub(crate) priority: Priority,
    /// Jobs of one group share a bound, and take turns with those of other groups.
    pub(crate) group: u64,
    /// Jobs of one host share a bound, and take turns with those of other hosts; those of none have no bound.
    pub(crate) host: Option<Arc<str>>,
    pub(crate) lane: Lane,
}

/// What kind of turn a job waits for.
///
/// Long turns are bounded, so that jobs that take long cannot have all workers at the same time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Lane {
    /// A short one will do.
    Any,
    /// A long one, after a short one was not enough for what never needed more: before `Long`.
    Again,
    /// A long one.
    Long,
}

const LANES: usize = 3;

/// How much is done at the same time at most.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Bounds {
    /// Jobs.
    pub(crate) jobs: usize,
    /// Jobs of one host.
    pub(crate) per_host: usize,
    /// Jobs that have a long turn.
    pub(crate) long: usize,
}

/// A job whose turn it is. It counts as running until [`Queue::done`].
#[derive(Debug)]
pub(crate) struct Taken<J> {
    pub(crate) job: J,
    /// Whether it has a long turn.
    pub(crate) is_long: bool,
}

/// Jobs in order: the highest priority first; within one the kinds of turns, then the groups, then the hosts of a group
/// take turns; jobs of one host and group go in order of coming.
#[derive(Debug)]
pub(crate) struct Queue<J> {
    bounds: Bounds,
    levels: BTreeMap<Reverse<Priority>, Level<J>>,
    groups: HashMap<u64, Group>,
    /// Jobs that run, by host; only those of which some do.
    hosts: HashMap<Arc<str>, usize>,
    running: usize,
    long: usize,
    waiting: [usize; LANES],
}

#[derive(Debug)]
struct Level<J> {
    lanes: [Ring<u64, Hosts<J>>; LANES],
    /// Whether the latest turn was one that needed to be long.
    was_long: bool,
}

type Hosts<J> = Ring<Option<Arc<str>>, VecDeque<J>>;

#[derive(Debug)]
struct Group {
    running: usize,
    most: usize,
}

impl<J> Queue<J> {
    pub(crate) fn new(bounds: Bounds) -> Self {
        Queue {
            bounds,
            levels: BTreeMap::new(),
            groups: HashMap::new(),
            hosts: HashMap::new(),
            running: 0,
            long: 0,
            waiting: [0; LANES],
        }
    }

    pub(crate) fn set_bounds(&mut self, bounds: Bounds) {
        self.bounds = bounds;
    }

    /// At most so many jobs of a group run at the same time; forgotten with [`Queue::forget`].
    pub(crate) fn bound(&mut self, group: u64, most: usize) {
        self.groups.insert(group, Group { running: 0, most: most.max(1) });
    }

    pub(crate) fn forget(&mut self, group: u64) {
        self.groups.remove(&group);
    }

    pub(crate) fn push(&mut self, place: &Place, job: J) {
        self.jobs_at(place).push_back(job);
    }

    /// Puts a job back whose turn it was.
    pub(crate) fn push_front(&mut self, place: &Place, job: J) {
        self.jobs_at(place).push_front(job);
    }

    fn jobs_at(&mut self, place: &Place) -> &mut VecDeque<J> {
        self.waiting[place.lane as usize] += 1;
        let level = self
            .levels
            .entry(Reverse(place.priority))
            .or_insert_with(|| Level { lanes: std::array::from_fn(|_| Ring::default()), was_long: false });
        let hosts = level.lanes[place.lane as usize].entry(&place.group, Ring::default);
        hosts.entry(&place.host, VecDeque::new)
    }

    /// The job whose turn it is, of those whose priority `is_open`.
    pub(crate) fn take(&mut self, is_open: impl Fn(Priority) -> bool) -> Option<Taken<J>> {
        if self.running >= self.bounds.jobs || self.waiting() == 0 {
            return None;
        }
        let long_is_free = self.long < self.bounds.long;
        let long_is_wanted = self.waiting[Lane::Again as usize] + self.waiting[Lane::Long as usize] > 0;
        let (groups, hosts, per_host) = (&self.groups, &self.hosts, self.bounds.per_host);
        let mut taken = None;
        for (priority, level) in &mut self.levels {
            if !is_open(priority.0) {
                continue;
            }
            let order = match level.was_long {
                true => [Lane::Any, Lane::Again, Lane::Long],
                false => [Lane::Again, Lane::Long, Lane::Any],
            };
            for lane in order {
                if lane != Lane::Any && !long_is_free {
                    continue;
                }
                let found = level.lanes[lane as usize].turn(|group, of_group| {
                    if groups.get(group).is_some_and(|group| group.running >= group.most) {
                        return Turn::Passed;
                    }
                    let found = of_group.turn(|host, jobs| {
                        let running = host.as_ref().and_then(|host| hosts.get(host));
                        if running.is_some_and(|running| *running >= per_host) {
                            return Turn::Passed;
                        }
                        let Some(job) = jobs.pop_front() else { return Turn::Passed };
                        let found = (job, host.clone());
                        if jobs.is_empty() {
                            Turn::Last(found)
                        } else {
                            Turn::Used(found)
                        }
                    });
                    match found {
                        None => Turn::Passed,
                        Some((job, host)) if of_group.is_empty() => Turn::Last((job, host, *group)),
                        Some((job, host)) => Turn::Used((job, host, *group)),
                    }
                });
                if let Some((job, host, group)) = found {
                    level.was_long = lane != Lane::Any;
                    let place = Place { priority: priority.0, group, host, lane };
                    taken = Some((job, place));
                    break;
                }
            }
            if taken.is_some() {
                break;
            }
        }
        let (job, place) = taken?;
        let is_long = place.lane != Lane::Any || (long_is_free && !long_is_wanted);
        self.waiting[place.lane as usize] -= 1;
        self.running += 1;
        self.long += usize::from(is_long);
        if let Some(group) = self.groups.get_mut(&place.group) {
            group.running += 1;
        }
        if let Some(host) = &place.host {
            *self.hosts.entry(host.clone()).or_default() += 1;
        }
        self.tidy(place.priority);
        Some(Taken { job, is_long })
    }

    /// A job that was taken is over, or goes back.
    pub(crate) fn done(&mut self, place: &Place, is_long: bool) {
        self.running -= 1;
        self.long -= usize::from(is_long);
        if let Some(group) = self.groups.get_mut(&place.group) {
            group.running -= 1;
        }
        if let Some(host) = &place.host {
            if let Some(running) = self.hosts.get_mut(host) {
                *running -= 1;
                if *running == 0 {
                    self.hosts.remove(host);
                }
            }
        }
    }

    /// Takes out what waits of a group.
    pub(crate) fn remove_group(&mut self, group: u64) -> Vec<J> {
        let mut removed = Vec::new();
        for level in self.levels.values_mut() {
            for (lane, waiting) in level.lanes.iter_mut().zip(&mut self.waiting) {
                if let Some(mut hosts) = lane.remove(&group) {
                    let before = removed.len();
                    hosts.values_mut().for_each(|jobs| removed.extend(jobs.drain(..)));
                    *waiting -= removed.len() - before;
                }
            }
        }
        self.levels.retain(|_, level| !level.is_empty());
        removed
    }

    /// Takes out what waits of a group and `is_wanted` no more.
    pub(crate) fn remove(&mut self, group: u64, mut is_wanted: impl FnMut(&J) -> bool) -> Vec<J> {
        let mut removed = Vec::new();
        for level in self.levels.values_mut() {
            for (lane, waiting) in level.lanes.iter_mut().zip(&mut self.waiting) {
                let Some(hosts) = lane.get_mut(&group) else { continue };
                let before = removed.len();
                hosts.retain(|jobs| {
                    for _ in 0..jobs.len() {
                        let Some(job) = jobs.pop_front() else { break };
                        match is_wanted(&job) {
                            true => jobs.push_back(job),
                            false => removed.push(job),
                        }
                    }
                    !jobs.is_empty()
                });
                if hosts.is_empty() {
                    lane.remove(&group);
                }
                *waiting -= removed.len() - before;
            }
        }
        self.levels.retain(|_, level| !level.is_empty());
        removed
    }

    /// Takes out everything that waits.
    pub(crate) fn drain(&mut self) -> Vec<J> {
        let mut removed = Vec::new();
        for level in std::mem::take(&mut self.levels).into_values() {
            for mut lane in level.lanes {
                for hosts in lane.values_mut() {
                    hosts.values_mut().for_each(|jobs| removed.extend(jobs.drain(..)));
                }
            }
        }
        self.waiting = [0; LANES];
        removed
    }

    /// Jobs that wait.
    pub(crate) fn waiting(&self) -> usize {
        self.waiting.iter().sum()
    }

    /// Jobs that run.
    pub(crate) fn running(&self) -> usize {
        self.running
    }

    /// Whether as many run as may.
    pub(crate) fn is_full(&self) -> bool {
        self.running >= self.bounds.jobs
    }

    fn tidy(&mut self, priority: Priority) {
        if self.levels.get(&Reverse(priority)).is_some_and(Level::is_empty) {
            self.levels.remove(&Reverse(priority));
        }
    }
}

impl<J> Level<J> {
    fn is_empty(&self) -> bool {
        self.lanes.iter().all(Ring::is_empty)
    }
}

#[cfg(test)]
#[path = "queue_tests.rs"]
mod tests;
