//! Who depends on whom.

use crate::finding::Status;

/// Which targets depend on which. Targets are known by their numbers, from 0.
#[derive(Debug, Clone, Default)]
pub struct Dependencies {
    /// By target.
    parents: Vec<Box<[usize]>>,
    /// All of them, each after those it depends on.
    order: Vec<usize>,
}

/// Targets that depend on each other in a circle: each on the next one, and the last on the first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Circle(pub Vec<usize>);

impl Dependencies {
    /// Target number `i` depends on `parents[i]`. What is said twice counts once; a number that no target has counts
    /// for nothing.
    ///
    /// # Errors
    ///
    /// A circle, if there is one; one target that depends on itself is one.
    pub fn new(parents: Vec<Vec<usize>>) -> Result<Self, Circle> {
        let count = parents.len();
        let tidy = |mut list: Vec<usize>| {
            list.sort_unstable();
            list.dedup();
            list.retain(|parent| *parent < count);
            list.into_boxed_slice()
        };
        let parents: Vec<Box<[usize]>> = parents.into_iter().map(tidy).collect();
        let order = order_of(&parents)?;
        Ok(Dependencies { parents, order })
    }

    /// What keeps a target from being worth a check: the nearest of all that it depends on, directly or through
    /// others, that is unhealthy. A degraded one works, and of an unknown one nothing is said: one whose parent is
    /// unhealthy is itself not checked and unknown, so that the cause stands further up.
    pub fn broken(&self, target: usize, status: impl Fn(usize) -> Status) -> Option<usize> {
        self.above(target).into_iter().find(|above| status(*above) == Status::Unhealthy)
    }

    /// All that a target depends on, directly or through others, the nearest first.
    #[must_use]
    pub fn above(&self, target: usize) -> Vec<usize> {
        let mut known = self.parents(target).to_vec();
        let mut next = 0;
        while let Some(&parent) = known.get(next) {
            next += 1;
            for above in self.parents(parent) {
                if !known.contains(above) {
                    known.push(*above);
                }
            }
        }
        known
    }

    /// What a target depends on directly.
    #[must_use]
    pub fn parents(&self, target: usize) -> &[usize] {
        self.parents.get(target).map_or(&[], |list| list)
    }

    /// All targets, each after those that it depends on, otherwise by number.
    #[must_use]
    pub fn order(&self) -> &[usize] {
        &self.order
    }
}

/// How far the search has come with a target.
#[derive(Clone, Copy, PartialEq)]
enum Mark {
    New,
    Open,
    Done,
}

/// Depth first, without recursion: a chain may be as long as there are targets.
fn order_of(parents: &[Box<[usize]>]) -> Result<Vec<usize>, Circle> {
    let mut marks = vec![Mark::New; parents.len()];
    let mut order = Vec::with_capacity(parents.len());
    // Targets on the way from where the search began, and how many parents of each were looked at.
    let mut way: Vec<(usize, usize)> = Vec::new();
    for start in 0..parents.len() {
        if marks[start] == Mark::New {
            marks[start] = Mark::Open;
            way.push((start, 0));
        }
        while let Some((target, looked_at)) = way.last_mut() {
            let target = *target;
            let Some(&parent) = parents[target].get(*looked_at) else {
                marks[target] = Mark::Done;
                order.push(target);
                way.pop();
                continue;
            };
            *looked_at += 1;
            match marks[parent] {
                Mark::New => {
                    marks[parent] = Mark::Open;
                    way.push((parent, 0));
                }
                Mark::Open => {
                    let circle = way.iter().map(|(target, _)| *target).skip_while(|target| *target != parent);
                    return Err(Circle(circle.collect()));
                }
                Mark::Done => {}
            }
        }
    }
    Ok(order)
}

#[cfg(test)]
#[path = "dependencies_tests.rs"]
mod tests;
