//! An MCP server that is a command, over its standard input and output.
//!
//! Each check starts it, and ends it again. Its standard output may hold messages only; up to 100 lines of anything
//! else are passed over and noted, because what people see of such a server is that it works.

mod channel;
mod ended;
mod greeting;
mod lines;
mod process;
mod start;
mod tail;

use std::time::{Duration, Instant};

use channel::StdioChannel;
pub(crate) use ended::Remains;
use start::Start;

use super::{examination, handshake, verdict};
use crate::finding::Status;
use crate::net::exchange;
use crate::probe::rest::slow;
use crate::probe::session::Session;
use crate::probe::verdict::Verdict;
use crate::probe::{McpCommand, McpOptions};

/// Of the time, what is kept for ending the command: a tenth, and at most this.
const RESERVE: Duration = Duration::from_millis(500);

pub(super) fn check(session: &mut Session, options: &McpOptions, command: &McpCommand) -> Verdict {
    session.context.remains.sweep();
    handshake::facts(session).transport = Some("stdio");
    let start = match Start::new(session, command) {
        Ok(start) => start,
        Err(failure) => return failure.into(),
    };
    let begun = session.elapsed();
    let deadline = deadline(session);
    let reserve = (session.target.timeout / 10).min(RESERVE);
    let until = deadline.checked_sub(reserve).unwrap_or(deadline);
    let (mut channel, greeted) = match greeting::greet(session, &start, until) {
        Ok(greeted) => greeted,
        Err(failure) => return failure.into(),
    };
    // What is a connection of others is its start, up to the first thing that it says.
    exchange::with(|exchange| {
        let before = exchange.facts.connect.unwrap_or_default();
        exchange.facts.connect = Some(before + session.elapsed().saturating_sub(begun));
    });
    let verdict = match greeted {
        Ok(speech) => {
            let verdict = examination::examine(&mut channel, &speech, session, options);
            // Ending the command is no part of how fast the server is.
            slow(verdict, session.elapsed() - begun, options.degraded_after, options.unhealthy_after)
        }
        Err((asked, trouble)) => verdict::of(session, options, asked, &trouble),
    };
    let until = self::deadline(session);
    let tail = bury(session, channel, until);
    if verdict.status != Status::Healthy {
        handshake::facts(session).stderr_tail = tail;
    }
    verdict
}

/// Whichever comes first, the session's deadline or that of what is done in it now.
fn deadline(session: &Session) -> Instant {
    let bound = exchange::with(|exchange| exchange.bounds.deadline);
    bound.map_or(session.deadline, |bound| bound.min(session.deadline))
}

/// Ends the command by `until`, and gives the last of its standard error.
fn bury(session: &mut Session, channel: StdioChannel, until: Instant) -> Option<String> {
    let ended = channel.end(session, until);
    if let Some(child) = ended.remains {
        session
            .notes
            .push("the command was killed and has not ended yet; a later check takes it away".to_owned());
        session.context.remains.keep(child);
    }
    ended.tail.text()
}
