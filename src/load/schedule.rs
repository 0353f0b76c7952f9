//! When each request of an open model begins, and how many users a closed one has: pure functions of the stages.

use std::time::Duration;

use super::stage::Stage;

/// Stages one after the other, with what was asked before each.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Schedule {
    stages: Vec<Placed>,
}

#[derive(Debug, Clone, PartialEq)]
struct Placed {
    begin: Duration,
    /// Requests that an open model began before it.
    before: f64,
    stage: Stage,
}

impl Schedule {
    pub(super) fn new(stages: &[Stage]) -> Self {
        let (mut begin, mut before) = (Duration::ZERO, 0.0);
        let placed = stages.iter().map(|stage| {
            let placed = Placed { begin, before, stage: stage.clone() };
            begin += stage.duration;
            before += stage.asked(stage.duration);
            placed
        });
        Schedule { stages: placed.collect() }
    }

    pub(super) fn duration(&self) -> Duration {
        self.stages.last().map_or(Duration::ZERO, |last| last.begin + last.stage.duration)
    }

    /// The stage at that time; the last one from its end on.
    pub(super) fn stage_at(&self, at: Duration) -> usize {
        self.stages.partition_point(|placed| placed.begin <= at).saturating_sub(1)
    }

    /// The stage that most of that time was in.
    pub(super) fn stage_of(&self, begin: Duration, end: Duration) -> usize {
        let (first, last) = (self.stage_at(begin), self.stage_at(end));
        let within = |stage: &usize| {
            let placed = &self.stages[*stage];
            // The last one goes on after its end: what is under way then is its own.
            let until = if *stage == last { end } else { self.end_of(*stage).min(end) };
            until.saturating_sub(placed.begin.max(begin))
        };
        // Of two as long the later one.
        (first..=last).max_by_key(within).unwrap_or(last)
    }

    /// When a stage ends.
    pub(super) fn end_of(&self, stage: usize) -> Duration {
        self.stages.get(stage).map_or(Duration::ZERO, |placed| placed.begin + placed.stage.duration)
    }

    pub(super) fn stage(&self, number: usize) -> &Stage {
        &self.stages[number].stage
    }

    pub(super) fn len(&self) -> usize {
        self.stages.len()
    }

    /// How many users there are at that time; none from the end on. A level between two counts is the lower one.
    pub(super) fn users_at(&self, at: Duration) -> u32 {
        if at >= self.duration() {
            return 0;
        }
        let placed = &self.stages[self.stage_at(at)];
        placed.stage.level(at.saturating_sub(placed.begin)) as u32
    }

    /// When the request of that number, counted from 0, begins, and in which stage; nothing after the last one. The first
    /// one of a steady rate begins at once, so that 10 a second for 1 s are ten.
    pub(super) fn start(&self, number: u64) -> Option<(Duration, usize)> {
        let number = number as f64;
        let index = self.stages.partition_point(|placed| placed.before <= number).saturating_sub(1);
        let placed = self.stages.get(index)?;
        let within = number - placed.before;
        // What rounding makes of a whole number is no request of its own.
        if within >= placed.stage.asked(placed.stage.duration) - 1e-6 {
            return self.next_asking(index);
        }
        Some((placed.begin + placed.stage.when(within), index))
    }

    /// The beginning of the next stage that asks for anything.
    fn next_asking(&self, after: usize) -> Option<(Duration, usize)> {
        let next = self
            .stages
            .iter()
            .enumerate()
            .skip(after + 1)
            .find(|(_, placed)| placed.stage.asked(placed.stage.duration) > 0.0);
        next.map(|(index, placed)| (placed.begin, index))
    }

    /// How many requests of a stage are due before that time.
    pub(super) fn due(&self, stage: usize, until: Duration) -> u64 {
        let Some(placed) = self.stages.get(stage) else { return 0 };
        let within = placed.before + placed.stage.asked(until.saturating_sub(placed.begin));
        // The first one of a stage is the first whole number at or after what was before.
        let whole = |asked: f64| (asked - 1e-6).ceil().max(0.0) as u64;
        whole(within) - whole(placed.before)
    }

    /// Requests per second that are due, or users, at that time.
    pub(super) fn level_at(&self, at: Duration) -> f64 {
        let placed = &self.stages[self.stage_at(at)];
        placed.stage.level(at.saturating_sub(placed.begin))
    }
}

#[cfg(test)]
#[path = "schedule_tests.rs"]
mod tests;
