//! Results of any shape and length without waiting for them: real cells and histograms of latencies that were drawn.

use std::time::Duration;

use super::cell::{Cell, Ended as Request, Ending};
use super::knee::Knee;
use super::packed::Packed;
use super::result::{Ended, LoadResult, PartResult, StageResult, Summary, SCHEMA};
use super::series::{Interval, LatencySummary, Series};
use super::stage::{Model, Stage};
use super::watch::ClientUsage;
use crate::finding::Reason;
use crate::stats::Random;

/// What is made.
#[derive(Debug, Clone)]
pub(in crate::load) struct Made {
    pub model: Model,
    /// Levels that are held one after the other.
    pub levels: Vec<f64>,
    /// How long each is held.
    pub seconds: usize,
    pub parts: usize,
    /// Requests in each second that is held.
    pub requests: usize,
    /// About half of them take longer.
    pub latency: f64,
    /// How much seconds differ from each other, as a share.
    pub unrest: f64,
    /// Of so many requests one fails; none if 0.
    pub fails: usize,
    pub client: ClientUsage,
    pub seed: u64,
}

impl Default for Made {
    fn default() -> Self {
        Made {
            model: Model::Open,
            levels: vec![100.0],
            seconds: 30,
            parts: 1,
            requests: 100,
            latency: 0.010,
            unrest: 0.05,
            fails: 0,
            client: ClientUsage { cpu_ratio: Some(0.2), process_cpus: Some(0.1), ..ClientUsage::default() },
            seed: 1,
        }
    }
}

impl Made {
    pub(in crate::load) fn result(&self) -> LoadResult {
        let mut random = Random::new(self.seed);
        let (mut series, mut total) = (Series::default(), Cell::default());
        let mut parts = vec![Cell::default(); self.parts];
        let mut stages = Vec::new();
        for (number, level) in self.levels.iter().enumerate() {
            let mut stage = Cell::default();
            for second in 0..self.seconds {
                let cell = self.second(&mut random, &mut parts);
                stage.add(&cell);
                series.push(self.interval(number, number * self.seconds + second, *level), &cell);
            }
            total.add(&stage);
            stages.push(StageResult {
                title: Stage::hold(*level, Duration::from_secs(1)).title(self.model),
                begin_seconds: (number * self.seconds) as f64,
                from: *level,
                to: *level,
                measured: true,
                targets: self.parts,
                summary: Summary::of(&stage, self.seconds as f64),
            });
        }
        let seconds = (self.seconds * self.levels.len()) as f64;
        let part = |(number, cell): (usize, &Cell)| PartResult {
            name: format!("target {number}"),
            summary: Summary::of(cell, seconds),
        };
        LoadResult {
            schema: SCHEMA.to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            name: "made".to_owned(),
            model: self.model,
            began_unix_ns: 1_767_960_000_000_000_000,
            seconds,
            ended: Ended::Complete,
            engine: "http".to_owned(),
            most_at_once: match self.model {
                Model::Open => 64,
                Model::Closed => self.levels.iter().copied().fold(0.0, f64::max) as u32,
            },
            knee: Knee::of(self.model, &stages),
            comparison: None,
            total: Summary::of(&total, seconds),
            stages,
            parts: parts.iter().enumerate().map(part).collect(),
            start_delay: LatencySummary::default(),
            start_delay_histogram: Packed::default(),
            thresholds: Vec::new(),
            client: self.client,
            warnings: self.client.warnings(),
            intervals: series.finish(),
        }
    }

    /// What ended in a second.
    fn second(&self, random: &mut Random, parts: &mut [Cell]) -> Cell {
        let mut cell = Cell::default();
        let pace = self.latency * (1.0 + self.unrest * (2.0 * random.chance() - 1.0));
        for request in 0..self.requests {
            let chance = random.chance();
            // Half below the pace, a tail above it.
            let seconds = pace * (0.6 - 0.58 * (1.0 - chance).ln());
            let fails = self.fails > 0 && request % self.fails == 0;
            let service = Duration::from_secs_f64(seconds);
            let ended = Request {
                ending: if fails { Ending::Failed(Reason::HttpStatus) } else { Ending::Ok },
                service,
                response: Some(service).filter(|_| self.model == Model::Open),
                late: false,
                sent: 100,
                received: 1000,
            };
            for cell in [&mut cell, &mut parts[request % self.parts]] {
                cell.record(&ended);
                cell.counts.served = cell.counts.ok;
            }
        }
        cell
    }

    fn interval(&self, stage: usize, second: usize, level: f64) -> Interval {
        Interval {
            begin_seconds: second as f64,
            seconds: 1.0,
            stage,
            level,
            counts: super::Counts::default(),
            latency: LatencySummary::default(),
            client: self.client,
            histogram: Packed::default(),
        }
    }
}
