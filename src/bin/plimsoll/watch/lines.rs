//! Watching for programs: a line of JSON for each event, or for each reading's verdict.

use std::io::{self, Write};
use std::sync::mpsc;
use std::time::{Duration, Instant};

use plimsoll::{EventSink, Monitor, MonitorOptions, SamplerBuilder};

use crate::exit::{Failure, FINE};

/// What the lines say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lines {
    /// What happens: raised, cleared, level changed.
    Events,
    /// The whole verdict after each reading.
    Verdicts,
}

/// Prints lines until the time is over, or for ever.
pub fn run(
    lines: Lines,
    sampler: SamplerBuilder,
    interval: Duration,
    length: Option<Duration>,
) -> Result<u8, Failure> {
    let (send, receive) = mpsc::channel();
    let mut options = MonitorOptions::default();
    options.sampler = sampler;
    options.window = (interval * 5).max(options.window);
    if lines == Lines::Events {
        // Only this thread reads the channel, after `observe`.
        options.on_event = Some(EventSink::json(move |line| drop(send.send(line.to_owned()))));
    }
    let mut monitor = Monitor::new(options)?;
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
        for line in receive.try_iter() {
            out.write_all((line + "\n").as_bytes())?;
        }
        out.flush()?;
        // Late readings are not made up for.
        due = (due + interval).max(Instant::now());
        if length.is_some_and(|length| due > start + length) {
            return Ok(FINE);
        }
        std::thread::sleep(due.saturating_duration_since(Instant::now()));
    }
}
