//! How a server is greeted in each era, and what it says of itself.

use std::time::Duration;

use serde_json::{json, Map, Value};

use super::channel::{Channel, Trouble};
use super::speech::{self, Speech};
use super::text::shorten;
use crate::finding::Reason;
use crate::net::Failure;
use crate::probe::session::Session;
use crate::probe::McpFacts;

/// The version asked for is not supported; `data.supported` names those that are.
pub(super) const UNSUPPORTED_VERSION: i64 = -32022;
/// The head says something else than the body.
pub(super) const HEADER_MISMATCH: i64 = -32020;
/// A capability is needed that was not declared.
pub(super) const MISSING_CAPABILITY: i64 = -32021;
/// The method does not exist.
pub(super) const METHOD_NOT_FOUND: i64 = -32601;

/// Characters of a server's name and version that are kept.
const NAME: usize = 200;
/// Capabilities that are kept.
const CAPABILITIES: usize = 64;
/// The oldest version of the protocol.
const OLDEST: &str = "2024-11-05";

/// Greets a modern server: `server/discover`, once more in a version that the server names.
pub(super) fn modern(channel: &mut dyn Channel, session: &mut Session) -> Result<Speech, Trouble> {
    let mut speech = Speech::Modern(speech::MODERN[0]);
    channel.speak(&speech);
    let mut answer = channel.request(session, "server/discover", &speech.params(Map::new()));
    if let Err(Trouble::Rpc { error, .. }) = &answer {
        let named = || supported(error.data.as_ref());
        if let Some(other) = (error.code == UNSUPPORTED_VERSION).then(named).flatten() {
            if Speech::Modern(other) != speech {
                speech = Speech::Modern(other);
                channel.speak(&speech);
                answer = channel.request(session, "server/discover", &speech.params(Map::new()));
            }
        }
    }
    let result = answer?;
    let versions = result.get("supportedVersions").and_then(Value::as_array).ok_or_else(|| {
        protocol("the answer to `server/discover` has no list `supportedVersions`".to_owned())
    })?;
    if mutual(versions).is_none() {
        let named = shorten(&Value::Array(versions.clone()).to_string(), NAME);
        return Err(
            protocol(format!("`server/discover` names no version that is known here: {named}")).into()
        );
    }
    let Some(capabilities) = result.get("capabilities").and_then(Value::as_object) else {
        return Err(
            protocol("the answer to `server/discover` has no object `capabilities`".to_owned()).into()
        );
    };
    let stamped = result.get("_meta").and_then(|meta| meta.get("io.modelcontextprotocol/serverInfo"));
    let server = stamped.or_else(|| result.get("serverInfo"));
    let facts = facts(session);
    describe(facts, capabilities, server);
    facts.era = Some("modern");
    facts.protocol_version = speech.version().map(str::to_owned);
    facts.fresh_for = result.get("ttlMs").and_then(Value::as_u64).map(Duration::from_millis);
    Ok(speech)
}

/// Greets a server of the era of `initialize`, and tells it so.
pub(super) fn legacy(channel: &mut dyn Channel, session: &mut Session) -> Result<Speech, Trouble> {
    channel.speak(&Speech::Legacy(None));
    let offer = json!({
        "protocolVersion": speech::LEGACY[0],
        "capabilities": {},
        "clientInfo": speech::client(),
    });
    let result = channel.request(session, "initialize", &offer)?;
    let version = result
        .get("protocolVersion")
        .and_then(Value::as_str)
        .ok_or_else(|| protocol("the answer to `initialize` has no text `protocolVersion`".to_owned()))?;
    let Some(capabilities) = result.get("capabilities").and_then(Value::as_object) else {
        return Err(protocol("the answer to `initialize` has no object `capabilities`".to_owned()).into());
    };
    check_version(version, session)?;
    let facts = facts(session);
    describe(facts, capabilities, result.get("serverInfo"));
    facts.era = Some("legacy");
    facts.protocol_version = Some(version.to_owned());
    let speech = Speech::Legacy(Some(version.to_owned()));
    channel.speak(&speech);
    channel.notify(session, "notifications/initialized")?;
    Ok(speech)
}

/// A version that is not known is noted and gone on with, for newer ones are mostly compatible; what can be none is
/// refused. Visible ASCII only: it goes into heads.
fn check_version(version: &str, session: &mut Session) -> Result<(), Failure> {
    if speech::LEGACY.contains(&version) {
        return Ok(());
    }
    let shown = shorten(version, NAME);
    let date = version.len() == 10 && version.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
    let plain =
        !version.is_empty() && version.len() <= 64 && version.bytes().all(|byte| byte.is_ascii_graphic());
    if !plain || date && version < OLDEST {
        return Err(protocol(format!("`initialize` picks the protocol version `{shown}`, which is none")));
    }
    session.notes.push(format!("the server picked the protocol version `{shown}`, which is not known here"));
    Ok(())
}

/// The newest version of ours among those that an error names.
fn supported(data: Option<&Value>) -> Option<&'static str> {
    mutual(data?.get("supported")?.as_array()?)
}

fn mutual(versions: &[Value]) -> Option<&'static str> {
    let named = |ours: &&str| versions.iter().any(|version| version.as_str() == Some(ours));
    speech::MODERN.into_iter().find(named)
}

fn describe(facts: &mut McpFacts, capabilities: &Map<String, Value>, server: Option<&Value>) {
    let text = |name: &str| Some(shorten(server?.get(name)?.as_str()?, NAME));
    facts.server_name = text("name");
    facts.server_version = text("version");
    // An extension or an experiment that is switched off is written as `null` by some.
    let offered = capabilities.iter().filter(|(_, value)| !value.is_null());
    facts.capabilities = offered.map(|(name, _)| shorten(name, NAME)).take(CAPABILITIES).collect();
    facts.capabilities.sort_unstable();
}

/// The facts of this check.
pub(super) fn facts<'a>(session: &'a mut Session) -> &'a mut McpFacts {
    session.mcp.get_or_insert_with(McpFacts::default)
}

fn protocol(message: String) -> Failure {
    Failure::new(Reason::Protocol, message)
}
