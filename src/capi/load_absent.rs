//! The functions of load tests in a library without the feature `load`: they exist, and say so.

use std::ffi::{c_char, c_void};

use super::error::PlimError;
use super::status::Status;
use super::string::PlimString;

/// Never made.
pub struct PlimLoadTest(());

/// Looked at by nobody.
#[repr(C)]
pub struct PlimLoadOwnOptions(u64);

/// Called by nobody.
pub type LoadProgressCallback = Option<unsafe extern "C" fn()>;

#[no_mangle]
pub unsafe extern "C" fn plim_load_test_load(
    _path: *const c_char,
    _path_len: usize,
    _environment: *const c_char,
    _scenario: *const c_char,
    _test: *mut *mut PlimLoadTest,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; without "load")
}

#[no_mangle]
pub unsafe extern "C" fn plim_load_test_parse(
    _config: *const c_char,
    _scenario: *const c_char,
    _test: *mut *mut PlimLoadTest,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; without "load")
}

#[no_mangle]
pub unsafe extern "C" fn plim_load_test_add_own(
    _test: *mut PlimLoadTest,
    _options: *const PlimLoadOwnOptions,
    _options_size: usize,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; without "load")
}

#[no_mangle]
pub unsafe extern "C" fn plim_load_test_run(
    _test: *const PlimLoadTest,
    _progress: LoadProgressCallback,
    _user_data: *mut c_void,
    _json: *mut PlimString,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; without "load")
}

#[no_mangle]
pub unsafe extern "C" fn plim_load_test_cancel(_test: *const PlimLoadTest) {
    export!(or () => {});
}

#[no_mangle]
pub unsafe extern "C" fn plim_load_test_free(_test: *mut PlimLoadTest) {
    export!(or () => {});
}

#[no_mangle]
pub unsafe extern "C" fn plim_load_result_write(
    _json: *const c_char,
    _form: *const c_char,
    _written: *mut PlimString,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; without "load")
}

#[no_mangle]
pub unsafe extern "C" fn plim_load_result_merge(
    _jsons: *const *const c_char,
    _count: usize,
    _json: *mut PlimString,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; without "load")
}
