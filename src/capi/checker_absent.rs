//! The functions of a checker in a library without the feature `check`: they exist, and say so.

use std::ffi::{c_char, c_void};
use std::ptr;

use super::error::PlimError;
use super::gate::{PlimGate, PlimRefusal};
use super::probe::{PlimOutcome, PlimProbeContext, PlimTargets};
use super::status::Status;
use super::string::PlimString;

/// Never made.
pub struct PlimChecker(());

/// Never made.
pub struct PlimChecks(());

/// Never made.
pub struct PlimOwn(());

/// Never made.
pub struct PlimRun(());

/// Looked at by nobody.
#[repr(C)]
pub struct PlimCheckerOptions(u64);

/// Looked at by nobody.
#[repr(C)]
pub struct PlimOwnOptions(u64);

/// Looked at by nobody.
#[repr(C)]
pub struct PlimRunOptions(u64);

/// Written by nobody.
#[repr(C)]
pub struct PlimCheckerCounts(u64);

/// Called by nobody.
pub type OutcomeCallback = Option<
    unsafe extern "C" fn(
        index: usize,
        outcome: *const PlimOutcome,
        json: *const c_char,
        len: usize,
        user_data: *mut c_void,
    ) -> i32,
>;

#[no_mangle]
pub unsafe extern "C" fn plim_checker_new(
    _options: *const PlimCheckerOptions,
    _options_size: usize,
    _checker: *mut *mut PlimChecker,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; without "check")
}

/// Called by nobody.
pub type AlertCallback =
    Option<unsafe extern "C" fn(json: *const c_char, len: usize, user_data: *mut c_void)>;

#[no_mangle]
pub unsafe extern "C" fn plim_checker_on_alert(
    _checker: *const PlimChecker,
    _on_alert: AlertCallback,
    _user_data: *mut c_void,
    _free: Option<unsafe extern "C" fn(user_data: *mut c_void)>,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; without "check")
}

#[no_mangle]
pub unsafe extern "C" fn plim_checker_alert_statistics(
    _checker: *const PlimChecker,
    _json: *mut PlimString,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; without "check")
}

#[no_mangle]
pub unsafe extern "C" fn plim_checker_load(
    _path: *const c_char,
    _path_len: usize,
    _environment: *const c_char,
    _checker: *mut *mut PlimChecker,
    _checks: *mut *mut PlimChecks,
    _gate: *mut *mut PlimGate,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; without "check")
}

#[no_mangle]
pub unsafe extern "C" fn plim_checker_context(
    _checker: *const PlimChecker,
    _context: *mut *mut PlimProbeContext,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; without "check")
}

#[no_mangle]
pub unsafe extern "C" fn plim_checker_cancel_all(
    _checker: *const PlimChecker,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; without "check")
}

#[no_mangle]
pub unsafe extern "C" fn plim_checker_close(
    _checker: *mut PlimChecker,
    _timeout_ns: u64,
    _stuck: *mut u32,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; without "check")
}

#[no_mangle]
pub unsafe extern "C" fn plim_checker_free(_checker: *mut PlimChecker) {
    export!(or () => {});
}

#[no_mangle]
pub unsafe extern "C" fn plim_checks_new(_checks: *mut *mut PlimChecks, err: *mut *mut PlimError) -> Status {
    export!(err; without "check")
}

#[no_mangle]
pub unsafe extern "C" fn plim_checks_add_targets(
    _checks: *mut PlimChecks,
    _targets: *const PlimTargets,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; without "check")
}

#[no_mangle]
pub unsafe extern "C" fn plim_checks_add_target(
    _checks: *mut PlimChecks,
    _targets: *const PlimTargets,
    _index: usize,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; without "check")
}

#[no_mangle]
pub unsafe extern "C" fn plim_checks_add_own(
    _checks: *mut PlimChecks,
    _own: *const PlimOwnOptions,
    _own_size: usize,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; without "check")
}

#[no_mangle]
pub unsafe extern "C" fn plim_checks_count(_checks: *const PlimChecks) -> usize {
    export!(or 0 => { 0 })
}

#[no_mangle]
pub unsafe extern "C" fn plim_checks_name(_checks: *const PlimChecks, _index: usize) -> *const c_char {
    export!(or ptr::null() => { ptr::null() })
}

#[no_mangle]
pub unsafe extern "C" fn plim_checks_free(_checks: *mut PlimChecks) {
    export!(or () => {});
}

#[no_mangle]
pub unsafe extern "C" fn plim_own_left_ns(_own: *const PlimOwn) -> u64 {
    export!(or 0 => { 0 })
}

#[no_mangle]
pub unsafe extern "C" fn plim_own_is_cancelled(_own: *const PlimOwn) -> i32 {
    export!(or 0 => { 0 })
}

#[no_mangle]
pub unsafe extern "C" fn plim_checker_check_all(
    _checker: *const PlimChecker,
    _checks: *const PlimChecks,
    _options: *const PlimRunOptions,
    _options_size: usize,
    _outcomes: *mut PlimOutcome,
    _outcome_size: usize,
    _capacity: usize,
    _json: *mut PlimString,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; without "check")
}

#[no_mangle]
pub unsafe extern "C" fn plim_checker_run(
    _checker: *const PlimChecker,
    _checks: *const PlimChecks,
    _options: *const PlimRunOptions,
    _options_size: usize,
    _on_outcome: OutcomeCallback,
    _user_data: *mut c_void,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; without "check")
}

#[no_mangle]
pub unsafe extern "C" fn plim_checker_start(
    _checker: *const PlimChecker,
    _checks: *const PlimChecks,
    _options: *const PlimRunOptions,
    _options_size: usize,
    _run: *mut *mut PlimRun,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; without "check")
}

#[no_mangle]
pub unsafe extern "C" fn plim_checker_submit(
    _checker: *const PlimChecker,
    _checks: *const PlimChecks,
    _index: usize,
    _run: *mut *mut PlimRun,
    _refusal: *mut PlimRefusal,
    _refusal_size: usize,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; without "check")
}

#[no_mangle]
pub unsafe extern "C" fn plim_run_next(
    _run: *const PlimRun,
    _timeout_ns: u64,
    _index: *mut usize,
    _outcome: *mut PlimOutcome,
    _outcome_size: usize,
    _json: *mut PlimString,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; without "check")
}

#[no_mangle]
pub unsafe extern "C" fn plim_run_fd(
    _run: *const PlimRun,
    _fd: *mut i32,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; without "check")
}

#[no_mangle]
pub unsafe extern "C" fn plim_run_progress(
    _run: *const PlimRun,
    _done: *mut usize,
    _of: *mut usize,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; without "check")
}

#[no_mangle]
pub unsafe extern "C" fn plim_run_cancel(_run: *const PlimRun, err: *mut *mut PlimError) -> Status {
    export!(err; without "check")
}

#[no_mangle]
pub unsafe extern "C" fn plim_run_free(_run: *mut PlimRun) {
    export!(or () => {});
}

#[no_mangle]
pub unsafe extern "C" fn plim_checker_watch(
    _checker: *const PlimChecker,
    _checks: *const PlimChecks,
    _json: *mut PlimString,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; without "check")
}

#[no_mangle]
pub unsafe extern "C" fn plim_checker_recommendations(
    _checker: *const PlimChecker,
    _json: *mut PlimString,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; without "check")
}

#[no_mangle]
pub unsafe extern "C" fn plim_checker_states(
    _checker: *const PlimChecker,
    _json: *mut PlimString,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; without "check")
}

#[no_mangle]
pub unsafe extern "C" fn plim_checker_statistics(
    _checker: *const PlimChecker,
    _statistics: *mut PlimCheckerCounts,
    _statistics_size: usize,
    _json: *mut PlimString,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; without "check")
}

#[no_mangle]
pub unsafe extern "C" fn plim_checker_next_event(
    _checker: *const PlimChecker,
    _timeout_ns: u64,
    _json: *mut PlimString,
    _lost: *mut u64,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; without "check")
}

#[no_mangle]
pub unsafe extern "C" fn plim_checker_fd(
    _checker: *const PlimChecker,
    _fd: *mut i32,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; without "check")
}
