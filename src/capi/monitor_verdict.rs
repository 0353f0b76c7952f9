//! What a monitor says: verdict, load line, advice, and what it has learnt.

use std::ffi::c_char;
use std::slice;

use serde::Serialize;

use super::error::PlimError;
use super::guard::{Failure, Outcome};
use super::monitor::{level_number, PlimMonitor, PLIM_LEVEL_UNKNOWN};
use super::sized::{self, Plain};
use super::status::{Status, PLIM_NOT_ENOUGH_DATA, PLIM_OK};
use super::string::PlimString;
use crate::advise::{Allocation, WorkloadPattern};
use crate::error::{Error, ErrorKind};
use crate::monitor::{LoadAdvice, LoadLine, Monitor};

/// To be recognised from the history.
pub const PLIM_PATTERN_DETECT: i32 = 0;
/// No resource stands out.
pub const PLIM_PATTERN_BALANCED: i32 = 1;
/// It computes.
pub const PLIM_PATTERN_CPU_INTENSIVE: i32 = 2;
/// It holds much memory for the CPU time that it uses.
pub const PLIM_PATTERN_MEMORY_INTENSIVE: i32 = 3;
/// It reads, writes, sends and receives, and waits for that.
pub const PLIM_PATTERN_IO_INTENSIVE: i32 = 4;
/// Idle most of the time, with peaks far above its mean.
pub const PLIM_PATTERN_BURST: i32 = 5;

/// There is room for more work.
pub const PLIM_LOAD_ACCEPT: i32 = 0;
/// Close to the mark: take work in more slowly.
pub const PLIM_LOAD_SLOW: i32 = 1;
/// Laden to the mark or beyond: take no more until it is less.
pub const PLIM_LOAD_REFUSE: i32 = 2;

/// How laden the container is, as one number.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct PlimLoadLine {
    /// 0 empty, 1.0 laden to the mark, above it overladen; NaN before anything was read.
    pub reading: f64,
    /// What is left of the resource up to the mark, in `headroom_unit`; 0 above it, NaN if not known.
    pub headroom: f64,
    /// Whether to take more work: `PLIM_LOAD_...`. It turns at other readings on the way down than
    /// on the way up, so that it does not flap.
    pub advice: i32,
    /// 0.
    pub reserved: i32,
    /// The resource that is closest to its mark: `cpu`, `memory`, `metric:<name>`, ..., padded with
    /// NUL; empty before anything was read.
    pub resource: [u8; 80],
    /// `cpus`, `bytes`, `count`, ..., padded with NUL; empty where the headroom is not known.
    pub headroom_unit: [u8; 24],
    /// What is left is called so, such as `memory_headroom`; padded with NUL.
    pub headroom_name: [u8; 24],
    /// Whose it is: `cgroup`, `host`, `process`, ..., padded with NUL.
    pub headroom_scope: [u8; 24],
}

// SAFETY: floats, integers and bytes in an order without padding.
unsafe impl Plain for PlimLoadLine {}

impl PlimLoadLine {
    fn of(line: &LoadLine) -> Self {
        let mut out = PlimLoadLine {
            reading: line.reading.unwrap_or(f64::NAN),
            headroom: line.headroom.as_ref().map_or(f64::NAN, |left| left.value),
            advice: match line.advice {
                LoadAdvice::Accept => PLIM_LOAD_ACCEPT,
                LoadAdvice::Slow => PLIM_LOAD_SLOW,
                LoadAdvice::Refuse => PLIM_LOAD_REFUSE,
            },
            reserved: 0,
            resource: [0; 80],
            headroom_unit: [0; 24],
            headroom_name: [0; 24],
            headroom_scope: [0; 24],
        };
        if let Some(resource) = &line.resource {
            put(&mut out.resource, &resource.name());
        }
        if let Some(left) = &line.headroom {
            put(&mut out.headroom_unit, left.unit.name());
            put(&mut out.headroom_name, &left.name);
            put(&mut out.headroom_scope, left.scope.name());
        }
        out
    }
}

/// Text into a field, with at least one NUL behind it.
pub(super) fn put(field: &mut [u8], text: &str) {
    let fits = text.len().min(field.len() - 1);
    field[..fits].copy_from_slice(&text.as_bytes()[..fits]);
}

pub(super) fn json_of(value: &impl Serialize) -> Result<PlimString, Failure> {
    let text = serde_json::to_vec(value).map_err(|error| {
        Error::new(ErrorKind::Malformed, format!("the document cannot be written as JSON: {error}"))
    })?;
    Ok(PlimString::new(text))
}

/// Makes a document of the monitor and hands it out.
unsafe fn document<T: Serialize>(
    monitor: *const PlimMonitor,
    json: *mut PlimString,
    of: impl FnOnce(&Monitor) -> T,
) -> Outcome {
    let text = (*monitor).handle.with(|monitor| json_of(&of(monitor)))?;
    json.write(text);
    Ok(PLIM_OK)
}

/// The verdict on what was observed: the level (`PLIM_LEVEL_...`), and with everything else that is
/// known as the JSON document that `plimsoll diagnose --json` prints. Either may be NULL; free `json`
/// with `plim_string_free`. `PLIM_NOT_ENOUGH_DATA`, and `PLIM_LEVEL_UNKNOWN`, where nothing was read
/// from which a level could be told.
#[no_mangle]
pub unsafe extern "C" fn plim_monitor_diagnose(
    monitor: *const PlimMonitor,
    level: *mut i32,
    json: *mut PlimString,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; monitor => {
        let (found, text) = (*monitor).handle.with(|monitor| {
            if json.is_null() {
                return Ok((monitor.diagnose().level, None));
            }
            let report = monitor.report();
            Ok((report.diagnosis.level, Some(json_of(&report)?)))
        })?;
        let found = level_number(found);
        if let Some(text) = text {
            json.write(text);
        }
        if !level.is_null() {
            level.write(found);
        }
        Ok(if found == PLIM_LEVEL_UNKNOWN { PLIM_NOT_ENOUGH_DATA } else { PLIM_OK })
    })
}

/// The document of `plim_monitor_diagnose` with the history of every signal.
#[no_mangle]
pub unsafe extern "C" fn plim_monitor_report(
    monitor: *const PlimMonitor,
    json: *mut PlimString,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; monitor, json => { document(monitor, json, Monitor::report_with_history) })
}

/// How laden the container is as of the latest observation: cheap enough to ask before every job.
/// `PLIM_NOT_ENOUGH_DATA` before anything was read.
#[no_mangle]
pub unsafe extern "C" fn plim_monitor_load_line(
    monitor: *const PlimMonitor,
    line: *mut PlimLoadLine,
    line_size: usize,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; monitor, line => {
        let now = (*monitor).handle.with(|monitor| Ok(PlimLoadLine::of(&monitor.load_line())))?;
        sized::give(&now, line, line_size);
        Ok(if now.reading.is_nan() { PLIM_NOT_ENOUGH_DATA } else { PLIM_OK })
    })
}

/// What happened over the window, as a JSON document: rates, shares and events by name. Free it with
/// `plim_string_free`. `PLIM_NOT_ENOUGH_DATA`, and an empty string, before there are two samples.
#[no_mangle]
pub unsafe extern "C" fn plim_monitor_usage(
    monitor: *const PlimMonitor,
    json: *mut PlimString,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; monitor, json => {
        let usage = (*monitor).handle.with(|monitor| Ok(monitor.usage()))?;
        json.write(match &usage {
            Some(usage) => json_of(usage)?,
            None => PlimString::new(Vec::new()),
        });
        Ok(if usage.is_some() { PLIM_OK } else { PLIM_NOT_ENOUGH_DATA })
    })
}

/// What to change, as a JSON document: recommendations, replicas, what is wasted. Free it with
/// `plim_string_free`.
#[no_mangle]
pub unsafe extern "C" fn plim_monitor_recommend(
    monitor: *const PlimMonitor,
    json: *mut PlimString,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; monitor, json => { document(monitor, json, Monitor::recommend) })
}

/// How much CPU and memory the container should have, as a JSON document, by the rules of a pattern
/// (`PLIM_PATTERN_...`). `PLIM_NOT_ENOUGH_DATA`, and a document that says what is missing, where too
/// little was observed.
#[no_mangle]
pub unsafe extern "C" fn plim_monitor_allocation(
    monitor: *const PlimMonitor,
    pattern: i32,
    json: *mut PlimString,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; monitor, json => {
        let pattern = match pattern {
            PLIM_PATTERN_DETECT => WorkloadPattern::Detect,
            PLIM_PATTERN_BALANCED => WorkloadPattern::Balanced,
            PLIM_PATTERN_CPU_INTENSIVE => WorkloadPattern::CpuIntensive,
            PLIM_PATTERN_MEMORY_INTENSIVE => WorkloadPattern::MemoryIntensive,
            PLIM_PATTERN_IO_INTENSIVE => WorkloadPattern::IoIntensive,
            PLIM_PATTERN_BURST => WorkloadPattern::Burst,
            other => {
                return Err(Error::option("pattern", other, "allowed are PLIM_PATTERN_... (0 to 5)").into())
            }
        };
        let (text, known) = (*monitor).handle.with(|monitor| {
            let allocation = monitor.allocation(pattern);
            Ok((json_of(&allocation)?, matches!(allocation, Allocation::Advice(_))))
        })?;
        json.write(text);
        Ok(if known { PLIM_OK } else { PLIM_NOT_ENOUGH_DATA })
    })
}

/// What kind of work the container does: `PLIM_PATTERN_...`, how sure that is (0 to 1), and both with
/// their evidence as a JSON document. Each may be NULL. `PLIM_NOT_ENOUGH_DATA`, and
/// `PLIM_PATTERN_DETECT`, where too little was observed.
#[no_mangle]
pub unsafe extern "C" fn plim_monitor_workload_pattern(
    monitor: *const PlimMonitor,
    pattern: *mut i32,
    confidence: *mut f64,
    json: *mut PlimString,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; monitor => {
        let recognised = (*monitor).handle.with(|monitor| Ok(monitor.workload_pattern()))?;
        let number = match recognised.pattern {
            None | Some(WorkloadPattern::Detect) => PLIM_PATTERN_DETECT,
            Some(WorkloadPattern::Balanced) => PLIM_PATTERN_BALANCED,
            Some(WorkloadPattern::CpuIntensive) => PLIM_PATTERN_CPU_INTENSIVE,
            Some(WorkloadPattern::MemoryIntensive) => PLIM_PATTERN_MEMORY_INTENSIVE,
            Some(WorkloadPattern::IoIntensive) => PLIM_PATTERN_IO_INTENSIVE,
            Some(WorkloadPattern::Burst) => PLIM_PATTERN_BURST,
        };
        if !json.is_null() {
            json.write(json_of(&recognised)?);
        }
        if !pattern.is_null() {
            pattern.write(number);
        }
        if !confidence.is_null() {
            confidence.write(recognised.confidence);
        }
        Ok(if number == PLIM_PATTERN_DETECT { PLIM_NOT_ENOUGH_DATA } else { PLIM_OK })
    })
}

/// How well the container uses what it has: a score of 0 (bad) to 100 (good), and its parts with their
/// reasons as a JSON document, also against the baseline if one was kept. Either may be NULL.
/// `PLIM_NOT_ENOUGH_DATA`, and NaN, where too little was observed.
#[no_mangle]
pub unsafe extern "C" fn plim_monitor_efficiency(
    monitor: *const PlimMonitor,
    score: *mut f64,
    json: *mut PlimString,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; monitor => {
        let reading = (*monitor).handle.with(|monitor| Ok(monitor.efficiency()))?;
        if !json.is_null() {
            json.write(json_of(&reading)?);
        }
        if !score.is_null() {
            score.write(reading.score.unwrap_or(f64::NAN));
        }
        Ok(if reading.score.is_some() { PLIM_OK } else { PLIM_NOT_ENOUGH_DATA })
    })
}

/// Keeps the efficiency of now as the baseline that later scores are compared with; it is saved with
/// what was learnt. `PLIM_NOT_ENOUGH_DATA`, and the baseline stays, where too little was observed.
#[no_mangle]
pub unsafe extern "C" fn plim_monitor_keep_baseline(
    monitor: *mut PlimMonitor,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; monitor => {
        let kept = (*monitor).handle.with(|monitor| Ok(monitor.keep_baseline().is_some()))?;
        Ok(if kept { PLIM_OK } else { PLIM_NOT_ENOUGH_DATA })
    })
}

/// Everything that is known as one HTML page with charts, whole in itself. Free it with
/// `plim_string_free`. `PLIM_E_NOT_BUILT` in a library without the feature `report`.
#[no_mangle]
pub unsafe extern "C" fn plim_monitor_report_html(
    monitor: *const PlimMonitor,
    html: *mut PlimString,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; monitor, html => {
        let page = (*monitor).handle.with(|monitor| page(monitor))?;
        html.write(page);
        Ok(PLIM_OK)
    })
}

/// Everything that is known as metrics, in the text format 0.0.4 of Prometheus, to be answered to a scrape or added to the
/// host's own: the latest sample, the level, the load line, resources, bottlenecks and attached pools, each with a name that
/// begins with `plimsoll_` and ends in its unit. docs/metrics.md lists all. Free it with `plim_string_free`.
/// `PLIM_E_NOT_BUILT` in a library without the feature `export`.
#[no_mangle]
pub unsafe extern "C" fn plim_monitor_metrics(
    monitor: *const PlimMonitor,
    text: *mut PlimString,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; monitor, text => {
        let metrics = (*monitor).handle.with(|monitor| metrics(monitor))?;
        text.write(metrics);
        Ok(PLIM_OK)
    })
}

#[cfg(feature = "export")]
#[allow(clippy::unnecessary_wraps)] // Without the feature it fails.
fn metrics(monitor: &Monitor) -> Result<PlimString, Failure> {
    let mut page = crate::export::Exposition::new();
    page.monitor(monitor);
    Ok(PlimString::new(page.into_text().into_bytes()))
}

#[cfg(not(feature = "export"))]
fn metrics(_monitor: &Monitor) -> Result<PlimString, Failure> {
    Err(Failure::NotBuilt("export"))
}

#[cfg(feature = "report")]
#[allow(clippy::unnecessary_wraps)] // Without the feature it fails.
fn page(monitor: &Monitor) -> Result<PlimString, Failure> {
    use crate::report::{html, Document};
    Ok(PlimString::new(html(&Document::of(&monitor.report_with_history())).into_bytes()))
}

#[cfg(not(feature = "report"))]
fn page(_monitor: &Monitor) -> Result<PlimString, Failure> {
    Err(Failure::NotBuilt("report"))
}

/// What was learnt so far, to be kept and given to `plim_monitor_load_state` after a restart. Free it
/// with `plim_string_free`.
#[no_mangle]
pub unsafe extern "C" fn plim_monitor_save_state(
    monitor: *const PlimMonitor,
    state: *mut PlimString,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; monitor, state => {
        let saved = (*monitor).handle.with(|monitor| Ok(monitor.save_state()?))?;
        state.write(PlimString::new(saved));
        Ok(PLIM_OK)
    })
}

/// Goes on from what was saved. `PLIM_E_MALFORMED` for what is no saved state, is damaged, or was
/// saved by a version that keeps other things: the monitor is then as it was before, to go on with.
#[no_mangle]
pub unsafe extern "C" fn plim_monitor_load_state(
    monitor: *mut PlimMonitor,
    state: *const c_char,
    state_len: usize,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; monitor, state => {
        let saved = slice::from_raw_parts(state.cast::<u8>(), state_len);
        (*monitor).handle.with(|monitor| Ok(monitor.load_state(saved)?))?;
        Ok(PLIM_OK)
    })
}
