//! Rounds: everything in turn, again and again, so that what disturbs the machine disturbs all alike.

use std::time::{Duration, Instant};

use super::latencies::Latencies;
use super::measure::{Better, Group, Measure};
use super::noise::thinned;
use super::statistics::{median, quantile, rounded};
use crate::error::Result;

/// So many operations are timed together.
pub(super) const UNIT: u32 = 10;
/// Of fewer units a pause would be the median.
const LEAST_UNITS: usize = 3;
/// More rounds are put together when they are kept, so that a document is bounded.
pub(super) const MOST_ROUNDS: usize = 512;
/// Of more there is no room; the slice ends.
const MOST_UNITS: usize = 4096;

/// Something that is done over and over.
pub(super) trait Work {
    fn operation(&mut self) -> Result<()>;
}

/// What a measure is, before it has a value.
#[derive(Debug, Clone, Copy)]
pub(super) struct Kind {
    pub(super) name: &'static str,
    pub(super) title: &'static str,
    pub(super) group: Group,
}

/// What one operation is worth: times are shown as they are, the rest as so much a second.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Worth {
    Time,
    Operations,
    Bytes(f64),
}

/// Gathers what rounds of one measure found.
#[derive(Debug)]
pub(super) struct Track {
    pub(super) kind: Kind,
    worth: Worth,
    dose: String,
    /// Operations that are done and not counted, for each unit: a slow-down on purpose.
    pub(super) extra: u32,
    units: Vec<f64>,
    /// Seconds of an operation.
    rounds: Vec<f64>,
    references: Vec<f64>,
    latencies: Option<Latencies>,
    allocations: Option<f64>,
    /// Wall time of all slices, and what of it went into nothing.
    busy_seconds: f64,
    lost_seconds: f64,
}

impl Track {
    pub(super) fn new(kind: Kind, worth: Worth, dose: String) -> Self {
        Track {
            kind,
            worth,
            dose,
            extra: 0,
            units: Vec::with_capacity(MOST_UNITS),
            rounds: Vec::new(),
            references: Vec::new(),
            latencies: None,
            allocations: None,
            busy_seconds: 0.0,
            lost_seconds: 0.0,
        }
    }

    /// Does the work for so long, and takes the median of its units as the value of this round.
    pub(super) fn measure(
        &mut self,
        work: &mut dyn Work,
        length: Duration,
        allocations: Option<fn() -> u64>,
    ) -> Result<()> {
        let operations = UNIT + self.extra;
        let latencies = self.latencies.get_or_insert_with(Latencies::new);
        self.units.clear();
        let before = allocations.map(|count| count());
        let began = Instant::now();
        let mut last = began;
        loop {
            let from = last;
            for _ in 0..operations {
                work.operation()?;
                let now = Instant::now();
                latencies.record((now - last).as_secs_f64());
                last = now;
            }
            self.units.push((last - from).as_secs_f64() / f64::from(UNIT));
            let enough = last - began >= length && self.units.len() >= LEAST_UNITS;
            if enough || self.units.len() == MOST_UNITS {
                break;
            }
        }
        if let Some((count, before)) = allocations.zip(before) {
            let done = self.units.len() as f64 * f64::from(operations);
            let each = (count() - before) as f64 / done;
            // What happens once a second is none of an operation's.
            self.allocations = Some(self.allocations.map_or(each, |least| least.min(each)));
        }
        let wall = (last - began).as_secs_f64();
        let count = self.units.len() as f64;
        let value = median(&mut self.units);
        self.busy_seconds += wall;
        self.lost_seconds += (wall - value * f64::from(UNIT) * count).max(0.0);
        self.rounds.push(value);
        Ok(())
    }

    /// Takes a value that was found elsewhere: seconds of an operation.
    pub(super) fn take(&mut self, seconds: f64) {
        self.rounds.push(seconds);
    }

    /// As [`Track::take`], of an operation that was timed alone.
    pub(super) fn take_single(&mut self, seconds: f64) {
        self.latencies.get_or_insert_with(Latencies::new).record(seconds);
        self.rounds.push(seconds);
    }

    /// How quick the processor was beside the last round.
    pub(super) fn beside(&mut self, reference_seconds: f64) {
        self.references.resize(self.rounds.len(), reference_seconds);
    }

    #[cfg(test)]
    pub(super) fn rounds(&self) -> usize {
        self.rounds.len()
    }

    /// The share of its time in which it did not run: throttled, preempted, or waiting.
    pub(super) fn lost_ratio(&self) -> Option<f64> {
        (self.busy_seconds > 0.0).then(|| self.lost_seconds / self.busy_seconds)
    }

    /// Seconds of an operation, over all rounds.
    pub(super) fn seconds(&self) -> Option<f64> {
        // A disk's quickest rounds met a cache that others left free; everybody else's are those that nobody disturbed.
        let level = if self.kind.group == Group::Disk { 0.5 } else { super::noise::LEVEL };
        (!self.rounds.is_empty()).then(|| quantile(&mut self.rounds.clone(), level))
    }

    /// What it comes to; nothing without a round.
    pub(super) fn finish(self) -> Option<Measure> {
        let seconds = self.seconds()?;
        let worth = self.worth;
        let shown = |seconds: f64| {
            rounded(match worth {
                Worth::Time => seconds,
                Worth::Operations => 1.0 / seconds,
                Worth::Bytes(bytes) => bytes / seconds,
            })
        };
        let unit = match worth {
            Worth::Time => "seconds",
            Worth::Operations => "per_second",
            Worth::Bytes(_) => "bytes_per_second",
        };
        let spread_ratio = Measure::spread(&self.rounds);
        let kept = |all: &[f64]| thinned(all, MOST_ROUNDS);
        Some(Measure {
            name: self.kind.name.to_owned(),
            title: self.kind.title.to_owned(),
            group: self.kind.group,
            unit: unit.to_owned(),
            better: if worth == Worth::Time { Better::Lower } else { Better::Higher },
            value: shown(seconds),
            spread_ratio,
            dose: self.dose,
            latency: self.latencies.and_then(|latencies| latencies.facts()),
            allocations: self.allocations,
            rounds: kept(&self.rounds).into_iter().map(shown).collect(),
            reference_seconds: kept(&self.references).into_iter().map(rounded).collect(),
        })
    }
}

#[cfg(test)]
#[path = "round_tests.rs"]
mod tests;
