//! An error as an object of its own, so that it can be kept, passed to another thread, and freed.

use std::any::Any;
use std::ffi::{c_char, CString};
use std::os::unix::ffi::OsStrExt;
use std::ptr;

use super::status::{Status, PLIM_E_PANIC, PLIM_OK};
use crate::error::Error;

/// What went wrong. Made by a failing call whose `err` is not NULL; the caller frees it with
/// `plim_error_free`. It never changes, so that threads may share it.
pub struct PlimError {
    code: Status,
    errno: i32,
    message: CString,
    path: Option<CString>,
}

impl PlimError {
    pub(crate) fn new(code: Status, message: &str) -> Self {
        PlimError { code, errno: 0, message: text(message.as_bytes()), path: None }
    }

    pub(crate) fn from_library(code: Status, error: &Error) -> Self {
        PlimError {
            code,
            errno: error.os_error().unwrap_or(0),
            message: text(error.to_string().as_bytes()),
            path: error.path().map(|path| text(path.as_os_str().as_bytes())),
        }
    }
}

/// A C string; NUL bytes inside, which only a hostile path could bring, are left out.
fn text(bytes: &[u8]) -> CString {
    let bytes: Vec<u8> = bytes.iter().copied().filter(|byte| *byte != 0).collect();
    CString::new(bytes).unwrap_or_default()
}

pub(crate) fn boxed(error: PlimError) -> *mut PlimError {
    Box::into_raw(Box::new(error))
}

/// An error object that tells what a panic said.
pub(crate) fn of_panic(payload: &(dyn Any + Send)) -> *mut PlimError {
    let said = payload
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| payload.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("no message");
    boxed(PlimError::new(PLIM_E_PANIC, &format!("a fault inside the library, please report it: {said}")))
}

/// The status code that the failing call returned; `PLIM_OK` for NULL.
#[no_mangle]
pub unsafe extern "C" fn plim_error_code(error: *const PlimError) -> Status {
    export!(or PLIM_OK => { error.as_ref().map_or(PLIM_OK, |error| error.code) })
}

/// What was tried, on which path, what came back, and what to do; UTF-8 unless a path is not.
/// Belongs to the error. An empty string for NULL.
#[no_mangle]
pub unsafe extern "C" fn plim_error_message(error: *const PlimError) -> *const c_char {
    export!(or c"".as_ptr() => { error.as_ref().map_or(c"".as_ptr(), |error| error.message.as_ptr()) })
}

/// The operating system's error number; 0 where there is none, and for NULL.
#[no_mangle]
pub unsafe extern "C" fn plim_error_errno(error: *const PlimError) -> i32 {
    export!(or 0 => { error.as_ref().map_or(0, |error| error.errno) })
}

/// The path concerned, in bytes as the kernel has it; NULL where there is none, and for NULL.
/// Belongs to the error.
#[no_mangle]
pub unsafe extern "C" fn plim_error_path(error: *const PlimError) -> *const c_char {
    export!(or ptr::null() => {
        error.as_ref().and_then(|error| error.path.as_ref()).map_or(ptr::null(), |path| path.as_ptr())
    })
}

/// Frees an error. NULL is fine.
#[no_mangle]
pub unsafe extern "C" fn plim_error_free(error: *mut PlimError) {
    export!(or () => {
        if !error.is_null() {
            drop(Box::from_raw(error));
        }
    });
}
