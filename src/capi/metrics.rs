//! What a gate, a checker and a context of probes know, as metrics.

use super::checker::PlimChecker;
use super::error::PlimError;
use super::gate::PlimGate;
use super::probe_context::PlimProbeContext;
use super::status::{Status, PLIM_OK};
use super::string::PlimString;
use crate::admit::Admission;
use crate::export::Exposition;

/// What was written, to give away.
fn given(page: Exposition) -> PlimString {
    PlimString::new(page.into_text())
}

/// What goes on at a gate and what it did, in the text format 0.0.4 of Prometheus: the families `plimsoll_gate_...` of
/// docs/metrics.md. Free it with `plim_string_free`. `PLIM_E_NOT_BUILT` in a library without the feature `export`.
#[no_mangle]
pub unsafe extern "C" fn plim_gate_metrics(
    gate: *const PlimGate,
    text: *mut PlimString,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; gate, text => {
        let gate = (*gate).open()?;
        let mut page = Exposition::new();
        page.gate(&gate.state(), &gate.statistics());
        text.write(given(page));
        Ok(PLIM_OK)
    })
}

/// What is known of the watched checks, and what the checker did and does, its pools, caches and alerts included, in the text
/// format 0.0.4 of Prometheus: the families `plimsoll_check_...`, `plimsoll_checker_...`, `plimsoll_pool_...`,
/// `plimsoll_cache_...` and `plimsoll_alert...` of docs/metrics.md, but for those of shards. Its gate has a text of its own.
/// Texts of a monitor, a checker and a gate make one page, one behind the other. Free it with `plim_string_free`.
/// `PLIM_E_NOT_BUILT` in a library without the feature `export`.
#[no_mangle]
pub unsafe extern "C" fn plim_checker_metrics(
    checker: *const PlimChecker,
    text: *mut PlimString,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; checker, text => {
        let mut page = Exposition::new();
        let engine = (*checker).checker()?;
        let (states, mut checks) = (engine.states(), engine.checks());
        for check in &mut checks {
            check.interval.get_or_insert(engine.options().interval);
        }
        page.checks(&states, &checks);
        (*checker).alarm.export(&mut page, &states, &checks);
        page.checker(&engine.statistics(), states.len());
        text.write(given(page));
        Ok(PLIM_OK)
    })
}

/// What the pools and the caches of a context of probes have and did, in the text format 0.0.4 of Prometheus: the families
/// `plimsoll_pool_...` and `plimsoll_cache_...` of docs/metrics.md. A checker's text has them too, of its own probes: the two
/// do not fit on one page. Free it with `plim_string_free`. `PLIM_E_NOT_BUILT` in a library without the feature `export`.
#[no_mangle]
pub unsafe extern "C" fn plim_probe_context_metrics(
    context: *const PlimProbeContext,
    text: *mut PlimString,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; context, text => {
        let page = (*context).shared.with(|context| {
            let mut page = Exposition::new();
            page.probe_context(context);
            Ok(page)
        })?;
        text.write(given(page));
        Ok(PLIM_OK)
    })
}
