//! What is sent to a target over plain HTTP/1.1: the same bytes each time.

use std::fmt::Write;
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use base64::engine::general_purpose::STANDARD;
use base64::Engine;
use http::Uri;

use crate::finding::Reason;
use crate::probe::{Auth, ProbeContext, StatusRange, Target};

/// A target that needs no more than this.
#[derive(Debug, Clone)]
pub(in crate::load) struct Plain {
    pub address: SocketAddr,
    pub message: Vec<u8>,
    /// The answer to a HEAD has no body.
    pub to_head: bool,
    /// The statuses that are right; empty is 200 to 299.
    pub status: Vec<StatusRange>,
    pub timeout: Duration,
    pub connect_timeout: Duration,
    /// It may be sent again where the connection turns out closed (RFC 9110, 9.2.2).
    pub may_repeat: bool,
}

impl Plain {
    /// Nothing where the target needs more: TLS, a proxy, a token that expires, a look at the body.
    pub(in crate::load) fn of(target: &Target, context: &ProbeContext) -> Option<Self> {
        let rest = target.rest.as_ref()?;
        let uri: Uri = rest.url.parse().ok()?;
        let looks = &rest.expect;
        let needs_body = !(looks.contains.is_empty()
            && looks.lacks.is_empty()
            && looks.regex.is_empty()
            && looks.json.is_empty());
        let is_plain = uri.scheme_str() == Some("http") && target.proxy.is_none() && target.mcp.is_none();
        if !is_plain || needs_body || matches!(target.auth, Auth::OAuth2(_)) {
            return None;
        }
        let host = uri.host()?;
        let deadline = Instant::now() + target.timeout;
        let addresses = context.addresses(host, target.ip, deadline)?;
        Some(Plain {
            address: SocketAddr::new(*addresses.first()?, uri.port_u16().unwrap_or(80)),
            message: message(target, &uri, context)?,
            to_head: rest.method == "HEAD",
            status: looks.status.clone(),
            timeout: target.timeout,
            connect_timeout: target.connect_timeout.min(target.timeout),
            may_repeat: http::Method::from_bytes(rest.method.as_bytes())
                .is_ok_and(|method| method.is_idempotent()),
        })
    }

    /// What a status comes to.
    pub(super) fn judge(&self, status: u16) -> Reason {
        let right = match &self.status[..] {
            [] => (200..300).contains(&status),
            ranges => ranges.iter().any(|range| range.holds(status)),
        };
        if right {
            Reason::Ok
        } else {
            Reason::HttpStatus
        }
    }
}

/// Nothing where a secret cannot be read, or a part cannot be written in HTTP: the full path says why.
fn message(target: &Target, uri: &Uri, context: &ProbeContext) -> Option<Vec<u8>> {
    let rest = target.rest.as_ref()?;
    let path = uri.path_and_query().map_or("/", |path| path.as_str());
    let path = if path.is_empty() { "/" } else { path };
    let mut headers = vec![("Host".to_owned(), uri.authority()?.as_str().rsplit('@').next()?.to_owned())];
    let mut given = |name: &str, value: String| {
        headers.retain(|(known, _)| !known.eq_ignore_ascii_case(name));
        headers.push((name.to_owned(), value));
    };
    given("User-Agent", context.options.user_agent.clone());
    given("Accept", "*/*".to_owned());
    for (name, value) in &rest.headers {
        given(name, value.text()?);
    }
    match &target.auth {
        Auth::Bearer(token) => given("Authorization", format!("Bearer {}", token.text()?)),
        Auth::Basic { username, password } => {
            let both = STANDARD.encode(format!("{username}:{}", password.text()?));
            given("Authorization", format!("Basic {both}"));
        }
        Auth::Header { name, value } => given(name, value.text()?),
        _ => {}
    }
    let takes_body = matches!(rest.method.as_str(), "POST" | "PUT" | "PATCH");
    let body = rest.body.as_deref().or(takes_body.then_some(""));
    if let Some(body) = body {
        given("Content-Length", body.len().to_string());
    }
    let mut text = format!("{} {path} HTTP/1.1\r\n", rest.method);
    for (name, value) in &headers {
        let is_name = http::HeaderName::from_bytes(name.as_bytes()).is_ok();
        if !is_name || http::HeaderValue::from_str(value).is_err() {
            return None;
        }
        let _ = write!(text, "{name}: {value}\r\n");
    }
    let is_method = http::Method::from_bytes(rest.method.as_bytes()).is_ok();
    text.push_str("\r\n");
    text.push_str(body.unwrap_or_default());
    is_method.then(|| text.into_bytes())
}

#[cfg(test)]
#[path = "message_tests.rs"]
mod tests;
