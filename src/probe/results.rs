//! What checks came to, for those who will do with an outcome that is not quite new.

use std::hash::{Hash, Hasher};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::{Outcome, Target};
use crate::cache::{Category, CategoryOptions, Heap, Store};
use crate::clock::Clock;
use crate::finding::Status;

/// How long a failure is kept, so that a thousand who ask do not ask a server a thousand times that is down already.
const FAILED_FOR: Duration = Duration::from_secs(5);

/// Outcomes, each by its target, everything that is said of it taken together.
///
/// - For those who say how old an outcome may be, one will do that is not older, failures for 5 s.
/// - For those who do not say, one will do that is fresh by the server's word, and healthy or degraded.
/// - Nothing is older than the category's time.
/// - What says nothing of the server (`unknown`) is not kept, nor is a REST answer that its server wants to see kept by
///   nobody, or that was at its end when it came (`no-store`, `no-cache`, `max-age=0`).
pub(crate) struct Results {
    store: Arc<Store<Of, Kept>>,
    clock: Arc<dyn Clock>,
    /// Looks for which the age of what is kept made no difference: what was found, and what was checked.
    of_any_age: [AtomicU64; 2],
}

/// An outcome that will do.
#[derive(Debug, Clone)]
pub(crate) struct Served {
    pub(crate) outcome: Arc<Outcome>,
    /// It is from the cache, or from another's check that was waited for.
    pub(crate) cached: bool,
}

/// A target: the same one, or one of which the same is said.
#[derive(Clone)]
struct Of(Arc<Target>);

#[derive(Clone)]
struct Kept {
    outcome: Arc<Outcome>,
    /// When its check was begun. This and the other by the clock.
    begun_ns: u64,
    /// Until then it is fresh by the server's word.
    fresh_until_ns: u64,
}

/// Names seldom are the same where targets are not.
impl Hash for Of {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.name.hash(state);
    }
}

impl PartialEq for Of {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0) || self.0 == other.0
    }
}

/// A number in it that is none (an expected value, a weight) makes a target unlike itself; then it is not found.
impl Eq for Of {}

impl Heap for Of {
    fn heap_bytes(&self) -> usize {
        size_of::<Target>() + self.0.name.len()
    }
}

impl Heap for Kept {
    fn heap_bytes(&self) -> usize {
        self.outcome.bytes_held()
    }
}

impl Results {
    pub(crate) fn new(options: CategoryOptions, clock: Arc<dyn Clock>) -> Self {
        let store = Arc::new(Store::new(options, Arc::clone(&clock)));
        Results { store, clock, of_any_age: Default::default() }
    }

    /// As the host sees it.
    pub(crate) fn category(&self) -> Arc<dyn Category> {
        self.store.clone()
    }

    /// An outcome that will do.
    pub(crate) fn get(&self, target: &Arc<Target>, max_age: Option<Duration>) -> Option<Arc<Outcome>> {
        let now_ns = self.clock.boot_ns();
        let kept = self.store.get_own(Of(Arc::clone(target)), |kept| kept.will_do(max_age, now_ns))?;
        self.count(max_age, true);
        Some(kept.outcome)
    }

    /// An outcome that is not older, and that `will_do`.
    pub(crate) fn get_if(
        &self,
        target: &Arc<Target>,
        max_age: Duration,
        will_do: impl FnOnce(&Outcome) -> bool,
    ) -> Option<Arc<Outcome>> {
        let now_ns = self.clock.boot_ns();
        let will_do = |kept: &Kept| kept.will_do(Some(max_age), now_ns) && will_do(&kept.outcome);
        Some(self.store.get_own(Of(Arc::clone(target)), will_do)?.outcome)
    }

    /// Keeps what a check came to that ended just now, as far as it is worth it.
    pub(crate) fn put(&self, target: &Arc<Target>, outcome: &Arc<Outcome>) {
        if let Some(ttl) = self.worth(outcome) {
            self.store.insert_own(Of(Arc::clone(target)), self.kept(outcome), ttl);
        }
    }

    /// An outcome that will do, or else what `check` comes to, which is kept if it also says so: one of all who want it
    /// at the same time checks, on its own thread, and the others wait. Nothing: another's check had not ended at the
    /// deadline.
    pub(crate) fn get_or_check(
        &self,
        target: &Arc<Target>,
        max_age: Option<Duration>,
        deadline: Instant,
        check: impl FnOnce() -> (Outcome, bool),
    ) -> Option<Served> {
        let key = Of(Arc::clone(target));
        let now_ns = self.clock.boot_ns();
        // What will not do would be found again.
        self.store.remove_own_if(key.clone(), |kept| !kept.will_do(max_age, now_ns));
        let mut cached = true;
        let kept = self.store.own_or_fetch(key, deadline, || {
            cached = false;
            let (outcome, is_whole) = check();
            let outcome = Arc::new(outcome);
            let ttl = self.worth(&outcome).filter(|_| is_whole).unwrap_or_default();
            (self.kept(&outcome), ttl)
        })?;
        self.count(max_age, cached);
        Some(Served { outcome: kept.outcome, cached })
    }

    fn count(&self, max_age: Option<Duration>, cached: bool) {
        if max_age.is_some_and(|age| age >= self.store.ttl()) {
            self.of_any_age[usize::from(!cached)].fetch_add(1, Ordering::Relaxed);
        }
    }

    /// Of looks for which anything would do that is kept: how many found something, and how many had it checked.
    pub(crate) fn looks_of_any_age(&self) -> (u64, u64) {
        let [found, checked] = &self.of_any_age;
        (found.load(Ordering::Relaxed), checked.load(Ordering::Relaxed))
    }

    /// How long it is to be kept, if at all.
    fn worth(&self, outcome: &Outcome) -> Option<Duration> {
        let is_refused = outcome.rest.as_ref().is_some_and(|rest| rest.fresh_for == Some(Duration::ZERO));
        match outcome.status {
            Status::Unknown => None,
            Status::Unhealthy => Some(FAILED_FOR),
            Status::Healthy | Status::Degraded => (!is_refused).then(|| self.store.ttl()),
        }
    }

    fn kept(&self, outcome: &Arc<Outcome>) -> Kept {
        let begun_ns = self.clock.boot_ns().saturating_sub(nanoseconds(outcome.phases.total));
        let fresh_ns = match outcome.status {
            Status::Healthy | Status::Degraded => nanoseconds(outcome.fresh_for().unwrap_or_default()),
            Status::Unhealthy | Status::Unknown => 0,
        };
        let fresh_until_ns = begun_ns.saturating_add(fresh_ns);
        Kept { outcome: Arc::clone(outcome), begun_ns, fresh_until_ns }
    }
}

impl Kept {
    fn will_do(&self, max_age: Option<Duration>, now_ns: u64) -> bool {
        match max_age {
            None => now_ns < self.fresh_until_ns,
            Some(most) => now_ns.saturating_sub(self.begun_ns) < nanoseconds(most),
        }
    }
}

fn nanoseconds(time: Duration) -> u64 {
    u64::try_from(time.as_nanos()).unwrap_or(u64::MAX)
}

#[cfg(test)]
#[path = "results_tests.rs"]
mod tests;
