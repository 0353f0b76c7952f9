//! Descriptors of processes' `stat` files, kept from one listing to the next where the caller
//! allows it: reading a kept one costs half of opening, reading and closing it.

use std::path::Path;

use super::processes::{fill, Process};
use crate::sys::descriptor::Kept;
use crate::sys::processes::read_stat;

/// At most so many descriptors, by pid.
#[derive(Debug, Default)]
pub(super) struct KeptProcesses {
    most: usize,
    kept: Vec<(u32, Kept)>,
    /// The place of the next listing's.
    next: Vec<(u32, Kept)>,
}

impl KeptProcesses {
    pub(super) fn new(most: usize) -> Self {
        KeptProcesses { most, ..KeptProcesses::default() }
    }

    /// How many are kept now.
    pub(super) fn descriptors(&self) -> u64 {
        self.kept.len() as u64
    }

    /// Closes those that are still ours, as after a fork.
    pub(super) fn clear(&mut self) {
        self.kept.clear();
    }

    /// Fills in what each process did; those that have ended are taken out. `processes` is sorted
    /// by pid, and so is what is kept.
    pub(super) fn fill(
        &mut self,
        processes: &mut Vec<Process>,
        proc_root: &Path,
        proc_directory: &Kept,
        buffer: &mut Vec<u8>,
    ) {
        let mut old = self.kept.drain(..).peekable();
        let next = &mut self.next;
        processes.retain_mut(|process| {
            // Those that are not listed any more have ended or moved away.
            while old.next_if(|(pid, _)| *pid < process.pid).is_some() {}
            if let Some((pid, kept)) = old.next_if(|(pid, _)| *pid == process.pid) {
                if read_kept(process, &kept, buffer) {
                    next.push((pid, kept));
                    return true;
                }
                // That one has ended: the pid may be another's by now.
            }
            if next.len() < self.most {
                if let Ok(kept) = Kept::open(&proc_root.join(format!("{}/stat", process.pid))) {
                    let there = read_kept(process, &kept, buffer);
                    if there {
                        next.push((process.pid, kept));
                    }
                    return there;
                }
            }
            match read_stat(proc_directory, process.pid, buffer) {
                Ok(length) => fill(process, &buffer[..length]),
                Err(_) => false,
            }
        });
        drop(old);
        std::mem::swap(&mut self.kept, &mut self.next);
    }
}

/// Longer than any `stat`: 52 numbers and a name.
const LONGEST: usize = 2048;

fn read_kept(process: &mut Process, kept: &Kept, buffer: &mut Vec<u8>) -> bool {
    if buffer.len() < LONGEST {
        buffer.resize(LONGEST, 0);
    }
    match kept.read_at(buffer, 0) {
        Ok(length) => fill(process, &buffer[..length]),
        Err(_) => false,
    }
}

#[cfg(test)]
#[path = "kept_processes_tests.rs"]
mod tests;
