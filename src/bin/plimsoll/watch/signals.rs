//! Waiting between readings: a signal ends it, and so does a reader who left.

use std::io;
use std::os::fd::AsFd;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::Arc;
use std::time::{Duration, Instant};

use rustix::event::{poll, PollFd, PollFlags, Timespec};
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use signal_hook::flag;

/// Signals that ask us to end.
pub struct Signals {
    signalled: Arc<AtomicBool>,
}

impl Signals {
    /// The first signal asks us to end, the second ends us whatever we are doing.
    pub fn register() -> io::Result<Self> {
        let signalled = Arc::new(AtomicBool::new(false));
        for signal in [SIGHUP, SIGINT, SIGTERM] {
            flag::register_conditional_shutdown(signal, 128 + signal, Arc::clone(&signalled))?;
            flag::register(signal, Arc::clone(&signalled))?;
        }
        Ok(Signals { signalled })
    }

    /// Waits; answers whether to go on. Who reads `out` may leave without our writing anything: then
    /// it is an error at its end, and not on.
    pub fn wait_until(&self, due: Instant, out: &impl AsFd) -> io::Result<bool> {
        /// A signal that came just before the wait is noticed after at most this long.
        const PATIENCE: Duration = Duration::from_millis(250);
        while !self.signalled.load(Ordering::Relaxed) {
            let left = due.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return Ok(true);
            }
            // Errors are told whether or not they are asked for.
            let mut watched = [PollFd::new(out, PollFlags::empty())];
            let patience = Timespec::try_from(left.min(PATIENCE)).unwrap_or_default();
            match poll(&mut watched, Some(&patience)) {
                Ok(0) | Err(rustix::io::Errno::INTR) => {}
                Ok(_) => return Ok(false),
                Err(error) => return Err(error.into()),
            }
        }
        Ok(false)
    }
}
