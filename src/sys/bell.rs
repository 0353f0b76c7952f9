//! A descriptor that the host's own loop can wait for.

use std::io;
use std::os::fd::RawFd;

use super::descriptor::Kept;

/// An eventfd(2): readable from [`ring`](Bell::ring) until [`silence`](Bell::silence).
#[derive(Debug)]
pub(crate) struct Bell(Kept);

impl Bell {
    pub(crate) fn new() -> io::Result<Self> {
        // SAFETY: takes and gives numbers.
        let number = unsafe { libc::eventfd(0, libc::EFD_CLOEXEC | libc::EFD_NONBLOCK) };
        if number < 0 {
            return Err(io::Error::last_os_error());
        }
        // It stays among the low numbers: a host that waits by select(2) can use no others.
        Ok(Bell(Kept::hold(number)?))
    }

    /// What the host waits for.
    pub(crate) fn number(&self) -> RawFd {
        self.0.number()
    }

    /// Makes it readable. Does not wait.
    pub(crate) fn ring(&self) {
        if self.0.is_ours() {
            let once = 1_u64.to_ne_bytes();
            // SAFETY: eight bytes, as the kernel wants. It can refuse only what would make no difference: it is readable.
            unsafe { libc::write(self.0.number(), once.as_ptr().cast(), once.len()) };
        }
    }

    /// Makes it unreadable. Does not wait.
    pub(crate) fn silence(&self) {
        if self.0.is_ours() {
            let mut count = [0_u8; 8];
            // SAFETY: room for the eight bytes that the kernel gives. It refuses where it is silent already.
            unsafe { libc::read(self.0.number(), count.as_mut_ptr().cast(), count.len()) };
        }
    }
}

#[cfg(test)]
#[path = "bell_tests.rs"]
mod tests;
