//! Metrics as a file, written now and then.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::PathBuf;
use std::time::{Duration, Instant, SystemTime};

use plimsoll::config::Config;
use plimsoll::export::Exposition;
use plimsoll::serve::Server;

use super::pages;
use super::ship::Parts;
use crate::exit::Failure;
use crate::style::{ERROR, FAINT};

/// The file, and when it is due.
pub struct Textfile {
    pub path: PathBuf,
    interval: Duration,
    due: Instant,
    /// Kept for its memory.
    page: Exposition,
    /// Said once, until it works again.
    has_failed: bool,
    /// The file as it was written here last: its number, and when, as a number that is free is soon taken again.
    written: Option<(u64, SystemTime)>,
    /// Said once: another writes it, too.
    is_shared: bool,
}

impl Textfile {
    pub fn new(path: PathBuf, config: &Config) -> Self {
        let page = Exposition::with(config.export.clone());
        Textfile {
            path,
            interval: config.serve.textfile_interval,
            due: Instant::now(),
            page,
            has_failed: false,
            written: None,
            is_shared: false,
        }
    }

    /// Writes it for the first time: that it cannot be written is known at the start.
    pub fn begin(&mut self, parts: &Parts, server: Option<&Server>) -> Result<(), Failure> {
        self.write(parts, server).map_err(|error| Failure::Usage(format!("--textfile: {error}")))
    }

    /// Writes it if it is time to. A disk that is full does not end the service.
    pub fn now_and_then(&mut self, parts: &Parts, server: Option<&Server>) {
        if Instant::now() < self.due {
            return;
        }
        match self.write(parts, server) {
            Ok(()) if self.has_failed => {
                anstream::eprintln!("{FAINT}note: {} is written again{FAINT:#}", self.path.display());
                self.has_failed = false;
            }
            Ok(()) => {}
            Err(error) => {
                if !self.has_failed {
                    anstream::eprintln!("{ERROR}error:{ERROR:#} {error}; it is tried again");
                }
                self.has_failed = true;
            }
        }
    }

    /// Takes it away: numbers that nobody brings up to date would go on to be collected. That of another stays.
    pub fn end(self) {
        if self.written.is_some() && self.written == self.found() {
            let _ = fs::remove_file(&self.path);
        }
    }

    /// Which file it is now. Each time it is written it is another.
    fn found(&self) -> Option<(u64, SystemTime)> {
        let known = fs::metadata(&self.path).ok()?;
        Some((known.ino(), known.modified().ok()?))
    }

    fn write(&mut self, parts: &Parts, server: Option<&Server>) -> plimsoll::Result<()> {
        self.due = Instant::now() + self.interval;
        pages::write(parts, &mut self.page);
        if let Some(server) = server {
            server.statistics().export(&mut self.page);
        }
        let found = self.found();
        if self.written.is_some() && found.is_some() && found != self.written && !self.is_shared {
            anstream::eprintln!(
                "{ERROR}error:{ERROR:#} another process writes {} as well: each needs a file of its own",
                self.path.display()
            );
            self.is_shared = true;
        }
        self.page.write_file(&self.path)?;
        self.written = self.found();
        Ok(())
    }
}
