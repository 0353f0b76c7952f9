//! One connection: a request is read, its answer written, and it is closed.

use std::io::{ErrorKind, Read, Write};
use std::net::{Shutdown, TcpStream};
use std::time::{Duration, Instant};

use super::head::{Head, MOST_BYTES};
use super::request::Request;

/// How long each stage may take.
#[derive(Debug, Clone, Copy)]
pub(super) struct Times {
    /// For the whole head, from the moment of being accepted.
    pub(super) head: Duration,
    /// For the whole answer.
    pub(super) answer: Duration,
    /// For what a client still sends, behind its request or its head that is too large. A connection that is closed
    /// with bytes unread is reset, and the client may never see its answer.
    pub(super) linger: Duration,
}

impl Default for Times {
    fn default() -> Self {
        let seconds = Duration::from_secs;
        Times { head: seconds(5), answer: seconds(10), linger: seconds(1) }
    }
}

/// So much is read for that at most.
const LINGER_BYTES: usize = 256 * 1024;

/// One client.
pub(super) struct Connection {
    pub(super) stream: TcpStream,
    stage: Stage,
    times: Times,
    /// When this stage is over, whatever happens.
    pub(super) until: Instant,
}

enum Stage {
    Reading(Vec<u8>),
    Writing { bytes: Vec<u8>, written: usize },
    Lingering { left: usize },
    Closed,
}

/// What a connection needs after a step.
pub(super) enum Step {
    /// To be polled again.
    Wait,
    /// An answer: to this request, or with this status.
    Answer(Result<Request, u16>),
}

impl Connection {
    pub(super) fn new(stream: TcpStream, times: Times, now: Instant) -> Self {
        Connection { stream, stage: Stage::Reading(Vec::new()), times, until: now + times.head }
    }

    pub(super) fn is_closed(&self) -> bool {
        matches!(self.stage, Stage::Closed)
    }

    pub(super) fn is_writing(&self) -> bool {
        matches!(self.stage, Stage::Writing { .. })
    }

    /// It has had its time: one that was slow in asking is told so, if that fits.
    pub(super) fn expire(&mut self, too_slow: &[u8]) {
        if matches!(&self.stage, Stage::Reading(bytes) if !bytes.is_empty()) {
            let _ = self.stream.write(too_slow);
        }
        self.stage = Stage::Closed;
    }

    /// Does what can be done without waiting.
    pub(super) fn step(&mut self, now: Instant) -> Step {
        match &mut self.stage {
            Stage::Reading(bytes) => {
                let head = read_head(&mut self.stream, bytes);
                match head {
                    Some(Head::Partial) => return Step::Wait,
                    Some(Head::Whole(request)) => return Step::Answer(Ok(request)),
                    Some(Head::Wrong(status)) => return Step::Answer(Err(status)),
                    None => self.stage = Stage::Closed,
                }
            }
            Stage::Writing { .. } => self.write(now),
            Stage::Lingering { left } => {
                if has_ended(&mut self.stream, left) {
                    self.stage = Stage::Closed;
                }
            }
            Stage::Closed => {}
        }
        Step::Wait
    }

    /// Begins to give the answer.
    pub(super) fn answer(&mut self, bytes: Vec<u8>, now: Instant) {
        self.stage = Stage::Writing { bytes, written: 0 };
        self.until = now + self.times.answer;
        self.write(now);
    }

    fn write(&mut self, now: Instant) {
        let Stage::Writing { bytes, written } = &mut self.stage else { return };
        while *written < bytes.len() {
            match self.stream.write(&bytes[*written..]) {
                Ok(0) => break,
                Ok(count) => *written += count,
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) if error.kind() == ErrorKind::WouldBlock => return,
                Err(_) => break,
            }
        }
        let whole = *written == bytes.len();
        if whole && self.stream.shutdown(Shutdown::Write).is_ok() {
            self.stage = Stage::Lingering { left: LINGER_BYTES };
            self.until = now + self.times.linger;
        } else {
            self.stage = Stage::Closed;
        }
    }
}

/// Nothing where the client went away.
fn read_head(stream: &mut TcpStream, bytes: &mut Vec<u8>) -> Option<Head> {
    let mut piece = [0; 2048];
    loop {
        let room = piece.len().min(MOST_BYTES - bytes.len().min(MOST_BYTES));
        match stream.read(&mut piece[..room]) {
            Ok(0) => return None,
            Ok(count) => {
                bytes.extend_from_slice(&piece[..count]);
                match Head::parse(bytes) {
                    Head::Partial => {}
                    head => return Some(head),
                }
            }
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) if error.kind() == ErrorKind::WouldBlock => return Some(Head::Partial),
            Err(_) => return None,
        }
    }
}

/// Whether a client to which all was said has closed too, or has sent too much.
fn has_ended(stream: &mut TcpStream, left: &mut usize) -> bool {
    let mut piece = [0; 4096];
    loop {
        match stream.read(&mut piece) {
            Ok(0) => return true,
            Ok(count) if count > *left => return true,
            Ok(count) => *left -= count,
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return error.kind() != ErrorKind::WouldBlock,
        }
    }
}
