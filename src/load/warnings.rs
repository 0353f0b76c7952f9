//! What makes the numbers of a test less than they seem, as far as the counts tell it.

use super::cell::Counts;
use super::result::Ended;
use super::stage::Model;

/// What was never begun matters from this share of what was due on: then a test did not do what it was to do.
const CONSIDERABLE: f64 = 0.01;
/// How these warnings are told from others, and what a merged result takes from them.
const NEVER_BEGUN: &str = "were never begun";
const LATE: (&str, &str) =
    (" were begun more than ", " late: latencies count from when they should have begun.");
const CLOSED: &str = "Closed model: ";

impl Counts {
    /// The share of what was due and never begun, 0 to 1; of a closed model it is 0.
    #[must_use]
    pub fn dropped_share(&self) -> f64 {
        self.dropped as f64 / (self.begun() + self.dropped).max(1) as f64
    }

    /// The same where it is so much that the test did not do what it was to do (1 % or more).
    #[must_use]
    pub fn considerably_dropped(&self) -> Option<f64> {
        Some(self.dropped_share()).filter(|share| *share >= CONSIDERABLE)
    }
}

/// What of a scenario the warnings tell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Told {
    pub model: Model,
    pub connections: u32,
    /// From when on a start is late, as it is written.
    pub late_after: String,
}

/// What the counts say of the test itself.
pub(super) fn of_counts(counts: &Counts, told: &Told, ended: &Ended) -> Vec<String> {
    let mut warnings = Vec::new();
    let due = counts.begun() + counts.dropped;
    let requests = |count: u64| {
        let noun = if count == 1 { "request" } else { "requests" };
        (format!("{count} {noun}"), format!("{:.1} %", count as f64 / due.max(1) as f64 * 100.0))
    };
    if counts.dropped > 0 {
        let (number, share) = requests(counts.dropped);
        let why = match ended {
            Ended::Complete => format!(
                "all {} connections were busy until the end. The target did not keep up with the rate.",
                told.connections
            ),
            // What was due then may have begun a moment later.
            _ => "the test was ended before.".to_owned(),
        };
        warnings.push(format!("{number} that were due ({share}) {NEVER_BEGUN}: {why}"));
    }
    if counts.late > 0 && counts.late * 100 > due {
        let (number, share) = requests(counts.late);
        warnings.push(format!("{number} ({share}){}{}{}", LATE.0, told.late_after, LATE.1));
    }
    if told.model == Model::Closed {
        warnings.push(format!(
            "{CLOSED}while the target stood still it was asked less, so that these latencies leave out what others would have \
             met (coordinated omission). For what users meet, give a rate."
        ));
    }
    warnings
}

/// Whether a warning is one of these.
pub(super) fn is_of_counts(warning: &str) -> bool {
    warning.contains(NEVER_BEGUN) || late_after(warning).is_some() || warning.starts_with(CLOSED)
}

/// From when on a start was late, where a warning tells it.
pub(super) fn late_after(warning: &str) -> Option<&str> {
    Some(warning.strip_suffix(LATE.1)?.split_once(LATE.0)?.1)
}

#[cfg(test)]
#[path = "warnings_tests.rs"]
mod tests;
