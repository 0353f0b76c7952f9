//! What is held back because it was not admitted.

use std::time::{Duration, Instant};

use crate::admit::{Class, Priority, Refusal, RefusalReason};

/// Nobody is asked more often than this, unless a check of our own has ended.
const LEAST: Duration = Duration::from_millis(10);
/// Nor more rarely.
const MOST: Duration = Duration::from_millis(500);

/// What is held back, by class.
#[derive(Debug, Default)]
pub(super) struct Held {
    classes: [Option<Hold>; 3],
}

#[derive(Debug, Clone, Copy)]
struct Hold {
    /// Since when nothing of this class was admitted.
    since: Instant,
    /// When it is worth asking again.
    until: Instant,
    refusal: Refusal,
}

/// What is to be done with a check that was refused.
#[derive(Debug)]
pub(super) enum Refused {
    /// It has waited long enough.
    Over,
    /// It goes back, and it is worth asking again at this time.
    Wait(Instant),
}

impl Held {
    /// Whether it is worth asking for a check of this priority.
    pub(super) fn is_open(&self, priority: Priority, now: Instant) -> bool {
        self.classes[priority.class() as usize].is_none_or(|hold| now >= hold.until)
    }

    /// A check of this priority was admitted.
    pub(super) fn admitted(&mut self, priority: Priority) {
        self.classes[priority.class() as usize] = None;
    }

    /// A permit came back: there may be room again.
    pub(super) fn returned(&mut self, now: Instant) {
        for hold in self.classes.iter_mut().flatten() {
            if hold.refusal.reason == RefusalReason::Concurrency {
                hold.until = now;
            }
        }
    }

    /// Why turns of this priority are not even queued: the container is laden.
    pub(super) fn laden(&self, priority: Priority, now: Instant) -> Option<Refusal> {
        let hold = self.classes[priority.class() as usize]?;
        (now < hold.until && hold.refusal.reason != RefusalReason::Concurrency).then_some(hold.refusal)
    }

    /// A check that waits since `queued`, and has the patience for `patience`, was refused.
    pub(super) fn refused(
        &mut self,
        priority: Priority,
        now: Instant,
        refusal: Refusal,
        queued: Instant,
        patience: Duration,
    ) -> Refused {
        let hold = &mut self.classes[priority.class() as usize];
        let since = hold.map_or(now, |hold| hold.since);
        let ends = since.max(queued) + patience;
        let is_over = now >= ends || refusal.reason == RefusalReason::Closed;
        // Whoever comes next may have waited longer than this one, and is to be asked for at once.
        let until = match is_over {
            true => now,
            false => (now + refusal.retry_after.clamp(LEAST, MOST)).min(ends),
        };
        *hold = Some(Hold { since, until, refusal });
        match is_over {
            true => Refused::Over,
            false => Refused::Wait(until),
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.classes.iter().all(Option::is_none)
    }
}

const _: () = assert!(Class::High as usize == 2);
