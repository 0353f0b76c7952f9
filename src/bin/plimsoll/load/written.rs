//! A result in files.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use clap::Args;
use plimsoll::config::Form;
use plimsoll::load::LoadResult;

use super::page;
use crate::exit::Failure;
use crate::{files, words};

/// Where a result is written to.
#[derive(Debug, Args)]
#[command(next_help_heading = "Where it is written to")]
pub struct Written {
    /// The document (plimsoll.load/1), from which `plimsoll load merge` goes on; `-` is stdout, instead of the page
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,

    /// Every second as a line of CSV
    #[arg(long, value_name = "FILE")]
    csv: Option<PathBuf>,

    /// Thresholds as test cases (JUnit XML), for CI
    #[arg(long, value_name = "FILE")]
    junit: Option<PathBuf>,

    /// A summary in Markdown
    #[arg(long, value_name = "FILE")]
    markdown: Option<PathBuf>,

    /// The latencies of every second as a log of HdrHistogram
    #[arg(long, value_name = "FILE")]
    hdr: Option<PathBuf>,
}

impl Written {
    fn files(&self) -> impl Iterator<Item = (&Path, Form)> {
        let all = [
            (&self.json, Form::Json),
            (&self.csv, Form::Csv),
            (&self.junit, Form::Junit),
            (&self.markdown, Form::Markdown),
            (&self.hdr, Form::Hdr),
        ];
        let named = all.into_iter().filter_map(|(path, form)| Some((path.as_deref()?, form)));
        named.filter(|(path, _)| *path != Path::new("-"))
    }

    /// Whether anything is to be written.
    pub fn is_any(&self) -> bool {
        self.json.is_some() || self.files().next().is_some()
    }

    /// Says before the load whether something could not be written after it.
    pub fn check(&self) -> Result<(), Failure> {
        self.files().try_for_each(|(path, _)| files::check(path))
    }

    /// Writes all files, and prints. What cannot be written is told after everything else was.
    pub fn write(&self, result: &LoadResult) -> Result<(), Failure> {
        let to_stdout = self.json.as_deref() == Some(Path::new("-"));
        let mut refused = Ok(());
        for (path, form) in self.files() {
            let written = text(form, result).and_then(|content| files::replace(path, &content));
            if refused.is_ok() {
                refused = written;
            }
        }
        let mut out = anstream::AutoStream::auto(io::stdout().lock());
        if to_stdout {
            out.write_all(&text(Form::Json, result)?)?;
        } else {
            out.write_all(page::page(result, words::width()).as_bytes())?;
        }
        out.flush()?;
        refused
    }
}

/// A result in a form.
pub fn text(form: Form, result: &LoadResult) -> Result<Vec<u8>, Failure> {
    Ok(match form {
        Form::Csv => result.to_csv().into_bytes(),
        Form::Junit => result.to_junit().into_bytes(),
        Form::Markdown => result.to_markdown().into_bytes(),
        Form::Hdr => result.to_hdr_log().into_bytes(),
        // JSON, and what a newer library may know.
        _ => {
            let mut document = serde_json::to_vec_pretty(result).map_err(io::Error::from)?;
            document.push(b'\n');
            document
        }
    })
}
