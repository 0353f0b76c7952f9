//! HTTP with events, as of 2024-11-05: a GET opens a stream whose first event says where to post; answers come on
//! the stream.

use http::Uri;
use serde_json::Value;

use super::post::{self, is_tls, Post};
use super::stream::{drain, EventStream};
use crate::finding::Reason;
use crate::net::{redirect, Failure, Method, Redirects};
use crate::probe::head::MediaType;
use crate::probe::mcp::channel::{Channel, Trouble};
use crate::probe::mcp::text::shorten;
use crate::probe::mcp::wire;
use crate::probe::session::{Ask, Session};

/// Redirects of the GET that are followed.
const MOST_REDIRECTS: u8 = 10;

/// A server over HTTP with events. Dropped, its stream is closed, and with it the server's session.
pub(super) struct SseTransport {
    events: EventStream,
    endpoint: String,
    own: Vec<(String, String)>,
    last_id: u64,
}

/// Why there is no stream.
pub(super) enum NoStream {
    /// What answered the GET is no stream of events.
    NotThis(Trouble),
    /// It is one, and not as it should be; or there was no answer at all.
    Trouble(Trouble),
}

impl SseTransport {
    /// Opens the stream and waits for its first event.
    pub(super) fn open(session: &mut Session, url: &str, own: &[(String, String)]) -> Result<Self, NoStream> {
        let mut headers = own.to_vec();
        if !headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("accept")) {
            headers.push(("Accept".to_owned(), "text/event-stream".to_owned()));
        }
        let response = session.send(Ask {
            method: Method::GET,
            url,
            headers,
            body: None,
            redirects: Redirects::SameHost(MOST_REDIRECTS),
            retry: true,
            beside: true,
        });
        let response = response.map_err(|failure| NoStream::Trouble(failure.into()))?;
        if response.status >= 400 {
            return Err(NoStream::NotThis(post::refusal(session, response, 0)));
        }
        if response.status != 200 || MediaType::of(response.header("content-type")) != MediaType::Events {
            let message = format!("GET: status {} and no stream of events", response.status);
            return Err(NoStream::NotThis(Failure::new(Reason::Protocol, message).into()));
        }
        let from = response.url.clone();
        let mut events = EventStream::new(response.body, session.target.limits);
        let endpoint = endpoint(&mut events, &from).map_err(|failure| NoStream::Trouble(failure.into()))?;
        Ok(SseTransport { events, endpoint, own: own.to_vec(), last_id: 0 })
    }

    fn post(&mut self, session: &mut Session, body: &[u8], retry: bool) -> Result<(), Trouble> {
        let mut headers = self.own.clone();
        if !headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("content-type")) {
            headers.push(("Content-Type".to_owned(), "application/json".to_owned()));
        }
        let response = post::send(session, Post { url: &mut self.endpoint, headers, body, retry })?;
        if (200..300).contains(&response.status) {
            drain(response.body, is_tls(&self.endpoint));
            return Ok(());
        }
        Err(post::refusal(session, response, self.last_id))
    }
}

impl Channel for SseTransport {
    fn request(&mut self, session: &mut Session, method: &str, params: &Value) -> Result<Value, Trouble> {
        self.last_id += 1;
        let body = wire::request(self.last_id, method, params);
        self.post(session, &body, method != "tools/call")?;
        let answer = self.events.answer(self.last_id)?;
        answer.map_err(|error| Trouble::Rpc { error, status: None })
    }

    fn notify(&mut self, session: &mut Session, method: &str) -> Result<(), Trouble> {
        self.post(session, &wire::notification(method), true)
    }
}

/// Waits for the event that says where to post: a URL, mostly relative, of the same origin.
fn endpoint(events: &mut EventStream, from: &str) -> Result<String, Failure> {
    let wrong = |why: String| Failure::new(Reason::Protocol, why);
    loop {
        let Some(event) = events.next_event()? else {
            return Err(Failure::new(
                Reason::Closed,
                "the stream of events ended before it said where to post",
            ));
        };
        if event.name != "endpoint" {
            continue;
        }
        let said = event.data.trim();
        let shown = shorten(said, 200);
        let url = redirect::resolve(from, said).filter(|_| !said.is_empty());
        let url = url.ok_or_else(|| wrong(format!("the endpoint `{shown}` is no URL")))?;
        if origin(&url).is_none() || origin(&url) != origin(from) {
            return Err(wrong(format!("the endpoint `{shown}` is of another origin; nothing is sent there")));
        }
        return Ok(url);
    }
}

/// Scheme, host and port.
fn origin(url: &str) -> Option<(String, String, u16)> {
    let uri: Uri = url.parse().ok()?;
    let scheme = uri.scheme_str()?.to_ascii_lowercase();
    let port = uri.port_u16().unwrap_or(if scheme == "https" { 443 } else { 80 });
    Some((scheme, uri.host()?.to_ascii_lowercase(), port))
}
