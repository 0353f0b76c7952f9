//! Waiting for whatever comes first of a child, on the calling thread.

use std::io;
use std::os::fd::AsRawFd;
use std::time::{Duration, Instant};

use super::{Child, Output, Piece};

/// How often the exit is asked for where the kernel has no pidfd.
const WITHOUT_PIDFD: Duration = Duration::from_millis(5);
/// Longer waits are made of several.
const LONGEST: Duration = Duration::from_secs(3600);

/// What a wait has ended with. All of it is `false` where the time was up.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Ready {
    /// There is something to read, or nothing ever again.
    pub(crate) stdout: bool,
    pub(crate) stderr: bool,
    /// There is room to write, or nobody reads.
    pub(crate) stdin: bool,
    /// It has ended. Told once: the next wait is for its pipes.
    pub(crate) exited: bool,
}

impl Ready {
    fn any(self) -> bool {
        self.stdout || self.stderr || self.stdin || self.exited
    }
}

impl Child {
    /// Waits for output, for its end, and where `writing` for room in its input, until `until`.
    pub(crate) fn wait(&mut self, writing: bool, until: Instant) -> io::Result<Ready> {
        loop {
            let left = until.saturating_duration_since(Instant::now());
            let watching = self.exit.is_none();
            let slice = match watching && self.pidfd.is_none() {
                true => left.min(WITHOUT_PIDFD),
                false => left.min(LONGEST),
            };
            let mut ready = self.poll(writing, watching, slice)?;
            if watching && (ready.exited || self.pidfd.is_none()) {
                ready.exited = self.exited().is_some();
            }
            if ready.any() || left.is_zero() {
                return Ok(ready);
            }
        }
    }

    fn poll(&self, writing: bool, watching: bool, time: Duration) -> io::Result<Ready> {
        let number = |end: &Option<std::os::fd::OwnedFd>| end.as_ref().map_or(-1, AsRawFd::as_raw_fd);
        let entry = |fd: libc::c_int, events: libc::c_short| libc::pollfd { fd, events, revents: 0 };
        // Negative numbers are passed over.
        let mut entries = [
            entry(number(&self.stdout), libc::POLLIN),
            entry(number(&self.stderr), libc::POLLIN),
            entry(if writing { number(&self.stdin) } else { -1 }, libc::POLLOUT),
            entry(if watching { number(&self.pidfd) } else { -1 }, libc::POLLIN),
        ];
        let time = libc::timespec {
            // Longer than anybody waits, and as long as the narrowest `time_t`.
            tv_sec: time.as_secs().min(i32::MAX as u64) as _,
            tv_nsec: time.subsec_nanos() as _,
        };
        // SAFETY: a valid list of four; the signal mask stays as it is.
        let result = unsafe { libc::ppoll(entries.as_mut_ptr(), 4, &time, std::ptr::null()) };
        if result < 0 {
            let error = io::Error::last_os_error();
            return match error.kind() {
                io::ErrorKind::Interrupted => Ok(Ready::default()),
                _ => Err(error),
            };
        }
        let [stdout, stderr, stdin, exited] = entries.map(|entry| entry.revents != 0);
        Ok(Ready { stdout, stderr, stdin, exited })
    }

    /// Reads both outputs until nothing is there, and hands on what was written to the second. Bounded by `until`:
    /// a command can write faster than this reads.
    pub(super) fn drain(&mut self, until: Instant, buffer: &mut [u8], stderr: &mut dyn FnMut(&[u8])) {
        for output in [Output::Stdout, Output::Stderr] {
            loop {
                match self.read(output, buffer) {
                    Ok(Piece::Bytes(length)) if output == Output::Stderr => stderr(&buffer[..length]),
                    Ok(Piece::Bytes(_)) => {}
                    Ok(Piece::Nothing | Piece::End) | Err(_) => break,
                }
                if Instant::now() >= until {
                    break;
                }
            }
        }
    }
}
