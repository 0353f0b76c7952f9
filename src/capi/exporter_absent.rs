//! The functions of OpenTelemetry in a library without the feature `otlp`: they exist, and say so.

use std::ffi::c_char;

use super::error::PlimError;
use super::monitor::PlimMonitor;
use super::status::Status;
use super::string::PlimString;

/// Never made.
pub struct PlimExporter(());

#[no_mangle]
pub unsafe extern "C" fn plim_exporter_new(
    _settings: *const c_char,
    _exporter: *mut *mut PlimExporter,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; without "otlp")
}

#[no_mangle]
pub unsafe extern "C" fn plim_exporter_is_due(_exporter: *const PlimExporter) -> i32 {
    export!(or -1 => { -1 })
}

#[no_mangle]
pub unsafe extern "C" fn plim_exporter_send(
    _exporter: *const PlimExporter,
    _monitor: *const PlimMonitor,
    _taken: *mut i32,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; without "otlp")
}

#[no_mangle]
pub unsafe extern "C" fn plim_exporter_send_text(
    _exporter: *const PlimExporter,
    _text: *const c_char,
    _taken: *mut i32,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; without "otlp")
}

#[no_mangle]
pub unsafe extern "C" fn plim_exporter_statistics(
    _exporter: *const PlimExporter,
    _json: *mut PlimString,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; without "otlp")
}

#[no_mangle]
pub unsafe extern "C" fn plim_exporter_close(
    _exporter: *const PlimExporter,
    _timeout_ns: u64,
    _ended: *mut i32,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; without "otlp")
}

#[no_mangle]
pub unsafe extern "C" fn plim_exporter_free(_exporter: *mut PlimExporter) {
    export!(or () => {});
}
