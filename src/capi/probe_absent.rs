//! The functions of probes in a library without the feature `check`: they exist, and say so.

use std::ffi::{c_char, c_void};
use std::ptr;

use super::error::PlimError;
use super::status::Status;
use super::string::PlimString;

/// Looked at by nobody.
#[repr(C)]
pub struct PlimProbeOptions(u64);

/// Never made.
pub struct PlimProbeContext(());

/// Looked at by nobody.
#[repr(C)]
pub struct PlimCategory(u64);

/// Never made.
pub struct PlimFetched(());

/// Never called.
pub type FetchCallback =
    Option<unsafe extern "C" fn(fetched: *mut PlimFetched, user_data: *mut c_void) -> i32>;

/// Never made.
pub struct PlimTargets(());

/// Written by nobody.
#[repr(C)]
pub struct PlimOutcome(u64);

/// Looked at by nobody.
#[repr(C)]
pub struct PlimRequestOptions(u64);

/// Written by nobody.
#[repr(C)]
pub struct PlimResponse(u64);

#[no_mangle]
pub unsafe extern "C" fn plim_probe_context_new(
    _options: *const PlimProbeOptions,
    _options_size: usize,
    _context: *mut *mut PlimProbeContext,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; without "check")
}

#[no_mangle]
pub unsafe extern "C" fn plim_probe_context_close(
    _context: *mut PlimProbeContext,
    _timeout_ns: u64,
    _stuck: *mut u32,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; without "check")
}

#[no_mangle]
pub unsafe extern "C" fn plim_probe_context_free(_context: *mut PlimProbeContext) {
    export!(or () => {});
}

#[no_mangle]
pub unsafe extern "C" fn plim_targets_load(
    _path: *const c_char,
    _path_len: usize,
    _environment: *const c_char,
    _targets: *mut *mut PlimTargets,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; without "check")
}

#[no_mangle]
pub unsafe extern "C" fn plim_targets_parse(
    _text: *const c_char,
    _targets: *mut *mut PlimTargets,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; without "check")
}

#[no_mangle]
pub unsafe extern "C" fn plim_targets_count(_targets: *const PlimTargets) -> usize {
    export!(or 0 => { 0 })
}

#[no_mangle]
pub unsafe extern "C" fn plim_targets_name(_targets: *const PlimTargets, _index: usize) -> *const c_char {
    export!(or ptr::null() => { ptr::null() })
}

#[no_mangle]
pub unsafe extern "C" fn plim_targets_enabled(_targets: *const PlimTargets, _index: usize) -> i32 {
    export!(or 0 => { 0 })
}

#[no_mangle]
pub unsafe extern "C" fn plim_targets_describe(
    _targets: *const PlimTargets,
    _index: usize,
    _json: *mut PlimString,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; without "check")
}

#[no_mangle]
pub unsafe extern "C" fn plim_targets_free(_targets: *mut PlimTargets) {
    export!(or () => {});
}

#[no_mangle]
pub unsafe extern "C" fn plim_probe(
    _context: *const PlimProbeContext,
    _targets: *const PlimTargets,
    _index: usize,
    _outcome: *mut PlimOutcome,
    _outcome_size: usize,
    _json: *mut PlimString,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; without "check")
}

#[no_mangle]
pub extern "C" fn plim_reason_name(_reason: i32) -> *const c_char {
    export!(or ptr::null() => { ptr::null() })
}

#[no_mangle]
pub extern "C" fn plim_reason_meaning(_reason: i32) -> *const c_char {
    export!(or ptr::null() => { ptr::null() })
}

#[no_mangle]
pub unsafe extern "C" fn plim_probe_context_sweep(
    _context: *const PlimProbeContext,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; without "check")
}

#[no_mangle]
pub unsafe extern "C" fn plim_pool_statistics(
    _context: *const PlimProbeContext,
    _pool: i32,
    _json: *mut PlimString,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; without "check")
}

#[no_mangle]
pub unsafe extern "C" fn plim_request(
    _context: *const PlimProbeContext,
    _pool: i32,
    _request: *const PlimRequestOptions,
    _request_size: usize,
    _response: *mut PlimResponse,
    _response_size: usize,
    _body: *mut PlimString,
    _json: *mut PlimString,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; without "check")
}

#[no_mangle]
pub unsafe extern "C" fn plim_cache_create(
    _context: *const PlimProbeContext,
    _category: *const PlimCategory,
    _category_size: usize,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; without "check")
}

#[no_mangle]
pub unsafe extern "C" fn plim_cache_get(
    _context: *const PlimProbeContext,
    _category: *const c_char,
    _key: *const c_char,
    _value: *mut PlimString,
    _known: *mut i32,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; without "check")
}

#[no_mangle]
pub unsafe extern "C" fn plim_cache_set(
    _context: *const PlimProbeContext,
    _category: *const c_char,
    _key: *const c_char,
    _bytes: *const c_void,
    _len: usize,
    _ttl_ns: u64,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; without "check")
}

#[no_mangle]
pub unsafe extern "C" fn plim_cache_set_absent(
    _context: *const PlimProbeContext,
    _category: *const c_char,
    _key: *const c_char,
    _ttl_ns: u64,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; without "check")
}

#[no_mangle]
pub unsafe extern "C" fn plim_cache_remove(
    _context: *const PlimProbeContext,
    _category: *const c_char,
    _key: *const c_char,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; without "check")
}

#[no_mangle]
pub unsafe extern "C" fn plim_cache_clear(
    _context: *const PlimProbeContext,
    _category: *const c_char,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; without "check")
}

#[no_mangle]
pub unsafe extern "C" fn plim_cache_get_or_fetch(
    _context: *const PlimProbeContext,
    _category: *const c_char,
    _key: *const c_char,
    _timeout_ns: u64,
    _fetch: FetchCallback,
    _user_data: *mut c_void,
    _value: *mut PlimString,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; without "check")
}

#[no_mangle]
pub unsafe extern "C" fn plim_fetched_set(
    _fetched: *mut PlimFetched,
    _bytes: *const c_void,
    _len: usize,
    _ttl_ns: u64,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; without "check")
}

#[no_mangle]
pub unsafe extern "C" fn plim_fetched_fail(
    _fetched: *mut PlimFetched,
    _message: *const c_char,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; without "check")
}

#[no_mangle]
pub unsafe extern "C" fn plim_cache_statistics(
    _context: *const PlimProbeContext,
    _json: *mut PlimString,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; without "check")
}
