//! Metrics for a collector of OpenTelemetry.

use std::ffi::c_char;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use super::error::PlimError;
use super::monitor::PlimMonitor;
use super::monitor_options::text;
use super::monitor_verdict::json_of;
use super::status::{Status, PLIM_OK};
use super::string::PlimString;
use crate::config;
use crate::export::otlp::Exporter;
use crate::export::Exposition;

/// Sends what a monitor knows to a collector of OpenTelemetry, on a thread of its own. Made by `plim_exporter_new`; any
/// thread may use it at any time.
pub struct PlimExporter {
    exporter: Exporter,
    /// Kept, so that its text is not allocated anew each time.
    page: Mutex<Exposition>,
}

/// Makes an exporter, to be freed with `plim_exporter_free`. Starts no thread and opens no connection.
///
/// `settings` is what a configuration says in `export` (docs/configuration.md), as a JSON object or in YAML, such as
/// `{"otlp": {"endpoint": "http://collector:4318"}}`; borrowed for the call. NULL: nothing. What it leaves open in `otlp` is
/// taken from the variables that OpenTelemetry's own libraries obey (`OTEL_EXPORTER_OTLP_ENDPOINT` and so on,
/// docs/opentelemetry.md), and is `http://localhost:4318` otherwise. `PLIM_E_NOT_BUILT` in a library without the feature
/// `otlp`.
#[no_mangle]
pub unsafe extern "C" fn plim_exporter_new(
    settings: *const c_char,
    exporter: *mut *mut PlimExporter,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; exporter => {
        let mut settings = match text("settings", settings)? {
            Some(text) => config::parse_export(text)?,
            None => config::ExportSettings::default(),
        };
        let otlp = settings.otlp.take().unwrap_or_default();
        let made = Exporter::from_environment(otlp)?;
        let page = Mutex::new(Exposition::with(settings));
        exporter.write(Box::into_raw(Box::new(PlimExporter { exporter: made, page })));
        Ok(PLIM_OK)
    })
}

/// 1 where the interval (`otlp.interval`, 60 s) has passed since the latest page, and before the first one; else 0. -1 for
/// NULL.
#[no_mangle]
pub unsafe extern "C" fn plim_exporter_is_due(exporter: *const PlimExporter) -> i32 {
    export!(or -1 => { exporter.as_ref().map_or(-1, |exporter| i32::from(exporter.exporter.is_due())) })
}

/// Hands over everything that the monitor knows now: what `plim_monitor_metrics` gives. It never waits for the collector,
/// and starts the thread (`plimsoll-otlp`, all signals blocked) if there is none. `taken`, which may be NULL, becomes 1, or 0
/// after the end and where no thread can be started. At most 16 pages wait; of more the oldest are dropped.
#[no_mangle]
pub unsafe extern "C" fn plim_exporter_send(
    exporter: *const PlimExporter,
    monitor: *const PlimMonitor,
    taken: *mut i32,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; exporter, monitor => {
        let PlimExporter { exporter, page } = &*exporter;
        let was_taken = (*monitor).handle.with(|monitor| {
            // Half a page of one that panicked is cleared.
            let mut page = page.lock().unwrap_or_else(PoisonError::into_inner);
            page.clear();
            page.monitor(monitor);
            Ok(exporter.send(&page))
        })?;
        if let Some(taken) = taken.as_mut() {
            *taken = i32::from(was_taken);
        }
        Ok(PLIM_OK)
    })
}

/// Hands over a page in the text format 0.0.4 of Prometheus: what `plim_monitor_metrics` and its like gave, one behind the
/// other, and metrics of the caller's own whose names begin with `plimsoll_`. `text` is borrowed for the call; everything else
/// is as for `plim_exporter_send`.
/// `PLIM_E_MALFORMED` where a line is no such metric, comes without its `# TYPE`, or stands twice: nothing is sent then.
#[no_mangle]
pub unsafe extern "C" fn plim_exporter_send_text(
    exporter: *const PlimExporter,
    text: *const c_char,
    taken: *mut i32,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; exporter, text => {
        let PlimExporter { exporter, page } = &*exporter;
        let told = self::text("text", text)?.unwrap_or_default();
        // As above.
        let mut page = page.lock().unwrap_or_else(PoisonError::into_inner);
        page.clear();
        page.add_text(told)?;
        let was_taken = exporter.send(&page);
        if let Some(taken) = taken.as_mut() {
            *taken = i32::from(was_taken);
        }
        Ok(PLIM_OK)
    })
}

/// What became of the pages in this process: a JSON document (`waiting`, `sent`, `failed`, `dropped`, `retried`,
/// `rejected_points`, `last_error`), to be freed with `plim_string_free`.
#[no_mangle]
pub unsafe extern "C" fn plim_exporter_statistics(
    exporter: *const PlimExporter,
    json: *mut PlimString,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; exporter, json => {
        json.write(json_of(&(*exporter).exporter.statistics())?);
        Ok(PLIM_OK)
    })
}

/// Sends what waits, within `timeout_ns`, and ends the thread; nothing is taken afterwards. `ended`, which may be NULL, becomes 1,
/// or 0 where the thread is still held (a name that is looked up can hold it): call it again then. May be called again.
#[no_mangle]
pub unsafe extern "C" fn plim_exporter_close(
    exporter: *const PlimExporter,
    timeout_ns: u64,
    ended: *mut i32,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; exporter => {
        let is_over = (*exporter).exporter.close(Duration::from_nanos(timeout_ns));
        if let Some(ended) = ended.as_mut() {
            *ended = i32::from(is_over);
        }
        Ok(PLIM_OK)
    })
}

/// Frees an exporter that no thread uses; one that is not closed has 2 s for what waits. NULL is fine.
#[no_mangle]
pub unsafe extern "C" fn plim_exporter_free(exporter: *mut PlimExporter) {
    export!(or () => {
        if !exporter.is_null() {
            drop(Box::from_raw(exporter));
        }
    });
}
