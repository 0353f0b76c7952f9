//! Puts together what all threads put down.

use std::time::{Duration, Instant};

use super::cell::{Cell, Latencies};
use super::progress::Progress;
use super::scenario::Scenario;
use super::series::{Interval, LatencySummary, Series};
use super::shared::Shared;
use super::stage::Model;
use super::watch::{ClientUsage, Watch};

/// The last so many seconds decide whether a test is hopeless.
pub(super) const LOOKED_BACK: usize = 10;

pub(super) struct Collector {
    /// By stage, and by part over the measured stages.
    pub stages: Vec<Cell>,
    pub parts: Vec<Cell>,
    /// Lateness of starts.
    pub starts: Latencies,
    pub series: Series,
    pub watch: Watch,
    measured: Vec<bool>,
    model: Model,
    /// What ended in each of the last seconds, and in the last measured ones.
    recent: Vec<Cell>,
    recent_measured: Vec<(f64, Cell)>,
    /// Whether there were ever enough measured ones.
    pub looked_at_conditions: bool,
    last: Instant,
}

impl Collector {
    pub(super) fn new(scenario: &Scenario, began: Instant) -> Self {
        Collector {
            stages: scenario.stages.iter().map(|_| Cell::default()).collect(),
            parts: scenario.parts.iter().map(|_| Cell::default()).collect(),
            starts: Latencies::default(),
            series: Series::default(),
            watch: Watch::new(),
            measured: scenario.stages.iter().map(|stage| stage.measured).collect(),
            model: scenario.model,
            recent: Vec::new(),
            recent_measured: Vec::new(),
            looked_at_conditions: false,
            last: began,
        }
    }

    /// Takes what was put down since the last time, as one interval.
    pub(super) fn collect(&mut self, shared: &Shared, now: Instant) -> Progress {
        let mut sum = Cell::default();
        for number in 0..shared.desks() {
            let (stages, parts, measured) = (&mut self.stages, &mut self.parts, &self.measured);
            let take = |stage: usize, part: usize, cell: &Cell| {
                sum.add(cell);
                stages[stage].add(cell);
                if measured[stage] {
                    parts[part].add(cell);
                }
            };
            shared.desk(number).collect(take, &mut self.starts);
        }
        let begin = self.last.saturating_duration_since(shared.began);
        let at = now.saturating_duration_since(shared.began);
        let seconds = (at.saturating_sub(begin)).as_secs_f64();
        self.last = now;
        let stage = shared
            .schedule
            .stage_at(at.min(shared.schedule.duration().saturating_sub(Duration::from_nanos(1))));
        let level = shared.level_at(at);
        let client = self.watch.look();
        let progress = self.progress(shared, at, seconds, stage, level, &sum, client);
        let interval = Interval {
            begin_seconds: begin.as_secs_f64(),
            seconds,
            stage,
            level,
            counts: Default::default(),
            latency: LatencySummary::default(),
            client,
            histogram: Default::default(),
        };
        self.series.push(interval, &sum);
        self.remember(seconds, sum, self.measured[stage] && self.measured[shared.schedule.stage_at(begin)]);
        progress
    }

    #[allow(clippy::too_many_arguments)] // All that a line of progress tells.
    fn progress(
        &self,
        shared: &Shared,
        at: Duration,
        seconds: f64,
        stage: usize,
        level: f64,
        sum: &Cell,
        client: ClientUsage,
    ) -> Progress {
        let so_far = self.stages.iter().fold(super::Counts::default(), |mut all, cell| {
            all.add(&cell.counts);
            all
        });
        Progress {
            elapsed: at,
            remaining: shared.schedule.duration().saturating_sub(at),
            stage,
            stages: shared.schedule.len(),
            title: shared.schedule.stage(stage).title(self.model),
            level,
            per_second: if seconds > 0.0 { sum.counts.ok as f64 / seconds } else { 0.0 },
            p50: sum.latencies().quantile(0.5),
            p99: sum.latencies().quantile(0.99),
            errors: sum.counts.failed + sum.counts.timed_out,
            so_far,
            client,
        }
    }

    fn remember(&mut self, seconds: f64, sum: Cell, is_measured: bool) {
        if is_measured {
            self.recent_measured.push((seconds, sum.clone()));
            if self.recent_measured.len() > LOOKED_BACK {
                self.recent_measured.remove(0);
            }
        }
        self.recent.push(sum);
        if self.recent.len() > LOOKED_BACK {
            self.recent.remove(0);
        }
    }

    /// All of the last seconds; nothing while there were not as many.
    pub(super) fn looked_back(&self) -> Option<Cell> {
        if self.recent.len() < LOOKED_BACK {
            return None;
        }
        let mut whole = Cell::default();
        self.recent.iter().for_each(|cell| whole.add(cell));
        Some(whole)
    }

    /// The last measured seconds, as many: what warms up or leads from one level to another says nothing of a level.
    pub(super) fn measured_back(&mut self) -> Option<(Cell, Duration)> {
        if self.recent_measured.len() < LOOKED_BACK {
            return None;
        }
        self.looked_at_conditions = true;
        let mut whole = Cell::default();
        let mut seconds = 0.0;
        for (length, cell) in &self.recent_measured {
            whole.add(cell);
            seconds += length;
        }
        Some((whole, Duration::from_secs_f64(seconds)))
    }
}
