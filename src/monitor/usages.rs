//! What happened up to a sample.

use crate::usage::Usage;

/// What happened up to a sample, over three lengths of time.
pub(super) struct Usages {
    /// Over the window that the caller asked for.
    pub window: Option<Usage>,
    /// Over a second or so: what rates are judged by.
    pub recent: Option<Usage>,
    /// Since the sample before: what events are counted by.
    pub latest: Option<Usage>,
}
