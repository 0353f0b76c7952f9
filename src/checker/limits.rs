//! How close the checker is to its own limits.

use super::OwnLimit;

/// What is close is far again below this part of the mark, 70 % of the limit for one of 80 %: what hovers at the mark is
/// told once.
const FAR: f64 = 0.875;

/// Which limits are close.
#[derive(Debug, Default)]
pub(super) struct Limits {
    close: [bool; 3],
}

impl Limits {
    /// So much of a limit is used, which is close from `mark` on; gives whether it is close, if it was not so before.
    pub(super) fn observe(&mut self, limit: OwnLimit, share: f64, mark: f64) -> Option<bool> {
        // Nothing is said by what is no number.
        if share.is_nan() {
            return None;
        }
        let is_close = &mut self.close[limit as usize];
        let now = share >= if *is_close { mark * FAR } else { mark };
        let changed = now != *is_close;
        *is_close = now;
        changed.then_some(now)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_told_once_and_again_when_it_is_far() {
        let mut limits = Limits::default();
        let mut told = |share| limits.observe(OwnLimit::Queue, share, 0.8);
        assert_eq!([0.5, 0.79].map(&mut told), [None, None]);
        assert_eq!([0.8, 1.0, 0.75].map(&mut told), [Some(true), None, None]);
        assert_eq!([0.69, 0.75].map(&mut told), [Some(false), None]);
        assert_eq!(limits.observe(OwnLimit::Memory, f64::NAN, 0.8), None);
        assert_eq!(limits.observe(OwnLimit::Memory, 2.0, 0.8), Some(true));
        assert_eq!(limits.observe(OwnLimit::Memory, f64::NAN, 0.8), None);
        // Also one with a mark near nothing is far some day.
        let told = [0.05, 0.04, 0.0].map(|share| limits.observe(OwnLimit::Cpu, share, 0.05));
        assert_eq!(told, [Some(true), Some(false), None]);
    }
}
