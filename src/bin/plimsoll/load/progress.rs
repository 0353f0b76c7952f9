//! How a test goes, while it goes: one line that changes on a terminal, a line now and then elsewhere.

use std::io::{stderr, IsTerminal};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};
use plimsoll::load::{Model, Progress, Scenario};

use super::page::{latency, number};
use crate::words::plural;

/// Elsewhere a line each so many seconds, more seldom in long tests.
const EVERY: u64 = 5;
const LINES: u64 = 60;

/// Where it is told.
pub enum Shown {
    Bar {
        bar: ProgressBar,
        model: Model,
    },
    /// With what happened since the last line.
    Lines {
        every: u64,
        model: Model,
        since: Option<Box<Progress>>,
    },
}

impl Shown {
    pub fn new(scenario: &Scenario) -> Self {
        let seconds = scenario.duration().as_secs();
        if !stderr().is_terminal() {
            return Shown::Lines { every: EVERY.max(seconds / LINES), model: scenario.model, since: None };
        }
        let bar = ProgressBar::new(scenario.duration().as_millis() as u64);
        if let Ok(style) = ProgressStyle::with_template("{spinner} {msg} {wide_bar:.cyan} {prefix} left") {
            bar.set_style(style.progress_chars("█▉▊▋▌▍▎▏░"));
        }
        bar.set_message("begins");
        // The schedule knows it from the beginning: no guess from how quickly it went so far.
        bar.set_prefix(left(scenario.duration()));
        bar.enable_steady_tick(Duration::from_millis(100));
        Shown::Bar { bar, model: scenario.model }
    }

    pub fn tell(&mut self, progress: &Progress) {
        match self {
            Shown::Bar { bar, model } => {
                bar.set_position(progress.elapsed.as_millis() as u64);
                bar.set_prefix(left(progress.remaining));
                bar.set_message(format!("{}, {}", due(progress, *model), line(progress)));
            }
            Shown::Lines { every, model, since } => {
                let seconds = progress.elapsed.as_secs_f64().round() as u64;
                let whole = match since.take() {
                    Some(earlier) => progress.clone().following(&earlier),
                    None => progress.clone(),
                };
                if seconds.is_multiple_of(*every) {
                    let (due, line) = (due(&whole, *model), line(&whole));
                    eprintln!("{seconds:5} s  {due}  {line}, {} left", left(whole.remaining));
                } else {
                    *since = Some(Box::new(whole));
                }
            }
        }
    }

    pub fn end(&self) {
        if let Shown::Bar { bar, .. } = self {
            bar.finish_and_clear();
        }
    }
}

/// What is asked for: `500/s due`, `16 users`.
fn due(progress: &Progress, model: Model) -> String {
    let unit = match model {
        Model::Open => "/s due",
        _ if progress.level == 1.0 => " user",
        _ => " users",
    };
    format!("{}{unit}", number(progress.level))
}

/// Whole seconds, none of them too early.
fn left(remaining: Duration) -> String {
    let seconds = remaining.as_secs_f64().round() as u64;
    match seconds {
        0..60 => format!("{seconds} s"),
        60..3600 => format!("{}:{:02} min", seconds / 60, seconds % 60),
        _ => format!("{}:{:02} h", seconds / 3600, seconds / 60 % 60),
    }
}

/// `512/s, p50 1.2 ms, p99 8.9 ms, 3 errors`
fn line(progress: &Progress) -> String {
    let mut line = format!("{}/s served", number(progress.per_second));
    for (name, value) in [("p50", progress.p50), ("p99", progress.p99)] {
        if let Some(value) = value {
            line.push_str(&format!(", {name} {}", latency(value.as_secs_f64())));
        }
    }
    let errors = progress.so_far.failed + progress.so_far.timed_out;
    if errors > 0 {
        line.push_str(&format!(", {} so far", plural(errors as usize, "error", "errors")));
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_is_told_from_the_schedule() {
        let shown = [300, 9_600, 59_400, 90_000, 7_260_000]
            .map(|milliseconds| left(Duration::from_millis(milliseconds)));
        assert_eq!(shown, ["0 s", "10 s", "59 s", "1:30 min", "2:01 h"]);
    }
}
