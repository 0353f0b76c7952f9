//! The functions of gates in a library without the feature `diagnosis`: they exist, and say so.

use std::ffi::c_char;
use std::ptr;

use super::error::PlimError;
use super::status::Status;
use super::string::PlimString;

/// Looked at by nobody.
#[repr(C)]
pub struct PlimGateOptions(u64);

/// Never made.
pub struct PlimGate(());

/// Never made.
pub struct PlimPermit(());

/// Never made.
pub struct PlimSeat(());

/// Written by nobody.
#[repr(C)]
pub struct PlimRefusal(u64);

/// Written by nobody.
#[repr(C)]
pub struct PlimGateState(u64);

/// Written by nobody.
#[repr(C)]
pub struct PlimWaiting(u64);

#[no_mangle]
pub unsafe extern "C" fn plim_gate_new(
    _options: *const PlimGateOptions,
    _options_size: usize,
    _gate: *mut *mut PlimGate,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; without "diagnosis")
}

#[no_mangle]
pub unsafe extern "C" fn plim_gate_try_acquire(
    _gate: *const PlimGate,
    _priority: i32,
    _permit: *mut *mut PlimPermit,
    _refusal: *mut PlimRefusal,
    _refusal_size: usize,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; without "diagnosis")
}

#[no_mangle]
pub unsafe extern "C" fn plim_gate_acquire(
    _gate: *const PlimGate,
    _priority: i32,
    _timeout_ns: u64,
    _permit: *mut *mut PlimPermit,
    _refusal: *mut PlimRefusal,
    _refusal_size: usize,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; without "diagnosis")
}

#[no_mangle]
pub unsafe extern "C" fn plim_gate_enqueue(
    _gate: *const PlimGate,
    _priority: i32,
    _seat: *mut *mut PlimSeat,
    _refusal: *mut PlimRefusal,
    _refusal_size: usize,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; without "diagnosis")
}

#[no_mangle]
pub unsafe extern "C" fn plim_seat_fd(
    _seat: *const PlimSeat,
    _fd: *mut i32,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; without "diagnosis")
}

#[no_mangle]
pub unsafe extern "C" fn plim_seat_take(
    _seat: *const PlimSeat,
    _give_up: i32,
    _permit: *mut *mut PlimPermit,
    _refusal: *mut PlimRefusal,
    _refusal_size: usize,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; without "diagnosis")
}

#[no_mangle]
pub unsafe extern "C" fn plim_seat_free(_seat: *mut PlimSeat) {
    export!(or () => {});
}

#[no_mangle]
pub unsafe extern "C" fn plim_permit_release(_permit: *mut PlimPermit, _completion: i32) {
    export!(or () => {});
}

#[no_mangle]
pub unsafe extern "C" fn plim_gate_refresh(_gate: *const PlimGate, err: *mut *mut PlimError) -> Status {
    export!(err; without "diagnosis")
}

#[no_mangle]
pub unsafe extern "C" fn plim_gate_state(
    _gate: *const PlimGate,
    _state: *mut PlimGateState,
    _state_size: usize,
    _json: *mut PlimString,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; without "diagnosis")
}

#[no_mangle]
pub unsafe extern "C" fn plim_gate_waiting(
    _gate: *const PlimGate,
    _waiting: *mut PlimWaiting,
    _waiting_size: usize,
    _capacity: usize,
    _count: *mut usize,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; without "diagnosis")
}

#[no_mangle]
pub unsafe extern "C" fn plim_gate_close(_gate: *const PlimGate, err: *mut *mut PlimError) -> Status {
    export!(err; without "diagnosis")
}

#[no_mangle]
pub unsafe extern "C" fn plim_gate_free(_gate: *mut PlimGate) {
    export!(or () => {});
}

#[no_mangle]
pub extern "C" fn plim_refusal_name(_reason: i32) -> *const c_char {
    export!(or ptr::null() => { ptr::null() })
}
