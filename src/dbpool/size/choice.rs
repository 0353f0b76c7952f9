//! The size at which waits and connections are cheapest together, and what keeps it from being advised.

use super::bounds::Bounds;
use super::bracket::Bracket;
use super::capacity::{Capacity, Known};
use super::demand::Demand;
use super::memory::Last;
use super::price::{cost, CONNECTION};
use super::queue::{crowded, Crowd, Outcome, Replay};
use super::response::Response;
use super::{SizeLimit, SizeOptions};

/// Where everybody waits, advice goes up by this factor at most at a time; else by the other.
const STEP: f64 = 2.0;
const LONG_STEP: f64 = 4.0;
/// Where the database is the limit, what is known of it holds for sizes near the present one: it goes down by this factor
/// at most.
const STEP_DOWN: f64 = 0.5;
/// A size this much smaller tells whether the database is the limit, where nothing else does.
const TRIAL: f64 = 0.67;
/// A pool that is so busy on the whole may wait for the database rather than have too few connections.
const BUSY: f64 = 0.8;
/// A database that is so busy is watched: connections beyond the knee, this much, only move waits into it.
const LADEN: f64 = 0.5;
const BEYOND_KNEE: f64 = 1.3;
/// So large a share of the active sessions waiting for locks may be what is short.
const SOME_LOCKED: f64 = 0.15;
/// What the database does, by how hold times grew, is all that it can do but for noise.
const USED_UP: f64 = 0.95;
/// With fewer connections than this no database is expected to be the limit.
const HARMLESS: u32 = 6;
/// Sizes so near the present one are not looked for.
const NEAR: f64 = 0.8;
/// A size that costs no more than so many times the best one stays.
const HELD: f64 = 1.03;
/// Sizes up to this are all tried; above, in steps of a 64th.
const EACH: u32 = 128;

/// Everything a size is judged by.
pub(super) struct Judge<'a> {
    pub demand: &'a Demand,
    pub capacity: &'a Capacity,
    pub bounds: Bounds,
    pub options: &'a SizeOptions,
    pub replay: Replay,
    /// Whoever is served comes again.
    pub crowd: Option<Crowd>,
    pub current: Option<Current>,
    /// What sizes served tells where to look, while everybody waits.
    pub bracket: Option<Bracket>,
    /// What requests took at other sizes bounds it in any case.
    pub response: Option<Response>,
}

/// The present setting.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Current {
    pub size: u32,
    pub overflow: u32,
}

/// The connections to have, overflow included.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Choice {
    pub most: u32,
    pub limit: SizeLimit,
    pub held: bool,
    /// Little was measured, and what is usual was weighed in.
    pub pull: Option<Pull>,
}

/// What was computed, and what is usual for so many CPUs: the answer lies between.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Pull {
    pub computed: u32,
    pub usual: u32,
}

impl Judge<'_> {
    pub fn outcome(&self, size: u32) -> Outcome {
        match self.crowd {
            Some(crowd) => crowded(size, crowd, self.capacity, self.demand.use_variation),
            None => self.replay.outcome(size, self.capacity, self.options.target_wait_seconds),
        }
    }

    pub fn cost(&self, size: u32) -> f64 {
        cost(size, &self.outcome(size), self.capacity.idle_seconds)
    }

    /// What the present setting costs: connections beyond the size only while they are open.
    fn current_cost(&self, current: Current) -> f64 {
        let outcome = self.outcome(current.size + current.overflow);
        let open =
            outcome.in_use.ceil().clamp(f64::from(current.size), f64::from(current.size + current.overflow));
        cost(open as u32, &outcome, self.capacity.idle_seconds)
    }

    /// The size to advise.
    pub fn choose(&self, last: Option<Last>) -> Choice {
        let (Some(seen), Some(current)) = (self.response, self.current) else { return self.computed(last) };
        let (least, most) = (self.bounds.least(), self.bounds.most());
        let present = current.size + current.overflow;
        // What is counted in the database is the better reason.
        let limit = |most: u32| {
            let counted = self.capacity.saturated && most <= present;
            if counted {
                SizeLimit::Database
            } else {
                SizeLimit::Measured
            }
        };
        if let Some(next) = seen.next {
            let next = next.clamp(least, most);
            return Choice { most: next, limit: limit(next), held: false, pull: None };
        }
        let choice = self.computed(last);
        let bounded = choice.most.clamp(seen.from, seen.to.max(seen.from)).clamp(least, most);
        if bounded == choice.most {
            return choice;
        }
        Choice { most: bounded, limit: limit(bounded), held: false, pull: None }
    }

    /// From demand and capacity, and from what was served while everybody waited.
    fn computed(&self, last: Option<Last>) -> Choice {
        let (least, most) = (self.bounds.least(), self.bounds.most());
        let present = self.current.map(|current| current.size + current.overflow);
        let (from, to, limit) = self.range(present);
        let (from, to) = self.bracketed(from, to, present);
        let trial = present.and_then(|present| self.trial(present));
        let rising = self.rising();
        let seen = |trial: &u32| self.bracket.is_none_or(|seen| *trial >= seen.from);
        if let Some(trial) = trial.filter(|trial| !rising && seen(trial)) {
            return Choice {
                most: trial.clamp(least, most),
                limit: SizeLimit::Trial,
                held: false,
                pull: None,
            };
        }
        let best = self.cheapest(from.clamp(least, most), to.clamp(least, most));
        if let Some(present) = present.filter(|present| best > *present && self.blind(*present) && !rising) {
            let trial = (f64::from(present) * TRIAL).floor() as u32;
            return Choice {
                most: trial.clamp(least, most),
                limit: SizeLimit::Trial,
                held: false,
                pull: None,
            };
        }
        let mut choice =
            Choice { most: best, limit: self.limit_of(best, to, limit), held: false, pull: None };
        // Beyond what is of use nothing stays.
        let from = if self.bracket.is_some() { from } else { 1 };
        let seen = |size: &u32| (from..=to).contains(size);
        let last = last.filter(|last| self.bracket.is_none() || seen(&last.advised));
        if let Some(held) = self.held(best, present.filter(seen), last) {
            choice.held = held != best;
            choice.most = held;
        }
        choice
    }

    /// Of the sizes that may be advised those that what was served leaves. The database's CPUs come before what was seen: it may
    /// have been otherwise then.
    fn bracketed(&self, from: u32, to: u32, present: Option<u32>) -> (u32, u32) {
        let (Some(seen), Some(present)) = (self.bracket, present) else { return (from, to) };
        let capacity = self.capacity;
        if self.cpus_busy() && seen.from > present {
            return (from, to);
        }
        let told_otherwise = capacity.saturated || capacity.pressed || capacity.known == Known::Concurrency;
        if self.rising() && told_otherwise {
            let step = (f64::from(present) * STEP).ceil() as u32;
            return (step, step);
        }
        if !self.cpus_busy() && seen.to >= present && f64::from(seen.from) >= NEAR * f64::from(present) {
            // What is left to look for is no step.
            return (present, to.max(present).min(seen.to));
        }
        let to = to.min(seen.to).max(seen.from);
        (from.max(seen.from).min(to), to)
    }

    fn cpus_busy(&self) -> bool {
        self.capacity.saturated && !self.capacity.locked && self.capacity.known == Known::Sessions
    }

    /// Each step up served more while CPUs were idle, so that whatever seems to be short is not used up.
    fn rising(&self) -> bool {
        let capacity = self.capacity;
        // What was served outweighs what hold times let expect, not what was counted in the database.
        let counted = capacity.known == Known::Sessions;
        let full = capacity.utilisation.is_some_and(|share| share >= USED_UP);
        let locks = capacity.locked || capacity.locked_ratio >= SOME_LOCKED;
        let used_up = locks || (counted && full);
        let free = capacity.cpus_idle && !used_up && !self.cpus_busy();
        free && self.demand.limited && self.bracket.is_some_and(|seen| seen.rising)
    }

    /// A smaller size to try, where what is known of the database does not tell where its limit is, and everybody waits, or
    /// so many connections are in use that they may well wait for each other in the database.
    fn trial(&self, present: u32) -> Option<u32> {
        // Of requests that come by themselves fewer connections than are in use would serve too few.
        self.crowd?;
        let cpus = self.cpus_busy();
        if !cpus && present >= HARMLESS && (self.closed() || self.bracket.is_some_and(|seen| seen.flat)) {
            return Some((f64::from(present).min(self.demand.in_use) * TRIAL).floor() as u32);
        }
        let factor = match self.capacity.known {
            Known::Nothing if self.blind(present) => TRIAL,
            Known::Concurrency
                if self.capacity.saturated && self.capacity.unexplored && present >= HARMLESS =>
            {
                STEP_DOWN
            }
            _ => return None,
        };
        Some((f64::from(present) * factor).floor() as u32)
    }

    /// The same requests come again and again, nobody waits, and no smaller size was tried: as much may be served by fewer.
    fn closed(&self) -> bool {
        self.demand.closed && self.bracket.is_none_or(|seen| seen.from == 1)
    }

    /// To grow from here could be to press on a database that is the limit.
    fn blind(&self, present: u32) -> bool {
        let busy = self.demand.in_use >= BUSY * f64::from(present);
        self.capacity.known == Known::Nothing && present >= HARMLESS && busy
    }

    /// The sizes that may be advised from where the pool is now, and what bounds them above.
    fn range(&self, present: Option<u32>) -> (u32, u32, SizeLimit) {
        let most = self.bounds.most();
        let Some(present) = present else {
            let seen = self.demand.in_use_peak.max(4.0);
            return (1, (seen * LONG_STEP).min(f64::from(most)) as u32, SizeLimit::Step);
        };
        let scaled = |factor: f64| (f64::from(present) * factor).ceil() as u32;
        // More than are in use tell nothing of the database.
        let used = f64::from(present).min(self.demand.in_use.ceil());
        let from = if self.crowd.is_some() { (used * STEP_DOWN).ceil() as u32 } else { 1 };
        if self.capacity.locked && self.crowd.is_none() {
            // Requests come by themselves: whether they wait for a connection or for a lock, they are served as they came.
            let least = ((self.demand.in_use * STEP_DOWN).ceil() as u32).max(2).min(present);
            return (least, present, SizeLimit::Locks);
        }
        if self.capacity.saturated || self.capacity.locked {
            let limit = if self.capacity.locked { SizeLimit::Locks } else { SizeLimit::Database };
            // What is beyond use does not stay, and a size that served more may come back.
            let useful = self.useful().unwrap_or(present).min(present).max(from);
            return (from, useful.max(self.capacity.served_more.unwrap_or(0)), limit);
        }
        let factor = if self.demand.limited { STEP } else { LONG_STEP };
        if self.capacity.pressed {
            return (from, present.max(self.capacity.served_more.unwrap_or(0)), SizeLimit::Database);
        }
        // Of those that wait for their answer before they ask again there never are more.
        let enough = self.demand.never_short || self.demand.closed;
        let step = if enough { present } else { scaled(factor).max(present + 1) };
        match self.useful() {
            Some(useful) if useful < step => (from.min(useful), useful, SizeLimit::Database),
            _ if enough => (from, step, SizeLimit::Demand),
            _ => (from, step, SizeLimit::Step),
        }
    }

    /// What the database does at once, over the share of the hold time that it works, and some more, so that it is never idle
    /// for want of a connection. Where it has half its time left, hold times say enough.
    fn useful(&self) -> Option<u32> {
        let capacity = self.capacity;
        let laden = capacity.utilisation.is_some_and(|share| share >= LADEN);
        (laden && capacity.knee().is_finite()).then(|| (capacity.knee() * BEYOND_KNEE + 1.0).ceil() as u32)
    }

    fn cheapest(&self, from: u32, to: u32) -> u32 {
        let idle_seconds = self.capacity.idle_seconds;
        let mut best = (f64::INFINITY, to);
        // Fewer than are in use with an idle database would have everybody wait, ever longer.
        let load = if self.crowd.is_some() { 0.0 } else { self.demand.arrivals.mean * idle_seconds };
        let mut size = from.max((load as u32).min(to));
        while size <= to {
            let outcome = self.outcome(size);
            let cost = cost(size, &outcome, idle_seconds);
            let target = self.options.target_wait_seconds;
            let meets = target.map(|_| outcome.late_ratio <= self.options.late_ratio);
            // Nothing is faster than an idle database, so that from here on connections alone cost more than the best.
            if target.is_none() && idle_seconds * (1.0 + CONNECTION * f64::from(size)) > best.0 {
                break;
            }
            match meets {
                // With a target the first that meets it, whatever it costs.
                Some(true) => return size,
                Some(false) => {}
                None if cost < best.0 => best = (cost, size),
                None => {}
            }
            size += if size < EACH { 1 } else { size / 64 };
        }
        best.1
    }

    fn limit_of(&self, best: u32, to: u32, above: SizeLimit) -> SizeLimit {
        let bounds = &self.bounds;
        let knee = self.capacity.knee();
        if best <= bounds.least() && bounds.deadlock_floor > 1 {
            SizeLimit::DeadlockFloor
        } else if bounds.connections_cap.is_some_and(|cap| best >= cap) {
            SizeLimit::MaxConnections
        } else if bounds.threads_cap.is_some_and(|cap| best >= cap) {
            SizeLimit::Threads
        } else if self.capacity.locked {
            SizeLimit::Locks
        } else if self.capacity.saturated
            || (self.crowd.is_some() && f64::from(best) >= 0.7 * knee && best < to)
        {
            SizeLimit::Database
        } else if best >= to {
            above
        } else {
            SizeLimit::Demand
        }
    }

    /// The present size, or that which was advised last, where it does nearly as well.
    fn held(&self, best: u32, present: Option<u32>, last: Option<Last>) -> Option<u32> {
        let allowed = |size: &u32| (self.bounds.least()..=self.bounds.most()).contains(size);
        let good = |cost: f64| cost <= HELD * self.cost(best);
        let late = |size: u32| {
            let ratio = self.outcome(size).late_ratio;
            self.options.target_wait_seconds.is_some() && ratio > self.options.late_ratio
        };
        let present = present.filter(allowed);
        if let (Some(present), Some(current)) = (present, self.current) {
            if good(self.current_cost(current)) && !late(present) {
                return Some(present);
            }
        }
        let present = self.current.map(|current| current.size + current.overflow);
        let last = last.filter(|last| last.current == present && allowed(&last.advised))?;
        // The same way as what is best now, or it would be advised against what is known.
        let same_way = present.is_none_or(|present| (last.advised > present) == (best > present));
        (same_way && good(self.cost(last.advised)) && !late(last.advised)).then_some(last.advised)
    }
}
