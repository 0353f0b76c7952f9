//! Who was killed for want of memory: he is gone when it is noticed, so he is looked for among those that were seen
//! before.

use super::rank::{LEAST_SHARE, MOST_NAMED};
use super::record::Record;
use super::{float, Culprit};
use crate::fields::{Sample, Scope, Unit};
use crate::finding::Measure;

/// A process that is killed gives its memory back before it goes: some GiB a second. So long a kill waits for
/// somebody to be missed.
const LATEST_SECONDS: f64 = 5.0;

/// Kills that were counted, and nobody has been missed for so far.
#[derive(Debug, Clone, Copy)]
struct Kill {
    seconds: f64,
    count: usize,
}

#[derive(Debug, Default)]
pub(super) struct Kills {
    /// Generation, count and time of the last sample.
    last: Option<(u64, u64, f64)>,
    open: Option<Kill>,
    /// The largest of those that the last walk missed, and when that was.
    missed: Vec<Culprit>,
    missed_seconds: f64,
    victims: Vec<Culprit>,
}

impl Kills {
    /// Whether there was a kill since the last sample.
    pub(super) fn notice(&mut self, sample: &Sample, now: f64) -> bool {
        let Some(count) = sample.cgroup_memory_oom_kills() else { return false };
        let before = self.last.replace((sample.generation(), count, now));
        let Some((generation, counted, seconds)) = before else { return false };
        if generation != sample.generation() || count <= counted {
            return false;
        }
        let count = usize::try_from(count - counted).unwrap_or(MOST_NAMED).min(MOST_NAMED);
        self.open = Some(Kill { seconds: now, count });
        // The last walk was made after the sample of its time, and may have missed him already.
        if self.missed_seconds >= seconds && !self.missed.is_empty() {
            self.close();
        }
        true
    }

    /// Until somebody is missed it was the largest.
    pub(super) fn blame(&mut self, records: &[Record], whole: Option<f64>) {
        if let Some(kill) = self.open {
            self.victims = largest(records, |_| true, whole);
            self.victims.truncate(kill.count);
        }
    }

    /// Looks who is gone. Records still are as of the walk before, those that are gone marked.
    pub(super) fn miss(&mut self, records: &[Record], now: f64, whole: Option<f64>) {
        self.missed = largest(records, |record| !record.is_there, whole);
        self.missed_seconds = now;
        match self.open {
            Some(_) if !self.missed.is_empty() => self.close(),
            Some(kill) if now > kill.seconds + LATEST_SECONDS => {
                // He was never seen.
                self.open = None;
                self.victims.clear();
            }
            _ => {}
        }
    }

    fn close(&mut self) {
        let Some(kill) = self.open.take() else { return };
        self.victims = std::mem::take(&mut self.missed);
        self.victims.truncate(kill.count);
    }

    pub(super) fn victims(&self) -> &[Culprit] {
        &self.victims
    }
}

/// Those that held a good part of the memory at their greatest.
fn largest(records: &[Record], may_be: impl Fn(&Record) -> bool, whole: Option<f64>) -> Vec<Culprit> {
    let held: f64 = records.iter().filter_map(|record| record.now.anonymous_bytes).map(float).sum();
    let whole = whole.unwrap_or(0.0).max(held);
    let culprit = |record: &Record| {
        let bytes = float(record.most_bytes?);
        (bytes > 0.0 && bytes >= LEAST_SHARE * whole).then(|| Culprit {
            pid: record.now.pid,
            name: record.now.name().to_owned(),
            share: if bytes < whole { bytes / whole } else { 1.0 },
            used: Measure::new("process_anonymous_bytes", bytes, Unit::Bytes, Scope::Process),
        })
    };
    let mut largest: Vec<_> = records.iter().filter(|record| may_be(record)).filter_map(culprit).collect();
    largest.sort_unstable_by(|a, b| b.used.value.total_cmp(&a.used.value));
    largest.truncate(MOST_NAMED);
    largest
}
