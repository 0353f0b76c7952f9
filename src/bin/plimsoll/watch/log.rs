//! What happened of late: raised, cleared, level changed.

use std::collections::VecDeque;
use std::sync::mpsc::{channel, Receiver};
use std::time::Instant;

use plimsoll::monitor::{Event, What};
use plimsoll::report::span;
use plimsoll::{EventSink, Severity};

/// More than any screen shows.
const KEPT: usize = 20;

/// One event, in words.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    pub at: Instant,
    /// The severity that it is about; none for a change of the level.
    pub severity: Option<Severity>,
    pub text: String,
}

/// The last events, the latest first.
#[derive(Debug)]
pub struct Log {
    entries: VecDeque<Entry>,
    events: Receiver<Entry>,
}

impl Log {
    /// A log, and what tells it.
    pub fn new() -> (Self, EventSink) {
        let (send, events) = channel();
        let sink = EventSink::new(move |event| {
            if let Some(entry) = entry(event) {
                // The log lives as long as the monitor.
                let _ = send.send(entry);
            }
        });
        (Log { entries: VecDeque::new(), events }, sink)
    }

    /// Takes in what was told since the last time.
    pub fn take_in(&mut self) {
        for entry in self.events.try_iter() {
            self.entries.push_front(entry);
        }
        self.entries.truncate(KEPT);
    }

    pub fn entries(&self) -> impl ExactSizeIterator<Item = &Entry> {
        self.entries.iter()
    }
}

/// What is worth a line.
fn entry(event: &Event) -> Option<Entry> {
    let (severity, text) = match &event.what {
        What::BottleneckRaised(finding) => (Some(finding.severity), finding.title.clone()),
        What::BottleneckChanged { from, finding } => {
            (Some(finding.severity), format!("{} (was {from})", finding.title))
        }
        What::BottleneckCleared { rule, held_seconds, .. } => {
            (Some(Severity::Low), format!("{rule} cleared after {}", span(held_seconds.round())))
        }
        What::LevelChanged(change) => (None, format!("{}, was {}", change.to, change.from)),
        _ => return None,
    };
    Some(Entry { at: Instant::now(), severity, text })
}
