//! Which classes of work are refused for the load, with a memory: what is refused at one value is admitted again at
//! another, and after a while.

use std::time::Duration;

use super::options::LoadOptions;
use crate::admit::{Class, Classes, RefusalReason, Signal};
use crate::fields::Unit;
use crate::monitor::Load;

/// High work is refused from this share of the memory limit on: where Netdata calls memory in use critical.
const MEMORY_HARD: f64 = 0.98;

/// How a signal is judged, as shares of its mark for normal work.
#[derive(Debug, Clone, Copy)]
struct Manner {
    /// Low work is refused from here on.
    low: f64,
    /// A class is admitted again at this share of its own mark.
    release: f64,
}

/// For levels: Netdata's alarms for memory and CPU clear so far below where they are raised (80 and 90 of 90 and 98).
const LEVEL: Manner = Manner { low: 0.9, release: 0.9 };
/// For shares of time, which are coarse over a second: kubernetes-mixin warns at half of what is the mark here for
/// throttling, systemd at half of what is the mark for memory pressure.
const SHARE_OF_TIME: Manner = Manner { low: 0.5, release: 0.5 };

type Value = fn(&Load) -> Option<f64>;

/// One signal and what it refuses.
#[derive(Debug)]
struct Judged {
    reason: RefusalReason,
    unit: Unit,
    value: Value,
    /// For each class; the first are lower.
    marks: [Option<f64>; 3],
    release: f64,
    latest: Option<f64>,
    refusing: [Refusing; 3],
}

#[derive(Debug, Clone, Copy, PartialEq, Default)]
enum Refusing {
    #[default]
    No,
    Yes,
    /// It could be admitted, since then.
    Releasing {
        since_ns: u64,
    },
}

/// All signals.
#[derive(Debug)]
pub(super) struct Judge {
    signals: Vec<Judged>,
    release_after_ns: u64,
    /// The gate's own limit of memory.
    most_bytes: Option<f64>,
}

/// Why a class is refused.
#[derive(Debug, Clone, Copy)]
pub(super) struct Grounds {
    pub reason: RefusalReason,
    pub value: f64,
    pub mark: f64,
    pub unit: Unit,
    /// When it can be admitted again at the earliest.
    pub until_ns: u64,
}

/// What was found of the load.
#[derive(Debug, Clone, Default)]
pub(super) struct Verdict {
    /// When the load was read; 0: never.
    pub boot_time_ns: u64,
    /// For each class.
    pub grounds: [Option<Grounds>; 3],
    pub signals: Vec<Signal>,
    /// How much is used of all the memory that there is, whatever the marks are.
    pub memory_ratio: Option<f64>,
    /// And of the CPU.
    pub cpu_ratio: Option<f64>,
}

impl Judge {
    pub(super) fn new(options: &LoadOptions) -> Self {
        let signal = |reason, unit, value: Value, mark: Option<f64>, manner: Manner| {
            mark.map(|mark| Judged {
                reason,
                unit,
                value,
                marks: [Some(mark * manner.low), Some(mark), None],
                release: manner.release,
                latest: None,
                refusing: Default::default(),
            })
        };
        use RefusalReason::{Cpu, LoadLine, Memory, Pressure, Throttled};
        #[allow(clippy::cast_precision_loss)] // Bytes of memory.
        let bytes = options.max_memory_usage_bytes.map(|bytes| bytes as f64);
        let memory =
            signal(Memory, Unit::Ratio, |load| load.memory_ratio, options.max_memory_usage_ratio, LEVEL);
        let memory = memory.map(|mut memory| {
            memory.marks[2] = options.max_memory_usage_ratio.map(|mark| mark.max(MEMORY_HARD));
            memory
        });
        let signals = [
            memory,
            signal(Memory, Unit::Bytes, |load| load.memory_bytes, bytes, LEVEL),
            signal(Cpu, Unit::Ratio, |load| load.cpu_ratio, options.max_cpu_usage_ratio, LEVEL),
            signal(
                Throttled,
                Unit::Ratio,
                |load| load.throttled_ratio,
                options.max_throttled_ratio,
                SHARE_OF_TIME,
            ),
            signal(
                Pressure,
                Unit::Ratio,
                |load| load.memory_pressure_ratio,
                options.max_memory_pressure_ratio,
                SHARE_OF_TIME,
            ),
            signal(
                Pressure,
                Unit::Ratio,
                |load| load.cpu_pressure_ratio,
                options.max_cpu_pressure_ratio,
                SHARE_OF_TIME,
            ),
            signal(
                Pressure,
                Unit::Ratio,
                |load| load.io_pressure_ratio,
                options.max_io_pressure_ratio,
                SHARE_OF_TIME,
            ),
            signal(LoadLine, Unit::Ratio, |load| load.load_line, options.load_line.then_some(1.0), LEVEL),
        ];
        let release_after_ns = nanoseconds(options.release_after);
        Judge { signals: signals.into_iter().flatten().collect(), release_after_ns, most_bytes: bytes }
    }

    /// Takes in a reading.
    pub(super) fn observe(&mut self, load: &Load) -> Verdict {
        let now_ns = load.boot_time_ns;
        let of_own_limit = load.memory_bytes.zip(self.most_bytes).map(|(bytes, most)| bytes / most);
        let mut verdict = Verdict {
            boot_time_ns: now_ns,
            memory_ratio: highest([load.memory_ratio, of_own_limit]),
            cpu_ratio: highest([load.cpu_ratio, load.throttled_ratio]),
            ..Verdict::default()
        };
        for signal in &mut self.signals {
            signal.observe((signal.value)(load), now_ns, self.release_after_ns);
            let Some(value) = signal.latest else { continue };
            verdict.signals.push(signal.shown(value));
            for class in Class::ALL {
                let Some(grounds) = signal.grounds(class, value, now_ns, self.release_after_ns) else {
                    continue;
                };
                // A class is admitted when all its signals allow; the one furthest beyond its mark is named.
                let known = &mut verdict.grounds[class as usize];
                let until_ns = known.map_or(0, |known| known.until_ns).max(grounds.until_ns);
                if known.is_none_or(|known| known.value / known.mark < grounds.value / grounds.mark) {
                    *known = Some(grounds);
                }
                *known = known.map(|known| Grounds { until_ns, ..known });
            }
        }
        verdict
    }
}

impl Judged {
    fn observe(&mut self, value: Option<f64>, now_ns: u64, release_after_ns: u64) {
        // A signal that can no longer be read is let go of like one that fell.
        let found = value.unwrap_or(0.0);
        for (refusing, mark) in self.refusing.iter_mut().zip(self.marks) {
            let Some(mark) = mark else { continue };
            *refusing = match *refusing {
                _ if found >= mark => Refusing::Yes,
                Refusing::No => Refusing::No,
                _ if found > mark * self.release => Refusing::Yes,
                Refusing::Yes => Refusing::Releasing { since_ns: now_ns },
                releasing => releasing,
            };
            if let Refusing::Releasing { since_ns } = *refusing {
                if now_ns.saturating_sub(since_ns) >= release_after_ns {
                    *refusing = Refusing::No;
                }
            }
        }
        self.latest = value.or_else(|| self.is_refusing().then_some(found));
    }

    fn is_refusing(&self) -> bool {
        self.refusing.iter().any(|refusing| *refusing != Refusing::No)
    }

    fn grounds(&self, class: Class, value: f64, now_ns: u64, release_after_ns: u64) -> Option<Grounds> {
        let since_ns = match self.refusing[class as usize] {
            Refusing::No => return None,
            Refusing::Yes => now_ns,
            Refusing::Releasing { since_ns } => since_ns,
        };
        let mark = self.marks[class as usize]?;
        let until_ns = since_ns.saturating_add(release_after_ns);
        Some(Grounds { reason: self.reason, value, mark, unit: self.unit, until_ns })
    }

    fn shown(&self, value: f64) -> Signal {
        let [low, normal, high] = self.marks;
        let refuses = |class: Class| self.refusing[class as usize] != Refusing::No;
        let mut signal = Signal::new(self.reason, value, normal.unwrap_or(f64::INFINITY), self.unit);
        signal.low_mark = low.unwrap_or(signal.mark);
        signal.high_mark = high;
        signal.refusing =
            Classes { low: refuses(Class::Low), normal: refuses(Class::Normal), high: refuses(Class::High) };
        signal
    }
}

impl Verdict {
    /// The highest class that is refused; those below it are as well.
    pub(super) fn refused(&self) -> Option<Class> {
        Class::ALL.into_iter().rev().find(|class| self.grounds[*class as usize].is_some())
    }

    /// Why this class is refused: for what is refused though its own marks are not reached, what refuses a higher one.
    pub(super) fn grounds(&self, class: Class) -> Option<Grounds> {
        self.grounds[class as usize..].iter().copied().flatten().next()
    }
}

/// Of two limits the one that is nearer counts.
fn highest(ratios: [Option<f64>; 2]) -> Option<f64> {
    ratios.into_iter().flatten().reduce(f64::max)
}

pub(super) fn nanoseconds(duration: Duration) -> u64 {
    u64::try_from(duration.as_nanos()).unwrap_or(u64::MAX)
}

#[cfg(test)]
#[path = "judge_tests.rs"]
mod tests;
