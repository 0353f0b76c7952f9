//! One plain request over a connection of a pool.

use serde::Serialize;

use super::error::PlimError;
use super::guard::Failure;
use super::monitor_verdict::json_of;
use super::pool;
use super::probe_context::PlimProbeContext;
use super::probe_reasons;
use super::request_options::PlimRequestOptions;
use super::sized::{self, Plain};
use super::status::{Status, PLIM_OK};
use super::string::PlimString;
use crate::finding::Reason;
use crate::probe::{Phases, PlainResponse, RequestError};

/// What a request came to. The JSON document that `plim_request` gives says more.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct PlimResponse {
    /// `PLIM_REASON_OK` where there is an answer, whatever its status; else why there is none.
    pub reason: i32,
    /// The HTTP status; 0 where there is no answer.
    pub http_status: u32,
    /// Redirects that were followed.
    pub redirects: u32,
    /// Requests sent.
    pub requests: u32,
    /// Connections made for them.
    pub connections: u32,
    /// 1 where every request went over a kept connection, else 0.
    pub reused: u32,
    /// From the start of the latest request to the first byte of its answer, in nanoseconds; 0 where
    /// none came.
    pub first_byte_ns: u64,
    /// Everything, in nanoseconds.
    pub total_ns: u64,
}

// SAFETY: integers in an order without padding.
unsafe impl Plain for PlimResponse {}

#[derive(Serialize)]
struct Document<'a> {
    schema: &'static str,
    reason: Reason,
    message: &'a str,
    #[serde(flatten)]
    response: Option<&'a PlainResponse>,
    /// Those of an answer are in it.
    #[serde(flatten)]
    failed: Option<Failed>,
}

#[derive(Serialize)]
struct Failed {
    phases: Phases,
}

impl PlimResponse {
    fn of(reason: Reason, phases: &Phases, answer: Option<&PlainResponse>) -> Self {
        let nanoseconds = |time: std::time::Duration| u64::try_from(time.as_nanos()).unwrap_or(u64::MAX);
        PlimResponse {
            reason: probe_reasons::number(reason),
            http_status: answer.map_or(0, |answer| u32::from(answer.status)),
            redirects: answer.map_or(0, |answer| answer.redirects),
            requests: phases.requests,
            connections: phases.connections,
            reused: u32::from(phases.reused),
            first_byte_ns: phases.first_byte.map_or(0, nanoseconds),
            total_ns: nanoseconds(phases.total),
        }
    }
}

fn document(result: &Result<PlainResponse, RequestError>) -> Result<PlimString, Failure> {
    let schema = "plimsoll.response/1";
    match result {
        Ok(answer) => {
            let message = format!("status {}", answer.status);
            let (response, failed) = (Some(answer), None);
            json_of(&Document { schema, reason: Reason::Ok, message: &message, response, failed })
        }
        Err(error) => {
            let failed = Some(Failed { phases: *error.phases });
            let RequestError { reason, message, .. } = error;
            json_of(&Document { schema, reason: *reason, message, response: None, failed })
        }
    }
}

/// Sends one request over a connection of a pool (`PLIM_POOL_...`), on the calling thread, and reads
/// its answer; returns when its time is up at the latest. Whatever the server does, or if it is not
/// there at all, is in `response->reason`, and `PLIM_OK`; an error is a wrong argument or a closed
/// context. Where a kept connection turns out closed, a request whose method is idempotent is sent
/// again, once, over a new one.
///
/// `response` may be NULL, with a size of 0. `body` and `json`, each of which may be NULL, become the
/// body, decompressed, and a JSON document that says more (`"schema": "plimsoll.response/1"`: `reason`,
/// `message`, `status`, `url`, `headers` as a list of pairs, `phases`, `bytes`, `certificate`); each is to
/// be freed with `plim_string_free`.
#[no_mangle]
pub unsafe extern "C" fn plim_request(
    context: *const PlimProbeContext,
    pool: i32,
    request: *const PlimRequestOptions,
    request_size: usize,
    response: *mut PlimResponse,
    response_size: usize,
    body: *mut PlimString,
    json: *mut PlimString,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; context, request => {
        if response.is_null() && response_size != 0 {
            return Err(Failure::Null("response"));
        }
        let pool = pool::pool(pool)?;
        let wanted = sized::take(request, request_size, "request")?.request()?;
        let shared = &(*context).shared;
        let result = shared.with(|context| {
            let result = context.request(pool, &wanted);
            if shared.is_closed() {
                // Closed in the middle: what this connected since then is ended too.
                context.close(std::time::Duration::ZERO);
            }
            Ok(result)
        })?;
        let given = match &result {
            Ok(answer) => PlimResponse::of(Reason::Ok, &answer.phases, Some(answer)),
            Err(error) => PlimResponse::of(error.reason, &error.phases, None),
        };
        if !json.is_null() {
            json.write(document(&result)?);
        }
        if !body.is_null() {
            body.write(result.map_or(PlimString::NOTHING, |answer| PlimString::new(answer.body)));
        }
        if !response.is_null() {
            sized::give(&given, response, response_size);
        }
        Ok(PLIM_OK)
    })
}
