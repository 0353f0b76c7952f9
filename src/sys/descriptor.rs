//! Descriptors that are kept open, inside a process that is not ours.
//!
//! The host may close every descriptor it does not know (daemons do), and the numbers are soon
//! another file's. So a kept descriptor remembers which file it was (device and inode) and who
//! opened it, and is never read or closed once that has changed.

use std::io;
use std::path::Path;

use super::owners;

/// A descriptor kept open for reading.
#[derive(Debug)]
pub(crate) struct Kept {
    number: libc::c_int,
    device: u64,
    inode: u64,
    signature: u64,
}

/// What fstat(2) tells that matters here.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Status {
    device: u64,
    inode: u64,
    pub(crate) size: u64,
    pub(crate) links: u64,
}

impl Kept {
    /// Opens a file for reading.
    pub(crate) fn open(path: &Path) -> io::Result<Self> {
        Self::open_with(path, libc::O_RDONLY)
    }

    /// Opens a directory.
    pub(crate) fn open_directory(path: &Path) -> io::Result<Self> {
        Self::open_with(path, libc::O_RDONLY | libc::O_DIRECTORY)
    }

    fn open_with(path: &Path, flags: libc::c_int) -> io::Result<Self> {
        let path = super::file::c_path(path)?;
        // O_NONBLOCK: a path given by a user may be a pipe; never wait for its writer.
        let flags = flags | libc::O_CLOEXEC | libc::O_NOCTTY | libc::O_NONBLOCK;
        // SAFETY: a NUL-terminated path.
        let number = retry(|| unsafe { libc::open(path.as_ptr(), flags) })?;
        Self::adopt(number)
    }

    /// Takes over a descriptor that was just made, and belongs to nobody else.
    pub(super) fn adopt(number: libc::c_int) -> io::Result<Self> {
        Self::hold(move_high(number))
    }

    /// As `adopt`, and leaves it where it is.
    pub(super) fn hold(number: libc::c_int) -> io::Result<Self> {
        let status = status(number)?;
        Ok(Kept { number, device: status.device, inode: status.inode, signature: owners::sign(number) })
    }

    /// Of no file: never ours, and nothing to close.
    pub(crate) fn none() -> Self {
        Kept { number: -1, device: 0, inode: 0, signature: 0 }
    }

    /// Reads from an offset, as pread(2): at most `buffer.len()` bytes.
    pub(crate) fn read_at(&self, buffer: &mut [u8], offset: u64) -> io::Result<usize> {
        let offset =
            libc::off_t::try_from(offset).map_err(|_| io::Error::from(io::ErrorKind::InvalidInput))?;
        loop {
            // SAFETY: the buffer is valid for its length.
            let read = unsafe { libc::pread(self.number, buffer.as_mut_ptr().cast(), buffer.len(), offset) };
            match usize::try_from(read) {
                Ok(read) => return Ok(read),
                Err(_) => {
                    let error = io::Error::last_os_error();
                    if error.kind() != io::ErrorKind::Interrupted {
                        return Err(error);
                    }
                }
            }
        }
    }

    /// The file's status, if the descriptor is still the one that was opened.
    pub(crate) fn status(&self) -> Option<Status> {
        if !owners::holds(self.number, self.signature) {
            return None;
        }
        status(self.number).ok().filter(|now| now.device == self.device && now.inode == self.inode)
    }

    /// Whether the number still means the file that was opened.
    pub(crate) fn is_ours(&self) -> bool {
        self.status().is_some()
    }

    /// Whether the file is on a proc filesystem, and not in a copy of one.
    pub(crate) fn is_on_proc(&self) -> bool {
        // SAFETY: plain data, for which zero is valid.
        let mut found: libc::statfs = unsafe { std::mem::zeroed() };
        // SAFETY: a valid place for the answer; a closed number gives an error.
        let result = unsafe { libc::fstatfs(self.number, &mut found) };
        #[allow(clippy::unnecessary_cast)] // The type's width differs by machine.
        let is_proc = found.f_type as i64 == libc::PROC_SUPER_MAGIC as i64;
        result == 0 && is_proc
    }

    pub(super) fn number(&self) -> libc::c_int {
        self.number
    }
}

impl Drop for Kept {
    fn drop(&mut self) {
        if self.is_ours() {
            // SAFETY: still the descriptor that was opened here; nobody else may close it.
            unsafe { libc::close(self.number) };
        }
    }
}

fn status(number: libc::c_int) -> io::Result<Status> {
    // SAFETY: plain data, for which zero is valid.
    let mut found: libc::stat = unsafe { std::mem::zeroed() };
    // SAFETY: a valid place for the answer; a closed number gives an error.
    if unsafe { libc::fstat(number, &mut found) } != 0 {
        return Err(io::Error::last_os_error());
    }
    #[allow(clippy::cast_sign_loss, clippy::unnecessary_cast)]
    // Sizes are not negative; widths differ by machine.
    Ok(Status {
        device: found.st_dev as u64,
        inode: found.st_ino as u64,
        size: found.st_size as u64,
        links: found.st_nlink as u64,
    })
}

/// Moves a descriptor out of the low numbers, which belong to the host: a `select` loop can use
/// no others. Where there is no room above, it stays.
pub(super) fn move_high(number: libc::c_int) -> libc::c_int {
    let limit = match super::process::descriptor_limit() {
        Some(crate::units::Limit::Value(limit)) => limit,
        _ => 4096,
    };
    // Just above FD_SETSIZE if the limit leaves room, else the upper quarter: the kernel's table
    // grows with the highest number, so not further than needed.
    let floor = if limit >= 2048 { 1024 } else { limit / 4 * 3 };
    let Ok(floor) = libc::c_int::try_from(floor) else { return number };
    // SAFETY: duplicates a descriptor that this function owns.
    let high = unsafe { libc::fcntl(number, libc::F_DUPFD_CLOEXEC, floor) };
    if high < 0 {
        return number;
    }
    // SAFETY: owned, just opened, and now duplicated.
    unsafe { libc::close(number) };
    high
}

pub(super) fn retry(mut call: impl FnMut() -> libc::c_int) -> io::Result<libc::c_int> {
    loop {
        let result = call();
        if result >= 0 {
            return Ok(result);
        }
        let error = io::Error::last_os_error();
        if error.kind() != io::ErrorKind::Interrupted {
            return Err(error);
        }
    }
}

#[cfg(test)]
#[path = "descriptor_tests.rs"]
mod tests;
