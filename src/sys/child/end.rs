//! Ending a child, whatever it does.

use std::time::{Duration, Instant};

use super::{Child, Exit};

/// For a server that ends when its input does, as the protocol asks.
const AFTER_INPUT: Duration = Duration::from_millis(300);
/// For one that has to be asked by `SIGTERM`.
const AFTER_TERM: Duration = Duration::from_millis(200);
/// A killed process is gone within a few milliseconds, unless it waits for a disk.
const AFTER_KILL: Duration = Duration::from_millis(50);
const BUFFER: usize = 16 * 1024;

/// What ending a child came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ending {
    /// It has ended and was reaped; its group was killed.
    Ended(Exit),
    /// It was killed and has not ended yet, or may not be killed by this user.
    Remains,
}

impl Child {
    /// Closes its input, waits, asks, kills, reaps. The graces shrink with what is left until `until`; by then the
    /// group is killed. `stderr` is given what it writes meanwhile.
    pub(crate) fn end(&mut self, until: Instant, stderr: &mut dyn FnMut(&[u8])) -> Ending {
        self.stdin = None;
        let mut buffer = vec![0; BUFFER];
        let left = until.saturating_duration_since(Instant::now());
        let mut ended = self.wait_for_exit(AFTER_INPUT.min(left.mul_f64(0.6)), &mut buffer, stderr);
        if !ended {
            self.terminate();
            let left = until.saturating_duration_since(Instant::now());
            ended = self.wait_for_exit(AFTER_TERM.min(left), &mut buffer, stderr);
        }
        // Also where it has ended: what it has left behind is in its group. It is reaped after that, and not before.
        let killed = self.kill();
        if !ended && killed.is_ok() {
            self.wait_for_exit(AFTER_KILL, &mut buffer, stderr);
        }
        self.drain(Instant::now() + Duration::from_millis(5), &mut buffer, stderr);
        self.close();
        let nothing_left = self.reap();
        self.exit.filter(|_| nothing_left).map_or(Ending::Remains, Ending::Ended)
    }

    /// Whether it has ended within `time`. What it writes is drained, so that it cannot be held up by that.
    fn wait_for_exit(&mut self, time: Duration, buffer: &mut [u8], stderr: &mut dyn FnMut(&[u8])) -> bool {
        let until = Instant::now() + time;
        while self.exited().is_none() {
            if Instant::now() >= until || self.wait(false, until).is_err() {
                break;
            }
            self.drain(until, buffer, stderr);
        }
        self.exited().is_some()
    }

    fn close(&mut self) {
        self.stdin = None;
        self.stdout = None;
        self.stderr = None;
    }
}

impl Drop for Child {
    fn drop(&mut self) {
        if self.gone && self.killed {
            return;
        }
        self.close();
        if self.kill().is_ok() {
            self.wait_for_exit(AFTER_KILL, &mut [0; 64], &mut |_| {});
        }
        self.reap();
    }
}
