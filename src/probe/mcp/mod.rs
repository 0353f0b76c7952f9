//! An MCP server, of whichever era and transport.
//!
//! A [`channel`](channel::Channel) carries JSON-RPC; over any of them a server is greeted ([`handshake`]) and then
//! looked at ([`examination`]): its tools, and the answer of one of them.

mod call;
mod channel;
mod eras;
mod examination;
mod handshake;
mod hash;
mod http;
mod schema;
#[cfg(test)]
#[path = "scripted_tests.rs"]
mod scripted;
mod speech;
pub(super) mod sse;
mod stdio;
mod text;
mod tools;
mod verdict;
#[cfg(feature = "load")]
mod visit;
pub(super) mod wire;

pub(crate) use eras::Eras;
pub(crate) use stdio::Remains;
#[cfg(feature = "load")]
pub(crate) use visit::{Asked, Stay, Visit};

use super::session::Session;
use super::verdict::Verdict;
use super::{McpOptions, McpTransport, Pool};

pub(super) fn check(session: &mut Session, options: &McpOptions) -> Verdict {
    session.enter(Pool::Mcp);
    let verdict = match &options.transport {
        McpTransport::Http { url, headers, era } => http::check(session, options, url, headers, *era),
        McpTransport::Command(command) => stdio::check(session, options, command),
    };
    session.enter(Pool::Mcp);
    verdict
}
