//! What a client is given.

use std::borrow::Cow;
use std::io::Write;
use std::time::SystemTime;

use flate2::write::GzEncoder;
use flate2::Compression;

/// Fewer bytes fit into one packet.
const WORTH_PACKING: usize = 1400;

/// What a client is given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Response {
    status: u16,
    content_type: Cow<'static, str>,
    headers: Vec<(&'static str, &'static str)>,
    body: Vec<u8>,
}

impl Response {
    /// With a status of 200 to 599, a type of content and a body.
    #[must_use]
    pub fn new(status: u16, content_type: impl Into<Cow<'static, str>>, body: impl Into<Vec<u8>>) -> Self {
        Response { status, content_type: content_type.into(), headers: Vec::new(), body: body.into() }
    }

    /// JSON.
    #[must_use]
    pub fn json(status: u16, body: impl Into<Vec<u8>>) -> Self {
        Response::new(status, "application/json", body)
    }

    /// Plain text.
    #[must_use]
    pub fn text(status: u16, body: impl Into<Vec<u8>>) -> Self {
        Response::new(status, "text/plain; charset=utf-8", body)
    }

    /// With one more header; the names that every answer has (`Content-Type` and the like) are taken.
    #[must_use]
    pub fn with_header(mut self, name: &'static str, value: &'static str) -> Self {
        self.headers.push((name, value));
        self
    }

    /// 404.
    #[must_use]
    pub fn not_found() -> Self {
        Response::of_status(404)
    }

    /// Packed by gzip, at its quickest, where that is worth it: small answers, and those that are packed, stay as they are.
    #[must_use]
    pub(super) fn packed(mut self) -> Self {
        let is_packed = self.headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("Content-Encoding"));
        if is_packed || self.body.len() < WORTH_PACKING {
            return self;
        }
        let mut packed = GzEncoder::new(Vec::with_capacity(self.body.len() / 8), Compression::fast());
        // A vector takes everything.
        if packed.write_all(&self.body).is_ok() {
            if let Ok(body) = packed.finish() {
                self.body = body;
                self.headers.push(("Content-Encoding", "gzip"));
            }
        }
        self
    }

    /// Its status.
    #[must_use]
    pub const fn status(&self) -> u16 {
        self.status
    }

    /// What goes with a status, in its own words.
    pub(super) fn of_status(status: u16) -> Self {
        Response::text(status, format!("{} {}\n", status, words(status)))
    }

    /// As it goes over the wire.
    pub(super) fn bytes(&self, is_head: bool, now: SystemTime) -> Vec<u8> {
        let extra = match self.status {
            // The second is what browsers ask their users for.
            401 => "WWW-Authenticate: Bearer\r\nWWW-Authenticate: Basic realm=\"plimsoll\", charset=\"UTF-8\"\r\n",
            405 => "Allow: GET, HEAD\r\n",
            _ => "",
        };
        // A line break in a type of content would begin a header.
        let content_type: String = self.content_type.chars().filter(|c| !c.is_control()).collect();
        let mut head = format!(
            "HTTP/1.1 {} {}\r\nDate: {}\r\nContent-Type: {content_type}\r\nContent-Length: {}\r\n\
             Cache-Control: no-store\r\nVary: Accept, Accept-Encoding\r\nX-Content-Type-Options: nosniff\r\n{extra}Connection: close\r\n\r\n",
            self.status,
            words(self.status),
            httpdate::fmt_http_date(now),
            self.body.len(),
        );
        // Behind what every answer has, before the empty line.
        head.truncate(head.len() - 2);
        for (name, value) in &self.headers {
            head.extend([name, ": ", value, "\r\n"]);
        }
        head.push_str("\r\n");
        let mut bytes = head.into_bytes();
        if !is_head {
            bytes.extend_from_slice(&self.body);
        }
        bytes
    }
}

fn words(status: u16) -> &'static str {
    http::StatusCode::from_u16(status).ok().and_then(|status| status.canonical_reason()).unwrap_or("Status")
}
