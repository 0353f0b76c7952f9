//! JSON-RPC over the standard input and output of a command, one message a line.

use std::time::{Duration, Instant};

use serde_json::Value;

use super::ended::Ended;
use super::process::{Process, Silence};
use crate::finding::Reason;
use crate::net::{exchange, Failure};
use crate::probe::mcp::channel::{Channel, Trouble};
use crate::probe::mcp::text::shorten;
use crate::probe::mcp::wire::{self, Message, RpcError};
use crate::probe::session::Session;

/// Lines that are no message and are passed over; the protocol allows none.
const RUBBISH: usize = 100;
/// So much of the first of them is shown.
const SHOWN: usize = 80;

/// One running command, spoken to.
pub(super) struct StdioChannel {
    process: Process,
    /// The command's file, as sentences call it.
    name: String,
    /// Talking ends here, so that ending the command has its time.
    until: Instant,
    last_id: u64,
    /// How long an answer may take once the command has read the request; without it, until the deadline.
    pub(super) patience: Option<Duration>,
    /// Lines that were no message, and the beginning of the first.
    rubbish: usize,
    first_rubbish: String,
    /// The verdict speaks of it: a note would say it twice.
    rubbish_told: bool,
    /// Why nothing came, the last time that nothing came.
    silence: Option<Quiet>,
    /// A request that was given up was answered with a result after all.
    pub(super) late_result: bool,
}

/// The kinds of [`Silence`] after which another try makes sense.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Quiet {
    Exited,
    Impatient,
}

/// What an answer is to the request that waits.
enum Fit {
    Ours(Result<Value, RpcError>),
    /// To an earlier request.
    Late,
}

impl StdioChannel {
    pub(super) fn new(process: Process, name: &str, until: Instant) -> Self {
        StdioChannel {
            process,
            name: shorten(name.rsplit('/').next().unwrap_or(name), SHOWN),
            until,
            last_id: 0,
            patience: None,
            rubbish: 0,
            first_rubbish: String::new(),
            rubbish_told: false,
            silence: None,
            late_result: false,
        }
    }

    /// Whether the last request got no answer for a reason that may be the request's.
    pub(super) fn quiet(&self) -> Option<Quiet> {
        self.silence
    }

    /// Ends the command; its group is killed by `until`.
    pub(super) fn end(self, session: &mut Session, until: Instant) -> Ended {
        if self.rubbish > 0 && !self.rubbish_told {
            let lines = if self.rubbish == 1 { "a line that is" } else { "lines that are" };
            session.notes.push(format!(
                "the command printed {} {lines} no JSON-RPC, which its standard output is for: `{}`",
                self.rubbish, self.first_rubbish
            ));
        }
        Ended::of(self.process, until)
    }

    fn answer(&mut self, session: &Session) -> Result<Value, Trouble> {
        let limits = session.target.limits;
        let bound = exchange::with(|exchange| exchange.bounds.deadline).unwrap_or(self.until);
        let until = self.until.min(bound);
        for _ in 0..=limits.events {
            let line = match self.process.line(until, self.patience, &|| session.is_cancelled()) {
                Ok(line) => line,
                Err(silence) => return Err(self.failure(session, silence).into()),
            };
            let message = match wire::parse(&line, limits.json_depth) {
                Ok(message) => message,
                // Half a message: why there is no more of it is said next.
                Err(_) if self.process.was_cut() => continue,
                Err(failure) if failure.reason == Reason::TooLarge || is_meant_as_message(&line) => {
                    return Err(failure.into());
                }
                Err(_) => {
                    self.pass_over(&line)?;
                    continue;
                }
            };
            let Message::Answer { id, result } = message else { continue };
            match self.fit(&id, result)? {
                Fit::Ours(Ok(result)) => return Ok(result),
                Fit::Ours(Err(error)) => return Err(Trouble::Rpc { error, status: None }),
                Fit::Late => {}
            }
        }
        let why = format!("more than {} messages and still no answer", limits.events);
        Err(Failure::new(Reason::TooLarge, why).into())
    }

    fn fit(&mut self, id: &Value, result: Result<Value, RpcError>) -> Result<Fit, Failure> {
        match id.as_u64() {
            Some(id) if id == self.last_id => return Ok(Fit::Ours(result)),
            Some(id) if (1..self.last_id).contains(&id) => {
                self.late_result |= result.is_ok();
                return Ok(Fit::Late);
            }
            _ => {}
        }
        // Where a server cannot tell the id it says `null`, or a text of its own.
        if (id.is_null() || id.is_string()) && result.is_err() {
            return Ok(Fit::Ours(result));
        }
        let id = shorten(&id.to_string(), SHOWN);
        Err(Failure::new(Reason::Protocol, format!("an answer to a request that nobody made: id {id}")))
    }

    fn pass_over(&mut self, line: &[u8]) -> Result<(), Failure> {
        let text = String::from_utf8_lossy(&line[..line.len().min(4 * SHOWN)]);
        let text = text.trim();
        if text.is_empty() {
            return Ok(());
        }
        if self.rubbish == 0 {
            self.first_rubbish = shorten(text, SHOWN);
        }
        self.rubbish += 1;
        if self.rubbish > RUBBISH {
            return Err(Failure::new(Reason::Protocol, self.only_rubbish()));
        }
        Ok(())
    }

    fn only_rubbish(&mut self) -> String {
        self.rubbish_told = true;
        format!(
            "its standard output holds no answer, but {} lines that are no JSON-RPC; the first: `{}`",
            self.rubbish, self.first_rubbish
        )
    }

    fn failure(&mut self, session: &Session, silence: Silence) -> Failure {
        let name = &self.name;
        self.silence = match silence {
            Silence::Exited(_) => Some(Quiet::Exited),
            Silence::Impatient => Some(Quiet::Impatient),
            _ => None,
        };
        let (reason, message) = match silence {
            Silence::TooLong => {
                let most = session.target.limits.event_bytes;
                (Reason::TooLarge, format!("`{name}` printed a line of more than {most} bytes"))
            }
            Silence::Local(error) => (Reason::Local, format!("cannot read what `{name}` prints: {error}")),
            Silence::Exited(exit) => {
                (Reason::CommandExited, format!("`{name}` ended before it answered, with {exit}"))
            }
            Silence::Closed => (
                Reason::Closed,
                format!("`{name}` closed its standard output before it answered, and runs on"),
            ),
            Silence::Cancelled => (Reason::Cancelled, "the check was cancelled".to_owned()),
            Silence::Deadline | Silence::Impatient if self.rubbish > 0 => {
                (Reason::Protocol, self.only_rubbish())
            }
            Silence::Deadline | Silence::Impatient => {
                let read = if self.process.has_read_all() {
                    "has read the request"
                } else {
                    "has not read the request"
                };
                (Reason::Deadline, format!("no answer before the deadline; `{name}` runs and {read}"))
            }
        };
        match self.process.tail.gist() {
            Some(line) if reason != Reason::TooLarge => {
                Failure::new(reason, format!("{message}; its standard error says: {line}"))
            }
            _ => Failure::new(reason, message),
        }
    }
}

impl Channel for StdioChannel {
    fn request(&mut self, session: &mut Session, method: &str, params: &Value) -> Result<Value, Trouble> {
        exchange::with(|exchange| exchange.facts.begin_request());
        self.silence = None;
        self.last_id += 1;
        self.process.send(&wire::request(self.last_id, method, params));
        self.answer(session)
    }

    fn notify(&mut self, _session: &mut Session, method: &str) -> Result<(), Trouble> {
        self.process.send(&wire::notification(method));
        Ok(())
    }
}

/// Whether a line that cannot be read was to be a message, and not a word that a program prints.
fn is_meant_as_message(line: &[u8]) -> bool {
    let holds = |text: &str| line.windows(text.len()).any(|part| part == text.as_bytes());
    let answer = || holds("\"id\"") && (holds("\"result\"") || holds("\"error\""));
    line.trim_ascii_start().starts_with(b"{") && (holds("\"jsonrpc\"") || answer())
}
