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
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    #[test]
    fn it_is_told_once_and_again_when_it_is_far() {
        let (mut limits, start) = (Limits::default(), Instant::now());
        let mut told = |share, second| limits.observe(OwnLimit::Queue, share, 0.8, start + second * SECOND);
        assert_eq!([told(0.5, 0), told(0.79, 1)], [None, None]);
        assert_eq!([told(0.8, 2), told(1.0, 3), told(0.75, 4)], [Some(true), None, None]);
        // What comes and goes is there.
        assert_eq!([told(0.0, 5), told(0.9, 14), told(0.0, 15), told(0.0, 24)], [None; 4]);
        assert_eq!([told(0.69, 25), told(0.75, 26)], [Some(false), None]);
        let mut told = |share| limits.observe(OwnLimit::Memory, share, 0.8, start);
        assert_eq!([told(f64::NAN), told(2.0), told(f64::NAN)], [None, Some(true), None]);
        assert!(!limits.is_turning());
        assert_eq!(limits.observe(OwnLimit::Memory, 0.1, 0.8, start), None);
        assert!(limits.is_turning());
    }

    #[test]
    fn a_cpu_that_is_busy_for_a_moment_is_not_told() {
        let (mut limits, start) = (Limits::default(), Instant::now());
        let mut told = |share, second| limits.observe(OwnLimit::Cpu, share, 0.8, start + second * SECOND);
        let wavers = (0..100).map(|second| told(if second % 9 == 0 { 0.1 } else { 1.0 }, second));
        assert!(wavers.eq([None; 100]));
        assert_eq!((told(1.0, 100), told(1.0, 109)), (None, None));
        assert_eq!((told(1.0, 110), told(1.0, 111)), (Some(true), None));
        // Also one with a mark near nothing is far some day.
        let mut told = |share, second| limits.observe(OwnLimit::Memory, share, 0.05, start + second * SECOND);
        assert_eq!([told(0.05, 0), told(0.0, 1), told(0.0, 11)], [Some(true), None, Some(false)]);
    }
}
