//! A result in files, for which room is taken before anything is measured.

use std::path::{Path, PathBuf};

use clap::Args;
use plimsoll::bench::BenchResult;

use crate::exit::Failure;
use crate::files::{are_same, refused};
use crate::reserved::Reserved;

/// Where a result is written to.
#[derive(Debug, Args)]
#[command(next_help_heading = "Where it is written to")]
pub struct Files {
    /// The document (plimsoll.bench/1), to be a baseline later
    #[arg(long, value_name = "FILE")]
    save: Option<PathBuf>,

    /// A page with charts, for people, that needs no network (HTML)
    #[arg(long, value_name = "FILE")]
    html: Option<PathBuf>,

    /// Every measure as a line of CSV
    #[arg(long, value_name = "FILE")]
    csv: Option<PathBuf>,

    /// Scores, and what became of each measure, as test cases (JUnit XML), for CI
    #[arg(long, value_name = "FILE")]
    junit: Option<PathBuf>,

    /// A summary in Markdown
    #[arg(long, value_name = "FILE")]
    markdown: Option<PathBuf>,
}

/// A form of the result.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Json,
    Html,
    Csv,
    Junit,
    Markdown,
}

impl Form {
    /// No result of that form is longer; so much room is kept for it.
    fn most_bytes(self) -> usize {
        match self {
            Form::Html => 1 << 20,
            Form::Json => 512 << 10,
            Form::Csv | Form::Junit | Form::Markdown => 32 << 10,
        }
    }

    fn text(self, result: &BenchResult) -> String {
        match self {
            // What is saved is the next baseline, and not a comparison.
            Form::Json => {
                let mut alone = result.clone();
                alone.comparison = None;
                super::document(&alone)
            }
            Form::Html => result.to_html(),
            Form::Csv => result.to_csv(),
            Form::Junit => result.to_junit(),
            Form::Markdown => result.to_markdown(),
        }
    }
}

impl Files {
    fn named(&self) -> Vec<(Form, &Path)> {
        let all = [
            (Form::Json, &self.save),
            (Form::Html, &self.html),
            (Form::Csv, &self.csv),
            (Form::Junit, &self.junit),
            (Form::Markdown, &self.markdown),
        ];
        all.into_iter().filter_map(|(form, path)| Some((form, path.as_deref()?))).collect()
    }

    /// The page, where there is one.
    pub fn html(&self) -> Option<&Path> {
        self.html.as_deref()
    }

    /// Takes the room, or says what cannot be written; what is read is not written over.
    pub fn rooms(&self, read: &[&Path]) -> Result<Rooms, Failure> {
        let named = self.named();
        let mut rooms = Vec::new();
        for (number, (form, path)) in named.iter().enumerate() {
            if named[..number].iter().any(|(_, other)| are_same(other, path)) {
                return Err(refused(path, "written", "two forms of the result are to go there"));
            }
            if read.iter().any(|other| are_same(other, path)) {
                return Err(refused(path, "written", "it is the result that is read"));
            }
            rooms.push((*form, path.to_path_buf(), Reserved::new(path, form.most_bytes())?));
        }
        Ok(Rooms(rooms))
    }
}

/// Room for every file.
pub struct Rooms(Vec<(Form, PathBuf, Reserved)>);

/// What became of them.
pub struct Written {
    /// What could not be written, each with why.
    pub refused: Vec<String>,
    /// A file that holds the whole document.
    pub kept: Option<PathBuf>,
}

impl Rooms {
    /// Writes what can be written.
    pub fn write(self, result: &BenchResult) -> Written {
        let mut written = Written { refused: Vec::new(), kept: None };
        for (form, path, room) in self.0 {
            match room.write(form.text(result).as_bytes()) {
                Ok(()) if form == Form::Json && path.is_file() => written.kept = Some(path),
                Ok(()) => {}
                Err(failure) => written.refused.push(failure.to_string()),
            }
        }
        written
    }
}
