//! The document itself, to be saved from the page; as much of it as there is room for.

use maud::html;

use crate::load::series::joined;
use crate::load::{Interval, LoadResult, Packed};
use crate::report::download;
use crate::report::page::Section;
use crate::report::words::plural;

/// Fewer intervals tell nothing any more.
const LEAST_INTERVALS: usize = 10;

/// What was left out.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Left {
    interval_histograms: bool,
    /// How many became one.
    together: usize,
    other_histograms: bool,
}

/// The section; its data are no longer than that.
pub(super) fn section(result: &LoadResult, most_bytes: usize) -> Section {
    let fitted = fitted(result, most_bytes);
    let body = html! {
        @match &fitted {
            Some((uri, left)) => {
                p {
                    a href=(uri) download=(download::file("load", result.began_unix_ns)) { "Save the data as JSON" }
                    " (" code { (crate::load::SCHEMA) } "), as " code { "--json" } " writes it: for "
                    code { "plimsoll load merge" } " and for " code { "--baseline" } "."
                }
                @for sentence in left.told() { p class="note" { (sentence) } }
            },
            None => p class="unknown" { "The data are too large for this page: " code { "--json FILE" } " has them." },
        }
    };
    Section { id: "data", title: "Data", count: None, body }
}

/// The fullest form of the result that is short enough.
fn fitted(result: &LoadResult, most_bytes: usize) -> Option<(String, Left)> {
    let fits = |kept: &LoadResult| uri(kept).filter(|uri| uri.len() <= most_bytes);
    let mut left = Left { together: 1, ..Left::default() };
    if let Some(uri) = fits(result) {
        return Some((uri, left));
    }
    // Where even the least has no room nothing in between has.
    fits(&least(result))?;
    // Percentiles are not made of percentiles: what is put together keeps its histograms until it is.
    let mut intervals = result.intervals.clone();
    let mut kept = result.clone();
    loop {
        left.interval_histograms = true;
        kept.intervals = intervals.iter().map(without_histogram).collect();
        if let Some(uri) = fits(&kept) {
            return Some((uri, left));
        }
        if intervals.len() > LEAST_INTERVALS {
            left.together *= 2;
            intervals = intervals.chunks(2).map(joined).collect();
        } else if left.other_histograms {
            return None;
        } else {
            left.other_histograms = true;
            without_histograms(&mut kept);
        }
    }
}

fn without_histogram(one: &Interval) -> Interval {
    Interval { histogram: Packed::default(), ..one.clone() }
}

/// Those of stages and targets; the totals keep theirs.
fn without_histograms(kept: &mut LoadResult) {
    let stages = kept.stages.iter_mut().map(|stage| &mut stage.summary);
    for summary in stages.chain(kept.parts.iter_mut().map(|part| &mut part.summary)) {
        summary.histogram = Packed::default();
        summary.service_histogram = Packed::default();
        summary.failure_histogram = Packed::default();
    }
}

/// What is left when there are no intervals.
fn least(result: &LoadResult) -> LoadResult {
    let mut least = LoadResult { intervals: Vec::new(), ..result.clone() };
    without_histograms(&mut least);
    least
}

impl Left {
    fn told(self) -> Vec<String> {
        let mut told = Vec::new();
        if self.interval_histograms {
            told.push(
                "So that this page stays below 1 MB the histograms of its intervals are left out.".to_owned(),
            );
        }
        if self.together > 1 {
            told.push(format!("{} became one.", plural(self.together, "interval", "intervals")));
        }
        if self.other_histograms {
            told.push("The histograms of stages and targets are left out too.".to_owned());
        }
        told
    }
}

/// The document as an address that holds it. Nothing where it cannot be written, which is never.
fn uri(result: &LoadResult) -> Option<String> {
    Some(download::uri(&serde_json::to_vec(result).ok()?))
}

#[cfg(test)]
#[path = "data_tests.rs"]
mod tests;
