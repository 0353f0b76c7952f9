//! What signals ask for.

use std::io;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::Arc;

use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use signal_hook::flag;

use crate::interruption::is_ignored;

/// Signals that came.
pub struct Signals {
    end: Arc<AtomicBool>,
    reload: Arc<AtomicBool>,
}

impl Signals {
    /// The first SIGINT or SIGTERM asks for the end, the second is it. SIGHUP asks for the file to be read again; where
    /// there is none, for the end too. What whoever started us wants ignored is ignored.
    pub fn register(has_file: bool) -> io::Result<Self> {
        let (end, reload) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicBool::new(false)));
        let ends = if has_file { &[SIGINT, SIGTERM][..] } else { &[SIGINT, SIGTERM, SIGHUP] };
        for signal in ends.iter().copied().filter(|signal| !is_ignored(*signal)) {
            flag::register_conditional_shutdown(signal, 128 + signal, Arc::clone(&end))?;
            flag::register(signal, Arc::clone(&end))?;
        }
        // Under nohup it is ignored because it comes when the terminal goes; a service that is asked for by name
        // has no other way to be told.
        if has_file {
            flag::register(SIGHUP, Arc::clone(&reload))?;
        }
        Ok(Signals { end, reload })
    }

    pub fn must_end(&self) -> bool {
        self.end.load(Ordering::SeqCst)
    }

    /// Once for each time that it was asked for.
    pub fn must_reload(&self) -> bool {
        self.reload.swap(false, Ordering::SeqCst)
    }
}
