//! A command that is run beside a host that may do with its signals and children as it likes.
//!
//! The command leads a process group of its own, has default signal dispositions, no signal blocked and no
//! descriptor but its three pipes. It is watched, fed and read on the calling thread, and whatever it does, its
//! group is killed and it is reaped. What leaves the group (`setsid`) cannot be found again and stays.

mod end;
mod exit;
mod group;
mod image;
mod launch;
mod pipe;
mod wait;

use std::io;
use std::os::fd::OwnedFd;

pub(crate) use end::Ending;
pub(crate) use exit::Exit;
pub(crate) use image::Image;
pub(crate) use launch::{LaunchError, Stage};
pub(crate) use pipe::Piece;

/// A running command, or its remains.
#[derive(Debug)]
pub(crate) struct Child {
    pid: libc::pid_t,
    /// Linux 5.2; without it the exit is asked for every few milliseconds.
    pidfd: Option<OwnedFd>,
    stdin: Option<OwnedFd>,
    stdout: Option<OwnedFd>,
    stderr: Option<OwnedFd>,
    /// How it ended, as soon as that was seen.
    exit: Option<Exit>,
    /// Reaped, by this or by the host: from here on its number may be somebody else's.
    gone: bool,
    /// Its group was killed.
    killed: bool,
}

/// One of the two pipes that a command writes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Output {
    Stdout,
    Stderr,
}

impl Child {
    /// Starts a command.
    ///
    /// The calling thread waits until the kernel has loaded the program; on a file system that hangs, that is not
    /// bounded.
    pub(crate) fn start(image: &Image) -> Result<Self, LaunchError> {
        let preparing = |error: io::Error| LaunchError { stage: Stage::Prepare, error };
        let stdin = pipe::to_child().map_err(preparing)?;
        let stdout = pipe::from_child().map_err(preparing)?;
        let stderr = pipe::from_child().map_err(preparing)?;
        let launched = launch::launch(image, [&stdin.theirs, &stdout.theirs, &stderr.theirs])?;
        Ok(Child {
            pid: launched.pid,
            pidfd: launched.pidfd,
            stdin: Some(stdin.ours),
            stdout: Some(stdout.ours),
            stderr: Some(stderr.ours),
            exit: None,
            gone: false,
            killed: false,
        })
    }

    /// Takes what it has written; never waits. A pipe that has ended is closed here.
    pub(crate) fn read(&mut self, output: Output, buffer: &mut [u8]) -> io::Result<Piece> {
        let end = self.output(output);
        let Some(open) = end else { return Ok(Piece::End) };
        let piece = pipe::read(open, buffer)?;
        if piece == Piece::End {
            *end = None;
        }
        Ok(piece)
    }

    /// Gives it what fits, which may be nothing; never waits.
    ///
    /// # Errors
    ///
    /// `BrokenPipe` where it has closed its input, or where that was closed before; the host sees no `SIGPIPE`.
    pub(crate) fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let Some(stdin) = &self.stdin else { return Err(io::ErrorKind::BrokenPipe.into()) };
        let written = pipe::write(stdin, bytes);
        if written.is_err() {
            self.stdin = None;
        }
        written
    }

    /// It gets no more: it reads the end of its input.
    pub(crate) fn end_input(&mut self) {
        self.stdin = None;
    }

    /// Bytes that were written and that nobody has taken yet, if that can be told.
    pub(crate) fn unread(&self) -> Option<usize> {
        self.stdin.as_ref().and_then(pipe::unread)
    }

    fn output(&mut self, output: Output) -> &mut Option<OwnedFd> {
        match output {
            Output::Stdout => &mut self.stdout,
            Output::Stderr => &mut self.stderr,
        }
    }
}

#[cfg(test)]
#[path = "child_tests.rs"]
mod tests;
