//! What is judged: the latest observation and what happened up to it.

use std::cell::OnceCell;
use std::collections::VecDeque;

use super::settings::PoolThresholds;
use crate::dbpool::{DatabaseInterval, DatabaseStats, DatabaseValues, Holder, Interval, PoolStats};

/// What was observed longer ago than this tells nothing of now, in seconds.
pub(super) const STALE: f64 = 60.0;

/// Rates are judged over this time, in seconds: a burst of a second or two is not the state of a pool.
pub(super) const RECENT: f64 = 10.0;

/// What is rare is counted over this time, in seconds.
pub(super) const MINUTE: f64 = 60.0;

/// Fewer readings of a gauge say nothing of the least it was.
const LEAST_READINGS: usize = 5;

/// Clocks are read a little apart.
const NEARLY: f64 = 0.9;

/// Of less than this time nothing is said that a burst could explain, in seconds: so long pools are filled at the start.
const LEAST: f64 = 5.0;

/// So many times the connections that there can be are no matter of when uses ended.
const IN_ANOTHER_UNIT: f64 = 10.0;

/// A pool and its database, as they are and as they were.
pub(super) struct View<'a> {
    pub thresholds: &'a PoolThresholds,
    pub stats: Option<&'a PoolStats>,
    most: Option<f64>,
    /// When the database was read last, against the pool, in seconds: negative for before.
    database_lead: f64,
    pub holders: &'a [Holder],
    intervals: &'a VecDeque<Interval>,
    /// Over the latest seconds.
    pub recent: Option<Interval>,
    /// Over the latest minute.
    pub minute: Option<Interval>,
    /// Over all that is known, once it is asked for.
    all: OnceCell<Option<Interval>>,
    pub database: Option<&'a DatabaseStats>,
    database_intervals: &'a VecDeque<DatabaseInterval>,
    pub database_recent: Option<DatabaseInterval>,
    pub database_minute: Option<DatabaseInterval>,
}

impl<'a> View<'a> {
    pub fn of(state: &'a crate::dbpool::pool::State, now: f64) -> Self {
        let fresh = |time: f64| now - time <= STALE;
        let stats = state.latest.as_ref().filter(|(time, _)| fresh(*time)).map(|(_, stats)| stats);
        let database = state.database.as_ref().filter(|(time, _)| fresh(*time)).map(|(_, stats)| stats);
        let time = |time: Option<f64>| time.unwrap_or(f64::NEG_INFINITY);
        let mut view = View {
            thresholds: &state.thresholds,
            stats,
            most: state.most(),
            database_lead: time(state.database.as_ref().map(|(time, _)| *time))
                - time(state.latest.as_ref().map(|(time, _)| *time)),
            holders: if stats.is_some() { &state.holders } else { &[] },
            intervals: &state.intervals,
            recent: None,
            minute: None,
            all: OnceCell::new(),
            database,
            database_intervals: &state.database_intervals,
            database_recent: None,
            database_minute: None,
        };
        if stats.is_some() && state.intervals.back().is_some_and(|last| fresh(last.end_seconds)) {
            view.recent = Interval::joined(view.over(RECENT));
            view.minute = Interval::joined(view.over(MINUTE));
        }
        if database.is_some() && state.database_intervals.back().is_some_and(|last| fresh(last.end_seconds)) {
            view.database_recent = DatabaseInterval::joined(view.database_over(RECENT));
            view.database_minute = DatabaseInterval::joined(view.database_over(MINUTE));
        }
        view
    }

    /// The intervals of the latest seconds, the last one at any rate, oldest first.
    pub fn over(&self, seconds: f64) -> impl DoubleEndedIterator<Item = &'a Interval> + Clone {
        let began = self.intervals.back().map_or(0.0, |last| last.end_seconds - seconds);
        let last = self.intervals.len().saturating_sub(1);
        // They are in order: the first that ended later is found by halving.
        let first = self.intervals.partition_point(|interval| interval.end_seconds <= began + 1e-3).min(last);
        self.intervals.range(first..)
    }

    fn database_over(&self, seconds: f64) -> impl Iterator<Item = &'a DatabaseInterval> + Clone {
        let began = self.database_intervals.back().map_or(0.0, |last| last.end_seconds - seconds);
        let last = self.database_intervals.len().saturating_sub(1);
        let first = self
            .database_intervals
            .partition_point(|interval| interval.end_seconds <= began + 1e-3)
            .min(last);
        self.database_intervals.range(first..)
    }

    /// Every interval, oldest first; none where nothing is known of now.
    pub fn history(&self) -> impl DoubleEndedIterator<Item = &'a Interval> + Clone {
        self.intervals.range(if self.recent.is_some() { 0.. } else { self.intervals.len().. })
    }

    pub fn database_history(&self) -> impl DoubleEndedIterator<Item = &'a DatabaseInterval> + Clone {
        let from = if self.database_recent.is_some() { 0 } else { self.database_intervals.len() };
        self.database_intervals.range(from..)
    }

    /// Everything that is known, as one interval.
    pub fn all(&self) -> Option<&Interval> {
        self.all.get_or_init(|| Interval::joined(self.history())).as_ref()
    }

    /// The latest seconds, where they are enough to tell a state from a burst.
    pub fn settled(&self) -> Option<&Interval> {
        self.recent.as_ref().filter(|recent| recent.seconds >= LEAST * NEARLY)
    }

    /// A setting or gauge of the pool.
    pub fn stat(&self, of: impl Fn(&PoolStats) -> Option<f64>) -> Option<f64> {
        of(self.stats?)
    }

    /// A value of the database.
    pub fn value(&self, of: impl Fn(&DatabaseValues) -> Option<f64>) -> Option<f64> {
        of(&self.database?.values)
    }

    /// Connections that the pool can have, overflow too.
    pub fn most(&self) -> Option<f64> {
        self.stats.and(self.most)
    }

    /// Connections in use over the latest seconds: by what was given back where that is short against them, or else by
    /// what was in use whenever it was looked.
    pub fn in_use(&self) -> Option<f64> {
        let recent = self.recent.as_ref()?;
        let short = recent.use_seconds.is_some_and(|hold| hold > 0.0 && hold < recent.seconds / 10.0);
        // More than the pool can have are in use by a time in another unit alone.
        let can_be = |mean: &f64| self.most().is_none_or(|most| *mean <= IN_ANOTHER_UNIT * most);
        if short && recent.in_use_mean.as_ref().is_none_or(can_be) {
            // What is never given back is in no counter: the gauge's floor knows of it, of enough readings.
            let readings = self.over(RECENT).filter_map(|interval| interval.in_use_end);
            let enough = readings.clone().count() >= LEAST_READINGS;
            let floor = readings.reduce(f64::min).filter(|_| enough);
            return recent.in_use_mean.map(|mean| mean.max(floor.unwrap_or(0.0)));
        }
        recent.in_use_end.or(recent.in_use_mean.filter(can_be))
    }

    /// Mean wait for a connection in an interval, without the time to open new ones, in seconds.
    pub fn wait(interval: &Interval) -> Option<f64> {
        let opening = interval
            .create_seconds
            .zip(interval.created_per_second)
            .zip(interval.served())
            .filter(|(_, served)| *served > 0.0)
            .map_or(0.0, |((each, rate), served)| each * rate * interval.seconds / served);
        Some((interval.wait_seconds? - opening).max(0.0))
    }

    /// Connections that the program has out while the database sees their sessions do nothing, read in the last so many
    /// seconds: nothing where at least half of them are at work, or that is not known.
    pub fn held_idle(&self, seconds: f64) -> Option<f64> {
        let out = self.stat(|stats| stats.in_use).filter(|out| *out >= 1.0)?;
        let blocked = self.value(|values| values.connections_waiting_for_lock).unwrap_or(0.0);
        let active = self.value(|values| values.connections_active)?.max(blocked);
        // What was read before it began says nothing of it.
        (self.database_lead > 1.0 - seconds && active <= out / 2.0).then_some(out - active)
    }

    /// Whether requests wait, over the latest seconds; nothing where the pool does not tell.
    pub fn waits(&self) -> Option<bool> {
        let recent = self.recent.as_ref()?;
        let wait = View::wait(recent).zip(recent.use_seconds);
        let tells = [
            recent.queued_ratio.map(|ratio| ratio > 0.01),
            recent.waiting_end.map(|waiting| waiting > 0.0),
            // That a connection could not be had at once, rather than that handing it out takes a moment.
            recent
                .queued_ratio
                .is_none()
                .then(|| wait.map(|(wait, hold)| wait > 0.001 && wait > 0.05 * hold))
                .flatten(),
            recent.timeouts_per_second.filter(|timeouts| *timeouts > 0.0).map(|_| true),
        ];
        let known = tells.into_iter().flatten();
        known.clone().next()?;
        Some(known.into_iter().any(|waits| waits))
    }
}
