//! The options of a monitor, as C gives them.

use std::ffi::{c_char, c_void, CStr};
use std::time::Duration;

use serde::Serialize;

use super::guard::Failure;
use super::kept_events;
use super::monitor::level_number;
use super::sampler_options::PlimSamplerOptions;
use super::sized::{self, Plain};
use super::thresholds::{self, PlimThreshold};
use super::user_data::{ended, Destructor, UserData};
use crate::advise::Prices;
use crate::error::{Error, ErrorKind};
use crate::monitor::{EventSink, LevelChange, LevelHook, MonitorOptions};

/// Good to know.
pub const PLIM_SEVERITY_LOW: i32 = 1;
/// Worth a look.
pub const PLIM_SEVERITY_MEDIUM: i32 = 2;
/// Limits the container now.
pub const PLIM_SEVERITY_HIGH: i32 = 3;
/// Work is failing or is about to.
pub const PLIM_SEVERITY_CRITICAL: i32 = 4;

/// Called with an event as a JSON object, on the thread that observes, before `plim_monitor_observe`
/// returns. The text ends with a NUL that `len` does not count, and is lent for the call.
pub type EventCallback =
    Option<unsafe extern "C" fn(json: *const c_char, len: usize, user_data: *mut c_void)>;

/// Called when the level changes (`PLIM_LEVEL_...`; a greater one is worse), on the thread that
/// observes. `json` tells more, ends with a NUL that `len` does not count, and is lent for the call.
pub type LevelCallback =
    Option<unsafe extern "C" fn(from: i32, to: i32, json: *const c_char, len: usize, user_data: *mut c_void)>;

/// What a monitor watches, and how. All zero is the default for each.
///
/// A callback must not call the monitor that calls it: that answers `PLIM_E_REENTRANT`. It may be
/// called on any thread that observes, one at a time, and must return: no exception, no `longjmp`. A
/// destructor is called once: when the monitor is freed, when `plim_monitor_new` fails, or at once
/// where there is no callback to give the data to.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct PlimMonitorOptions {
    /// Over how much time the usage of a diagnosis is computed, in nanoseconds up to one hour.
    /// 0: 5 seconds.
    pub window_ns: u64,
    /// What is read, of which target; borrowed for the call. NULL: everything, of the calling
    /// process and its container.
    pub sampler: *const PlimSamplerOptions,
    /// `sizeof *sampler`; 0 for NULL.
    pub sampler_size: usize,
    /// How many observations the history keeps, 16 to 10,000. 0: 1,000.
    pub history: u64,
    /// Thresholds of the caller's; borrowed for the call.
    pub thresholds: *const PlimThreshold,
    /// How many.
    pub thresholds_len: usize,
    /// What a CPU costs for an hour, in `currency`, to price what is wasted.
    pub price_per_core_hour: f64,
    /// What a GiB of memory costs for an hour.
    pub price_per_gibibyte_hour: f64,
    /// The currency of both, such as `EUR`; borrowed for the call. NULL: nothing is priced.
    pub currency: *const c_char,
    /// Called with each event: something was raised or cleared, the level changed.
    pub on_event: EventCallback,
    /// Given to `on_event`.
    pub on_event_data: *mut c_void,
    /// Frees `on_event_data`; may be NULL.
    pub on_event_free: Destructor,
    /// Called when the level changes.
    pub on_level: LevelCallback,
    /// Given to `on_level`.
    pub on_level_data: *mut c_void,
    /// Frees `on_level_data`; may be NULL.
    pub on_level_free: Destructor,
}

// SAFETY: integers, floats and pointers in an order without padding; a function pointer is any
// pointer or NULL.
unsafe impl Plain for PlimMonitorOptions {}

impl PlimMonitorOptions {
    /// # Safety
    /// Pointers, unless NULL, must be to what the members say.
    pub(super) unsafe fn set_values(&self, options: &mut MonitorOptions) -> Result<(), Failure> {
        if self.window_ns != 0 {
            options.window = Duration::from_nanos(self.window_ns);
        }
        if !self.sampler.is_null() {
            options.sampler = sized::take(self.sampler, self.sampler_size, "sampler")?.builder()?;
        }
        if self.history != 0 {
            options.history = usize::try_from(self.history).unwrap_or(usize::MAX);
        }
        thresholds::set(self.thresholds, self.thresholds_len, |one| one.set(&mut options.thresholds))?;
        if let Some(currency) = text("currency", self.currency)? {
            options.prices =
                Some(Prices::new(self.price_per_core_hour, self.price_per_gibibyte_hour, currency)?);
        }
        Ok(())
    }

    /// Takes over what the callbacks are given.
    pub(super) fn set_callbacks(&self, options: &mut MonitorOptions) {
        let data = UserData::new(self.on_event_data, self.on_event_free);
        if let Some(call) = self.on_event {
            options.on_event = Some(EventSink::json(move |line| {
                kept_events::keep(line);
                let (text, len) = ended(line);
                // SAFETY: given by the caller to be called so.
                unsafe { call(text.as_ptr().cast(), len, data.get()) };
            }));
        }
        let data = UserData::new(self.on_level_data, self.on_level_free);
        if let Some(call) = self.on_level {
            options.on_level = Some(LevelHook::new(move |change| {
                let timed = Timed { wall_time_seconds: change.wall_time_seconds, change };
                let (text, len) = ended(&serde_json::to_string(&timed).unwrap_or_default());
                let (from, to) = (level_number(Some(change.from)), level_number(Some(change.to)));
                // SAFETY: given by the caller to be called so.
                unsafe { call(from, to, text.as_ptr().cast(), len, data.get()) };
            }));
        }
    }
}

/// A change of level with its time, which an event has beside it.
#[derive(Serialize)]
struct Timed<'a> {
    wall_time_seconds: f64,
    #[serde(flatten)]
    change: &'a LevelChange,
}

/// A string of the caller's.
///
/// # Safety
/// Unless NULL, `string` must end with a NUL.
pub(super) unsafe fn text<'a>(name: &'static str, string: *const c_char) -> Result<Option<&'a str>, Failure> {
    if string.is_null() {
        return Ok(None);
    }
    match CStr::from_ptr(string).to_str() {
        Ok(text) => Ok(Some(text)),
        Err(_) => Err(Error::new(ErrorKind::InvalidArgument, format!("`{name}` is not UTF-8")).into()),
    }
}
