//! What a query gave, as C gives it.

use std::ffi::{c_char, CStr};

use super::error::PlimError;
use super::status::{Status, PLIM_OK};
use crate::dbpool::Rows;

/// What a query gave: rows of text, or why it failed. Lent to a `plim_query_callback` for its call, or made by
/// `plim_rows_new`. One thread uses it at a time.
#[derive(Default)]
pub struct PlimRows {
    rows: Rows,
    failed: Option<String>,
}

impl PlimRows {
    /// What was given, which is then no longer there.
    pub(super) fn take(&mut self) -> Result<Rows, String> {
        let PlimRows { rows, failed } = std::mem::take(self);
        failed.map_or(Ok(rows), Err)
    }
}

/// Makes an empty one, to be freed with `plim_rows_free`.
#[no_mangle]
pub unsafe extern "C" fn plim_rows_new(rows: *mut *mut PlimRows, err: *mut *mut PlimError) -> Status {
    export!(err; rows => {
        rows.write(Box::into_raw(Box::default()));
        Ok(PLIM_OK)
    })
}

/// Adds a row of `count` columns, each a text in any encoding of ASCII that ends with a NUL, or NULL for an SQL NULL. They
/// are copied.
#[no_mangle]
pub unsafe extern "C" fn plim_rows_add(
    rows: *mut PlimRows,
    values: *const *const c_char,
    count: usize,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; rows, values => {
        let column = |value: *const c_char| {
            (!value.is_null()).then(|| CStr::from_ptr(value).to_string_lossy().into_owned())
        };
        (*rows).rows.push((0..count).map(|index| column(values.add(index).read_unaligned())).collect());
        Ok(PLIM_OK)
    })
}

/// Says why the query failed, in the words of the driver; rows do not count then.
#[no_mangle]
pub unsafe extern "C" fn plim_rows_fail(
    rows: *mut PlimRows,
    message: *const c_char,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; rows, message => {
        let message = CStr::from_ptr(message).to_string_lossy().into_owned();
        (*rows).failed = Some(message);
        Ok(PLIM_OK)
    })
}

/// Frees rows that `plim_rows_new` made. NULL is fine.
#[no_mangle]
pub unsafe extern "C" fn plim_rows_free(rows: *mut PlimRows) {
    export!(or () => {
        if !rows.is_null() {
            drop(Box::from_raw(rows));
        }
    });
}
