//! The metrics of gates, checkers and contexts in a library without the feature `export`: they exist, and say so.

use super::checker::PlimChecker;
use super::error::PlimError;
use super::gate::PlimGate;
#[cfg(not(feature = "check"))]
use super::probe::PlimProbeContext;
#[cfg(feature = "check")]
use super::probe_context::PlimProbeContext;
use super::status::Status;
use super::string::PlimString;

#[no_mangle]
pub unsafe extern "C" fn plim_gate_metrics(
    _gate: *const PlimGate,
    _text: *mut PlimString,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; without "export")
}

#[no_mangle]
pub unsafe extern "C" fn plim_checker_metrics(
    _checker: *const PlimChecker,
    _text: *mut PlimString,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; without "export")
}

#[no_mangle]
pub unsafe extern "C" fn plim_probe_context_metrics(
    _context: *const PlimProbeContext,
    _text: *mut PlimString,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; without "export")
}
