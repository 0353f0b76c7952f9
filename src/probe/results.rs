//! What checks came to, for those who will do with an outcome that is not quite new.

use std::sync::Arc;
use std::time::{Duration, Instant};

use super::Outcome;
use crate::cache::{Category, CategoryOptions, Heap, Store};
use crate::clock::Clock;
use crate::finding::Status;

/// How long a failure is kept, so that a thousand who ask do not ask a server a thousand times that is down already.
const FAILED_FOR: Duration = Duration::from_secs(5);

/// Outcomes, each by the fingerprint of its check: whatever makes a difference to the outcome must make one to it.
///
/// - An outcome that is healthy or degraded, and of which the server says for how long it is fresh, will do for
///   everybody for that time; any outcome will do for those who say how old it may be, failures for 5 s.
/// - Nothing is older than the category's time.
/// - What says nothing of the server (`unknown`) is not kept, nor is a REST answer that its server wants to see kept by
///   nobody, or that was at its end when it came (`no-store`, `no-cache`, `max-age=0`).
pub(crate) struct Results {
    store: Arc<Store<Fingerprint, Kept>>,
    clock: Arc<dyn Clock>,
}

/// What was found in the cache, or by another's check that was waited for.
#[derive(Debug, Clone)]
pub(crate) struct Served {
    pub(crate) outcome: Arc<Outcome>,
    /// It is from the cache, or another's.
    pub(crate) cached: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Fingerprint(u128);

#[derive(Clone)]
struct Kept {
    outcome: Arc<Outcome>,
    /// When its check was begun. This and the other by the clock.
    begun_ns: u64,
    /// Until then it is fresh by the server's word.
    fresh_until_ns: u64,
}

impl Heap for Fingerprint {
    fn heap_bytes(&self) -> usize {
        0
    }
}

impl Heap for Kept {
    fn heap_bytes(&self) -> usize {
        self.outcome.bytes_held()
    }
}

#[allow(dead_code)] // The checker's.
impl Results {
    pub(crate) fn new(options: CategoryOptions, clock: Arc<dyn Clock>) -> Self {
        Results { store: Arc::new(Store::new(options, Arc::clone(&clock))), clock }
    }

    /// As the host sees it.
    pub(crate) fn category(&self) -> Arc<dyn Category> {
        self.store.clone()
    }

    /// An outcome that will do: fresh by the server's word, or at most so old.
    pub(crate) fn get(&self, fingerprint: u128, max_age: Option<Duration>) -> Option<Arc<Outcome>> {
        let now_ns = self.clock.boot_ns();
        let kept = self.store.get_own(Fingerprint(fingerprint), |kept| kept.will_do(max_age, now_ns))?;
        Some(kept.outcome)
    }

    /// Keeps what a check came to that ended just now, as far as it is worth it.
    pub(crate) fn put(&self, fingerprint: u128, outcome: &Arc<Outcome>) {
        let (kept, ttl) = self.kept(outcome);
        self.store.insert_own(Fingerprint(fingerprint), kept, ttl);
    }

    /// An outcome that will do, or else what `check` comes to, which is kept: one of all who want it at the same time
    /// checks, on its own thread, and the others wait. Nothing: another's check had not ended at the deadline.
    pub(crate) fn get_or_check(
        &self,
        fingerprint: u128,
        max_age: Option<Duration>,
        deadline: Instant,
        check: impl FnOnce() -> Outcome,
    ) -> Option<Served> {
        let key = Fingerprint(fingerprint);
        let now_ns = self.clock.boot_ns();
        // What will not do would be found again.
        self.store.remove_own_if(key, |kept| !kept.will_do(max_age, now_ns));
        let mut cached = true;
        let kept = self.store.own_or_fetch(key, deadline, || {
            cached = false;
            self.kept(&Arc::new(check()))
        })?;
        Some(Served { outcome: kept.outcome, cached })
    }

    /// Forgets what is known of a check.
    pub(crate) fn forget(&self, fingerprint: u128) {
        self.store.remove_own_if(Fingerprint(fingerprint), |_| true);
    }

    /// What to keep, and for how long.
    fn kept(&self, outcome: &Arc<Outcome>) -> (Kept, Duration) {
        let total_ns = nanoseconds(outcome.phases.total);
        let begun_ns = self.clock.boot_ns().saturating_sub(total_ns);
        let fresh_ns = match outcome.status {
            Status::Healthy | Status::Degraded => nanoseconds(outcome.fresh_for().unwrap_or_default()),
            Status::Unhealthy | Status::Unknown => 0,
        };
        let refused = outcome.rest.as_ref().is_some_and(|rest| rest.fresh_for == Some(Duration::ZERO));
        let ttl = match outcome.status {
            Status::Unknown => Duration::ZERO,
            _ if refused => Duration::ZERO,
            Status::Unhealthy => FAILED_FOR,
            Status::Healthy | Status::Degraded => self.store.ttl(),
        };
        let fresh_until_ns = begun_ns.saturating_add(fresh_ns);
        (Kept { outcome: Arc::clone(outcome), begun_ns, fresh_until_ns }, ttl)
    }
}

impl Kept {
    fn will_do(&self, max_age: Option<Duration>, now_ns: u64) -> bool {
        let age_ns = now_ns.saturating_sub(self.begun_ns);
        now_ns < self.fresh_until_ns || max_age.is_some_and(|most| age_ns <= nanoseconds(most))
    }
}

fn nanoseconds(time: Duration) -> u64 {
    u64::try_from(time.as_nanos()).unwrap_or(u64::MAX)
}

#[cfg(test)]
#[path = "results_tests.rs"]
mod tests;
