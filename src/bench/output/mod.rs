//! A result in the forms that other programs read.

mod csv;
mod junit;
mod markdown;

use super::result::BenchResult;

impl BenchResult {
    /// The measures as CSV (RFC 4180), a line each, with a line of names before them; beside a baseline what changed.
    #[must_use]
    pub fn to_csv(&self) -> String {
        csv::text(self)
    }

    /// Test cases of JUnit's XML, which CI systems show: that it ran to its end, each score, and beside a baseline each measure,
    /// of which those that are worse failed.
    #[must_use]
    pub fn to_junit(&self) -> String {
        junit::text(self)
    }

    /// A summary in Markdown, for a pull request or a chat.
    #[must_use]
    pub fn to_markdown(&self) -> String {
        markdown::text(self)
    }
}

#[cfg(test)]
mod tests;
