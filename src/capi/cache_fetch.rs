//! What is not in a cache, brought once for all who ask.

use std::ffi::{c_char, c_void};
use std::slice;
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::cache::{needed, time};
use super::error::PlimError;
use super::guard::Failure;
use super::monitor_options::text;
use super::probe_context::PlimProbeContext;
use super::status::{Status, PLIM_ABSENT, PLIM_NOT_ENOUGH_DATA, PLIM_OK};
use super::string::PlimString;
use crate::probe::{Answer, Fetched};

/// A year: beyond what any clock of ours can be asked for nobody waits.
const LONGEST: Duration = Duration::from_secs(366 * 86_400);

/// What a fetch brings; lent for the call of its callback.
pub struct PlimFetched {
    value: Option<(Vec<u8>, Option<Duration>)>,
    message: String,
}

/// Brings what is not in a cache, on the thread that called `plim_cache_get_or_fetch`. `PLIM_OK` after `plim_fetched_set`;
/// `PLIM_ABSENT` where there is no value, which is remembered for the time of `plim_fetched_set`, if that was called, or of
/// the category; anything else where it failed, which is not remembered: `plim_fetched_fail` says why. It must return: no
/// exception, no `longjmp`; and it must not ask for its own key.
pub type FetchCallback =
    Option<unsafe extern "C" fn(fetched: *mut PlimFetched, user_data: *mut c_void) -> i32>;

/// Says what was fetched: a copy of `len` bytes, to be kept for `ttl_ns` or (0) for the category's time. `bytes` may be NULL
/// where `len` is 0.
#[no_mangle]
pub unsafe extern "C" fn plim_fetched_set(
    fetched: *mut PlimFetched,
    bytes: *const c_void,
    len: usize,
    ttl_ns: u64,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; fetched => {
        if bytes.is_null() && len != 0 {
            return Err(Failure::Null("bytes"));
        }
        let value = if len == 0 { Vec::new() } else { slice::from_raw_parts(bytes.cast::<u8>(), len).to_vec() };
        (*fetched).value = Some((value, time(ttl_ns)));
        Ok(PLIM_OK)
    })
}

/// Says why nothing was fetched, for all who wait for it.
#[no_mangle]
pub unsafe extern "C" fn plim_fetched_fail(
    fetched: *mut PlimFetched,
    message: *const c_char,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; fetched => {
        text("message", message)?.unwrap_or_default().clone_into(&mut (*fetched).message);
        Ok(PLIM_OK)
    })
}

/// As `plim_cache_get`, but what is not known is fetched by `fetch`: it is called by one of all who ask at the same time, on
/// that one's thread and given its `user_data`, and the others wait. `PLIM_NOT_ENOUGH_DATA` where another's fetch has not
/// ended after `timeout_ns`, which ends no fetch; `PLIM_E_CALLBACK` where it failed, with what it says.
#[no_mangle]
pub unsafe extern "C" fn plim_cache_get_or_fetch(
    context: *const PlimProbeContext,
    category: *const c_char,
    key: *const c_char,
    timeout_ns: u64,
    fetch: FetchCallback,
    user_data: *mut c_void,
    value: *mut PlimString,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; context, value => {
        value.write(PlimString::NOTHING);
        let (category, key) = (needed("category", category)?, needed("key", key)?);
        let fetch = fetch.ok_or(Failure::Null("fetch"))?;
        let deadline = Instant::now() + Duration::from_nanos(timeout_ns).min(LONGEST);
        let answer = (*context).shared.with(|context| {
            let ttl = context.caches().ttl(category)?;
            // SAFETY: given by the caller to be called so.
            Ok(context.caches().fetch(category, key, deadline, || unsafe { fetched(fetch, user_data, ttl) })?)
        })?;
        match answer {
            Answer::Found(bytes) => {
                value.write(PlimString::new(&*bytes));
                Ok(PLIM_OK)
            }
            Answer::Absent => Ok(PLIM_ABSENT),
            Answer::Waited => Ok(PLIM_NOT_ENOUGH_DATA),
            Answer::Failed(message) => Err(Failure::Callback(message.to_string())),
        }
    })
}

/// Calls the caller's callback.
unsafe fn fetched(
    fetch: unsafe extern "C" fn(*mut PlimFetched, *mut c_void) -> i32,
    user_data: *mut c_void,
    ttl: Duration,
) -> Result<Fetched<Arc<[u8]>>, Arc<str>> {
    let mut brought = PlimFetched { value: None, message: String::new() };
    match (fetch(&raw mut brought, user_data), brought.value) {
        (PLIM_OK, Some((value, own))) => Ok(Fetched::Found { value: value.into(), ttl: own.unwrap_or(ttl) }),
        (PLIM_ABSENT, given) => Ok(Fetched::Absent { ttl: given.and_then(|(_, own)| own).unwrap_or(ttl) }),
        (PLIM_OK, None) => Err("the fetch brought nothing: it gave PLIM_OK without plim_fetched_set".into()),
        _ if brought.message.is_empty() => Err("the fetch failed, and did not say why".into()),
        _ => Err(brought.message.into()),
    }
}
