//! What is left of commands that were ended.

use std::sync::{Mutex, PoisonError};
use std::time::Instant;

use super::process::Process;
use super::tail::Tail;
use crate::sys::child::{Child, Ending};
use crate::sys::per_process::PerProcess;

/// A command that was ended.
pub(super) struct Ended {
    pub(super) tail: Tail,
    /// The kernel has not let go of it: it waits for a disk, or has become another user's.
    pub(super) remains: Option<Child>,
}

impl Ended {
    pub(super) fn of(process: Process, until: Instant) -> Self {
        let (mut child, mut tail) = process.into_parts();
        let ending = child.end(until, &mut |bytes| tail.push(bytes));
        Ended { tail, remains: (ending == Ending::Remains).then_some(child) }
    }
}

/// Commands that were killed and had not ended when their check had to return. They are reaped by later checks, or
/// with the context. A child of a fork leaves those of its parent to it.
pub(crate) struct Remains {
    children: PerProcess<Mutex<Vec<Child>>>,
}

impl Default for Remains {
    fn default() -> Self {
        Remains { children: PerProcess::new(Mutex::default()) }
    }
}

impl Remains {
    pub(super) fn keep(&self, child: Child) {
        self.children.get(Mutex::default).lock().unwrap_or_else(PoisonError::into_inner).push(child);
    }

    pub(super) fn sweep(&self) {
        self.children
            .get(Mutex::default)
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .retain_mut(|child| !child.reap());
    }
}
