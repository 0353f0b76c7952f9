//! What a checker's callbacks are recognised by: they run on threads of the checker's own, and may not call it.

use std::sync::Arc;

use super::guard::Failure;
use super::handle::Inside;

/// One checker, as far as callbacks are concerned. Clones are the same one.
#[derive(Clone)]
pub(super) struct Token(Arc<u8>);

impl Token {
    pub(super) fn new() -> Self {
        Token(Arc::new(0))
    }

    /// Refuses a thread that is in a callback of this checker's: it could wait for itself.
    pub(super) fn outside(&self) -> Result<(), Failure> {
        if Inside::is(self.address()) {
            return Err(Failure::Reentrant("checker"));
        }
        Ok(())
    }

    /// Calls a callback. None is ever called from within another one, which could call nothing that would.
    pub(super) fn call<R>(&self, callback: impl FnOnce() -> R) -> Option<R> {
        Inside::run(self.address(), callback)
    }

    fn address(&self) -> *const () {
        Arc::as_ptr(&self.0).cast()
    }
}
