//! What all threads of a test see.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::desk::Desk;
use super::mix::Mix;
use super::scenario::{Scenario, Think};
use super::schedule::Schedule;
use super::stage::Model;
use crate::probe::Stop;

/// A test under way.
#[derive(Debug)]
pub(super) struct Shared {
    pub schedule: Schedule,
    pub mix: Mix,
    /// The schedule's zero.
    pub began: Instant,
    model: Model,
    think: Think,
    late_after: Duration,
    /// When nothing more begins, and when what is under way is given up.
    end: Instant,
    last: Instant,
    finish: AtomicBool,
    abort: AtomicBool,
    desks: Vec<Mutex<Desk>>,
}

/// What is wanted of whoever makes the load.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wish {
    Go,
    /// To begin nothing more.
    Finish,
    /// To give up what is under way.
    Abort,
}

impl Shared {
    /// Its clock begins `lead` from now, so that all threads are there.
    pub(super) fn new(scenario: &Scenario, desks: usize, lead: Duration) -> Self {
        let schedule = Schedule::new(&scenario.stages);
        let weights: Vec<f64> = scenario.parts.iter().map(|part| part.weight).collect();
        let began = Instant::now() + lead;
        let end = began + schedule.duration();
        let desk = |number: usize| Desk::new(schedule.len(), weights.len(), scenario.seed + number as u64);
        Shared {
            mix: Mix::new(&weights),
            began,
            model: scenario.model,
            think: scenario.think,
            late_after: scenario.late_after,
            end,
            last: end + scenario.grace,
            finish: AtomicBool::new(false),
            abort: AtomicBool::new(false),
            desks: (0..desks).map(|number| Mutex::new(desk(number))).collect(),
            schedule,
        }
    }

    pub(super) fn is_open(&self) -> bool {
        self.model == Model::Open
    }

    /// Whether what was due before the end may still begin: whoever woke a moment too late for the last one does not drop it.
    pub(super) fn may_begin(&self, now: Instant) -> bool {
        let given_up = self.abort.load(Ordering::Relaxed) || self.finish.load(Ordering::Relaxed);
        !given_up && now < self.end + self.late_after
    }

    pub(super) fn wish(&self, now: Instant) -> Wish {
        if self.abort.load(Ordering::Relaxed) || now >= self.last {
            Wish::Abort
        } else if self.finish.load(Ordering::Relaxed) || now >= self.end {
            Wish::Finish
        } else {
            Wish::Go
        }
    }

    /// Nothing more begins.
    pub(super) fn finish(&self) {
        self.finish.store(true, Ordering::Relaxed);
    }

    /// What is under way is given up.
    pub(super) fn abort(&self) {
        self.abort.store(true, Ordering::Relaxed);
    }

    pub(super) fn level_at(&self, at: Duration) -> f64 {
        self.schedule.level_at(at)
    }

    /// When the request of that number begins, and in which stage.
    pub(super) fn start(&self, number: u64) -> Option<(Instant, usize)> {
        let (at, stage) = self.schedule.start(number)?;
        Some((self.began + at, stage))
    }

    /// The stage of a closed model in which an answer came; none after the end.
    pub(super) fn serves(&self, at: Instant) -> Option<usize> {
        let after = at.saturating_duration_since(self.began);
        (!self.is_open() && after < self.schedule.duration()).then(|| self.schedule.stage_at(after))
    }

    pub(super) fn is_late(&self, intended: Instant, begun: Instant) -> bool {
        begun.saturating_duration_since(intended) > self.late_after
    }

    pub(super) fn desk(&self, number: usize) -> MutexGuard<'_, Desk> {
        self.desks[number % self.desks.len()].lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn desks(&self) -> usize {
        self.desks.len()
    }

    /// How long a user waits now.
    pub(super) fn think(&self, desk: &mut Desk) -> Duration {
        match self.think {
            Think::None => Duration::ZERO,
            Think::Constant(time) => time,
            other => other.time(desk.chance()),
        }
    }
}

/// Of checks: what is under way is given up with the test.
impl Stop for Shared {
    fn is_given(&self) -> bool {
        self.wish(Instant::now()) == Wish::Abort
    }
}
