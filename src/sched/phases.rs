//! Where in its period each target is due.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};
use std::hash::{DefaultHasher, Hash, Hasher};

/// The part of the circle between one target of a host and the next: the golden ratio, whose multiples fill the circle
/// most evenly (Knuth, The Art of Computer Programming, vol. 3, 6.4, theorem S).
const GOLDEN: u64 = 0x9e37_79b9_7f4a_7c15;

/// Where in its period a target is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Phase {
    /// Of the target's host.
    pub(super) seed: u64,
    /// Among the targets of the host.
    number: u32,
}

impl Phase {
    /// The part of the period that has gone by when the target is due: 0 to below 1.
    #[must_use]
    #[allow(clippy::cast_precision_loss)] // 53 bits are kept.
    pub fn part(self) -> f64 {
        let turned = self.seed.wrapping_add(GOLDEN.wrapping_mul(u64::from(self.number)));
        (turned >> 11) as f64 / (1_u64 << 53) as f64
    }
}

/// Phases in use. Hosts are spread by a hash of their names, and the targets of each host lie apart by construction:
/// `n` of them with the same interval by at least 0.38 / n of it.
#[derive(Debug, Clone, Default)]
pub struct Phases {
    hosts: HashMap<u64, Host>,
}

#[derive(Debug, Clone, Default)]
struct Host {
    /// Numbers below were given.
    given: u32,
    /// Those of them that came back. The lowest goes out next: few targets with low numbers lie farther apart.
    back: BinaryHeap<Reverse<u32>>,
}

impl Phases {
    /// A phase for another target of a host (host and port; a command's name).
    pub fn take(&mut self, host: &str) -> Phase {
        let mut hasher = DefaultHasher::new();
        host.hash(&mut hasher);
        let seed = hasher.finish();
        let host = self.hosts.entry(seed).or_default();
        let number = match host.back.pop() {
            Some(Reverse(number)) => number,
            None => {
                host.given += 1;
                host.given - 1
            }
        };
        Phase { seed, number }
    }

    /// A target is no more.
    pub fn give_back(&mut self, phase: Phase) {
        let Some(host) = self.hosts.get_mut(&phase.seed) else { return };
        host.back.push(Reverse(phase.number));
        if host.back.len() == host.given as usize {
            self.hosts.remove(&phase.seed);
        }
    }
}

/// Every bit of the result hangs on every bit of the number: the end of SplitMix64 (Steele, Lea, Flood, "Fast
/// Splittable Pseudorandom Number Generators", 2014).
pub(super) fn mixed(number: u64) -> u64 {
    let mixed = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}

#[cfg(test)]
#[path = "phases_tests.rs"]
mod tests;
