//! A trace played to both advisers minute by minute: each advice is given on what was seen before,
//! and holds until the next.

use plimsoll::advise::{Allocation, Sizing, SizingContext, WorkloadPattern};

use crate::traces::{Trace, DAY};
use crate::vpa::Vpa;

/// Some instant: both advisers count in wall time.
const BEGIN_SECONDS: f64 = 1_700_000_000.0;

/// Who advises, and which of its numbers is taken as request and limit at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Adviser {
    /// Ours: the target, which for memory is the limit.
    Ours,
    /// The recommender's target.
    Vpa,
    /// Ours: the upper bound.
    OursUpper,
    /// The recommender's upper bound.
    VpaUpper,
}

pub const ADVISERS: [Adviser; 4] = [Adviser::Ours, Adviser::Vpa, Adviser::OursUpper, Adviser::VpaUpper];

/// How well the advice fitted what was used afterwards.
#[derive(Debug, Clone, Copy, Default)]
pub struct Score {
    pub minutes: f64,
    /// Minutes in which more was used than advised.
    pub over: f64,
    /// How often that began.
    pub times_over: f64,
    /// Sum of what was used, over the minutes.
    pub used: f64,
    /// Sum of what was advised.
    pub advised: f64,
    /// Sum of what was advised and not used.
    pub idle: f64,
    was_over: bool,
}

impl Score {
    fn count(&mut self, advised: f64, used: f64) {
        let over = used > advised;
        self.minutes += 1.0;
        self.over += f64::from(u8::from(over));
        self.times_over += f64::from(u8::from(over && !self.was_over));
        self.was_over = over;
        self.used += used;
        self.advised += advised;
        self.idle += (advised - used).max(0.0);
    }
}

/// CPU and memory, for each of [`ADVISERS`].
pub struct Scores {
    pub cpu: [Score; 4],
    pub memory: [Score; 4],
}

/// Which minutes are scored, and how often advice is given anew.
#[derive(Debug, Clone, Copy)]
pub struct Method {
    pub from_minute: usize,
    pub to_minute: usize,
    pub readvise_minutes: usize,
}

impl Method {
    /// From the second day on: in the first both only guess.
    pub const fn every(readvise_minutes: usize) -> Self {
        Method { from_minute: DAY, to_minute: usize::MAX, readvise_minutes }
    }

    /// The first day, from when ours first answers at one observation a minute.
    pub const FIRST_DAY: Method = Method { from_minute: 120, to_minute: DAY, readvise_minutes: 60 };
}

pub fn replay(trace: &Trace, method: Method) -> Scores {
    let mut ours = Sizing::new();
    let mut vpa = Vpa::new();
    let mut scores = Scores { cpu: [Score::default(); 4], memory: [Score::default(); 4] };
    let mut advised = [(f64::INFINITY, f64::INFINITY); 4];
    let mut killed = [false; 4];
    let mut starts = trace.starts.iter().peekable();
    for minute in 0..trace.cpu.len().min(method.to_minute) {
        let seconds = BEGIN_SECONDS + minute as f64 * 60.0;
        let (cpu, memory) = (trace.cpu[minute], trace.memory[minute]);
        let scored = minute >= method.from_minute;
        if scored && (minute - method.from_minute).is_multiple_of(method.readvise_minutes) {
            advised = advice(&ours, &vpa);
        }
        if starts.next_if_eq(&&minute).is_some() {
            ours.started(seconds);
        }
        // Whoever uses more memory than the limit is killed, once for each time.
        let kill = |of: usize| memory > advised[of].1;
        let [ours_killed, vpa_killed] = [0, 1].map(|of| kill(of) && !killed[of]);
        ours.observe(
            seconds,
            Some(cpu),
            None,
            Some(memory),
            Some(advised[0].1),
            f64::from(u8::from(ours_killed)),
        );
        vpa.observe(seconds, cpu, memory);
        if vpa_killed {
            vpa.out_of_memory(seconds, advised[1].1);
        }
        killed = [0, 1, 2, 3].map(kill);
        let held = advised;
        if scored {
            for (of, (cpus, bytes)) in held.into_iter().enumerate() {
                scores.cpu[of].count(cpus, cpu);
                scores.memory[of].count(bytes, memory);
            }
        }
        // What was killed starts anew with the advice of that moment.
        for (of, killed) in [ours_killed, vpa_killed].into_iter().enumerate() {
            if scored && killed {
                advised[of] = advice(&ours, &vpa)[of];
            }
        }
    }
    scores
}

/// CPUs and bytes of each adviser, as of now.
fn advice(ours: &Sizing, vpa: &Vpa) -> [(f64, f64); 4] {
    let Allocation::Advice(advice) = ours.allocation(WorkloadPattern::Balanced, &SizingContext::default())
    else {
        panic!("no advice")
    };
    let (cpu, memory) = (advice.cpu.unwrap(), advice.memory.unwrap());
    let (vpa_cpu, vpa_memory) = (vpa.cpu(), vpa.memory());
    [
        (cpu.target, memory.limit.unwrap()),
        (vpa_cpu.target, vpa_memory.target),
        (cpu.upper, memory.upper),
        (vpa_cpu.upper, vpa_memory.upper),
    ]
}
