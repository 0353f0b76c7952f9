//! Where what load tests find is written.

use std::path::PathBuf;

use crate::config::keys;
use crate::config::section::Section;
use crate::config::words;

/// A form of a result.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Form {
    /// `plimsoll.load/1`.
    Json,
    /// A page for people.
    Html,
    /// A line for each interval.
    Csv,
    /// Thresholds as test cases.
    Junit,
    /// A summary for a pull request.
    Markdown,
    /// A log of HdrHistogram.
    Hdr,
}

/// The names of all forms.
const FORMS: [(&str, Form); 6] = [
    ("json", Form::Json),
    ("html", Form::Html),
    ("csv", Form::Csv),
    ("junit", Form::Junit),
    ("markdown", Form::Markdown),
    ("hdr", Form::Hdr),
];

impl Form {
    /// What its files end with.
    #[must_use]
    pub const fn extension(self) -> &'static str {
        match self {
            Form::Json => "json",
            Form::Html => "html",
            Form::Csv => "csv",
            Form::Junit => "xml",
            Form::Markdown => "md",
            Form::Hdr => "hdr",
        }
    }
}

/// Where what is found is written: `DIRECTORY/SCENARIO.EXTENSION`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct OutputSettings {
    /// Made if it is not there; none by default.
    pub directory: Option<PathBuf>,
    /// Which files; JSON and HTML by default.
    pub forms: Vec<Form>,
}

pub(super) fn read(root: &Section<'_>) -> OutputSettings {
    let Some(section) = root.section("output", keys::BENCHMARKING_OUTPUT) else {
        return OutputSettings::default();
    };
    section.needs("directory");
    let fields = section.list("forms");
    let forms = fields.map(|fields| fields.iter().filter_map(|field| field.choice(&FORMS)).collect());
    OutputSettings {
        directory: section.field("directory").and_then(|field| words::file(&field)),
        forms: forms.unwrap_or_else(|| vec![Form::Json, Form::Html]),
    }
}
