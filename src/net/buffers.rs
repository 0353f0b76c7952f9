//! What a connection reads into and writes from: as large as it has to be.
//!
//! The buffers that `ureq` has for this have their full size from the first byte on, which is that of the largest head:
//! a hundred kept connections would hold 4 MiB of zeroes.

use ureq::unversioned::transport::Buffers;

/// Enough for the head and the body of a usual answer of a health check.
const FIRST: usize = 4 * 1024;
/// For a request's body that is read from somewhere; as `ureq` has it.
const SCRATCH: usize = 10 * 1024;

/// Buffers whose input grows when it was filled by one reading.
#[derive(Debug)]
pub(super) struct Growing {
    most_input: usize,
    output_size: usize,
    input: Vec<u8>,
    /// What is read and not yet consumed.
    from: usize,
    to: usize,
    output: Vec<u8>,
    progress: bool,
}

impl Growing {
    /// Nothing is allocated yet.
    pub(super) fn new(most_input: usize, output_size: usize) -> Self {
        Growing {
            most_input,
            output_size,
            input: Vec::new(),
            from: 0,
            to: 0,
            output: Vec::new(),
            progress: false,
        }
    }

    fn make_output(&mut self) {
        if self.output.is_empty() {
            self.output = vec![0; self.output_size];
        }
    }

    /// Sees to it that there is room behind what was read, as far as there may be.
    fn make_room(&mut self) {
        if self.from == self.to {
            (self.from, self.to) = (0, 0);
        }
        if self.to < self.input.len() {
            return;
        }
        if self.from > 0 {
            self.input.copy_within(self.from..self.to, 0);
            (self.from, self.to) = (0, self.to - self.from);
            return;
        }
        self.grow(self.input.len() * 2);
    }

    fn grow(&mut self, size: usize) {
        let size = size.max(FIRST).min(self.most_input).max(self.input.len());
        self.input.resize(size, 0);
    }
}

impl Buffers for Growing {
    fn output(&mut self) -> &mut [u8] {
        self.make_output();
        &mut self.output
    }

    fn input(&self) -> &[u8] {
        &self.input[self.from..self.to]
    }

    fn input_append_buf(&mut self) -> &mut [u8] {
        self.make_room();
        &mut self.input[self.to..]
    }

    fn input_appended(&mut self, amount: usize) {
        self.to += amount;
        debug_assert!(self.to <= self.input.len(), "more was read than there was room for");
        // There may be much more to come: fewer, larger readings.
        if self.to == self.input.len() {
            self.grow(self.input.len() * 2);
        }
    }

    fn input_consume(&mut self, amount: usize) {
        self.progress = amount > 0;
        self.from += amount;
        debug_assert!(self.from <= self.to, "more was consumed than was read");
    }

    fn tmp_and_output(&mut self) -> (&mut [u8], &mut [u8]) {
        self.make_output();
        if self.input.len() - self.to < SCRATCH {
            self.input.resize(self.to + SCRATCH, 0);
        }
        (&mut self.input[self.to..], &mut self.output)
    }

    fn can_use_input(&self) -> bool {
        self.from < self.to && self.progress
    }
}

#[cfg(test)]
#[path = "buffers_tests.rs"]
mod tests;
