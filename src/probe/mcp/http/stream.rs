//! A body that is a stream of events.

use std::time::{Duration, Instant};

use serde_json::Value;

use crate::finding::Reason;
use crate::net::{exchange, Body, Failure};
use crate::probe::mcp::sse::{Event, Excess, Parser, StreamLimits};
use crate::probe::mcp::wire::{self, Message, RpcError};
use crate::probe::ProbeLimits;

/// How long a body that holds its answer may take to end, so that its connection can be kept: no longer than a new
/// connection would take, without and with TLS.
const DRAIN_TIME: Duration = Duration::from_millis(5);
const DRAIN_TIME_TLS: Duration = Duration::from_millis(20);
/// Bytes that are read for that.
const DRAIN_BYTES: usize = 64 * 1024;

/// Reads events as they come.
pub(super) struct EventStream {
    body: Body,
    parser: Parser,
    limits: ProbeLimits,
    /// Bytes since the last answer.
    read: usize,
    excess: Option<Excess>,
    buffer: Box<[u8; 8192]>,
}

impl EventStream {
    pub(super) fn new(body: Body, limits: ProbeLimits) -> Self {
        let parser = Parser::new(StreamLimits {
            // The name of the field is not of the event.
            line_bytes: limits.event_bytes.saturating_add(16),
            event_bytes: limits.event_bytes,
            events: limits.events,
        });
        EventStream { body, parser, limits, read: 0, excess: None, buffer: Box::new([0; 8192]) }
    }

    /// The next event; none where the stream has ended.
    pub(super) fn next_event(&mut self) -> Result<Option<Event>, Failure> {
        loop {
            if let Some(event) = self.parser.next_event() {
                return Ok(Some(event));
            }
            if let Some(excess) = self.excess {
                return Err(Failure::new(Reason::TooLarge, excess.to_string()));
            }
            let length = self.body.read(&mut self.buffer[..])?;
            if length == 0 {
                return Ok(None);
            }
            self.read += length;
            if self.read > self.limits.body_bytes {
                let message =
                    format!("the stream is beyond {} bytes without an answer", self.limits.body_bytes);
                return Err(Failure::new(Reason::TooLarge, message));
            }
            self.excess = self.parser.feed(&self.buffer[..length]).err();
        }
    }

    /// The answer to a request. Notifications and requests of the server's are passed over; so are events that are
    /// no messages, and empty ones.
    pub(super) fn answer(&mut self, id: u64) -> Result<Result<Value, RpcError>, Failure> {
        loop {
            let Some(event) = self.next_event()? else {
                return Err(Failure::new(Reason::Closed, "the stream of events ended without an answer"));
            };
            if event.name != "message" || event.data.is_empty() {
                continue;
            }
            if event.replaced {
                return Err(Failure::new(Reason::Protocol, "an event is not UTF-8"));
            }
            match wire::parse(event.data.as_bytes(), self.limits.json_depth)? {
                Message::Other { .. } => {}
                Message::Answer { id: of, result } => {
                    self.read = 0;
                    self.parser.forget_count();
                    return is_ours(&of, id, &result).map(|()| result);
                }
            }
        }
    }

    /// Reads a little on, for the end; see [`drain`].
    pub(super) fn finish(self, tls: bool) -> bool {
        drain(self.body, tls)
    }
}

/// Whether an answer is to our request. An error that could not tell what it is an answer to is taken for it.
pub(super) fn is_ours(of: &Value, id: u64, result: &Result<Value, RpcError>) -> Result<(), Failure> {
    if of.as_u64() == Some(id) || of.is_null() && result.is_err() {
        return Ok(());
    }
    let shown = crate::probe::mcp::text::shorten(&of.to_string(), 60);
    Err(Failure::new(Reason::Protocol, format!("the answer has id {shown}, not {id}")))
}

/// Reads what is left of a body, if it is little and comes at once, and says whether it has ended: then its
/// connection can be kept. Otherwise it is closed.
pub(super) fn drain(mut body: Body, tls: bool) -> bool {
    let time = if tls { DRAIN_TIME_TLS } else { DRAIN_TIME };
    exchange::until(Instant::now() + time, || {
        let mut buffer = [0_u8; 4096];
        let mut left = DRAIN_BYTES;
        while left > 0 {
            match body.read(&mut buffer) {
                Ok(0) => return true,
                Ok(length) => left = left.saturating_sub(length),
                Err(_) => return false,
            }
        }
        false
    })
}
