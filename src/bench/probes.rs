//! What is measured in each round, made ready for this container.

use std::time::{Duration, Instant};

use super::crew::Crew;
use super::dose;
use super::measure::{Group, Measure};
use super::result::{LeftOut, Threads};
use super::round::{Kind, Track, Work, Worth, UNIT};
use super::run::Benchmark;
use super::statistics::rounded;
use super::work::{
    Advising, Chain, Copying, Diagnosing, Disk, Handoff, Mix, Observing, Sampling, CHUNK_BYTES,
};
use crate::error::Result;
use crate::fields::{Groups, Sample};
use crate::units::Bytes;

const fn kind(name: &'static str, title: &'static str, group: Group) -> Kind {
    Kind { name, title, group }
}

const SAMPLE: Kind = kind("sample", "a full sample", Group::Monitoring);
const TICK: Kind = kind("tick", "a sample of what is read at 100 Hz", Group::Monitoring);
const OBSERVE: Kind = kind("observe", "a sample and all that is learnt from it", Group::Monitoring);
const DIAGNOSE: Kind = kind("diagnose", "a verdict", Group::Monitoring);
const ADVISE: Kind = kind("advise", "recommendations and right-sizing", Group::Monitoring);
const CPU: Kind = kind("cpu", "computing in one thread", Group::Cpu);
const MEMORY: Kind = kind("memory_copy", "copying memory", Group::Memory);
const HANDOFF: Kind = kind("handoff", "two threads that wake each other", Group::Concurrency);
const PARALLEL: Kind = kind("parallel", "computing in all threads at once", Group::Concurrency);
const WRITE: Kind = kind("disk_write", "writing to the disk", Group::Disk);
const SYNC: Kind = kind("disk_sync", "a page until it is on the disk", Group::Disk);

/// All names, in the order of the rounds.
#[cfg(any(test, feature = "slow-down-test"))]
pub(super) const NAMES: [&str; 11] = [
    SAMPLE.name,
    TICK.name,
    OBSERVE.name,
    DIAGNOSE.name,
    ADVISE.name,
    CPU.name,
    MEMORY.name,
    HANDOFF.name,
    PARALLEL.name,
    WRITE.name,
    SYNC.name,
];

/// Threads are measured over so many slices: shorter, and waking them would count.
const CREW_SLICES: u32 = 3;
/// With a quota of CPU time each number of threads computes for some of its periods of 100 ms: what fits between two of them is
/// no rate that can be kept. Then threads get this share of the time at most, and are not in every round.
const QUOTA_SLICE: Duration = Duration::from_millis(250);
const QUOTA_SHARE: f64 = 0.3;
/// The disk gets this share of the time at most.
const DISK_SHARE: f64 = 0.2;
const WARM_UP: usize = 3;

/// Something with an operation of its own.
struct Probe {
    track: Track,
    work: Box<dyn Work>,
}

struct Parallel {
    crew: Crew,
    /// One for each number of threads; the last is all of them.
    levels: Vec<(usize, Track)>,
    extra: u32,
    /// How long each level computes, and all of them did so far.
    length: Duration,
    seconds: f64,
}

impl Parallel {
    /// Whether it is its turn again.
    fn is_due(&self, began: Instant) -> bool {
        self.length < QUOTA_SLICE || self.seconds <= QUOTA_SHARE * began.elapsed().as_secs_f64()
    }
}

struct DiskProbe {
    disk: Disk,
    write: Track,
    sync: Track,
    slowed: f64,
    seconds: f64,
    ended: bool,
}

/// Everything that is measured.
pub(super) struct Probes {
    probes: Vec<Probe>,
    parallel: Option<Parallel>,
    disk: Option<DiskProbe>,
    /// What was measured until it failed.
    failed: Vec<Track>,
    chain: Chain,
    pub(super) left_out: Vec<LeftOut>,
}

impl Probes {
    /// What can be measured here; the rest is left out, with why.
    pub(super) fn new(options: &Benchmark, sample: &Sample) -> Self {
        let mut made = Probes {
            probes: Vec::new(),
            parallel: None,
            disk: None,
            failed: Vec::new(),
            chain: Chain::default(),
            left_out: Vec::new(),
        };
        let time = Worth::Time;
        made.add(options, SAMPLE, time, || Ok((Sampling::new(Groups::FULL)?, String::new())));
        made.add(options, TICK, time, || Ok((Sampling::new(Groups::TICK)?, String::new())));
        made.add(options, OBSERVE, time, || Ok((Observing::new()?, String::new())));
        made.add(options, DIAGNOSE, time, || {
            let work = Diagnosing::new()?;
            let dose = work.dose();
            Ok((work, dose))
        });
        made.add(options, ADVISE, time, || {
            let work = Advising::new()?;
            let dose = work.dose();
            Ok((work, dose))
        });
        made.add(options, CPU, Worth::Operations, || Ok((Mix::new(), String::new())));
        let buffer = dose::buffer_bytes(sample).and_then(|bytes| Some((Copying::new(bytes)?, bytes)));
        match buffer {
            Some((work, bytes)) => made.add(options, MEMORY, Worth::Bytes(CHUNK_BYTES as f64), || {
                Ok((work, format!("buffers of {}", Bytes(bytes))))
            }),
            None => made.leave_out(MEMORY.name, "the memory limit leaves no room for it"),
        }
        made.add(options, HANDOFF, time, || Ok((Handoff::new()?, String::new())));
        let length = options.profile.slice() * CREW_SLICES;
        let length = if dose::has_quota(sample) { length.max(QUOTA_SLICE) } else { length };
        made.add_parallel(options, dose::threads(sample), length);
        made.add_disk(options);
        made
    }

    /// Why nothing is written to a disk, if so.
    pub(super) fn no_disk(&self) -> Option<&str> {
        self.left_out.iter().find(|one| one.name == WRITE.name).map(|one| one.why.as_str())
    }

    fn leave_out(&mut self, name: &str, why: impl Into<String>) {
        self.left_out.push(LeftOut { name: name.to_owned(), why: why.into() });
    }

    fn add<W: Work + 'static>(
        &mut self,
        options: &Benchmark,
        kind: Kind,
        worth: Worth,
        make: impl FnOnce() -> Result<(W, String)>,
    ) {
        let ready = make().and_then(|(mut work, dose)| {
            (0..WARM_UP).try_for_each(|_| work.operation())?;
            Ok((work, dose))
        });
        match ready {
            Ok((work, dose)) => {
                let mut track = Track::new(kind, worth, dose);
                track.extra = extra(options, kind.name);
                self.probes.push(Probe { track, work: Box::new(work) });
            }
            Err(error) => self.leave_out(kind.name, error.to_string()),
        }
    }

    fn add_parallel(&mut self, options: &Benchmark, threads: usize, length: Duration) {
        match Crew::new(threads) {
            Ok(crew) => {
                if crew.size() < threads {
                    let why = format!("only {} of {threads} threads could be started", crew.size());
                    self.leave_out("threads", why);
                }
                let track = |level: usize| {
                    let dose = format!("{level} {}", if level == 1 { "thread" } else { "threads" });
                    (level, Track::new(PARALLEL, Worth::Operations, dose))
                };
                let levels = dose::levels(crew.size()).into_iter().map(track).collect();
                let extra = extra(options, PARALLEL.name);
                self.parallel = Some(Parallel { crew, levels, extra, length, seconds: 0.0 });
            }
            Err(error) => self.leave_out(PARALLEL.name, error.to_string()),
        }
    }

    fn add_disk(&mut self, options: &Benchmark) {
        let opened = match options.disk {
            false => Err("it was asked not to".to_owned()),
            true => dose::on_disk(options.directory.as_deref(), |directory| {
                Disk::open(directory, options.profile.disk_bytes())
            }),
        };
        match opened {
            Ok((disk, directory)) => {
                let dose = format!("in {}", directory.display());
                self.disk = Some(DiskProbe {
                    disk,
                    write: Track::new(WRITE, Worth::Bytes(Disk::WRITE_BYTES as f64), dose.clone()),
                    sync: Track::new(SYNC, Worth::Time, dose),
                    slowed: options.slowed(WRITE.name),
                    seconds: 0.0,
                    ended: false,
                });
            }
            Err(why) => [WRITE.name, SYNC.name].iter().for_each(|name| self.leave_out(name, why.clone())),
        }
    }

    /// Everything once, each for so long. Ends early where `go_on`, which is told what was measured, does not want more.
    pub(super) fn round(
        &mut self,
        options: &Benchmark,
        began: Instant,
        go_on: &mut dyn FnMut(&'static str) -> bool,
    ) -> bool {
        let slice = options.profile.slice();
        let mut before = self.chain.seconds();
        let mut at = 0;
        while at < self.probes.len() {
            let Probe { track, work } = &mut self.probes[at];
            match track.measure(work.as_mut(), slice, options.allocations) {
                Ok(()) => {
                    let after = self.chain.seconds();
                    track.beside((before + after) / 2.0);
                    before = after;
                    if !go_on(track.kind.name) {
                        return false;
                    }
                    at += 1;
                }
                Err(error) => {
                    // What was measured until then stays.
                    let track = self.probes.remove(at).track;
                    self.leave_out(track.kind.name, format!("it ended early: {error}"));
                    self.failed.push(track);
                }
            }
        }
        if let Some(parallel) = self.parallel.as_mut().filter(|parallel| parallel.is_due(began)) {
            for (level, track) in &mut parallel.levels {
                let rate = parallel.crew.compute(*level, parallel.length, parallel.extra);
                parallel.seconds += parallel.length.as_secs_f64();
                track.take(1.0 / rate);
                let after = self.chain.seconds();
                track.beside((before + after) / 2.0);
                before = after;
            }
            if !go_on(PARALLEL.name) {
                return false;
            }
        }
        self.disk_round(began, options.profile.duration(), before);
        go_on(WRITE.name)
    }

    fn disk_round(&mut self, began: Instant, length: Duration, before: f64) {
        let Some(probe) = &mut self.disk else { return };
        let share = probe.seconds / began.elapsed().as_secs_f64().max(1e-9);
        let elapsed = began.elapsed().as_secs_f64() / length.as_secs_f64();
        if probe.ended || !probe.disk.may_write(elapsed) || share > DISK_SHARE {
            return;
        }
        let measured = probe.disk.write(probe.slowed).and_then(|write| Ok((write, probe.disk.sync()?)));
        match measured {
            Ok((write, sync)) => {
                probe.seconds += write + sync;
                let beside = (before + self.chain.seconds()) / 2.0;
                for (track, seconds) in [(&mut probe.write, write), (&mut probe.sync, sync)] {
                    track.take_single(seconds);
                    track.beside(beside);
                }
            }
            Err(error) => {
                // What was measured until then stays.
                probe.ended = true;
                self.leave_out("disk", format!("it ended early: {error}"));
            }
        }
    }

    /// What came of all rounds.
    pub(super) fn finish(self, effective_cpus: f64) -> Found {
        let lost_ratio = self.probes.iter().find(|probe| probe.track.kind.name == CPU.name);
        let lost_ratio = lost_ratio.and_then(|probe| probe.track.lost_ratio());
        let mut tracks: Vec<Track> = self.probes.into_iter().map(|probe| probe.track).collect();
        tracks.extend(self.failed);
        let mut threads = Vec::new();
        if let Some(parallel) = self.parallel {
            threads = scaling(&parallel.levels, effective_cpus);
            tracks.extend(parallel.levels.into_iter().next_back().map(|(_, track)| track));
        }
        tracks.extend(self.disk.into_iter().flat_map(|probe| [probe.write, probe.sync]));
        Found {
            measures: tracks.into_iter().filter_map(Track::finish).collect(),
            threads,
            lost_ratio,
            left_out: self.left_out,
        }
    }
}

/// What came of all rounds.
pub(super) struct Found {
    pub(super) measures: Vec<Measure>,
    pub(super) threads: Vec<Threads>,
    /// The share of its time in which a thread that only computes stood still.
    pub(super) lost_ratio: Option<f64>,
    pub(super) left_out: Vec<LeftOut>,
}

/// What more threads bring, beside one of them.
fn scaling(levels: &[(usize, Track)], effective_cpus: f64) -> Vec<Threads> {
    let rate = |track: &Track| track.seconds().map(|seconds| 1.0 / seconds);
    let Some(one) = levels.first().and_then(|(_, track)| rate(track)) else { return Vec::new() };
    let level = |(threads, track): &(usize, Track)| {
        let per_second = rate(track)?;
        let speedup = per_second / one;
        Some(Threads {
            threads: *threads,
            per_second: rounded(per_second),
            speedup: rounded(speedup),
            efficiency_ratio: rounded(speedup / (*threads as f64).min(effective_cpus.max(1.0))),
        })
    };
    levels.iter().filter_map(level).collect()
}

/// Operations that a slow-down on purpose adds to each unit.
fn extra(options: &Benchmark, name: &str) -> u32 {
    (f64::from(UNIT) * options.slowed(name)).round() as u32
}

#[cfg(test)]
#[path = "probes_tests.rs"]
mod tests;
