//! Streamable HTTP: each message is a POST, answered in JSON or as events.

use std::time::Duration;

use serde_json::Value;

use super::post::{self, is_tls, Manner, Post};
use super::stream::drain;
use crate::finding::Reason;
use crate::net::{exchange, Failure, Method, Redirects, Response};
use crate::probe::head::{self, BadSessionId};
use crate::probe::mcp::channel::{Channel, Trouble};
use crate::probe::mcp::handshake::{facts, METHOD_NOT_FOUND};
use crate::probe::mcp::speech::Speech;
use crate::probe::mcp::wire;
use crate::probe::session::{Ask, Session};

/// Of the time for a check, the share that is kept to end a session in, and its most.
const RESERVE_SHARE: u32 = 10;
const MOST_RESERVE: Duration = Duration::from_millis(500);

/// A server over Streamable HTTP, of either era.
pub(super) struct StreamableHttp {
    url: String,
    /// Those of the target.
    own: Vec<(String, String)>,
    speech: Speech,
    session_id: Option<String>,
    /// A session that was not asked for: older servers (mcp 1.20) open one for whatever comes first, also for what
    /// they then refuse, keep it, and name it in the refusal's head.
    stray: Option<String>,
    last_id: u64,
    /// The server forgot the session that it had opened.
    lost: bool,
    manner: Manner,
}

impl StreamableHttp {
    pub(super) fn new(url: &str, own: &[(String, String)]) -> Self {
        StreamableHttp {
            url: url.to_owned(),
            own: own.to_vec(),
            speech: Speech::Legacy(None),
            session_id: None,
            stray: None,
            last_id: 0,
            lost: false,
            manner: Manner::default(),
        }
    }

    /// Whether the server answered 404 to the session that it had opened.
    pub(super) fn lost_session(&self) -> bool {
        self.lost
    }

    /// Whether the server has said which version is spoken.
    pub(super) fn is_greeted(&self) -> bool {
        self.speech.version().is_some()
    }

    /// Ends the session, if there is one. What goes wrong with it is a note: the check itself is done.
    pub(super) fn end(mut self, session: &mut Session) {
        session.notes.extend(self.manner.note().map(str::to_owned));
        let mut headers = self.own.clone();
        if let Some(id) = self.session_id.take().filter(|_| !self.lost) {
            self.add(&mut headers, "Mcp-Session-Id", &id);
            self.add_version(&mut headers);
        } else if let Some(id) = self.stray.take() {
            // In no version: none was agreed on, and the one that was asked for may be the reason of the refusal.
            self.add(&mut headers, "Mcp-Session-Id", &id);
        } else {
            return;
        }
        let asked = session.send(Ask {
            method: Method::DELETE,
            url: &self.url,
            headers,
            body: None,
            redirects: Redirects::Off,
            retry: true,
            beside: false,
        });
        match asked {
            Ok(response) => {
                // 405: the server does not let clients end sessions. 404: it has ended by itself.
                if !matches!(response.status, 200..=299 | 404 | 405) {
                    session.notes.push(format!("the session could not be ended: status {}", response.status));
                }
                drain(response.body, is_tls(&self.url));
            }
            Err(failure) => {
                session.notes.push(format!("the session could not be ended: {}", failure.message));
            }
        }
    }

    fn post(
        &mut self,
        session: &mut Session,
        body: &[u8],
        method: &str,
        params: &Value,
    ) -> Result<Response, Trouble> {
        let mut headers = self.own.clone();
        self.add(&mut headers, "Content-Type", "application/json");
        self.add(&mut headers, "Accept", "application/json, text/event-stream");
        self.add_version(&mut headers);
        if self.speech.is_modern() {
            self.add(&mut headers, "Mcp-Method", method);
            if let Some(name) = params.get("name").and_then(Value::as_str).filter(|_| method == "tools/call")
            {
                self.add(&mut headers, "Mcp-Name", &super::encoded(name));
            }
        }
        if let Some(id) = &self.session_id {
            self.add(&mut headers, "Mcp-Session-Id", id);
        }
        // A tool may change something.
        let retry = method != "tools/call";
        let url = &mut self.url;
        let response = bounded(self.session_id.is_some(), session, |session| {
            post::send(session, Post { url, headers, body, retry })
        })?;
        if method == "initialize" {
            self.open(session, &response)?;
        } else if self.session_id.is_none() {
            let named = response.headers.get("mcp-session-id");
            self.stray =
                named.and_then(|value| head::session_id(value.as_bytes()).ok()).or(self.stray.take());
        }
        Ok(response)
    }

    /// Takes the session that a server opens.
    fn open(&mut self, session: &mut Session, response: &Response) -> Result<(), Failure> {
        let Some(value) = response.headers.get("mcp-session-id") else { return Ok(()) };
        let id = head::session_id(value.as_bytes()).map_err(|bad| match bad {
            BadSessionId::Empty => Failure::new(Reason::Protocol, "the session id is empty"),
            BadSessionId::NotVisible => {
                Failure::new(Reason::Protocol, "the session id is not visible ASCII, as the transport asks")
            }
            BadSessionId::TooLong => Failure::new(Reason::TooLarge, "the session id is beyond 1 KiB"),
        })?;
        facts(session).session = true;
        self.session_id = Some(id);
        Ok(())
    }

    /// Adds a header, unless the target has one of that name.
    fn add(&self, headers: &mut Vec<(String, String)>, name: &str, value: &str) {
        if !self.own.iter().any(|(known, _)| known.eq_ignore_ascii_case(name)) {
            headers.push((name.to_owned(), value.to_owned()));
        }
    }

    fn add_version(&self, headers: &mut Vec<(String, String)>) {
        if let Some(version) = self.speech.version() {
            self.add(headers, "MCP-Protocol-Version", version);
        }
    }

    /// 404 to a session that the server itself opened means that it has forgotten it, whatever the words.
    fn forgotten(&mut self, trouble: Trouble) -> Trouble {
        match trouble {
            Trouble::Rpc { error, status: Some(404) } if error.code != METHOD_NOT_FOUND => {
                self.lost = true;
                Trouble::Http { status: 404, authenticate: None, text: error.message }
            }
            Trouble::Http { status: 404, .. } => {
                self.lost = true;
                trouble
            }
            _ => trouble,
        }
    }
}

impl Channel for StreamableHttp {
    fn request(&mut self, session: &mut Session, method: &str, params: &Value) -> Result<Value, Trouble> {
        self.last_id += 1;
        let id = self.last_id;
        let body = wire::request(id, method, params);
        let opening = self.session_id.is_none();
        let response = self.post(session, &body, method, params)?;
        let manner = &mut self.manner;
        let answer = bounded(self.session_id.is_some(), session, |session| {
            post::answer(session, response, id, manner)
        });
        match answer {
            Err(trouble) if !opening => Err(self.forgotten(trouble)),
            other => other,
        }
    }

    fn notify(&mut self, session: &mut Session, method: &str) -> Result<(), Trouble> {
        let body = wire::notification(method);
        let response = self.post(session, &body, method, &Value::Null)?;
        if (200..300).contains(&response.status) {
            bounded(self.session_id.is_some(), session, |_| drain(response.body, is_tls(&self.url)));
            return Ok(());
        }
        let trouble =
            bounded(self.session_id.is_some(), session, |session| post::refusal(session, response, 0));
        match self.session_id {
            Some(_) => Err(self.forgotten(trouble)),
            None => Err(trouble),
        }
    }

    fn speak(&mut self, speech: &Speech) {
        self.speech = speech.clone();
    }
}

/// Runs `f`, and where there is a session, within a deadline that leaves time to end it.
fn bounded<'s, R>(has_session: bool, session: &mut Session<'s>, f: impl FnOnce(&mut Session<'s>) -> R) -> R {
    if !has_session {
        return f(session);
    }
    let reserve = (session.target.timeout / RESERVE_SHARE).min(MOST_RESERVE);
    let deadline = session.deadline.checked_sub(reserve).unwrap_or(session.deadline);
    exchange::until(deadline, || f(session))
}
