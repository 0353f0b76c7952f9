//! A progress bar on stderr, where that is a terminal and the wait is worth one.

use std::io::{stderr, IsTerminal};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

/// How often the bar moves.
pub const STEP: Duration = Duration::from_millis(100);

/// A bar that vanishes when dropped.
pub struct Progress(Option<ProgressBar>);

impl Progress {
    pub fn new(window: Duration) -> Self {
        if window <= Duration::from_secs(1) || !stderr().is_terminal() {
            return Progress(None);
        }
        let bar = ProgressBar::new(milliseconds(window));
        if let Ok(style) = ProgressStyle::with_template("watching for {msg} {bar:40.cyan} {percent:>3} %") {
            bar.set_style(style.progress_chars("█▉▊▋▌▍▎▏░"));
        }
        bar.set_message(humantime::format_duration(window).to_string());
        Progress(Some(bar))
    }

    pub fn show(&self, elapsed: Duration) {
        if let Some(bar) = &self.0 {
            bar.set_position(milliseconds(elapsed));
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some(bar) = &self.0 {
            bar.finish_and_clear();
        }
    }
}

fn milliseconds(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}
