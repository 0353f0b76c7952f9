//! How close the checker is to its own limits.

use crate::checker::OwnLimit;

/// One limit, as the checker told of it.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Closeness {
    pub(super) close: bool,
    pub(super) share: f64,
    pub(super) since_unix_ns: u64,
}

/// What people call it.
pub(super) fn words(limit: OwnLimit) -> &'static str {
    match limit {
        OwnLimit::Queue => "the queue of checks",
        OwnLimit::Memory => "the memory of the container",
        OwnLimit::Cpu => "the CPU of the container",
    }
}
