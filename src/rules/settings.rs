//! Thresholds as the caller wants them, beginning with the published ones.

use super::rule::{Rule, Step};
use super::table::{MetricRule, RuleId, RULES};
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
    metrics: [Own; MetricRule::COUNT],
}

impl Default for Thresholds {
    fn default() -> Self {
        Thresholds {
            rules: std::array::from_fn(|index| Own::of(&RULES[index])),
            metrics: MetricRule::ALL.map(|rule| Own::of(rule.rule())),
        }
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
    /// at, and severities that would be out of order: to move several past each other use
    /// [`set_steps`](Self::set_steps).
    pub fn set(&mut self, rule: &str, severity: Severity, raise: f64, clear: f64) -> Result<()> {
        self.set_steps(rule, &[Step { severity, raise, clear }])
    }

    /// Sets several severities of a rule at once: only together they must be in order, so that both can be moved beyond
    /// where the other was. Their order in the list is of no matter.
    ///
    /// ```
    /// use plimsoll::rules::Step;
    /// use plimsoll::{Severity, Thresholds};
    ///
    /// let mut thresholds = Thresholds::default();
    /// // Published as 80 and 95 %.
    /// thresholds.set_steps(
    ///     "cpu.utilisation",
    ///     &[
    ///         Step { severity: Severity::High, raise: 0.96, clear: 0.90 },
    ///         Step { severity: Severity::Critical, raise: 0.99, clear: 0.97 },
    ///     ],
    /// )?;
    /// # Ok::<(), plimsoll::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// As [`set`](Self::set), and for a severity that is given twice; nothing is changed then.
    pub fn set_steps(&mut self, rule: &str, wanted: &[Step]) -> Result<()> {
        let (row, own) = self.find(rule)?;
        let mut steps = own.steps;
        for (index, &step) in wanted.iter().enumerate() {
            if wanted[..index].iter().any(|before| before.severity == step.severity) {
                return Err(wrong(row, &format!("the severity {} is given twice", step.severity)));
            }
            let at = checked(row, &steps[..own.count], step)?;
            steps[at] = step;
        }
        let beyond = |a: f64, b: f64| if row.below { a < b } else { a > b };
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
    pub(crate) fn of_metrics(&self, rule: MetricRule) -> &[Step] {
        steps(&self.metrics[rule as usize])
    }

    /// Where work starts to suffer: the lowest threshold of at least high severity.
    pub(crate) fn mark(&self, id: RuleId) -> Option<f64> {
        mark(self.of(id))
    }

    /// The same of fed metrics.
    pub(crate) fn metric_mark(&self) -> Option<f64> {
        mark(self.of_metrics(MetricRule::Used))
    }

    fn find(&mut self, name: &str) -> Result<(&'static Rule, &mut Own)> {
        if let Some(rule) = MetricRule::ALL.into_iter().find(|rule| rule.rule().name == name) {
            return Ok((rule.rule(), &mut self.metrics[rule as usize]));
        }
        match RULES.iter().position(|rule| rule.name == name) {
            Some(index) => Ok((&RULES[index], &mut self.rules[index])),
            None => {
                let metrics = MetricRule::ALL.iter().map(|rule| rule.rule());
                let names: Vec<&str> = RULES.iter().chain(metrics).map(|rule| rule.name).collect();
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

/// Which of a rule's thresholds it is, where it makes sense by itself.
fn checked(row: &Rule, steps: &[Step], wanted: Step) -> Result<usize> {
    let Step { severity, raise, clear } = wanted;
    let Some(at) = steps.iter().position(|step| step.severity == severity) else {
        let known: Vec<&str> = steps.iter().map(|step| step.severity.name()).collect();
        let known = known.join(", ");
        return Err(wrong(row, &format!("has no threshold of severity {severity}: it has {known}")));
    };
    let most = if row.unit == crate::fields::Unit::Ratio { 1.0 } else { f64::MAX };
    for (name, value) in [("raise", raise), ("clear", clear)] {
        if !(value.is_finite() && (0.0..=most).contains(&value)) {
            let range = if most == 1.0 { "0 to 1" } else { "0 and more" };
            return Err(wrong(row, &format!("{name} is {value}: allowed are numbers from {range}")));
        }
    }
    if if row.below { clear < raise } else { clear > raise } {
        let side = if row.below { "at or above" } else { "at or below" };
        return Err(wrong(row, &format!("clear is {clear} and raise {raise}: clear must be {side} raise")));
    }
    Ok(at)
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
