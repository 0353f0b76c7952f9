//! Database connection pools: what they report, what limits them, and how large they should be.
//!
//! A pool belongs to the host; this module never opens a connection. Whoever has a pool hands its counters and gauges to a
//! [`DatabasePool`] ([`PoolStats`]), and, where it can, what the database says of itself ([`DatabaseStats`]), read by
//! queries over a connection of the caller's own. From two observations on there is an [`Interval`], from many a history,
//! and from that come findings and advice.
//!
//! ```
//! use plimsoll::dbpool::{DatabasePool, PoolStats};
//!
//! let pool = DatabasePool::new("orders")?;
//! let mut stats = PoolStats { size: Some(10.0), in_use: Some(3.0), requests: Some(0.0), ..PoolStats::default() };
//! pool.observe_at(0.0, &stats)?;
//! stats.requests = Some(200.0);
//! pool.observe_at(1.0, &stats)?;
//! assert_eq!(pool.intervals().last().unwrap().arrivals_per_second, Some(200.0));
//! # Ok::<(), plimsoll::Error>(())
//! ```

mod database;
mod interval;
mod judge;
mod pool;
#[cfg(feature = "r2d2")]
pub mod r2d2;
mod record;
mod size;
mod source;
mod sql;
mod stats;
mod values;

pub use database::{Blocked, DatabaseStats, DatabaseSystem, DatabaseValues, SlowQuery};
pub use interval::{DatabaseInterval, Interval};
pub use judge::{rules, PoolReading, PoolThresholds, RULES};
pub(crate) use judge::{Cause, PoolLoad, PoolRule, Strain, MOST_CAUSES};
pub use pool::DatabasePool;
pub use record::Record;
pub use size::{
    PoolAdvice, PoolPattern, PoolRecognition, PoolSettings, PoolSizing, PoolWhatIf, SizeChange, SizeLimit,
    SizeOptions,
};
pub use source::PoolSource;
pub use sql::{redact, DatabaseReader, QueryError, ReaderOptions, Rows};
pub use stats::{Holder, PoolStats};
pub use values::{ValueField, ValueKind};
