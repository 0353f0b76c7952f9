//! A result beside an earlier one.

use std::path::PathBuf;

use clap::Args;
use plimsoll::load::{Baseline, Comparison, LoadResult, LoadTest};

use super::document;
use crate::exit::Failure;
use crate::files;

/// What a result is compared with.
#[derive(Debug, Args)]
#[command(next_help_heading = "Against an earlier result")]
pub struct Compared {
    /// A document of --json to compare with: what is better, what is worse, what is the same within noise
    #[arg(long, value_name = "FILE")]
    baseline: Option<PathBuf>,

    /// Compare even if model, stages or targets are others
    #[arg(long, requires = "baseline")]
    baseline_any: bool,

    /// Exit code 1 where something is worse than the baseline
    #[arg(long, requires = "baseline")]
    fail_on_worse: bool,
}

impl Compared {
    /// The earlier result, where one is named.
    pub fn baseline(&self) -> Result<Option<Baseline>, Failure> {
        let Some(path) = &self.baseline else { return Ok(None) };
        let baseline = Baseline::new(document::read(path)?);
        let baseline = baseline.map_err(|error| files::refused(path, "compared with", &error.to_string()))?;
        Ok(Some(if self.baseline_any { baseline.any() } else { baseline }))
    }

    /// Says before the load whether its result will be comparable.
    pub fn check(&self, baseline: Option<&Baseline>, test: &LoadTest) -> Result<(), Failure> {
        if self.fail_on_worse && baseline.is_some_and(|baseline| !baseline.can_tell(test.scenario())) {
            let why = "--fail-on-worse could tell nothing: of both tests at least 8 s have to be measured, or noise is not known \
                       from change";
            return Err(Failure::Usage(why.to_owned()));
        }
        self.refuse(baseline.map_or(Ok(()), |baseline| baseline.check(test.scenario())))
    }

    /// Puts what changed into the result.
    pub fn compare(&self, baseline: Option<&Baseline>, result: &mut LoadResult) -> Result<(), Failure> {
        let Some(baseline) = baseline else { return Ok(()) };
        result.comparison = Some(self.refuse(baseline.compare(result))?);
        Ok(())
    }

    fn refuse<T>(&self, answer: Result<T, plimsoll::Error>) -> Result<T, Failure> {
        answer.map_err(|error| Failure::Usage(format!("{error} --baseline-any compares all the same.")))
    }

    /// Whether anything is to be compared.
    pub fn is_any(&self) -> bool {
        self.baseline.is_some()
    }

    /// Whether that fails the test.
    pub fn fails(&self, result: &LoadResult) -> bool {
        self.fail_on_worse && result.comparison.as_ref().is_some_and(Comparison::is_worse)
    }
}
