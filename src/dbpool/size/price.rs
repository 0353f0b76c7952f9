//! What a size costs: waits and holds, connections, and a database with more to do than it can.
//!
//! docs/database-pools.md argues for it. The score of tests/dbpool_size uses the same prices on simulated pools, where
//! nothing is estimated.

use super::queue::Outcome;

/// An open connection, in hold times of an idle database: another one is worth while where it makes requests faster by a
/// hundredth of that.
pub(super) const CONNECTION: f64 = 0.01;
/// A session that is active in the database without a CPU: it slows down everybody, those of other services too.
pub(super) const OVERLOAD: f64 = 0.05;

/// In seconds: what a request waits (so long as two in a thousand do) and is served, and the prices of the rest.
pub(super) fn cost(size: u32, outcome: &Outcome, idle_seconds: f64) -> f64 {
    let rest = CONNECTION * f64::from(size) + OVERLOAD * outcome.overload;
    outcome.wait_weighed_seconds + outcome.use_seconds + outcome.long_use_seconds + idle_seconds * rest
}
