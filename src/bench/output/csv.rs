//! A line for each measure.

use std::fmt::Write;

use crate::bench::{BenchResult, Verdict};
use crate::quoting::csv as quoted;

const NAMES: &str =
    "name,title,group,unit,better,value,spread_ratio,rounds,dose,count,min_seconds,p50_seconds,p90_seconds,\
p99_seconds,max_seconds,allocations,then,worse_ratio,low_ratio,high_ratio,noise_ratio,verdict";

pub(super) fn text(result: &BenchResult) -> String {
    let mut text = format!("{NAMES}\r\n");
    for one in &result.measures {
        let better = if one.better == crate::bench::Better::Lower { "lower" } else { "higher" };
        // Into memory: it does not fail.
        let _ = write!(
            text,
            "{},{},{},{},{better},{},{},{},{}",
            quoted(&one.name),
            quoted(&one.title),
            one.group.name(),
            quoted(&one.unit),
            one.value,
            one.spread_ratio,
            one.rounds.len(),
            quoted(&one.dose)
        );
        let single = one.latency;
        let changes = result.comparison.iter().flat_map(|comparison| &comparison.changes);
        let change = changes.into_iter().find(|change| change.name == one.name);
        for value in [
            single.map(|of| of.count as f64),
            single.map(|of| of.min_seconds),
            single.map(|of| of.p50_seconds),
            single.map(|of| of.p90_seconds),
            single.map(|of| of.p99_seconds),
            single.map(|of| of.max_seconds),
            one.allocations,
            change.map(|change| change.then),
            change.map(|change| change.worse_ratio),
            change.map(|change| change.low_ratio),
            change.map(|change| change.high_ratio),
            change.map(|change| change.noise_ratio),
        ] {
            // What is missing is empty.
            let _ = write!(text, ",{}", value.map_or(String::new(), |value| value.to_string()));
        }
        let verdict = match change {
            Some(change) if !change.judged => "",
            Some(change) => match change.verdict {
                Verdict::Same => "same",
                Verdict::Better => "better",
                Verdict::Worse => "worse",
            },
            None => "",
        };
        let _ = write!(text, ",{verdict}\r\n");
    }
    text
}
