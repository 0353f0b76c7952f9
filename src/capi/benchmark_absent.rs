//! The functions of the benchmark in a library without the feature `load`: they exist, and say so.

use std::ffi::{c_char, c_void};

use super::error::PlimError;
use super::status::Status;
use super::string::PlimString;

/// Never made.
pub struct PlimBenchmark(());

/// Looked at by nobody.
#[repr(C)]
pub struct PlimBenchmarkOptions(u64);

/// Called by nobody.
pub type BenchmarkProgressCallback = Option<unsafe extern "C" fn()>;

#[no_mangle]
pub unsafe extern "C" fn plim_benchmark_new(
    _options: *const PlimBenchmarkOptions,
    _options_size: usize,
    _benchmark: *mut *mut PlimBenchmark,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; without "load")
}

#[no_mangle]
pub unsafe extern "C" fn plim_benchmark_run(
    _benchmark: *const PlimBenchmark,
    _progress: BenchmarkProgressCallback,
    _user_data: *mut c_void,
    _json: *mut PlimString,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; without "load")
}

#[no_mangle]
pub unsafe extern "C" fn plim_benchmark_cancel(_benchmark: *const PlimBenchmark) {
    export!(or () => {});
}

#[no_mangle]
pub unsafe extern "C" fn plim_benchmark_free(_benchmark: *mut PlimBenchmark) {
    export!(or () => {});
}

#[no_mangle]
pub unsafe extern "C" fn plim_benchmark_compare(
    _now: *const c_char,
    _baseline: *const c_char,
    _any_machine: i32,
    _json: *mut PlimString,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; without "load")
}

#[no_mangle]
pub unsafe extern "C" fn plim_benchmark_write(
    _json: *const c_char,
    _form: *const c_char,
    _written: *mut PlimString,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; without "load")
}
