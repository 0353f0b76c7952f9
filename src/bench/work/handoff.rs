//! Two threads that wait for each other in turn.

use std::io;
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread::JoinHandle;

use crate::bench::round::Work;
use crate::error::{Error, Result};
use crate::sys::signals;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Turn {
    Ours,
    Theirs,
    Over,
}

#[derive(Debug)]
struct Shared {
    turn: Mutex<Turn>,
    changed: Condvar,
}

impl Shared {
    /// Waits for it, and says whether it came.
    fn wait(&self, wanted: Turn) -> bool {
        let turn = self.turn.lock().unwrap_or_else(PoisonError::into_inner);
        let turn = self.changed.wait_while(turn, |turn| *turn != wanted && *turn != Turn::Over);
        *turn.unwrap_or_else(PoisonError::into_inner) == wanted
    }

    fn give(&self, turn: Turn) {
        *self.turn.lock().unwrap_or_else(PoisonError::into_inner) = turn;
        self.changed.notify_one();
    }
}

/// Wakes another thread, and waits until it has woken this one: what a queue between threads costs.
#[derive(Debug)]
pub(in crate::bench) struct Handoff {
    shared: Arc<Shared>,
    partner: Option<JoinHandle<()>>,
}

impl Handoff {
    pub(in crate::bench) fn new() -> Result<Self> {
        let shared = Arc::new(Shared { turn: Mutex::new(Turn::Ours), changed: Condvar::new() });
        let theirs = Arc::clone(&shared);
        let body = move || {
            while theirs.wait(Turn::Theirs) {
                theirs.give(Turn::Ours);
            }
        };
        let builder = std::thread::Builder::new().name("plimsoll-bench-handoff".to_owned());
        let started: io::Result<_> = signals::blocked(|| builder.spawn(body)).and_then(|started| started);
        let partner = started.map_err(|error| Error::io("cannot start a thread", error))?;
        Ok(Handoff { shared, partner: Some(partner) })
    }
}

impl Work for Handoff {
    fn operation(&mut self) -> Result<()> {
        self.shared.give(Turn::Theirs);
        self.shared.wait(Turn::Ours);
        Ok(())
    }
}

impl Drop for Handoff {
    fn drop(&mut self) {
        self.shared.give(Turn::Over);
        if let Some(partner) = self.partner.take() {
            let _ = partner.join();
        }
    }
}
