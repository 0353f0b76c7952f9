//! Finding out the era of a command.
//!
//! A modern server answers `server/discover`; one of the era of `initialize` answers it with an error, and is then
//! greeted in its own way in the same process. Some say nothing to a request that comes before `initialize`, and
//! some end: so `initialize` follows where a command has read the request and is silent for a fifth of the time, and
//! where that does not help either, or it has ended, a new process is greeted by `initialize` first. A command that
//! has not read the request is still starting up, and is waited for.

use std::time::{Duration, Instant};

use super::channel::{Quiet, StdioChannel};
use super::start::Start;
use crate::net::Failure;
use crate::probe::mcp::channel::Trouble;
use crate::probe::mcp::handshake::{self, HEADER_MISMATCH, MISSING_CAPABILITY, UNSUPPORTED_VERSION};
use crate::probe::mcp::speech::Speech;
use crate::probe::session::Session;
use crate::probe::Era;

/// What was asked, and why there was no result.
pub(super) type Refused = (&'static str, Trouble);

const DISCOVER: &str = "server/discover";
const INITIALIZE: &str = "initialize";
/// For ending a process that is to be replaced.
const REPLACE: Duration = Duration::from_millis(200);

/// The process that was greeted last, and what came of it.
///
/// # Errors
///
/// Where none could be started.
pub(super) fn greet(
    session: &mut Session,
    start: &Start,
    until: Instant,
) -> Result<(StdioChannel, Result<Speech, Refused>), Failure> {
    let key = start.key();
    let known = session.context.eras.get(&key);
    let mut channel = start.start(session, until)?;
    let mut greeted = in_one_process(session, &mut channel, known);
    if channel.quiet().is_some_and(|_| known != Some(Era::Legacy)) {
        // The request may have been what it could not bear.
        super::bury(session, channel, until.min(Instant::now() + REPLACE));
        channel = start.start(session, until)?;
        greeted = legacy(session, &mut channel);
    }
    channel.patience = None;
    match &greeted {
        Ok(speech) => {
            let era = if speech.is_modern() { Era::Modern } else { Era::Legacy };
            session.context.eras.remember(&key, era);
        }
        // It may be another one by now.
        Err(_) => session.context.eras.forget(&key),
    }
    Ok((channel, greeted))
}

fn in_one_process(
    session: &mut Session,
    channel: &mut StdioChannel,
    known: Option<Era>,
) -> Result<Speech, Refused> {
    if known == Some(Era::Legacy) {
        return match legacy(session, channel) {
            // It has learnt the new ways.
            Err((_, Trouble::Rpc { .. })) => modern(session, channel),
            greeted => greeted,
        };
    }
    if known.is_none() {
        channel.patience = Some(session.target.timeout / 5);
    }
    let refused = match modern(session, channel) {
        Ok(speech) => return Ok(speech),
        Err(refused) => refused,
    };
    let is_legacy = match &refused.1 {
        Trouble::Rpc { error, .. } => {
            ![UNSUPPORTED_VERSION, HEADER_MISMATCH, MISSING_CAPABILITY].contains(&error.code)
        }
        _ => channel.quiet() == Some(Quiet::Impatient),
    };
    if !is_legacy {
        return Err(refused);
    }
    let greeted = legacy(session, channel);
    if greeted.is_err() && channel.late_result {
        // It is modern, and was slow.
        channel.patience = None;
        return modern(session, channel);
    }
    greeted
}

fn modern(session: &mut Session, channel: &mut StdioChannel) -> Result<Speech, Refused> {
    handshake::modern(channel, session).map_err(|trouble| (DISCOVER, trouble))
}

fn legacy(session: &mut Session, channel: &mut StdioChannel) -> Result<Speech, Refused> {
    handshake::legacy(channel, session).map_err(|trouble| (INITIALIZE, trouble))
}
