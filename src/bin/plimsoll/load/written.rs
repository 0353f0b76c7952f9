//! A result in files.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use clap::Args;
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

    /// A page with charts that needs no network, for people (HTML)
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
    fn files(&self) -> impl Iterator<Item = &Path> {
        let all = [&self.json, &self.html, &self.csv, &self.junit, &self.markdown, &self.hdr];
        all.into_iter().flatten().map(PathBuf::as_path).filter(|path| *path != Path::new(STDOUT))
    }

    /// Says before the load whether something could not be written after it.
    pub fn check(&self) -> Result<(), Failure> {
        let others = [&self.html, &self.csv, &self.junit, &self.markdown, &self.hdr];
        if others.into_iter().flatten().any(|path| path == Path::new(STDOUT)) {
            return Err(Failure::Usage("only --json can go to stdout: give the others a file".to_owned()));
        }
        let files: Vec<&Path> = self.files().collect();
        for (number, path) in files.iter().enumerate() {
            if files[..number].contains(path) && !path.starts_with("/dev") {
                return Err(files::refused(path, "written", "two forms of the result are to go there"));
            }
            files::check(path)?;
        }
        Ok(())
    }

    /// Writes all files, and prints. What cannot be written is told after everything else was, with where the whole result is
    /// then: a load is not made twice for a disk that is full.
    pub fn write(&self, result: &LoadResult) -> Result<(), Failure> {
        let to_stdout = self.json.as_deref() == Some(Path::new(STDOUT));
        let mut document = serde_json::to_vec_pretty(result).map_err(io::Error::from)?;
        document.push(b'\n');
        let mut refused: Vec<String> = Vec::new();
        let mut write = |path: &Option<PathBuf>, content: &[u8]| {
            if let Some(path) = path.as_deref().filter(|path| *path != Path::new(STDOUT)) {
                refused.extend(files::replace(path, content).err().map(|failure| failure.to_string()));
            }
        };
        write(&self.json, &document);
        if self.html.is_some() {
            write(&self.html, result.to_html().as_bytes());
        }
        write(&self.csv, result.to_csv().as_bytes());
        write(&self.junit, result.to_junit().as_bytes());
        write(&self.markdown, result.to_markdown().as_bytes());
        write(&self.hdr, result.to_hdr_log().as_bytes());
        let is_whole = |path: &&Path| path.is_file() && fs::read(path).is_ok_and(|bytes| bytes == document);
        let kept = self.json.as_deref().filter(is_whole);
        let printed = self.print(result, to_stdout, &document);
        let whole = kept.is_some() || (to_stdout && printed.is_ok());
        if let Err(error) = printed {
            // Whoever reads our output may have seen enough.
            if refused.is_empty() && (whole || error.kind() == io::ErrorKind::BrokenPipe) {
                return Err(error.into());
            }
            refused.push(Failure::Output(error).to_string());
        }
        if refused.is_empty() {
            return Ok(());
        }
        let place = match kept {
            Some(path) => Ok(path.display().to_string()),
            None if whole => Ok("stdout".to_owned()),
            None => save(&document),
        };
        let place = match place {
            Ok(place) => format!("the whole result is in {place}, and `plimsoll load merge` makes all forms of it"),
            Err(why) => format!("nor could the whole result be kept: {why}"),
        };
        Err(Failure::Blind(format!("{}; {place}", refused.join("; "))))
    }

    fn print(&self, result: &LoadResult, to_stdout: bool, document: &[u8]) -> io::Result<()> {
        let mut out = anstream::AutoStream::auto(io::stdout().lock());
        if to_stdout {
            out.write_all(document)?;
        } else {
            out.write_all(page::page(result, words::width()).as_bytes())?;
            if let Some(path) = &self.html {
                writeln!(out, "\n{FAINT}As a page with charts: {}{FAINT:#}", path.display())?;
            }
        }
        out.flush()
    }
}

/// Keeps a result that found no place, beside all others that are for a while.
fn save(document: &[u8]) -> Result<String, String> {
    let path = std::env::temp_dir().join(format!("plimsoll-load-{}.json", std::process::id()));
    // What others made there is neither overwritten nor followed.
    let made = File::options().write(true).create_new(true).open(&path);
    let saved = made.and_then(|mut file| file.write_all(document));
    saved.map(|()| path.display().to_string()).map_err(|error| format!("{}: {error}", path.display()))
}
