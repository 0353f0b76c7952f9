//! Space on a filesystem.

use std::ffi::CStr;
use std::io;

/// What statvfs(3) tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Space {
    pub(crate) total_bytes: u64,
    pub(crate) free_bytes: u64,
    pub(crate) available_bytes: u64,
    pub(crate) inodes: u64,
    pub(crate) inodes_free: u64,
}

/// Space and inodes of the filesystem that holds `path`. Can hang on a dead network filesystem.
#[allow(clippy::useless_conversion)] // The C types are narrower on 32-bit machines.
pub(crate) fn space(path: &CStr) -> io::Result<Space> {
    // SAFETY: plain data, for which zero is valid.
    let mut found: libc::statvfs = unsafe { std::mem::zeroed() };
    // SAFETY: a NUL-terminated path and a valid place for the answer.
    if unsafe { libc::statvfs(path.as_ptr(), &mut found) } != 0 {
        return Err(io::Error::last_os_error());
    }
    let unit = u64::from(if found.f_frsize > 0 { found.f_frsize } else { found.f_bsize });
    Ok(Space {
        total_bytes: u64::from(found.f_blocks).saturating_mul(unit),
        free_bytes: u64::from(found.f_bfree).saturating_mul(unit),
        available_bytes: u64::from(found.f_bavail).saturating_mul(unit),
        inodes: u64::from(found.f_files),
        inodes_free: u64::from(found.f_ffree),
    })
}

/// Whether the files below `path` are held in memory (tmpfs, ramfs). Can hang as [`space`] can.
#[cfg(feature = "diagnosis")]
#[allow(clippy::useless_conversion)] // The C types are narrower on 32-bit machines.
pub(crate) fn is_memory(path: &std::path::Path) -> bool {
    /// `include/uapi/linux/magic.h`.
    const TMPFS: i64 = 0x0102_1994;
    const RAMFS: i64 = 0x8584_58f6;
    let Ok(path) = super::file::c_path(path) else { return false };
    // SAFETY: plain data, for which zero is valid.
    let mut found: libc::statfs = unsafe { std::mem::zeroed() };
    // SAFETY: a NUL-terminated path and a valid place for the answer.
    let done = unsafe { libc::statfs(path.as_ptr(), &mut found) } == 0;
    done && matches!(found.f_type as i64 & 0xffff_ffff, TMPFS | RAMFS)
}

/// As [`space`], of any path.
pub(crate) fn space_of(path: &std::path::Path) -> io::Result<Space> {
    space(&super::file::c_path(path)?)
}
