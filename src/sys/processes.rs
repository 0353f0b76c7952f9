//! Reading `/proc/PID/stat` of many processes without the heap.

use std::ffi::CStr;
use std::io::{self, Write};

use super::descriptor::Kept;
use super::file::read_below;

/// Reads `PID/stat` below an open `/proc` into `buffer`; gives the length read.
pub(crate) fn read_stat(proc_directory: &Kept, pid: u32, buffer: &mut Vec<u8>) -> io::Result<usize> {
    // Ten digits of a pid, "/stat", NUL.
    let mut path = [0u8; 16];
    write!(&mut path[..15], "{pid}/stat")?;
    let path = CStr::from_bytes_until_nul(&path).map_err(|_| io::Error::from(io::ErrorKind::InvalidInput))?;
    read_below(proc_directory.number(), path, buffer)
}
