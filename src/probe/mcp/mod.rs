//! An MCP server, of whichever era and transport.

mod channel;
mod wire;

use super::session::Session;
use super::verdict::Verdict;
use super::McpOptions;
use crate::finding::Reason;

/// What was learnt of servers.
#[derive(Debug, Default)]
pub(crate) struct Eras;

pub(super) fn check(_session: &mut Session, _options: &McpOptions) -> Verdict {
    Verdict::because(Reason::Protocol, "")
}
