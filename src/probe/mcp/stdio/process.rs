//! The process of a command: lines in, lines out, its standard error drained all the while.

use std::io;
use std::time::{Duration, Instant};

use super::lines::{Lines, TooLong};
use super::tail::Tail;
use crate::net::exchange;
use crate::sys::child::{Child, Exit, Output, Piece};

const BUFFER: usize = 32 * 1024;
/// A process that ends closes its output a little before it is seen to have ended.
const BETWEEN_CLOSE_AND_EXIT: Duration = Duration::from_millis(250);
/// How often it is looked whether it has read what was sent, where that matters.
const LOOK: Duration = Duration::from_millis(10);
/// How often it is looked whether the check was given up.
const LOOK_FOR_CANCEL: Duration = Duration::from_millis(100);

/// A running command, ended and reaped when this is dropped at the latest.
pub(super) struct Process {
    child: Child,
    lines: Lines,
    pub(super) tail: Tail,
    outgoing: Vec<u8>,
    buffer: Vec<u8>,
    /// All that it will ever write has been read.
    finished: bool,
    /// The last line was all that came of it.
    cut: bool,
}

/// Why no line came.
#[derive(Debug)]
pub(super) enum Silence {
    /// The time was up.
    Deadline,
    /// It was given up.
    Cancelled,
    /// It had read everything, and patience was up.
    Impatient,
    /// It has ended.
    Exited(Exit),
    /// It runs, and has closed its output.
    Closed,
    /// A line is beyond the cap.
    TooLong,
    /// This machine would not wait or read.
    Local(io::Error),
}

impl Process {
    pub(super) fn new(child: Child, longest_line: usize, secrets: Vec<String>) -> Self {
        Process {
            child,
            lines: Lines::new(longest_line),
            tail: Tail::new(secrets),
            outgoing: Vec::new(),
            buffer: vec![0; BUFFER],
            finished: false,
            cut: false,
        }
    }

    /// Sends a line, now as far as it fits; the rest goes while lines are waited for.
    pub(super) fn send(&mut self, line: &[u8]) {
        self.outgoing.extend_from_slice(line);
        self.outgoing.push(b'\n');
        self.flush();
    }

    /// Whether the line that was handed out last has no end: its command ended before that, or after it.
    pub(super) fn was_cut(&self) -> bool {
        self.cut
    }

    /// Whether everything that was sent has been read by somebody.
    pub(super) fn has_read_all(&self) -> bool {
        self.outgoing.is_empty() && self.child.unread().is_none_or(|bytes| bytes == 0)
    }

    /// Waits for the next line. With `patience`, only so long from the moment on at which it has read all that was
    /// sent: before that it is still starting up.
    /// Given up soon after `cancelled` says so.
    pub(super) fn line(
        &mut self,
        until: Instant,
        patience: Option<Duration>,
        cancelled: &dyn Fn() -> bool,
    ) -> Result<Vec<u8>, Silence> {
        let mut impatient_at = None;
        loop {
            match self.lines.next() {
                Some(Ok(line)) => return Ok(line),
                Some(Err(TooLong)) => return Err(Silence::TooLong),
                None => {}
            }
            let now = Instant::now();
            if now >= until {
                return Err(Silence::Deadline);
            }
            if cancelled() {
                return Err(Silence::Cancelled);
            }
            if self.finished || self.child.has_exited() {
                return self.last_words(until);
            }
            let mut slice = until.min(now + LOOK_FOR_CANCEL);
            if let Some(patience) = patience {
                if impatient_at.is_none() && self.has_read_all() {
                    impatient_at = Some(now + patience);
                }
                match impatient_at {
                    Some(at) if now >= at => return Err(Silence::Impatient),
                    Some(at) => slice = slice.min(at),
                    None => slice = slice.min(now + LOOK),
                }
            }
            let ready = self.child.wait(!self.outgoing.is_empty(), slice).map_err(Silence::Local)?;
            if ready.stdin {
                self.flush();
            }
            if ready.stderr {
                self.read_stderr();
            }
            if ready.stdout {
                self.read_stdout()?;
            }
        }
    }

    /// What is still in the pipe of one that has ended or has closed its output; then, why nothing more comes.
    fn last_words(&mut self, until: Instant) -> Result<Vec<u8>, Silence> {
        // One that it has left behind could write for ever.
        while !self.finished && Instant::now() < until {
            if !self.read_stdout()? {
                self.finished = true;
            }
            match self.lines.next() {
                Some(Ok(line)) => return Ok(line),
                Some(Err(TooLong)) => return Err(Silence::TooLong),
                None => {}
            }
        }
        self.finished = true;
        let rest = self.lines.rest();
        if !rest.is_empty() {
            self.cut = true;
            return Ok(rest);
        }
        let until = until.min(Instant::now() + BETWEEN_CLOSE_AND_EXIT);
        while !self.child.has_exited() && Instant::now() < until {
            self.child.wait(false, until).map_err(Silence::Local)?;
            self.read_stderr();
        }
        while self.read_stderr() && Instant::now() < until {}
        match self.child.exited() {
            Some(exit) => Err(Silence::Exited(exit)),
            None => Err(Silence::Closed),
        }
    }

    /// Whether anything came.
    fn read_stdout(&mut self) -> Result<bool, Silence> {
        match self.child.read(Output::Stdout, &mut self.buffer).map_err(Silence::Local)? {
            Piece::Bytes(length) => {
                exchange::with(|exchange| exchange.facts.received(length));
                self.lines.push(&self.buffer[..length]);
                Ok(true)
            }
            Piece::Nothing => Ok(false),
            Piece::End => {
                self.finished = true;
                Ok(false)
            }
        }
    }

    /// Whether anything came.
    fn read_stderr(&mut self) -> bool {
        match self.child.read(Output::Stderr, &mut self.buffer) {
            Ok(Piece::Bytes(length)) => {
                self.tail.push(&self.buffer[..length]);
                true
            }
            // What it says there decides nothing.
            Ok(Piece::Nothing | Piece::End) | Err(_) => false,
        }
    }

    fn flush(&mut self) {
        while !self.outgoing.is_empty() {
            match self.child.write(&self.outgoing) {
                Ok(0) => return,
                Ok(written) => {
                    exchange::with(|exchange| exchange.facts.sent += written as u64);
                    self.outgoing.drain(..written);
                }
                // It reads no more: what it says or how it ends tells why.
                Err(_) => self.outgoing.clear(),
            }
        }
    }

    /// The child itself, for its end, and the last of its standard error.
    pub(super) fn into_parts(self) -> (Child, Tail) {
        (self.child, self.tail)
    }
}
