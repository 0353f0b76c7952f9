//! One cause, one finding: of what is raised together in a pool and its database, what explains the rest speaks for it.

use arrayvec::ArrayVec;

use super::settings::PoolThresholds;
use super::table::{PoolRule, ALL};
use crate::finding::Severity;
use crate::rules::Active;

/// So many findings of one pool there can be at once: the worst.
pub(crate) const MOST_CAUSES: usize = 8;

/// A finding to be: the rule that speaks, and those that it speaks for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Cause {
    pub rule: PoolRule,
    pub severity: Severity,
    /// The rule whose severity it is, where that is not its own.
    pub severity_from: Option<PoolRule>,
    /// What it explains, by [`PoolRule::bit`].
    pub explains: u32,
    /// It rests on less than it takes, for want of more.
    pub provisional: bool,
}

pub(super) const fn set(rules: &[PoolRule]) -> u32 {
    let mut bits = 0;
    let mut index = 0;
    while index < rules.len() {
        bits |= rules[index].bit();
        index += 1;
    }
    bits
}

/// The rules of a set.
pub(super) fn of_bits(bits: u32) -> impl Iterator<Item = PoolRule> {
    ALL.iter().copied().filter(move |rule| bits & rule.bit() != 0)
}

/// That a pool has too few connections to give out: whatever holds them makes it so.
const SHORT: u32 = set(&[PoolRule::Saturated, PoolRule::Waits, PoolRule::Timeouts]);

/// What slowness of a container makes of a pool.
pub(super) const SLOW: u32 = SHORT | set(&[PoolRule::Slower, PoolRule::SlowQueries, PoolRule::Stalled]);

/// What is raised, and what of it is left to be explained.
pub(super) struct Left<'a> {
    bits: u32,
    thresholds: &'a PoolThresholds,
    active: &'a dyn Fn(PoolRule) -> Option<Active>,
    found: Vec<Cause>,
}

impl Left<'_> {
    fn has(&self, rule: PoolRule) -> bool {
        self.bits & rule.bit() != 0
    }

    fn severity(&self, rule: PoolRule) -> Option<Severity> {
        Some(self.thresholds.of(rule).get((self.active)(rule)?.step)?.severity)
    }

    fn is(&self, rule: PoolRule, severity: Severity) -> bool {
        self.has(rule) && self.severity(rule) >= Some(severity)
    }

    fn held(&self, rule: PoolRule) -> f64 {
        (self.active)(rule).map_or(0.0, |active| active.held_seconds)
    }

    /// `rule` speaks for those of `others` that are raised; the worst of them gives the finding its severity.
    fn speaks(&mut self, rule: PoolRule, others: u32) {
        let Some(own) = self.severity(rule).filter(|_| self.has(rule)) else { return };
        let explains = self.bits & others & !rule.bit();
        self.bits &= !(rule.bit() | others);
        let provisional = (self.active)(rule).is_some_and(|active| active.provisional);
        let mut cause = Cause { rule, severity: own, severity_from: None, explains, provisional };
        for other in of_bits(explains) {
            if let Some(severity) = self.severity(other).filter(|severity| *severity > cause.severity) {
                (cause.severity, cause.severity_from) = (severity, Some(other));
            }
        }
        self.found.push(cause);
    }
}

/// What the causes depend on beside what is raised.
pub(super) struct Context<'a> {
    pub raised: u32,
    pub thresholds: &'a PoolThresholds,
    pub active: &'a dyn Fn(PoolRule) -> Option<Active>,
    /// Who holds the locks idles in a transaction.
    pub holder_idles: bool,
    /// No lock has been waited for longer than a deadlock lasts.
    pub brief_locks: bool,
    /// The container's own trouble is what makes it slow.
    pub strained: bool,
}

/// What explains what, worst first; and what the container's trouble explains.
pub(super) fn resolve(context: &Context) -> (ArrayVec<Cause, MOST_CAUSES>, u32) {
    use PoolRule::{
        Busy, CacheHit, CannotConnect, Churn, Connections, DatabaseSaturated, Deadlocks, IdleInTransaction,
        Leak, Locks, LongQuery, Lost, Saturated, SlowQueries, Slower, Stalled, Temporary, Timeouts, Waits,
    };
    if context.raised == 0 {
        return (ArrayVec::new(), 0);
    }
    let mut left = Left {
        bits: context.raised,
        thresholds: context.thresholds,
        active: context.active,
        found: Vec::new(),
    };
    const FAILING: u32 = SHORT | set(&[Lost, Stalled, Churn, Slower, Leak]);
    // The server refuses what is beyond its maximum.
    let refused = if left.has(CannotConnect) { CannotConnect.bit() | FAILING } else { 0 };
    left.speaks(Connections, refused);
    left.speaks(CannotConnect, FAILING);
    if left.is(Lost, Severity::Medium) {
        left.speaks(Lost, SHORT | set(&[Churn, Slower, Stalled]));
    }
    // Whoever holds the lock holds up all others.
    let locks = SLOW | set(&[LongQuery, Leak, Locks]);
    // Until the server ends one of them, those in a deadlock wait, and others behind them.
    if context.brief_locks && left.is(Deadlocks, Severity::Medium) && left.has(Locks) {
        left.speaks(Deadlocks, locks);
    }
    if left.has(Locks) {
        let idle = left.has(IdleInTransaction) && context.holder_idles;
        left.speaks(if idle { IdleInTransaction } else { Locks }, locks);
    }
    // A pool that stood still first did not leak: what is out is old because nothing comes back.
    let stood = left.has(Stalled) && left.held(Stalled) >= left.held(Leak);
    if left.is(Leak, Severity::Medium) && !stood {
        left.speaks(Leak, SHORT | set(&[IdleInTransaction, Stalled, Slower]));
    }
    left.speaks(IdleInTransaction, SHORT | set(&[Leak, Stalled, Slower]));
    // A request that gave up is an error whatever made it wait.
    let excused = if context.strained { left.bits & SLOW & !Timeouts.bit() } else { 0 };
    left.bits &= !excused;
    left.speaks(DatabaseSaturated, SLOW | LongQuery.bit());
    left.speaks(SlowQueries, SHORT | set(&[LongQuery, Slower, Stalled, Leak, CacheHit, Temporary]));
    // One long statement alone does not fill a pool.
    let long = if [Slower, Stalled, Leak].into_iter().any(|rule| left.has(rule)) { SHORT } else { 0 };
    left.speaks(LongQuery, long | set(&[Slower, Stalled, Leak, Temporary]));
    if left.is(Busy, Severity::Medium) {
        left.speaks(Busy, SHORT | Slower.bit());
    }
    left.speaks(Stalled, SHORT | set(&[Slower, Leak]));
    left.speaks(Slower, SHORT);
    left.speaks(Saturated, set(&[Waits, Timeouts]));
    left.speaks(Waits, Timeouts.bit());
    for &rule in ALL {
        left.speaks(rule, 0);
    }
    left.found.sort_by_key(|cause| std::cmp::Reverse(cause.severity));
    (left.found.into_iter().take(MOST_CAUSES).collect(), excused)
}

#[cfg(test)]
#[path = "causes_tests.rs"]
mod tests;
