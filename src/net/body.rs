//! The body of an answer, after decompression, bounded.

use std::io::Read;

use super::{exchange, Failure};
use crate::finding::Reason;

/// Reads an answer's body as it comes. Dropped before its end, its connection is closed.
pub(crate) struct Body {
    reader: ureq::BodyReader<'static>,
    read: u64,
}

impl std::fmt::Debug for Body {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Body").field("read", &self.read).finish_non_exhaustive()
    }
}

impl Body {
    pub(super) fn new(body: ureq::Body) -> Self {
        Body { reader: body.into_reader(), read: 0 }
    }

    /// Bytes read so far, after decompression.
    pub(crate) fn read_so_far(&self) -> u64 {
        self.read
    }

    /// The next bytes; 0 is the end.
    pub(crate) fn read(&mut self, buffer: &mut [u8]) -> Result<usize, Failure> {
        loop {
            match self.reader.read(buffer) {
                Ok(length) => {
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
        let mut bytes = Vec::new();
        let mut buffer = [0_u8; 8192];
        loop {
            let length = self.read(&mut buffer)?;
            if length == 0 {
                return Ok(bytes);
            }
            if bytes.len() + length > cap {
                return Err(Failure::new(Reason::TooLarge, format!("the body is beyond {cap} bytes")));
            }
            bytes.extend_from_slice(&buffer[..length]);
        }
    }
}
