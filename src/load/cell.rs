//! What became of requests: each counted once, and how long they took.

use std::collections::BTreeMap;
use std::time::Duration;

use hdrhistogram::Histogram;
use serde::{Deserialize, Serialize};

use crate::finding::Reason;

/// Latencies are kept in nanoseconds to three significant digits, an hour at most. What is shorter than the least is told to
/// that much: it saves a third of the memory.
const DIGITS: u8 = 3;
const LEAST_NANOSECONDS: u64 = 64;
const MOST_NANOSECONDS: u64 = 3_600_000_000_000;

/// Latencies. It grows with the range of what is recorded, and no further.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Latencies(Histogram<u64>);

impl Default for Latencies {
    fn default() -> Self {
        // The numbers are constant, and within what it takes.
        let made = Histogram::new_with_bounds(LEAST_NANOSECONDS, 2 * LEAST_NANOSECONDS, DIGITS);
        made.unwrap_or_else(|_| unreachable!("the bounds are allowed")).into()
    }
}

impl Latencies {
    pub(super) fn record(&mut self, latency: Duration) {
        let nanoseconds = u64::try_from(latency.as_nanos()).unwrap_or(u64::MAX).clamp(1, MOST_NANOSECONDS);
        // It resizes itself, so that nothing is out of range.
        let recorded = self.0.record(nanoseconds);
        debug_assert!(recorded.is_ok(), "{recorded:?}");
    }

    pub(super) fn add(&mut self, other: &Latencies) {
        // As above.
        let added = self.0.add(&other.0);
        debug_assert!(added.is_ok(), "{added:?}");
    }

    pub(super) fn clear(&mut self) {
        self.0.reset();
    }

    pub(super) fn histogram(&self) -> &Histogram<u64> {
        &self.0
    }

    pub(super) fn count(&self) -> u64 {
        self.0.len()
    }

    pub(super) fn quantile(&self, quantile: f64) -> Option<Duration> {
        (!self.0.is_empty()).then(|| Duration::from_nanos(self.0.value_at_quantile(quantile)))
    }
}

impl From<Histogram<u64>> for Latencies {
    fn from(mut histogram: Histogram<u64>) -> Self {
        histogram.auto(true);
        Latencies(histogram)
    }
}

/// How a request ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ending {
    Ok,
    /// It, or the connection that it needed, failed.
    Failed(Reason),
    /// No complete answer came in time.
    TimedOut,
    /// It was under way when the test ended.
    Aborted,
}

impl Ending {
    /// Of a reason that is no success.
    pub(super) fn of(reason: Reason) -> Self {
        match reason {
            Reason::Deadline | Reason::ConnectTimeout | Reason::DnsTimeout => Ending::TimedOut,
            Reason::Cancelled => Ending::Aborted,
            other => Ending::Failed(other),
        }
    }
}

/// How many requests ended how. Each that was begun is counted once.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Counts {
    /// Answered as expected.
    pub ok: u64,
    /// Failed, all reasons together.
    pub failed: u64,
    /// No complete answer before the deadline.
    pub timed_out: u64,
    /// Under way when the test ended.
    pub aborted: u64,
    /// Open model: begun later than intended by more than the scenario allows. They are among those above.
    pub late: u64,
    /// Open model: due, and never begun.
    pub dropped: u64,
    /// Failures by their reason; the names are those of [`Reason`].
    pub reasons: BTreeMap<String, u64>,
    /// Answers that throughput counts: in an open model all that were expected, in a closed one those that came while the stage
    /// was measured, whenever their requests began. So a server is not given answers that it took longer for.
    #[serde(default)]
    pub served: u64,
    /// Bytes that were sent, with everything that HTTP adds.
    pub bytes_sent: u64,
    /// Bytes that were received.
    pub bytes_received: u64,
}

impl Counts {
    /// Requests that were begun.
    #[must_use]
    pub fn begun(&self) -> u64 {
        self.ok + self.failed + self.timed_out + self.aborted
    }

    /// The share of failed and timed out requests in those that ended, 0 to 1; missing where none ended. What was aborted
    /// says nothing of the target.
    #[must_use]
    pub fn error_rate(&self) -> Option<f64> {
        let ended = self.ok + self.failed + self.timed_out;
        (ended > 0).then(|| (self.failed + self.timed_out) as f64 / ended as f64)
    }

    pub(super) fn count(&mut self, ending: Ending) {
        match ending {
            Ending::Ok => self.ok += 1,
            Ending::Failed(reason) => {
                self.failed += 1;
                match self.reasons.get_mut(reason.name()) {
                    Some(count) => *count += 1,
                    None => drop(self.reasons.insert(reason.name().to_owned(), 1)),
                }
            }
            Ending::TimedOut => self.timed_out += 1,
            Ending::Aborted => self.aborted += 1,
        }
    }

    pub(super) fn add(&mut self, other: &Counts) {
        self.ok += other.ok;
        self.failed += other.failed;
        self.timed_out += other.timed_out;
        self.aborted += other.aborted;
        self.late += other.late;
        self.dropped += other.dropped;
        self.served += other.served;
        self.bytes_sent += other.bytes_sent;
        self.bytes_received += other.bytes_received;
        for (reason, count) in &other.reasons {
            *self.reasons.entry(reason.clone()).or_default() += count;
        }
    }
}

/// What is recorded of a request.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ended {
    pub ending: Ending,
    /// From when it was sent, or its connection was begun, to the end of its answer.
    pub service: Duration,
    /// From when it should have begun; missing in a closed model.
    pub response: Option<Duration>,
    pub late: bool,
    pub sent: u64,
    pub received: u64,
}

/// What became of requests to one target in one stage.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Cell {
    pub counts: Counts,
    /// Of those answered as expected. What failed is often quick, and would flatter.
    pub service: Latencies,
    pub response: Latencies,
    /// Of those that failed or timed out, from when they should have begun.
    pub failures: Latencies,
}

impl Cell {
    pub(super) fn record(&mut self, ended: &Ended) {
        self.counts.count(ended.ending);
        self.counts.late += u64::from(ended.late);
        self.counts.bytes_sent += ended.sent;
        self.counts.bytes_received += ended.received;
        match ended.ending {
            Ending::Ok => {
                self.service.record(ended.service);
                if let Some(response) = ended.response {
                    self.counts.served += 1;
                    self.response.record(response);
                }
            }
            Ending::Failed(_) | Ending::TimedOut => {
                self.failures.record(ended.response.unwrap_or(ended.service));
            }
            Ending::Aborted => {}
        }
    }

    pub(super) fn add(&mut self, other: &Cell) {
        self.counts.add(&other.counts);
        self.service.add(&other.service);
        self.response.add(&other.response);
        self.failures.add(&other.failures);
    }

    pub(super) fn clear(&mut self) {
        self.counts = Counts::default();
        self.service.clear();
        self.response.clear();
        self.failures.clear();
    }

    /// Latencies as whoever asked met them: from the intended start where there was one.
    pub(super) fn latencies(&self) -> &Latencies {
        if self.response.count() > 0 {
            &self.response
        } else {
            &self.service
        }
    }
}

#[cfg(test)]
#[path = "cell_tests.rs"]
mod tests;
