//! Where threads put down what became of requests, and from where it is collected.

use std::time::Duration;

use super::cell::{Cell, Ended, Latencies};
use crate::stats::Random;

/// Of one thread, or of several.
#[derive(Debug)]
pub(super) struct Desk {
    targets: usize,
    /// By stage, then by target; empty until something is put down.
    cells: Vec<Option<Box<Cell>>>,
    /// How much later than intended requests were begun, in an open model.
    starts: Latencies,
    /// For think times.
    random: Random,
}

impl Desk {
    pub(super) fn new(stages: usize, targets: usize, seed: u64) -> Self {
        let cells = (0..stages * targets).map(|_| None).collect();
        Desk { targets, cells, starts: Latencies::default(), random: Random::new(seed) }
    }

    pub(super) fn record(&mut self, stage: usize, target: usize, ended: &Ended) {
        self.cells[stage * self.targets + target].get_or_insert_default().record(ended);
    }

    /// An answer came in that stage of a closed model.
    pub(super) fn served(&mut self, stage: usize, target: usize) {
        self.cells[stage * self.targets + target].get_or_insert_default().counts.served += 1;
    }

    /// The next chance, from 0 to 1.
    pub(super) fn chance(&mut self) -> f64 {
        self.random.chance()
    }

    pub(super) fn started(&mut self, late: Duration) {
        self.starts.record(late);
    }

    /// Hands over what was put down since the last time, by stage and target. What has nothing new twice is given up.
    pub(super) fn collect(&mut self, mut take: impl FnMut(usize, usize, &Cell), starts: &mut Latencies) {
        starts.add(&self.starts);
        self.starts.clear();
        for (index, place) in self.cells.iter_mut().enumerate() {
            let Some(cell) = place else { continue };
            if cell.counts.begun() == 0 && cell.counts.served == 0 {
                *place = None;
                continue;
            }
            take(index / self.targets, index % self.targets, cell);
            cell.clear();
        }
    }
}
