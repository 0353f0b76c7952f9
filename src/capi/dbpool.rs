//! Pools of database connections: what they report, and what comes of it.

use std::ffi::{c_char, c_void};
use std::slice;
use std::sync::atomic::{AtomicBool, Ordering};

use super::dbpool_stats::{self, PlimDbpoolHolder, PlimDbpoolStats};
use super::error::PlimError;
use super::guard::Failure;
use super::handle::Inside;
use super::monitor::PlimMonitor;
use super::monitor_options::text;
use super::monitor_verdict::json_of;
use super::sized;
use super::status::{Status, PLIM_ABSENT, PLIM_NOT_ENOUGH_DATA, PLIM_OK};
use super::string::PlimString;
use super::thresholds::{self, PlimThreshold};
use crate::dbpool::{DatabasePool, PoolThresholds, Record};
use crate::error::{Error, ErrorKind};

/// A pool of database connections of the host's, watched: takes in what it reports. Made by `plim_dbpool_new`. Holds
/// nothing but memory, starts no thread and connects to nothing. Several threads may use one at once; a child after a
/// fork has one of its own under the same handle, of which nothing was observed yet.
pub struct PlimDbpool {
    pub(super) pool: DatabasePool,
    closed: AtomicBool,
}

impl PlimDbpool {
    /// The pool, unless it is closed, or a callback of its own asks.
    pub(super) fn open(&self) -> Result<&DatabasePool, Failure> {
        if Inside::is(self.address()) {
            return Err(Failure::Reentrant("database pool"));
        }
        if self.closed.load(Ordering::Acquire) {
            let why = format!("the database pool `{}` is closed", self.pool.name());
            return Err(Error::new(ErrorKind::Closed, why).into());
        }
        Ok(&self.pool)
    }

    /// What it is known by to those inside of a callback.
    pub(super) fn address(&self) -> *const () {
        std::ptr::from_ref(self).cast()
    }
}

/// Begins to watch a pool, to be freed with `plim_dbpool_free`. It stands in findings as `database_pool:<name>`; a name
/// has 1 to 64 bytes. `thresholds` are those that shall be others than the published ones, of rules `database_pool...` and
/// `database...` (docs/thresholds.md), borrowed for the call; NULL where `thresholds_len` is 0.
#[no_mangle]
pub unsafe extern "C" fn plim_dbpool_new(
    name: *const c_char,
    thresholds: *const PlimThreshold,
    thresholds_len: usize,
    pool: *mut *mut PlimDbpool,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; name, pool => {
        let mut own = PoolThresholds::default();
        thresholds::set(thresholds, thresholds_len, |one| one.set_of_pool(&mut own))?;
        let made = DatabasePool::with_thresholds(text("name", name)?.unwrap_or_default(), own)?;
        let made = PlimDbpool { pool: made, closed: AtomicBool::new(false) };
        pool.write(Box::into_raw(Box::new(made)));
        Ok(PLIM_OK)
    })
}

/// Takes in what the pool reports: every second or so, and before each diagnosis. `time_ns` is when, in nanoseconds on
/// any clock that only goes forward; 0 is now, on the clock of the time since boot. One pool keeps to one clock.
#[no_mangle]
pub unsafe extern "C" fn plim_dbpool_observe(
    pool: *const PlimDbpool,
    time_ns: u64,
    stats: *const PlimDbpoolStats,
    stats_size: usize,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; pool, stats => {
        let stats = sized::take(stats, stats_size, "stats")?.stats();
        let pool = (*pool).open()?;
        if time_ns == 0 {
            pool.observe(&stats)?;
        } else {
            pool.observe_at(seconds(time_ns), &stats)?;
        }
        Ok(PLIM_OK)
    })
}

/// Takes in who holds connections now, so that a leak can be told by its place: `count` structs, each `holder_size` bytes
/// long. What was known before is dropped. The 100 that have held theirs for longest are kept, each with a site of at most
/// 256 bytes; a `seconds` that is negative or not finite is `PLIM_E_INVALID_ARGUMENT`. `holders` may be NULL where `count`
/// is 0.
#[no_mangle]
pub unsafe extern "C" fn plim_dbpool_observe_holders(
    pool: *const PlimDbpool,
    holders: *const PlimDbpoolHolder,
    holder_size: usize,
    count: usize,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; pool => {
        let found = dbpool_stats::holders(holders, holder_size, count)?;
        (*pool).open()?.observe_holders(found)?;
        Ok(PLIM_OK)
    })
}

/// Takes in a recorded observation, of pool, holders and database: `len` bytes of JSON, such as a line that
/// `plimsoll db --stats` reads. Its name may be another one. `PLIM_E_MALFORMED` where it is not one.
#[no_mangle]
pub unsafe extern "C" fn plim_dbpool_observe_record_json(
    pool: *const PlimDbpool,
    json: *const c_void,
    len: usize,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; pool, json => {
        let bytes = slice::from_raw_parts(json.cast::<u8>(), len);
        let record: Record = serde_json::from_slice(bytes).map_err(|error| {
            Error::new(ErrorKind::Malformed, format!("the record of a database pool cannot be read: {error}"))
        })?;
        (*pool).open()?.observe_record(record)?;
        Ok(PLIM_OK)
    })
}

/// Everything that is known of the pool as JSON: its `name`, what was last reported (`stats`) and when
/// (`time_seconds`), who holds connections (`holders`), what its database said (`database`) and when
/// (`database_time_seconds`), what happened in between (`interval`, `database_interval`, the latest of each), and as of when
/// the pool was judged (`judged_seconds`). Free it with `plim_string_free`.
/// `PLIM_NOT_ENOUGH_DATA` where nothing was observed.
#[no_mangle]
pub unsafe extern "C" fn plim_dbpool_describe(
    pool: *const PlimDbpool,
    json: *mut PlimString,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; pool, json => {
        let pool = (*pool).open()?;
        json.write(json_of(&pool.reading())?);
        Ok(known(pool))
    })
}

/// What limits the pool or its database, worst first, at most 8: a JSON array of findings, each as those of
/// `plim_monitor_diagnose`. Free it with `plim_string_free`. `PLIM_NOT_ENOUGH_DATA`, and `[]`, where nothing was observed.
#[no_mangle]
pub unsafe extern "C" fn plim_dbpool_findings(
    pool: *const PlimDbpool,
    json: *mut PlimString,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; pool, json => {
        let pool = (*pool).open()?;
        json.write(json_of(&pool.findings())?);
        Ok(known(pool))
    })
}

/// What to do about that, most urgent first: a JSON array of recommendations, each as those of `plim_monitor_recommend`.
/// Free it with `plim_string_free`. `PLIM_NOT_ENOUGH_DATA`, and `[]`, where nothing was observed.
#[no_mangle]
pub unsafe extern "C" fn plim_dbpool_recommendations(
    pool: *const PlimDbpool,
    json: *mut PlimString,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; pool, json => {
        let pool = (*pool).open()?;
        json.write(json_of(&pool.recommendations())?);
        Ok(known(pool))
    })
}

/// Judges the pool as of that time, on the clock of its observations: each was judged when it was taken in, and what was
/// observed more than a minute ago counts as unknown. `time_ns` is in nanoseconds; 0 is now, on the clock of the time
/// since boot. For callers that observe without a monitor, and stopped to.
#[no_mangle]
pub unsafe extern "C" fn plim_dbpool_judge(
    pool: *const PlimDbpool,
    time_ns: u64,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; pool => {
        let pool = (*pool).open()?;
        if time_ns == 0 {
            pool.judge();
        } else {
            pool.judge_at(seconds(time_ns));
        }
        Ok(PLIM_OK)
    })
}

/// Watches a pool with the container: from the next observation on its findings, advice and load are part of what the
/// monitor says, and its load line. Whoever has the pool goes on to observe it, with a `time_ns` of 0 or on the clock of the
/// time since boot. At most 16 pools, each with a name of its own; the pool may be closed and freed before the monitor.
/// A child after a fork keeps what was attached, with nothing observed.
#[no_mangle]
pub unsafe extern "C" fn plim_monitor_attach_dbpool(
    monitor: *mut PlimMonitor,
    pool: *const PlimDbpool,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; monitor, pool => {
        let pool = (*pool).open()?;
        (*monitor).handle.with(|monitor| Ok(monitor.attach(pool)?))?;
        Ok(PLIM_OK)
    })
}

/// Watches the pool of that name no longer; what was told of it is taken back with the next observation. `PLIM_ABSENT`
/// where there was none.
#[no_mangle]
pub unsafe extern "C" fn plim_monitor_detach_dbpool(
    monitor: *mut PlimMonitor,
    name: *const c_char,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; monitor, name => {
        let name = text("name", name)?.unwrap_or_default();
        let was_there = (*monitor).handle.with(|monitor| Ok(monitor.detach(name)))?;
        Ok(if was_there { PLIM_OK } else { PLIM_ABSENT })
    })
}

/// Answers all later calls with `PLIM_E_CLOSED`. A monitor that it is attached to goes on with what it knows until it is
/// detached. Closing it again is `PLIM_OK`.
#[no_mangle]
pub unsafe extern "C" fn plim_dbpool_close(pool: *const PlimDbpool, err: *mut *mut PlimError) -> Status {
    export!(err; pool => {
        (*pool).closed.store(true, Ordering::Release);
        Ok(PLIM_OK)
    })
}

/// Frees a pool, which no thread may be using or use again, a callback of its own included. It may still be attached to
/// a monitor. NULL is fine.
#[no_mangle]
pub unsafe extern "C" fn plim_dbpool_free(pool: *mut PlimDbpool) {
    export!(or () => {
        if !pool.is_null() {
            drop(Box::from_raw(pool));
        }
    });
}

/// Whether anything is known of a pool.
fn known(pool: &DatabasePool) -> Status {
    if pool.latest().is_some() || pool.database().is_some() {
        PLIM_OK
    } else {
        PLIM_NOT_ENOUGH_DATA
    }
}

#[allow(clippy::cast_precision_loss)] // Exact to a microsecond for centuries.
pub(super) fn seconds(time_ns: u64) -> f64 {
    time_ns as f64 / 1e9
}
