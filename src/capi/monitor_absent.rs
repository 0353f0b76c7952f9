//! The monitor's functions in a library without the feature `diagnosis`: they exist, and say so.

use std::ffi::c_char;

use super::error::PlimError;
use super::status::Status;
use super::string::PlimString;
use crate::fields::Sample;

/// Never made.
pub struct PlimMonitor(());

/// Looked at by nobody.
#[repr(C)]
pub struct PlimMonitorOptions(u64);

/// Written by nobody.
#[repr(C)]
pub struct PlimLoadLine(u64);

#[no_mangle]
pub unsafe extern "C" fn plim_monitor_new(
    _options: *const PlimMonitorOptions,
    _options_size: usize,
    _monitor: *mut *mut PlimMonitor,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; without "diagnosis")
}

#[no_mangle]
pub unsafe extern "C" fn plim_monitor_observe(
    _monitor: *mut PlimMonitor,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; without "diagnosis")
}

#[no_mangle]
pub unsafe extern "C" fn plim_monitor_observe_events(
    _monitor: *mut PlimMonitor,
    _events: *mut PlimString,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; without "diagnosis")
}

#[no_mangle]
pub unsafe extern "C" fn plim_monitor_sample(
    _monitor: *const PlimMonitor,
    _sample: *mut Sample,
    _sample_size: usize,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; without "diagnosis")
}

#[no_mangle]
pub unsafe extern "C" fn plim_monitor_diagnose(
    _monitor: *const PlimMonitor,
    _level: *mut i32,
    _json: *mut PlimString,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; without "diagnosis")
}

#[no_mangle]
pub unsafe extern "C" fn plim_monitor_close(_monitor: *mut PlimMonitor, err: *mut *mut PlimError) -> Status {
    export!(err; without "diagnosis")
}

#[no_mangle]
pub unsafe extern "C" fn plim_monitor_free(_monitor: *mut PlimMonitor) {
    export!(or () => {});
}

#[no_mangle]
pub unsafe extern "C" fn plim_monitor_feed(
    _monitor: *mut PlimMonitor,
    _name: *const c_char,
    _value: f64,
    _limit: *const f64,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; without "diagnosis")
}

#[no_mangle]
pub unsafe extern "C" fn plim_monitor_reset(_monitor: *mut PlimMonitor, err: *mut *mut PlimError) -> Status {
    export!(err; without "diagnosis")
}

#[no_mangle]
pub unsafe extern "C" fn plim_monitor_report(
    _monitor: *const PlimMonitor,
    _json: *mut PlimString,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; without "diagnosis")
}

#[no_mangle]
pub unsafe extern "C" fn plim_monitor_load_line(
    _monitor: *const PlimMonitor,
    _line: *mut PlimLoadLine,
    _line_size: usize,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; without "diagnosis")
}

#[no_mangle]
pub unsafe extern "C" fn plim_monitor_usage(
    _monitor: *const PlimMonitor,
    _json: *mut PlimString,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; without "diagnosis")
}

#[no_mangle]
pub unsafe extern "C" fn plim_monitor_recommend(
    _monitor: *const PlimMonitor,
    _json: *mut PlimString,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; without "diagnosis")
}

#[no_mangle]
pub unsafe extern "C" fn plim_monitor_allocation(
    _monitor: *const PlimMonitor,
    _pattern: i32,
    _json: *mut PlimString,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; without "diagnosis")
}

#[no_mangle]
pub unsafe extern "C" fn plim_monitor_workload_pattern(
    _monitor: *const PlimMonitor,
    _pattern: *mut i32,
    _confidence: *mut f64,
    _json: *mut PlimString,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; without "diagnosis")
}

#[no_mangle]
pub unsafe extern "C" fn plim_monitor_save_state(
    _monitor: *const PlimMonitor,
    _state: *mut PlimString,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; without "diagnosis")
}

#[no_mangle]
pub unsafe extern "C" fn plim_monitor_load_state(
    _monitor: *mut PlimMonitor,
    _state: *const c_char,
    _state_len: usize,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; without "diagnosis")
}

#[no_mangle]
pub unsafe extern "C" fn plim_monitor_efficiency(
    _monitor: *const PlimMonitor,
    _score: *mut f64,
    _json: *mut PlimString,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; without "diagnosis")
}

#[no_mangle]
pub unsafe extern "C" fn plim_monitor_keep_baseline(
    _monitor: *mut PlimMonitor,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; without "diagnosis")
}

#[no_mangle]
pub unsafe extern "C" fn plim_monitor_metrics(
    _monitor: *const PlimMonitor,
    _text: *mut PlimString,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; without "diagnosis")
}

#[no_mangle]
pub unsafe extern "C" fn plim_monitor_report_html(
    _monitor: *const PlimMonitor,
    _html: *mut PlimString,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; without "diagnosis")
}
