//! What requests took at other sizes, waits and holds together: more connections that made them slower were no help, fewer
//! that did neither.

use std::cmp::Ordering;

use super::demand::same_size;
use super::trial::Trial;

/// By so much longer requests take where that is no matter of taste.
const SLOWER: f64 = 1.05;
/// And by so much where more connections are worth their price.
const MUCH_SLOWER: f64 = 1.25;
/// Standard errors of the difference beyond which it is no chance.
const ERRORS: f64 = 3.0;
/// About as many were served, or more: it was the same demand.
const AS_MANY: f64 = 0.95;
/// In use at the same size, in the half of the time with fewer requests, so many times as many as in the other.
const CROWDED: f64 = 1.2;
/// A size so much smaller than the smallest tried is tried next.
const SMALLER: f64 = 0.67;

/// Sizes that what requests took leaves, both included.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Response {
    pub from: u32,
    pub to: u32,
    /// Another size did so much better that it, or one on the way to it, comes next.
    pub next: Option<u32>,
    /// What decided: requests took longer in the first than in the second.
    pub seen: Option<(Trial, Trial)>,
}

impl Response {
    /// For a pool of `present` connections.
    pub fn of(trials: &[Trial], present: u32) -> Self {
        let mut response = Response { from: 1, to: u32::MAX, next: None, seen: None };
        let here = |trial: &&Trial| same_size(trial.most, Some(f64::from(present)));
        for other in trials.iter().filter(|other| !contradicted(trials, Some(f64::from(present)), other.most))
        {
            for now in trials.iter().filter(here) {
                response.compare(present, now, other);
            }
        }
        if response.to == present && response.next.is_none() {
            response.next = below(trials).filter(|next| (response.from..present).contains(next));
        }
        response
    }

    fn compare(&mut self, present: u32, now: &Trial, other: &Trial) {
        let Some(size) = other.most.map(|most| most as u32) else { return };
        let better = match size.cmp(&present) {
            // Fewer, and faster: nothing speaks for more.
            Ordering::Less => slower(now, other, SLOWER).then_some(size),
            // What is far away may be more than is needed.
            Ordering::Greater if size > present.saturating_mul(2) => {
                slower(now, other, MUCH_SLOWER).then(|| between(present, size))
            }
            Ordering::Greater => slower(now, other, MUCH_SLOWER).then_some(size),
            Ordering::Equal => crowded_out(now, other).then(|| (other.in_use.ceil() as u32).min(present)),
        };
        let taken = |trial: &Trial| trial.response.map_or(f64::INFINITY, |taken| taken.seconds);
        if let Some(better) = better {
            let before = self.next.and(self.seen).map_or(f64::INFINITY, |(_, best)| taken(&best));
            if taken(other) < before {
                (self.next, self.seen) = (Some(better), Some((*now, *other)));
            }
        }
        let bounds = match size.cmp(&present) {
            Ordering::Less if slower(other, now, MUCH_SLOWER) => {
                self.from = self.from.max(between(size, present));
                true
            }
            Ordering::Greater if slower(other, now, SLOWER) => {
                self.to = present;
                true
            }
            _ => false,
        };
        if bounds && self.next.is_none() {
            self.seen = Some((*other, *now));
        }
    }
}

/// Whether each of two sizes was slower than the other, in one half of its time: it is the time that makes the difference.
fn contradicted(trials: &[Trial], one: Option<f64>, other: Option<f64>) -> bool {
    let of = |size: Option<f64>| trials.iter().filter(move |trial| same_size(trial.most, size));
    let somewhen = |long, short| of(long).any(|long| of(short).any(|short| slower(long, short, SLOWER)));
    !same_size(one, other) && somewhen(one, other) && somewhen(other, one)
}

/// Below all that was tried, but for what is in use there, where the smallest was faster than any other: it may go on so.
fn below(trials: &[Trial]) -> Option<u32> {
    let sized = trials.iter().filter(|trial| trial.most.is_some());
    let smallest = sized.min_by(|a, b| a.most.unwrap_or(0.0).total_cmp(&b.most.unwrap_or(0.0)))?;
    let others = || trials.iter().filter(|trial| !same_size(trial.most, smallest.most));
    let faster = others().next().is_some() && others().all(|other| slower(other, smallest, SLOWER));
    let next = (smallest.most? * SMALLER).floor().max(smallest.in_use.ceil());
    (faster && next >= 2.0).then_some(next as u32)
}

/// The middle of two sizes, by logarithms.
fn between(one: u32, other: u32) -> u32 {
    (f64::from(one) * f64::from(other)).sqrt().ceil() as u32
}

/// Whether at one and the same size more were in use for a while, and fewer were served: a crowd that is in the database's way.
/// Of requests that come by themselves more are served where more are in use.
fn crowded_out(there: &Trial, here: &Trial) -> bool {
    there.in_use >= CROWDED * here.in_use
        && there.served_per_second < here.served_per_second
        && slower(there, here, MUCH_SLOWER)
}

/// Whether requests took clearly longer there, so many times as long, though no more were served.
fn slower(there: &Trial, here: &Trial, times: f64) -> bool {
    let (Some(long), Some(short)) = (there.response, here.response) else { return false };
    let error = (long.error.powi(2) + short.error.powi(2)).sqrt();
    here.served_per_second >= AS_MANY * there.served_per_second
        && long.seconds >= short.seconds * times
        && (long.seconds / short.seconds).ln() >= ERRORS * error
}

#[cfg(test)]
#[path = "response_tests.rs"]
mod tests;
