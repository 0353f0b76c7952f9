//! Every check once, some at a time.

use std::io::{stderr, IsTerminal};
use std::sync::Arc;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};
use plimsoll::checker::{Check, Checker, CheckerOptions, RunOptions};
use plimsoll::probe::Outcome;

use crate::exit::Failure;
use crate::interruption::Interruption;

/// How long threads may take to end that are stuck in looking up a name.
const FAREWELL: Duration = Duration::from_millis(100);

/// The outcomes, in the order of the checks. A signal that asks us to end gives up what is left, so that commands and
/// sessions are ended too; a second one ends us whatever we are doing.
pub fn all(checks: Vec<Check>, mut options: CheckerOptions) -> Result<Vec<Outcome>, Failure> {
    // A shard may have none.
    if checks.is_empty() {
        return Ok(Vec::new());
    }
    // There is nothing to wait for beyond the last check.
    options.max_concurrent = options.max_concurrent.min(checks.len());
    options.max_concurrent_per_host = options.max_concurrent_per_host.min(options.max_concurrent);
    let checker = Checker::new(options)?;
    let bar = progress(checks.len());
    let interruption = Interruption::register()?;
    let mut run_options = RunOptions::default();
    let shown = bar.clone();
    run_options.progress = Some(Arc::new(move |progress| shown.set_position(progress.done as u64)));
    let run = checker.start(checks.clone(), run_options);
    let outcomes = interruption.collect(run, checker.context());
    bar.finish_and_clear();
    checker.close(FAREWELL);
    if let Some(signal) = interruption.signal() {
        return Err(Failure::Signalled(signal));
    }
    match outcomes.into_iter().collect::<Option<Vec<_>>>() {
        Some(outcomes) => Ok(outcomes),
        None => Err(Failure::Blind("a check was lost: this is a fault of plimsoll".to_owned())),
    }
}

/// A bar on stderr, where that is a terminal.
fn progress(checks: usize) -> ProgressBar {
    if !stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new(checks as u64);
    if let Ok(style) =
        ProgressStyle::with_template("{spinner} checked {pos} of {len} {wide_bar:.cyan} {elapsed}")
    {
        bar.set_style(style.progress_chars("█▉▊▋▌▍▎▏░"));
    }
    bar.enable_steady_tick(Duration::from_millis(100));
    bar
}
