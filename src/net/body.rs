//! The body of an answer, after decompression, bounded.

use std::io::Read;
use std::time::{Duration, Instant};

use super::{exchange, Failure, Lease};
use crate::finding::Reason;

/// What may be received beyond a small body: a buffer's worth.
const WIRE_SLACK: u64 = 128 * 1024;
/// What is read of a body at once: of one whose length was not announced, at first and at most.
const FIRST_CHUNK: usize = 1024;
const LARGEST_CHUNK: usize = 32 * 1024;
/// Bytes of a body that nobody wants: beyond them a new connection costs less.
const MOST_UNWANTED: u64 = 64 * 1024;
/// How long such a body may take.
const LONGEST_UNWANTED: Duration = Duration::from_millis(250);

/// Reads an answer's body as it comes. Dropped before its end, its connection is closed.
pub(crate) struct Body {
    /// None once its end was read.
    reader: Option<ureq::BodyReader<'static>>,
    /// Given up after the connection was.
    lease: Option<Lease>,
    read: u64,
    /// `Content-Length`, if it is that of what is read.
    announced: Option<u64>,
}

impl std::fmt::Debug for Body {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Body").field("read", &self.read).finish_non_exhaustive()
    }
}

impl Body {
    pub(super) fn new(body: ureq::Body, lease: Option<Lease>) -> Self {
        Body { announced: body.content_length(), reader: Some(body.into_reader()), lease, read: 0 }
    }

    /// That of an answer that has none, whatever its head says of one (RFC 9110, 6.4.1).
    pub(super) fn none() -> Self {
        Body { announced: None, reader: None, lease: None, read: 0 }
    }

    /// The right to the connection that it comes over, as long as it was not read to its end.
    pub(crate) fn lease(&self) -> Option<Lease> {
        self.lease.clone()
    }

    /// Bytes read so far, after decompression.
    pub(crate) fn read_so_far(&self) -> u64 {
        self.read
    }

    /// The next bytes; 0 is the end.
    pub(crate) fn read(&mut self, buffer: &mut [u8]) -> Result<usize, Failure> {
        loop {
            let Some(reader) = self.reader.as_mut().filter(|_| !buffer.is_empty()) else { return Ok(0) };
            match reader.read(buffer) {
                Ok(length) => {
                    // What looks like the end may be a connection that failed.
                    if let Some(failure) = (length == 0).then(exchange::take_failure).flatten() {
                        return Err(failure);
                    }
                    if length == 0 {
                        self.reader = None;
                        self.lease = None;
                    }
                    self.read += length as u64;
                    return Ok(length);
                }
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
                Err(error) => {
                    return Err(exchange::take_failure().unwrap_or_else(|| Failure::from_io(&error)));
                }
            }
        }
    }

    /// All of it, if it is at most `cap` bytes.
    pub(crate) fn read_to_end(&mut self, cap: usize) -> Result<Vec<u8>, Failure> {
        let too_large = || Failure::new(Reason::TooLarge, format!("the body is beyond {cap} bytes"));
        if self.announced.is_some_and(|length| length > cap as u64) {
            return Err(too_large());
        }
        // Chunks and TLS add a little to a body, never half as much again.
        let most = (cap as u64).saturating_add(cap as u64 / 2).saturating_add(WIRE_SLACK);
        exchange::at_most(most, || self.collect(cap))
    }

    /// Reads what is left of a small body that nobody wants, so that its connection can be used again.
    pub(crate) fn finish(mut self) {
        let mut buffer = [0_u8; 4096];
        exchange::until(Instant::now() + LONGEST_UNWANTED, || {
            while self.read < MOST_UNWANTED && matches!(self.read(&mut buffer), Ok(1..)) {}
        });
    }

    fn collect(&mut self, cap: usize) -> Result<Vec<u8>, Failure> {
        // Most bodies are small: no more is touched than they need. One byte beyond what was announced finds the end.
        let announced = self.announced.and_then(|length| usize::try_from(length).ok());
        let mut chunk = announced.map_or(FIRST_CHUNK, |length| length + 1).min(LARGEST_CHUNK);
        let mut bytes = Vec::new();
        loop {
            let filled = bytes.len();
            bytes.resize(filled + chunk, 0);
            let length = self.read(&mut bytes[filled..])?;
            bytes.truncate(filled + length);
            if length == 0 {
                return Ok(bytes);
            }
            if bytes.len() > cap {
                return Err(Failure::new(Reason::TooLarge, format!("the body is beyond {cap} bytes")));
            }
            if length == chunk {
                chunk = (chunk * 2).min(LARGEST_CHUNK);
            }
        }
    }
}
