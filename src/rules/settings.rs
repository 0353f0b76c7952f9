//! Thresholds as the caller wants them, beginning with the published ones.

use super::rule::{Rule, Step};
use super::table::{RuleId, METRIC, RULES};
use crate::error::{Error, ErrorKind, Result};
use crate::finding::Severity;

/// No rule has more thresholds than this.
const MOST_STEPS: usize = 3;

/// The thresholds of one rule.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Own {
    steps: [Step; MOST_STEPS],
    count: usize,
    enabled: bool,
}

impl Own {
    fn of(rule: &Rule) -> Self {
        let mut steps = [rule.steps[0]; MOST_STEPS];
        let count = rule.steps.len().min(MOST_STEPS);
        steps[..count].copy_from_slice(&rule.steps[..count]);
        Own { steps, count, enabled: true }
    }
}

/// The thresholds of every rule: as published, unless changed here.
///
/// ```
/// use plimsoll::{MonitorOptions, Severity};
///
/// let mut options = MonitorOptions::default();
/// // Raised above 70 %, cleared below 60 %.
/// options.thresholds.set("cpu.utilisation", Severity::High, 0.70, 0.60)?;
/// options.thresholds.disable("load.per_cpu")?;
/// # Ok::<(), plimsoll::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Thresholds {
    rules: [Own; RuleId::COUNT],
    metric: Own,
}

impl Default for Thresholds {
    fn default() -> Self {
        Thresholds { rules: std::array::from_fn(|index| Own::of(&RULES[index])), metric: Own::of(&METRIC) }
    }
}

impl Thresholds {
    /// Sets at which value a severity of a rule is raised, and at which it is cleared again, both
    /// in the unit of the rule (a share is 0 to 1).
    ///
    /// # Errors
    ///
    /// [`InvalidArgument`](crate::ErrorKind::InvalidArgument), naming the rule and what is allowed:
    /// for a rule that does not exist, a severity that the rule does not have, a value that is not
    /// finite or is negative, a share above 1, a value to clear at that lies beyond the one to raise
    /// at, and severities that would be out of order.
    pub fn set(&mut self, rule: &str, severity: Severity, raise: f64, clear: f64) -> Result<()> {
        let (row, own) = self.find(rule)?;
        let known = own.steps[..own.count].iter().map(|step| step.severity.name());
        let Some(at) = own.steps[..own.count].iter().position(|step| step.severity == severity) else {
            let known = known.collect::<Vec<_>>().join(", ");
            return Err(wrong(row, &format!("has no threshold of severity {severity}: it has {known}")));
        };
        let most = if row.unit == crate::fields::Unit::Ratio { 1.0 } else { f64::MAX };
        for (name, value) in [("raise", raise), ("clear", clear)] {
            if !(value.is_finite() && (0.0..=most).contains(&value)) {
                let range = if most == 1.0 { "0 to 1" } else { "0 and more" };
                return Err(wrong(row, &format!("{name} is {value}: allowed are numbers from {range}")));
            }
        }
        let beyond = |a: f64, b: f64| if row.below { a < b } else { a > b };
        if beyond(clear, raise) {
            let side = if row.below { "at or above" } else { "at or below" };
            return Err(wrong(
                row,
                &format!("clear is {clear} and raise {raise}: clear must be {side} raise"),
            ));
        }
        let mut steps = own.steps;
        steps[at] = Step { severity, raise, clear };
        let in_order = |pair: &[Step]| beyond(pair[1].raise, pair[0].raise);
        if !steps[..own.count].windows(2).all(in_order) {
            let list: Vec<String> =
                steps[..own.count].iter().map(|step| format!("{} {}", step.severity, step.raise)).collect();
            let order = if row.below { "fall" } else { "rise" };
            return Err(wrong(
                row,
                &format!("would be raised at {}: values must {order} with the severity", list.join(", ")),
            ));
        }
        own.steps = steps;
        Ok(())
    }

    /// Leaves a rule out of the diagnosis.
    ///
    /// # Errors
    ///
    /// [`InvalidArgument`](crate::ErrorKind::InvalidArgument) for a rule that does not exist.
    pub fn disable(&mut self, rule: &str) -> Result<()> {
        self.find(rule)?.1.enabled = false;
        Ok(())
    }

    /// The thresholds of a rule, mildest first; none for one that is disabled.
    pub(crate) fn of(&self, id: RuleId) -> &[Step] {
        steps(&self.rules[id as usize])
    }

    /// The thresholds of fed metrics.
    pub(crate) fn of_metrics(&self) -> &[Step] {
        steps(&self.metric)
    }

    /// Where work starts to suffer: the lowest threshold of at least high severity.
    pub(crate) fn mark(&self, id: RuleId) -> Option<f64> {
        mark(self.of(id))
    }

    /// The same of fed metrics.
    pub(crate) fn metric_mark(&self) -> Option<f64> {
        mark(self.of_metrics())
    }

    fn find(&mut self, name: &str) -> Result<(&'static Rule, &mut Own)> {
        if name == METRIC.name {
            return Ok((&METRIC, &mut self.metric));
        }
        match RULES.iter().position(|rule| rule.name == name) {
            Some(index) => Ok((&RULES[index], &mut self.rules[index])),
            None => {
                let names: Vec<&str> = RULES.iter().map(|rule| rule.name).chain([METRIC.name]).collect();
                Err(Error::new(
                    ErrorKind::InvalidArgument,
                    format!(
                        "there is no rule `{name}` to set thresholds of: allowed are {}",
                        names.join(", ")
                    ),
                ))
            }
        }
    }
}

fn steps(own: &Own) -> &[Step] {
    if own.enabled {
        &own.steps[..own.count]
    } else {
        &[]
    }
}

fn mark(steps: &[Step]) -> Option<f64> {
    steps.iter().find(|step| step.severity >= Severity::High).map(|step| step.raise)
}

fn wrong(rule: &Rule, why: &str) -> Error {
    Error::new(ErrorKind::InvalidArgument, format!("the thresholds of rule `{}`: {why}", rule.name))
}

#[cfg(test)]
#[path = "settings_tests.rs"]
mod tests;
