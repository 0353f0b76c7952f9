//! Work that many want and one does: they board the same flight and wait for it to land.

use std::collections::HashMap;
use std::hash::Hash;
use std::mem;
use std::time::Instant;

// Model-checked: see tests/model.
use crate::sys::sync::atomic::{AtomicUsize, Ordering};
use crate::sys::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

/// The flights under way, one a key.
pub(crate) struct Flights<K, R> {
    aloft: Arc<Aloft<K, R>>,
}

type Aloft<K, R> = Mutex<HashMap<K, Arc<Flight<R>>>>;

struct Flight<R> {
    state: Mutex<State<R>>,
    changed: Condvar,
    /// Changed only under the lock of `Flights::aloft`, but for going down.
    seats_taken: AtomicUsize,
}

enum State<R> {
    Aloft,
    Landed(R),
    Lost,
}

/// What became of a flight.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome<R> {
    /// It brought this.
    Landed(R),
    /// Whoever did the work gave it up or panicked.
    Lost,
}

/// For everybody a seat; for the first one also the duty to do the work.
pub(crate) struct Boarding<K: Eq + Hash, R> {
    pub(crate) seat: Seat<R>,
    pub(crate) landing: Option<Landing<K, R>>,
}

/// A place from which to wait.
pub(crate) struct Seat<R>(Arc<Flight<R>>);

/// The duty to end a flight. Dropped without [`land`](Landing::land), the flight is lost.
pub(crate) struct Landing<K: Eq + Hash, R> {
    aloft: Arc<Aloft<K, R>>,
    flight: Arc<Flight<R>>,
    key: K,
}

impl<K, R> Default for Flights<K, R> {
    fn default() -> Self {
        Flights { aloft: Arc::new(Mutex::default()) }
    }
}

impl<K: Eq + Hash + Clone, R: Clone> Flights<K, R> {
    pub(crate) fn board(&self, key: &K) -> Boarding<K, R> {
        let mut aloft = lock(&self.aloft);
        if let Some(flight) = aloft.get(key) {
            return Boarding { seat: Seat::take(flight), landing: None };
        }
        let flight = Arc::new(Flight {
            state: Mutex::new(State::Aloft),
            changed: Condvar::new(),
            seats_taken: AtomicUsize::new(0),
        });
        aloft.insert(key.clone(), Arc::clone(&flight));
        let seat = Seat::take(&flight);
        let landing = Landing { aloft: Arc::clone(&self.aloft), flight, key: key.clone() };
        Boarding { seat, landing: Some(landing) }
    }

    /// Lets go of everybody who waits. What still lands finds nobody.
    pub(crate) fn lose_all(&self) {
        let flights = mem::take(&mut *lock(&self.aloft));
        for flight in flights.into_values() {
            flight.end(State::Lost);
        }
    }
}

impl<R> Flight<R> {
    fn end(&self, end: State<R>) {
        let mut state = lock(&self.state);
        if matches!(*state, State::Aloft) {
            *state = end;
        }
        drop(state);
        self.changed.notify_all();
    }
}

impl<R> Seat<R> {
    /// Only under the lock of all flights.
    fn take(flight: &Arc<Flight<R>>) -> Self {
        flight.seats_taken.fetch_add(1, Ordering::Relaxed);
        Seat(Arc::clone(flight))
    }
}

impl<R: Clone> Seat<R> {
    /// Waits for the end of the flight; `None`: it had not ended at the deadline.
    pub(crate) fn wait_until(&self, deadline: Instant) -> Option<Outcome<R>> {
        let mut state = lock(&self.0.state);
        loop {
            match &*state {
                State::Landed(result) => return Some(Outcome::Landed(result.clone())),
                State::Lost => return Some(Outcome::Lost),
                State::Aloft => {}
            }
            let left = deadline.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return None;
            }
            let waited = self.0.changed.wait_timeout(state, left);
            state = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
    }
}

impl<R> Drop for Seat<R> {
    fn drop(&mut self) {
        self.0.seats_taken.fetch_sub(1, Ordering::Relaxed);
    }
}

impl<K: Eq + Hash, R> Landing<K, R> {
    pub(crate) fn land(self, result: R) {
        self.leave();
        self.flight.end(State::Landed(result));
        // Dropping it ends what has ended.
    }

    /// Gives itself back if somebody waits for it; ends the flight otherwise.
    pub(crate) fn if_awaited(self) -> Option<Self> {
        let mut aloft = lock(&self.aloft);
        if self.flight.seats_taken.load(Ordering::Relaxed) > 0 {
            drop(aloft);
            return Some(self);
        }
        // Under the lock, so that nobody boards it any more.
        self.leave_locked(&mut aloft);
        drop(aloft);
        None
    }

    /// Whoever comes next begins a new flight.
    fn leave(&self) {
        self.leave_locked(&mut lock(&self.aloft));
    }

    fn leave_locked(&self, aloft: &mut HashMap<K, Arc<Flight<R>>>) {
        // After `lose_all` there may be another flight of the same key.
        if aloft.get(&self.key).is_some_and(|flight| Arc::ptr_eq(flight, &self.flight)) {
            aloft.remove(&self.key);
        }
    }
}

impl<K: Eq + Hash, R> Drop for Landing<K, R> {
    fn drop(&mut self) {
        self.leave();
        self.flight.end(State::Lost);
    }
}

/// What a panic left behind is whole: nothing of the caller's runs under these locks but `clone`, `eq` and `hash`.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
#[path = "flights_tests.rs"]
mod tests;
