//! Who is told of events.

use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use crossbeam_channel::{bounded, Receiver, Sender, TrySendError};

use super::own::quietly;
use super::Event;
use crate::sys::fork;

type Notify = Arc<dyn Fn() + Send + Sync>;

/// Events of a checker, from when this was made on. A bounded number of them waits; what comes beyond is lost, and
/// counted. In a child of a fork there are none.
pub struct Events {
    receiver: Receiver<Event>,
    lost: Arc<AtomicU64>,
    epoch: u64,
}

#[derive(Default)]
pub(super) struct Subscribers {
    list: Mutex<Vec<Subscriber>>,
    number: AtomicUsize,
}

struct Subscriber {
    sender: Sender<Event>,
    lost: Arc<AtomicU64>,
    notify: Option<Notify>,
}

impl Events {
    /// The next event, waited for until the checker is closed. Missing once it is, and all were given.
    pub fn wait(&self) -> Option<Event> {
        if self.is_foreign() {
            return None;
        }
        self.receiver.recv().ok()
    }

    /// The next event, if there is one within `timeout`.
    pub fn next_timeout(&self, timeout: Duration) -> Option<Event> {
        if self.is_foreign() {
            return None;
        }
        match Instant::now().checked_add(timeout) {
            Some(deadline) => self.receiver.recv_deadline(deadline).ok(),
            None => self.wait(),
        }
    }

    /// The next event, if there is one now.
    pub fn try_next(&self) -> Option<Event> {
        if self.is_foreign() {
            return None;
        }
        self.receiver.try_recv().ok()
    }

    /// How many were lost because too many waited.
    #[must_use]
    pub fn lost(&self) -> u64 {
        self.lost.load(Ordering::Relaxed)
    }

    fn is_foreign(&self) -> bool {
        self.epoch != fork::epoch()
    }
}

/// Waits for each, until the checker is closed.
impl Iterator for Events {
    type Item = Event;

    fn next(&mut self) -> Option<Event> {
        self.wait()
    }
}

impl std::fmt::Debug for Events {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Events").field("lost", &self.lost()).finish_non_exhaustive()
    }
}

impl Subscribers {
    pub(super) fn add(&self, capacity: usize, notify: Option<Notify>) -> Events {
        let (sender, receiver) = bounded(capacity.max(1));
        let lost = Arc::new(AtomicU64::new(0));
        let mut list = self.list.lock().unwrap_or_else(PoisonError::into_inner);
        list.push(Subscriber { sender, lost: lost.clone(), notify });
        self.number.store(list.len(), Ordering::Relaxed);
        Events { receiver, lost, epoch: fork::epoch() }
    }

    pub(super) fn any(&self) -> bool {
        self.number.load(Ordering::Relaxed) > 0
    }

    pub(super) fn tell(&self, event: &Event) {
        if !self.any() {
            return;
        }
        let mut told: Vec<Notify> = Vec::new();
        {
            let mut list = self.list.lock().unwrap_or_else(PoisonError::into_inner);
            list.retain(|subscriber| match subscriber.sender.try_send(event.clone()) {
                Ok(()) => {
                    told.extend(subscriber.notify.clone());
                    true
                }
                Err(TrySendError::Full(_)) => {
                    subscriber.lost.fetch_add(1, Ordering::Relaxed);
                    true
                }
                Err(TrySendError::Disconnected(_)) => false,
            });
            self.number.store(list.len(), Ordering::Relaxed);
        }
        for notify in told {
            quietly(|| notify());
        }
    }

    /// There will be no more. Those who wait are let go, and who polls is told.
    pub(super) fn end(&self) {
        let list = std::mem::take(&mut *self.list.lock().unwrap_or_else(PoisonError::into_inner));
        self.number.store(0, Ordering::Relaxed);
        for subscriber in list {
            drop(subscriber.sender);
            if let Some(notify) = subscriber.notify {
                quietly(|| notify());
            }
        }
    }
}
