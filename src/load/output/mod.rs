//! A result in the forms that other programs read.

mod csv;
mod hdr;
mod junit;
mod markdown;
#[cfg(test)]
mod sample_tests;

use super::result::LoadResult;

impl LoadResult {
    /// The intervals as CSV (RFC 4180), a line each, with a line of names before them.
    #[must_use]
    pub fn to_csv(&self) -> String {
        csv::text(self)
    }

    /// The thresholds as test cases of JUnit's XML, which CI systems show; without any there is one case, that the test ran to
    /// its end.
    #[must_use]
    pub fn to_junit(&self) -> String {
        junit::text(self)
    }

    /// A summary in Markdown, for a pull request or a chat.
    #[must_use]
    pub fn to_markdown(&self) -> String {
        markdown::text(self)
    }

    /// The latencies of each interval as a log of HdrHistogram (1.3), in nanoseconds, the longest in milliseconds.
    #[must_use]
    pub fn to_hdr_log(&self) -> String {
        hdr::text(self)
    }
}
