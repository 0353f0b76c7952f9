//! Signals for a whole process group, and never for a stranger's.

use std::io;
use std::os::fd::AsRawFd;

use super::Child;

/// Linux 6.9: the signal goes to the group that the process leads or has led, whatever its number means now.
const PIDFD_SIGNAL_PROCESS_GROUP: libc::c_uint = 4;

impl Child {
    /// Asks the group to end.
    pub(super) fn terminate(&mut self) {
        // A group that is gone needs no asking.
        let _ = self.signal(libc::SIGTERM);
    }

    /// Kills the group.
    ///
    /// # Errors
    ///
    /// Where this user may not: the command has become another.
    pub(super) fn kill(&mut self) -> io::Result<()> {
        let result = self.signal(libc::SIGKILL);
        self.killed = true;
        match result {
            Err(error) if error.raw_os_error() != Some(libc::ESRCH) => Err(error),
            _ => Ok(()),
        }
    }

    fn signal(&mut self, signal: libc::c_int) -> io::Result<()> {
        // The number is this child's for as long as it is not reaped here; `killed` comes before that.
        match self.signal_by_pidfd(signal) {
            Ok(()) => Ok(()),
            Err(error) if error.raw_os_error() == Some(libc::ESRCH) => Err(error),
            Err(_) => self.signal_by_number(signal),
        }
    }

    fn signal_by_pidfd(&self, signal: libc::c_int) -> io::Result<()> {
        let Some(pidfd) = &self.pidfd else { return Err(io::ErrorKind::Unsupported.into()) };
        // SAFETY: an open descriptor; no information goes with the signal.
        let result = unsafe {
            libc::syscall(
                libc::SYS_pidfd_send_signal,
                pidfd.as_raw_fd(),
                signal,
                std::ptr::null::<libc::siginfo_t>(),
                PIDFD_SIGNAL_PROCESS_GROUP,
            )
        };
        if result == 0 {
            Ok(())
        } else {
            Err(io::Error::last_os_error())
        }
    }

    pub(super) fn signal_by_number(&mut self, signal: libc::c_int) -> io::Result<()> {
        self.exited();
        if self.gone && !self.is_only_a_group() {
            return Err(io::Error::from_raw_os_error(libc::ESRCH));
        }
        // SAFETY: the group's number, see above.
        if unsafe { libc::kill(-self.pid, signal) } == 0 {
            Ok(())
        } else {
            Err(io::Error::last_os_error())
        }
    }

    /// Whether no process has the number any more, but a group has: the kernel gives a number to nobody as long as
    /// there is a group of it, so that this one is still the child's.
    fn is_only_a_group(&self) -> bool {
        // SAFETY: signal 0 asks only whether there is such a process.
        let process = unsafe { libc::kill(self.pid, 0) };
        let nobody = process != 0 && io::Error::last_os_error().raw_os_error() == Some(libc::ESRCH);
        // SAFETY: as above, for the group.
        nobody && unsafe { libc::kill(-self.pid, 0) } == 0
    }
}
