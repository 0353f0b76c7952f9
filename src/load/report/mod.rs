//! The result as one HTML page: verdict first, then what to do, latencies, load, targets, failures, the client, the data.
//!
//! It is made of the same parts as the page of a diagnosis ([`crate::report`]), with the same promises: no script, no request, light
//! and dark, print, 360 pixels, keyboard and screen reader. One file for each section.

mod capacity;
mod client;
mod comparison;
mod data;
mod distribution;
mod failures;
mod latency;
mod stages;
mod targets;
mod texts;
mod thresholds;
mod timeline;
mod traffic;
mod verdict;

use super::result::LoadResult;
use crate::finding::Recommendation;
use crate::report::actions;
use crate::report::page::{Page, Section};

/// What is to be known of all charts.
const CLOSING: &str =
    "Times are counted from the beginning of the test; percentiles over time are those of each interval.";
/// The page stays below.
const MOST_BYTES: usize = 1_000_000;
/// What may come beside the data that were measured.
const SPARE_BYTES: usize = 4_000;

impl LoadResult {
    /// The result as one HTML page that needs neither network nor script, below 1 MB however long the test was. It holds the
    /// document itself, to be saved; where that would be too large, with fewer and longer intervals, and says so.
    #[must_use]
    pub fn to_html(&self) -> String {
        let recommendations = self.recommendations();
        let mut page = Page::new(verdict::title(self), verdict::facts(self), CLOSING);
        page.add(verdict::section(self, &recommendations));
        page.add_some(thresholds::section(self));
        page.add_some(self.comparison.as_ref().map(comparison::section));
        page.add(advice(&recommendations));
        page.add(latency::section(self));
        page.add(traffic::section(self));
        page.add_some(capacity::section(self));
        page.add(stages::section(self));
        page.add(targets::section(self));
        page.add_some(failures::section(self));
        page.add(client::section(self));
        let without = page.html().len() + SPARE_BYTES;
        page.add(data::section(self, MOST_BYTES.saturating_sub(without)));
        page.html()
    }
}

fn advice(recommendations: &[Recommendation]) -> Section {
    let body = actions::list(recommendations);
    Section { id: "actions", title: "What to do", count: Some(recommendations.len()), body }
}

#[cfg(test)]
mod tests;
