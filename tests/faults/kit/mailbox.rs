//! What one connection of a server hands to another.

use std::collections::VecDeque;
use std::sync::{Condvar, Mutex};
use std::time::Duration;

use super::mcp::Call;

/// Calls that came in by one connection and are answered on another.
#[derive(Default)]
pub struct Mailbox {
    calls: Mutex<VecDeque<Call>>,
    came: Condvar,
}

impl Mailbox {
    pub fn put(&self, call: Call) {
        if let Ok(mut calls) = self.calls.lock() {
            calls.push_back(call);
            self.came.notify_one();
        }
    }

    /// The next call; `None` if none came for longer than any probe takes.
    pub fn take(&self) -> Option<Call> {
        let calls = self.calls.lock().ok()?;
        let empty = |calls: &mut VecDeque<Call>| calls.is_empty();
        let (mut calls, _) = self.came.wait_timeout_while(calls, Duration::from_secs(6), empty).ok()?;
        calls.pop_front()
    }
}
