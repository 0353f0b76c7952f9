//! The checker: many checks at once, and again and again.

use std::ffi::c_char;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

use super::bells;
use super::checker_alerts::Alarm;
use super::checker_checks::PlimChecks;
use super::checker_options::PlimCheckerOptions;
use super::checker_token::{Caller, Token};
use super::error::PlimError;
use super::gate::PlimGate;
use super::guard::Failure;
use super::monitor_options::text;
use super::probe_context::PlimProbeContext;
use super::sampler_options::path;
use super::sized;
use super::status::{Status, PLIM_OK};
use crate::checker::{Checker, CheckerOptions, Events};
use crate::config::{self, AlertSettings, Config, LoadOptions};
use crate::error::{Error, ErrorKind, Result};
use crate::gate::Gate;
use crate::sys::bell::Bell;
use crate::sys::per_process::PerProcess;

/// Events that wait at most, unless the caller says otherwise.
pub(super) const EVENTS: usize = 1_000;

/// For how long the end of a checker waits for threads that are in a callback.
const END: Duration = Duration::from_secs(1);

/// Runs checks: a list of them once (`plim_checker_check_all`, `plim_checker_start`), single ones
/// (`plim_checker_submit`), or a set again and again (`plim_checker_watch`). Made by `plim_checker_new`. Any number of
/// threads may use one at the same time.
///
/// It starts its threads with the first check, `max_concurrent` named `plimsoll-check-N` and one for the times, all
/// signals blocked, and joins them when it is closed. Callbacks run on these; they may call other handles, but not their
/// own checker or its runs, which answer `PLIM_E_REENTRANT`.
///
/// A child after a fork may use it as well: with its first call it begins anew, with threads, connections and events of
/// its own, and watches what its parent watches. Runs stay with the process that began them.
pub struct PlimChecker {
    checker: Arc<Checker>,
    pub(super) token: Token,
    pub(super) alarm: Arc<Alarm>,
    closed: AtomicBool,
    /// How many events may wait.
    capacity: usize,
    /// From when they were first asked for.
    events: PerProcess<OnceLock<Polled>>,
}

/// Events, and what says that some wait.
pub(super) struct Polled {
    pub(super) events: Events,
    pub(super) bell: Arc<OnceLock<Bell>>,
}

impl PlimChecker {
    pub(super) fn new(
        mut options: CheckerOptions,
        alerts: AlertSettings,
        events: usize,
        token: Token,
    ) -> Result<Self> {
        let alarm = Alarm::of(alerts, &mut options);
        Ok(PlimChecker {
            alarm,
            checker: Arc::new(Checker::new(options)?),
            token,
            closed: AtomicBool::new(false),
            capacity: events,
            events: PerProcess::new(OnceLock::new()),
        })
    }

    /// Who may not call.
    pub(super) fn caller(&self) -> Caller {
        Caller::new(&self.token, &self.checker)
    }

    /// The checker, outside of its callbacks and before it is closed.
    pub(super) fn checker(&self) -> std::result::Result<&Arc<Checker>, Failure> {
        self.caller().outside()?;
        if self.closed.load(Ordering::SeqCst) {
            return Err(Error::new(ErrorKind::Closed, "the checker is closed").into());
        }
        Ok(&self.checker)
    }

    /// What happens from the first call on.
    pub(super) fn events(&self) -> std::result::Result<&Polled, Failure> {
        let checker = self.checker()?;
        Ok(self.events.get(OnceLock::new).get_or_init(|| {
            let bell = Arc::new(OnceLock::new());
            let rung = Arc::clone(&bell);
            let events = checker.events_with(self.capacity, Arc::new(move || bells::ring(&rung)));
            Polled { events, bell }
        }))
    }

    fn close(&self, timeout: Duration) -> usize {
        self.closed.store(true, Ordering::SeqCst);
        let until = Instant::now().checked_add(timeout);
        let stuck = self.checker.close(timeout);
        let left = until.map_or(timeout, |until| until.saturating_duration_since(Instant::now()));
        stuck + usize::from(!self.alarm.close(left))
    }
}

/// Not by dropping the checker: a context that it lends may go on having it.
impl Drop for PlimChecker {
    fn drop(&mut self) {
        self.close(END);
    }
}

/// Makes a checker, to be freed with `plim_checker_free`. Starts and connects to nothing yet.
///
/// `options` may be NULL, with a size of 0, for the defaults. What its callback is given belongs to the library as soon
/// as this is called: where it fails, it has been freed.
#[no_mangle]
pub unsafe extern "C" fn plim_checker_new(
    options: *const PlimCheckerOptions,
    options_size: usize,
    checker: *mut *mut PlimChecker,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; => {
        let token = Token::new();
        let (mut wanted, mut alerts, mut events) = (CheckerOptions::default(), AlertSettings::default(), EVENTS);
        if options.is_null() {
            if options_size != 0 {
                return Err(Failure::Null("options"));
            }
        } else {
            // First, so that what the callback is given is freed whatever is wrong.
            sized::head(options, options_size).set_callback(&token, &mut wanted);
            let given = sized::take(options, options_size, "options")?;
            alerts = given.set_values(&mut wanted)?;
            events = given.events();
        }
        if checker.is_null() {
            return Err(Failure::Null("checker"));
        }
        let made = PlimChecker::new(wanted, alerts, events, token)?;
        checker.write(Box::into_raw(Box::new(made)));
        Ok(PLIM_OK)
    })
}

/// Makes a checker of a configuration (docs/configuration.md), as `performance_optimization` says, with a gate as `gate`
/// says, and with its `alerts`, which are told of the watched set (see `plim_checker_on_alert` for a callback beside them); to be freed with `plim_checker_free`. `path` is bytes; `environment` names one of the file's `environments`, NULL
/// for none. `checks`, which may be NULL, becomes its servers that are enabled, to be freed with `plim_checks_free`; `gate`,
/// which may be NULL, the checker's gate, for other work too, to be freed with `plim_gate_free`. Where something is wrong,
/// `PLIM_E_CONFIGURATION` has a line for each problem.
#[no_mangle]
pub unsafe extern "C" fn plim_checker_load(
    path: *const c_char,
    path_len: usize,
    environment: *const c_char,
    checker: *mut *mut PlimChecker,
    checks: *mut *mut PlimChecks,
    gate: *mut *mut PlimGate,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; path, checker => {
        let path = self::path("path", path, path_len)?.unwrap_or_default();
        let environment = text("environment", environment)?.map(str::to_owned);
        let options = LoadOptions { environment, ..LoadOptions::default() };
        let config = config::load(&path, &options)?;
        let enabled = config.checks();
        let Config { gate: limits, checker: mut wanted, alerts, .. } = config;
        let found = PlimGate::new(Gate::new(limits)?);
        wanted.admission = Some(found.admission()?);
        let made = PlimChecker::new(wanted, alerts, EVENTS, Token::new())?;
        checker.write(Box::into_raw(Box::new(made)));
        if !checks.is_null() {
            checks.write(Box::into_raw(Box::new(PlimChecks::of(enabled))));
        }
        if !gate.is_null() {
            gate.write(Box::into_raw(Box::new(found)));
        }
        Ok(PLIM_OK)
    })
}

/// Lends what the checker's probes share, for probes, requests and caches of the caller's own; to be freed with
/// `plim_probe_context_free`. Closing it ends only this way to it. It may be freed after the checker; once that is closed,
/// all its calls answer `PLIM_E_CLOSED`.
#[no_mangle]
pub unsafe extern "C" fn plim_checker_context(
    checker: *const PlimChecker,
    context: *mut *mut PlimProbeContext,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; checker, context => {
        let made = PlimProbeContext::lent((*checker).checker()?)?;
        context.write(Box::into_raw(Box::new(made)));
        Ok(PLIM_OK)
    })
}

/// Gives up every check that waits or runs, of all runs; they come to `cancelled`. Watched checks go on with their next
/// turn. Does not wait.
#[no_mangle]
pub unsafe extern "C" fn plim_checker_cancel_all(
    checker: *const PlimChecker,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; checker => {
        (*checker).checker()?.cancel_all();
        Ok(PLIM_OK)
    })
}

/// Gives up all checks, ends all connections and joins the checker's threads, for which it waits `timeout_ns` at most.
/// `stuck`, which may be NULL, becomes the number of those that have not ended by then: in a callback that does not
/// return, or in the look-up of a name. Alerts that are still to be told have a second from the first call on. Runs keep what their checks came to (`cancelled`, for those that were left).
/// All later calls answer `PLIM_E_CLOSED`. Closing it again is `PLIM_OK`, and waits again for what is stuck.
#[no_mangle]
pub unsafe extern "C" fn plim_checker_close(
    checker: *mut PlimChecker,
    timeout_ns: u64,
    stuck: *mut u32,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; checker => {
        (*checker).caller().outside()?;
        let threads = (*checker).close(Duration::from_nanos(timeout_ns));
        if !stuck.is_null() {
            stuck.write(u32::try_from(threads).unwrap_or(u32::MAX));
        }
        Ok(PLIM_OK)
    })
}

/// Closes and frees a checker, which no thread may be using or use again, a callback of its own included. Waits a second
/// at most for threads that are in a callback: what such a callback was given is freed when it returned. NULL is fine.
#[no_mangle]
pub unsafe extern "C" fn plim_checker_free(checker: *mut PlimChecker) {
    export!(or () => {
        if !checker.is_null() {
            drop(Box::from_raw(checker));
        }
    });
}
