//! `plimsoll load merge`: results of several machines as one.

use std::fs;
use std::path::PathBuf;

use clap::Args;
use plimsoll::load::LoadResult;

use super::written::Written;
use crate::exit::Failure;
use crate::files;

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
    pub written: Written,
}

impl Options {
    /// The one result.
    pub fn merged(&self) -> Result<LoadResult, Failure> {
        self.written.check()?;
        let mut results = Vec::new();
        for path in &self.files {
            let text =
                fs::read_to_string(path).map_err(|error| files::refused(path, "read", &error.to_string()))?;
            let result: LoadResult = serde_json::from_str(&text).map_err(|error| {
                files::refused(path, "read", &format!("it is no document of `plimsoll load --json`: {error}"))
            })?;
            if result.schema != plimsoll::load::SCHEMA {
                let why = format!("its schema is {}, and {} is known", result.schema, plimsoll::load::SCHEMA);
                return Err(files::refused(path, "read", &why));
            }
            results.push(result);
        }
        Ok(LoadResult::merge(&results)?)
    }
}
