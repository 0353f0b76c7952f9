use std::panic::panic_any;
use std::ptr;

use super::*;
use crate::capi::error::{plim_error_code, plim_error_free};
use crate::capi::status::PLIM_OK;

/// A payload whose destructor panics, as the worst of payloads may.
struct Spiteful;

impl Drop for Spiteful {
    fn drop(&mut self) {
        panic!("dropped");
    }
}

#[test]
fn a_panic_whose_payload_panics_is_a_status() {
    let mut error = ptr::null_mut();
    let status = fallible(&mut error, || panic_any(Spiteful));
    assert_eq!(status, PLIM_E_PANIC);
    unsafe {
        assert_eq!(plim_error_code(error), PLIM_E_PANIC);
        plim_error_free(error);
    }
    assert_eq!(infallible(7, || panic_any(Spiteful)), 7);
}

#[test]
fn success_writes_null_over_whatever_was_there() {
    let mut error = ptr::NonNull::dangling().as_ptr();
    assert_eq!(fallible(&mut error, || Ok(PLIM_OK)), PLIM_OK);
    assert!(error.is_null());
    assert_eq!(fallible(ptr::null_mut(), || Err(Failure::Null("x"))), PLIM_E_NULL);
}
