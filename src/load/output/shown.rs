//! Values as people read them.

use crate::fields::Unit;
use crate::finding::people::{latency, number, share};
use crate::load::{Counts, Judged, Threshold};

impl Judged {
    /// What was measured, with its unit: `41.2 ms`, `0.05 %`, `512/s`; `nothing` where that is so.
    #[must_use]
    pub fn shown(&self) -> String {
        let unit = self.threshold.parse::<Threshold>().ok().map(|threshold| threshold.measured.unit());
        match (self.value, unit) {
            (None, _) => "nothing".to_owned(),
            (Some(value), Some(Unit::Seconds)) => latency(value),
            (Some(value), Some(Unit::Ratio)) => share(value),
            (Some(value), Some(_)) => format!("{}/s", number(value)),
            // A later version may know more.
            (Some(value), None) => value.to_string(),
        }
    }
}

impl Counts {
    /// What a verdict has to hold beside all else: `80.0 % of what was due was never begun`, where that is considerable.
    #[must_use]
    pub fn never_begun(&self) -> Option<String> {
        let dropped = self.considerably_dropped()?;
        Some(format!("{} of what was due was never begun", share(dropped)))
    }
}
