//! Reading a file once.

use std::ffi::{CStr, CString};
use std::io;
use std::os::unix::ffi::OsStrExt;
use std::path::Path;

use super::descriptor::retry;

/// Files made of records are handed out a page at a time, less what the next record did not fit: a
/// shorter read was the last.
pub(crate) const LAST_PAGE: usize = 4096 - 512;
/// A file that is larger is not one of the kernel's: 4,096 cores render 1 MiB of /proc/stat.
pub(crate) const MOST: usize = 16 * 1024 * 1024;

/// Reads a file whole into `buffer`, which grows as needed; gives the length read.
pub(crate) fn read(path: &Path, buffer: &mut Vec<u8>) -> io::Result<usize> {
    read_named(&c_path(path)?, buffer)
}

/// As [`read`], of a file whose records can be longer than is left of a page: `mountinfo` has
/// lines of some kilobytes for overlay filesystems.
pub(crate) fn read_to_end(path: &Path, buffer: &mut Vec<u8>) -> io::Result<usize> {
    let number = open_below(libc::AT_FDCWD, &c_path(path)?)?;
    let result = read_until(number, buffer, |read| read == 0);
    // SAFETY: opened above; nobody else knows it.
    unsafe { libc::close(number) };
    result
}

/// A whole file, on the heap. Never waits: what should be the kernel's file may be a pipe.
pub(crate) fn bytes(path: &Path) -> io::Result<Vec<u8>> {
    let mut buffer = Vec::new();
    let length = read_to_end(path, &mut buffer)?;
    buffer.truncate(length);
    Ok(buffer)
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
    let number = open_below(directory, path)?;
    let result = read_until(number, buffer, |read| read < LAST_PAGE);
    // SAFETY: opened above; nobody else knows it.
    unsafe { libc::close(number) };
    result
}

fn open_below(directory: libc::c_int, path: &CStr) -> io::Result<libc::c_int> {
    let flags = libc::O_RDONLY | libc::O_CLOEXEC | libc::O_NOCTTY | libc::O_NONBLOCK;
    // SAFETY: a NUL-terminated path.
    retry(|| unsafe { libc::openat(directory, path.as_ptr(), flags) })
}

/// Reads until `is_last` says so of the length of a read that left room in the buffer.
fn read_until(
    number: libc::c_int,
    buffer: &mut Vec<u8>,
    is_last: impl Fn(usize) -> bool,
) -> io::Result<usize> {
    let mut filled = 0;
    loop {
        if filled == buffer.len() {
            if buffer.len() >= MOST {
                return Err(io::Error::new(io::ErrorKind::InvalidData, "larger than 16 MiB"));
            }
            buffer.resize((buffer.len() * 2).max(4096), 0);
        }
        let rest = &mut buffer[filled..];
        // SAFETY: the buffer is valid for its length.
        let read = unsafe { libc::read(number, rest.as_mut_ptr().cast(), rest.len()) };
        match usize::try_from(read) {
            Ok(read) => {
                filled += read;
                if is_last(read) && filled < buffer.len() {
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
