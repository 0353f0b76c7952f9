//! What is looked at once a server was greeted.

use serde_json::Map;

use super::channel::{Channel, Trouble};
use super::handshake::{facts, METHOD_NOT_FOUND};
use super::speech::Speech;
use super::{call, tools, verdict};
use crate::finding::Status;
use crate::probe::session::Session;
use crate::probe::verdict::Verdict;
use crate::probe::McpOptions;

/// Lists the tools and calls one, as far as that is asked for. What is unhealthy goes before what is degraded, and
/// of equals what was found first.
pub(super) fn examine(
    channel: &mut dyn Channel,
    speech: &Speech,
    session: &mut Session,
    options: &McpOptions,
) -> Verdict {
    #[cfg(feature = "load")]
    if let Some(mut stay) = session.stay.take() {
        stay.run(channel, speech, session, options);
        session.stay = Some(stay);
        return Verdict::healthy(greeting(session)).alive(true);
    }
    let verdict = examined(channel, speech, session, options);
    // It has answered in its greeting, whatever came later.
    match verdict.status {
        Status::Unknown => verdict,
        _ => verdict.alive(true),
    }
}

/// The same, without a word on whether it is alive.
pub(super) fn examined(
    channel: &mut dyn Channel,
    speech: &Speech,
    session: &mut Session,
    options: &McpOptions,
) -> Verdict {
    let expecting = !options.expected_tools.is_empty() || options.tools_hash.is_some();
    let offered = facts(session).capabilities.iter().any(|name| name == "tools");
    let mut asked_anything = false;
    let mut verdict = Verdict::healthy(greeting(session));
    if expecting || options.list_tools && offered {
        asked_anything = true;
        match tools::list(channel, speech, session, options) {
            Ok(listed) => verdict = verdict.worse(tools::judge(session, options, listed)),
            Err(trouble) => return self::verdict::of(session, options, "tools/list", &trouble),
        }
    }
    if let Some(wanted) = &options.call {
        asked_anything = true;
        match call::call(channel, speech, session, wanted) {
            Ok(called) => verdict = verdict.worse(called),
            Err(trouble) => {
                let asked = format!("tools/call {}", wanted.tool);
                verdict = verdict.worse(self::verdict::of(session, options, &asked, &trouble));
            }
        }
    }
    if !asked_anything && !speech.is_modern() {
        if let Err(trouble) = ping(channel, speech, session) {
            return self::verdict::of(session, options, "ping", &trouble);
        }
    }
    verdict
}

/// `ping`, where nothing else is asked. A server that does not know it has answered all the same.
fn ping(channel: &mut dyn Channel, speech: &Speech, session: &mut Session) -> Result<(), Trouble> {
    match channel.request(session, "ping", &speech.params(Map::new())) {
        Ok(_) => Ok(()),
        Err(Trouble::Rpc { error, .. }) if error.code == METHOD_NOT_FOUND => {
            session
                .notes
                .push("the server does not know `ping`, which every server has to answer".to_owned());
            Ok(())
        }
        Err(trouble) => Err(trouble),
    }
}

/// `faults 1.0 speaks 2025-11-25`.
fn greeting(session: &mut Session) -> String {
    let facts = facts(session);
    let name = facts.server_name.as_deref().unwrap_or("the server");
    let version = facts.server_version.as_deref().map(|version| format!(" {version}")).unwrap_or_default();
    let protocol = facts.protocol_version.as_deref().unwrap_or("MCP");
    format!("{name}{version} speaks {protocol}")
}
