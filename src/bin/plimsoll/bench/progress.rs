//! How a benchmark goes, while it goes: one line that changes on a terminal, a line now and then elsewhere.

use std::io::{stderr, IsTerminal};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};
use plimsoll::bench::{BenchProfile, BenchProgress};

/// Elsewhere a line each so many seconds, more seldom in long ones.
const EVERY: u64 = 5;
const LINES: u64 = 20;

/// Where it is told.
pub enum Shown {
    Bar(ProgressBar),
    Lines { every: Duration, next: Duration },
}

impl Shown {
    pub fn new(profile: BenchProfile) -> Self {
        let length = profile.duration();
        if !stderr().is_terminal() {
            let every = Duration::from_secs(EVERY.max(length.as_secs() / LINES));
            return Shown::Lines { every, next: every };
        }
        let bar = ProgressBar::new(length.as_millis() as u64);
        if let Ok(style) = ProgressStyle::with_template("{spinner} {msg} {wide_bar:.cyan} {eta} left") {
            bar.set_style(style.progress_chars("█▉▊▋▌▍▎▏░"));
        }
        bar.set_message("begins");
        Shown::Bar(bar)
    }

    pub fn tell(&mut self, progress: &BenchProgress) {
        match self {
            Shown::Bar(bar) => {
                bar.set_position(progress.elapsed.as_millis() as u64);
                bar.set_message(line(progress));
            }
            Shown::Lines { every, next } => {
                if progress.elapsed >= *next {
                    *next += *every;
                    let (elapsed, left) = (progress.elapsed.as_secs(), progress.remaining.as_secs_f64());
                    eprintln!("{elapsed:5} s  {}, {left:.0} s left", line(progress));
                }
            }
        }
    }

    pub fn end(&self) {
        if let Shown::Bar(bar) = self {
            bar.finish_and_clear();
        }
    }
}

/// `12 rounds, throttled in 40 % of the periods`
fn line(progress: &BenchProgress) -> String {
    let mut line = crate::words::plural(progress.rounds, "round", "rounds");
    if let Some(ratio) = progress.throttled_ratio.filter(|ratio| *ratio > 0.0) {
        line.push_str(&format!(", throttled in {:.0} % of the periods", ratio * 100.0));
    }
    line
}
