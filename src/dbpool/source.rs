//! Pools that are asked what they report.

use super::{Holder, PoolStats};

/// A pool that can be asked at any time, from any thread: an adapter to one, or a pool of the host's own.
///
/// ```
/// use plimsoll::dbpool::{DatabasePool, PoolSource, PoolStats};
///
/// struct Mine;
///
/// impl PoolSource for Mine {
///     fn stats(&self) -> PoolStats {
///         PoolStats { size: Some(8.0), in_use: Some(2.0), requests: Some(4711.0), ..PoolStats::default() }
///     }
/// }
///
/// let pool = DatabasePool::new("mine")?;
/// pool.observe_source(&Mine)?;
/// assert_eq!(pool.latest().unwrap().1.in_use, Some(2.0));
/// # Ok::<(), plimsoll::Error>(())
/// ```
pub trait PoolSource: Send + Sync {
    /// What it reports now. Counters go on from call to call: whoever asks takes the differences.
    fn stats(&self) -> PoolStats;

    /// Who holds connections now, where that is known.
    fn holders(&self) -> Vec<Holder> {
        Vec::new()
    }
}
