//! What happens to what is under way when the command is asked to end.

use std::fs;
use std::io;
use std::process;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::Arc;
#[cfg(feature = "load")]
use std::thread;
use std::time::{Duration, Instant};

#[cfg(feature = "load")]
use plimsoll::checker::Cancel;
use plimsoll::checker::{Completed, Run};
use plimsoll::probe::{Outcome, ProbeContext};
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use signal_hook::flag;

#[cfg(feature = "load")]
use crate::exit::Failure;

/// How often it is looked for a signal.
const LOOK: Duration = Duration::from_millis(50);
/// A check that began a request just when it was given up is given up again.
const AGAIN: Duration = Duration::from_secs(1);
/// After this we end, whatever still waits: ending a command takes half a second.
const PATIENCE: Duration = Duration::from_millis(2500);

/// Signals that ask us to end.
pub struct Interruption {
    /// The signal that came, or 0.
    signal: Arc<AtomicUsize>,
}

impl Interruption {
    pub fn register() -> io::Result<Self> {
        let signal = Arc::new(AtomicUsize::new(0));
        let signalled = Arc::new(AtomicBool::new(false));
        for number in [SIGHUP, SIGINT, SIGTERM].into_iter().filter(|number| !is_ignored(*number)) {
            flag::register_conditional_shutdown(number, 128 + number, Arc::clone(&signalled))?;
            flag::register(number, Arc::clone(&signalled))?;
            flag::register_usize(number, Arc::clone(&signal), usize::try_from(number).unwrap_or_default())?;
        }
        Ok(Interruption { signal })
    }

    /// The signal that came.
    pub fn signal(&self) -> Option<u8> {
        u8::try_from(self.signal.load(Ordering::SeqCst)).ok().filter(|signal| *signal > 0)
    }

    /// A signal gives that word, too.
    #[cfg(feature = "load")]
    pub fn cancels(&self, cancel: &Cancel) -> Result<(), Failure> {
        let (signal, cancel) = (Arc::clone(&self.signal), cancel.clone());
        // It ends with the process.
        let watch = move || loop {
            if signal.load(Ordering::SeqCst) > 0 {
                return cancel.cancel();
            }
            thread::sleep(LOOK);
        };
        let started = thread::Builder::new().name("plimsoll-signals".to_owned()).spawn(watch);
        started
            .map(drop)
            .map_err(|error| Failure::Blind(format!("cannot start a thread that looks for signals: {error}")))
    }

    /// The outcomes in the order of their checks; on a signal those that are left are given up.
    pub fn collect(&self, run: Run, context: &ProbeContext) -> Vec<Option<Outcome>> {
        let mut outcomes: Vec<Option<Outcome>> = Vec::new();
        outcomes.resize_with(run.of(), || None);
        let mut begun: Option<Instant> = None;
        let mut given_up: Option<Instant> = None;
        while !run.is_done() {
            if let Some(Completed { index, outcome, .. }) = run.next_timeout(LOOK) {
                outcomes[index] = Some(outcome);
            }
            let Some(signal) = self.signal() else { continue };
            if begun.get_or_insert_with(Instant::now).elapsed() > PATIENCE {
                process::exit(128 + i32::from(signal));
            }
            if given_up.is_none_or(|at| at.elapsed() > AGAIN) {
                run.cancel();
                context.cancel();
                given_up = Some(Instant::now());
            }
        }
        outcomes
    }
}

/// Whether whoever started us wants it ignored, as `nohup` does.
pub fn is_ignored(signal: i32) -> bool {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    let mask = mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()).unwrap_or_default();
    mask >> (signal - 1) & 1 == 1
}
