//! A result in files.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use clap::Args;
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
    fn files(&self) -> impl Iterator<Item = &Path> {
        let all = [&self.json, &self.csv, &self.junit, &self.markdown, &self.hdr];
        all.into_iter().flatten().map(PathBuf::as_path).filter(|path| *path != Path::new("-"))
    }

    /// Says before the load whether something could not be written after it.
    pub fn check(&self) -> Result<(), Failure> {
        self.files().try_for_each(files::check)
    }

    /// Writes all files, and prints. What cannot be written is told after everything else was.
    pub fn write(&self, result: &LoadResult) -> Result<(), Failure> {
        let to_stdout = self.json.as_deref() == Some(Path::new("-"));
        let mut document = serde_json::to_vec_pretty(result).map_err(io::Error::from)?;
        document.push(b'\n');
        let mut refused = Ok(());
        let mut write = |path: &Option<PathBuf>, content: &[u8]| {
            if let Some(path) = path.as_deref().filter(|path| *path != Path::new("-")) {
                let written = files::replace(path, content);
                if refused.is_ok() {
                    refused = written;
                }
            }
        };
        write(&self.json, &document);
        write(&self.csv, result.to_csv().as_bytes());
        write(&self.junit, result.to_junit().as_bytes());
        write(&self.markdown, result.to_markdown().as_bytes());
        write(&self.hdr, result.to_hdr_log().as_bytes());
        let mut out = anstream::AutoStream::auto(io::stdout().lock());
        if to_stdout {
            out.write_all(&document)?;
        } else {
            out.write_all(page::page(result, words::width()).as_bytes())?;
        }
        out.flush()?;
        refused
    }
}
