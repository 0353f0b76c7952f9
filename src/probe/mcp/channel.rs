//! What every way of speaking to an MCP server can do.

use serde_json::Value;

use super::speech::Speech;
use super::wire::RpcError;
use crate::net::Failure;
use crate::probe::session::Session;

/// One way of speaking JSON-RPC to a server: Streamable HTTP, HTTP with events, or a command.
pub(super) trait Channel {
    /// Sends a request and waits for its answer. What comes before it (notifications, requests of the server's)
    /// is passed over; the session's deadline holds.
    fn request(&mut self, session: &mut Session, method: &str, params: &Value) -> Result<Value, Trouble>;

    /// Sends a notification; nothing is answered.
    fn notify(&mut self, session: &mut Session, method: &str) -> Result<(), Trouble>;

    /// From now on messages are of this era and version: for a channel that has to say so beside the message.
    fn speak(&mut self, _speech: &Speech) {}
}

/// Why a request got no result.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Trouble {
    /// No answer, or none that makes sense.
    Failure(Failure),
    /// The server answered with an error. Over HTTP it came with this status.
    Rpc { error: RpcError, status: Option<u16> },
    /// The server answered with an HTTP status and no JSON-RPC.
    Http { status: u16, authenticate: Option<String>, text: String },
}

impl From<Failure> for Trouble {
    fn from(failure: Failure) -> Self {
        Trouble::Failure(failure)
    }
}
