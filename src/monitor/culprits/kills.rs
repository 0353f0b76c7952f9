//! Who was killed for want of memory: he is gone when it is noticed. The kernel's log says who it was, where it may be
//! read; elsewhere he is looked for among those that were seen before.

use super::rank::{LEAST_SHARE, MOST_NAMED};
use super::record::Record;
use super::{float, Culprit};
use crate::fields::{Sample, Scope, Unit};
use crate::finding::Measure;
use crate::sample::{Victim, Wanted};
use crate::units::Limit;
use crate::usage;

/// A process that is killed gives its memory back before it goes: some GiB a second. So long a kill waits for
/// somebody to be missed.
const LATEST_SECONDS: f64 = 5.0;

/// Kills that were counted, and nobody has been missed for so far.
#[derive(Debug, Clone, Copy)]
struct Kill {
    seconds: f64,
    count: usize,
}

/// What the kernel's log is still to be asked.
#[derive(Debug, Clone, Copy)]
struct Question {
    /// Boot time of the sample before the kill.
    since: f64,
    count: usize,
    tries: u32,
}

/// A kill is counted a moment before it is written into the log, so that who is not found is looked for once more.
const TRIES: u32 = 2;

#[derive(Debug, Default)]
pub(super) struct Kills {
    /// Generation, count and time of the last sample.
    last: Option<(u64, u64, f64)>,
    open: Option<Kill>,
    /// The largest of those that the last walk missed, and when that was.
    missed: Vec<Culprit>,
    missed_seconds: f64,
    victims: Vec<Culprit>,
    question: Option<Question>,
    /// The log may not be read, or says nothing of this container.
    is_refused: bool,
    /// The last record of the log that was made use of.
    answered: Option<u64>,
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
        let count = usize::try_from(count - counted).unwrap_or(usize::MAX);
        self.question = (!self.is_refused).then_some(Question { since: seconds, count, tries: TRIES });
        let count = count.min(MOST_NAMED);
        self.open = Some(Kill { seconds: now, count });
        // The last walk was made after the sample of its time, and may have missed him already.
        if self.missed_seconds >= seconds && !self.missed.is_empty() {
            self.close();
        }
        true
    }

    /// What the kernel's log is to be asked now; mostly nothing.
    pub(super) fn question(&self, now: f64) -> Option<Wanted> {
        self.question.map(|question| Wanted { seconds: now - question.since, after: self.answered })
    }

    /// Takes over what the log said; nothing if it can say nothing here.
    pub(super) fn answer(&mut self, said: Option<Vec<Victim>>, records: &[Record], sample: &Sample) {
        let Some(mut question) = self.question.take() else { return };
        let Some(mut said) = said else {
            self.is_refused = true;
            return;
        };
        // Those before were counted before.
        said.drain(..said.len().saturating_sub(question.count));
        question.tries -= 1;
        let last = said.last().map(|victim| victim.sequence);
        if said.len() < question.count && question.tries > 0 {
            self.question = Some(question);
        } else {
            self.answered = last.or(self.answered);
        }
        if !said.is_empty() {
            self.victims = named(&said, records, sample);
            self.open = None;
        }
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

/// Those that the kernel says it killed, the largest first.
fn named(said: &[Victim], records: &[Record], sample: &Sample) -> Vec<Culprit> {
    // What there was to have when it was killed: by now it is free again.
    let limit = sample.cgroup_memory_effective_limit_bytes().and_then(Limit::value);
    let whole = limit.or_else(|| usage::memory_needed_bytes(sample)).map_or(0.0, float);
    let culprit = |victim: &Victim| {
        let seen = records.binary_search_by_key(&victim.pid, |record| record.now.pid).ok();
        let seen = seen.and_then(|at| records[at].most_bytes);
        let bytes = float(victim.anonymous_bytes.max(seen.unwrap_or(0)));
        Culprit {
            pid: victim.pid,
            name: victim.name().to_owned(),
            share: if bytes < whole { bytes / whole } else { 1.0 },
            used: Measure::new("process_anonymous_bytes", bytes, Unit::Bytes, Scope::Process),
        }
    };
    // In a group that is killed together, who was chosen is killed twice.
    let is_last = |at: usize| said[at + 1..].iter().all(|later| later.pid != said[at].pid);
    let mut named: Vec<_> = (0..said.len()).filter(|at| is_last(*at)).map(|at| culprit(&said[at])).collect();
    named.sort_by(|a, b| b.used.value.total_cmp(&a.used.value));
    named.truncate(MOST_NAMED);
    named
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
