//! What a checker's callbacks are recognised by: they run on threads of the checker's own, and may not call it.

use std::ptr;
use std::sync::Arc;

use super::guard::Failure;
use super::handle::Inside;
use crate::checker::{Checker, Own};

/// One checker, as far as its hooks are concerned: these are made before it is. Clones are the same one.
#[derive(Clone)]
pub(super) struct Token(Arc<u8>);

impl Token {
    pub(super) fn new() -> Self {
        Token(Arc::new(0))
    }

    /// Calls a hook.
    pub(super) fn call<R>(&self, hook: impl FnOnce() -> R) -> Option<R> {
        // None is called from within another one, which could call nothing that would.
        Inside::run(self.address(), hook)
    }

    fn address(&self) -> *const () {
        Arc::as_ptr(&self.0).cast()
    }
}

/// Whose callbacks may not call: a checker in one process.
pub(super) struct Caller {
    token: Token,
    /// What it shares, by whose address a check of the caller's own knows who calls it.
    shared: usize,
}

impl Caller {
    pub(super) fn new(token: &Token, checker: &Checker) -> Self {
        Caller { token: token.clone(), shared: ptr::from_ref(checker.context()).addr() }
    }

    /// Refuses a thread that is in a callback: it could wait for itself.
    pub(super) fn outside(&self) -> Result<(), Failure> {
        if Inside::is(self.token.address()) || Inside::is(ptr::without_provenance(self.shared)) {
            return Err(Failure::Reentrant("checker"));
        }
        Ok(())
    }
}

/// Calls a check of the caller's own.
pub(super) fn within<R>(own: &Own, call: impl FnOnce() -> R) -> Option<R> {
    Inside::run(ptr::without_provenance(own.within), call)
}
