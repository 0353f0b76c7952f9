//! Reading the head of a request.

use std::borrow::Cow;

use base64::engine::general_purpose::STANDARD;
use base64::Engine;

use super::request::Request;
use super::server::ServeStatistics;

/// Bytes of a head at most.
pub(super) const MOST_BYTES: usize = 8 * 1024;
/// Headers at most.
const MOST_HEADERS: usize = 64;

/// What the bytes that came so far are.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Head {
    /// There is more to come.
    Partial,
    Whole(Request),
    /// It cannot be served: with this status.
    Wrong(u16),
}

impl Head {
    pub(super) fn parse(bytes: &[u8]) -> Self {
        let mut headers = [httparse::EMPTY_HEADER; MOST_HEADERS];
        let mut request = httparse::Request::new(&mut headers);
        match request.parse(bytes) {
            Ok(httparse::Status::Partial) if bytes.len() < MOST_BYTES => Head::Partial,
            Ok(httparse::Status::Complete(length)) if length <= MOST_BYTES => Head::of(&request),
            Ok(_) | Err(httparse::Error::TooManyHeaders) => Head::Wrong(431),
            Err(httparse::Error::Version) => Head::Wrong(505),
            Err(_) => Head::Wrong(400),
        }
    }

    fn of(request: &httparse::Request) -> Self {
        let (Some(method), Some(target)) = (request.method, request.path) else { return Head::Wrong(400) };
        let is_head = match method {
            "GET" => false,
            "HEAD" => true,
            _ => return Head::Wrong(405),
        };
        let mut values = Values::default();
        for header in request.headers.iter() {
            if header.name.eq_ignore_ascii_case("host") {
                values.hosts += 1;
            } else if header.name.eq_ignore_ascii_case("authorization") {
                if values.authorization.is_some() {
                    return Head::Wrong(400);
                }
                values.authorization = Some(header.value);
            } else if header.name.eq_ignore_ascii_case("accept") {
                values.accept(header.value);
            } else if header.name.eq_ignore_ascii_case("accept-encoding") {
                values.takes_gzip |= takes_gzip(header.value);
            }
        }
        // RFC 9112, 3.2.2: a server takes the form that is meant for proxies as well.
        let target = path(target);
        // RFC 9112, 3.2: one Host.
        let wants_host = request.version == Some(1);
        if (wants_host && values.hosts != 1) || values.hosts > 1 || !target.starts_with('/') {
            return Head::Wrong(400);
        }
        let token = values.authorization.and_then(token).map(Cow::into_owned);
        Head::Whole(Request {
            is_head,
            target: target.to_owned(),
            accept: values.accept,
            takes_gzip: values.takes_gzip,
            token,
            served: ServeStatistics::default(),
        })
    }
}

/// The path and query of a target, also where the scheme and the host stand before it.
fn path(target: &str) -> &str {
    let scheme = "http://";
    match target.get(..scheme.len()) {
        Some(begin) if begin.eq_ignore_ascii_case(scheme) => {
            let rest = &target[scheme.len()..];
            rest.find('/').map_or("/", |at| &rest[at..])
        }
        _ => target,
    }
}

#[derive(Default)]
struct Values<'a> {
    hosts: usize,
    authorization: Option<&'a [u8]>,
    accept: Option<String>,
    takes_gzip: bool,
}

impl Values<'_> {
    /// RFC 9110, 5.3: several lines of a list are one.
    fn accept(&mut self, value: &[u8]) {
        let Ok(value) = std::str::from_utf8(value) else { return };
        match &mut self.accept {
            Some(all) => all.extend([", ", value]),
            None => self.accept = Some(value.to_owned()),
        }
    }
}

/// RFC 9110, 12.5.3: names by commas, each with a weight that can be 0.
fn takes_gzip(value: &[u8]) -> bool {
    let Ok(value) = std::str::from_utf8(value) else { return false };
    value.split(',').any(|coding| {
        let mut parts = coding.split(';').map(str::trim);
        let is_gzip = parts.next().is_some_and(|name| name.eq_ignore_ascii_case("gzip"));
        let weight = parts.find_map(|part| part.strip_prefix("q=")).map_or(Ok(1.0), str::parse::<f32>);
        is_gzip && weight.is_ok_and(|weight| weight > 0.0)
    })
}

/// What a client shows: a bearer token, or, since that is what a browser asks its user for, a password with any name.
fn token(value: &[u8]) -> Option<Cow<'_, [u8]>> {
    credentials(value, b"Bearer").map(Cow::Borrowed).or_else(|| {
        let pair = STANDARD.decode(credentials(value, b"Basic")?).ok()?;
        // RFC 7617, 2: the name ends at the first colon.
        let colon = pair.iter().position(|byte| *byte == b':')?;
        Some(Cow::Owned(pair[colon + 1..].to_vec()))
    })
}

/// RFC 9110, 11.4: the scheme in any case, blanks, the rest.
fn credentials<'a>(value: &'a [u8], wanted: &[u8]) -> Option<&'a [u8]> {
    let (scheme, rest) = value.split_at_checked(wanted.len())?;
    let is_wanted = scheme.eq_ignore_ascii_case(wanted) && rest.first() == Some(&b' ');
    is_wanted.then(|| rest.trim_ascii())
}

#[cfg(test)]
#[path = "head_tests.rs"]
mod tests;
