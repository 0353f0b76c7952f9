//! What a pool reports, as C gives it.

use std::ffi::c_char;

use super::guard::Failure;
use super::monitor_options::text;
use super::sized::{self, Plain};
use crate::dbpool::{Holder, PoolStats};

#[allow(dead_code)] // Written for the header.
pub const PLIM_DBPOOL_SIZE: u32 = 0;
#[allow(dead_code)] // Written for the header.
pub const PLIM_DBPOOL_MAX_OVERFLOW: u32 = 1;
#[allow(dead_code)] // Written for the header.
pub const PLIM_DBPOOL_MIN_SIZE: u32 = 2;
#[allow(dead_code)] // Written for the header.
pub const PLIM_DBPOOL_TIMEOUT_SECONDS: u32 = 3;
#[allow(dead_code)] // Written for the header.
pub const PLIM_DBPOOL_RECYCLE_SECONDS: u32 = 4;
#[allow(dead_code)] // Written for the header.
pub const PLIM_DBPOOL_OPEN: u32 = 5;
#[allow(dead_code)] // Written for the header.
pub const PLIM_DBPOOL_IN_USE: u32 = 6;
#[allow(dead_code)] // Written for the header.
pub const PLIM_DBPOOL_IDLE: u32 = 7;
#[allow(dead_code)] // Written for the header.
pub const PLIM_DBPOOL_WAITING: u32 = 8;
#[allow(dead_code)] // Written for the header.
pub const PLIM_DBPOOL_IN_USE_PEAK: u32 = 9;
#[allow(dead_code)] // Written for the header.
pub const PLIM_DBPOOL_WAIT_PEAK_SECONDS: u32 = 10;
#[allow(dead_code)] // Written for the header.
pub const PLIM_DBPOOL_OLDEST_USE_SECONDS: u32 = 11;
#[allow(dead_code)] // Written for the header.
pub const PLIM_DBPOOL_REQUESTS: u32 = 12;
#[allow(dead_code)] // Written for the header.
pub const PLIM_DBPOOL_QUEUED: u32 = 13;
#[allow(dead_code)] // Written for the header.
pub const PLIM_DBPOOL_WAIT_SECONDS: u32 = 14;
#[allow(dead_code)] // Written for the header.
pub const PLIM_DBPOOL_USE_SECONDS: u32 = 15;
#[allow(dead_code)] // Written for the header.
pub const PLIM_DBPOOL_USE_SECONDS_SQUARED: u32 = 16;
#[allow(dead_code)] // Written for the header.
pub const PLIM_DBPOOL_TIMEOUTS: u32 = 17;
#[allow(dead_code)] // Written for the header.
pub const PLIM_DBPOOL_ERRORS: u32 = 18;
#[allow(dead_code)] // Written for the header.
pub const PLIM_DBPOOL_CREATED: u32 = 19;
#[allow(dead_code)] // Written for the header.
pub const PLIM_DBPOOL_CREATE_SECONDS: u32 = 20;
#[allow(dead_code)] // Written for the header.
pub const PLIM_DBPOOL_CLOSED: u32 = 21;
#[allow(dead_code)] // Written for the header.
pub const PLIM_DBPOOL_LOST: u32 = 22;

/// Counters and gauges of a pool of database connections at one moment, from any pool. What the pool does not tell is
/// left out, and costs only what needs it: member `i` counts if bit `i % 64` of `valid[i / 64]` is set, which
/// `PLIM_SET(&stats, PLIM_DBPOOL_IN_USE, in_use, 3)` does with the value. Counters go on from call to call. Times are in
/// seconds. docs/database-pools.md says what each of them is for.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct PlimDbpoolStats {
    /// Which of the members below are there.
    pub valid: [u64; 2],
    /// Connections that the pool keeps at most, without overflow.
    pub size: f64,
    /// Connections beyond `size` that it opens under load and closes again; 0 where it has none.
    pub max_overflow: f64,
    /// Connections that it keeps open even when idle.
    pub min_size: f64,
    /// How long a request for a connection waits at most.
    pub timeout_seconds: f64,
    /// The age at which a connection is replaced.
    pub recycle_seconds: f64,
    /// Connections that are open, idle or in use, overflow too.
    pub open: f64,
    /// Connections that are handed out.
    pub in_use: f64,
    /// Connections that are open and wait to be handed out.
    pub idle: f64,
    /// Requests that wait for a connection now.
    pub waiting: f64,
    /// The most that were handed out at once since the observation before.
    pub in_use_peak: f64,
    /// The longest wait since the observation before.
    pub wait_peak_seconds: f64,
    /// For how long the connection that was handed out first of those in use has been.
    pub oldest_use_seconds: f64,
    /// Requests for a connection that were served.
    pub requests: f64,
    /// Of `requests` and `timeouts`, those that had to wait because no connection was free.
    pub queued: f64,
    /// Time that all requests waited, opening of connections included.
    pub wait_seconds: f64,
    /// Time that connections were handed out, summed when they are given back.
    pub use_seconds: f64,
    /// The squares of those times, in seconds squared: tells how uneven they are.
    pub use_seconds_squared: f64,
    /// Requests that gave up waiting.
    pub timeouts: f64,
    /// Connections that could not be opened.
    pub errors: f64,
    /// Connections opened.
    pub created: f64,
    /// Time that opening them took.
    pub create_seconds: f64,
    /// Connections closed, for whatever reason.
    pub closed: f64,
    /// Connections found broken: closed by the server or the network.
    pub lost: f64,
}

// SAFETY: integers and floats in an order without padding.
unsafe impl Plain for PlimDbpoolStats {}

impl PlimDbpoolStats {
    /// The values in the order of [`PoolStats::FIELDS`].
    fn values(&self) -> [f64; PoolStats::FIELDS.len()] {
        [
            self.size,
            self.max_overflow,
            self.min_size,
            self.timeout_seconds,
            self.recycle_seconds,
            self.open,
            self.in_use,
            self.idle,
            self.waiting,
            self.in_use_peak,
            self.wait_peak_seconds,
            self.oldest_use_seconds,
            self.requests,
            self.queued,
            self.wait_seconds,
            self.use_seconds,
            self.use_seconds_squared,
            self.timeouts,
            self.errors,
            self.created,
            self.create_seconds,
            self.closed,
            self.lost,
        ]
    }

    pub(super) fn stats(&self) -> PoolStats {
        let mut stats = PoolStats::default();
        for (place, value) in self.values().into_iter().enumerate() {
            let is_there = self.valid[place / 64] >> (place % 64) & 1 == 1;
            stats.set(place, is_there.then_some(value));
        }
        stats
    }
}

/// A place of the program that holds connections.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct PlimDbpoolHolder {
    /// The place: `file:line function`, a job, a thread; borrowed for the call.
    pub site: *const c_char,
    /// For how long it has held the first of them, in seconds.
    pub seconds: f64,
    /// How many connections it holds.
    pub connections: u32,
    /// 0.
    pub reserved: u32,
}

// SAFETY: a pointer, a float and integers in an order without padding.
unsafe impl Plain for PlimDbpoolHolder {}

/// An array of them.
///
/// # Safety
/// `holders` must be `count` structs, each `size` bytes long, with sites as their member says.
pub(super) unsafe fn holders(
    holders: *const PlimDbpoolHolder,
    size: usize,
    count: usize,
) -> Result<Vec<Holder>, Failure> {
    if count == 0 {
        return Ok(Vec::new());
    }
    if holders.is_null() {
        return Err(Failure::Null("holders"));
    }
    (0..count)
        .map(|index| {
            let holder = sized::take(holders.byte_add(index * size), size, "holders")?;
            let site = text("holder.site", holder.site)?.ok_or(Failure::Null("holder.site"))?;
            Ok(Holder { site: site.to_owned(), connections: holder.connections, seconds: holder.seconds })
        })
        .collect()
}

#[cfg(test)]
#[path = "dbpool_stats_tests.rs"]
mod tests;
