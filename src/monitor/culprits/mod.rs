//! Who does it: the processes behind a finding.
//!
//! Looking at every process is dear (10 to 30 µs each, by what is asked), so nobody looks as long as nothing is suspected.

mod kills;
mod rank;
mod record;
mod suspicion;

use crate::error::Result;
use crate::fields::{Sample, Unit};
use crate::finding::{Component, Culprit};
use crate::sample::{Activity, ProcessActivity, Sampler};
use crate::units::Limit;
use crate::usage;
use kills::Kills;
use rank::{rank, Claim};
use record::{Held, Interval, Record};
use suspicion::{Kind, Suspicions};

/// A walk over all processes is due this long after the last one at the earliest; a little less than a second, so
/// that a caller who comes once a second is not a hair too early every other time.
const WALK_SECONDS: f64 = 0.9;
/// For each process there are so many seconds between two walks: where a walk takes 30 µs for each (`process activity`
/// in benches/sample.rs) that is 1.5 % of one CPU, whatever their number.
const WALK_SECONDS_PER_PROCESS: f64 = 0.002;

/// Watches the processes of the container, as long as something is suspected.
///
/// While it does it holds about 400 bytes for each process, of at most
/// [`Sampler::MOST_ACTIVE`] processes, and nothing otherwise.
#[derive(Debug, Default)]
pub struct Culprits {
    suspicions: Suspicions,
    /// The processes of the last walk, sorted by pid.
    records: Vec<Record>,
    /// Storage of a walk.
    listing: Vec<ProcessActivity>,
    // Behind a pointer: compilers read what an empty option holds in place, and tools that watch memory complain.
    last: Option<Box<Walk>>,
    /// CPUs that the container used between the last walks, by its cgroup's own count.
    cpus: Option<f64>,
    kills: Kills,
    left_out: usize,
    walks: u64,
}

/// When a walk was made, and what the container as a whole had used by then.
#[derive(Debug, Clone, Copy)]
struct Walk {
    seconds: f64,
    generation: u64,
    cpu_seconds: Option<f64>,
    memory_bytes: Option<f64>,
    /// Walks before it without a pause.
    before: u64,
}

impl Walk {
    fn at(sample: &Sample, before: u64) -> Self {
        // Where the parts are not known all page cache would count as somebody's.
        let memory =
            sample.cgroup_memory_reclaimable_bytes().and_then(|_| usage::memory_needed_bytes(sample));
        Walk {
            seconds: boot_seconds(sample),
            generation: sample.generation(),
            cpu_seconds: sample.cgroup_cpu_usage_seconds(),
            memory_bytes: memory.map(float),
            before,
        }
    }
}

impl Culprits {
    /// Has the processes watched for this component during the next 10 seconds. Call it again as long as there is
    /// reason to: with every sample in which a finding is raised, better from before that on (memory from 80 %),
    /// since rates need two walks, and who was killed can often only be named if he was seen alive.
    pub fn suspect(&mut self, component: &Component) {
        if let Some(kind) = Kind::of(component) {
            self.suspicions.renew(kind);
        }
    }

    /// Looks at the processes if something is suspected and the last look is a second ago; otherwise it makes no
    /// system call. To be called with each sample, behind [`suspect`](Self::suspect). A kill for want of memory that
    /// the sample shows has the memory watched by itself, and the kernel's log read for [`killed`](Self::killed).
    ///
    /// # Errors
    ///
    /// As [`Sampler::processes`].
    pub fn observe(&mut self, sampler: &mut Sampler, sample: &Sample) -> Result<()> {
        let what = self.due(sample);
        if let Some(wanted) = self.kills.question(boot_seconds(sample)) {
            let said = sampler.killed(&wanted);
            self.kills.answer(said, &self.records, sample);
        }
        let Some(what) = what else { return Ok(()) };
        let mut listing = std::mem::take(&mut self.listing);
        let walked = sampler.activity(what, &mut listing);
        if let Ok(left_out) = walked {
            self.left_out = left_out;
            self.walks += 1;
            self.take(&listing, sample);
        } else {
            self.forget();
        }
        self.listing = listing;
        walked.map(drop)
    }

    /// What is to be read of each process now; none if there is to be no walk.
    fn due(&mut self, sample: &Sample) -> Option<Activity> {
        let now = boot_seconds(sample);
        if self.last.as_ref().is_some_and(|last| now < last.seconds) {
            // Time went back: an injected clock's, for the kernel's does not.
            self.forget();
        }
        if self.kills.notice(sample, now) {
            self.suspicions.renew(Kind::Memory);
            self.kills.blame(&self.records, self.memory_bytes());
        }
        let what = self.suspicions.at(now);
        if what.is_none() {
            self.forget();
        }
        what.filter(|_| self.last.as_ref().is_none_or(|last| now - last.seconds >= self.pause()))
    }

    /// The processes that did or hold most of it, greatest first: at most three, each with a tenth or more of what the
    /// whole container did or holds. Of CPU time and I/O over the last seconds; empty before the second walk, and where
    /// nothing can be told by process (network, inodes, metrics).
    ///
    /// Equal processes too small to be named one by one are named together, as `worker (16 processes)`, under
    /// the pid of the greatest. CPU time of processes that came and went between two walks is their parent's, which is
    /// then called `make (with its ended children)`. Descriptors are ranked by how far each process is from its own
    /// limit.
    #[must_use]
    pub fn of(&self, component: &Component) -> Vec<Culprit> {
        match Kind::of(component) {
            Some(Kind::Cpu) => rank(&self.records, self.cpus, cpus),
            Some(Kind::Memory) => rank(&self.records, self.memory_bytes(), memory),
            Some(Kind::Io) => rank(&self.records, None, io),
            Some(Kind::Writes) => rank(&self.records, None, writes),
            Some(Kind::Descriptors) => {
                let fullest = self.records.iter().filter_map(fullness).fold(0.0, f64::max);
                rank(&self.records, None, |record| descriptors(record, fullest))
            }
            Some(Kind::Threads) => rank(&self.records, None, threads),
            None => Vec::new(),
        }
    }

    /// As [`of`](Self::of), for what grows and grows (leaks): who grew most since the suspicion began, and as long as
    /// nobody did, who holds most. A process is compared with itself when it was first seen; of threads those of
    /// processes that were started since count as grown.
    #[must_use]
    pub fn growing(&self, component: &Component) -> Vec<Culprit> {
        let grown = match Kind::of(component) {
            Some(Kind::Memory) => rank(&self.records, None, memory_growth),
            Some(Kind::Descriptors) => rank(&self.records, None, descriptors_growth),
            Some(Kind::Threads) => rank(&self.records, None, threads_growth),
            _ => Vec::new(),
        };
        if grown.is_empty() {
            return self.of(component);
        }
        grown
    }

    /// Who was killed for want of memory, at the last such kill, with the most memory that was seen of it.
    ///
    /// Who that was says the kernel's log (`/dev/kmsg`), which is read only when a kill was counted, and only where
    /// it may be (root, or `kernel.dmesg_restrict` 0) and its pids and paths are ours: in the first namespaces of
    /// pids, cgroups and time, not within most containers, and since Linux 5.0. Elsewhere it is who was seen alive
    /// before and is missed; empty if it never was, as when memory was not suspected before. What the kernel says is
    /// measured by the memory limit.
    #[must_use]
    pub fn killed(&self) -> &[Culprit] {
        self.kills.victims()
    }

    /// How many walks there were so far.
    #[must_use]
    pub fn walks(&self) -> u64 {
        self.walks
    }

    /// How many processes the last walk left out because there are too many.
    #[must_use]
    pub fn left_out(&self) -> usize {
        self.left_out
    }

    /// Forgets all processes; suspicions and the last kill stay.
    fn forget(&mut self) {
        self.last = None;
        self.cpus = None;
        self.records = Vec::new();
        self.listing = Vec::new();
    }

    fn memory_bytes(&self) -> Option<f64> {
        self.last.as_ref().and_then(|last| last.memory_bytes)
    }

    /// Time from one walk to the next.
    fn pause(&self) -> f64 {
        WALK_SECONDS.max(float(self.records.len() as u64) * WALK_SECONDS_PER_PROCESS)
    }

    /// Takes over what a walk found.
    fn take(&mut self, listing: &[ProcessActivity], sample: &Sample) {
        let before = self.last.as_ref().map_or(0, |last| last.before + 1);
        let walk = Walk::at(sample, before);
        let interval = self.last.as_ref().map(|last| Interval {
            seconds: walk.seconds - last.seconds,
            is_first: last.before == 0,
            began_seconds: last.seconds,
        });
        self.cpus = self.container_cpus(&walk, interval.as_ref());
        record::see(&mut self.records, listing);
        let memory = self.memory_bytes();
        self.kills.miss(&self.records, walk.seconds, memory);
        record::settle(&mut self.records);
        record::update(&mut self.records, listing, interval.as_ref(), walk.seconds);
        for held in self.suspicions.take_begun().filter_map(Held::of) {
            self.records.iter_mut().for_each(|record| record.begin(held, walk.seconds));
        }
        self.last = Some(Box::new(walk));
    }

    /// What the cgroup itself says that was used: more than all processes together where some came and went.
    fn container_cpus(&self, walk: &Walk, interval: Option<&Interval>) -> Option<f64> {
        let (last, interval) = (self.last.as_ref()?, interval?);
        if last.generation != walk.generation {
            return None;
        }
        let used = walk.cpu_seconds? - last.cpu_seconds?;
        (used >= 0.0).then(|| interval.smooth(self.cpus, used / interval.seconds))
    }
}

fn cpus(record: &Record) -> Option<Claim> {
    let (own, children) = record.cpus()?;
    let claim = Claim::new(own + children, "process_cpu_cpus", Unit::Cpus);
    Some(Claim { by_children: children > own, ..claim })
}

fn memory(record: &Record) -> Option<Claim> {
    Some(Claim::new(float(record.now.anonymous_bytes?), "process_anonymous_bytes", Unit::Bytes))
}

fn io(record: &Record) -> Option<Claim> {
    let (read, written) = record.io()?;
    Some(Claim::new(read + written, "process_io_bytes_per_second", Unit::BytesPerSecond))
}

fn writes(record: &Record) -> Option<Claim> {
    Some(Claim::new(record.io()?.1, "process_written_bytes_per_second", Unit::BytesPerSecond))
}

/// How far a process is from the limit of its own.
fn fullness(record: &Record) -> Option<f64> {
    let limit = record.now.descriptors_limit.and_then(Limit::value).filter(|limit| *limit > 0)?;
    Some(float(record.now.descriptors?) / float(limit))
}

fn descriptors(record: &Record, fullest: f64) -> Option<Claim> {
    let fullness = fullness(record).unwrap_or(0.0);
    let claim = Claim::new(float(record.now.descriptors?), "process_descriptors", Unit::Count);
    Some(Claim { rank: fullness, is_first: fullness > 0.0 && fullness >= fullest, ..claim })
}

fn threads(record: &Record) -> Option<Claim> {
    Some(Claim::new(f64::from(record.now.threads), "process_threads", Unit::Count))
}

fn memory_growth(record: &Record) -> Option<Claim> {
    Some(Claim::new(record.growth(Held::Memory)?, "process_anonymous_growth", Unit::BytesPerSecond))
}

fn descriptors_growth(record: &Record) -> Option<Claim> {
    Some(Claim::new(record.growth(Held::Descriptors)?, "process_descriptors_growth", Unit::PerSecond))
}

fn threads_growth(record: &Record) -> Option<Claim> {
    Some(Claim::new(record.growth(Held::Threads)?, "process_threads_growth", Unit::PerSecond))
}

#[allow(clippy::cast_precision_loss)] // Nanoseconds since boot: exact to a microsecond for a century.
fn boot_seconds(sample: &Sample) -> f64 {
    sample.boot_time_ns() as f64 / 1e9
}

#[allow(clippy::cast_precision_loss)] // Bytes and counts: a share needs no more than 53 bits.
fn float(value: u64) -> f64 {
    value as f64
}

#[cfg(test)]
mod tests;
