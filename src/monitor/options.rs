//! The options of a monitor.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use super::events::{Event, LevelChange};
use crate::advise::Prices;
use crate::error::{Error, Result};
use crate::rules::Thresholds;
use crate::sample::{Sampler, SamplerBuilder};

/// The options of a [`Monitor`](super::Monitor), each with a default that suits a process watching
/// itself.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct MonitorOptions {
    /// What is read, of which target. Default: everything, of the own process and its container.
    pub sampler: SamplerBuilder,
    /// Over how much time the usage of a diagnosis is computed: from the oldest sample within it to
    /// the latest. Two samples further apart than this make a window of their own. 0 to 1 hour;
    /// default: 5 s.
    pub window: Duration,
    /// How many observations the history keeps; beyond, the older ones are merged. 16 to 10,000;
    /// default: 1,000.
    pub history: usize,
    /// The thresholds of the rules. Default: as published.
    pub thresholds: Thresholds,
    /// What CPUs and memory cost, to price what is wasted. Default: not known.
    pub prices: Option<Prices>,
    /// Called with each event, on the thread that observes, before `observe` returns. Default: none.
    pub on_event: Option<EventSink>,
    /// Called when the level changes, on the thread that observes. Default: none.
    pub on_level: Option<LevelHook>,
}

impl Default for MonitorOptions {
    fn default() -> Self {
        MonitorOptions {
            sampler: Sampler::builder(),
            window: Duration::from_secs(5),
            history: 1_000,
            thresholds: Thresholds::default(),
            prices: None,
            on_event: None,
            on_level: None,
        }
    }
}

impl MonitorOptions {
    pub(super) fn check(&self) -> Result<()> {
        const LONGEST: Duration = Duration::from_secs(3600);
        if self.window > LONGEST {
            return Err(Error::option(
                "window",
                format_args!("{:?}", self.window),
                "allowed are 0 s to 3600 s",
            ));
        }
        if !(16..=10_000).contains(&self.history) {
            return Err(Error::option("history", self.history, "allowed are 16 to 10000 observations"));
        }
        Ok(())
    }
}

/// Takes events, such as a log. It must not call the monitor that it is called by.
#[derive(Clone)]
pub struct EventSink(Arc<dyn Fn(&Event) + Send + Sync>);

impl EventSink {
    /// Has `take` called with each event.
    pub fn new(take: impl Fn(&Event) + Send + Sync + 'static) -> Self {
        EventSink(Arc::new(take))
    }

    /// Has `take` called with each event as a JSON object, without the end of the line.
    pub fn json(take: impl Fn(&str) + Send + Sync + 'static) -> Self {
        EventSink::new(move |event| {
            // Events hold nothing that JSON cannot.
            if let Ok(line) = serde_json::to_string(event) {
                take(&line);
            }
        })
    }

    pub(super) fn take(&self, event: &Event) {
        (self.0)(event);
    }
}

impl fmt::Debug for EventSink {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("EventSink")
    }
}

/// Told when the level changes, such as something that pages people. It must not call the monitor
/// that it is called by.
#[derive(Clone)]
pub struct LevelHook(Arc<dyn Fn(&LevelChange) + Send + Sync>);

impl LevelHook {
    /// Has `tell` called with each change.
    pub fn new(tell: impl Fn(&LevelChange) + Send + Sync + 'static) -> Self {
        LevelHook(Arc::new(tell))
    }

    pub(super) fn tell(&self, change: &LevelChange) {
        (self.0)(change);
    }
}

impl fmt::Debug for LevelHook {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("LevelHook")
    }
}
