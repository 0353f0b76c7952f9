//! `plimsoll load merge`: results of several machines as one.

use std::path::PathBuf;

use clap::Args;
use plimsoll::load::LoadResult;

use super::compared::Compared;
use super::document;
use super::written::Written;
use crate::exit::Failure;

/// Add up results of machines that put the same servers under load at the same time
///
/// Reads the documents that `plimsoll load --json FILE` wrote on each. Requests and rates are added, and latencies as histograms,
/// so that percentiles are those of all requests; thresholds are judged anew.
#[derive(Debug, Args)]
pub struct Options {
    /// The documents, at least one
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,

    #[command(flatten)]
    pub compared: Compared,

    #[command(flatten)]
    pub written: Written,
}

impl Options {
    /// The one result.
    pub fn merged(&self) -> Result<LoadResult, Failure> {
        self.written.check()?;
        let results = self.files.iter().map(|path| document::read(path)).collect::<Result<Vec<_>, _>>()?;
        Ok(LoadResult::merge(&results)?)
    }
}
