//! Streams of events (WHATWG HTML, 9.2: server-sent events), read as the bytes come.

use std::collections::VecDeque;
use std::time::Duration;

/// What one stream may hold.
#[derive(Debug, Clone, Copy)]
pub struct StreamLimits {
    /// Bytes of one line, without its end.
    pub line_bytes: usize,
    /// Bytes of the data of one event.
    pub event_bytes: usize,
    /// Events altogether; comments and empty lines are none.
    pub events: usize,
}

/// One event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// Its type; `message` where the stream names none.
    pub name: String,
    /// Its lines of data, joined by line feeds. Bytes that are no UTF-8 are replaced by U+FFFD.
    pub data: String,
    /// Whether something in `data` was replaced.
    pub replaced: bool,
    /// The last id that the stream gave, with this event or an earlier one.
    pub id: Option<String>,
}

/// What is beyond the limits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Excess {
    /// A line, with the limit in bytes.
    Line(usize),
    /// The data of an event, with the limit in bytes.
    Event(usize),
    /// The number of events, with the limit.
    Events(usize),
}

impl std::fmt::Display for Excess {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Excess::Line(limit) => write!(f, "a line of the stream is beyond {limit} bytes"),
            Excess::Event(limit) => write!(f, "an event of the stream is beyond {limit} bytes"),
            Excess::Events(limit) => write!(f, "more than {limit} events came"),
        }
    }
}

/// Reads a stream. Bytes go in by [`Parser::feed`], events come out by [`Parser::next_event`].
#[derive(Debug)]
pub struct Parser {
    limits: StreamLimits,
    /// Bytes of the byte order mark seen so far, as long as the stream may still begin with one.
    mark: Option<usize>,
    /// The last byte was a carriage return: a line feed now is of the same line end.
    after_return: bool,
    line: Vec<u8>,
    name: Vec<u8>,
    data: Vec<u8>,
    /// Whether a line of data came, even an empty one.
    has_data: bool,
    id: Option<String>,
    retry: Option<Duration>,
    seen: usize,
    ready: VecDeque<Event>,
}

const MARK: [u8; 3] = [0xEF, 0xBB, 0xBF];

impl Parser {
    /// At the beginning of a stream.
    #[must_use]
    pub fn new(limits: StreamLimits) -> Self {
        Parser {
            limits,
            mark: Some(0),
            after_return: false,
            line: Vec::new(),
            name: Vec::new(),
            data: Vec::new(),
            has_data: false,
            id: None,
            retry: None,
            seen: 0,
            ready: VecDeque::new(),
        }
    }

    /// Takes the next bytes of the stream.
    ///
    /// # Errors
    ///
    /// Where the stream is beyond its limits. What was complete before can still be taken out.
    pub fn feed(&mut self, mut bytes: &[u8]) -> Result<(), Excess> {
        self.pass_mark(&mut bytes)?;
        while !bytes.is_empty() {
            if self.after_return {
                self.after_return = false;
                if bytes[0] == b'\n' {
                    bytes = &bytes[1..];
                    continue;
                }
            }
            let Some(end) = bytes.iter().position(|byte| matches!(byte, b'\n' | b'\r')) else {
                return self.keep(bytes);
            };
            self.after_return = bytes[end] == b'\r';
            if self.line.is_empty() {
                // A line within one read is not copied.
                self.check_line(end)?;
                self.line(&bytes[..end])?;
            } else {
                self.keep(&bytes[..end])?;
                let line = std::mem::take(&mut self.line);
                self.line(&line)?;
                self.line = line;
                self.line.clear();
            }
            bytes = &bytes[end + 1..];
        }
        Ok(())
    }

    /// The next complete event.
    pub fn next_event(&mut self) -> Option<Event> {
        self.ready.pop_front()
    }

    /// How long the stream asks to wait before it is opened anew (`retry`).
    #[must_use]
    pub fn retry(&self) -> Option<Duration> {
        self.retry
    }

    /// Begins to count events anew: for a stream that holds the answers to several requests.
    pub fn forget_count(&mut self) {
        self.seen = 0;
    }

    /// Passes over one byte order mark at the beginning.
    fn pass_mark(&mut self, bytes: &mut &[u8]) -> Result<(), Excess> {
        let Some(mut seen) = self.mark else { return Ok(()) };
        while seen < MARK.len() {
            match bytes.first() {
                None => {
                    self.mark = Some(seen);
                    return Ok(());
                }
                Some(byte) if *byte == MARK[seen] => {
                    seen += 1;
                    *bytes = &bytes[1..];
                }
                Some(_) => {
                    // It was none: its beginning is text.
                    self.mark = None;
                    return self.keep(&MARK[..seen]);
                }
            }
        }
        self.mark = None;
        Ok(())
    }

    fn check_line(&self, length: usize) -> Result<(), Excess> {
        match length > self.limits.line_bytes {
            true => Err(Excess::Line(self.limits.line_bytes)),
            false => Ok(()),
        }
    }

    /// Keeps the beginning of a line until the rest of it comes.
    fn keep(&mut self, bytes: &[u8]) -> Result<(), Excess> {
        self.check_line(self.line.len() + bytes.len())?;
        self.line.extend_from_slice(bytes);
        Ok(())
    }

    /// One line, without its end.
    fn line(&mut self, line: &[u8]) -> Result<(), Excess> {
        if line.is_empty() {
            return self.dispatch();
        }
        let (field, value) = match line.iter().position(|byte| *byte == b':') {
            // A comment.
            Some(0) => return Ok(()),
            Some(colon) => {
                let value = &line[colon + 1..];
                (&line[..colon], value.strip_prefix(b" ").unwrap_or(value))
            }
            None => (line, &b""[..]),
        };
        match field {
            b"data" => {
                let separator = usize::from(self.has_data);
                if self.data.len() + separator + value.len() > self.limits.event_bytes {
                    return Err(Excess::Event(self.limits.event_bytes));
                }
                if self.has_data {
                    self.data.push(b'\n');
                }
                self.data.extend_from_slice(value);
                self.has_data = true;
            }
            b"event" => {
                self.name.clear();
                self.name.extend_from_slice(value);
            }
            b"id" if !value.contains(&0) => self.id = Some(String::from_utf8_lossy(value).into_owned()),
            b"retry" if !value.is_empty() && value.iter().all(u8::is_ascii_digit) => {
                // More digits than a number can hold say nothing.
                self.retry = std::str::from_utf8(value)
                    .ok()
                    .and_then(|text| text.parse().ok())
                    .map(Duration::from_millis)
                    .or(self.retry);
            }
            _ => {}
        }
        Ok(())
    }

    /// An empty line ends an event; one without any data is none.
    fn dispatch(&mut self) -> Result<(), Excess> {
        let name = std::mem::take(&mut self.name);
        if !std::mem::take(&mut self.has_data) {
            return Ok(());
        }
        let data = std::mem::take(&mut self.data);
        self.seen += 1;
        if self.seen > self.limits.events {
            return Err(Excess::Events(self.limits.events));
        }
        let (data, replaced) = match String::from_utf8(data) {
            Ok(data) => (data, false),
            Err(error) => (String::from_utf8_lossy(error.as_bytes()).into_owned(), true),
        };
        let name = match name.is_empty() {
            true => "message".to_owned(),
            false => String::from_utf8_lossy(&name).into_owned(),
        };
        self.ready.push_back(Event { name, data, replaced, id: self.id.clone() });
        Ok(())
    }
}

#[cfg(test)]
#[path = "sse_tests.rs"]
mod tests;
