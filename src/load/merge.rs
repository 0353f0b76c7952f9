//! Results of several machines as one: requests are added, latencies too, to the last one.

use std::collections::BTreeMap;
use std::time::Duration;

use super::cell::{Cell, Counts, Latencies};
use super::knee::Knee;
use super::packed::Packed;
use super::result::{Ended, LoadResult, PartResult, StageResult, Summary, SCHEMA};
use super::series::{Interval, LatencySummary};
use super::stage::{Model, Stage};
use super::threshold::Threshold;
use super::warnings::{is_of_counts, late_after, of_counts, Told};
use super::watch::ClientUsage;
use crate::error::{Error, ErrorKind, Result};

/// Clocks of machines and starts by hand differ: what began further apart than that was not one test.
const TOGETHER: f64 = 60.0;
/// At least this share of the shortest they all ran at the same time: else what is added was never served at once.
const LEAST_SHARED: f64 = 0.5;

impl LoadResult {
    /// One result of several that ran at the same time, each on a machine of its own, against the same targets. Levels and
    /// requests are added, histograms too, so that percentiles are those of all requests and not means of percentiles;
    /// thresholds are judged anew. Of the clients' usage the worst is told.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidArgument`] where they cannot be of one test: no result at all, one of them twice, other models, stages or
    /// parts, begun more than a minute apart, or for the greater part not at the same time. [`ErrorKind::Malformed`] where a histogram cannot be read.
    pub fn merge(results: &[LoadResult]) -> Result<LoadResult> {
        let Some(first) = results.first() else {
            return Err(Error::option("results", "empty", "at least one is needed"));
        };
        let began = results.iter().map(|one| one.began_unix_ns).min().unwrap_or_default();
        results.iter().try_for_each(|one| alike(first, one, began))?;
        at_once(results, began)?;
        let all = |of: &dyn Fn(&LoadResult) -> &Summary| sum(results.iter().map(of));
        let (total, seconds) = all(&|one| &one.total)?;
        let mut stages = Vec::new();
        for (number, stage) in first.stages.iter().enumerate() {
            let (cell, seconds) = all(&|one| &one.stages[number].summary)?;
            let level = |of: fn(&StageResult) -> f64| results.iter().map(|one| of(&one.stages[number])).sum();
            let (from, to) = (level(|stage| stage.from), level(|stage| stage.to));
            let (title, summary) = (title(stage, from, to, first.model), Summary::of(&cell, seconds));
            stages.push(StageResult { title, from, to, summary, ..stage.clone() });
        }
        let mut parts = Vec::new();
        for (number, part) in first.parts.iter().enumerate() {
            let (cell, seconds) = all(&|one| &one.parts[number].summary)?;
            parts.push(PartResult { name: part.name.clone(), summary: Summary::of(&cell, seconds) });
        }
        let mut starts = Latencies::default();
        for one in results {
            starts.add(&latencies(&one.start_delay_histogram)?);
        }
        let thresholds = first.thresholds.iter().map(|judged| judged.threshold.parse::<Threshold>());
        let thresholds = thresholds.collect::<Result<Vec<_>>>()?;
        let measured = Duration::try_from_secs_f64(seconds).unwrap_or_default();
        let ended = results
            .iter()
            .map(|one| &one.ended)
            .find(|ended| **ended != Ended::Complete)
            .unwrap_or(&first.ended);
        let most_at_once = results.iter().map(|one| one.most_at_once).sum();
        Ok(LoadResult {
            schema: SCHEMA.to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            name: first.name.clone(),
            model: first.model,
            began_unix_ns: began,
            seconds: results.iter().map(|one| after(one, began) + one.seconds).fold(0.0, f64::max),
            ended: ended.clone(),
            engine: first.engine.clone(),
            most_at_once,
            thresholds: thresholds.iter().map(|one| one.judge(&total, measured)).collect(),
            knee: Knee::of(first.model, &stages),
            comparison: None,
            total: Summary::of(&total, seconds),
            stages,
            parts,
            start_delay: LatencySummary::of(&starts),
            start_delay_histogram: Packed::of(&starts),
            client: results.iter().map(|one| one.client).fold(ClientUsage::default(), worst),
            warnings: warnings(results, &total.counts, most_at_once, ended),
            intervals: intervals(results, began)?,
        })
    }
}

/// Seconds from then until a result began.
fn after(one: &LoadResult, began: u64) -> f64 {
    Duration::from_nanos(one.began_unix_ns.saturating_sub(began)).as_secs_f64()
}

fn alike(first: &LoadResult, other: &LoadResult, began: u64) -> Result<()> {
    let refuse = |why: String| {
        Err(Error::new(ErrorKind::InvalidArgument, format!("the results are not of one test: {why}")))
    };
    if first.model != other.model {
        return refuse(format!(
            "`{}` is of the {} model, `{}` is not",
            first.name,
            first.model.name(),
            other.name
        ));
    }
    let shape = |one: &LoadResult| {
        let of = |stage: &StageResult| (stage.begin_seconds.to_bits(), stage.measured, stage.targets);
        one.stages.iter().map(of).collect::<Vec<_>>()
    };
    if shape(first) != shape(other) {
        return refuse("their stages are not as long, or not as many".to_owned());
    }
    let names = |one: &LoadResult| one.parts.iter().map(|part| part.name.clone()).collect::<Vec<_>>();
    if names(first) != names(other) {
        return refuse(format!("the parts of one are {:?}, of another {:?}", names(first), names(other)));
    }
    let apart = after(other, began);
    if apart > TOGETHER {
        return refuse(format!("one began {apart:.0} s after another, and {TOGETHER:.0} s are allowed"));
    }
    Ok(())
}

/// What is one document, or was not at the same time, is not added.
fn at_once(results: &[LoadResult], began: u64) -> Result<()> {
    let refuse = |why: String| Err(Error::new(ErrorKind::InvalidArgument, why));
    let same = |one: &LoadResult, other: &LoadResult| {
        (one.began_unix_ns, &one.name, &one.total) == (other.began_unix_ns, &other.name, &other.total)
    };
    for (number, one) in results.iter().enumerate() {
        if results[..number].iter().any(|other| same(one, other)) {
            return refuse(format!(
                "the same result of `{}` is there twice: its requests would be counted twice. Give each document once",
                one.name
            ));
        }
    }
    let last_begin = results.iter().map(|one| after(one, began)).fold(0.0, f64::max);
    let first_end = results.iter().map(|one| after(one, began) + one.seconds).fold(f64::INFINITY, f64::min);
    let shortest = results.iter().map(|one| one.seconds).fold(f64::INFINITY, f64::min);
    let shared = (first_end - last_begin).max(0.0);
    if results.len() > 1 && shared < LEAST_SHARED * shortest {
        return refuse(format!(
            "the results are not of one test: of {shortest:.1} s they ran {shared:.1} s at the same time, so that what is added was \
             never served at once. Begin them together, and compare what ran one after the other with --baseline"
        ));
    }
    Ok(())
}

/// Its own name, or what all of them did together.
fn title(stage: &StageResult, from: f64, to: f64, model: Model) -> String {
    let named = |from: f64, to: f64| Stage { from, to, ..Stage::hold(from, Duration::ZERO) }.title(model);
    if stage.title == named(stage.from, stage.to) {
        return named(from, to);
    }
    if stage.title == Stage::settling(stage.from) {
        return Stage::settling(from);
    }
    stage.title.clone()
}

fn latencies(packed: &Packed) -> Result<Latencies> {
    let broken =
        || Error::new(ErrorKind::Malformed, "a histogram cannot be read: the document was changed or cut");
    packed.latencies().ok_or_else(broken)
}

/// All of them as they were recorded, and how long was measured.
fn sum<'a>(summaries: impl Iterator<Item = &'a Summary>) -> Result<(Cell, f64)> {
    let (mut sum, mut seconds) = (Cell::default(), 0.0_f64);
    for one in summaries {
        let histogram = latencies(&one.histogram)?;
        let service = latencies(&one.service_histogram)?;
        // In a closed model there is only one.
        let (service, response) =
            if service.count() > 0 { (service, histogram) } else { (histogram, Latencies::default()) };
        let failures = latencies(&one.failure_histogram)?;
        sum.add(&Cell { counts: one.counts.clone(), service, response, failures });
        seconds = seconds.max(one.seconds);
    }
    Ok((sum, seconds))
}

fn worst(one: ClientUsage, other: ClientUsage) -> ClientUsage {
    let more = |a: Option<f64>, b: Option<f64>| match (a, b) {
        (Some(a), Some(b)) => Some(a.max(b)),
        (a, b) => a.or(b),
    };
    ClientUsage {
        process_cpus: more(one.process_cpus, other.process_cpus),
        cpu_ratio: more(one.cpu_ratio, other.cpu_ratio),
        throttled_ratio: more(one.throttled_ratio, other.throttled_ratio),
        cpu_pressure_ratio: more(one.cpu_pressure_ratio, other.cpu_pressure_ratio),
        memory_pressure_ratio: more(one.memory_pressure_ratio, other.memory_pressure_ratio),
    }
}

/// Each once; what counts tell is told of all of them.
fn warnings(results: &[LoadResult], counts: &Counts, most_at_once: u32, ended: &Ended) -> Vec<String> {
    let all = || results.iter().flat_map(|one| &one.warnings);
    let mut kept: Vec<String> = Vec::new();
    for warning in all().filter(|warning| !is_of_counts(warning)) {
        if !kept.contains(warning) {
            kept.push(warning.clone());
        }
    }
    let told = Told {
        model: results.first().map_or(Model::Open, |first| first.model),
        connections: most_at_once,
        // No machine had enough of them to tell it: then all together have not.
        late_after: all().find_map(|warning| late_after(warning)).unwrap_or("allowed").to_owned(),
    };
    kept.extend(of_counts(counts, &told, ended));
    kept
}

/// What is put together in a stretch of time.
#[derive(Default)]
struct Bin {
    cell: Cell,
    client: ClientUsage,
    /// How long each machine was in it, and its level times that.
    machines: BTreeMap<usize, (f64, f64)>,
    /// How long all together were in each stage.
    stages: BTreeMap<usize, f64>,
}

/// Second by second, or as long as the longest interval.
fn intervals(results: &[LoadResult], began: u64) -> Result<Vec<Interval>> {
    let lengths = results.iter().flat_map(|one| &one.intervals).map(|interval| interval.seconds.round());
    let length = lengths.fold(1.0, f64::max);
    let mut bins: BTreeMap<u64, Bin> = BTreeMap::new();
    for (machine, one) in results.iter().enumerate() {
        // By whole bins: two intervals of one machine that touch are in two that touch.
        let shift = (after(one, began) / length).round();
        for interval in &one.intervals {
            let middle = interval.begin_seconds + interval.seconds / 2.0;
            let bin = bins.entry((shift + (middle / length).floor()) as u64).or_default();
            let histogram = latencies(&interval.histogram)?;
            bin.cell.add(&Cell { counts: interval.counts.clone(), service: histogram, ..Cell::default() });
            bin.client = worst(bin.client, interval.client);
            let (seconds, asked) = bin.machines.entry(machine).or_default();
            *seconds += interval.seconds;
            *asked += interval.level * interval.seconds;
            *bin.stages.entry(interval.stage).or_default() += interval.seconds;
        }
    }
    Ok(bins.into_iter().map(|(number, bin)| bin.interval(number as f64 * length)).collect())
}

impl Bin {
    fn interval(self, begin_seconds: f64) -> Interval {
        let machines = || self.machines.values();
        Interval {
            begin_seconds,
            // Not more than the longest was there: an end that is shorter is no whole second.
            seconds: machines().map(|(seconds, _)| *seconds).fold(0.0, f64::max),
            stage: self.stages.iter().max_by(|a, b| a.1.total_cmp(b.1)).map_or(0, |(stage, _)| *stage),
            // Of each machine the mean, of all of them the sum.
            level: machines().map(|(seconds, asked)| asked / seconds.max(f64::MIN_POSITIVE)).sum(),
            latency: LatencySummary::of(&self.cell.service),
            histogram: Packed::of(&self.cell.service),
            counts: self.cell.counts,
            client: self.client,
        }
    }
}

#[cfg(test)]
#[path = "merge_tests.rs"]
mod tests;
