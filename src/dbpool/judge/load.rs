//! How laden a pool and its database are: its row of the resources.

use super::table::PoolRule;
use super::view::View;

/// A pool that nobody waits for is no reason to refuse work, however much of it is in use: close to the mark.
const NOBODY_WAITS: f64 = 0.95;

/// What a pool adds to the load of a container.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct PoolLoad {
    /// Connections in use.
    pub used: f64,
    /// Connections that it can have.
    pub most: Option<f64>,
    /// Against the mark: what waits pushes it above 1, a database at its limit does too.
    pub reading: Option<f64>,
    /// From which share of them on work suffers.
    mark: Option<f64>,
    /// It is the database that is at its limit rather than the pool.
    pub is_databases: bool,
}

impl PoolLoad {
    /// Connections that are left up to the mark; none above it.
    pub(crate) fn headroom(&self) -> Option<f64> {
        let mark = self.mark?;
        let left = (self.most? * mark - self.used).max(0.0);
        self.reading.map(|reading| if reading >= 1.0 { 0.0 } else { left })
    }

    pub(super) fn of(view: &View) -> Option<Self> {
        let used = view.in_use().or_else(|| view.stat(|stats| stats.in_use))?;
        let most = view.most();
        let mark = |rule: PoolRule| view.thresholds.mark(rule);
        // Waits of a moment are no state: by as many as waited over the latest seconds.
        let waiting = view.recent.as_ref().and_then(|recent| recent.waiting_end);
        let own = most.zip(mark(PoolRule::Saturated)).map(|(most, mark)| {
            let reading = (used + waiting.unwrap_or(0.0)) / most / mark;
            if view.waits() == Some(false) {
                reading.min(NOBODY_WAITS)
            } else {
                reading
            }
        });
        let database = super::database::active_per_cpu(view)
            .zip(mark(PoolRule::DatabaseSaturated))
            .map(|(active, mark)| active / mark);
        let is_databases = database > own;
        let reading = if is_databases { database } else { own };
        Some(PoolLoad { used, most, reading, mark: mark(PoolRule::Saturated), is_databases })
    }
}
