//! What a size costs, the best one, and where advice ends up.

use plimsoll::dbpool::{DatabasePool, PoolSizing, SizeLimit, SizeOptions};

use crate::settings::{Arrivals, Setting, Work};
use crate::simulator::{simulate, Outcome, Pool};

/// The prices of docs/database-pools.md, in hold times of an idle database: an open connection, and a session without a
/// core in the database.
const CONNECTION: f64 = 0.01;
const OVERLOAD: f64 = 0.05;

/// So often a user asks again, at most.
const MOST_ROUNDS: usize = 12;

/// How long is simulated.
#[derive(Debug, Clone, Copy)]
pub struct Effort {
    /// Requests of the trace on which sizes are compared.
    pub requests: f64,
    /// Its longest and shortest time.
    pub seconds: (f64, f64),
    /// How long each advice is observed.
    pub round_seconds: f64,
}

/// In hold times of an idle database.
pub fn cost(setting: &Setting, outcome: &Outcome) -> f64 {
    outcome.total_p95 / setting.idle_seconds() + CONNECTION * outcome.open_mean + OVERLOAD * outcome.overload
}

/// A setting with the cost of every size.
pub struct Searched {
    pub setting: Setting,
    seed: u64,
    seconds: f64,
    pub best: (u32, f64),
}

impl Searched {
    /// Tries every size up to 48, and beyond that in steps of a sixteenth.
    pub fn new(setting: Setting, seed: u64, effort: &Effort) -> Self {
        let rate = match setting.arrivals {
            Arrivals::Users { users, think } => {
                let free = users as f64 / (think + setting.idle_seconds());
                free.min(setting.fastest())
            }
            Arrivals::Bursts { low, high, low_seconds, high_seconds } => {
                (low * low_seconds + high * high_seconds) / (low_seconds + high_seconds)
            }
            Arrivals::Poisson { rate } => rate,
            Arrivals::Diurnal { mean, .. } => mean,
        };
        let (longest, shortest) = effort.seconds;
        let seconds = (effort.requests / rate).clamp(shortest, longest).ceil();
        let mut searched = Searched { setting, seed, seconds, best: (0, f64::INFINITY) };
        let mut size = 1;
        while size <= setting.cap() {
            let cost = searched.cost(Pool { size, overflow: 0 });
            if cost < searched.best.1 {
                searched.best = (size, cost);
            }
            // The price of connections alone is more than the best, for every size from here on.
            if CONNECTION * f64::from(size) > searched.best.1 {
                break;
            }
            size += if size < 48 { 1 } else { size / 16 };
        }
        searched
    }

    pub fn cost(&self, pool: Pool) -> f64 {
        cost(&self.setting, &simulate(&self.setting, pool, self.seed, self.seconds, false))
    }

    /// How much more than the best it costs, as a share.
    pub fn regret(&self, pool: Pool) -> f64 {
        (self.cost(pool) / self.best.1 - 1.0).max(0.0)
    }
}

/// Where advice ended.
#[derive(Debug, Clone)]
pub struct Path {
    pub pool: Pool,
    pub rounds: usize,
    /// Growth was advised where the database was the limit.
    pub grew_at_limit: usize,
    /// From what to what.
    pub grown: Vec<(Pool, Pool)>,
    /// It came to rest.
    pub settled: bool,
    pub steps: Vec<(Pool, &'static str)>,
}

/// The database's cores or disks, or its hot row, are as good as always busy: more connections do not make it do more.
const AT_LIMIT: f64 = 0.95;

/// Follows the advice from that size until it no longer changes.
pub fn follow(setting: &Setting, start: u32, seed: u64, effort: &Effort) -> Path {
    let watched = DatabasePool::new("pool").unwrap();
    let mut pool = Pool { size: start.min(setting.cap()), overflow: 0 };
    let mut path =
        Path { pool, rounds: 0, grew_at_limit: 0, grown: Vec::new(), settled: false, steps: Vec::new() };
    let options = {
        let mut options = SizeOptions::default();
        options.replicas = setting.replicas as u32;
        if let Work::Disks { told: true, .. } = setting.by {
            options.parallel_io = Some(setting.cores);
        }
        options
    };
    let mut clock = 0.0;
    let mut quiet = 0;
    for round in 0..MOST_ROUNDS {
        let outcome = simulate(setting, pool, seed + round as u64 * 7919, effort.round_seconds, true);
        for report in &outcome.reports {
            let time = clock + report.seconds;
            watched.observe_at(time, &report.pool).unwrap();
            if let Some(database) = &report.database {
                watched.observe_database_at(time, database.clone()).unwrap();
            }
        }
        clock += effort.round_seconds;
        path.rounds += 1;
        let PoolSizing::Advice(advice) = watched.advise(&options) else { continue };
        let advised = Pool { size: advice.size, overflow: advice.overflow };
        path.steps.push((advised, limit_name(advice.limit)));
        if advised.most() > pool.most() && outcome.limit_used >= AT_LIMIT {
            path.grew_at_limit += 1;
            path.grown.push((pool, advised));
        }
        quiet = if advised == pool { quiet + 1 } else { 0 };
        pool = advised;
        if quiet == 2 {
            path.settled = true;
            break;
        }
    }
    path.pool = pool;
    path
}

fn limit_name(limit: SizeLimit) -> &'static str {
    match limit {
        SizeLimit::Demand => "demand",
        SizeLimit::Database => "database",
        SizeLimit::Locks => "locks",
        SizeLimit::MaxConnections => "max",
        SizeLimit::DeadlockFloor => "floor",
        SizeLimit::Threads => "threads",
        SizeLimit::Step => "step",
        SizeLimit::Trial => "trial",
        SizeLimit::Measured => "measured",
        _ => "other",
    }
}

/// The rule of the owner's earlier system: over 90 % used 5 more up to 50, under 20 % 2 fewer down to 5.
pub fn follow_earlier(setting: &Setting, start: u32, seed: u64, rounds: usize, effort: &Effort) -> Path {
    let mut pool = Pool { size: start.min(setting.cap()), overflow: 0 };
    let mut path =
        Path { pool, rounds, grew_at_limit: 0, grown: Vec::new(), settled: true, steps: Vec::new() };
    for round in 0..rounds {
        let outcome = simulate(setting, pool, seed + round as u64 * 7919, effort.round_seconds, false);
        let used = outcome.in_use_mean / f64::from(pool.size);
        let before = pool.size;
        if used > 0.9 {
            pool.size = (pool.size + 5).min(50).max(before.min(50)).min(setting.cap());
        } else if used < 0.2 {
            pool.size = pool.size.saturating_sub(2).max(5).min(before.max(5));
        }
        if pool.size > before && outcome.limit_used >= AT_LIMIT {
            path.grew_at_limit += 1;
        }
        path.settled = pool.size == before;
    }
    path.pool = pool;
    path
}
