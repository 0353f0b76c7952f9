//! What callers hold: a pool by name, what was observed of it, and its history.

use std::collections::VecDeque;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::judge::{Judge, PoolThresholds};
use super::size::SizeMemory;
use super::{
    DatabaseInterval, DatabaseStats, DatabaseValues, Holder, Interval, PoolSource, PoolStats, Record,
};
use crate::clock::Clock;
use crate::error::{Error, ErrorKind, Result};
use crate::sys::clock::KernelClock;
use crate::sys::per_process::PerProcess;

/// The longest name, in bytes.
const LONGEST_NAME: usize = 64;

/// What is observed more often than this, in seconds, is one interval: else the history would be short. A little less than half
/// a second, because clocks are read a little apart.
const SHORTEST_INTERVAL: f64 = 0.45;

/// So many holders are kept, each with a place of at most so many bytes.
const MOST_HOLDERS: usize = 100;
const LONGEST_SITE: usize = 256;

/// So many intervals are kept: ten minutes at one observation a second.
const MOST_INTERVALS: usize = 600;

/// A pool of the host's, watched: takes in what it reports, from any thread. A clone is the same pool.
///
/// A child after a fork has a pool of its own under the same name, of which nothing was observed: what its parent
/// observed is of the parent's connections.
#[derive(Clone)]
pub struct DatabasePool {
    name: Arc<str>,
    thresholds: Arc<PoolThresholds>,
    /// A lock that another thread held during a fork would never open in the child.
    state: Arc<PerProcess<Mutex<State>>>,
}

impl fmt::Debug for DatabasePool {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DatabasePool").field("name", &self.name).finish_non_exhaustive()
    }
}

/// What was observed.
#[derive(Debug, Default)]
pub(super) struct State {
    pub(super) thresholds: Arc<PoolThresholds>,
    pub(super) latest: Option<(f64, PoolStats)>,
    /// With what the interval began that is not at its end yet.
    began: Option<(f64, PoolStats)>,
    /// What the pool reported as the most that it can have, when it was seen to have more: it may have no end.
    surpassed: Option<f64>,
    pub(super) holders: Vec<Holder>,
    pub(super) intervals: VecDeque<Interval>,
    pub(super) database: Option<(f64, DatabaseStats)>,
    pub(super) database_intervals: VecDeque<DatabaseInterval>,
    pub(super) sizing: SizeMemory,
    pub(super) judge: Judge,
    /// Counts what may change advice: observations, and each time that the pool is judged.
    pub(super) changes: u64,
    /// Where that stood when findings last asked for advice.
    pub(super) advised: Option<u64>,
}

impl State {
    /// Of a pool of which nothing was observed.
    fn judged_by(thresholds: &Arc<PoolThresholds>) -> Mutex<Self> {
        Mutex::new(State { thresholds: thresholds.clone(), ..State::default() })
    }

    /// Takes in what the pool reported, which was checked.
    fn take_in(&mut self, time_seconds: f64, stats: &PoolStats) {
        self.changes += 1;
        let mut seconds = None;
        let mut told = *stats;
        if let (Some((began, known)), Some((last, latest))) = (&self.began, &self.latest) {
            if last > began {
                // Peaks are since the last observation, not since the interval began.
                told.in_use_peak = larger(told.in_use_peak, latest.in_use_peak);
                told.wait_peak_seconds = larger(told.wait_peak_seconds, latest.wait_peak_seconds);
            }
            if time_seconds - began < SHORTEST_INTERVAL {
                self.latest = Some((time_seconds, told));
                return;
            }
            // None where counters started anew: what was learnt of the load still holds.
            if let Some(interval) = Interval::between((*began, known), (time_seconds, &told)) {
                seconds = Some(interval.seconds);
                if told.beyond_most(known) && self.surpassed != interval.most {
                    self.surpassed = interval.most;
                    // What was seen before is of the same pool.
                    for known in self.intervals.iter_mut().filter(|known| known.most == interval.most) {
                        *known = known.without_most();
                    }
                }
                let is_limit = self.surpassed.is_none() || self.surpassed != interval.most;
                keep(&mut self.intervals, if is_limit { interval } else { interval.without_most() });
            }
        }
        self.began = Some((time_seconds, *stats));
        self.latest = Some((time_seconds, *stats));
        if let Some(seconds) = seconds {
            self.judge_pool(time_seconds, seconds);
        }
    }

    /// Connections that the pool can have, overflow too: nothing where it was seen to have more than it reports.
    pub(super) fn most(&self) -> Option<f64> {
        let most = self.latest.as_ref()?.1.most()?;
        (self.surpassed != Some(most)).then_some(most)
    }

    /// Takes in what the database said, which was checked.
    fn take_in_database(&mut self, time_seconds: f64, stats: DatabaseStats) {
        let mut seconds = 0.0;
        if let Some((before, known)) = &self.database {
            seconds = time_seconds - before;
            let interval = DatabaseInterval::between((*before, &known.values), (time_seconds, &stats.values));
            if let Some(interval) = interval {
                keep(&mut self.database_intervals, interval);
            }
        }
        self.database = Some((time_seconds, stats));
        self.judge_database(time_seconds, seconds);
    }
}

impl DatabasePool {
    /// A pool of that name: it stands in findings as `database_pool:<name>`.
    ///
    /// # Errors
    ///
    /// [`InvalidArgument`](ErrorKind::InvalidArgument) for a name of none or more than 64 bytes.
    pub fn new(name: &str) -> Result<Self> {
        Self::with_thresholds(name, PoolThresholds::default())
    }

    /// The same, judged by thresholds of the caller's.
    ///
    /// # Errors
    ///
    /// As [`DatabasePool::new`].
    pub fn with_thresholds(name: &str, thresholds: PoolThresholds) -> Result<Self> {
        if name.is_empty() || name.len() > LONGEST_NAME {
            let why = format!("pool `{name}`: a name has 1 to {LONGEST_NAME} bytes");
            return Err(Error::new(ErrorKind::InvalidArgument, why));
        }
        let thresholds = Arc::new(thresholds);
        let state = Arc::new(PerProcess::new(State::judged_by(&thresholds)));
        Ok(DatabasePool { name: name.into(), thresholds, state })
    }

    /// Its name.
    #[must_use]
    pub fn name(&self) -> &Arc<str> {
        &self.name
    }

    /// Takes in what the pool reported at that time, in seconds on any clock that only goes forward.
    ///
    /// # Errors
    ///
    /// [`InvalidArgument`](ErrorKind::InvalidArgument) for a time that is not finite or before the last one, and for a
    /// value that is negative or not finite: then nothing of it was taken in.
    pub fn observe_at(&self, time_seconds: f64, stats: &PoolStats) -> Result<()> {
        self.take_in(Some(time_seconds), stats)
    }

    /// Takes in what the pool reports now, on the kernel's clock since boot: that of a [`Monitor`](crate::Monitor).
    ///
    /// # Errors
    ///
    /// As [`DatabasePool::observe_at`]; so also where that was called with the time of another clock, further on.
    pub fn observe(&self, stats: &PoolStats) -> Result<()> {
        self.take_in(None, stats)
    }

    /// Asks a pool what it reports now, and who holds connections, and takes that in.
    ///
    /// # Errors
    ///
    /// As [`DatabasePool::observe`].
    pub fn observe_source(&self, source: &(impl PoolSource + ?Sized)) -> Result<()> {
        // First: the report is judged as it is taken in.
        self.observe_holders(source.holders())?;
        self.observe(&source.stats())
    }

    fn take_in(&self, time_seconds: Option<f64>, stats: &PoolStats) -> Result<()> {
        self.check_stats(stats)?;
        let mut state = self.state();
        // Behind the lock: so the time of whoever comes second is not before that of the first.
        let time_seconds = time_seconds.unwrap_or_else(now_seconds);
        self.check_time(time_seconds, state.latest.as_ref().map(|(time, _)| *time))?;
        state.take_in(time_seconds, stats);
        Ok(())
    }

    /// Takes in who holds connections now; what was known before is dropped. The 100 that have held theirs for longest are
    /// kept, each with a place of at most 256 bytes.
    ///
    /// # Errors
    ///
    /// [`InvalidArgument`](ErrorKind::InvalidArgument) for a time that is negative or not finite: then what was known
    /// before stays.
    pub fn observe_holders(&self, holders: Vec<Holder>) -> Result<()> {
        self.check_holders(&holders)?;
        self.state().holders = bounded(holders);
        Ok(())
    }

    /// Takes in what the pool's database said at that time, on the same clock.
    ///
    /// # Errors
    ///
    /// As [`DatabasePool::observe_at`].
    pub fn observe_database_at(&self, time_seconds: f64, stats: DatabaseStats) -> Result<()> {
        self.take_in_database(Some(time_seconds), stats)
    }

    /// Takes in what the pool's database says now: the time is that since boot.
    ///
    /// # Errors
    ///
    /// As [`DatabasePool::observe`].
    pub fn observe_database(&self, stats: DatabaseStats) -> Result<()> {
        self.take_in_database(None, stats)
    }

    fn take_in_database(&self, time_seconds: Option<f64>, stats: DatabaseStats) -> Result<()> {
        self.check_database(&stats)?;
        let mut state = self.state();
        let time_seconds = time_seconds.unwrap_or_else(now_seconds);
        self.check_time(time_seconds, state.database.as_ref().map(|(time, _)| *time))?;
        state.take_in_database(time_seconds, stats);
        Ok(())
    }

    /// Takes in a recorded observation.
    ///
    /// # Errors
    ///
    /// As [`DatabasePool::observe_at`] and [`DatabasePool::observe_holders`]: then nothing of it was taken in.
    pub fn observe_record(&self, record: Record) -> Result<()> {
        let Record { time_seconds, pool, holders, database, .. } = record;
        pool.as_ref().map_or(Ok(()), |stats| self.check_stats(stats))?;
        database.as_ref().map_or(Ok(()), |stats| self.check_database(stats))?;
        self.check_holders(&holders)?;
        let mut state = self.state();
        if pool.is_some() {
            self.check_time(time_seconds, state.latest.as_ref().map(|(time, _)| *time))?;
        }
        if database.is_some() {
            self.check_time(time_seconds, state.database.as_ref().map(|(time, _)| *time))?;
        }
        if let Some(stats) = pool {
            // First: the report is judged as it is taken in.
            state.holders = bounded(holders);
            state.take_in(time_seconds, &stats);
        }
        if let Some(stats) = database {
            state.take_in_database(time_seconds, stats);
        }
        Ok(())
    }

    /// What was last reported, and when.
    #[must_use]
    pub fn latest(&self) -> Option<(f64, PoolStats)> {
        self.state().latest
    }

    /// What the database last said, and when.
    #[must_use]
    pub fn database(&self) -> Option<(f64, DatabaseStats)> {
        self.state().database.clone()
    }

    /// What happened between observations, oldest first; at most 600.
    #[must_use]
    pub fn intervals(&self) -> Vec<Interval> {
        self.state().intervals.iter().copied().collect()
    }

    /// The same of the database.
    #[must_use]
    pub fn database_intervals(&self) -> Vec<DatabaseInterval> {
        self.state().database_intervals.iter().copied().collect()
    }

    pub(super) fn state(&self) -> MutexGuard<'_, State> {
        // Plain values: whoever panicked left them whole.
        self.state.get(|| State::judged_by(&self.thresholds)).lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn check_stats(&self, stats: &PoolStats) -> Result<()> {
        let fields = PoolStats::FIELDS.iter().enumerate();
        self.check(fields.map(|(place, field)| (field.name, stats.value(place))))
    }

    fn check_database(&self, stats: &DatabaseStats) -> Result<()> {
        let fields = DatabaseValues::FIELDS.iter().enumerate();
        self.check(fields.map(|(place, field)| (field.name, stats.values.value(place))))
    }

    fn check_holders(&self, holders: &[Holder]) -> Result<()> {
        self.check(holders.iter().map(|holder| ("seconds of a holder", Some(holder.seconds))))
    }

    fn check(&self, values: impl Iterator<Item = (&'static str, Option<f64>)>) -> Result<()> {
        for (field, value) in values {
            if let Some(value) = value.filter(|value| !(value.is_finite() && *value >= 0.0)) {
                let why = format!(
                    "pool `{}`: `{field}` is {value}: it must be finite and not negative, or left out",
                    self.name
                );
                return Err(Error::new(ErrorKind::InvalidArgument, why));
            }
        }
        Ok(())
    }

    fn check_time(&self, time: f64, before: Option<f64>) -> Result<()> {
        if time.is_finite() && before.is_none_or(|before| time >= before) {
            return Ok(());
        }
        let why = match before.filter(|_| time.is_finite()) {
            Some(before) => {
                format!("{time} s, which is before the last one, {before} s: the clock must not go back")
            }
            None => format!("{time}: it must be finite"),
        };
        Err(Error::new(ErrorKind::InvalidArgument, format!("pool `{}`: the time is {why}", self.name)))
    }
}

fn larger(one: Option<f64>, other: Option<f64>) -> Option<f64> {
    match (one, other) {
        (Some(one), Some(other)) => Some(one.max(other)),
        (one, other) => one.or(other),
    }
}

/// The clock of observations that are taken in as they are made.
#[allow(clippy::cast_precision_loss)] // Exact to a microsecond for longer than machines run.
pub(super) fn now_seconds() -> f64 {
    KernelClock.boot_ns() as f64 / 1e9
}

/// Those that have held connections for longest, with places of a length to be shown.
fn bounded(mut holders: Vec<Holder>) -> Vec<Holder> {
    if holders.len() > MOST_HOLDERS {
        holders.sort_by(|a, b| b.seconds.total_cmp(&a.seconds));
        holders.truncate(MOST_HOLDERS);
    }
    for Holder { site, .. } in &mut holders {
        if site.len() > LONGEST_SITE {
            let end = (0..=LONGEST_SITE).rev().find(|end| site.is_char_boundary(*end)).unwrap_or(0);
            site.truncate(end);
        }
    }
    holders
}

fn keep<T>(history: &mut VecDeque<T>, interval: T) {
    if history.len() == MOST_INTERVALS {
        history.pop_front();
    }
    history.push_back(interval);
}

#[cfg(test)]
#[path = "pool_tests.rs"]
mod tests;
