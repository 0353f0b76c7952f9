//! A result in files.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use clap::Args;
use plimsoll::config::Form;
use plimsoll::load::LoadResult;

use super::page;
use crate::exit::Failure;
use crate::style::FAINT;
use crate::{files, words};

/// The name that means stdout.
const STDOUT: &str = "-";

/// Where a result is written to.
#[derive(Debug, Args)]
#[command(next_help_heading = "Where it is written to")]
pub struct Written {
    /// The document (plimsoll.load/1), from which `plimsoll load merge` goes on; `-` is stdout, instead of the page
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,

    /// A page with charts, for people, that needs no network (HTML)
    #[arg(long, value_name = "FILE")]
    html: Option<PathBuf>,

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
            (&self.html, Form::Html),
            (&self.csv, Form::Csv),
            (&self.junit, Form::Junit),
            (&self.markdown, Form::Markdown),
            (&self.hdr, Form::Hdr),
        ];
        let named = all.into_iter().filter_map(|(path, form)| Some((path.as_deref()?, form)));
        named.filter(|(path, _)| *path != Path::new(STDOUT))
    }

    /// Whether anything is to be written.
    pub fn is_any(&self) -> bool {
        self.json.is_some() || self.files().next().is_some()
    }

    /// Says before the load whether something could not be written after it.
    pub fn check(&self) -> Result<(), Failure> {
        let others = [&self.html, &self.csv, &self.junit, &self.markdown, &self.hdr];
        if others.into_iter().flatten().any(|path| path == Path::new(STDOUT)) {
            return Err(Failure::Usage("only --json can go to stdout: give the others a file".to_owned()));
        }
        let files: Vec<&Path> = self.files().map(|(path, _)| path).collect();
        for (number, path) in files.iter().enumerate() {
            if files[..number].iter().any(|other| files::are_same(other, path)) {
                return Err(files::refused(path, "written", "two forms of the result are to go there"));
            }
            files::check(path)?;
        }
        Ok(())
    }

    /// Writes all files, and prints. What cannot be written is told after everything else was, with where the whole result is
    /// then: a load is not made twice for a disk that is full.
    pub fn write(&self, result: &LoadResult, more: &[(PathBuf, Form)]) -> Result<(), Failure> {
        let document = text(Form::Json, result)?;
        let (mut refused, mut kept, mut page) = (Vec::new(), None, None);
        let more = more.iter().map(|(path, form)| (path.as_path(), *form, true));
        for (path, form, is_told) in self.files().map(|(path, form)| (path, form, false)).chain(more) {
            match text(form, result).and_then(|content| files::replace(path, &content)) {
                Ok(()) if is_told => anstream::eprintln!("{FAINT}written: {}{FAINT:#}", path.display()),
                Ok(()) => {}
                Err(failure) => {
                    refused.push(failure.to_string());
                    continue;
                }
            }
            if form == Form::Html {
                page = Some(path);
            }
            if form == Form::Json && path.is_file() {
                kept = Some(path.display().to_string());
            }
        }
        let to_stdout = self.json.as_deref() == Some(Path::new(STDOUT));
        let page = page.filter(|path| self.html.as_deref() == Some(*path));
        match print(result, to_stdout, &document, page) {
            Ok(()) if to_stdout => kept = kept.or(Some("stdout".to_owned())),
            Ok(()) => {}
            // Whoever reads our output may have seen enough.
            Err(error)
                if refused.is_empty() && (kept.is_some() || error.kind() == io::ErrorKind::BrokenPipe) =>
            {
                return Err(error.into());
            }
            Err(error) => refused.push(Failure::Output(error).to_string()),
        }
        if refused.is_empty() {
            return Ok(());
        }
        let place = match kept.map_or_else(|| files::keep("load", &document), Ok) {
            Ok(place) => {
                format!("the whole result is in {place}, and `plimsoll load merge` makes all forms of it")
            }
            Err(why) => format!("nor could the whole result be kept: {why}"),
        };
        Err(Failure::Blind(format!("{}; {place}", refused.join("; "))))
    }
}

/// To stdout: the document, or a page for people, which names the one with charts where that was written.
fn print(result: &LoadResult, to_stdout: bool, document: &[u8], charts: Option<&Path>) -> io::Result<()> {
    let mut out = anstream::AutoStream::auto(io::stdout().lock());
    if to_stdout {
        out.write_all(document)?;
    } else {
        out.write_all(page::page(result, words::width()).as_bytes())?;
        if let Some(path) = charts {
            writeln!(out, "\n{FAINT}As a page with charts: {}{FAINT:#}", path.display())?;
        }
    }
    out.flush()
}

/// A result in a form.
fn text(form: Form, result: &LoadResult) -> Result<Vec<u8>, Failure> {
    Ok(match form {
        Form::Csv => result.to_csv().into_bytes(),
        Form::Html => result.to_html().into_bytes(),
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
