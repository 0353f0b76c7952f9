//! Below and above which numbers no size is, whatever is measured.

use super::SizeOptions;
use crate::dbpool::DatabaseValues;

/// More is never advised: PgBouncer and its like are for that.
const MOST: u32 = 10_000;

/// The range of sizes, overflow included, and where it comes from.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Bounds {
    /// With fewer, threads that each hold some and ask for another one wait for each other for ever.
    pub deadlock_floor: u32,
    /// What the database accepts, divided among the replicas.
    pub connections_cap: Option<u32>,
    /// No more can be held at once.
    pub threads_cap: Option<u32>,
}

impl Bounds {
    pub fn of(options: &SizeOptions, database: Option<&DatabaseValues>) -> Self {
        let each = options.connections_per_thread.max(1);
        let threads = options.threads.filter(|threads| *threads > 0);
        // One thread that takes all but its last connection leaves none to nobody.
        let floor = threads.map_or(each, |threads| threads.saturating_mul(each - 1).saturating_add(1));
        Bounds {
            deadlock_floor: floor.max(1),
            connections_cap: connections_cap(options, database),
            threads_cap: threads.map(|threads| threads.saturating_mul(each)),
        }
    }

    /// The most that may be advised. Never none, and never below the floor for the sake of threads.
    pub fn most(&self) -> u32 {
        let threads = self.threads_cap.unwrap_or(MOST).max(self.deadlock_floor);
        threads.min(self.connections_cap.unwrap_or(MOST)).clamp(1, MOST)
    }

    /// The least.
    pub fn least(&self) -> u32 {
        self.deadlock_floor.min(self.most())
    }
}

fn connections_cap(options: &SizeOptions, database: Option<&DatabaseValues>) -> Option<u32> {
    let values = database?;
    let most = values.max_connections.filter(|most| *most > 0.0)?;
    let others = options.other_connections.map(f64::from).or_else(|| {
        let (all, own) = (values.connections?, values.connections_own?);
        Some((all - own).max(0.0))
    });
    let free = most - values.reserved_connections.unwrap_or(0.0) - others.unwrap_or(0.0);
    Some((free / f64::from(options.replicas.max(1))).floor().clamp(1.0, f64::from(MOST)) as u32)
}
