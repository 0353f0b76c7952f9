//! Everything that is known, as metrics: the text that Prometheus scrapes.
//!
//! ```
//! use plimsoll::export::Exposition;
//! use plimsoll::{Monitor, MonitorOptions};
//!
//! let mut monitor = Monitor::new(MonitorOptions::default())?;
//! monitor.observe()?;
//!
//! let mut page = Exposition::new();
//! page.build();
//! if let Some(sample) = monitor.sample() {
//!     page.sample(sample);
//! }
//! page.diagnosis(&monitor.diagnose());
//! assert!(page.text().contains("plimsoll_level{level=\"optimal\"}"));
//! # Ok::<(), plimsoll::Error>(())
//! ```
//!
//! Every name begins with `plimsoll_` and ends in its unit, a base unit always; counters end in `_total`. Names are
//! stable. What has many values (the messages of checks, paths) is no label: there are never more series than the
//! configuration has names.

mod container;
mod family;
mod text;

pub use family::{Family, FamilyKind, FAMILIES};
#[cfg(feature = "serve")]
pub(crate) use family::{
    SERVE_ACCEPTED, SERVE_CONNECTIONS, SERVE_DISPLACED, SERVE_EXPIRED, SERVE_FAILED, SERVE_REQUESTS,
};
pub(crate) use text::Series;

/// The value of `Content-Type` that goes with the text.
pub const CONTENT_TYPE: &str = "text/plain; version=0.0.4; charset=utf-8";

/// A text in the format 0.0.4 of Prometheus, written part by part; each part once. It keeps its memory when it is
/// [cleared](Exposition::clear), so that the next one allocates nothing.
#[derive(Debug, Clone, Default)]
pub struct Exposition {
    text: String,
}

impl Exposition {
    /// Nothing yet.
    #[must_use]
    pub fn new() -> Self {
        Exposition::default()
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

    /// Begins one of the families in [`FAMILIES`].
    pub(crate) fn series<'a>(&'a mut self, family: &'a Family) -> Series<'a> {
        Series::of(&mut self.text, family)
    }

    /// One of several states: 1 at the one, 0 at the others.
    fn states<'a>(
        &mut self,
        family: &Family,
        before: &[(&str, &str)],
        label: &str,
        all: impl IntoIterator<Item = &'a str>,
        now: &str,
    ) {
        let mut series = Series::of(&mut self.text, family);
        state_set(&mut series, before, label, all, now);
    }
}

/// The series of one of several states, each of one that is told apart by labels of its own.
fn state_set<'a>(
    series: &mut Series,
    before: &[(&str, &str)],
    label: &str,
    all: impl IntoIterator<Item = &'a str>,
    now: &str,
) {
    for state in all {
        let value = f64::from(u8::from(state == now));
        match before {
            [] => series.add(&[(label, state)], value),
            [first, ..] => series.add(&[*first, (label, state)], value),
        }
    }
}

#[cfg(test)]
mod tests;
