//! The functions of database pools in a library without the feature `diagnosis`: they exist, and say so.

use std::ffi::{c_char, c_void};

use super::error::PlimError;
use super::monitor::PlimMonitor;
use super::status::Status;
use super::string::PlimString;
/// Never made.
pub struct PlimDatabaseReader(());

/// Never made.
pub struct PlimDbpool(());

/// Looked at by nobody.
#[repr(C)]
pub struct PlimDbpoolAdvice(u64);

/// Looked at by nobody.
#[repr(C)]
pub struct PlimDbpoolAdviceOptions(u64);

/// Looked at by nobody.
#[repr(C)]
pub struct PlimDbpoolHolder(u64);

/// Looked at by nobody.
#[repr(C)]
pub struct PlimDbpoolStats(u64);

/// Looked at by nobody.
#[repr(C)]
pub struct PlimReaderOptions(u64);

/// Never made.
pub struct PlimRows(());

/// Called by nobody.
pub type QueryCallback = Option<unsafe extern "C" fn()>;

#[no_mangle]
pub unsafe extern "C" fn plim_dbpool_new(
    _name: *const c_char,
    _thresholds: *const c_void,
    _thresholds_len: usize,
    _pool: *mut *mut PlimDbpool,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; without "diagnosis")
}

#[no_mangle]
pub unsafe extern "C" fn plim_dbpool_observe(
    _pool: *const PlimDbpool,
    _time_ns: u64,
    _stats: *const PlimDbpoolStats,
    _stats_size: usize,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; without "diagnosis")
}

#[no_mangle]
pub unsafe extern "C" fn plim_dbpool_observe_holders(
    _pool: *const PlimDbpool,
    _holders: *const PlimDbpoolHolder,
    _holder_size: usize,
    _count: usize,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; without "diagnosis")
}

#[no_mangle]
pub unsafe extern "C" fn plim_dbpool_observe_record_json(
    _pool: *const PlimDbpool,
    _json: *const c_void,
    _len: usize,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; without "diagnosis")
}

#[no_mangle]
pub unsafe extern "C" fn plim_dbpool_describe(
    _pool: *const PlimDbpool,
    _json: *mut PlimString,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; without "diagnosis")
}

#[no_mangle]
pub unsafe extern "C" fn plim_dbpool_findings(
    _pool: *const PlimDbpool,
    _json: *mut PlimString,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; without "diagnosis")
}

#[no_mangle]
pub unsafe extern "C" fn plim_dbpool_recommendations(
    _pool: *const PlimDbpool,
    _json: *mut PlimString,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; without "diagnosis")
}

#[no_mangle]
pub unsafe extern "C" fn plim_dbpool_judge(
    _pool: *const PlimDbpool,
    _time_ns: u64,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; without "diagnosis")
}

#[no_mangle]
pub unsafe extern "C" fn plim_monitor_attach_dbpool(
    _monitor: *mut PlimMonitor,
    _pool: *const PlimDbpool,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; without "diagnosis")
}

#[no_mangle]
pub unsafe extern "C" fn plim_monitor_detach_dbpool(
    _monitor: *mut PlimMonitor,
    _name: *const c_char,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; without "diagnosis")
}

#[no_mangle]
pub unsafe extern "C" fn plim_dbpool_close(_pool: *const PlimDbpool, err: *mut *mut PlimError) -> Status {
    export!(err; without "diagnosis")
}

#[no_mangle]
pub unsafe extern "C" fn plim_dbpool_free(_pool: *mut PlimDbpool) {
    export!(or () => {});
}

#[no_mangle]
pub unsafe extern "C" fn plim_dbpool_advise(
    _pool: *const PlimDbpool,
    _options: *const PlimDbpoolAdviceOptions,
    _options_size: usize,
    _advice: *mut PlimDbpoolAdvice,
    _advice_size: usize,
    _json: *mut PlimString,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; without "diagnosis")
}

#[no_mangle]
pub unsafe extern "C" fn plim_rows_new(_rows: *mut *mut PlimRows, err: *mut *mut PlimError) -> Status {
    export!(err; without "diagnosis")
}

#[no_mangle]
pub unsafe extern "C" fn plim_rows_add(
    _rows: *mut PlimRows,
    _values: *const *const c_char,
    _count: usize,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; without "diagnosis")
}

#[no_mangle]
pub unsafe extern "C" fn plim_rows_fail(
    _rows: *mut PlimRows,
    _message: *const c_char,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; without "diagnosis")
}

#[no_mangle]
pub unsafe extern "C" fn plim_rows_free(_rows: *mut PlimRows) {
    export!(or () => {});
}

#[no_mangle]
pub unsafe extern "C" fn plim_database_reader_new(
    _options: *const PlimReaderOptions,
    _options_size: usize,
    _reader: *mut *mut PlimDatabaseReader,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; without "diagnosis")
}

#[no_mangle]
pub unsafe extern "C" fn plim_dbpool_read_database(
    _pool: *const PlimDbpool,
    _reader: *mut PlimDatabaseReader,
    _time_ns: u64,
    _query: QueryCallback,
    _user_data: *mut c_void,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; without "diagnosis")
}

#[no_mangle]
pub unsafe extern "C" fn plim_database_reader_next(
    _reader: *mut PlimDatabaseReader,
    _sql: *mut PlimString,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; without "diagnosis")
}

#[no_mangle]
pub unsafe extern "C" fn plim_database_reader_take(
    _reader: *mut PlimDatabaseReader,
    _rows: *mut PlimRows,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; without "diagnosis")
}

#[no_mangle]
pub unsafe extern "C" fn plim_database_reader_set_known_json(
    _reader: *mut PlimDatabaseReader,
    _json: *const c_void,
    _len: usize,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; without "diagnosis")
}

#[no_mangle]
pub unsafe extern "C" fn plim_database_reader_begin(
    _reader: *mut PlimDatabaseReader,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; without "diagnosis")
}

#[no_mangle]
pub unsafe extern "C" fn plim_dbpool_take_reading(
    _pool: *const PlimDbpool,
    _reader: *mut PlimDatabaseReader,
    _time_ns: u64,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; without "diagnosis")
}

#[no_mangle]
pub unsafe extern "C" fn plim_database_reader_free(_reader: *mut PlimDatabaseReader) {
    export!(or () => {});
}
