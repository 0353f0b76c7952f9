//! The order of a list in which some depend on others.

use super::set;
use super::Check;
use crate::finding::Status;
use crate::sched::Dependencies;

/// Who waits for whom, and what came of those that are over.
pub(super) struct Order {
    children: Vec<Vec<usize>>,
    /// How many parents are not over.
    left: Vec<usize>,
    /// Not begun, and not over either.
    waiting: Vec<bool>,
    /// What keeps each from being worth a check: the unhealthy one of all that it depends on.
    broken: Vec<Option<usize>>,
}

/// One that need not wait any more.
pub(super) struct Released {
    pub(super) index: usize,
    /// One that it depends on, which is unhealthy.
    pub(super) broken: Option<usize>,
}

impl Order {
    /// Nothing where none depends on another of the list, or they do so in a circle.
    pub(super) fn of(checks: &[Check]) -> Option<Self> {
        if checks.iter().all(|check| check.depends_on.is_empty()) {
            return None;
        }
        let dependencies = Dependencies::new(set::parents(checks)).ok()?;
        let left: Vec<usize> = (0..checks.len()).map(|index| dependencies.parents(index).len()).collect();
        if left.iter().all(|left| *left == 0) {
            return None;
        }
        let mut children = vec![Vec::new(); checks.len()];
        for index in 0..checks.len() {
            dependencies.parents(index).iter().for_each(|parent| children[*parent].push(index));
        }
        let waiting = left.iter().map(|left| *left > 0).collect();
        Some(Order { children, left, waiting, broken: vec![None; checks.len()] })
    }

    pub(super) fn waits(&self, index: usize) -> bool {
        self.waiting[index]
    }

    /// One is over; gives those that waited for no other.
    pub(super) fn over(&mut self, index: usize, status: Status) -> Vec<Released> {
        // One that was not asked passes on why.
        let broken = if status == Status::Unhealthy { Some(index) } else { self.broken[index] };
        let mut released = Vec::new();
        for child in std::mem::take(&mut self.children[index]) {
            self.left[child] -= 1;
            self.broken[child] = self.broken[child].or(broken);
            if self.left[child] == 0 && std::mem::take(&mut self.waiting[child]) {
                released.push(Released { index: child, broken: self.broken[child] });
            }
        }
        released
    }

    /// Nobody waits any more; gives those that did.
    pub(super) fn give_up(&mut self) -> Vec<usize> {
        let waited = (0..self.waiting.len()).filter(|index| self.waiting[*index]).collect();
        self.waiting.fill(false);
        waited
    }
}
