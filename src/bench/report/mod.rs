//! The result as one HTML page: verdict first, then what changed, scores, measures with their rounds, threads, the container,
//! the data.
//!
//! It is made of the same parts as the page of a diagnosis ([`crate::report`]), with the same promises: no script, no request,
//! light and dark, print, 360 pixels, keyboard and screen reader. One file for each section.

mod comparison;
mod container;
mod data;
mod measures;
mod scores;
mod texts;
mod threads;
mod verdict;

use super::result::BenchResult;
use crate::report::page::Page;

/// What is to be known of all charts.
const CLOSING: &str =
    "A round measures everything in turn, so that what disturbs the machine disturbs all measures alike.";

impl BenchResult {
    /// The result as one HTML page that needs neither network nor script, below 1 MB however long it was measured. It holds the
    /// document itself, to be saved.
    #[must_use]
    pub fn to_html(&self) -> String {
        let mut page = Page::new(verdict::title(self), verdict::facts(self), CLOSING);
        page.add(verdict::section(self));
        page.add_some(self.comparison.as_ref().map(comparison::section));
        page.add(scores::section(&self.scores));
        page.add_some(measures::costs(self));
        page.add_some(measures::abilities(self));
        page.add_some(threads::section(self));
        page.add(container::section(self));
        page.add(data::section(self));
        page.html()
    }
}

#[cfg(test)]
mod tests;
