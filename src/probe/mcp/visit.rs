//! A session that is kept for many requests, as clients keep theirs: for load tests.

use std::time::{Duration, Instant};

use super::channel::Channel;
use super::examination::examined;
use super::speech::Speech;
use crate::finding::{Reason, Status};
use crate::net::exchange;
use crate::probe::session::Session;
use crate::probe::{McpOptions, Traffic};

/// What ends a session may take so long; its user does not wait for it.
const END: Duration = Duration::from_secs(2);

/// Who makes requests in a session.
pub(crate) struct Stay<'a> {
    /// The deadline of each request.
    pub timeout: Duration,
    /// Called once the server was greeted, and again where it forgot the session and was greeted anew.
    pub visitor: &'a mut (dyn FnMut(&mut Visit<'_, '_>) + 'a),
}

/// A greeted server.
pub(crate) struct Visit<'a, 's> {
    channel: &'a mut dyn Channel,
    speech: &'a Speech,
    session: &'a mut Session<'s>,
    options: &'a McpOptions,
    timeout: Duration,
}

/// What came of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Asked {
    pub status: Status,
    pub reason: Reason,
    pub traffic: Traffic,
    /// Whether the session can go on: not after an answer that did not come, or made no sense.
    pub goes_on: bool,
}

impl<'s> Stay<'s> {
    /// Has the visitor make his requests.
    pub(super) fn run(
        &mut self,
        channel: &mut dyn Channel,
        speech: &Speech,
        session: &mut Session<'s>,
        options: &McpOptions,
    ) {
        let mut visit = Visit { channel, speech, session, options, timeout: self.timeout };
        (self.visitor)(&mut visit);
        exchange::with(|exchange| exchange.bounds.deadline = Instant::now() + END);
    }
}

impl Visit<'_, '_> {
    /// Does what a check does with a server that was greeted: lists its tools, calls one, or pings it.
    pub(crate) fn ask(&mut self) -> Asked {
        let deadline = Instant::now() + self.timeout;
        exchange::with(|exchange| exchange.bounds.deadline = deadline);
        let before = self.session.traffic();
        let verdict = examined(self.channel, self.speech, self.session, self.options);
        // Of one check they are a few; here they would grow with every request.
        self.session.notes.clear();
        let after = self.session.traffic();
        let answered = verdict.status != Status::Unknown
            && matches!(
                verdict.reason,
                Reason::Ok | Reason::Slow | Reason::ToolFailed | Reason::ToolMismatch
            );
        Asked {
            status: verdict.status,
            reason: verdict.reason,
            traffic: Traffic { sent: after.sent - before.sent, received: after.received - before.received },
            goes_on: answered,
        }
    }
}
