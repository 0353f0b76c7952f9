//! The terminal, taken over and given back: also after an error, a panic or a signal.

use std::io;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::Arc;

use ratatui::DefaultTerminal;
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};

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
        for signal in [SIGHUP, SIGINT, SIGTERM] {
            signal_hook::flag::register(signal, Arc::clone(&signalled))?;
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
