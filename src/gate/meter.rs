//! Where the load comes from: a sampler of the gate's own, or a monitor of the host.

use std::collections::VecDeque;

use super::judge::{Judge, Verdict};
use super::options::GateOptions;
use crate::error::Result;
use crate::fields::Sample;
use crate::monitor::{Load, LoadHandle};
use crate::sample::Sampler;
use crate::usage::Usage;

/// Rates are of about a second: long enough for ten periods of a CPU quota, short enough to refuse within one.
const WINDOW_NS: u64 = 1_000_000_000;
/// Readings closer together than this are one: several may call for it.
const SHORTEST_NS: u64 = 100_000_000;
/// Readings that are kept for the window.
const KEPT: usize = 11;

/// Reads the load and judges it.
#[derive(Debug)]
pub(super) struct Meter {
    source: Source,
    judge: Judge,
    latest_ns: u64,
}

#[derive(Debug)]
enum Source {
    Own(Box<Own>),
    Monitor(LoadHandle),
}

/// The samples of the last second.
#[derive(Debug)]
struct Own {
    /// Opened when it is first needed, and again after a failure.
    sampler: Option<Sampler>,
    samples: VecDeque<Sample>,
}

impl Meter {
    pub(super) fn new(options: &GateOptions, handle: Option<&LoadHandle>) -> Self {
        let source = match handle {
            Some(handle) => Source::Monitor(handle.clone()),
            None => Source::Own(Box::new(Own { sampler: None, samples: VecDeque::with_capacity(KEPT + 1) })),
        };
        Meter { source, judge: Judge::new(&options.load), latest_ns: 0 }
    }

    /// A verdict on the load as it is now; nothing if there is no newer reading than the last, as where nothing can be
    /// read.
    pub(super) fn read(&mut self, options: &GateOptions, now_ns: u64) -> Result<Option<Verdict>> {
        if now_ns.saturating_sub(self.latest_ns) < SHORTEST_NS {
            return Ok(None);
        }
        let load = match &mut self.source {
            Source::Own(own) => Some(own.read(options)?),
            Source::Monitor(handle) => handle.load().filter(|load| load.boot_time_ns > self.latest_ns),
        };
        let Some(load) = load else { return Ok(None) };
        self.latest_ns = load.boot_time_ns;
        Ok(Some(self.judge.observe(&load)))
    }
}

impl Own {
    fn read(&mut self, options: &GateOptions) -> Result<Load> {
        let sampler = match &mut self.sampler {
            Some(sampler) => sampler,
            none => none.insert(options.sampler.clone().build()?),
        };
        let mut sample = Sample::default();
        if let Err(error) = sampler.read(&mut sample) {
            // What is looked at may be there again later.
            (self.sampler, self.samples) = (None, VecDeque::new());
            return Err(error);
        }
        let start = sample.boot_time_ns().saturating_sub(WINDOW_NS);
        // The first before the window stays: with it the window is whole.
        while self.samples.get(1).is_some_and(|second| second.boot_time_ns() <= start)
            || self.samples.len() > KEPT
        {
            self.samples.pop_front();
        }
        // Samples of another life are of no use: then it begins anew.
        let usage = self.samples.front().map(|first| Usage::between(first, &sample));
        if let Some(Err(_)) = usage {
            self.samples.clear();
        }
        let load = Load::of(&sample, usage.and_then(Result::ok).as_ref());
        self.samples.push_back(sample);
        Ok(load)
    }
}
