//! Watching for programs: a line of JSON for each event, or for each reading's verdict.

use std::io::{self, Write};
use std::sync::mpsc;
use std::time::{Duration, Instant};

use plimsoll::{EventSink, Monitor, MonitorOptions};

use super::saving::Saving;
use super::signals::Signals;
use crate::exit::{Failure, FINE};
use crate::settings::Settings;

/// What the lines say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lines {
    /// What happens: raised, cleared, level changed.
    Events,
    /// The whole verdict after each reading.
    Verdicts,
}

/// How long to go on, and how fast.
#[derive(Debug, Clone, Copy)]
pub struct Pace {
    pub interval: Duration,
    pub length: Option<Duration>,
}

/// Prints lines until the time is over, nobody reads them, or a signal says so.
pub fn run(
    lines: Lines,
    settings: &Settings,
    mut options: MonitorOptions,
    pace: Pace,
) -> Result<u8, Failure> {
    let (send, receive) = mpsc::channel();
    if lines == Lines::Events {
        // Only this thread reads the channel, after `observe`.
        options.on_event = Some(EventSink::json(move |line| drop(send.send(line.to_owned()))));
    }
    let mut monitor = settings.monitor(options)?;
    let signals = Signals::register()?;
    let mut saving = Saving::new(settings);
    let result = print(lines, &mut monitor, &receive, pace, &signals, &mut saving);
    // What was learnt is kept, also where the reader left or the container ended.
    saving.finish(&monitor)?;
    result
}

fn print(
    lines: Lines,
    monitor: &mut Monitor,
    events: &mpsc::Receiver<String>,
    pace: Pace,
    signals: &Signals,
    saving: &mut Saving,
) -> Result<u8, Failure> {
    let mut out = io::stdout().lock();
    let start = Instant::now();
    let mut due = start;
    loop {
        monitor.observe()?;
        if lines == Lines::Verdicts {
            let mut text = serde_json::to_vec(&monitor.report()).map_err(io::Error::from)?;
            text.push(b'\n');
            out.write_all(&text)?;
        }
        for line in events.try_iter() {
            out.write_all((line + "\n").as_bytes())?;
        }
        out.flush()?;
        saving.now_and_then(monitor)?;
        // Late readings are not made up for.
        due = (due + pace.interval).max(Instant::now());
        if pace.length.is_some_and(|length| due > start + length) || !signals.wait_until(due, &out)? {
            return Ok(FINE);
        }
    }
}
