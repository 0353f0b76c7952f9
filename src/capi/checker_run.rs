//! Lists of checks, each run once.

use std::ffi::{c_char, c_void};
use std::ptr;
use std::time::Duration;

use serde::Serialize;

use super::checker::PlimChecker;
use super::checker_checks::PlimChecks;
use super::error::PlimError;
use super::guard::Failure;
use super::monitor_verdict::json_of;
use super::probe;
use super::probe_outcome::PlimOutcome;
use super::sized::{self, Plain};
use super::status::{Status, PLIM_OK};
use super::string::PlimString;
use super::user_data::ended;
use crate::checker::{Completed, RunOptions};
use crate::finding::Status as Health;
use crate::probe::Outcome;

/// How a list of checks is run. All zero is the default for each.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct PlimRunOptions {
    /// Checks of this list at the same time at most. 0, and more than the checker has: as many as it has.
    pub max_concurrent: u64,
    /// By when everything is over, in nanoseconds from now: what is not comes to `cancelled`, callbacks that have not
    /// returned too, which keep their threads until they do. 0: no deadline but that of each check.
    pub deadline_ns: u64,
    /// How old an outcome may be, in nanoseconds: one that is not older is served from the cache, and what many want at
    /// the same time is checked once. 0: only what is fresh by its server's word is served.
    /// 1: no finished outcome is served; one under way is shared.
    pub max_age_ns: u64,
}

// SAFETY: integers.
unsafe impl Plain for PlimRunOptions {}

/// Called with each outcome as it comes, on the thread that called `plim_checker_run`: the check's place in the list,
/// what it came to, and the same as the JSON document that `plim_probe` gives, which ends with a NUL that `len` does not
/// count. Both are lent for the call. 0 goes on; anything else gives up what is left, which comes to `cancelled`. It
/// must return: no exception, no `longjmp`; a call of its own checker answers `PLIM_E_REENTRANT`.
pub type OutcomeCallback = Option<
    unsafe extern "C" fn(
        index: usize,
        outcome: *const PlimOutcome,
        json: *const c_char,
        len: usize,
        user_data: *mut c_void,
    ) -> i32,
>;

/// A list of outcomes, as the command prints it.
#[derive(Serialize)]
struct Document<'a> {
    schema: &'static str,
    summary: Summary,
    results: &'a [Outcome],
}

/// How many came to which status.
#[derive(Default, Serialize)]
struct Summary {
    healthy: usize,
    degraded: usize,
    unhealthy: usize,
    unknown: usize,
}

impl Summary {
    fn of(outcomes: &[Outcome]) -> Self {
        let mut summary = Summary::default();
        for outcome in outcomes {
            *match outcome.status {
                Health::Healthy => &mut summary.healthy,
                Health::Degraded => &mut summary.degraded,
                Health::Unhealthy => &mut summary.unhealthy,
                Health::Unknown => &mut summary.unknown,
            } += 1;
        }
        summary
    }
}

impl PlimRunOptions {
    /// # Safety
    /// Unless NULL, `options` must point to `size` readable bytes.
    pub(super) unsafe fn read(options: *const Self, size: usize) -> Result<RunOptions, Failure> {
        let mut wanted = RunOptions::default();
        if options.is_null() {
            return if size == 0 { Ok(wanted) } else { Err(Failure::Null("options")) };
        }
        let given = sized::take(options, size, "options")?;
        wanted.max_concurrent = usize::try_from(given.max_concurrent).unwrap_or(usize::MAX);
        wanted.deadline = (given.deadline_ns != 0).then(|| Duration::from_nanos(given.deadline_ns));
        wanted.max_age = (given.max_age_ns != 0).then(|| Duration::from_nanos(given.max_age_ns));
        Ok(wanted)
    }
}

/// Runs all checks, each once, and waits for them. Whatever becomes of them, and whatever the gate says, each has an
/// outcome: the call feeds the checker as it can take them, and is never refused for their number. Returns when all are
/// over, at the deadline at the latest, but for a check of the caller's own that does not return.
///
/// `outcomes` becomes the first `capacity` outcomes in the order of the list, each of `outcome_size` bytes; NULL for none.
/// `json`, which may be NULL, becomes the document that `plimsoll check --json` prints (`"schema": "plimsoll.check/1"`),
/// to be freed with `plim_string_free`.
#[no_mangle]
pub unsafe extern "C" fn plim_checker_check_all(
    checker: *const PlimChecker,
    checks: *const PlimChecks,
    options: *const PlimRunOptions,
    options_size: usize,
    outcomes: *mut PlimOutcome,
    outcome_size: usize,
    capacity: usize,
    json: *mut PlimString,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; checker, checks => {
        let wanted = PlimRunOptions::read(options, options_size)?;
        if outcomes.is_null() && capacity != 0 {
            return Err(Failure::Null("outcomes"));
        }
        let found = (*checker).checker()?.run(&(*checks).checks, &wanted);
        if !json.is_null() {
            let summary = Summary::of(&found);
            json.write(json_of(&Document { schema: "plimsoll.check/1", summary, results: &found })?);
        }
        if capacity != 0 {
            let structs: Vec<_> = found.iter().take(capacity).map(PlimOutcome::of).collect();
            sized::give_all(&structs, outcomes, outcome_size, capacity);
        }
        Ok(PLIM_OK)
    })
}

/// As `plim_checker_check_all`, but each outcome is told as it comes, on the calling thread and one at a time.
#[no_mangle]
pub unsafe extern "C" fn plim_checker_run(
    checker: *const PlimChecker,
    checks: *const PlimChecks,
    options: *const PlimRunOptions,
    options_size: usize,
    on_outcome: OutcomeCallback,
    user_data: *mut c_void,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; checker, checks => {
        let Some(call) = on_outcome else { return Err(Failure::Null("on_outcome")) };
        let wanted = PlimRunOptions::read(options, options_size)?;
        let run = (*checker).checker()?.start((*checks).checks.clone(), wanted);
        while let Some(Completed { index, outcome, .. }) = run.next_timeout(Duration::MAX) {
            let (text, len) = ended(&probe::text(&outcome)?);
            let told = PlimOutcome::of(&outcome);
            // SAFETY: given by the caller to be called so.
            let answer = (*checker).token.call(|| unsafe {
                call(index, ptr::from_ref(&told), text.as_ptr().cast(), len, user_data)
            });
            if answer != Some(0) {
                run.cancel();
            }
        }
        Ok(PLIM_OK)
    })
}
