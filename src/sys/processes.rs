//! Reading files of many processes without the heap.

use std::ffi::CStr;
use std::io::{self, Write};

use super::descriptor::{retry, Kept};
use super::file::read_below;

/// Reads `PID/stat` below an open `/proc` into `buffer`; gives the length read.
pub(crate) fn read_stat(proc_directory: &Kept, pid: u32, buffer: &mut Vec<u8>) -> io::Result<usize> {
    read_file(proc_directory, pid, "stat", buffer)
}

/// Reads `PID/NAME` below an open `/proc` into `buffer`; gives the length read.
pub(crate) fn read_file(
    proc_directory: &Kept,
    pid: u32,
    name: &str,
    buffer: &mut Vec<u8>,
) -> io::Result<usize> {
    with_path(pid, name, |path| read_below(proc_directory.number(), path, buffer))
}

/// The size of `PID/fd` below an open `/proc`: since Linux 6.2 the number of open descriptors
/// (`proc_fd_getattr`, fs/proc/fd.c), before that 0. Needs no right to look into the process.
pub(crate) fn descriptors_by_size(proc_directory: &Kept, pid: u32) -> io::Result<u64> {
    with_path(pid, "fd", |path| {
        // SAFETY: plain data, for which zero is valid.
        let mut found: libc::stat = unsafe { std::mem::zeroed() };
        // SAFETY: a NUL-terminated path and a valid place for the answer.
        retry(|| unsafe { libc::fstatat(proc_directory.number(), path.as_ptr(), &mut found, 0) })?;
        Ok(u64::try_from(found.st_size).unwrap_or(0))
    })
}

fn with_path<T>(pid: u32, name: &str, call: impl FnOnce(&CStr) -> io::Result<T>) -> io::Result<T> {
    // Ten digits of a pid, a slash, a name of eight letters at the most, NUL.
    let mut path = [0u8; 20];
    write!(&mut path[..19], "{pid}/{name}")?;
    let path = CStr::from_bytes_until_nul(&path).map_err(|_| io::Error::from(io::ErrorKind::InvalidInput))?;
    call(path)
}
