//! Whether a child has ended, and how; and taking its remains.

use std::fmt;
use std::io;

use super::Child;

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Exit {
    /// With an exit code.
    Code(i32),
    /// By a signal.
    Signal(i32),
    /// It is gone, and the host has taken what the kernel kept of it: it ignores `SIGCHLD` or waits for every child.
    Unknown,
}

impl fmt::Display for Exit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Exit::Code(code) => write!(f, "exit code {code}"),
            Exit::Signal(signal) => write!(f, "signal {signal}"),
            Exit::Unknown => f.write_str("an unknown exit code, which this process ignores or has taken"),
        }
    }
}

impl Child {
    /// How it ended, if it has. It is not reaped by this: as long as it is not, its number and that of its group are
    /// nobody else's.
    pub(crate) fn exited(&mut self) -> Option<Exit> {
        if self.exit.is_none() {
            self.exit = match wait_for(self.pid, libc::WEXITED | libc::WNOHANG | libc::WNOWAIT) {
                Ok(exit) => exit,
                Err(_) => {
                    self.gone = true;
                    Some(Exit::Unknown)
                }
            };
        }
        self.exit
    }

    /// Whether it was seen to have ended; asks nobody.
    pub(crate) fn has_exited(&self) -> bool {
        self.exit.is_some()
    }

    /// Takes its remains if it has ended and its group was killed; whether nothing is left of it.
    pub(crate) fn reap(&mut self) -> bool {
        if self.exited().is_none() || !self.killed {
            return false;
        }
        if !self.gone {
            // An error says that the host was faster.
            let _ = wait_for(self.pid, libc::WEXITED | libc::WNOHANG);
            self.gone = true;
            self.reap_orphans();
        }
        true
    }

    /// The orphans of its group become children of process 1, which the host may be, or of a subreaper.
    fn reap_orphans(&self) {
        if !adopts_orphans() {
            return;
        }
        let Ok(group) = libc::id_t::try_from(self.pid) else { return };
        // They were killed before: a few are still on their way out.
        for _ in 0..50 {
            // SAFETY: plain data, for which zero is valid, and a valid place for the answer.
            let (result, found) = unsafe {
                let mut info: libc::siginfo_t = std::mem::zeroed();
                let result = libc::waitid(libc::P_PGID, group, &mut info, libc::WEXITED | libc::WNOHANG);
                (result, info.si_pid())
            };
            match (result, found) {
                (0, 0) => std::thread::sleep(std::time::Duration::from_millis(1)),
                (0, _) => {}
                _ => return,
            }
        }
    }
}

/// Whether orphans come to this process: it is process 1 of its namespace, or has asked for it.
fn adopts_orphans() -> bool {
    let mut subreaper: libc::c_int = 0;
    // SAFETY: a valid place for the answer.
    let asked = unsafe { libc::prctl(libc::PR_GET_CHILD_SUBREAPER, &raw mut subreaper) };
    std::process::id() == 1 || (asked == 0 && subreaper != 0)
}

/// Nothing where it still runs; an error where it is no child (any more).
fn wait_for(pid: libc::pid_t, options: libc::c_int) -> io::Result<Option<Exit>> {
    let id = libc::id_t::try_from(pid).map_err(|_| io::Error::from(io::ErrorKind::InvalidInput))?;
    // SAFETY: plain data, for which zero is valid.
    let mut info: libc::siginfo_t = unsafe { std::mem::zeroed() };
    // SAFETY: a valid place for the answer.
    if unsafe { libc::waitid(libc::P_PID, id, &mut info, options) } != 0 {
        return Err(io::Error::last_os_error());
    }
    // SAFETY: waitid fills in these fields, or leaves zero where nothing has ended.
    let (found, status) = unsafe { (info.si_pid(), info.si_status()) };
    Ok(match (found, info.si_code) {
        (0, _) => None,
        (_, libc::CLD_EXITED) => Some(Exit::Code(status)),
        _ => Some(Exit::Signal(status)),
    })
}
