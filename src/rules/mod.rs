//! Diagnosis: from a sample and what happened up to it to findings.
//!
//! Each resource is judged by utilisation, saturation and errors. A container's share is of the
//! container's own limit; values of the host are labelled so. A rule is raised and cleared at
//! different values, and not by one noisy reading. One cause makes one finding: what else it moved
//! is that finding's evidence.

mod causes;
mod growth;
mod own_steps;
mod rule;
mod settings;
mod signals;
mod state;
mod surroundings;
mod table;
mod view;
mod words;

pub(crate) use causes::{resolve, Causes};
pub use growth::{Growing, Growths};
pub(crate) use own_steps::OwnSteps;
pub(crate) use rule::Raised;
pub use rule::{Rule, Step, Timing};
pub use settings::Thresholds;
pub(crate) use state::{Active, Moment, RuleState, States};
pub use surroundings::{CgroupLimit, CgroupLimits, Surroundings};
pub(crate) use table::MetricRule;
pub use table::{metric_rules, RuleId, RULES};
pub use view::{Context, View};
pub(crate) use words::{finding, metric, MetricReading};

use crate::finding::Finding;

/// Everything that one view shows, worst first, as if it had held: without memory.
#[must_use]
pub fn findings(view: &View) -> Vec<Finding> {
    let thresholds = Thresholds::default();
    let mut states = States::default();
    let moment = Moment { now: 0.0, since: 0.0, first: 0.0 };
    states.update(view, view, &thresholds, moment);
    let causes = resolve(&states, &thresholds, view);
    // Nothing is allocated where nothing is found.
    causes.iter().filter_map(|cause| Some(finding(view, &cause.raised(&states, &thresholds)?))).collect()
}

#[cfg(test)]
mod tests;
