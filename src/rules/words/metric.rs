//! Metrics that the host feeds.

use std::sync::Arc;

use super::beyond;
use crate::fields::{Scope, Unit};
use crate::finding::{quantity, Component, Finding, Measure};
use crate::rules::rule::Raised;

/// A fed metric, as it is now.
#[derive(Debug, Clone)]
pub(crate) struct MetricReading {
    pub name: Arc<str>,
    pub value: f64,
    pub limit: f64,
}

/// The finding of a metric that is close to the limit it was fed with.
pub(crate) fn metric(reading: &MetricReading, raised: &Raised) -> Finding {
    let mut finding = raised.finding();
    finding.component = Component::Metric(reading.name.clone());
    let share = quantity(raised.value, Unit::Ratio);
    finding.title = format!("{} is at {share} of its limit", reading.name);
    finding.description = format!(
        "It is {} of {}, as the program itself reports.",
        quantity(reading.value, Unit::Count),
        quantity(reading.limit, Unit::Count)
    );
    finding.impact = "What the program means by this limit is about to happen.".to_owned();
    finding.impact_ratio = beyond(raised.value, raised.rule.steps[0].raise);
    finding.evidence.readings = vec![
        Measure::new(reading.name.to_string(), reading.value, Unit::Count, Scope::Process),
        Measure::new(format!("{}_limit", reading.name), reading.limit, Unit::Count, Scope::Process),
    ];
    finding
}
