//! The place of one who waits for a lease.

use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::Condvar;

use super::authority::Authority;

/// Where one stands who waits: first for the turn at the host, then for that of the pool, each in order of coming.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stage {
    /// Waits behind others for the same host.
    Host,
    /// Has its share of the host, and waits behind everybody.
    Pool,
    /// Has its lease.
    Granted,
    /// The pool was closed.
    Dismissed,
}

const STAGES: [Stage; 4] = [Stage::Host, Stage::Pool, Stage::Granted, Stage::Dismissed];

/// One who waits. Its stage is looked at and changed under the lock of the ledger only.
#[derive(Debug)]
pub(super) struct Seat {
    pub(super) host: Authority,
    /// Leases wanted, all at once.
    pub(super) units: usize,
    stage: AtomicU8,
    pub(super) called: Condvar,
}

impl Seat {
    pub(super) fn new(host: Authority, units: usize) -> Self {
        Seat { host, units, stage: AtomicU8::new(0), called: Condvar::new() }
    }

    pub(super) fn stage(&self) -> Stage {
        STAGES[usize::from(self.stage.load(Ordering::Relaxed)) % STAGES.len()]
    }

    pub(super) fn move_to(&self, stage: Stage) {
        self.stage.store(stage as u8, Ordering::Relaxed);
        if matches!(stage, Stage::Granted | Stage::Dismissed) {
            self.called.notify_one();
        }
    }
}
