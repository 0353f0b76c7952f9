//! A fault on purpose, for the test that none of them leaves the built library. Only with the
//! feature `panic-test`, and in no header.

use super::error::PlimError;
use super::status::Status;

/// Panics, which the caller must see as `PLIM_E_PANIC`.
#[no_mangle]
pub extern "C" fn plim_panic_test(err: *mut *mut PlimError) -> Status {
    export!(err; => { panic!("on purpose") })
}
