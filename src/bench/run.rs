//! A benchmark from its beginning to its end.

use std::path::PathBuf;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use super::machine::Machine;
use super::probes::Probes;
#[cfg(any(test, feature = "slow-down-test"))]
use super::probes::NAMES;
use super::profile::BenchProfile;
use super::progress::BenchProgress;
use super::resources::Watch;
use super::result::{BenchResult, Ended, SCHEMA};
use super::score::Scores;
use crate::checker::Cancel;
use crate::error::{Error, Result};

/// How often it is told how it goes.
const TELL: Duration = Duration::from_millis(100);
/// From this share of the time on it is told that it stood still.
const PAUSED: f64 = 0.1;
/// In place of a measure's name.
#[cfg(any(test, feature = "slow-down-test"))]
const ALL: &str = "all";

/// A benchmark of the container that it runs in.
///
/// ```no_run
/// use plimsoll::bench::{BenchProfile, Benchmark, BenchResult};
///
/// let result = Benchmark::new(BenchProfile::Quick).run()?;
/// println!("{:?} of 100 points", result.scores.overall);
/// let baseline = BenchResult::from_json(&std::fs::read("baseline.json").unwrap_or_default())?;
/// for change in result.against(&baseline)?.changes {
///     println!("{}: {}", change.title, change.words());
/// }
/// # Ok::<(), plimsoll::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct Benchmark {
    pub(super) profile: BenchProfile,
    pub(super) directory: Option<PathBuf>,
    pub(super) disk: bool,
    pub(super) allocations: Option<fn() -> u64>,
    /// A slow-down on purpose, to see whether it is found.
    #[cfg(any(test, feature = "slow-down-test"))]
    slowed: Option<(String, f64)>,
}

impl Benchmark {
    /// That takes as long as the profile says.
    #[must_use]
    pub fn new(profile: BenchProfile) -> Self {
        Benchmark {
            profile,
            directory: None,
            disk: true,
            allocations: None,
            #[cfg(any(test, feature = "slow-down-test"))]
            slowed: None,
        }
    }

    /// Where to write, instead of the first of `/var/tmp`, `/tmp` and the current directory that is on a disk.
    #[must_use]
    pub fn directory(mut self, directory: impl Into<PathBuf>) -> Self {
        self.directory = Some(directory.into());
        self
    }

    /// Leaves the disk alone.
    #[must_use]
    pub fn without_disk(mut self) -> Self {
        self.disk = false;
        self
    }

    /// Counts heap allocations: `count` tells how many the calling thread made so far. Only a program can know, by its
    /// global allocator.
    #[must_use]
    pub fn count_allocations(mut self, count: fn() -> u64) -> Self {
        self.allocations = Some(count);
        self
    }

    /// Has a measure do that share of its work in addition and not count it: to see whether that is found. `all` are all.
    #[cfg(any(test, feature = "slow-down-test"))]
    #[doc(hidden)]
    #[must_use]
    pub fn slow_down(mut self, measure: &str, share: f64) -> Self {
        self.slowed = Some((measure.to_owned(), share));
        self
    }

    /// The share that a measure does in addition.
    #[cfg(any(test, feature = "slow-down-test"))]
    pub(super) fn slowed(&self, name: &str) -> f64 {
        let slowed = self.slowed.as_ref().filter(|(slowed, _)| slowed == name || slowed == ALL);
        slowed.map_or(0.0, |(_, share)| *share)
    }

    /// Nothing is slowed down in what is shipped.
    #[cfg(not(any(test, feature = "slow-down-test")))]
    #[allow(clippy::unused_self)]
    pub(super) fn slowed(&self, _: &str) -> f64 {
        0.0
    }

    /// Where it would be measured: whether a baseline can be compared is known before.
    ///
    /// # Errors
    ///
    /// Where nothing can be read of this container.
    pub fn machine() -> Result<Machine> {
        Ok(Machine::of(Watch::begin()?.first()))
    }

    /// Measures, on the calling thread and on threads of its own that end with it.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidArgument`](crate::ErrorKind::InvalidArgument) for a profile out of range and for a directory that was
    /// asked for and cannot be written to or is no disk; and where nothing can be read of this container. What cannot be measured on its own is left out of the result, with why.
    pub fn run(&self) -> Result<BenchResult> {
        self.run_with(&Cancel::new(), |_| {})
    }

    /// As [`Benchmark::run`]; tells how it goes a few times a second, on the calling thread, and ends early when it is
    /// cancelled: the result then holds what was measured until then.
    ///
    /// # Errors
    ///
    /// As [`Benchmark::run`].
    pub fn run_with(&self, cancel: &Cancel, mut hear: impl FnMut(&BenchProgress)) -> Result<BenchResult> {
        self.profile.check()?;
        #[cfg(any(test, feature = "slow-down-test"))]
        if let Some((name, _)) = &self.slowed {
            if name != ALL && !NAMES.contains(&name.as_str()) {
                let allowed = format!("there are {ALL}, {}", NAMES.join(", "));
                return Err(Error::option("slow_down", format_args!("`{name}`"), &allowed));
            }
        }
        let began_unix = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        let began = Instant::now();
        let length = self.profile.duration();
        let mut watch = Watch::begin()?;
        let machine = Machine::of(watch.first());
        let effective_cpus = machine.effective_cpus.unwrap_or(1.0);
        let mut probes = Probes::new(self, watch.first());
        if let Some((directory, why)) = self.directory.as_ref().zip(probes.no_disk()).filter(|_| self.disk) {
            return Err(Error::option("directory", directory.display(), why));
        }
        let rounds_began = began.elapsed();
        let mut rounds = 0;
        let mut told = Duration::ZERO;
        while !cancel.is_cancelled() {
            let elapsed = began.elapsed();
            // One that would rather end after the time than before it is not begun.
            let one = elapsed.saturating_sub(rounds_began) / rounds.max(1);
            if rounds > 0 && elapsed + one / 2 > length {
                break;
            }
            let whole = probes.round(self, began, &mut |measuring| {
                let elapsed = began.elapsed();
                if elapsed >= told + TELL {
                    told = elapsed;
                    hear(&BenchProgress {
                        elapsed,
                        remaining: length.saturating_sub(elapsed),
                        rounds: rounds as usize,
                        measuring,
                        throttled_ratio: watch.look().throttled_periods_ratio,
                    });
                }
                !cancel.is_cancelled()
            });
            rounds += u32::from(whole);
        }
        let resources = watch.look();
        let ended = if cancel.is_cancelled() { Ended::Interrupted } else { Ended::Complete };
        let found = probes.finish(effective_cpus);
        let mut warnings = resources.warnings();
        if !machine.optimised {
            warnings.push(
                "This program was built without optimisation: its own costs are several times what they are."
                    .to_owned(),
            );
        }
        if let Some(ratio) = found.lost_ratio.filter(|ratio| *ratio >= PAUSED) {
            warnings.push(format!(
                "A thread that only computes stood still for {:.0} % of the time. Values are of the time in which it ran.",
                ratio * 100.0
            ));
        }
        if ended == Ended::Interrupted {
            warnings.push(format!("It was given up after {:.1} s.", began.elapsed().as_secs_f64()));
        }
        Ok(BenchResult {
            schema: SCHEMA.to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            profile: self.profile.to_string(),
            began_unix_ns: u64::try_from(began_unix.as_nanos()).unwrap_or(u64::MAX),
            seconds: began.elapsed().as_secs_f64(),
            ended,
            rounds: rounds as usize,
            scores: Scores::of(&found.measures, &found.threads, &resources, found.lost_ratio),
            machine,
            measures: found.measures,
            threads: found.threads,
            resources,
            left_out: found.left_out,
            warnings,
            comparison: None,
        })
    }
}

#[cfg(test)]
#[path = "run_tests.rs"]
mod tests;
