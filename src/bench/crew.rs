//! Threads that compute at once, each for itself.

use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use super::round::UNIT;
use super::work::Mix;
use crate::error::{Error, Result};
use crate::sys::signals;

/// What members are told, and what they answer.
#[derive(Debug)]
struct Order {
    /// Which order this is; 0 is none.
    number: u64,
    /// So many of them take part.
    members: usize,
    extra: u32,
    from: Instant,
    until: Instant,
    finished: usize,
    per_second: f64,
    over: bool,
}

#[derive(Debug)]
struct Shared {
    order: Mutex<Order>,
    given: Condvar,
    done: Condvar,
}

impl Shared {
    fn order(&self) -> MutexGuard<'_, Order> {
        self.order.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Threads that wait until they are told to compute.
#[derive(Debug)]
pub(super) struct Crew {
    shared: Arc<Shared>,
    threads: Vec<JoinHandle<()>>,
}

impl Crew {
    /// As many as are wanted, or as many as can be had.
    ///
    /// # Errors
    ///
    /// Where there is not even one.
    pub(super) fn new(wanted: usize) -> Result<Self> {
        let now = Instant::now();
        let order = Order {
            number: 0,
            members: 0,
            extra: 0,
            from: now,
            until: now,
            finished: 0,
            per_second: 0.0,
            over: false,
        };
        let shared = Shared { order: Mutex::new(order), given: Condvar::new(), done: Condvar::new() };
        let mut crew = Crew { shared: Arc::new(shared), threads: Vec::new() };
        for number in 0..wanted {
            let shared = Arc::clone(&crew.shared);
            let builder = std::thread::Builder::new().name(format!("plimsoll-bench-{number}"));
            match signals::blocked(|| builder.spawn(move || member(&shared, number)))
                .and_then(|started| started)
            {
                Ok(thread) => crew.threads.push(thread),
                Err(error) if crew.threads.is_empty() => {
                    return Err(Error::io("cannot start a thread", error));
                }
                Err(_) => break,
            }
        }
        Ok(crew)
    }

    pub(super) fn size(&self) -> usize {
        self.threads.len()
    }

    /// Has so many of them compute for so long; operations per second of all together. `extra` of each unit are not
    /// counted.
    pub(super) fn compute(&self, members: usize, length: Duration, extra: u32) -> f64 {
        let members = members.min(self.threads.len());
        let mut order = self.shared.order();
        order.number += 1;
        order.members = members;
        order.extra = extra;
        order.from = Instant::now();
        order.until = order.from + length;
        (order.finished, order.per_second) = (0, 0.0);
        self.shared.given.notify_all();
        let order = self.shared.done.wait_while(order, |order| order.finished < members);
        order.unwrap_or_else(PoisonError::into_inner).per_second
    }
}

impl Drop for Crew {
    fn drop(&mut self) {
        self.shared.order().over = true;
        self.shared.given.notify_all();
        for thread in self.threads.drain(..) {
            let _ = thread.join();
        }
    }
}

fn member(shared: &Shared, number: usize) {
    let mut mix = Mix::new();
    let mut seen = 0;
    loop {
        let order = shared.order();
        let waited = shared.given.wait_while(order, |order| {
            let for_us = order.number > seen && number < order.members;
            !order.over && !for_us
        });
        let order = waited.unwrap_or_else(PoisonError::into_inner);
        if order.over {
            return;
        }
        seen = order.number;
        let (from, until, extra) = (order.from, order.until, order.extra);
        drop(order);
        let mut done = 0;
        loop {
            (0..UNIT + extra).for_each(|_| mix.step());
            done += UNIT;
            let now = Instant::now();
            if now >= until {
                let mut order = shared.order();
                // From when it was given: a thread that had to wait for a CPU did less.
                order.per_second += f64::from(done) / (now - from).as_secs_f64();
                order.finished += 1;
                shared.done.notify_one();
                break;
            }
        }
    }
}

#[cfg(test)]
#[path = "crew_tests.rs"]
mod tests;
