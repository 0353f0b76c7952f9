//! What of right-sizing the recommendations need.

use serde::Serialize;

/// The size that suits the container, as its history has it. A value that is no positive number
/// counts as missing.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
#[non_exhaustive]
pub struct Right {
    /// CPUs to be set aside for it.
    pub cpu_request: Option<f64>,
    /// CPUs that it may use; missing where no limit is advised.
    pub cpu_limit: Option<f64>,
    /// Bytes of memory to be set aside for it.
    pub memory_request: Option<f64>,
    /// Bytes of memory that it may use; missing where no limit is advised.
    pub memory_limit: Option<f64>,
    /// How sure that is, 0..1.
    pub confidence: f64,
}

/// From here on the history can ask for a larger limit than what is measured now: a day was seen, if
/// the confidence is days / (days + 1) as right-sizing has it, and with it one of each hour.
pub const CONFIDENT: f64 = 0.5;

/// From here on a limit counts as wasted: 7 days were seen, for which awesome-prometheus-alerts
/// watches before it calls a limit too large.
pub const CONFIDENT_OF_WASTE: f64 = 7.0 / 8.0;

impl Right {
    /// An advised size, all of which is still to be filled in.
    #[must_use]
    pub fn new(confidence: f64) -> Self {
        Right { confidence, ..Right::default() }
    }

    /// This size if it is sure enough to be acted on; see [`CONFIDENT`].
    pub(super) fn confident(&self) -> Option<&Self> {
        (self.confidence >= CONFIDENT).then_some(self)
    }

    /// CPUs that it may use: the limit, or where none is advised what is set aside.
    pub(super) fn cpus(&self) -> Option<f64> {
        positive(self.cpu_limit).or(positive(self.cpu_request))
    }

    /// Memory that it may use, in bytes.
    pub(super) fn bytes(&self) -> Option<f64> {
        positive(self.memory_limit).or(positive(self.memory_request))
    }
}

/// A number that can be a size.
pub(super) fn positive(value: Option<f64>) -> Option<f64> {
    value.filter(|value| value.is_finite() && *value > 0.0)
}
