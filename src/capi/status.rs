//! Status codes. A number, once given, is never reused.

// These are written for the header; this crate itself does not use all of them.
#![allow(dead_code)]

use std::ffi::{c_char, CStr};

use crate::error::ErrorKind;

/// What a call came to: `PLIM_OK`, a positive answer, or a negative error. A caller must be ready
/// for numbers it does not know: all negative ones are errors.
pub type Status = i32;

/// Done; the outputs are written.
pub const PLIM_OK: i32 = 0;

/// An answer: admission was refused. The outputs are written.
pub const PLIM_REFUSED: i32 = 1;
/// An answer: there is not enough data yet to say. The outputs are written.
pub const PLIM_NOT_ENOUGH_DATA: i32 = 2;
/// An answer: there is no such value here, or nothing at that index. The outputs are written with
/// what stands for nothing: NaN, an empty string, zero.
pub const PLIM_ABSENT: i32 = 3;

/// An option is out of range or options contradict each other.
pub const PLIM_E_INVALID_ARGUMENT: i32 = -1;
/// The target (process, cgroup) does not exist, or no longer.
pub const PLIM_E_NOT_FOUND: i32 = -2;
/// The kernel or a filesystem refused.
pub const PLIM_E_PERMISSION_DENIED: i32 = -3;
/// An operating system call failed otherwise.
pub const PLIM_E_IO: i32 = -4;
/// A file or document was not what it should be.
pub const PLIM_E_MALFORMED: i32 = -5;
/// Two samples cannot be compared: other target, reset, or the same instant.
pub const PLIM_E_UNLIKE_SAMPLES: i32 = -6;
/// The kernel cannot do this.
pub const PLIM_E_UNSUPPORTED: i32 = -7;
/// The handle was closed.
pub const PLIM_E_CLOSED: i32 = -8;
/// A configuration is wrong; the message has a line for each problem.
pub const PLIM_E_CONFIGURATION: i32 = -9;

/// A pointer that must not be NULL is NULL.
pub const PLIM_E_NULL: i32 = -101;
/// A fault inside the library, caught before it could reach the caller. Please report it.
pub const PLIM_E_PANIC: i32 = -102;
/// A callback called back into the handle that is calling it.
pub const PLIM_E_REENTRANT: i32 = -103;
/// This library was built without the feature; see `plim_features`.
pub const PLIM_E_NOT_BUILT: i32 = -104;
/// An input struct is larger than this library knows and its unknown tail is not zero: the caller
/// asks for something that this version cannot do. Or its size cuts a member in two.
pub const PLIM_E_SIZE: i32 = -105;
/// A callback of the caller's own said that it failed.
pub const PLIM_E_CALLBACK: i32 = -106;

/// Every code with its name.
const NAMES: &[(Status, &CStr)] = &[
    (PLIM_OK, c"PLIM_OK"),
    (PLIM_REFUSED, c"PLIM_REFUSED"),
    (PLIM_NOT_ENOUGH_DATA, c"PLIM_NOT_ENOUGH_DATA"),
    (PLIM_ABSENT, c"PLIM_ABSENT"),
    (PLIM_E_INVALID_ARGUMENT, c"PLIM_E_INVALID_ARGUMENT"),
    (PLIM_E_NOT_FOUND, c"PLIM_E_NOT_FOUND"),
    (PLIM_E_PERMISSION_DENIED, c"PLIM_E_PERMISSION_DENIED"),
    (PLIM_E_IO, c"PLIM_E_IO"),
    (PLIM_E_MALFORMED, c"PLIM_E_MALFORMED"),
    (PLIM_E_UNLIKE_SAMPLES, c"PLIM_E_UNLIKE_SAMPLES"),
    (PLIM_E_UNSUPPORTED, c"PLIM_E_UNSUPPORTED"),
    (PLIM_E_CLOSED, c"PLIM_E_CLOSED"),
    (PLIM_E_CONFIGURATION, c"PLIM_E_CONFIGURATION"),
    (PLIM_E_NULL, c"PLIM_E_NULL"),
    (PLIM_E_PANIC, c"PLIM_E_PANIC"),
    (PLIM_E_REENTRANT, c"PLIM_E_REENTRANT"),
    (PLIM_E_NOT_BUILT, c"PLIM_E_NOT_BUILT"),
    (PLIM_E_SIZE, c"PLIM_E_SIZE"),
    (PLIM_E_CALLBACK, c"PLIM_E_CALLBACK"),
];

/// The code of a kind of error; the compiler sees to it that none is forgotten.
pub(crate) const fn code(kind: ErrorKind) -> Status {
    match kind {
        ErrorKind::InvalidArgument => PLIM_E_INVALID_ARGUMENT,
        ErrorKind::NotFound => PLIM_E_NOT_FOUND,
        ErrorKind::PermissionDenied => PLIM_E_PERMISSION_DENIED,
        ErrorKind::Io => PLIM_E_IO,
        ErrorKind::Malformed => PLIM_E_MALFORMED,
        ErrorKind::UnlikeSamples => PLIM_E_UNLIKE_SAMPLES,
        ErrorKind::Unsupported => PLIM_E_UNSUPPORTED,
        ErrorKind::Closed => PLIM_E_CLOSED,
        ErrorKind::Configuration => PLIM_E_CONFIGURATION,
    }
}

/// The name of a status code, such as "PLIM_E_NULL"; "PLIM_UNKNOWN" for a number without a name.
/// A static string.
#[no_mangle]
pub extern "C" fn plim_status_name(status: Status) -> *const c_char {
    export!(or c"PLIM_UNKNOWN".as_ptr() => {
        NAMES.iter().find(|(code, _)| *code == status).map_or(c"PLIM_UNKNOWN", |(_, name)| name).as_ptr()
    })
}

#[cfg(test)]
#[path = "status_tests.rs"]
mod tests;
