//! Thresholds as the caller wants them, beginning with the published ones.

use super::own_steps::OwnSteps;
use super::rule::{Rule, Step};
use super::table::{MetricRule, RuleId, RULES};
use crate::error::{Error, ErrorKind, Result};
use crate::finding::Severity;

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
    rules: [OwnSteps; RuleId::COUNT],
    metrics: [OwnSteps; MetricRule::COUNT],
}

impl Default for Thresholds {
    fn default() -> Self {
        Thresholds {
            rules: std::array::from_fn(|index| OwnSteps::of(&RULES[index])),
            metrics: MetricRule::ALL.map(|rule| OwnSteps::of(rule.rule())),
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
        own.set(row, wanted)
    }

    /// Leaves a rule out of the diagnosis.
    ///
    /// # Errors
    ///
    /// [`InvalidArgument`](crate::ErrorKind::InvalidArgument) for a rule that does not exist.
    pub fn disable(&mut self, rule: &str) -> Result<()> {
        self.find(rule)?.1.disable();
        Ok(())
    }

    /// The thresholds of a rule, mildest first; none for one that is disabled.
    pub(crate) fn of(&self, id: RuleId) -> &[Step] {
        self.rules[id as usize].steps()
    }

    /// The thresholds of fed metrics.
    pub(crate) fn of_metrics(&self, rule: MetricRule) -> &[Step] {
        self.metrics[rule as usize].steps()
    }

    /// Where work starts to suffer: the lowest threshold of at least high severity.
    pub(crate) fn mark(&self, id: RuleId) -> Option<f64> {
        self.rules[id as usize].mark()
    }

    /// The same of fed metrics.
    pub(crate) fn metric_mark(&self) -> Option<f64> {
        self.metrics[MetricRule::Used as usize].mark()
    }

    fn find(&mut self, name: &str) -> Result<(&'static Rule, &mut OwnSteps)> {
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

#[cfg(test)]
#[path = "settings_tests.rs"]
mod tests;
