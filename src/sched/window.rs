//! What worked and what did not over a window of time that ends now.

/// Counts in `N` slots of time, the latest of which is under way.
#[derive(Debug, Clone)]
pub(super) struct Window<const N: usize> {
    /// The number of the latest slot since 1970.
    latest: u32,
    /// The weight of what worked and of what did not, by the slot's number modulo `N`.
    slots: [[u16; 2]; N],
}

impl<const N: usize> Window<N> {
    pub(super) const fn new() -> Self {
        Window { latest: 0, slots: [[0; 2]; N] }
    }

    /// Counts in this slot, with this weight.
    pub(super) fn count(&mut self, slot: u32, works: bool, weight: u16) {
        self.advance(slot);
        let counts = &mut self.slots[self.latest as usize % N];
        let which = usize::from(!works);
        if counts[which].checked_add(weight).is_none() {
            // The ratio stays.
            counts.iter_mut().for_each(|count| *count /= 2);
        }
        counts[which] = counts[which].saturating_add(weight);
    }

    /// The part, by weight, that worked of what was counted in this slot and those before it; `None` where nothing was.
    pub(super) fn ratio(&self, slot: u32) -> Option<f64> {
        let first = slot.saturating_sub(N as u32 - 1).max(self.latest.saturating_sub(N as u32 - 1));
        let slots = (first..=self.latest).map(|slot| self.slots[slot as usize % N]);
        let [works, fails] =
            slots.fold([0_u32; 2], |sum, slot| [sum[0] + u32::from(slot[0]), sum[1] + u32::from(slot[1])]);
        let all = works + fails;
        (all > 0).then(|| f64::from(works) / f64::from(all))
    }

    fn advance(&mut self, slot: u32) {
        let behind = u64::from(self.latest) > u64::from(slot) + N as u64;
        if behind || slot - self.latest.min(slot) >= N as u32 {
            // Nothing of the window is left; or the clock was set back by more than the window.
            *self = Window { latest: slot, ..Window::new() };
        }
        // A clock that was set back by less: until it has caught up, all goes into the latest slot.
        while self.latest < slot {
            self.latest += 1;
            self.slots[self.latest as usize % N] = [0; 2];
        }
    }
}

#[cfg(test)]
#[path = "window_tests.rs"]
mod tests;
