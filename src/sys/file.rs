//! Reading a file once.

use std::ffi::{CStr, CString};
use std::io;
use std::os::unix::ffi::OsStrExt;
use std::path::Path;

use super::descriptor::retry;

/// Files made of records come about a page at a time: a shorter read was the last.
const LAST_PAGE: usize = 4096 - 512;
/// No kernel file is larger.
const MOST: usize = 16 * 1024 * 1024;

/// Reads a file whole into `buffer`, which grows as needed; gives the length read.
pub(crate) fn read(path: &Path, buffer: &mut Vec<u8>) -> io::Result<usize> {
    read_named(&c_path(path)?, buffer)
}

/// As [`read`], without the heap for the path.
pub(crate) fn read_named(path: &CStr, buffer: &mut Vec<u8>) -> io::Result<usize> {
    read_below(libc::AT_FDCWD, path, buffer)
}

/// A path as system calls take it; an error for one that holds a NUL.
pub(crate) fn c_path(path: &Path) -> io::Result<CString> {
    CString::new(path.as_os_str().as_bytes()).map_err(|_| io::Error::from(io::ErrorKind::InvalidInput))
}

/// As [`read`], of a path below an open directory.
pub(super) fn read_below(directory: libc::c_int, path: &CStr, buffer: &mut Vec<u8>) -> io::Result<usize> {
    let flags = libc::O_RDONLY | libc::O_CLOEXEC | libc::O_NOCTTY | libc::O_NONBLOCK;
    // SAFETY: a NUL-terminated path.
    let number = retry(|| unsafe { libc::openat(directory, path.as_ptr(), flags) })?;
    let result = read_all(number, buffer);
    // SAFETY: opened above; nobody else knows it.
    unsafe { libc::close(number) };
    result
}

fn read_all(number: libc::c_int, buffer: &mut Vec<u8>) -> io::Result<usize> {
    let mut filled = 0;
    loop {
        if filled == buffer.len() {
            if buffer.len() >= MOST {
                return Err(io::Error::from(io::ErrorKind::InvalidData));
            }
            buffer.resize((buffer.len() * 2).max(4096), 0);
        }
        let rest = &mut buffer[filled..];
        // SAFETY: the buffer is valid for its length.
        let read = unsafe { libc::read(number, rest.as_mut_ptr().cast(), rest.len()) };
        match usize::try_from(read) {
            Ok(read) => {
                filled += read;
                if read < LAST_PAGE && filled < buffer.len() {
                    return Ok(filled);
                }
            }
            Err(_) => {
                let error = io::Error::last_os_error();
                if error.kind() != io::ErrorKind::Interrupted {
                    return Err(error);
                }
            }
        }
    }
}
