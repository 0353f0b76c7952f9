//! The options of a checker, as C gives them.

use std::ffi::{c_char, c_void};
use std::time::Duration;

use super::checker_token::Token;
use super::gate::PlimGate;
use super::guard::Failure;
use super::monitor_options::text;
use super::probe_options::PlimProbeOptions;
use super::sized::{self, Plain};
use super::user_data::{ended, Destructor, UserData};
use crate::checker::{CheckerOptions, EventHook};
use crate::config::{self, AlertSettings};

/// Called with an event of a checker as a JSON object: what `plim_checker_next_event` gives. It is called on a thread
/// of the checker's (`plimsoll-...`, all signals blocked), by several at the same time, and holds up the checks while it
/// runs. It must return: no exception, no `longjmp`; a call of its own checker answers `PLIM_E_REENTRANT`. The text
/// ends with a NUL that `len` does not count, and is lent for the call.
pub type CheckerEventCallback =
    Option<unsafe extern "C" fn(json: *const c_char, len: usize, user_data: *mut c_void)>;

/// What a checker does at most, and how often. All zero is the default for each.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct PlimCheckerOptions {
    /// Connections, names, caches; borrowed for the call. NULL: the defaults.
    pub probe: *const PlimProbeOptions,
    /// `sizeof *probe`; 0 for NULL.
    pub probe_size: usize,
    /// Who has a say in whether a check may run now, and is told of its load every 500 ms; borrowed for the call, and may
    /// be freed before the checker, which goes on to ask it until it is closed. NULL: nobody.
    pub gate: *const PlimGate,
    /// Checks at the same time at most, which is the number of threads, 1 to 1,024. 0: 50.
    pub max_concurrent: u64,
    /// Checks to one host and port at the same time at most, 1 to 1,024. 0: 10.
    pub max_concurrent_per_host: u64,
    /// Checks that may wait at most before `plim_checker_submit` is refused, 1 to 1,000,000. 0: 1,000.
    pub queue: u64,
    /// How often a watched check without an interval of its own is run, in nanoseconds, 100 ms to 7 days. 0: 60 s.
    pub interval_ns: u64,
    /// By how much an interval is made shorter or longer at random, up to 0.5 of it. 0: 0.1. Negative: not at all.
    pub jitter: f64,
    /// How often a watched check is run that is not healthy, in nanoseconds. 0: a quarter of its interval, 1 s at least.
    pub unhealthy_interval_ns: u64,
    /// How long a check of a list waits to be admitted by `gate` before it is `unknown` (`not_admitted`), in
    /// nanoseconds. 0: 5 s.
    pub admission_wait_ns: u64,
    /// How often in all a check is tried before its failure counts. 0: 1, which is not again.
    pub attempts: u64,
    /// The first delay between two attempts is chosen at random between zero and this, in nanoseconds, the next between
    /// zero and twice this, and so on. 0: 100 ms.
    pub retry_base_ns: u64,
    /// No delay is longer, in nanoseconds. 0: 5 s.
    pub retry_most_ns: u64,
    /// A watched check that failed so often in a row is left alone for a while. 0: 5.
    pub breaker_failures: u64,
    /// For how long at first, in nanoseconds; twice as long each time it fails again after that. 0: 30 s.
    pub breaker_open_ns: u64,
    /// For how long at most, in nanoseconds. 0: 5 minutes.
    pub breaker_longest_ns: u64,
    /// How many outcomes in a row it takes until the status shown of a watched check is a better one. 0: 2.
    pub rise: u64,
    /// How many it takes until it is a worse one. 0: 3.
    pub fall: u64,
    /// Single checks of low priority (below 0) begin when so many have come together. 0: 10.
    pub batch_size: u64,
    /// Or when the oldest of them has waited so long, in nanoseconds. 0: 5 s.
    pub batch_age_ns: u64,
    /// Events that may wait for `plim_checker_next_event` at most; what comes beyond is lost, and counted. 0: 1,000.
    pub events: u64,
    /// Called with each event.
    pub on_event: CheckerEventCallback,
    /// Given to `on_event`.
    pub on_event_data: *mut c_void,
    /// Frees `on_event_data`, once: when the checker and its threads are gone, when `plim_checker_new` fails, or at
    /// once where there is no `on_event`. May be NULL.
    pub on_event_free: Destructor,
    /// The share of its own limits (queue, memory, CPU) from which on it tells that one is close, up to 1. 0: 0.8.
    /// Negative: never.
    pub own_limits: f64,
    /// What a configuration says in `alerts`, as a JSON object (or in YAML), NUL-terminated; borrowed for the call. NULL:
    /// nobody is told, but for a callback (`plim_checker_on_alert`). Where it says `rise`, `fall` or `own_limits`, that
    /// counts.
    pub alerts: *const c_char,
    /// How many trials of a check that was left alone may be under way at once, and how many of them have to succeed until
    /// it is checked as ever. 0: 1.
    pub breaker_half_open: u64,
}

// SAFETY: integers, a float and pointers in an order without padding; a function pointer is any
// pointer or NULL.
unsafe impl Plain for PlimCheckerOptions {}

/// A number of something; what is too large for the machine is left to be refused as too large.
fn count(given: u64) -> usize {
    usize::try_from(given).unwrap_or(usize::MAX)
}

impl PlimCheckerOptions {
    /// # Safety
    /// Pointers, unless NULL, must be to what the members say.
    pub(super) unsafe fn set_values(&self, options: &mut CheckerOptions) -> Result<AlertSettings, Failure> {
        if !self.probe.is_null() {
            options.probe = sized::take(self.probe, self.probe_size, "probe")?.options()?;
        }
        if let Some(gate) = self.gate.as_ref() {
            options.admission = Some(gate.admission()?);
        }
        let counts = [
            (self.max_concurrent, &mut options.max_concurrent),
            (self.max_concurrent_per_host, &mut options.max_concurrent_per_host),
            (self.queue, &mut options.queue),
            (self.batch_size, &mut options.batch.size),
        ];
        for (given, option) in counts {
            if given != 0 {
                *option = count(given);
            }
        }
        let short_counts = [
            (self.attempts, &mut options.retry.attempts),
            (self.breaker_failures, &mut options.breaker.failures),
            (self.breaker_half_open, &mut options.breaker.half_open),
            (self.rise, &mut options.debounce.rise),
            (self.fall, &mut options.debounce.fall),
        ];
        for (given, option) in short_counts {
            if given != 0 {
                *option = u32::try_from(given).unwrap_or(u32::MAX);
            }
        }
        let times = [
            (self.interval_ns, &mut options.interval),
            (self.admission_wait_ns, &mut options.admission_wait),
            (self.retry_base_ns, &mut options.retry.base),
            (self.retry_most_ns, &mut options.retry.most),
            (self.breaker_open_ns, &mut options.breaker.open_for),
            (self.breaker_longest_ns, &mut options.breaker.longest_open),
            (self.batch_age_ns, &mut options.batch.age),
        ];
        for (given, option) in times {
            if given != 0 {
                *option = Duration::from_nanos(given);
            }
        }
        if self.jitter != 0.0 {
            // NaN goes through, and is refused.
            options.jitter = if self.jitter < 0.0 { 0.0 } else { self.jitter };
        }
        if self.unhealthy_interval_ns != 0 {
            options.unhealthy_interval = Some(Duration::from_nanos(self.unhealthy_interval_ns));
        }
        if self.own_limits != 0.0 {
            // NaN goes through, and is refused.
            options.own_limits = if self.own_limits < 0.0 { None } else { Some(self.own_limits) };
        }
        Ok(match text("alerts", self.alerts)? {
            Some(alerts) => config::parse_alerts(alerts, options)?,
            None => AlertSettings::default(),
        })
    }

    /// How many events may wait.
    pub(super) fn events(&self) -> usize {
        match self.events {
            0 => super::checker::EVENTS,
            given => count(given),
        }
    }

    /// Takes over what the callback is given.
    pub(super) fn set_callback(&self, token: &Token, options: &mut CheckerOptions) {
        let data = UserData::new(self.on_event_data, self.on_event_free);
        if let Some(call) = self.on_event {
            let token = token.clone();
            options.on_event = Some(EventHook::new(move |event| {
                let (text, len) = ended(&serde_json::to_string(event).unwrap_or_default());
                // SAFETY: given by the caller to be called so.
                token.call(|| unsafe { call(text.as_ptr().cast(), len, data.get()) });
            }));
        }
    }
}
