//! Metrics that the host feeds.

use std::sync::Arc;

use super::{beyond, growth};
use crate::fields::{Scope, Unit};
use crate::finding::{quantity, Component, Finding, Measure};
use crate::rules::growth::Growing;
use crate::rules::rule::Raised;
use crate::rules::table::MetricRule;

/// A fed metric, as it is now.
#[derive(Debug, Clone)]
pub(crate) struct MetricReading {
    pub name: Arc<str>,
    pub value: f64,
    pub limit: f64,
    /// How it grows towards the limit, if it does.
    pub growth: Option<Growing>,
}

/// The finding of a metric that is close to the limit it was fed with, or grows towards it.
pub(crate) fn metric(reading: &MetricReading, raised: &Raised, rule: MetricRule) -> Finding {
    let mut finding = raised.finding();
    finding.component = Component::Metric(reading.name.clone());
    finding.impact = "What the program means by this limit is about to happen.".to_owned();
    match rule {
        MetricRule::Used => used(reading, raised, &mut finding),
        MetricRule::Fill => fill(reading, &mut finding),
    }
    finding
}

fn fill(reading: &MetricReading, finding: &mut Finding) {
    let Some(growing) = reading.growth else { return };
    let Names { value, rate, limit } = Names::of(reading);
    growth::tell(finding, &growing, &format!("{} grows", reading.name), &[value, rate, limit], Unit::Count);
}

/// Names of readings.
struct Names {
    value: String,
    rate: String,
    limit: String,
}

impl Names {
    fn of(reading: &MetricReading) -> Self {
        let name = &reading.name;
        Names {
            value: name.to_string(),
            rate: format!("{name}_growth_per_second"),
            limit: format!("{name}_limit"),
        }
    }
}

fn used(reading: &MetricReading, raised: &Raised, finding: &mut Finding) {
    let share = quantity(raised.value, Unit::Ratio);
    finding.title = format!("{} is at {share} of its limit", reading.name);
    finding.description = format!(
        "It is {} of {}, as the program itself reports.",
        quantity(reading.value, Unit::Count),
        quantity(reading.limit, Unit::Count)
    );
    finding.impact_ratio = beyond(raised.value, raised.rule.steps[0].raise);
    let Names { value, rate, limit } = Names::of(reading);
    finding.evidence.readings = vec![
        Measure::new(value, reading.value, Unit::Count, Scope::Process),
        Measure::new(limit, reading.limit, Unit::Count, Scope::Process),
    ];
    let Some(growing) = reading.growth else { return };
    finding.description.push_str(&growth::filling(&growing, Unit::Count));
    let grows = Measure::new(rate, growing.per_second, Unit::PerSecond, Scope::Process);
    finding.evidence.readings.push(grows);
    if let Some(left) = growing.seconds_to_limit {
        let left = Measure::new("metric_time_to_limit_seconds", left, Unit::Seconds, Scope::Process);
        finding.evidence.readings.push(left);
    }
}
