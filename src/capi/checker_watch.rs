//! Checks that are run again and again, and what is known of them.

use std::time::Duration;

use serde::Serialize;

use super::bells::number;
use super::checker::{PlimChecker, Polled};
use super::checker_checks::PlimChecks;
use super::error::PlimError;
use super::guard::{Failure, Outcome};
use super::monitor_verdict::json_of;
use super::sized::{self, Plain};
use super::status::{Status, PLIM_NOT_ENOUGH_DATA, PLIM_OK};
use super::string::PlimString;
use crate::checker::{Checker, CheckerStatistics, Event};

/// What a checker did and does, in this process. The JSON document says more.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct PlimCheckerCounts {
    /// Threads that check; 0 before the first check.
    pub workers: u64,
    /// Checks that run now.
    pub running: u64,
    /// Checks that were run.
    pub checked: u64,
    /// Checks that were not run because they were not admitted.
    pub not_admitted: u64,
    /// Turns of watched checks that were left out because the one before still ran or waited.
    pub missed: u64,
    /// Checks that wait.
    pub queue_length: u64,
    /// The most that may wait.
    pub queue_capacity: u64,
    /// Checks that were refused because as many waited as may.
    pub queue_refused: u64,
    /// How late watched checks begin: the median, in nanoseconds.
    pub late_p50_ns: u64,
    /// Beyond which 1 % lies, in nanoseconds.
    pub late_p99_ns: u64,
    /// The most, in nanoseconds.
    pub late_max_ns: u64,
    /// Beyond which 1 % of the last one to two minutes lies, in nanoseconds.
    pub late_recent_p99_ns: u64,
}

// SAFETY: integers.
unsafe impl Plain for PlimCheckerCounts {}

impl PlimCheckerCounts {
    fn of(found: &CheckerStatistics) -> Self {
        let number = |count: usize| count as u64;
        let ns = |time: Duration| u64::try_from(time.as_nanos()).unwrap_or(u64::MAX);
        PlimCheckerCounts {
            workers: number(found.workers),
            running: number(found.running),
            checked: found.checked,
            not_admitted: found.not_admitted,
            missed: found.missed,
            queue_length: number(found.queue.length),
            queue_capacity: number(found.queue.capacity),
            queue_refused: found.queue.refused,
            late_p50_ns: ns(found.lateness.p50),
            late_p99_ns: ns(found.lateness.p99),
            late_max_ns: ns(found.lateness.max),
            late_recent_p99_ns: ns(found.lateness.recent_p99),
        }
    }
}

/// A document of a checker.
#[derive(Serialize)]
struct Document<'a, T> {
    schema: &'static str,
    #[serde(flatten)]
    content: &'a T,
}

/// A document that is a list.
#[derive(Serialize)]
struct Listed<T> {
    schema: &'static str,
    results: T,
}

/// Makes a document of the checker and hands it out.
unsafe fn listed<T: Serialize>(
    checker: *const PlimChecker,
    json: *mut PlimString,
    schema: &'static str,
    of: impl FnOnce(&Checker) -> T,
) -> Outcome {
    let text = json_of(&Listed { schema, results: of((*checker).checker()?) })?;
    json.write(text);
    Ok(PLIM_OK)
}

/// Watches these checks, and no others: each is run at its interval, from now on, until the next call; the beginnings are
/// spread over the interval. A check that is as it was before keeps all that is known of it. NULL watches nothing. `json`,
/// which may be NULL, becomes what changed: `added`, `removed`, `changed` (names) and `kept` (how many), to be freed with
/// `plim_string_free`.
#[no_mangle]
pub unsafe extern "C" fn plim_checker_watch(
    checker: *const PlimChecker,
    checks: *const PlimChecks,
    json: *mut PlimString,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; checker => {
        let wanted = checks.as_ref().map(|checks| checks.checks.clone()).unwrap_or_default();
        let engine = (*checker).checker()?;
        // It hears the first of what happens.
        (*checker).alarm.begin()?;
        let checks = wanted.clone();
        let changed = engine.watch(wanted)?;
        (*checker).alarm.watch(&checks);
        if !json.is_null() {
            json.write(json_of(&Document { schema: "plimsoll.watched/1", content: &changed })?);
        }
        Ok(PLIM_OK)
    })
}

/// What is known of the watched checks: a JSON document with a list `results` in the order of the checks (`name`, `status`
/// that is shown, `since_unix_ns`, `last` outcome, history...), to be freed with `plim_string_free`.
#[no_mangle]
pub unsafe extern "C" fn plim_checker_states(
    checker: *const PlimChecker,
    json: *mut PlimString,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; checker, json => { listed(checker, json, "plimsoll.states/1", Checker::states) })
}

/// What the checker did and does. `statistics` may be NULL, with a size of 0. `json`, which may be NULL, becomes a JSON
/// document that says more, of connection pools and caches too (times in seconds: `lateness.p99_seconds`), to be freed with `plim_string_free`.
#[no_mangle]
pub unsafe extern "C" fn plim_checker_statistics(
    checker: *const PlimChecker,
    statistics: *mut PlimCheckerCounts,
    statistics_size: usize,
    json: *mut PlimString,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; checker => {
        if statistics.is_null() && statistics_size != 0 {
            return Err(Failure::Null("statistics"));
        }
        let found = (*checker).checker()?.statistics();
        if !json.is_null() {
            json.write(json_of(&Document { schema: "plimsoll.checker/1", content: &found })?);
        }
        if !statistics.is_null() {
            sized::give(&PlimCheckerCounts::of(&found), statistics, statistics_size);
        }
        Ok(PLIM_OK)
    })
}

/// What to change, from what was seen of the watched checks, the connection pools, the caches and the limits: a JSON
/// document with a list `results`, the most urgent first (`rule`, `title`, `description`, `expected_impact`, `actions`...),
/// to be freed with `plim_string_free`. Nothing is said of what was watched too briefly to tell.
#[no_mangle]
pub unsafe extern "C" fn plim_checker_recommendations(
    checker: *const PlimChecker,
    json: *mut PlimString,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; checker, json => {
        listed(checker, json, "plimsoll.recommendations/1", Checker::recommendations)
    })
}

impl Polled {
    /// The next event, waited for at most so long.
    fn next(&self, timeout: Duration) -> Option<Event> {
        if let Some(found) = self.events.next_timeout(timeout) {
            return Some(found);
        }
        let bell = self.bell.get()?;
        // Silent first: what comes between the two rings again.
        bell.silence();
        let found = self.events.try_next();
        if found.is_some() {
            bell.ring();
        }
        found
    }
}

/// The next event of the watched checks, as a JSON object: `"event": "checked"` (an outcome), `"changed"` (the status shown
/// of a check), `"limit"` (a limit of the checker's own). Waits `timeout_ns` for it at most (0: not at all; `UINT64_MAX`:
/// for as long as it takes). `PLIM_NOT_ENOUGH_DATA`, and outputs untouched, where none came by then. They are kept from the
/// first call of this or of `plim_checker_fd` on; `lost`, which may be NULL, becomes how many there was no room for since
/// then. Each is given once. Free `json` with `plim_string_free`.
#[no_mangle]
pub unsafe extern "C" fn plim_checker_next_event(
    checker: *const PlimChecker,
    timeout_ns: u64,
    json: *mut PlimString,
    lost: *mut u64,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; checker, json => {
        let timeout = if timeout_ns == u64::MAX { Duration::MAX } else { Duration::from_nanos(timeout_ns) };
        let polled = (*checker).events()?;
        let Some(event) = polled.next(timeout) else {
            // Waiting ends with the checker.
            (*checker).checker()?;
            return Ok(PLIM_NOT_ENOUGH_DATA);
        };
        json.write(json_of(&event)?);
        if !lost.is_null() {
            lost.write(polled.events.lost());
        }
        Ok(PLIM_OK)
    })
}

/// A descriptor (eventfd) that is readable while `plim_checker_next_event` has something to give, and once the checker is
/// closed: for `poll`, or the loop of libuv or asyncio. It may be readable once more than that: fetch with a timeout of 0
/// until there is nothing, and do not read it. It belongs to the checker, and is closed when that is freed; a child after a
/// fork asks for its own. (Outcomes of a run wait at `plim_run_fd`.)
#[no_mangle]
pub unsafe extern "C" fn plim_checker_fd(
    checker: *const PlimChecker,
    fd: *mut i32,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; checker, fd => {
        fd.write(number(&(*checker).events()?.bell)?);
        Ok(PLIM_OK)
    })
}
