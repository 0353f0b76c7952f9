//! A user, or one of the connections at once of an open model: at most one request under way.

use std::time::Instant;

use super::answer::Answer;
use super::socket::Socket;

/// It keeps a connection to each target.
#[derive(Debug)]
pub(super) struct Slot {
    pub sockets: Vec<Option<Socket>>,
    pub answer: Answer,
    pub state: State,
    /// Requests that it began.
    pub begun: u64,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum State {
    Idle,
    /// A user who thinks, or waits after no connection could be made.
    Thinking(Instant),
    Busy(Request),
}

/// A request under way.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Request {
    pub target: usize,
    pub stage: usize,
    /// When it should have begun; missing in a closed model.
    pub intended: Option<Instant>,
    pub begun: Instant,
    pub deadline: Instant,
    pub phase: Phase,
    /// It was sent before, over a connection that turned out closed.
    pub again: bool,
    pub sent: u64,
    pub received: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Phase {
    Connecting,
    /// So many bytes are out.
    Sending(usize),
    Receiving,
}

impl Slot {
    pub(super) fn new(targets: usize) -> Self {
        Slot {
            sockets: (0..targets).map(|_| None).collect(),
            answer: Answer::default(),
            state: State::Idle,
            begun: 0,
        }
    }

    pub(super) fn request(&self) -> Option<Request> {
        match self.state {
            State::Busy(request) => Some(request),
            _ => None,
        }
    }
}
