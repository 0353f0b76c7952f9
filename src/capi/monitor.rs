//! The monitor: what was observed, and what is fed to it.

use std::ffi::c_char;

use super::error::PlimError;
use super::guard::Failure;
use super::handle::{Build, Handle};
use super::kept_events;
use super::monitor_options::{text, PlimMonitorOptions};
use super::sized;
use super::status::{Status, PLIM_NOT_ENOUGH_DATA, PLIM_OK};
use super::string::PlimString;
use crate::error::Result;
use crate::fields::Sample;
use crate::finding::Level;
use crate::monitor::{EventSink, Monitor, MonitorOptions};

/// Nothing was read from which a level could be told.
pub const PLIM_LEVEL_UNKNOWN: i32 = 0;
/// Nothing limits the container.
pub const PLIM_LEVEL_OPTIMAL: i32 = 1;
/// Nothing that would be felt.
pub const PLIM_LEVEL_GOOD: i32 = 2;
/// Something limits it and is felt.
pub const PLIM_LEVEL_DEGRADED: i32 = 3;
/// Something limits it so far that work stalls or fails.
pub const PLIM_LEVEL_POOR: i32 = 4;

/// Watches one container. Made by `plim_monitor_new`; starts no thread: everything happens on the
/// caller's. Several threads may use one at once, and so may a child after a fork.
pub struct PlimMonitor {
    pub(super) handle: Handle<Monitor>,
}

impl Build for Monitor {
    type Options = MonitorOptions;
    const NAME: &'static str = "monitor";

    fn build(options: &MonitorOptions) -> Result<Self> {
        Monitor::new(options.clone())
    }
}

/// The number of a level in C.
pub(super) fn level_number(level: Option<Level>) -> i32 {
    match level {
        None => PLIM_LEVEL_UNKNOWN,
        Some(Level::Optimal) => PLIM_LEVEL_OPTIMAL,
        Some(Level::Good) => PLIM_LEVEL_GOOD,
        Some(Level::Degraded) => PLIM_LEVEL_DEGRADED,
        Some(Level::Poor) => PLIM_LEVEL_POOR,
    }
}

/// Opens the kernel's files and makes a monitor of them, to be freed with `plim_monitor_free`.
///
/// `options` may be NULL, with a size of 0, for the defaults. What callbacks are given belongs to the
/// library as soon as this is called: where it fails, it has been freed.
#[no_mangle]
pub unsafe extern "C" fn plim_monitor_new(
    options: *const PlimMonitorOptions,
    options_size: usize,
    monitor: *mut *mut PlimMonitor,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; => {
        let keep = EventSink::json(kept_events::keep);
        let mut wanted = MonitorOptions { on_event: Some(keep), ..MonitorOptions::default() };
        if options.is_null() {
            if options_size != 0 {
                return Err(Failure::Null("options"));
            }
        } else {
            // First, so that what the callbacks are given is freed whatever is wrong.
            sized::head(options, options_size).set_callbacks(&mut wanted);
            sized::take(options, options_size, "options")?.set_values(&mut wanted)?;
        }
        if monitor.is_null() {
            return Err(Failure::Null("monitor"));
        }
        let made = PlimMonitor { handle: Handle::new(wanted)? };
        monitor.write(Box::into_raw(Box::new(made)));
        Ok(PLIM_OK)
    })
}

/// Takes one sample and judges it; callbacks are called before it returns. A verdict needs two, some
/// time apart.
#[no_mangle]
pub unsafe extern "C" fn plim_monitor_observe(monitor: *mut PlimMonitor, err: *mut *mut PlimError) -> Status {
    export!(err; monitor => {
        kept_events::without(|| (*monitor).handle.with(|monitor| Ok(monitor.observe()?)))?;
        Ok(PLIM_OK)
    })
}

/// Does what `plim_monitor_observe` does, and gives what an `on_event` is called with: JSON objects,
/// one a line, and an empty string where nothing happened. For callers that cannot well be called
/// back; one that is told of in both ways is told twice. Free it with `plim_string_free`.
#[no_mangle]
pub unsafe extern "C" fn plim_monitor_observe_events(
    monitor: *mut PlimMonitor,
    events: *mut PlimString,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; monitor, events => {
        let (done, kept) = kept_events::during(|| (*monitor).handle.with(|monitor| Ok(monitor.observe()?)));
        done?;
        events.write(PlimString::new(kept));
        Ok(PLIM_OK)
    })
}

/// Takes in a metric of the caller's own, such as the length of its queue; `limit` is where it is
/// full, NULL where it has none. It joins the findings, the history and the load line with the next
/// observation, as `metric:<name>`, until it has not been fed for a minute; with a limit also the
/// trends, whether it grows and when it is full. At most 16 metrics, with names of up to 64 bytes.
#[no_mangle]
pub unsafe extern "C" fn plim_monitor_feed(
    monitor: *mut PlimMonitor,
    name: *const c_char,
    value: f64,
    limit: *const f64,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; monitor, name => {
        let name = text("name", name)?.unwrap_or_default();
        let limit = if limit.is_null() { None } else { Some(limit.read_unaligned()) };
        (*monitor).handle.with(|monitor| Ok(monitor.feed(name, value, limit)?))?;
        Ok(PLIM_OK)
    })
}

/// The latest sample. `PLIM_NOT_ENOUGH_DATA`, and a sample without values, before the first.
#[no_mangle]
pub unsafe extern "C" fn plim_monitor_sample(
    monitor: *const PlimMonitor,
    sample: *mut Sample,
    sample_size: usize,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; monitor, sample => {
        let latest = (*monitor).handle.with(|monitor| Ok(monitor.sample().copied()))?;
        sized::give(&latest.unwrap_or_default(), sample, sample_size);
        Ok(if latest.is_some() { PLIM_OK } else { PLIM_NOT_ENOUGH_DATA })
    })
}

/// Forgets all that was observed and learnt, and opens the kernel's files anew.
#[no_mangle]
pub unsafe extern "C" fn plim_monitor_reset(monitor: *mut PlimMonitor, err: *mut *mut PlimError) -> Status {
    export!(err; monitor => {
        (*monitor).handle.with(|monitor| Ok(monitor.reset()?))?;
        Ok(PLIM_OK)
    })
}

/// Closes the monitor's files. Waits for calls of other threads; all later calls answer
/// `PLIM_E_CLOSED`, and no callback is called any more. Closing it again does nothing and is `PLIM_OK`.
#[no_mangle]
pub unsafe extern "C" fn plim_monitor_close(monitor: *mut PlimMonitor, err: *mut *mut PlimError) -> Status {
    export!(err; monitor => {
        (*monitor).handle.close()?;
        Ok(PLIM_OK)
    })
}

/// Closes and frees a monitor, which no thread may be using or use again, a callback of its own
/// included. NULL is fine.
#[no_mangle]
pub unsafe extern "C" fn plim_monitor_free(monitor: *mut PlimMonitor) {
    export!(or () => {
        if !monitor.is_null() {
            drop(Box::from_raw(monitor));
        }
    });
}
