//! A server by both paths.

use super::session::Session;
use super::{Kind, McpOptions, Outcome, RestOptions};

pub(super) fn check(session: Session, rest: &RestOptions, _mcp: &McpOptions) -> Outcome {
    session.single(Kind::Dual, |session| super::rest::check(session, rest))
}
