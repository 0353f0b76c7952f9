//! The terminal, taken over and given back: also after an error, a panic or a signal.

use std::io;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::Arc;

use ratatui::DefaultTerminal;
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use signal_hook::flag;

use super::model::Model;
use super::screen;

/// Holds the terminal until dropped.
pub struct Terminal {
    screen: DefaultTerminal,
    signalled: Arc<AtomicBool>,
}

impl Terminal {
    /// Takes the terminal over. A panic restores it before it prints.
    pub fn take() -> io::Result<Self> {
        let signalled = Arc::new(AtomicBool::new(false));
        // The terminal is gone: there is nothing to give back, and waiting for its keys would spin.
        flag::register_conditional_shutdown(SIGHUP, 128 + SIGHUP, Arc::new(AtomicBool::new(true)))?;
        for signal in [SIGINT, SIGTERM] {
            // The second ends us whatever we are doing; the first asks us to give the terminal back.
            flag::register_conditional_shutdown(signal, 128 + signal, Arc::clone(&signalled))?;
            flag::register(signal, Arc::clone(&signalled))?;
        }
        Ok(Terminal { screen: ratatui::try_init()?, signalled })
    }

    pub fn draw(&mut self, model: &Model) -> io::Result<()> {
        self.screen.draw(|frame| screen::draw(frame, model))?;
        Ok(())
    }

    /// Whether a signal asked us to end.
    pub fn must_go(&self) -> bool {
        self.signalled.load(Ordering::Relaxed)
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        ratatui::restore();
    }
}
