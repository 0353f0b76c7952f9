//! How close the checker is to its own limits.

use std::time::{Duration, Instant};

use super::OwnLimit;

/// What is close is far again below this part of the mark, 70 % of the limit for one of 80 %: what hovers at the mark is
/// told once.
const FAR: f64 = 0.875;

/// And so is what comes and goes: it is far when it was so for this long. CPU comes and goes with every piece of work, so
/// it is close when it was that for as long, too.
const LASTS: Duration = Duration::from_secs(10);

/// Which limits are close.
#[derive(Debug, Default)]
pub(super) struct Limits {
    known: [Known; 3],
}

#[derive(Debug, Default)]
struct Known {
    close: bool,
    /// Since when it is otherwise.
    turning: Option<Instant>,
}

impl Limits {
    /// So much of a limit is used, which is close from `mark` on; gives whether it is close, if that is news.
    pub(super) fn observe(&mut self, limit: OwnLimit, share: f64, mark: f64, now: Instant) -> Option<bool> {
        // Nothing is said by what is no number.
        if share.is_nan() {
            return None;
        }
        let known = &mut self.known[limit as usize];
        let close = share >= if known.close { mark * FAR } else { mark };
        if close == known.close {
            known.turning = None;
            return None;
        }
        let lasts = if close && limit != OwnLimit::Cpu { Duration::ZERO } else { LASTS };
        let since = *known.turning.get_or_insert(now);
        if now.saturating_duration_since(since) < lasts {
            return None;
        }
        *known = Known { close, turning: None };
        Some(close)
    }

    /// Whether one that is close may soon be told to be far.
    pub(super) fn is_turning(&self) -> bool {
        self.known.iter().any(|known| known.close && known.turning.is_some())
    }
}

#[cfg(test)]
#[path = "limits_tests.rs"]
mod tests;
