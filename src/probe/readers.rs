//! What reads the words of strangers: pure functions of bytes, public for fuzzing and for nothing else.

pub use super::head::{retry_after, session_id, BadSessionId, Challenge, MediaType};
pub use super::mcp::sse::{Event, Excess, Parser, StreamLimits};
use super::mcp::wire::{self, Message};
use crate::finding::Reason;

/// What a JSON-RPC message is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JsonRpc {
    /// A request or a notification.
    Asks,
    /// A result.
    Result,
    /// An error.
    Error,
    /// Beyond the bounds of depth and memory.
    TooLarge,
    /// No such message.
    Wrong,
}

/// Reads a JSON-RPC message that is nested at most `depth` deep.
#[must_use]
pub fn json_rpc(bytes: &[u8], depth: usize) -> JsonRpc {
    match wire::parse(bytes, depth) {
        Ok(Message::Other { .. }) => JsonRpc::Asks,
        Ok(Message::Answer { result: Ok(_), .. }) => JsonRpc::Result,
        Ok(Message::Answer { result: Err(_), .. }) => JsonRpc::Error,
        Err(failure) if failure.reason == Reason::TooLarge => JsonRpc::TooLarge,
        Err(_) => JsonRpc::Wrong,
    }
}
