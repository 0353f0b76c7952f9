//! One process over several walks.

use super::float;
use super::suspicion::Kind;
use crate::sample::ProcessActivity;

/// What a process holds, and may hold more and more of.
#[derive(Debug, Clone, Copy)]
pub(super) enum Held {
    Memory,
    Descriptors,
    Threads,
}

impl Held {
    pub(super) fn of(kind: Kind) -> Option<Self> {
        match kind {
            Kind::Memory => Some(Held::Memory),
            Kind::Descriptors => Some(Held::Descriptors),
            Kind::Threads => Some(Held::Threads),
            Kind::Cpu | Kind::Io | Kind::Writes => None,
        }
    }

    fn amount(self, process: &ProcessActivity) -> Option<f64> {
        match self {
            Held::Memory => process.anonymous_bytes.map(float),
            Held::Descriptors => process.descriptors.map(float),
            Held::Threads => Some(f64::from(process.threads)),
        }
    }
}

/// The time between two walks.
#[derive(Debug, Clone, Copy)]
pub(super) struct Interval {
    pub(super) seconds: f64,
    /// When it began, after boot.
    pub(super) began_seconds: f64,
    /// None came before it.
    pub(super) is_first: bool,
}

impl Interval {
    /// A rate with half the weight on what was: times in `/proc` come in steps of 10 ms, and a diagnosis looks back
    /// over some seconds too.
    pub(super) fn smooth(&self, before: Option<f64>, now: f64) -> f64 {
        match before {
            None if self.is_first => now,
            before => (before.unwrap_or(0.0) + now) / 2.0,
        }
    }
}

/// A value at some time.
#[derive(Debug, Clone, Copy)]
struct Since {
    seconds: f64,
    amount: f64,
}

#[derive(Debug, Clone, Copy)]
pub(super) struct Record {
    pub(super) now: ProcessActivity,
    /// The most anonymous memory it was seen with.
    pub(super) most_bytes: Option<u64>,
    /// It is in the listing that is being taken over.
    pub(super) is_there: bool,
    cpus: Option<f64>,
    children_cpus: f64,
    /// Bytes per second read and written.
    io: Option<(f64, f64)>,
    /// What was already counted of children that ended: the kernel adds it to the parent's once more when they are
    /// waited for (`wait_task_zombie`, kernel/exit.c). CPU time stays owed until then; of I/O, which cannot be told
    /// from the parent's own, it is forgotten after one walk.
    owed_cpu_seconds: f64,
    owed_io: (u64, u64),
    /// Where growth is counted from.
    from: [Option<Since>; 3],
    seen_seconds: f64,
}

/// Marks those that are in the listing, which is sorted by pid as the records are.
pub(super) fn see(records: &mut [Record], listing: &[ProcessActivity]) {
    let mut listing = listing.iter().peekable();
    for record in records {
        while listing.next_if(|process| process.pid < record.now.pid).is_some() {}
        record.is_there = listing.peek().is_some_and(|process| record.is_of(process));
    }
}

/// Writes down with the ancestors that live what was already counted of those that ended.
pub(super) fn settle(records: &mut [Record]) {
    /// Deeper trees of processes that all ended within a second are not followed.
    const MOST_HOPS: usize = 16;
    for index in 0..records.len() {
        let Record { now: ended, is_there: false, .. } = records[index] else { continue };
        let mut ppid = ended.ppid;
        for _ in 0..MOST_HOPS {
            let Ok(parent) = records.binary_search_by_key(&ppid, |record| record.now.pid) else { break };
            let parent = &mut records[parent];
            if parent.is_there {
                parent.owed_cpu_seconds += ended.cpu_seconds + ended.children_cpu_seconds;
                parent.owed_io.0 += ended.read_bytes.unwrap_or(0);
                parent.owed_io.1 += ended.written_bytes.unwrap_or(0);
                break;
            }
            ppid = parent.now.ppid;
        }
    }
}

/// Takes over what each process of the listing did since, adds those that are new and drops those that are gone.
pub(super) fn update(
    records: &mut Vec<Record>,
    listing: &[ProcessActivity],
    interval: Option<&Interval>,
    seconds: f64,
) {
    records.retain(|record| record.is_there);
    let known = records.len();
    let mut next = 0;
    for process in listing {
        match records[..known].get_mut(next).filter(|record| record.is_of(process)) {
            Some(record) => {
                record.go_on(process, interval, seconds);
                next += 1;
            }
            None => records.push(Record::begun(process, interval, seconds)),
        }
    }
    records.sort_unstable_by_key(|record| record.now.pid);
}

impl Record {
    /// A process that was not there at the last walk.
    fn begun(process: &ProcessActivity, interval: Option<&Interval>, seconds: f64) -> Self {
        let mut record = Record {
            now: *process,
            most_bytes: process.anonymous_bytes,
            is_there: true,
            cpus: None,
            children_cpus: 0.0,
            io: None,
            owed_cpu_seconds: 0.0,
            owed_io: (0, 0),
            from: [None; 3],
            seen_seconds: seconds,
        };
        // One that is older came from another cgroup: what it did before is not known to be of this time.
        const TICK_SECONDS: f64 = 0.01;
        if let Some(interval) =
            interval.filter(|interval| process.start_time_seconds >= interval.began_seconds - TICK_SECONDS)
        {
            let per_second = |amount: f64| interval.smooth(None, amount / interval.seconds);
            record.cpus = Some(per_second(process.cpu_seconds));
            record.children_cpus = per_second(process.children_cpu_seconds);
            record.io = both(process.read_bytes, process.written_bytes)
                .map(|(read, written)| (per_second(float(read)), per_second(float(written))));
            record.from[Held::Threads as usize] =
                Some(Since { seconds: interval.began_seconds, amount: 0.0 });
        }
        record.begin_what_is_new(seconds);
        record
    }

    fn go_on(&mut self, process: &ProcessActivity, interval: Option<&Interval>, seconds: f64) {
        let before = std::mem::replace(&mut self.now, *process);
        self.seen_seconds = seconds;
        self.most_bytes = self.most_bytes.max(process.anonymous_bytes);
        self.begin_what_is_new(seconds);
        let owed_io = std::mem::take(&mut self.owed_io);
        let Some(interval) = interval.filter(|interval| interval.seconds > 0.0) else { return };

        let own = (process.cpu_seconds - before.cpu_seconds).max(0.0);
        self.cpus = Some(interval.smooth(self.cpus, own / interval.seconds));
        let reaped = (process.children_cpu_seconds - before.children_cpu_seconds).max(0.0);
        let children = (reaped - self.owed_cpu_seconds).max(0.0);
        self.owed_cpu_seconds = (self.owed_cpu_seconds - reaped).max(0.0);
        let children_before = (!interval.is_first).then_some(self.children_cpus);
        self.children_cpus = interval.smooth(children_before, children / interval.seconds);

        let now = both(process.read_bytes, process.written_bytes);
        self.io = now.zip(both(before.read_bytes, before.written_bytes)).map(|(now, was)| {
            let did = |now: u64, was: u64, owed: u64| {
                float(now.saturating_sub(was).saturating_sub(owed)) / interval.seconds
            };
            let (read, written) = (did(now.0, was.0, owed_io.0), did(now.1, was.1, owed_io.1));
            match self.io {
                None => (read, written),
                Some(io) => (interval.smooth(Some(io.0), read), interval.smooth(Some(io.1), written)),
            }
        });
    }

    fn is_of(&self, process: &ProcessActivity) -> bool {
        // Both are whole ticks, divided in the same way.
        self.now.pid == process.pid
            && self.now.start_time_seconds.to_bits() == process.start_time_seconds.to_bits()
    }

    /// Counts growth from here.
    pub(super) fn begin(&mut self, held: Held, seconds: f64) {
        self.from[held as usize] = held.amount(&self.now).map(|amount| Since { seconds, amount });
    }

    fn begin_what_is_new(&mut self, seconds: f64) {
        for held in [Held::Memory, Held::Descriptors, Held::Threads] {
            if self.from[held as usize].is_none() {
                self.begin(held, seconds);
            }
        }
    }

    /// What it holds more than at first, per second; none if that is not more.
    pub(super) fn growth(&self, held: Held) -> Option<f64> {
        let from = self.from[held as usize]?;
        let seconds = self.seen_seconds - from.seconds;
        let grown = held.amount(&self.now)? - from.amount;
        (seconds > 0.0 && grown > 0.0).then(|| grown / seconds)
    }

    /// CPUs of its own, and of its children that came and went between two walks.
    pub(super) fn cpus(&self) -> Option<(f64, f64)> {
        Some((self.cpus?, self.children_cpus))
    }

    /// Bytes per second read and written.
    pub(super) fn io(&self) -> Option<(f64, f64)> {
        self.io
    }
}

fn both(read: Option<u64>, written: Option<u64>) -> Option<(u64, u64)> {
    Some((read?, written?))
}
