//! How close the checker is to its own limits.

use super::OwnLimit;

/// From here on a limit is close.
const CLOSE: f64 = 0.8;
/// And until it is below this.
const FAR: f64 = 0.7;

/// Which limits are close.
#[derive(Debug, Default)]
pub(super) struct Limits {
    close: [bool; 3],
}

impl Limits {
    /// So much of a limit is used; gives whether it is close, if it was not so before.
    pub(super) fn observe(&mut self, limit: OwnLimit, share: f64) -> Option<bool> {
        let is_close = &mut self.close[limit as usize];
        let now = share >= if *is_close { FAR } else { CLOSE };
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
        let mut told = |share| limits.observe(OwnLimit::Queue, share);
        assert_eq!([0.5, 0.79].map(&mut told), [None, None]);
        assert_eq!([0.8, 1.0, 0.75].map(&mut told), [Some(true), None, None]);
        assert_eq!([0.69, 0.75].map(&mut told), [Some(false), None]);
        assert_eq!(limits.observe(OwnLimit::Memory, f64::NAN), None);
        assert_eq!(limits.observe(OwnLimit::Memory, 2.0), Some(true));
    }
}
