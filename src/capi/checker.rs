//! The checker: many checks at once, and again and again.

use std::sync::{Arc, OnceLock};
use std::time::Duration;

use super::checker_options::PlimCheckerOptions;
use super::checker_token::Token;
use super::error::PlimError;
use super::guard::Failure;
use super::handle::Build;
use super::probe_context::PlimProbeContext;
use super::shared::Shared;
use super::sized;
use super::status::{Status, PLIM_OK};
use crate::checker::{Checker, CheckerOptions, Events};
use crate::error::Result;
use crate::sys::bell::Bell;

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
/// A child after a fork may use it as well: it begins anew, with threads, connections and events of its own and nothing
/// watched. Runs stay with the process that started them.
pub struct PlimChecker {
    pub(super) shared: Arc<Shared<Working>>,
    pub(super) token: Token,
    context: PlimProbeContext,
}

/// What it takes to make one anew in a child.
pub(super) struct Wanted {
    options: CheckerOptions,
    events: usize,
}

/// A checker of one process.
pub(super) struct Working {
    pub(super) checker: Checker,
    /// How many events may wait.
    capacity: usize,
    /// From when they were first asked for.
    events: OnceLock<Polled>,
}

/// Events, and what says that some wait.
pub(super) struct Polled {
    pub(super) events: Events,
    pub(super) bell: Arc<OnceLock<Bell>>,
}

impl Build for Working {
    type Options = Wanted;
    const NAME: &'static str = "checker";

    fn build(wanted: &Wanted) -> Result<Self> {
        let checker = Checker::new(wanted.options.clone())?;
        Ok(Working { checker, capacity: wanted.events, events: OnceLock::new() })
    }
}

impl Working {
    pub(super) fn events(&self) -> &Polled {
        self.events.get_or_init(|| {
            let bell = Arc::new(OnceLock::new());
            let rung = Arc::clone(&bell);
            let notify = move || ring(&rung);
            Polled { events: self.checker.events_with(self.capacity, notify), bell }
        })
    }
}

/// Rings it, if anybody asked for it yet.
pub(super) fn ring(bell: &OnceLock<Bell>) {
    if let Some(bell) = bell.get() {
        bell.ring();
    }
}

impl PlimChecker {
    pub(super) fn new(options: CheckerOptions, events: usize, token: Token) -> Result<Self> {
        let shared = Arc::new(Shared::new(Wanted { options, events })?);
        let context = PlimProbeContext::lent(Arc::clone(&shared))?;
        Ok(PlimChecker { shared, token, context })
    }

    /// Runs a call on the checker, outside of its callbacks.
    pub(super) fn with<R>(
        &self,
        call: impl FnOnce(&Working) -> std::result::Result<R, Failure>,
    ) -> std::result::Result<R, Failure> {
        self.token.outside()?;
        self.shared.with(call)
    }

    fn close(&self, timeout: Duration) -> usize {
        // What it lends ends with it.
        drop(self.context.shared.close());
        self.shared.close().map_or(0, |working| working.checker.close(timeout))
    }
}

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
        let (mut wanted, mut events) = (CheckerOptions::default(), EVENTS);
        if options.is_null() {
            if options_size != 0 {
                return Err(Failure::Null("options"));
            }
        } else {
            // First, so that what the callback is given is freed whatever is wrong.
            sized::head(options, options_size).set_callback(&token, &mut wanted);
            let given = sized::take(options, options_size, "options")?;
            given.set_values(&mut wanted)?;
            events = given.events();
        }
        if checker.is_null() {
            return Err(Failure::Null("checker"));
        }
        let made = PlimChecker::new(wanted, events, token)?;
        checker.write(Box::into_raw(Box::new(made)));
        Ok(PLIM_OK)
    })
}

/// What the checker's probes share, for requests, probes and caches of the caller's own. It belongs to the checker: it
/// ends when that is closed, is freed with it, and must not be freed otherwise. NULL for NULL.
#[no_mangle]
pub unsafe extern "C" fn plim_checker_context(checker: *const PlimChecker) -> *mut PlimProbeContext {
    export!(or std::ptr::null_mut() => {
        checker.as_ref().map_or(std::ptr::null_mut(), |checker| {
            // Nothing in it is changed but behind locks of its own.
            std::ptr::from_ref(&checker.context).cast_mut()
        })
    })
}

/// Gives up every check that waits or runs, of all runs; they come to `cancelled`. Watched checks go on with their next
/// turn. Does not wait.
#[no_mangle]
pub unsafe extern "C" fn plim_checker_cancel_all(checker: *const PlimChecker, err: *mut *mut PlimError) -> Status {
    export!(err; checker => {
        (*checker).with(|working| {
            working.checker.cancel_all();
            Ok(())
        })?;
        Ok(PLIM_OK)
    })
}

/// Gives up all checks, ends all connections and joins the checker's threads, for which it waits `timeout_ms` at most.
/// `stuck`, which may be NULL, becomes the number of those that have not ended by then: in a callback that does not
/// return, or in the look-up of a name. Runs keep what their checks came to (`cancelled`, for those that were left).
/// All later calls answer `PLIM_E_CLOSED`. Closing it again is `PLIM_OK`, and waits again for what is stuck.
#[no_mangle]
pub unsafe extern "C" fn plim_checker_close(
    checker: *mut PlimChecker,
    timeout_ms: u64,
    stuck: *mut u32,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; checker => {
        (*checker).token.outside()?;
        let threads = (*checker).close(Duration::from_millis(timeout_ms));
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
