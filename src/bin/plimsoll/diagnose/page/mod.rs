//! The verdict as a page for people: one file for each section, nothing where there is nothing to say.

mod gains;
mod header;
mod outlook;
mod problems;
mod resources;
mod sizing;
mod unknown;
mod workload;

use plimsoll::Report;

use crate::page::{actions, findings, Page};

pub use crate::page::Layout;

/// The page, with escape codes for colour; the stream strips them where they are not wanted.
pub fn page(report: &Report, layout: Layout) -> String {
    let mut page = Page::new(layout);
    let diagnosis = &report.diagnosis;
    header::section(&mut page, diagnosis);
    resources::section(&mut page, diagnosis);
    findings::section(&mut page, &diagnosis.bottlenecks);
    actions::section(&mut page, &report.advice.recommendations);
    sizing::section(&mut page, &report.allocation);
    page.gap();
    gains::section(&mut page, report);
    workload::section(&mut page, report);
    outlook::section(&mut page, diagnosis);
    unknown::section(&mut page, report);
    problems::section(&mut page, diagnosis);
    page.text()
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;
