//! Who is told of what a checker finds.

use std::ffi::{c_char, c_void};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use super::checker::PlimChecker;
use super::checker_token::Token;
use super::error::PlimError;
use super::guard::Failure;
use super::monitor_verdict::json_of;
use super::status::{Status, PLIM_OK};
use super::string::PlimString;
use super::user_data::{ended, Destructor, UserData};
use crate::alerts::{AlertHook, AlertOptions, AlertStatistics, Alerter};
#[cfg(feature = "export")]
use crate::checker::TargetState;
use crate::checker::{Check, CheckerOptions, Event, EventHook};
use crate::config::AlertSettings;
use crate::error::{Error, ErrorKind, Result};
#[cfg(feature = "export")]
use crate::export::{Exposition, Tally};
use crate::sys::per_process::PerProcess;

/// How long what is still to be told has when a checker is closed.
const LINGER: Duration = Duration::from_secs(1);

/// Called with a document of alerts (`plimsoll.alert/1`, docs/checks.md) as a JSON object: changes that came within a
/// second. It is called on a thread of the checker's (`plimsoll-alerts`, all signals blocked), by one at a time, and holds
/// up other alerts while it runs, but no check. It must return: no exception, no `longjmp`; a call of its own checker
/// answers `PLIM_E_REENTRANT`. The text ends with a NUL that `len` does not count, and is lent for the call.
pub type AlertCallback =
    Option<unsafe extern "C" fn(json: *const c_char, len: usize, user_data: *mut c_void)>;

/// Starts an alerter where there is somebody to be told.
pub(super) struct Alarm {
    options: AlertOptions,
    callback: OnceLock<AlertHook>,
    own: PerProcess<OnceLock<Alerter>>,
    /// For metrics.
    #[cfg(feature = "export")]
    tally: PerProcess<Tally>,
}

impl Alarm {
    /// Hears what the checker of these options will tell.
    pub(super) fn of(settings: AlertSettings, options: &mut CheckerOptions) -> Arc<Self> {
        let alarm = Arc::new(Alarm {
            options: AlertOptions::from(settings),
            callback: OnceLock::new(),
            own: PerProcess::new(OnceLock::new()),
            #[cfg(feature = "export")]
            tally: PerProcess::new(Tally::new()),
        });
        let (own, others) = (alarm.clone(), options.on_event.take());
        options.on_event = Some(EventHook::new(move |event| {
            own.hear(event);
            if let Some(others) = &others {
                others.take(event);
            }
        }));
        alarm
    }

    fn hear(&self, event: &Event) {
        #[cfg(feature = "export")]
        self.tally.get(Tally::new).hear(event);
        if let Some(alerter) = self.started() {
            alerter.hear(event);
        }
    }

    /// To be called before the checks begin: starts the thread, if anybody is to be told.
    pub(super) fn begin(&self) -> Result<()> {
        let has_way = self.options.webhook.is_some() || self.options.command.is_some();
        if self.started().is_none() && (has_way || self.callback.get().is_some()) {
            let started = Alerter::start(self.options())?;
            // Of two at the same time the other one ends.
            let _ = self.own.get(OnceLock::new).set(started);
        }
        Ok(())
    }

    pub(super) fn watch(&self, checks: &[Check]) {
        #[cfg(feature = "export")]
        self.tally.get(Tally::new).keep(checks);
        if let Some(alerter) = self.started() {
            alerter.watch(checks);
        }
    }

    fn call(&self, hook: AlertHook) -> Result<()> {
        if self.callback.set(hook).is_err() {
            return Err(Error::new(ErrorKind::InvalidArgument, "the checker has a callback for alerts"));
        }
        match self.started() {
            Some(alerter) => alerter.change(self.options()),
            None => self.begin(),
        }
    }

    fn options(&self) -> AlertOptions {
        AlertOptions { callback: self.callback.get().cloned(), ..self.options.clone() }
    }

    fn statistics(&self) -> AlertStatistics {
        self.started().map(Alerter::statistics).unwrap_or_default()
    }

    /// Outcomes by reason, and what became of alerts where there is somebody to be told.
    #[cfg(feature = "export")]
    pub(super) fn export(&self, page: &mut Exposition, states: &[TargetState], checks: &[Check]) {
        page.outcomes(self.tally.get(Tally::new), states, checks);
        if self.started().is_some() {
            self.statistics().export(page);
        }
    }

    /// Whether nothing is left of it.
    pub(super) fn close(&self, wait: Duration) -> bool {
        self.started().is_none_or(|alerter| alerter.end(LINGER, wait, wait))
    }

    fn started(&self) -> Option<&Alerter> {
        self.own.current()?.get()
    }
}

/// Has alerts of watched checks told to a callback too, beside the webhook and the command that the checker's `alerts`
/// name; to be called once, before `plim_checker_watch`. `user_data` is given to the callback, and `free`, which may be
/// NULL, frees it, once: when the checker and its threads are gone, or at once where this fails. A child after a fork is
/// told of alerts once it calls `plim_checker_watch` itself.
#[no_mangle]
pub unsafe extern "C" fn plim_checker_on_alert(
    checker: *const PlimChecker,
    on_alert: AlertCallback,
    user_data: *mut c_void,
    free: Destructor,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; => {
        let data = UserData::new(user_data, free);
        let Some(call) = on_alert else { return Err(Failure::Null("on_alert")) };
        if checker.is_null() {
            return Err(Failure::Null("checker"));
        }
        let token: Token = (*checker).token.clone();
        (*checker).checker()?;
        (*checker).alarm.call(AlertHook::new(move |notice| {
            let (text, len) = ended(&serde_json::to_string(notice).unwrap_or_default());
            // SAFETY: given by the caller to be called so.
            token.call(|| unsafe { call(text.as_ptr().cast(), len, data.get()) });
        }))?;
        Ok(PLIM_OK)
    })
}

/// What became of alerts: a JSON document (`raised`, `silenced`, `alerts`, and for `callback`, `webhook` and `command`
/// `waiting`, `sent`, `failed`, `dropped`, `retried`, `last_error`), to be freed with `plim_string_free`.
#[no_mangle]
pub unsafe extern "C" fn plim_checker_alert_statistics(
    checker: *const PlimChecker,
    json: *mut PlimString,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; checker, json => {
        (*checker).checker()?;
        json.write(json_of(&(*checker).alarm.statistics())?);
        Ok(PLIM_OK)
    })
}
