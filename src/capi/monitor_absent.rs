//! The monitor's functions in a library without the feature `diagnosis`: they exist, and say so.

use super::error::PlimError;
use super::guard::Failure;
use super::status::Status;
use super::string::PlimString;
use crate::fields::Sample;

/// Never made.
pub struct PlimMonitor(());

/// Looked at by nobody.
#[repr(C)]
pub struct PlimMonitorOptions(u64);

fn not_built() -> Result<Status, Failure> {
    Err(Failure::NotBuilt("diagnosis"))
}

#[no_mangle]
pub unsafe extern "C" fn plim_monitor_new(
    _options: *const PlimMonitorOptions,
    _options_size: usize,
    _monitor: *mut *mut PlimMonitor,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; => { not_built() })
}

#[no_mangle]
pub unsafe extern "C" fn plim_monitor_observe(
    _monitor: *mut PlimMonitor,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; => { not_built() })
}

#[no_mangle]
pub unsafe extern "C" fn plim_monitor_sample(
    _monitor: *const PlimMonitor,
    _sample: *mut Sample,
    _sample_size: usize,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; => { not_built() })
}

#[no_mangle]
pub unsafe extern "C" fn plim_monitor_diagnose(
    _monitor: *const PlimMonitor,
    _level: *mut i32,
    _json: *mut PlimString,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; => { not_built() })
}

#[no_mangle]
pub unsafe extern "C" fn plim_monitor_close(_monitor: *mut PlimMonitor, err: *mut *mut PlimError) -> Status {
    export!(err; => { not_built() })
}

#[no_mangle]
pub unsafe extern "C" fn plim_monitor_free(_monitor: *mut PlimMonitor) {
    export!(or () => {});
}
