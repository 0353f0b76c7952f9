//! How close the checker is to its own limits.

use crate::admit::{GateState, RefusalReason};
use crate::checker::{CheckerStatistics, OwnLimit};

/// What is close is far again when so much less than the mark is used: what hovers at the mark is told once.
const SLACK: f64 = 0.1;

/// One limit.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Closeness {
    pub(super) close: bool,
    pub(super) share: f64,
    pub(super) since_unix_ns: u64,
}

impl Closeness {
    /// Takes in how much is used; whether that made a difference.
    pub(super) fn observe(&mut self, share: f64, mark: f64, now_unix_ns: u64) -> bool {
        // Nothing is said by what is no number.
        let close = if self.close { share > mark - SLACK } else { share >= mark };
        self.share = share;
        if close == self.close {
            return false;
        }
        self.close = close;
        self.since_unix_ns = now_unix_ns;
        true
    }
}

/// How much of each limit is used, where that is known. Memory and CPU are those of the container, as the gate sees
/// them: used, of the mark from which on it refuses normal work.
#[allow(clippy::cast_precision_loss)] // Counts of what waits.
pub(super) fn shares(statistics: &CheckerStatistics, gate: Option<&GateState>) -> Vec<(OwnLimit, f64)> {
    let queue = &statistics.queue;
    let mut shares = Vec::with_capacity(3);
    if queue.capacity > 0 {
        shares.push((OwnLimit::Queue, queue.length as f64 / queue.capacity as f64));
    }
    for signal in gate.iter().flat_map(|gate| &gate.load.signals) {
        let limit = match signal.reason {
            RefusalReason::Memory => OwnLimit::Memory,
            RefusalReason::Cpu => OwnLimit::Cpu,
            _ => continue,
        };
        if signal.mark > 0.0 && !shares.iter().any(|(known, _)| *known == limit) {
            shares.push((limit, signal.value / signal.mark));
        }
    }
    shares
}

/// What people call it.
pub(super) fn words(limit: OwnLimit) -> &'static str {
    match limit {
        OwnLimit::Queue => "the queue of checks",
        OwnLimit::Memory => "the memory of the container",
        OwnLimit::Cpu => "the CPU of the container",
    }
}
