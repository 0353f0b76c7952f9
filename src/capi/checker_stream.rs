//! Checks whose outcomes are fetched as they come.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use super::bells::{number, ring};
use super::checker::PlimChecker;
use super::checker_checks::PlimChecks;
use super::checker_run::PlimRunOptions;
use super::checker_token::Caller;
use super::error::PlimError;
use super::gate::PlimRefusal;
use super::guard::Failure;
use super::probe::document;
use super::probe_outcome::PlimOutcome;
use super::sized;
use super::status::{Status, PLIM_ABSENT, PLIM_NOT_ENOUGH_DATA, PLIM_OK, PLIM_REFUSED};
use super::string::PlimString;
use crate::checker::{Completed, Run, RunOptions};
use crate::error::{Error, ErrorKind};
use crate::sys::bell::Bell;
use crate::sys::fork;

/// Checks that were begun, whose outcomes wait to be fetched. Made by `plim_checker_start` and `plim_checker_submit`. Any
/// number of threads may use one at the same time: each outcome is given once. It may be freed after its checker. In a
/// child after a fork it answers `PLIM_E_CLOSED`: it goes on in the process that began it.
pub struct PlimRun {
    run: Run,
    caller: Caller,
    epoch: u64,
    /// What says that something waits, once it was asked for.
    bell: Arc<OnceLock<Bell>>,
    given: AtomicUsize,
    of: usize,
}

impl PlimRun {
    /// Options that have the bell rung, and the bell.
    fn rung(mut options: RunOptions) -> (RunOptions, Arc<OnceLock<Bell>>) {
        let bell = Arc::new(OnceLock::new());
        let rung = Arc::clone(&bell);
        options.notify = Some(Arc::new(move || ring(&rung)));
        (options, bell)
    }

    fn new(run: Run, caller: Caller, bell: Arc<OnceLock<Bell>>, of: usize) -> Self {
        PlimRun { run, caller, epoch: fork::epoch(), bell, given: AtomicUsize::new(0), of }
    }

    /// The run, unless it is another process's.
    fn own(&self) -> Result<&Run, Failure> {
        if self.epoch == fork::epoch() {
            return Ok(&self.run);
        }
        let message = "the run belongs to the process that began it: begin another one here";
        Err(Error::new(ErrorKind::Closed, message).into())
    }

    /// What came, waited for at most so long.
    fn next(&self, run: &Run, timeout: Duration) -> Option<Completed> {
        if let Some(found) = run.next_timeout(timeout) {
            return Some(found);
        }
        let bell = self.bell.get()?;
        // Silent first: what comes between the two rings again.
        bell.silence();
        let found = run.try_next();
        if found.is_some() {
            bell.ring();
        }
        found
    }

    fn is_over(&self) -> bool {
        self.given.load(Ordering::SeqCst) >= self.of
    }
}

/// Begins to run all checks, each once, and returns at once. `run` gives the outcomes as they come (`plim_run_next`), and
/// is to be freed with `plim_run_free`. `options` as for `plim_checker_check_all`.
#[no_mangle]
pub unsafe extern "C" fn plim_checker_start(
    checker: *const PlimChecker,
    checks: *const PlimChecks,
    options: *const PlimRunOptions,
    options_size: usize,
    run: *mut *mut PlimRun,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; checker, checks, run => {
        let (wanted, bell) = PlimRun::rung(PlimRunOptions::read(options, options_size)?);
        let checks = (*checks).checks.clone();
        let of = checks.len();
        let begun = (*checker).checker()?.start(checks, wanted);
        let made = PlimRun::new(begun, (*checker).caller(), bell, of);
        run.write(Box::into_raw(Box::new(made)));
        Ok(PLIM_OK)
    })
}

/// Queues check number `index` by itself and returns at once; `run` is a list of this one. `PLIM_REFUSED`, and NULL, where
/// as many checks wait as may (see `queue`), or the gate does not let it in: `refusal`, which may be NULL, becomes why and
/// when to come back.
#[no_mangle]
pub unsafe extern "C" fn plim_checker_submit(
    checker: *const PlimChecker,
    checks: *const PlimChecks,
    index: usize,
    run: *mut *mut PlimRun,
    refusal: *mut PlimRefusal,
    refusal_size: usize,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; checker, checks, run => {
        if refusal.is_null() && refusal_size != 0 {
            return Err(Failure::Null("refusal"));
        }
        let check = (*checks).check(index)?.clone();
        let (wanted, bell) = PlimRun::rung(RunOptions::default());
        let begun = (*checker).checker()?.submit_with(check, &wanted);
        let (found, status) = match begun {
            Ok(begun) => {
                let made = PlimRun::new(begun, (*checker).caller(), bell, 1);
                run.write(Box::into_raw(Box::new(made)));
                (None, PLIM_OK)
            }
            Err(refused) => {
                run.write(std::ptr::null_mut());
                (Some(refused), PLIM_REFUSED)
            }
        };
        if !refusal.is_null() {
            match found {
                Some(refused) => sized::give(&PlimRefusal::of(&refused), refusal, refusal_size),
                None => sized::clear(refusal, refusal_size),
            }
        }
        Ok(status)
    })
}

/// The next outcome, in the order in which they come; waits `timeout_ns` for it at most (0: not at all; `UINT64_MAX`: for
/// as long as it takes). `PLIM_NOT_ENOUGH_DATA` where none came by then, `PLIM_ABSENT` where all were given; other outputs
/// are then untouched.
///
/// `index` becomes the check's place in the list. `outcome` may be NULL, with a size of 0; `json`, which may be NULL,
/// becomes the document that `plim_probe` gives, to be freed with `plim_string_free`.
#[no_mangle]
pub unsafe extern "C" fn plim_run_next(
    run: *const PlimRun,
    timeout_ns: u64,
    index: *mut usize,
    outcome: *mut PlimOutcome,
    outcome_size: usize,
    json: *mut PlimString,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; run => {
        if outcome.is_null() && outcome_size != 0 {
            return Err(Failure::Null("outcome"));
        }
        let own = (*run).own()?;
        (*run).caller.outside()?;
        let timeout = if timeout_ns == u64::MAX { Duration::MAX } else { Duration::from_nanos(timeout_ns) };
        let Some(found) = (*run).next(own, timeout) else {
            if !(*run).is_over() {
                return Ok(PLIM_NOT_ENOUGH_DATA);
            }
            // Readable from now on, as the end of a pipe is.
            ring(&(*run).bell);
            return Ok(PLIM_ABSENT);
        };
        (*run).given.fetch_add(1, Ordering::SeqCst);
        if (*run).is_over() {
            ring(&(*run).bell);
        }
        if !json.is_null() {
            json.write(document(&found.outcome)?);
        }
        if !index.is_null() {
            index.write(found.index);
        }
        if !outcome.is_null() {
            sized::give(&PlimOutcome::of(&found.outcome), outcome, outcome_size);
        }
        Ok(PLIM_OK)
    })
}

/// A descriptor (eventfd) that is readable while `plim_run_next` has something to give, and once all was given: for
/// `poll`, or the loop of libuv or asyncio. It may be readable once more than that: fetch with a timeout of 0 until there
/// is nothing, and do not read it. It belongs to the run, and is closed with it.
#[no_mangle]
pub unsafe extern "C" fn plim_run_fd(run: *const PlimRun, fd: *mut i32, err: *mut *mut PlimError) -> Status {
    export!(err; run, fd => {
        (*run).own()?;
        fd.write(number(&(*run).bell)?);
        Ok(PLIM_OK)
    })
}

/// How many checks are over, whether fetched or not, and how many there are. Either may be NULL.
#[no_mangle]
pub unsafe extern "C" fn plim_run_progress(
    run: *const PlimRun,
    done: *mut usize,
    of: *mut usize,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; run => {
        let own = (*run).own()?;
        if !done.is_null() {
            done.write(own.done());
        }
        if !of.is_null() {
            of.write((*run).of);
        }
        Ok(PLIM_OK)
    })
}

/// Gives up what is left: it comes to `cancelled`, what has not begun at once, the rest soon. Does not wait. May be called
/// by any thread, callbacks of the checker included, and again.
#[no_mangle]
pub unsafe extern "C" fn plim_run_cancel(run: *const PlimRun, err: *mut *mut PlimError) -> Status {
    export!(err; run => {
        (*run).own()?.cancel();
        Ok(PLIM_OK)
    })
}

/// Gives up what is left and frees a run, which no thread may be using or use again. Does not wait. NULL is fine.
#[no_mangle]
pub unsafe extern "C" fn plim_run_free(run: *mut PlimRun) {
    export!(or () => {
        if !run.is_null() {
            drop(Box::from_raw(run));
        }
    });
}
