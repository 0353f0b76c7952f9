//! How large a pool should be.

use std::time::Duration;

use super::dbpool::PlimDbpool;
use super::error::PlimError;
use super::guard::Failure;
use super::monitor_verdict::json_of;
use super::sized::{self, Plain};
use super::status::{Status, PLIM_NOT_ENOUGH_DATA, PLIM_OK};
use super::string::PlimString;
use crate::dbpool::{PoolAdvice, PoolPattern, PoolSizing, SizeChange, SizeLimit, SizeOptions};
use crate::error::Error;

/// To be recognised from the counters.
pub const PLIM_DBPATTERN_DETECT: i32 = 0;
/// Statements that read, in parallel and often from the cache.
pub const PLIM_DBPATTERN_READ_HEAVY: i32 = 1;
/// Statements that write, and get in each other's way.
pub const PLIM_DBPATTERN_WRITE_HEAVY: i32 = 2;
/// Both.
pub const PLIM_DBPATTERN_BALANCED: i32 = 3;
/// Quiet most of the time, with sudden peaks far above.
pub const PLIM_DBPATTERN_BURST: i32 = 4;

/// The size is as it should be, or so nearly that a change would not pay.
pub const PLIM_DBSIZE_KEEP: i32 = 0;
/// More connections.
pub const PLIM_DBSIZE_GROW: i32 = 1;
/// Fewer.
pub const PLIM_DBSIZE_SHRINK: i32 = 2;
/// The present size is not known.
pub const PLIM_DBSIZE_SET: i32 = 3;

/// Nothing decided the size: there is no advice.
pub const PLIM_DBLIMIT_NONE: i32 = 0;
/// What is asked for: with more, nobody would wait noticeably less.
pub const PLIM_DBLIMIT_DEMAND: i32 = 1;
/// The database does no more, however many connections it has.
pub const PLIM_DBLIMIT_DATABASE: i32 = 2;
/// Sessions wait for locks, not for connections.
pub const PLIM_DBLIMIT_LOCKS: i32 = 3;
/// What the database accepts, divided among the replicas.
pub const PLIM_DBLIMIT_MAX_CONNECTIONS: i32 = 4;
/// With fewer, threads could wait for each other for ever.
pub const PLIM_DBLIMIT_DEADLOCK_FLOOR: i32 = 5;
/// No more can be held by the threads that there are.
pub const PLIM_DBLIMIT_THREADS: i32 = 6;
/// A step on the way: everybody waits, so that what is really asked for cannot be seen. Ask again after it.
pub const PLIM_DBLIMIT_STEP: i32 = 7;
/// A step to learn whether the database or the pool is the limit. Ask again after it.
pub const PLIM_DBLIMIT_TRIAL: i32 = 8;
/// Connections are not given back: the size stays until that is mended, for no size is enough.
pub const PLIM_DBLIMIT_LEAK: i32 = 9;
/// What requests took, waits and holds together, at this size and at others: more connections made them slower, or fewer did.
pub const PLIM_DBLIMIT_MEASURED: i32 = 10;

/// In `other_connections`: there are none.
pub const PLIM_OTHERS_NONE: i64 = -1;

/// What advice is told beside the history. All zero is the default for each.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct PlimDbpoolAdviceOptions {
    /// `PLIM_DBPATTERN_...`. 0: that which is recognised.
    pub pattern: i32,
    /// Pools like this one that use the same database: replicas of the service, worker processes. 0: 1.
    pub replicas: u32,
    /// Connections that others hold at the database, up to 2^32 - 1. 0: those that the database counts as not of this
    /// user. `PLIM_OTHERS_NONE`: none.
    pub other_connections: i64,
    /// CPUs that the database can use. 0: what the database says.
    pub database_cpus: f64,
    /// Disk accesses that the database can do at once, where they rather than the CPUs limit it. 0: not known.
    pub parallel_io: f64,
    /// Threads or tasks of this process that use the pool at once. 0: not known.
    pub threads: u32,
    /// Connections that one of them holds at once at most. 0: 1.
    pub connections_per_thread: u32,
    /// The longest acceptable wait, in nanoseconds, for all but `late_ratio` of the requests. 0: the size is the one at
    /// which waits and connections are cheapest together.
    pub target_wait_ns: u64,
    /// Share of requests that may wait longer than that, up to 1. 0: 0.01.
    pub late_ratio: f64,
}

// SAFETY: integers and floats in an order without padding.
unsafe impl Plain for PlimDbpoolAdviceOptions {}

/// What to set.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct PlimDbpoolAdvice {
    /// How long a request should wait at most, in nanoseconds.
    pub timeout_ns: u64,
    /// The age at which a connection should be replaced, in nanoseconds.
    pub recycle_ns: u64,
    /// How sure it is, 0 to 1; 0 where there is no advice.
    pub confidence: f64,
    /// Connections to keep. Where there is no advice: a size to begin with, or 0.
    pub size: u32,
    /// Connections beyond that, opened under load and closed again.
    pub overflow: u32,
    /// What that means for the size: `PLIM_DBSIZE_...`.
    pub change: i32,
    /// The pattern whose priors were used: `PLIM_DBPATTERN_...`; `PLIM_DBPATTERN_DETECT` where there is no advice.
    pub pattern: i32,
    /// 1 where something better was found, but by so little that the present or the last advice stays.
    pub held: i32,
    /// What decided the size: `PLIM_DBLIMIT_...`; `PLIM_DBLIMIT_NONE` where there is no advice.
    pub limit: i32,
}

// SAFETY: integers and floats in an order without padding.
unsafe impl Plain for PlimDbpoolAdvice {}

const PATTERNS: [(PoolPattern, i32); 5] = [
    (PoolPattern::Detect, PLIM_DBPATTERN_DETECT),
    (PoolPattern::ReadHeavy, PLIM_DBPATTERN_READ_HEAVY),
    (PoolPattern::WriteHeavy, PLIM_DBPATTERN_WRITE_HEAVY),
    (PoolPattern::Balanced, PLIM_DBPATTERN_BALANCED),
    (PoolPattern::Burst, PLIM_DBPATTERN_BURST),
];

impl PlimDbpoolAdviceOptions {
    fn options(&self) -> Result<SizeOptions, Failure> {
        let mut options = SizeOptions::default();
        let named = PATTERNS.iter().find(|(_, number)| *number == self.pattern);
        options.pattern =
            named.ok_or_else(|| Error::option("pattern", self.pattern, "allowed are PLIM_DBPATTERN_..."))?.0;
        if self.replicas != 0 {
            options.replicas = self.replicas;
        }
        options.other_connections = match self.other_connections {
            0 => None,
            PLIM_OTHERS_NONE => Some(0),
            others => Some(u32::try_from(others).map_err(|_| {
                Error::option("other_connections", others, "allowed are PLIM_OTHERS_NONE and 0 to 2^32 - 1")
            })?),
        };
        options.database_cpus = positive("database_cpus", self.database_cpus)?;
        options.parallel_io = positive("parallel_io", self.parallel_io)?;
        options.threads = Some(self.threads).filter(|threads| *threads != 0);
        options.connections_per_thread = self.connections_per_thread.max(1);
        options.target_wait_seconds = Some(self.target_wait_ns)
            .filter(|wait| *wait != 0)
            .map(|wait| Duration::from_nanos(wait).as_secs_f64());
        if let Some(ratio) = positive("late_ratio", self.late_ratio)? {
            if ratio > 1.0 {
                return Err(Error::option("late_ratio", ratio, "allowed are 0 to 1").into());
            }
            options.late_ratio = ratio;
        }
        Ok(options)
    }
}

/// What is zero is not given.
fn positive(name: &'static str, given: f64) -> Result<Option<f64>, Failure> {
    if given.is_finite() && given >= 0.0 {
        return Ok(Some(given).filter(|given| *given > 0.0));
    }
    Err(Error::option(name, given, "it must be finite and not negative").into())
}

impl PlimDbpoolAdvice {
    fn of(sizing: &PoolSizing) -> Self {
        let mut out = PlimDbpoolAdvice {
            timeout_ns: 0,
            recycle_ns: 0,
            confidence: 0.0,
            size: 0,
            overflow: 0,
            change: PLIM_DBSIZE_KEEP,
            pattern: PLIM_DBPATTERN_DETECT,
            held: 0,
            limit: PLIM_DBLIMIT_NONE,
        };
        match sizing {
            PoolSizing::Advice(advice) => out.set(advice),
            PoolSizing::NotEnoughData { first_size, .. } => out.size = first_size.unwrap_or(0),
        }
        out
    }

    fn set(&mut self, advice: &PoolAdvice) {
        self.timeout_ns = nanoseconds(advice.timeout_seconds);
        self.recycle_ns = nanoseconds(advice.recycle_seconds);
        self.confidence = advice.confidence;
        self.size = advice.size;
        self.overflow = advice.overflow;
        self.change = match advice.change {
            SizeChange::Keep => PLIM_DBSIZE_KEEP,
            SizeChange::Grow => PLIM_DBSIZE_GROW,
            SizeChange::Shrink => PLIM_DBSIZE_SHRINK,
            SizeChange::Set => PLIM_DBSIZE_SET,
        };
        let named = PATTERNS.iter().find(|(pattern, _)| *pattern == advice.pattern);
        self.pattern = named.map_or(PLIM_DBPATTERN_DETECT, |(_, number)| *number);
        self.held = advice.held.into();
        self.limit = match advice.limit {
            SizeLimit::Demand => PLIM_DBLIMIT_DEMAND,
            SizeLimit::Database => PLIM_DBLIMIT_DATABASE,
            SizeLimit::Locks => PLIM_DBLIMIT_LOCKS,
            SizeLimit::MaxConnections => PLIM_DBLIMIT_MAX_CONNECTIONS,
            SizeLimit::DeadlockFloor => PLIM_DBLIMIT_DEADLOCK_FLOOR,
            SizeLimit::Threads => PLIM_DBLIMIT_THREADS,
            SizeLimit::Step => PLIM_DBLIMIT_STEP,
            SizeLimit::Trial => PLIM_DBLIMIT_TRIAL,
            SizeLimit::Leak => PLIM_DBLIMIT_LEAK,
            SizeLimit::Measured => PLIM_DBLIMIT_MEASURED,
        };
    }
}

fn nanoseconds(seconds: f64) -> u64 {
    Duration::try_from_secs_f64(seconds)
        .map_or(u64::MAX, |time| time.as_nanos().try_into().unwrap_or(u64::MAX))
}

/// How large the pool should be, and what else to set. `options` may be NULL, with a size of 0, for the defaults; either
/// output may be NULL. `json` becomes all of it: why, what other sizes would do, the settings of each kind of pool; free it
/// with `plim_string_free`. `PLIM_NOT_ENOUGH_DATA` where too little was seen to say: then `json` says what is needed. Where
/// everybody waits the advice is a step, after which the next one may follow.
#[no_mangle]
pub unsafe extern "C" fn plim_dbpool_advise(
    pool: *const PlimDbpool,
    options: *const PlimDbpoolAdviceOptions,
    options_size: usize,
    advice: *mut PlimDbpoolAdvice,
    advice_size: usize,
    json: *mut PlimString,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; pool => {
        let options = if !options.is_null() {
            sized::take(options, options_size, "options")?.options()?
        } else if options_size == 0 {
            SizeOptions::default()
        } else {
            return Err(Failure::Null("options"));
        };
        let sizing = (*pool).open()?.advise(&options);
        if !json.is_null() {
            json.write(json_of(&sizing)?);
        }
        if !advice.is_null() {
            sized::give(&PlimDbpoolAdvice::of(&sizing), advice, advice_size);
        }
        Ok(if matches!(sizing, PoolSizing::Advice(_)) { PLIM_OK } else { PLIM_NOT_ENOUGH_DATA })
    })
}
