//! The diagnosis as one HTML page: verdict first, then what limits the container, what to do, and
//! charts of its history.
//!
//! The page is whole in itself: no script, no request, no font from elsewhere, and its own policy forbids them. It
//! follows the reader's light or dark scheme, prints, and can be read at 360 pixels, by keyboard and by screen
//! reader: each chart is described in words and has its values as a table.
//!
//! ```
//! use plimsoll::report::{self, Document};
//! use plimsoll::{Monitor, MonitorOptions};
//!
//! let mut monitor = Monitor::new(MonitorOptions::default())?;
//! monitor.observe()?;
//! let report = monitor.report_with_history();
//! let page = report::html(&Document::of(&report));
//! assert!(page.starts_with("<!DOCTYPE html>"));
//! # Ok::<(), plimsoll::Error>(())
//! ```
//!
//! # How it is put together
//!
//! - `view`: what a page is made of, as plain values ([`Document`]).
//! - `page`: skeleton, style (`page.css`), table of contents; takes `Section`s. Nothing but this file knows
//!   what surrounds a section.
//! - `frame`: a figure with heading, legend, picture and table. `chart` makes one of any number of [`Series`] over time,
//!   `plot` of anything over anything else. `draw` makes the picture and is the only file that knows the chart library;
//!   `axis` and `ticks` say where axes have marks, `points` cuts a history to what a picture can show.
//! - One file for each section. A new section is a file with a function that gives a `Section`, and a line in
//!   [`html`]; a new chart is a call of `chart::figure` or `plot::plot`.
//!
//! The reports of load tests (`load::report`) and of benchmarks (`bench::report`) are made of the same.
//!
//! # Which crates, and why
//!
//! Charts are drawn by `plotters` with nothing but its SVG backend, four crates in all. It is slow-moving, but the
//! one that most build on, and what is asked of it here is little. The others were weighed: `charts-rs` spaces points
//! evenly (a history whose older points are coarser would be drawn wrong), carries a font and depends on the
//! unmaintained `ttf-parser`; `kuva` has all we need among sixty kinds of plots, for twenty times the compile time
//! and an interface that changes monthly; `charming` needs a script engine to draw; `poloto`, whose charts are styled
//! by CSS, had its last release in 2023.
//!
//! plotters writes colours into the picture. To follow the reader's scheme they are drawn as marker colours,
//! which `draw` replaces by classes: everything of style stands in `page.css`.
//!
//! HTML is written by `maud`: templates are checked by the compiler, every text is escaped unless said otherwise, and
//! it pulls in nothing but `itoa` at run time. `askama` would do as well, with templates in files of their own and
//! twice the crates; `minijinja` checks its templates only when they run.

pub(crate) mod actions;
pub(crate) mod axis;
mod chart;
mod document;
#[cfg(feature = "load")]
pub(crate) mod download;
pub(crate) mod draw;
mod findings;
mod frame;
mod history;
mod labels;
mod outlook;
pub(crate) mod page;
pub(crate) mod parts;
#[cfg(feature = "load")]
pub(crate) mod plot;
mod points;
mod pools;
mod problems;
mod resources;
mod sizing;
mod ticks;
mod trends;
mod verdict;
mod view;
pub(crate) mod words;
mod workload;

pub use view::{
    Answer, Change, Document, Efficiency, Forecast, ForecastPoint, Growth, Mark, Pattern, Point, ScorePart,
    Series, Size, Sizing, Trend, Unusual,
};

pub use labels::{heading, label, spoken};
pub use words::{amount, component, latency, number, percent, span, wait};

use page::Page;

/// What is to be known of all charts.
const CLOSING: &str = "All times are UTC; a line is the mean, its shade reaches up to the highest value.";

/// The page, as HTML. Below 1 MB however long the history is: charts show at most
/// [`MOST_POINTS`] points of each series, highest and lowest kept.
#[must_use]
pub fn html(document: &Document) -> String {
    let diagnosis = document.diagnosis;
    let mut page = Page::new(verdict::title(document), verdict::facts(document), CLOSING);
    page.add(verdict::section(document));
    page.add(findings::section(diagnosis));
    page.add(actions::section(document));
    page.add_some(document.sizing.as_ref().map(sizing::section));
    page.add_some(pools::section(&diagnosis.database_pools));
    page.add_some(workload::section(document));
    page.add_some(trends::section(&document.trends));
    page.add_some(outlook::section(document));
    page.add(resources::section(diagnosis));
    page.add_some(history::section(&document.history));
    page.add_some(problems::section(diagnosis));
    page.html()
}

/// The most points that a chart shows of one series.
pub const MOST_POINTS: usize = points::MOST;

#[cfg(test)]
pub(crate) mod parsed_tests;
#[cfg(test)]
mod tests;
