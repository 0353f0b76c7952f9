//! One check of one server.

use serde::Serialize;

use super::error::PlimError;
use super::guard::Failure;
use super::probe_context::PlimProbeContext;
use super::probe_outcome::PlimOutcome;
use super::probe_targets::PlimTargets;
use super::sized;
use super::status::{Status, PLIM_OK};
use super::string::PlimString;
use crate::error::{Error, ErrorKind};
use crate::probe::{probe, Outcome};

/// An outcome by itself.
#[derive(Serialize)]
struct Document<'a> {
    schema: &'static str,
    #[serde(flatten)]
    outcome: &'a Outcome,
}

/// The document of an outcome, as the library's own.
pub(super) fn text(outcome: &Outcome) -> Result<String, Failure> {
    serde_json::to_string(&Document { schema: "plimsoll.outcome/1", outcome }).map_err(|error| {
        let message = format!("the document cannot be written as JSON: {error}");
        Error::new(ErrorKind::Malformed, message).into()
    })
}

/// The document of an outcome, to give away.
pub(super) fn document(outcome: &Outcome) -> Result<PlimString, Failure> {
    Ok(PlimString::new(text(outcome)?))
}

/// Checks target number `index` once, on the calling thread, enabled or not. Returns at the target's
/// deadline at the latest; a signal does not end it sooner. Whatever the server does, or if it is not
/// there at all, that is an outcome and `PLIM_OK`; an error is a wrong argument or a closed context.
///
/// `outcome` may be NULL, with a size of 0. `json`, which may be NULL, becomes a JSON document that says
/// more (`"schema": "plimsoll.outcome/1"`), to be freed with `plim_string_free`.
#[no_mangle]
pub unsafe extern "C" fn plim_probe(
    context: *const PlimProbeContext,
    targets: *const PlimTargets,
    index: usize,
    outcome: *mut PlimOutcome,
    outcome_size: usize,
    json: *mut PlimString,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; context, targets => {
        if outcome.is_null() && outcome_size != 0 {
            return Err(Failure::Null("outcome"));
        }
        let target = (*targets).target(index)?;
        let shared = &(*context).shared;
        let found = shared.with(|context| {
            let found = probe(context, target);
            if shared.is_closed() {
                // Closed in the middle: what this check connected since then is ended too.
                context.close(std::time::Duration::ZERO);
            }
            Ok(found)
        })?;
        if !json.is_null() {
            json.write(document(&found)?);
        }
        if !outcome.is_null() {
            sized::give(&PlimOutcome::of(&found), outcome, outcome_size);
        }
        Ok(PLIM_OK)
    })
}
