//! The verdict as a page for people: one file for each section, nothing where there is nothing to say.

mod actions;
mod findings;
mod gains;
mod header;
mod outlook;
mod problems;
mod resources;
mod sizing;
mod text;
mod unknown;
mod workload;

use plimsoll::Report;

use text::Page;

/// What is shown, and how wide.
#[derive(Debug, Clone, Copy)]
pub struct Layout {
    /// Columns.
    pub width: usize,
    /// Every section in full, also those that can say nothing yet.
    pub all: bool,
    /// Whether the paths of this machine are those of the container's cgroup files.
    pub has_cgroup_files: bool,
}

/// The page, with escape codes for colour; the stream strips them where they are not wanted.
pub fn page(report: &Report, layout: Layout) -> String {
    let mut page = Page::new(layout);
    let diagnosis = &report.diagnosis;
    header::section(&mut page, diagnosis);
    resources::section(&mut page, diagnosis);
    findings::section(&mut page, diagnosis);
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
