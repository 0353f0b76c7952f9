//! Saving what was learnt while watching goes on: little is lost where it is ended hard.

use std::time::{Duration, Instant};

use plimsoll::Monitor;

use crate::exit::Failure;
use crate::settings::Settings;

/// A minute's learning can be lost.
const INTERVAL: Duration = Duration::from_secs(60);

/// Saves now and then, and at the end.
pub struct Saving<'a> {
    settings: &'a Settings,
    due: Instant,
}

impl<'a> Saving<'a> {
    pub fn new(settings: &'a Settings) -> Self {
        Saving { settings, due: Instant::now() + INTERVAL }
    }

    /// Saves if it is time to.
    pub fn now_and_then(&mut self, monitor: &Monitor) -> Result<(), Failure> {
        if self.settings.remembers() && Instant::now() >= self.due {
            self.settings.save(monitor)?;
            self.due = Instant::now() + INTERVAL;
        }
        Ok(())
    }

    /// Saves once more, unless nothing was observed.
    pub fn finish(&self, monitor: &Monitor) -> Result<(), Failure> {
        match monitor.sample() {
            Some(_) => self.settings.save(monitor),
            None => Ok(()),
        }
    }
}
