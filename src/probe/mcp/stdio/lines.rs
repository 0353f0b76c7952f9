//! Cutting a stream of bytes into lines.

/// What came and has not been taken as a line yet: one line and one read at most.
#[derive(Debug)]
pub(super) struct Lines {
    bytes: Vec<u8>,
    /// Where the next line begins.
    from: usize,
    /// Up to here there is no line break.
    searched: usize,
    /// The longest line that is let through.
    most: usize,
}

/// A line is longer than it may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct TooLong;

impl Lines {
    pub(super) fn new(most: usize) -> Self {
        Lines { bytes: Vec::new(), from: 0, searched: 0, most }
    }

    /// Takes over what was read.
    pub(super) fn push(&mut self, bytes: &[u8]) {
        if self.from > 0 {
            self.bytes.drain(..self.from);
            self.searched -= self.from;
            self.from = 0;
        }
        self.bytes.extend_from_slice(bytes);
    }

    /// The next whole line, without its end (LF or CR LF).
    pub(super) fn next(&mut self) -> Option<Result<Vec<u8>, TooLong>> {
        let found = self.bytes[self.searched..].iter().position(|byte| *byte == b'\n');
        let Some(found) = found else {
            self.searched = self.bytes.len();
            return (self.searched - self.from > self.most).then_some(Err(TooLong));
        };
        let end = self.searched + found;
        let line = &self.bytes[self.from..end];
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        let line = if line.len() > self.most { Err(TooLong) } else { Ok(line.to_vec()) };
        self.from = end + 1;
        self.searched = self.from;
        if self.from == self.bytes.len() {
            self.bytes.clear();
            (self.from, self.searched) = (0, 0);
        }
        Some(line)
    }

    /// What came after the last line break, where no more will come.
    pub(super) fn rest(&mut self) -> Vec<u8> {
        let rest = self.bytes[self.from..].to_vec();
        self.bytes.clear();
        (self.from, self.searched) = (0, 0);
        rest
    }
}

#[cfg(test)]
#[path = "lines_tests.rs"]
mod tests;
