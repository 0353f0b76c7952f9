//! The pipes to a child: never waited for, and never a `SIGPIPE` for the host.

use std::io;
use std::os::fd::{AsRawFd, FromRawFd, OwnedFd};

use crate::sys::descriptor::move_high;

/// A pipe with one end here and one in the child.
pub(super) struct Pipe {
    pub(super) ours: OwnedFd,
    pub(super) theirs: OwnedFd,
}

/// What came out of a pipe.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Piece {
    /// So many bytes.
    Bytes(usize),
    /// Nothing yet.
    Nothing,
    /// Nobody can write to it any more.
    End,
}

pub(super) fn to_child() -> io::Result<Pipe> {
    let [theirs, ours] = make()?;
    never_wait(&ours)?;
    Ok(Pipe { ours, theirs })
}

pub(super) fn from_child() -> io::Result<Pipe> {
    let [ours, theirs] = make()?;
    never_wait(&ours)?;
    Ok(Pipe { ours, theirs })
}

/// Both ends close on exec, and out of the low numbers: a host may have closed 0 to 2, and the child needs those.
fn make() -> io::Result<[OwnedFd; 2]> {
    let mut ends = [-1; 2];
    // SAFETY: a valid place for two numbers.
    if unsafe { libc::pipe2(ends.as_mut_ptr(), libc::O_CLOEXEC) } != 0 {
        return Err(io::Error::last_os_error());
    }
    // SAFETY: two descriptors that were just made and belong to nobody else.
    let ends = ends.map(|end| unsafe { OwnedFd::from_raw_fd(move_high(end)) });
    // Where the table has no room above, the low number stays.
    match ends.iter().all(|end| end.as_raw_fd() > 2) {
        true => Ok(ends),
        false => Err(io::Error::from_raw_os_error(libc::EMFILE)),
    }
}

/// The flag is of this end alone: the other end is another open file.
fn never_wait(end: &OwnedFd) -> io::Result<()> {
    // SAFETY: sets a flag of an open descriptor.
    match unsafe { libc::fcntl(end.as_raw_fd(), libc::F_SETFL, libc::O_NONBLOCK) } {
        0 => Ok(()),
        _ => Err(io::Error::last_os_error()),
    }
}

pub(super) fn read(end: &OwnedFd, buffer: &mut [u8]) -> io::Result<Piece> {
    loop {
        // SAFETY: the buffer is valid for its length, the descriptor for as long as it is borrowed.
        let read = unsafe { libc::read(end.as_raw_fd(), buffer.as_mut_ptr().cast(), buffer.len()) };
        match usize::try_from(read) {
            Ok(0) => return Ok(Piece::End),
            Ok(read) => return Ok(Piece::Bytes(read)),
            Err(_) => {
                let error = io::Error::last_os_error();
                match error.kind() {
                    io::ErrorKind::Interrupted => {}
                    io::ErrorKind::WouldBlock => return Ok(Piece::Nothing),
                    _ => return Err(error),
                }
            }
        }
    }
}

pub(super) fn write(end: &OwnedFd, bytes: &[u8]) -> io::Result<usize> {
    let _quiet = NoSigpipe::begin();
    loop {
        // SAFETY: the bytes are valid for their length, the descriptor for as long as it is borrowed.
        let written = unsafe { libc::write(end.as_raw_fd(), bytes.as_ptr().cast(), bytes.len()) };
        if let Ok(written) = usize::try_from(written) {
            return Ok(written);
        }
        let error = io::Error::last_os_error();
        match error.kind() {
            io::ErrorKind::Interrupted => {}
            io::ErrorKind::WouldBlock => return Ok(0),
            _ => return Err(error),
        }
    }
}

/// Bytes in a pipe that were not read yet: FIONREAD answers at both ends.
pub(super) fn unread(end: &OwnedFd) -> Option<usize> {
    let mut bytes: libc::c_int = 0;
    // SAFETY: a valid place for the answer.
    let result = unsafe { libc::ioctl(end.as_raw_fd(), libc::FIONREAD, &raw mut bytes) };
    (result == 0).then(|| usize::try_from(bytes).ok()).flatten()
}

/// Keeps the `SIGPIPE` of a write on this thread, and takes it back: pipes have no `MSG_NOSIGNAL`, and the host's
/// dispositions are not ours to change.
struct NoSigpipe {
    before: libc::sigset_t,
    /// The host had blocked one already, which is its own.
    was_pending: bool,
}

impl NoSigpipe {
    fn begin() -> Self {
        let only = only_sigpipe();
        let mut before = only;
        let mut pending = only;
        // SAFETY: valid sets; the mask is this thread's alone and is put back on drop.
        unsafe {
            libc::sigpending(&mut pending);
            libc::pthread_sigmask(libc::SIG_BLOCK, &only, &mut before);
            NoSigpipe { before, was_pending: libc::sigismember(&pending, libc::SIGPIPE) == 1 }
        }
    }
}

impl Drop for NoSigpipe {
    fn drop(&mut self) {
        let only = only_sigpipe();
        // SAFETY: valid sets and times.
        unsafe {
            let mut pending = only;
            libc::sigpending(&mut pending);
            if !self.was_pending && libc::sigismember(&pending, libc::SIGPIPE) == 1 {
                let at_once = libc::timespec { tv_sec: 0, tv_nsec: 0 };
                libc::sigtimedwait(&only, std::ptr::null_mut(), &at_once);
            }
            libc::pthread_sigmask(libc::SIG_SETMASK, &self.before, std::ptr::null_mut());
        }
    }
}

fn only_sigpipe() -> libc::sigset_t {
    // SAFETY: plain data, for which zero is valid, and then an empty set.
    unsafe {
        let mut set: libc::sigset_t = std::mem::zeroed();
        libc::sigemptyset(&mut set);
        libc::sigaddset(&mut set, libc::SIGPIPE);
        set
    }
}

#[cfg(test)]
#[path = "pipe_tests.rs"]
mod tests;
