//! What is read of an answer at most.

/// Caps on what a server may send. Beyond them the reason is `too_large`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct ProbeLimits {
    /// Bytes of a body, after decompression; 1 MiB by default.
    pub body_bytes: usize,
    /// Bytes of one event of a stream, or of one line of standard output; 1 MiB by default.
    pub event_bytes: usize,
    /// Events and messages that may come before the answer; 1,000 by default.
    pub events: usize,
    /// Pages of a tool listing; 20 by default.
    pub pages: usize,
    /// How deep JSON may be nested; 64 by default, at most 128.
    pub json_depth: usize,
}

impl Default for ProbeLimits {
    fn default() -> Self {
        ProbeLimits { body_bytes: 1 << 20, event_bytes: 1 << 20, events: 1000, pages: 20, json_depth: 64 }
    }
}
