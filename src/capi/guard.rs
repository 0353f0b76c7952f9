//! The one wrapper around every export: nothing unwinds into C, and no pointer is trusted.

use std::any::Any;
use std::mem;
use std::panic::{catch_unwind, AssertUnwindSafe};
use std::ptr;

use super::error::{self, PlimError};
use super::status::{
    self, Status, PLIM_E_CALLBACK, PLIM_E_NOT_BUILT, PLIM_E_NULL, PLIM_E_PANIC, PLIM_E_REENTRANT, PLIM_E_SIZE,
};
use crate::error::Error;

/// Why a call failed: cheap to make, turned into an error object only if the caller wants one.
pub(crate) enum Failure {
    /// The argument of that name is NULL.
    Null(&'static str),
    /// The argument of that name is larger than this library knows, and not zero there.
    Size(&'static str),
    /// The argument of that name is said to have so many bytes, which cuts a member in two.
    Cut(&'static str, usize),
    /// A callback of the caller's own said that it failed.
    #[allow(dead_code)] // In a library with every feature.
    Callback(String),
    /// This library was built without the feature.
    #[allow(dead_code)] // In a library with every feature.
    NotBuilt(&'static str),
    /// A callback called back into what is calling it.
    Reentrant(&'static str),
    /// The library's own error.
    Library(Error),
}

/// What an export's body gives.
pub(crate) type Outcome = Result<Status, Failure>;

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Failure::Library(error)
    }
}

impl Failure {
    fn code(&self) -> Status {
        match self {
            Failure::Null(_) => PLIM_E_NULL,
            Failure::Size(_) | Failure::Cut(..) => PLIM_E_SIZE,
            Failure::Callback(_) => PLIM_E_CALLBACK,
            Failure::NotBuilt(_) => PLIM_E_NOT_BUILT,
            Failure::Reentrant(_) => PLIM_E_REENTRANT,
            Failure::Library(error) => status::code(error.kind()),
        }
    }

    fn into_error(self) -> PlimError {
        let code = self.code();
        match self {
            Failure::Null(name) => PlimError::new(code, &format!("argument `{name}` is NULL")),
            Failure::Size(name) => PlimError::new(
                code,
                &format!(
                    "`{name}` is larger than this library (version {}) knows, and its unknown part is not zero",
                    env!("CARGO_PKG_VERSION")
                ),
            ),
            Failure::Cut(name, size) => PlimError::new(
                code,
                &format!("`{name}` is said to have {size} bytes, which cuts a member in two: pass its `sizeof`"),
            ),
            Failure::Callback(message) => PlimError::new(code, &message),
            Failure::NotBuilt(feature) => PlimError::new(
                code,
                &format!("this library was built without the feature `{feature}`: see plim_features()"),
            ),
            Failure::Reentrant(what) => PlimError::new(
                code,
                &format!("a callback of this {what} called the {what}: let it return first, and call then"),
            ),
            Failure::Library(error) => PlimError::from_library(code, &error),
        }
    }
}

/// Wraps the body of an export. Three forms:
///
/// - `export!(err; a, b => { ... })`: checks the pointers `a` and `b` for NULL, runs the body,
///   which gives an [`Outcome`], and hands the error out through `err`.
/// - `export!(or fallback => { ... })`: for exports that cannot fail; `fallback` after a panic.
/// - `export!(err; without "feature")`: for exports of a feature that was left out.
///
/// Handles guard against fork and concurrency in `handle::Handle::with`, the only way to what is
/// inside them.
macro_rules! export {
    (or $fallback:expr => $body:block) => {
        $crate::capi::guard::infallible($fallback, || $body)
    };
    ($err:ident; without $feature:literal) => {
        $crate::capi::guard::absent($err, $feature)
    };
    ($err:ident; $($pointer:ident),* => $body:block) => {
        $crate::capi::guard::fallible($err, || {
            $(
                if $pointer.is_null() {
                    return Err($crate::capi::guard::Failure::Null(stringify!($pointer)));
                }
            )*
            $body
        })
    };
}

/// Runs a body that can fail. `*err`, where `err` is given, becomes the error or NULL.
pub(crate) fn fallible(err: *mut *mut PlimError, body: impl FnOnce() -> Outcome) -> Status {
    // The error object is made inside as well: formatting it may panic as anything else.
    let caught = catch_unwind(AssertUnwindSafe(|| match body() {
        Ok(status) => (status, ptr::null_mut()),
        Err(failure) => refused(failure, err.is_null()),
    }));
    let (status, object) = caught.unwrap_or_else(|payload| panicked(payload, err.is_null()));
    if !err.is_null() {
        // SAFETY: the caller says that `err`, unless NULL, points to a place for a pointer.
        unsafe { err.write_unaligned(object) };
    }
    status
}

/// What a body's failure becomes. Not part of [`fallible`], which every export has a copy of.
#[cold]
#[inline(never)]
fn refused(failure: Failure, only_code: bool) -> (Status, *mut PlimError) {
    let code = failure.code();
    (code, if only_code { ptr::null_mut() } else { error::boxed(failure.into_error()) })
}

/// What a panic becomes; one copy as well.
#[cold]
#[inline(never)]
fn panicked(payload: Box<dyn Any + Send>, only_code: bool) -> (Status, *mut PlimError) {
    let object = if only_code { ptr::null_mut() } else { error::of_panic(payload.as_ref()) };
    // Dropping the payload could panic again.
    mem::forget(payload);
    (PLIM_E_PANIC, object)
}

/// The answer of an export whose feature was left out: one function for all of them, because a library that only
/// samples has many.
#[allow(dead_code)] // In a library with every feature.
#[inline(never)]
pub(crate) fn absent(err: *mut *mut PlimError, feature: &'static str) -> Status {
    fallible(err, || Err(Failure::NotBuilt(feature)))
}

/// Runs a body that cannot fail; `fallback` stands in should it panic all the same.
pub(crate) fn infallible<T>(fallback: T, body: impl FnOnce() -> T) -> T {
    catch_unwind(AssertUnwindSafe(body)).unwrap_or_else(|payload| {
        mem::forget(payload);
        fallback
    })
}

#[cfg(test)]
#[path = "guard_tests.rs"]
mod tests;
