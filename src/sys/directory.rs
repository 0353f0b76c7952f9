//! Listing a directory into a buffer of the caller's, without the heap.

use std::io;

use super::descriptor::Kept;

/// Calls `each` with the name of every entry but `.` and `..`. Reads through `buffer` (at least
/// 512 bytes), with raw getdents64(2): opendir(3) would allocate 32 KiB.
pub(crate) fn entries(directory: &Kept, buffer: &mut [u8], mut each: impl FnMut(&[u8])) -> io::Result<()> {
    all(directory, buffer, |name, _| each(name))
}

/// As [`entries`], of those that are directories or of which the filesystem does not say what
/// they are.
pub(crate) fn directories(
    directory: &Kept,
    buffer: &mut [u8],
    mut each: impl FnMut(&[u8]),
) -> io::Result<()> {
    all(directory, buffer, |name, kind| {
        if kind == libc::DT_DIR || kind == libc::DT_UNKNOWN {
            each(name);
        }
    })
}

fn all(directory: &Kept, buffer: &mut [u8], mut each: impl FnMut(&[u8], u8)) -> io::Result<()> {
    // SAFETY: sets the position of a descriptor we keep.
    if unsafe { libc::lseek(directory.number(), 0, libc::SEEK_SET) } < 0 {
        return Err(io::Error::last_os_error());
    }
    loop {
        // SAFETY: the buffer is valid for its length.
        let read = unsafe {
            libc::syscall(libc::SYS_getdents64, directory.number(), buffer.as_mut_ptr(), buffer.len())
        };
        let read = match usize::try_from(read) {
            Ok(0) => return Ok(()),
            Ok(read) => read.min(buffer.len()),
            Err(_) => {
                let error = io::Error::last_os_error();
                if error.kind() == io::ErrorKind::Interrupted {
                    continue;
                }
                return Err(error);
            }
        };
        each_record(&buffer[..read], &mut each);
    }
}

/// Walks `struct linux_dirent64` records: inode (8), offset (8), length (2), type (1), name, NUL.
pub(super) fn each_record(mut records: &[u8], each: &mut impl FnMut(&[u8], u8)) {
    const KIND: usize = 18;
    const NAME: usize = 19;
    while records.len() > NAME {
        let length = usize::from(u16::from_ne_bytes([records[16], records[17]]));
        let Some(record) = records.get(..length).filter(|record| record.len() > NAME) else { return };
        let name = &record[NAME..];
        let name = &name[..name.iter().position(|byte| *byte == 0).unwrap_or(name.len())];
        if name != b"." && name != b".." {
            each(name, record[KIND]);
        }
        records = &records[length..];
    }
}

#[cfg(test)]
#[path = "directory_tests.rs"]
mod tests;
