//! Reading the head of a request.

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
        let mut values = Values { hosts: 0, authorization: None };
        for header in request.headers.iter() {
            if header.name.eq_ignore_ascii_case("host") {
                values.hosts += 1;
            } else if header.name.eq_ignore_ascii_case("authorization") {
                if values.authorization.is_some() {
                    return Head::Wrong(400);
                }
                values.authorization = Some(header.value);
            }
        }
        // RFC 9112, 3.2: one Host, and the path as it is where no proxy is asked.
        let wants_host = request.version == Some(1);
        if (wants_host && values.hosts != 1) || values.hosts > 1 || !target.starts_with('/') {
            return Head::Wrong(400);
        }
        let token = values.authorization.and_then(bearer).map(<[u8]>::to_vec);
        Head::Whole(Request { is_head, target: target.to_owned(), token, served: ServeStatistics::default() })
    }
}

struct Values<'a> {
    hosts: usize,
    authorization: Option<&'a [u8]>,
}

/// RFC 9110, 11.4: the scheme in any case, blanks, the token.
fn bearer(value: &[u8]) -> Option<&[u8]> {
    let (scheme, token) = value.split_at_checked("Bearer".len())?;
    let is_bearer = scheme.eq_ignore_ascii_case(b"Bearer") && token.first() == Some(&b' ');
    is_bearer.then(|| token.trim_ascii())
}

#[cfg(test)]
#[path = "head_tests.rs"]
mod tests;
