//! Descriptors that a host's own loop can wait for, made when they are first asked for.

use std::sync::OnceLock;

use super::guard::Failure;
use crate::error::Error;
use crate::sys::bell::Bell;

/// Rings it, if anybody asked for it yet.
pub(super) fn ring(bell: &OnceLock<Bell>) {
    if let Some(bell) = bell.get() {
        bell.ring();
    }
}

/// The bell's descriptor. Rung as it is made: what came before may wait.
pub(super) fn number(bell: &OnceLock<Bell>) -> Result<i32, Failure> {
    if let Some(bell) = bell.get() {
        return Ok(bell.number());
    }
    let made = Bell::new().map_err(|error| {
        let message =
            "cannot make an eventfd: close descriptors, or raise the limit of open files (ulimit -n)";
        Error::io(message, error)
    })?;
    let bell = bell.get_or_init(|| made);
    bell.ring();
    Ok(bell.number())
}
