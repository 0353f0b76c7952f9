//! Every target checked once, some at a time.

use std::io::{stderr, IsTerminal};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;
use std::sync::Mutex;
use std::thread;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};
use plimsoll::probe::{probe, Outcome, ProbeContext, ProbeOptions, Target};

use super::interruption::Interruption;
use crate::exit::Failure;

/// The outcomes, in the order of the targets. A signal that asks us to end gives up what is left, so that commands and
/// sessions are ended too; a second one ends us whatever we are doing.
pub fn all(targets: &[Target], concurrent: u16) -> Result<Vec<Outcome>, Failure> {
    let context = ProbeContext::new(ProbeOptions::default())?;
    let next = AtomicUsize::new(0);
    let outcomes: Vec<Mutex<Option<Outcome>>> = targets.iter().map(|_| Mutex::new(None)).collect();
    let bar = progress(targets.len());
    let interruption = Interruption::register()?;
    thread::scope(|scope| {
        let mut workers = 0;
        let (working, all_done) = mpsc::channel::<()>();
        for _ in 0..targets.len().min(usize::from(concurrent)) {
            let working = working.clone();
            let (context, next, outcomes, bar) = (&context, &next, &outcomes, &bar);
            let worker = move || loop {
                let _working = &working;
                let index = next.fetch_add(1, Ordering::Relaxed);
                let Some(target) = targets.get(index) else { break };
                let outcome = probe(context, target);
                if let Ok(mut slot) = outcomes[index].lock() {
                    *slot = Some(outcome);
                }
                bar.inc(1);
            };
            match thread::Builder::new().spawn_scoped(scope, worker) {
                Ok(_) => workers += 1,
                Err(_) if workers > 0 => break,
                Err(error) => return Err(Failure::Blind(format!("no thread can be started: {error}"))),
            }
        }
        drop(working);
        interruption.watch(&context, &all_done);
        Ok(())
    })?;
    bar.finish_and_clear();
    if let Some(signal) = interruption.signal() {
        return Err(Failure::Signalled(signal));
    }
    // Looking up a name can take longer than anybody wants to wait.
    context.close(Duration::from_millis(100));
    Ok(outcomes.into_iter().filter_map(|slot| slot.into_inner().ok().flatten()).collect())
}

/// A bar on stderr, where that is a terminal.
fn progress(targets: usize) -> ProgressBar {
    if !stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new(targets as u64);
    if let Ok(style) =
        ProgressStyle::with_template("{spinner} checked {pos} of {len} {bar:40.cyan} {elapsed}")
    {
        bar.set_style(style.progress_chars("█▉▊▋▌▍▎▏░"));
    }
    bar.enable_steady_tick(Duration::from_millis(100));
    bar
}
