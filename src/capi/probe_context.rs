//! What probes share, as a handle.

use std::ops::Deref;
use std::sync::Arc;
use std::time::Duration;

use super::error::PlimError;
use super::guard::Failure;
use super::handle::Build;
use super::probe_options::PlimProbeOptions;
use super::shared::Shared;
use super::sized;
use super::status::{Status, PLIM_OK};
use crate::checker::Checker;
use crate::error::{Error, ErrorKind, Result};
use crate::probe::{ProbeContext, ProbeOptions};

/// What probes share: kept connections, names, tokens, what was learnt of servers. Made by
/// `plim_probe_context_new`. Any number of threads may probe through one at the same time; none
/// waits for another. A child after a fork may use it as well: it begins with connections and names
/// of its own, and leaves those of its parent alone.
///
/// It starts no thread but for looking up names: at most two, named `plimsoll-dns-N`, when a name is
/// first looked up; each ends after ten seconds without work. They have all signals blocked.
pub struct PlimProbeContext {
    pub(super) shared: Shared<Context>,
}

/// A context of its own, or a checker's.
pub(super) enum Context {
    Own(Box<ProbeContext>),
    Lent(Arc<Checker>),
}

/// What it takes to make one anew in a child.
pub(super) enum Origin {
    Options(Box<ProbeOptions>),
    Checker(Arc<Checker>),
}

impl Build for Context {
    type Options = Origin;
    const NAME: &'static str = "probe context";

    fn build(origin: &Origin) -> Result<Self> {
        match origin {
            Origin::Options(options) => {
                Ok(Context::Own(Box::new(ProbeContext::new(options.as_ref().clone())?)))
            }
            Origin::Checker(checker) => Ok(Context::Lent(Arc::clone(checker))),
        }
    }

    fn look(&self) -> Result<()> {
        match self {
            Context::Lent(checker) if checker.is_closed() => {
                Err(Error::new(ErrorKind::Closed, "the checker that lends this probe context is closed"))
            }
            Context::Own(_) | Context::Lent(_) => Ok(()),
        }
    }
}

impl Deref for Context {
    type Target = ProbeContext;

    fn deref(&self) -> &ProbeContext {
        match self {
            Context::Own(context) => context,
            Context::Lent(checker) => checker.context(),
        }
    }
}

impl Context {
    /// Ends what it has; what is lent is ended by whom it belongs to.
    pub(super) fn close(&self, timeout: Duration) -> usize {
        match self {
            Context::Own(context) => context.close(timeout),
            Context::Lent(_) => 0,
        }
    }
}

impl PlimProbeContext {
    /// The context of a checker.
    pub(super) fn lent(checker: &Arc<Checker>) -> Result<Self> {
        Ok(PlimProbeContext { shared: Shared::new(Origin::Checker(Arc::clone(checker)))? })
    }

    /// Ends what it has, and gives the number of threads that do not end in time.
    fn end(&self, timeout: Duration) -> usize {
        self.shared.close().map_or(0, |context| context.close(timeout))
    }
}

/// Makes a context of probes, to be freed with `plim_probe_context_free`. Connects to nothing yet.
///
/// `options` may be NULL, with a size of 0, for the defaults.
#[no_mangle]
pub unsafe extern "C" fn plim_probe_context_new(
    options: *const PlimProbeOptions,
    options_size: usize,
    context: *mut *mut PlimProbeContext,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; context => {
        let wanted = if !options.is_null() {
            sized::take(options, options_size, "options")?.options()?
        } else if options_size == 0 {
            ProbeOptions::default()
        } else {
            return Err(Failure::Null("options"));
        };
        let made = PlimProbeContext { shared: Shared::new(Origin::Options(Box::new(wanted)))? };
        context.write(Box::into_raw(Box::new(made)));
        Ok(PLIM_OK)
    })
}

/// Ends all connections, so that probes under way in other threads fail soon, and the threads that
/// look up names, for which it waits `timeout_ns` at most. `stuck`, which may be NULL, becomes the
/// number of those that have not ended by then, because a name server is silent: each ends when its
/// lookup does, and holds nothing but memory until then. All later probes answer `PLIM_E_CLOSED`.
/// Closing it again is `PLIM_OK`, and waits again for what is stuck.
#[no_mangle]
pub unsafe extern "C" fn plim_probe_context_close(
    context: *mut PlimProbeContext,
    timeout_ns: u64,
    stuck: *mut u32,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; context => {
        let threads = (*context).end(Duration::from_nanos(timeout_ns));
        if !stuck.is_null() {
            stuck.write(u32::try_from(threads).unwrap_or(u32::MAX));
        }
        Ok(PLIM_OK)
    })
}

/// Closes and frees a context, which no thread may be using or use again. Waits for no thread. NULL
/// is fine.
#[no_mangle]
pub unsafe extern "C" fn plim_probe_context_free(context: *mut PlimProbeContext) {
    export!(or () => {
        if !context.is_null() {
            drop(Box::from_raw(context));
        }
    });
}
