//! The kernel's log, where it may be read: by root, or by anybody if `kernel.dmesg_restrict` is 0.
//!
//! By `/dev/kmsg` and not by syslog(2), which would give the newest records with one call: filters of system calls
//! kill a service for that one, but not for reading a file.

use std::fs::OpenOptions;
use std::io::{self, ErrorKind, Read};
use std::os::unix::fs::{FileTypeExt, MetadataExt, OpenOptionsExt};

/// No record is longer (`CONSOLE_EXT_LOG_MAX`, include/linux/printk.h; since Linux 6.4 `PRINTK_MESSAGE_MAX`, 2048).
const LONGEST: usize = 8192;
/// The kernel has room for one record in 32 bytes of its log (`PRB_AVGBITS`, kernel/printk/printk.c), so that these
/// are all of a log of 1 MiB: 128 or 256 KiB as a rule, and 4 KiB more for each CPU.
const MOST_RECORDS: usize = 32_768;

/// Gives every record that is still there, the oldest first: there is no way to begin further on.
pub(crate) fn records(buffer: &mut Vec<u8>, mut each: impl FnMut(&[u8])) -> io::Result<()> {
    let flags = libc::O_NONBLOCK | libc::O_NOCTTY;
    let mut log = OpenOptions::new().read(true).custom_flags(flags).open("/dev/kmsg")?;
    // In some containers that name is a terminal's, whose input is not ours to read.
    let found = log.metadata()?;
    if !found.file_type().is_char_device() || found.rdev() != libc::makedev(1, 11) {
        return Err(io::Error::from(ErrorKind::NotFound));
    }
    if buffer.len() < LONGEST {
        buffer.resize(LONGEST, 0);
    }
    for _ in 0..MOST_RECORDS {
        match log.read(buffer) {
            Ok(0) => break,
            Ok(length) => each(&buffer[..length]),
            Err(error) => match error.kind() {
                ErrorKind::WouldBlock => break,
                // Overwritten before it was read: the next one is the oldest there is.
                ErrorKind::Interrupted | ErrorKind::BrokenPipe => {}
                _ => return Err(error),
            },
        }
    }
    Ok(())
}
