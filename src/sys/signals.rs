//! Keeping signals off the library's own threads: they are the host's.

use std::io;

/// Runs `body` with every signal blocked on this thread. A thread that it starts inherits the mask, so that none of
/// the host's handlers ever runs on it. The C library's own signals (of `setuid`) still get through.
pub(crate) fn blocked<R>(body: impl FnOnce() -> R) -> io::Result<R> {
    let _restore = Blocked::new()?;
    Ok(body())
}

/// The mask from before, put back when dropped.
struct Blocked(libc::sigset_t);

impl Blocked {
    fn new() -> io::Result<Self> {
        // SAFETY: plain data, for which zero is valid.
        let (mut every, mut before): (libc::sigset_t, libc::sigset_t) = unsafe { std::mem::zeroed() };
        // SAFETY: a valid place for the set.
        unsafe { libc::sigfillset(&mut every) };
        // SAFETY: a set filled above and a valid place for the mask that was.
        match unsafe { libc::pthread_sigmask(libc::SIG_SETMASK, &every, &mut before) } {
            0 => Ok(Blocked(before)),
            error => Err(io::Error::from_raw_os_error(error)),
        }
    }
}

impl Drop for Blocked {
    fn drop(&mut self) {
        // SAFETY: the mask that was given by the same call. It cannot fail with a valid `how`.
        unsafe { libc::pthread_sigmask(libc::SIG_SETMASK, &self.0, std::ptr::null_mut()) };
    }
}

#[cfg(test)]
#[path = "signals_tests.rs"]
mod tests;
