//! What the standard library does not ask a socket.

use std::net::TcpStream;
use std::os::fd::AsRawFd;

/// Whether a connection is open and has nothing to be read. Never waits and takes nothing.
pub(crate) fn is_quiet(stream: &TcpStream) -> bool {
    let mut byte = 0_u8;
    // SAFETY: the descriptor is open for as long as `stream` is borrowed, and one byte is writable.
    let read = unsafe {
        libc::recv(stream.as_raw_fd(), (&raw mut byte).cast(), 1, libc::MSG_PEEK | libc::MSG_DONTWAIT)
    };
    read < 0 && std::io::Error::last_os_error().kind() == std::io::ErrorKind::WouldBlock
}
