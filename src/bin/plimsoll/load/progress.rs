//! How a test goes, while it goes: one line that changes on a terminal, a line now and then elsewhere.

use std::io::{stderr, IsTerminal};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};
use plimsoll::load::{Model, Progress, Scenario};

use super::page::{latency, number};

/// Elsewhere a line each so many seconds, more seldom in long tests.
const EVERY: u64 = 5;
const LINES: u64 = 60;

/// Where it is told.
pub enum Shown {
    Bar(ProgressBar),
    Lines { every: u64, model: Model },
}

impl Shown {
    pub fn new(scenario: &Scenario) -> Self {
        let seconds = scenario.duration().as_secs();
        if !stderr().is_terminal() {
            return Shown::Lines { every: EVERY.max(seconds / LINES), model: scenario.model };
        }
        let bar = ProgressBar::new(scenario.duration().as_millis() as u64);
        if let Ok(style) = ProgressStyle::with_template("{spinner} {msg} {wide_bar:.cyan} {eta} left") {
            bar.set_style(style.progress_chars("█▉▊▋▌▍▎▏░"));
        }
        bar.set_message("begins");
        bar.enable_steady_tick(Duration::from_millis(100));
        Shown::Bar(bar)
    }

    pub fn tell(&mut self, progress: &Progress) {
        match self {
            Shown::Bar(bar) => {
                bar.set_position(progress.elapsed.as_millis() as u64);
                bar.set_message(line(progress));
            }
            Shown::Lines { every, model } => {
                let seconds = progress.elapsed.as_secs_f64().round() as u64;
                if seconds.is_multiple_of(*every) {
                    let unit = if *model == Model::Open { "/s due" } else { " users" };
                    eprintln!(
                        "{seconds:5} s  {}{unit}  {}, {} s left",
                        number(progress.level),
                        line(progress),
                        progress.remaining.as_secs()
                    );
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

/// `512/s, p50 1.2 ms, p99 8.9 ms, 3 errors`
fn line(progress: &Progress) -> String {
    let mut line = format!("{}/s", number(progress.per_second));
    for (name, value) in [("p50", progress.p50), ("p99", progress.p99)] {
        if let Some(value) = value {
            line.push_str(&format!(", {name} {}", latency(value.as_secs_f64())));
        }
    }
    let errors = progress.so_far.failed + progress.so_far.timed_out;
    if errors > 0 {
        line.push_str(&format!(", {errors} errors"));
    }
    line
}
