//! Everything that is known, as metrics: the text that Prometheus scrapes, and (with the feature `otlp`) messages for a
//! collector of OpenTelemetry.
//!
//! ```
//! use plimsoll::export::Exposition;
//! use plimsoll::{Monitor, MonitorOptions};
//!
//! let mut monitor = Monitor::new(MonitorOptions::default())?;
//! monitor.observe()?;
//!
//! let mut page = Exposition::new();
//! page.monitor(&monitor);
//! assert!(page.text().contains("plimsoll_level{level=\"optimal\"}"));
//! # Ok::<(), plimsoll::Error>(())
//! ```
//!
//! Every name begins with `plimsoll_` and ends in its unit, a base unit always; counters end in `_total`. Names are
//! stable. What has many values (the messages of checks, paths) is no label: there are never more series than the
//! configuration has names.

mod caches;
mod checker;
mod checks;
mod container;
mod family;
mod format;
mod labels;
#[cfg(feature = "otlp")]
pub mod otlp;
mod pools;
mod tally;
mod text;
mod textfile;

use std::collections::BTreeMap;

use crate::config::ExportSettings;

pub use family::{Family, FamilyKind, FAMILIES};
pub(crate) use family::{
    ALERTS_DROPPED, ALERTS_FAILED, ALERTS_RAISED, ALERTS_RETRIED, ALERTS_SENT, ALERTS_SILENCED, ALERTS_TOTAL,
    ALERTS_WAITING,
};
#[cfg(feature = "serve")]
pub(crate) use family::{
    SERVE_ACCEPTED, SERVE_CONNECTIONS, SERVE_DISPLACED, SERVE_EXPIRED, SERVE_FAILED, SERVE_REQUESTS,
};
pub use format::Format;
pub use tally::Tally;
use text::Series;

/// The value of `Content-Type` that goes with the text.
pub const CONTENT_TYPE: &str = "text/plain; version=0.0.4; charset=utf-8";

/// A text in the format 0.0.4 of Prometheus, or in [another](Exposition::set_format), written part by part; each part once. It keeps its memory when it is
/// [cleared](Exposition::clear), so that the next one allocates nothing for it.
#[derive(Debug, Clone)]
pub struct Exposition {
    text: String,
    settings: ExportSettings,
    /// The settings' labels, as they are written.
    common: String,
    format: Format,
}

impl Default for Exposition {
    fn default() -> Self {
        Exposition::with(ExportSettings::default())
    }
}

impl Exposition {
    /// Nothing yet.
    #[must_use]
    pub fn new() -> Self {
        Exposition::default()
    }

    /// Nothing yet; with another prefix than `plimsoll`, or labels of every series. Characters that the name of a label
    /// cannot have are written as `_`, and one that is called like one of ours as `label_...`.
    #[must_use]
    pub fn with(settings: ExportSettings) -> Self {
        let common = labels::rendered(&settings.labels, &BTreeMap::new());
        Exposition { text: String::new(), settings, common, format: Format::default() }
    }

    /// What was written.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// What was written, to keep.
    #[must_use]
    pub fn into_text(self) -> String {
        self.text
    }

    /// Forgets what was written, and keeps the memory for the next.
    pub fn clear(&mut self) {
        self.text.clear();
    }

    /// Has what is written from now on be in this format. To be called before the first part, since a text is in one
    /// format.
    pub fn set_format(&mut self, format: Format) {
        self.format = format;
    }

    /// The format that it is written in.
    #[must_use]
    pub fn format(&self) -> Format {
        self.format
    }

    /// Ends the text, as [`Format::OpenMetrics`] wants it; nothing is written behind it.
    pub fn finish(&mut self) {
        if self.format == Format::OpenMetrics {
            self.text.push_str("# EOF\n");
        }
    }

    /// Begins one of the families in [`FAMILIES`].
    pub(crate) fn series<'a>(&'a mut self, family: &'a Family) -> Series<'a> {
        Series::of(self, family)
    }

    /// One of several states: 1 at the one, 0 at the others.
    fn states<'a>(
        &mut self,
        family: &Family,
        label: &str,
        all: impl IntoIterator<Item = &'a str>,
        now: &str,
    ) {
        let mut series = self.series(family);
        for state in all {
            series.add(&[(label, state)], f64::from(u8::from(state == now)));
        }
    }
}

#[cfg(test)]
mod tests;
