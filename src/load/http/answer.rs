//! An HTTP/1.1 answer as it comes, piece by piece (RFC 9112). The body is counted and let go.

use crate::finding::Reason;

/// The most that a head may be.
const MOST_HEAD: usize = 64 * 1024;
const MOST_HEADERS: usize = 128;
/// A size in hexadecimal, extensions and line end.
const MOST_CHUNK_LINE: usize = 4096;

/// An answer under way, or none yet.
#[derive(Debug, Default)]
pub(super) struct Answer {
    /// What came of a head, or of a line between chunks, that is not complete.
    kept: Vec<u8>,
    state: State,
    status: u16,
    keep: bool,
}

#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum State {
    #[default]
    Head,
    Length(u64),
    ChunkSize,
    Chunk(u64),
    ChunkEnd,
    Trailer,
    UntilClosed,
}

/// An answer that came whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Whole {
    pub status: u16,
    /// The connection can be used again.
    pub keep: bool,
}

impl Answer {
    /// Takes what came, and says whether the answer is whole. What comes after it belongs to no request.
    pub(super) fn feed(&mut self, bytes: &[u8], to_head: bool) -> Result<Option<Whole>, Reason> {
        let mut rest = bytes;
        loop {
            if rest.is_empty() && self.state != State::Length(0) {
                return Ok(None);
            }
            match self.state {
                State::Head => match self.head(rest, to_head)? {
                    Some(used) => rest = &rest[used..],
                    None => return Ok(None),
                },
                State::Length(left) => {
                    let taken = left.min(rest.len() as u64);
                    if taken == left {
                        return self.whole(rest.len() as u64 > left).map(Some);
                    }
                    self.state = State::Length(left - taken);
                    return Ok(None);
                }
                State::Chunk(left) => {
                    let taken = left.min(rest.len() as u64);
                    rest = &rest[taken as usize..];
                    self.state = if taken == left { State::ChunkEnd } else { State::Chunk(left - taken) };
                }
                State::ChunkSize | State::ChunkEnd | State::Trailer => {
                    let Some(used) = self.line(rest)? else { return Ok(None) };
                    rest = &rest[used..];
                    if self.between_chunks()? {
                        return self.whole(!rest.is_empty()).map(Some);
                    }
                    self.kept.clear();
                }
                State::UntilClosed => return Ok(None),
            }
        }
    }

    /// The connection was closed: an answer whose length is not told is whole then.
    pub(super) fn closed(&mut self) -> Result<Whole, Reason> {
        let nothing_came = self.state == State::Head && self.kept.is_empty();
        match self.state {
            State::UntilClosed => {
                self.keep = false;
                self.whole(false)
            }
            _ if nothing_came => Err(Reason::Closed),
            _ => Err(Reason::Truncated),
        }
    }

    /// Begins anew.
    pub(super) fn reset(&mut self) {
        self.state = State::Head;
        self.kept.clear();
    }

    fn whole(&mut self, more: bool) -> Result<Whole, Reason> {
        let whole = Whole { status: self.status, keep: self.keep && !more };
        self.reset();
        Ok(whole)
    }

    /// A head, and how many of these bytes belong to it; nothing while it is incomplete.
    fn head(&mut self, bytes: &[u8], to_head: bool) -> Result<Option<usize>, Reason> {
        let before = self.kept.len();
        if before > 0 {
            self.kept.extend_from_slice(bytes);
        }
        let whole = if before > 0 { &self.kept[..] } else { bytes };
        let mut headers = [httparse::EMPTY_HEADER; MOST_HEADERS];
        let mut response = httparse::Response::new(&mut headers);
        let length = match response.parse(whole) {
            Ok(httparse::Status::Complete(length)) => length,
            Ok(httparse::Status::Partial) if whole.len() > MOST_HEAD => return Err(Reason::TooLarge),
            Ok(httparse::Status::Partial) => {
                if before == 0 {
                    self.kept.extend_from_slice(bytes);
                }
                return Ok(None);
            }
            Err(httparse::Error::TooManyHeaders) => return Err(Reason::TooLarge),
            Err(_) => return Err(Reason::Protocol),
        };
        let status = response.code.unwrap_or_default();
        let newest = response.version == Some(1);
        let (state, keep) = framing(status, newest, response.headers, to_head)?;
        self.kept.clear();
        // An interim answer (100 to 199) is followed by the real one.
        if !(100..200).contains(&status) {
            (self.status, self.keep, self.state) = (status, keep, state);
        }
        Ok(Some(length - before))
    }

    /// Up to a line's end, which then stands in `kept` without it; nothing while it is incomplete.
    fn line(&mut self, bytes: &[u8]) -> Result<Option<usize>, Reason> {
        let end = bytes.iter().position(|byte| *byte == b'\n');
        let taken = end.unwrap_or(bytes.len());
        self.kept.extend_from_slice(&bytes[..taken]);
        if self.kept.len() > MOST_CHUNK_LINE {
            return Err(Reason::TooLarge);
        }
        Ok(end.map(|end| end + 1))
    }

    /// Goes on after a line between chunks; whether it was the last one.
    fn between_chunks(&mut self) -> Result<bool, Reason> {
        let line = self.kept.strip_suffix(b"\r").unwrap_or(&self.kept);
        self.state = match self.state {
            State::ChunkSize => match size(line)? {
                0 => State::Trailer,
                size => State::Chunk(size),
            },
            State::ChunkEnd if line.is_empty() => State::ChunkSize,
            State::ChunkEnd => return Err(Reason::Protocol),
            // A trailer's fields tell nothing here.
            _ if line.is_empty() => return Ok(true),
            _ => State::Trailer,
        };
        Ok(false)
    }
}

fn size(line: &[u8]) -> Result<u64, Reason> {
    let digits = line.split(|byte| *byte == b';').next().unwrap_or_default().trim_ascii();
    let text = std::str::from_utf8(digits).map_err(|_| Reason::Protocol)?;
    let is_number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    is_number.then(|| u64::from_str_radix(text, 16).ok()).flatten().ok_or(Reason::Protocol)
}

/// How the body's end is told (RFC 9112, 6.3), and whether the connection stays.
fn framing(
    status: u16,
    newest: bool,
    headers: &[httparse::Header<'_>],
    to_head: bool,
) -> Result<(State, bool), Reason> {
    let (mut length, mut chunked, mut keep) = (None, false, newest);
    for header in headers {
        let value = header.value.trim_ascii();
        if header.name.eq_ignore_ascii_case("content-length") {
            let text = std::str::from_utf8(value).ok();
            let told: u64 = text.and_then(|text| text.parse().ok()).ok_or(Reason::Protocol)?;
            if length.is_some_and(|length| length != told) {
                return Err(Reason::Protocol);
            }
            length = Some(told);
        } else if header.name.eq_ignore_ascii_case("transfer-encoding") {
            chunked = holds(value, "chunked");
        } else if header.name.eq_ignore_ascii_case("connection") {
            keep = if holds(value, "close") { false } else { keep || holds(value, "keep-alive") };
        }
    }
    Ok(match (chunked, length) {
        _ if to_head || matches!(status, 204 | 304) => (State::Length(0), keep),
        (true, _) => (State::ChunkSize, keep),
        (false, Some(length)) => (State::Length(length), keep),
        (false, None) => (State::UntilClosed, false),
    })
}

/// Whether a word is in a list with commas.
fn holds(value: &[u8], word: &str) -> bool {
    value.split(|byte| *byte == b',').any(|part| part.trim_ascii().eq_ignore_ascii_case(word.as_bytes()))
}

#[cfg(test)]
#[path = "answer_tests.rs"]
mod tests;
