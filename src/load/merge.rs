//! Results of several machines as one: requests are added, latencies too, to the last one.

use std::collections::BTreeMap;
use std::time::Duration;

use super::cell::{Cell, Latencies};
use super::knee::Knee;
use super::packed::Packed;
use super::result::{Ended, LoadResult, PartResult, StageResult, Summary, SCHEMA};
use super::series::{Interval, LatencySummary};
use super::threshold::Threshold;
use super::watch::ClientUsage;
use crate::error::{Error, ErrorKind, Result};

/// Clocks of machines and starts by hand differ: what began further apart than that was not one test.
const TOGETHER: f64 = 60.0;

impl LoadResult {
    /// One result of several that ran at the same time, each on a machine of its own, against the same targets. Levels and
    /// requests are added, histograms too, so that percentiles are those of all requests and not means of percentiles;
    /// thresholds are judged anew. Of the clients' usage the worst is told.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidArgument`] where they cannot be of one test: no result at all, other models, stages or parts, or begun
    /// more than a minute apart. [`ErrorKind::Malformed`] where a histogram cannot be read.
    pub fn merge(results: &[LoadResult]) -> Result<LoadResult> {
        let Some(first) = results.first() else {
            return Err(Error::option("results", "empty", "at least one is needed"));
        };
        let began = results.iter().map(|one| one.began_unix_ns).min().unwrap_or_default();
        results.iter().try_for_each(|one| alike(first, one, began))?;
        let all = |of: &dyn Fn(&LoadResult) -> &Summary| sum(results.iter().map(of));
        let (total, seconds) = all(&|one| &one.total)?;
        let mut stages = Vec::new();
        for (number, stage) in first.stages.iter().enumerate() {
            let (cell, seconds) = all(&|one| &one.stages[number].summary)?;
            let level = |of: fn(&StageResult) -> f64| results.iter().map(|one| of(&one.stages[number])).sum();
            let (from, to) = (level(|stage| stage.from), level(|stage| stage.to));
            stages.push(StageResult { from, to, summary: Summary::of(&cell, seconds), ..stage.clone() });
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
        Ok(LoadResult {
            schema: SCHEMA.to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            name: first.name.clone(),
            model: first.model,
            began_unix_ns: began,
            seconds: results.iter().map(|one| after(one, began) + one.seconds).fold(0.0, f64::max),
            ended: results
                .iter()
                .map(|one| &one.ended)
                .find(|ended| **ended != Ended::Complete)
                .unwrap_or(&first.ended)
                .clone(),
            engine: first.engine.clone(),
            most_at_once: results.iter().map(|one| one.most_at_once).sum(),
            thresholds: thresholds.iter().map(|one| one.judge(&total, measured)).collect(),
            knee: Knee::of(first.model, &stages),
            comparison: None,
            total: Summary::of(&total, seconds),
            stages,
            parts,
            start_delay: LatencySummary::of(&starts),
            start_delay_histogram: Packed::of(&starts),
            client: results.iter().map(|one| one.client).fold(ClientUsage::default(), worst),
            warnings: warnings(results),
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

/// Each once.
fn warnings(results: &[LoadResult]) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for warning in results.iter().flat_map(|one| &one.warnings) {
        if !all.contains(warning) {
            all.push(warning.clone());
        }
    }
    all
}

/// Second by second, or as long as the longest interval.
fn intervals(results: &[LoadResult], began: u64) -> Result<Vec<Interval>> {
    let all = || {
        results.iter().flat_map(|one| one.intervals.iter().map(move |interval| (after(one, began), interval)))
    };
    let length = all().map(|(_, interval)| interval.seconds.round()).fold(1.0, f64::max);
    let mut bins: BTreeMap<u64, (Interval, Cell)> = BTreeMap::new();
    for (offset, interval) in all() {
        let histogram = latencies(&interval.histogram)?;
        let cell = Cell { counts: interval.counts.clone(), service: histogram, ..Cell::default() };
        let middle = offset + interval.begin_seconds + interval.seconds / 2.0;
        let number = (middle / length) as u64;
        match bins.get_mut(&number) {
            None => {
                let begin_seconds = number as f64 * length;
                bins.insert(number, (Interval { begin_seconds, seconds: length, ..interval.clone() }, cell));
            }
            Some((bin, sum)) => {
                bin.stage = bin.stage.max(interval.stage);
                bin.level += interval.level;
                bin.client = worst(bin.client, interval.client);
                sum.add(&cell);
            }
        }
    }
    let whole = |(mut bin, cell): (Interval, Cell)| {
        bin.latency = LatencySummary::of(&cell.service);
        bin.histogram = Packed::of(&cell.service);
        bin.counts = cell.counts;
        bin
    };
    Ok(bins.into_values().map(whole).collect())
}

#[cfg(test)]
#[path = "merge_tests.rs"]
mod tests;
