//! What a test found.

use serde::{Deserialize, Serialize};

use super::baseline::Comparison;
use super::cell::{Cell, Counts};
use super::knee::Knee;
use super::packed::Packed;
use super::series::{Interval, LatencySummary};
use super::stage::Model;
use super::threshold::Judged;
use super::watch::ClientUsage;

/// The schema of the document.
pub const SCHEMA: &str = "plimsoll.load/1";

/// What a test found: the document `plimsoll.load/1`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct LoadResult {
    /// `plimsoll.load/1`.
    pub schema: String,
    /// The version of Plimsoll that made it.
    pub version: String,
    /// The scenario's name.
    pub name: String,
    /// What decided when a request began.
    pub model: Model,
    /// Nanoseconds since 1970-01-01 UTC at which it began.
    pub began_unix_ns: u64,
    /// How long it ran, with what was under way at the end.
    pub seconds: f64,
    /// Whether and why it ended before its time.
    pub ended: Ended,
    /// What asked: `http` (plain HTTP/1.1, a few loops) or `workers` (a thread for each user).
    pub engine: String,
    /// Users, or requests at once.
    pub most_at_once: u32,
    /// The measured stages together.
    pub total: Summary,
    /// Each stage, also those that are not measured.
    pub stages: Vec<StageResult>,
    /// Each part, over the measured stages.
    pub parts: Vec<PartResult>,
    /// How much later than intended requests were begun; open model only.
    pub start_delay: LatencySummary,
    /// The same as a histogram.
    pub start_delay_histogram: Packed,
    /// What became of each threshold.
    pub thresholds: Vec<Judged>,
    /// The client's container over the whole test.
    pub client: ClientUsage,
    /// What makes the numbers less than they seem, for people.
    pub warnings: Vec<String>,
    /// Where more load brings no more throughput; missing where too few levels were held.
    pub knee: Option<Knee>,
    /// What changed against an earlier result, where one was given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comparison: Option<Comparison>,
    /// What happened as time went by.
    pub intervals: Vec<Interval>,
}

/// How a test ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "how", content = "why", rename_all = "snake_case")]
#[non_exhaustive]
pub enum Ended {
    /// As planned.
    Complete,
    /// It was hopeless: why.
    Hopeless(String),
    /// Whoever began it gave it up.
    Interrupted,
}

/// Requests, and how long they took.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Summary {
    /// How long was measured.
    pub seconds: f64,
    /// What became of the requests.
    pub counts: Counts,
    /// Answers as expected, per second: [`Counts::served`].
    pub per_second: f64,
    /// The share of failed and timed out ones.
    pub error_rate: Option<f64>,
    /// Latencies as whoever asked met them: from when a request should have begun in an open model, from when it began in a
    /// closed one. Of those answered as expected.
    pub latency: LatencySummary,
    /// From when they began.
    pub service: LatencySummary,
    /// Of those that failed or timed out.
    pub failures: LatencySummary,
    /// The latencies as a histogram.
    pub histogram: Packed,
    /// From when they began, as a histogram; empty in a closed model, where it is the same.
    pub service_histogram: Packed,
    /// Of those that failed or timed out, as a histogram.
    pub failure_histogram: Packed,
}

impl Summary {
    pub(super) fn of(cell: &Cell, seconds: f64) -> Self {
        let open = cell.response.count() > 0;
        Summary {
            seconds,
            per_second: if seconds > 0.0 { cell.counts.served as f64 / seconds } else { 0.0 },
            error_rate: cell.counts.error_rate(),
            latency: LatencySummary::of(cell.latencies()),
            service: LatencySummary::of(&cell.service),
            failures: LatencySummary::of(&cell.failures),
            histogram: Packed::of(cell.latencies()),
            service_histogram: if open { Packed::of(&cell.service) } else { Packed::default() },
            failure_histogram: Packed::of(&cell.failures),
            counts: cell.counts.clone(),
        }
    }
}

/// What came of a stage.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct StageResult {
    /// What it is called.
    pub title: String,
    /// When it began, in seconds since the test began.
    pub begin_seconds: f64,
    /// The level at its beginning and at its end.
    pub from: f64,
    /// See `from`.
    pub to: f64,
    /// Whether its latencies count.
    pub measured: bool,
    /// How many of the targets were asked.
    pub targets: usize,
    /// What became of the requests that were due in it.
    pub summary: Summary,
}

/// What came of a part.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct PartResult {
    /// Its name.
    pub name: String,
    /// What became of its requests.
    pub summary: Summary,
}

impl LoadResult {
    /// Whether all thresholds were met, anything was answered, and it ran to its end.
    #[must_use]
    pub fn passed(&self) -> bool {
        let met = self.thresholds.iter().all(|judged| judged.met);
        met && self.ended == Ended::Complete && !self.nothing_worked()
    }

    /// Whether requests were made, and none of them was answered as expected.
    #[must_use]
    pub fn nothing_worked(&self) -> bool {
        let counts = &self.total.counts;
        counts.ok == 0 && counts.failed + counts.timed_out > 0
    }
}
