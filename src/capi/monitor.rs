//! The monitor: samples over a window, and the verdict on them.

use std::time::Duration;

use super::error::PlimError;
use super::guard::Failure;
use super::handle::{Build, Handle};
use super::sampler_options::PlimSamplerOptions;
use super::sized::{self, Plain};
use super::status::{Status, PLIM_NOT_ENOUGH_DATA, PLIM_OK};
use super::string::PlimString;
use crate::error::{Error, ErrorKind, Result};
use crate::fields::Sample;
use crate::finding::Level;
use crate::monitor::{Monitor, MonitorOptions};

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

/// What a monitor watches, and over how much time it judges. All zero is the default for each.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct PlimMonitorOptions {
    /// Over how much time rates are computed, in nanoseconds up to one hour. 0: 5 seconds.
    pub window_ns: u64,
    /// What is read, of which target; borrowed for the call. NULL: everything, of the calling
    /// process and its container.
    pub sampler: *const PlimSamplerOptions,
    /// `sizeof *sampler`; 0 for NULL.
    pub sampler_size: usize,
}

// SAFETY: integers and a pointer in an order without padding.
unsafe impl Plain for PlimMonitorOptions {}

impl PlimMonitorOptions {
    /// # Safety
    /// `sampler`, unless NULL, must point to `sampler_size` readable bytes, as in
    /// [`PlimSamplerOptions::builder`].
    unsafe fn options(&self) -> std::result::Result<MonitorOptions, Failure> {
        let mut options = MonitorOptions::default();
        if self.window_ns != 0 {
            options.window = Duration::from_nanos(self.window_ns);
        }
        if !self.sampler.is_null() {
            options.sampler = sized::take(self.sampler, self.sampler_size, "sampler")?.builder()?;
        }
        Ok(options)
    }
}

/// Watches one container. Made by `plim_monitor_new`; starts no thread: everything happens on the
/// caller's. Several threads may use one at once, and so may a child after a fork.
pub struct PlimMonitor {
    handle: Handle<Monitor>,
}

impl Build for Monitor {
    type Options = MonitorOptions;
    const NAME: &'static str = "monitor";

    fn build(options: &MonitorOptions) -> Result<Self> {
        Monitor::new(options.clone())
    }
}

/// Opens the kernel's files and makes a monitor of them, to be freed with `plim_monitor_free`.
///
/// `options` may be NULL, with a size of 0, for the defaults.
#[no_mangle]
pub unsafe extern "C" fn plim_monitor_new(
    options: *const PlimMonitorOptions,
    options_size: usize,
    monitor: *mut *mut PlimMonitor,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; monitor => {
        let options = if options.is_null() && options_size == 0 {
            MonitorOptions::default()
        } else if options.is_null() {
            return Err(Failure::Null("options"));
        } else {
            sized::take(options, options_size, "options")?.options()?
        };
        let made = PlimMonitor { handle: Handle::new(options)? };
        monitor.write(Box::into_raw(Box::new(made)));
        Ok(PLIM_OK)
    })
}

/// Takes one sample. A verdict needs two, some time apart.
#[no_mangle]
pub unsafe extern "C" fn plim_monitor_observe(monitor: *mut PlimMonitor, err: *mut *mut PlimError) -> Status {
    export!(err; monitor => {
        (*monitor).handle.with(|monitor| Ok(monitor.observe()?))?;
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

/// The verdict on the samples of the window: the level (`PLIM_LEVEL_...`), and all of it as the JSON
/// document that `plimsoll diagnose --json` prints. Either may be NULL; free `json` with
/// `plim_string_free`. `PLIM_NOT_ENOUGH_DATA`, and `PLIM_LEVEL_UNKNOWN`, where nothing was read from
/// which a level could be told.
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
            let text = serde_json::to_vec(&report).map_err(|error| {
                Error::new(ErrorKind::Malformed, format!("the diagnosis cannot be written as JSON: {error}"))
            })?;
            Ok((report.diagnosis.level, Some(text)))
        })?;
        let found = match found {
            None => PLIM_LEVEL_UNKNOWN,
            Some(Level::Optimal) => PLIM_LEVEL_OPTIMAL,
            Some(Level::Good) => PLIM_LEVEL_GOOD,
            Some(Level::Degraded) => PLIM_LEVEL_DEGRADED,
            Some(Level::Poor) => PLIM_LEVEL_POOR,
        };
        if let Some(text) = text {
            json.write(PlimString::new(text));
        }
        if !level.is_null() {
            level.write(found);
        }
        Ok(if found == PLIM_LEVEL_UNKNOWN { PLIM_NOT_ENOUGH_DATA } else { PLIM_OK })
    })
}

/// Closes the monitor's files. Waits for calls of other threads; all later calls answer
/// `PLIM_E_CLOSED`. Closing it again does nothing and is `PLIM_OK`.
#[no_mangle]
pub unsafe extern "C" fn plim_monitor_close(monitor: *mut PlimMonitor, err: *mut *mut PlimError) -> Status {
    export!(err; monitor => {
        (*monitor).handle.close();
        Ok(PLIM_OK)
    })
}

/// Closes and frees a monitor, which no thread may be using or use again. NULL is fine.
#[no_mangle]
pub unsafe extern "C" fn plim_monitor_free(monitor: *mut PlimMonitor) {
    export!(or () => {
        if !monitor.is_null() {
            drop(Box::from_raw(monitor));
        }
    });
}
