//! Computing, without a call to anyone.

use std::hint::black_box;
use std::time::Instant;

use crate::bench::round::Work;
use crate::bench::statistics::median;
use crate::error::Result;

/// Steps of the reference chain, about 10 µs.
const LINKS: u32 = 6_000;
/// So many chains are timed; the median is not that one in which we were stopped.
const CHAINS: usize = 9;

/// The reference: each step waits for the one before, so that nothing but the processor's clock decides how long it takes;
/// hardly even who computes on the other half of the core.
#[derive(Debug, Default)]
pub(in crate::bench) struct Chain(u64);

impl Chain {
    /// Seconds of one chain, now.
    pub(in crate::bench) fn seconds(&mut self) -> f64 {
        let mut times = [0.0; CHAINS];
        for time in &mut times {
            let began = Instant::now();
            let mut value = self.0;
            for _ in 0..LINKS {
                value =
                    black_box(value).wrapping_mul(0x5851_f42d_4c95_7f2d).wrapping_add(0x1405_7b7e_f767_814f);
            }
            self.0 = value;
            *time = began.elapsed().as_secs_f64();
        }
        median(&mut times)
    }
}

/// Words of the table: 16 KiB, which the closest cache holds.
const WORDS: usize = 4096;
/// About 20 µs.
const STEPS: usize = 1_500;

/// A mix of what programs do: shifts, sums, and reads and writes that depend on them, four at a time.
#[derive(Debug)]
pub(in crate::bench) struct Mix {
    table: Vec<u32>,
    state: [u64; 4],
}

impl Mix {
    pub(in crate::bench) fn new() -> Self {
        let table = (0..WORDS as u32).map(|word| word.wrapping_mul(0x9e37_79b9)).collect();
        Mix { table, state: [1, 2, 3, 4] }
    }

    pub(in crate::bench) fn step(&mut self) {
        let mut state = black_box(self.state);
        for _ in 0..STEPS {
            for lane in &mut state {
                let mut word = *lane;
                word ^= word << 13;
                word ^= word >> 7;
                word ^= word << 17;
                let slot = (word >> 20) as usize % WORDS;
                let found = self.table[slot];
                self.table[slot] = found.rotate_left(5) ^ word as u32;
                *lane = word.wrapping_add(u64::from(found & 0xff));
            }
        }
        // A state of zero stays there.
        self.state = black_box(state).map(|lane| lane.max(1));
    }
}

impl Work for Mix {
    fn operation(&mut self) -> Result<()> {
        self.step();
        Ok(())
    }
}
