//! MCP servers over HTTP: which era they are of, and the check in it.

mod post;
mod sse_transport;
mod stream;
mod streamable;

use std::time::Instant;

use base64::engine::general_purpose::STANDARD;
use base64::Engine;

use super::channel::{Channel, Trouble};
use super::examination::examine;
use super::handshake::{
    self, facts, HEADER_MISMATCH, METHOD_NOT_FOUND, MISSING_CAPABILITY, UNSUPPORTED_VERSION,
};
use super::{eras, verdict};
use crate::finding::Reason;
use crate::net::exchange;
use crate::probe::rest::slow;
use crate::probe::session::Session;
use crate::probe::verdict::Verdict;
use crate::probe::{Era, HeaderValue, McpOptions};
use sse_transport::{NoStream, SseTransport};
use streamable::StreamableHttp;

/// One server under check.
struct Check<'a, 's> {
    session: &'a mut Session<'s>,
    options: &'a McpOptions,
    url: &'a str,
    headers: Vec<(String, String)>,
    /// How long the session had taken when this path was begun.
    begun: std::time::Duration,
}

/// What trying an era came to.
enum Tried {
    /// It is this era, or nothing further would tell.
    Done(Verdict),
    /// It may be another era. What was asked, and how it went.
    NotThis(&'static str, Trouble),
}

pub(super) fn check(
    session: &mut Session,
    options: &McpOptions,
    url: &str,
    headers: &[(String, HeaderValue)],
    era: Era,
) -> Verdict {
    let headers = match session.reveal_all(headers) {
        Ok(headers) => headers,
        Err(failure) => return failure.into(),
    };
    let begun = session.elapsed();
    let mut check = Check { session, options, url, headers, begun };
    match era {
        Era::Detect => check.detect(),
        era => match check.attempt(era, true) {
            Tried::Done(verdict) => verdict,
            Tried::NotThis(asked, trouble) => verdict::of(check.session, options, asked, &trouble),
        },
    }
}

impl Check<'_, '_> {
    /// Tries the era that the server was last of, then the others, newest first.
    fn detect(&mut self) -> Verdict {
        let key = eras::key(self.url);
        let known = self.session.context.eras.get(&key);
        let order = match known {
            Some(Era::Legacy) => [Era::Legacy, Era::Modern, Era::Sse],
            Some(Era::Sse) => [Era::Sse, Era::Modern, Era::Legacy],
            _ => [Era::Modern, Era::Legacy, Era::Sse],
        };
        let mut kept: Option<(Era, &'static str, Trouble)> = None;
        for era in order {
            // A stream of events is looked for only where there is nothing to post to.
            let post_refused = |(_, _, trouble): &(Era, &str, Trouble)| nothing_to_post_to(trouble);
            if era == Era::Sse && known != Some(Era::Sse) && !kept.as_ref().is_some_and(post_refused) {
                continue;
            }
            let nothing_else = kept.as_ref().is_none_or(|(_, _, trouble)| posts_nowhere(trouble));
            match self.attempt(era, nothing_else) {
                Tried::Done(verdict) => {
                    if self.session.mcp.as_ref().is_some_and(|facts| facts.era.is_some()) {
                        self.session.context.eras.remember(&key, era);
                    } else if era == Era::Sse {
                        // A server of another era may hold a stream open that never says where to post.
                        self.session.context.eras.forget(&key);
                    }
                    return verdict;
                }
                Tried::NotThis(asked, trouble) => {
                    if known == Some(era) {
                        self.session.context.eras.forget(&key);
                    }
                    kept = Some(match kept {
                        Some(kept) if !says_more(era, &trouble) => kept,
                        _ => (era, asked, trouble),
                    });
                }
            }
        }
        match kept {
            Some((_, asked, trouble)) => verdict::of(self.session, self.options, asked, &trouble),
            None => Verdict::because(Reason::Protocol, "the server speaks no known era of MCP"),
        }
    }

    /// `nothing_else`: there is nothing to post to, so that a stream of events is all that it can have.
    fn attempt(&mut self, era: Era, nothing_else: bool) -> Tried {
        match era {
            Era::Legacy => self.legacy(),
            Era::Sse => self.sse(nothing_else),
            Era::Modern | Era::Detect => self.modern(),
        }
    }

    fn modern(&mut self) -> Tried {
        let mut channel = StreamableHttp::new(self.url, &self.headers);
        let tried = match handshake::modern(&mut channel, self.session) {
            Ok(speech) => {
                facts(self.session).transport = Some("streamable_http");
                Tried::Done(self.examined(&mut channel, &speech))
            }
            Err(trouble) if is_modern_or_no_verdict(&trouble) => self.done("server/discover", &trouble),
            Err(trouble) => Tried::NotThis("server/discover", trouble),
        };
        // There may be another era to try: a server that does not answer must not take the time for it.
        let quarter = exchange::remaining().unwrap_or_default() / 4;
        exchange::until(Instant::now() + quarter, || channel.end(self.session));
        tried
    }

    fn legacy(&mut self) -> Tried {
        let mut lost = false;
        loop {
            let mut channel = StreamableHttp::new(self.url, &self.headers);
            let tried = match handshake::legacy(&mut channel, self.session) {
                Ok(speech) => {
                    facts(self.session).transport = Some("streamable_http");
                    Tried::Done(self.examined(&mut channel, &speech))
                }
                Err(trouble) if channel.is_greeted() => self.done("notifications/initialized", &trouble),
                Err(trouble) if is_not_legacy(&trouble) => Tried::NotThis("initialize", trouble),
                Err(trouble) => self.done("initialize", &trouble),
            };
            if channel.lost_session() && !lost {
                // The specification: begin anew.
                lost = true;
                continue;
            }
            if lost && !channel.lost_session() {
                let note = "the server forgot its session (404) and was greeted a second time";
                self.session.notes.push(note.to_owned());
            }
            channel.end(self.session);
            return tried;
        }
    }

    fn sse(&mut self, nothing_else: bool) -> Tried {
        let opened = match nothing_else {
            true => SseTransport::open(self.session, self.url, &self.headers),
            // A server of another era may hold a stream open that never says where to post.
            false => {
                let half = exchange::remaining().unwrap_or_default() / 2;
                exchange::until(Instant::now() + half, || {
                    SseTransport::open(self.session, self.url, &self.headers)
                })
            }
        };
        let mut channel = match opened {
            Ok(channel) => channel,
            Err(NoStream::NotThis(trouble)) => return Tried::NotThis("GET", trouble),
            Err(NoStream::Trouble(trouble)) if nothing_else || is_exhausted(&trouble) => {
                return self.done("GET", &trouble);
            }
            Err(NoStream::Trouble(trouble)) => return Tried::NotThis("GET", trouble),
        };
        match handshake::legacy(&mut channel, self.session) {
            Ok(speech) => {
                let facts = facts(self.session);
                facts.transport = Some("sse");
                facts.era = Some("sse");
                Tried::Done(self.examined(&mut channel, &speech))
            }
            Err(trouble) => self.done("initialize", &trouble),
        }
    }

    fn done(&mut self, asked: &'static str, trouble: &Trouble) -> Tried {
        Tried::Done(verdict::of(self.session, self.options, asked, trouble))
    }

    /// The examination, with what it took held against the thresholds: without the end of the session, which the
    /// server's users never wait for.
    fn examined(&mut self, channel: &mut dyn Channel, speech: &super::speech::Speech) -> Verdict {
        let verdict = examine(channel, speech, self.session, self.options);
        let took = self.session.elapsed().saturating_sub(self.begun);
        slow(verdict, took, self.options.degraded_after, self.options.unhealthy_after)
    }
}

/// Whether the server was not asked at all, for want of connections.
fn is_exhausted(trouble: &Trouble) -> bool {
    matches!(trouble, Trouble::Failure(failure) if failure.reason == Reason::PoolExhausted)
}

/// Whether the answer to `server/discover` says that the server is modern, or nothing of its era. Other refusals, and
/// answers that are no JSON-RPC, come from servers that do not know it.
fn is_modern_or_no_verdict(trouble: &Trouble) -> bool {
    match trouble {
        Trouble::Failure(failure) => failure.reason != Reason::Protocol,
        Trouble::Rpc { error, .. } => {
            let legacy_too = names_legacy(error.data.as_ref());
            match error.code {
                UNSUPPORTED_VERSION => !legacy_too,
                HEADER_MISMATCH | MISSING_CAPABILITY => true,
                _ => false,
            }
        }
        Trouble::Http { status, .. } => {
            !(400..500).contains(status) || matches!(status, 401 | 403 | 407 | 408 | 421 | 425 | 429)
        }
    }
}

/// Whether an error names a version of the era of `initialize` as supported.
fn names_legacy(data: Option<&serde_json::Value>) -> bool {
    let supported = data.and_then(|data| data.get("supported")).and_then(serde_json::Value::as_array);
    supported.is_some_and(|versions| {
        versions.iter().filter_map(|version| version.as_str()).any(|it| super::speech::LEGACY.contains(&it))
    })
}

/// Whether the answer to `initialize` says that the server is of another era.
fn is_not_legacy(trouble: &Trouble) -> bool {
    matches!(trouble, Trouble::Rpc { .. }) || nothing_to_post_to(trouble)
}

/// 400, 404 or 405 without an error of the modern era.
fn nothing_to_post_to(trouble: &Trouble) -> bool {
    let refused = |status: u16| matches!(status, 400 | 404 | 405);
    match trouble {
        Trouble::Http { status, .. } => refused(*status),
        Trouble::Rpc { error, status } => {
            status.is_some_and(refused)
                && !matches!(error.code, UNSUPPORTED_VERSION | HEADER_MISMATCH | MISSING_CAPABILITY)
        }
        Trouble::Failure(_) => false,
    }
}

/// 404 or 405: whatever the server is, it takes no messages here.
fn posts_nowhere(trouble: &Trouble) -> bool {
    nothing_to_post_to(trouble)
        && matches!(
            trouble,
            Trouble::Http { status: 404 | 405, .. } | Trouble::Rpc { status: Some(404 | 405), .. }
        )
}

/// Whether a later attempt says more of the server than the first one. A server that does not know `initialize` is
/// modern, so that its answer to `server/discover` counts; that a GET leads nowhere was to be expected.
fn says_more(era: Era, trouble: &Trouble) -> bool {
    match (era, trouble) {
        (Era::Sse, _) => false,
        (_, Trouble::Rpc { error, .. }) => !matches!(error.code, UNSUPPORTED_VERSION | METHOD_NOT_FOUND),
        _ => true,
    }
}

/// A value as a header can hold it: as it is where it is visible ASCII, otherwise in Base64 as the specification
/// writes it.
fn encoded(value: &str) -> String {
    let plain = !value.is_empty()
        && value.bytes().all(|byte| (b' '..=b'~').contains(&byte))
        && value.trim() == value
        && !value.starts_with("=?base64?");
    match plain {
        true => value.to_owned(),
        false => format!("=?base64?{}?=", STANDARD.encode(value)),
    }
}

#[cfg(test)]
#[path = "server_tests.rs"]
mod server;
#[cfg(test)]
mod session_tests;
#[cfg(test)]
mod tests;
