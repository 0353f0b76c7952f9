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
    /// The first SIGINT or SIGTERM asks for the end, the second is it. SIGHUP asks for the file to be read again. What
    /// whoever started us wants ignored is ignored.
    pub fn register() -> io::Result<Self> {
        let (end, reload) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicBool::new(false)));
        for signal in [SIGINT, SIGTERM].into_iter().filter(|signal| !is_ignored(*signal)) {
            flag::register_conditional_shutdown(signal, 128 + signal, Arc::clone(&end))?;
            flag::register(signal, Arc::clone(&end))?;
        }
        // Under nohup it is ignored because it comes when the terminal goes; a service that is asked for by name
        // has no other way to be told.
        flag::register(SIGHUP, Arc::clone(&reload))?;
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
