//! One POST of a message, and its answer.

use std::ops::RangeInclusive;
use std::time::{Duration, Instant, SystemTime};

use serde_json::Value;

use super::stream::{drain, is_ours, EventStream};
use crate::finding::Reason;
use crate::net::{redirect, Failure, Method, Redirects, Response};
use crate::probe::head::{self, MediaType};
use crate::probe::mcp::channel::Trouble;
use crate::probe::mcp::text::shorten;
use crate::probe::mcp::wire::{self, Message, RpcError};
use crate::probe::session::{Ask, Session};

/// Redirects that are followed.
const MOST_REDIRECTS: u8 = 10;
/// Bytes of an error's body that are read.
const ERROR_BODY: usize = 64 * 1024;
/// Characters of an error's body that are kept.
const ERROR_TEXT: usize = 500;
/// What Linux waits before it acknowledges what it has nothing to answer to (40 ms, TCP_DELACK_MIN), and a little
/// more.
const DELAYED_ACKNOWLEDGEMENT: RangeInclusive<Duration> =
    Duration::from_millis(38)..=Duration::from_millis(48);

/// How a server sends its answers, as seen so far in this check.
#[derive(Debug)]
pub(super) struct Manner {
    /// Its streams end with the answer. If one does not, the next ones are not waited for.
    ends: bool,
    answers: u32,
    /// Answers whose rest came a delayed acknowledgement after their head.
    late: u32,
}

impl Default for Manner {
    fn default() -> Self {
        Manner { ends: true, answers: 0, late: 0 }
    }
}

impl Manner {
    fn answered(&mut self, after_head: Duration) {
        self.answers += 1;
        self.late += u32::from(DELAYED_ACKNOWLEDGEMENT.contains(&after_head));
    }

    /// What is worth knowing of it.
    pub(super) fn note(&self) -> Option<&'static str> {
        (self.late >= 2 && self.late * 2 > self.answers).then_some(
            "the rest of its answers comes about 42 ms after their heads, which is what Nagle's algorithm and delayed \
             acknowledgements make of two writes: the server probably lacks TCP_NODELAY",
        )
    }
}

/// What is posted.
pub(super) struct Post<'a> {
    pub(super) url: &'a mut String,
    pub(super) headers: Vec<(String, String)>,
    pub(super) body: &'a [u8],
    /// Whether it may be sent again where a kept connection turns out closed.
    pub(super) retry: bool,
}

/// Posts a message. 307 and 308 are followed on the same host, and `url` becomes where they lead; the others would
/// turn the POST into a GET.
pub(super) fn send(session: &mut Session, post: Post) -> Result<Response, Trouble> {
    let mut followed = 0;
    loop {
        let response = session.send(Ask {
            method: Method::POST,
            url: post.url,
            headers: post.headers.clone(),
            body: Some(post.body),
            redirects: Redirects::Off,
            retry: post.retry,
            beside: false,
        })?;
        let status = response.status;
        let location = response.header("location");
        match status {
            307 | 308 => {
                let allowed = Redirects::SameHost(MOST_REDIRECTS);
                let next = redirect::next(allowed, followed, &Method::POST, post.url, status, location)?;
                followed += 1;
                drain(response.body, is_tls(post.url));
                *post.url = next.url;
            }
            301..=303 => {
                let to = shorten(location.unwrap_or("nowhere"), ERROR_TEXT);
                let message =
                    format!("status {status} leads to {to} with a GET; a POST is led on by 307 and 308");
                return Err(Failure::new(Reason::Redirect, message).into());
            }
            _ => return Ok(response),
        }
    }
}

/// The answer to request `id`, in JSON or as events.
pub(super) fn answer(
    session: &mut Session,
    response: Response,
    id: u64,
    manner: &mut Manner,
) -> Result<Value, Trouble> {
    let head = Instant::now();
    if let Some(name) =
        response.header("content-encoding").filter(|name| !name.eq_ignore_ascii_case("identity"))
    {
        let message = format!("the body comes as `{}`, which was not asked for", shorten(name, 60));
        return Err(Failure::new(Reason::BadEncoding, message).into());
    }
    let status = response.status;
    if status >= 400 {
        return Err(refusal(session, response, id));
    }
    let answer = match MediaType::of(response.header("content-type")) {
        _ if !(200..300).contains(&status) || matches!(status, 202 | 204 | 205) => {
            let message = format!("status {status} to a request: it was not answered");
            return Err(Failure::new(Reason::Protocol, message).into());
        }
        MediaType::Events => {
            let mut events = EventStream::new(response.body, session.target.limits);
            let answer = events.answer(id)?;
            manner.answered(head.elapsed());
            manner.ends = manner.ends && events.finish(is_tls(&response.url));
            answer
        }
        MediaType::Json | MediaType::Missing => {
            let answer = json(session, response, id)?;
            manner.answered(head.elapsed());
            answer
        }
        MediaType::Other => {
            let kind = shorten(response.header("content-type").unwrap_or_default(), 60);
            let message = match kind.starts_with("text/html") {
                true => format!("status {status} with a web page (`{kind}`), not an answer of an MCP server"),
                false => format!("status {status} with `{kind}`, expected JSON or a stream of events"),
            };
            return Err(Failure::new(Reason::Protocol, message).into());
        }
    };
    answer.map_err(|error| Trouble::Rpc { error, status: Some(status) })
}

fn json(session: &Session, mut response: Response, id: u64) -> Result<Result<Value, RpcError>, Failure> {
    let limits = session.target.limits;
    let body = response.body.read_to_end(limits.body_bytes)?;
    match wire::parse(&body, limits.json_depth)? {
        Message::Answer { id: of, result } => is_ours(&of, id, &result).map(|()| result),
        Message::Other { method, .. } => {
            let message = format!("`{}` instead of an answer", shorten(&method, 60));
            Err(Failure::new(Reason::Protocol, message))
        }
    }
}

/// What a status from 400 on says: a JSON-RPC error, whatever id it has, or a text.
pub(super) fn refusal(session: &mut Session, mut response: Response, id: u64) -> Trouble {
    let status = response.status;
    let now = SystemTime::now();
    session.retry_after = response.header("retry-after").and_then(|text| head::retry_after(text, now));
    let authenticate = response.header("www-authenticate").map(|text| shorten(text, ERROR_TEXT));
    let limits = session.target.limits;
    if MediaType::of(response.header("content-type")) == MediaType::Events {
        let mut events = EventStream::new(response.body, limits);
        return match events.answer(id) {
            Ok(Err(error)) => rpc_or_credentials(error, status, authenticate),
            Ok(Ok(_)) | Err(_) => Trouble::Http { status, authenticate, text: String::new() },
        };
    }
    let body = match response.body.read_to_end(limits.body_bytes.min(ERROR_BODY)) {
        Ok(body) => body,
        // The status says enough, but where the server went away or the time is over, that says more.
        Err(failure) if failure.reason == Reason::TooLarge => Vec::new(),
        Err(failure) => return failure.into(),
    };
    match wire::parse(&body, limits.json_depth) {
        Ok(Message::Answer { result: Err(error), .. }) => rpc_or_credentials(error, status, authenticate),
        _ => {
            let text = shorten(&String::from_utf8_lossy(&body), ERROR_TEXT);
            Trouble::Http { status, authenticate, text }
        }
    }
}

/// Where credentials are the matter, the status says more than the error.
fn rpc_or_credentials(error: RpcError, status: u16, authenticate: Option<String>) -> Trouble {
    match status {
        401 | 403 => Trouble::Http { status, authenticate, text: error.message },
        _ => Trouble::Rpc { error, status: Some(status) },
    }
}

pub(super) fn is_tls(url: &str) -> bool {
    url.starts_with("https:")
}

#[cfg(test)]
#[path = "post_tests.rs"]
mod tests;
