//! The processes of the container that use most, by what they used since the last look.

use std::collections::HashMap;
use std::time::Instant;

use plimsoll::{Order, Process, Sampler};
use serde::Serialize;

/// One process of a ranking.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Ranked {
    pub pid: u32,
    pub name: String,
    pub state: char,
    pub threads: u32,
    /// CPU time per second since the last look; missing at the first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cpu_usage_cpus: Option<f64>,
    /// CPU time since the process was started.
    pub cpu_seconds: f64,
    pub resident_bytes: u64,
}

/// The processes that use most.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Top {
    pub by_cpu: Vec<Ranked>,
    pub by_memory: Vec<Ranked>,
}

/// Remembers the last look.
#[derive(Debug, Default)]
pub struct Ranking {
    processes: Vec<Process>,
    /// CPU seconds by pid and start: a pid can be given again.
    before: HashMap<(u32, u64), f64>,
    looked: Option<Instant>,
}

impl Ranking {
    /// Lists the container's processes and ranks them.
    pub fn top(&mut self, sampler: &mut Sampler, count: usize) -> plimsoll::Result<Top> {
        sampler.processes(&mut self.processes)?;
        let now = Instant::now();
        let elapsed = self.looked.map(|then| now.duration_since(then).as_secs_f64()).filter(|it| *it > 0.0);
        let before = &self.before;
        let rank = |process: &Process| {
            let known = before.get(&identity(process)).copied();
            // One started since the last look used all its time since then.
            let cpus = elapsed.map(|elapsed| (process.cpu_seconds - known.unwrap_or(0.0)).max(0.0) / elapsed);
            Ranked {
                pid: process.pid,
                name: process.name().to_owned(),
                state: char::from(process.state),
                threads: process.threads,
                cpu_usage_cpus: cpus,
                cpu_seconds: process.cpu_seconds,
                resident_bytes: process.resident_bytes,
            }
        };
        let mut by_cpu: Vec<Ranked> = self.processes.iter().map(rank).collect();
        // The sort is stable: of equals since the last look, those that used more in all come first.
        by_cpu.sort_by(|a, b| b.cpu_seconds.total_cmp(&a.cpu_seconds));
        by_cpu.sort_by(|a, b| b.cpu_usage_cpus.unwrap_or(0.0).total_cmp(&a.cpu_usage_cpus.unwrap_or(0.0)));
        by_cpu.truncate(count);
        let mut largest = self.processes.clone();
        plimsoll::top(&mut largest, count, Order::Memory);
        let by_memory = largest.iter().map(rank).collect();
        self.before = self.processes.iter().map(|process| (identity(process), process.cpu_seconds)).collect();
        self.looked = Some(now);
        Ok(Top { by_cpu, by_memory })
    }
}

fn identity(process: &Process) -> (u32, u64) {
    (process.pid, process.start_time_seconds.to_bits())
}
