//! The caches of a context of probes.

use std::collections::BTreeMap;
use std::ffi::{c_char, c_void};
use std::slice;
use std::time::Duration;

use serde::Serialize;

use super::cache_options::PlimCategory;
use super::error::PlimError;
use super::guard::Failure;
use super::monitor_options::text;
use super::monitor_verdict::json_of;
use super::probe_context::PlimProbeContext;
use super::sized;
use super::status::{Status, PLIM_ABSENT, PLIM_OK};
use super::string::PlimString;
use crate::probe::{CacheStatistics, Known};

#[derive(Serialize)]
struct Document {
    schema: &'static str,
    categories: BTreeMap<String, CacheStatistics>,
}

pub(super) unsafe fn needed<'a>(name: &'static str, string: *const c_char) -> Result<&'a str, Failure> {
    text(name, string)?.ok_or(Failure::Null(name))
}

pub(super) fn time(ttl_ns: u64) -> Option<Duration> {
    (ttl_ns != 0).then(|| Duration::from_nanos(ttl_ns))
}

/// Makes a category of the caller's own, which stays for as long as the context does. There can be 32. A child
/// after a fork has those of the context's options only, and makes others anew.
#[no_mangle]
pub unsafe extern "C" fn plim_cache_create(
    context: *const PlimProbeContext,
    category: *const PlimCategory,
    category_size: usize,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; context, category => {
        let category = sized::take(category, category_size, "category")?;
        let (name, options) = category.own()?;
        (*context).shared.with(|context| Ok(context.caches().create(name, options)?))?;
        Ok(PLIM_OK)
    })
}

/// Looks a key up: `PLIM_OK`, and `value` becomes a copy of its value, to be freed with
/// `plim_string_free`; or `PLIM_ABSENT`, and `value` is empty. `known`, which may be NULL, becomes 1 where there is a value
/// or its absence is known (`plim_cache_set_absent`), else 0.
///
/// What the caller puts in shares a category's room and counts with what the library keeps there itself, but neither can
/// name the other's: no token and no outcome is to be had here. In `dns` the key is a name and the value its addresses as
/// text, one a line.
#[no_mangle]
pub unsafe extern "C" fn plim_cache_get(
    context: *const PlimProbeContext,
    category: *const c_char,
    key: *const c_char,
    value: *mut PlimString,
    known: *mut i32,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; context, value => {
        value.write(PlimString::NOTHING);
        let (category, key) = (needed("category", category)?, needed("key", key)?);
        let found = (*context).shared.with(|context| Ok(context.caches().look_up(category, key)?))?;
        if !known.is_null() {
            known.write(i32::from(found.is_some()));
        }
        match found {
            Some(Known::Found(bytes)) => {
                value.write(PlimString::new(&*bytes));
                Ok(PLIM_OK)
            }
            Some(Known::Absent) | None => Ok(PLIM_ABSENT),
        }
    })
}

/// Puts in a copy of `len` bytes, for `ttl_ns` or (0) for the category's time, in place of what was there. `bytes` may be
/// NULL where `len` is 0: an empty value. In `dns` the value is addresses as text, between line breaks, commas or spaces:
/// until they expire no name server is asked for this name.
#[no_mangle]
pub unsafe extern "C" fn plim_cache_set(
    context: *const PlimProbeContext,
    category: *const c_char,
    key: *const c_char,
    bytes: *const c_void,
    len: usize,
    ttl_ns: u64,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; context => {
        let (category, key) = (needed("category", category)?, needed("key", key)?);
        if bytes.is_null() && len != 0 {
            return Err(Failure::Null("bytes"));
        }
        let value: &[u8] = if len == 0 { &[] } else { slice::from_raw_parts(bytes.cast::<u8>(), len) };
        (*context).shared.with(|context| Ok(context.caches().set(category, key, value, time(ttl_ns))?))?;
        Ok(PLIM_OK)
    })
}

/// Remembers that a key has no value, for `ttl_ns` or (0) for the category's time. In `dns`: that there is no such name.
#[no_mangle]
pub unsafe extern "C" fn plim_cache_set_absent(
    context: *const PlimProbeContext,
    category: *const c_char,
    key: *const c_char,
    ttl_ns: u64,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; context => {
        let (category, key) = (needed("category", category)?, needed("key", key)?);
        (*context).shared.with(|context| Ok(context.caches().set_absent(category, key, time(ttl_ns))?))?;
        Ok(PLIM_OK)
    })
}

/// Takes out what is known of a key: `PLIM_OK`, or `PLIM_ABSENT` where nothing was.
#[no_mangle]
pub unsafe extern "C" fn plim_cache_remove(
    context: *const PlimProbeContext,
    category: *const c_char,
    key: *const c_char,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; context => {
        let (category, key) = (needed("category", category)?, needed("key", key)?);
        let removed = (*context).shared.with(|context| Ok(context.caches().remove(category, key)?))?;
        Ok(if removed { PLIM_OK } else { PLIM_ABSENT })
    })
}

/// Takes out everything of a category, the library's own with it.
#[no_mangle]
pub unsafe extern "C" fn plim_cache_clear(
    context: *const PlimProbeContext,
    category: *const c_char,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; context => {
        let category = needed("category", category)?;
        (*context).shared.with(|context| Ok(context.caches().clear(category)?))?;
        Ok(PLIM_OK)
    })
}

/// What happened in each category in this process, as a JSON document (`"schema": "plimsoll.caches/1"`): `categories` holds
/// for each name `hits`, `misses`, `fetches`, `evictions`, `expiries`, `entries` and `bytes`. Free it with
/// `plim_string_free`.
#[no_mangle]
pub unsafe extern "C" fn plim_cache_statistics(
    context: *const PlimProbeContext,
    json: *mut PlimString,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; context, json => {
        let statistics = (*context).shared.with(|context| Ok(context.caches().statistics()))?;
        let categories = statistics.into_iter().collect();
        json.write(json_of(&Document { schema: "plimsoll.caches/1", categories })?);
        Ok(PLIM_OK)
    })
}
