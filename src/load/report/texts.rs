//! Words and rows that sections have in common.

use crate::load::name::cut;
pub(super) use crate::load::name::short as name;
use crate::load::{Counts, LatencySummary, Summary};
use crate::report::words::{latency, number};

/// What is not known.
pub(super) const NONE: &str = "–";
/// Longer texts are cut.
const LONGEST: usize = 400;

/// A text of others, such as a warning.
pub(super) fn text(text: &str) -> String {
    cut(text, LONGEST)
}

/// A latency, if there is one.
pub(super) fn time(seconds: Option<f64>) -> String {
    seconds.map_or_else(|| NONE.to_owned(), latency)
}

/// `512/s`
pub(super) fn rate(per_second: f64) -> String {
    format!("{}/s", number(per_second))
}

pub(super) fn count(count: u64) -> String {
    number(count as f64)
}

/// A small share that is not nothing is not told as nothing: `0.01 %`.
pub(super) fn share(share: f64) -> String {
    match share * 100.0 {
        0.0 => "0 %".to_owned(),
        percent if percent < 0.01 => "< 0.01 %".to_owned(),
        percent if percent < 9.995 => format!("{percent:.2} %"),
        percent => format!("{percent:.1} %"),
    }
}

/// Failed and timed out.
pub(super) fn errors(counts: &Counts) -> u64 {
    counts.failed + counts.timed_out
}

/// `12 (0.1 %)`, or what is not known where nothing ended.
pub(super) fn error_share(counts: &Counts) -> String {
    match counts.error_rate() {
        Some(rate) if rate > 0.0 => format!("{} ({})", count(errors(counts)), share(rate)),
        Some(_) => "0".to_owned(),
        None => NONE.to_owned(),
    }
}

/// The quantiles that tables have.
pub(super) fn quantiles(of: &LatencySummary) -> Vec<String> {
    [of.p50_seconds, of.p90_seconds, of.p95_seconds, of.p99_seconds, of.p999_seconds, of.max_seconds]
        .map(time)
        .to_vec()
}

/// The heads of [`quantiles`].
pub(super) const QUANTILES: [&str; 6] = ["p50", "p90", "p95", "p99", "p99.9", "slowest"];

/// What was served, how quickly, and what was not: the columns of stages and targets.
pub(super) fn summary(of: &Summary) -> Vec<String> {
    let mut row = vec![count(of.counts.ok), rate(of.per_second)];
    row.extend(quantiles(&of.latency));
    row.push(error_share(&of.counts));
    row
}

/// The heads of [`summary`].
pub(super) fn summary_head() -> Vec<String> {
    let heads = ["answered", "a second"].into_iter().chain(QUANTILES).chain(["errors"]);
    heads.map(str::to_owned).collect()
}

#[cfg(test)]
#[path = "texts_tests.rs"]
mod tests;
