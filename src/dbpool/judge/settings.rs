//! Thresholds of pools as the caller wants them, beginning with the published ones.

use super::table::{PoolRule, ALL, RULES};
use crate::error::{Error, ErrorKind, Result};
use crate::finding::Severity;
use crate::rules::{OwnSteps, Rule, Step};

/// The thresholds of every rule of pools and their databases: as published, unless changed here.
///
/// ```
/// use plimsoll::dbpool::{DatabasePool, PoolThresholds};
/// use plimsoll::Severity;
///
/// let mut thresholds = PoolThresholds::default();
/// // A batch that works for minutes at a time.
/// thresholds.set("database.long_query", Severity::Medium, 100.0, 60.0)?;
/// thresholds.disable("database_pool.oversized")?;
/// let pool = DatabasePool::with_thresholds("batch", thresholds)?;
/// # Ok::<(), plimsoll::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct PoolThresholds {
    rules: [OwnSteps; PoolRule::COUNT],
}

impl Default for PoolThresholds {
    fn default() -> Self {
        PoolThresholds { rules: std::array::from_fn(|index| OwnSteps::of(&RULES[index])) }
    }
}

impl PoolThresholds {
    /// Sets at which value a severity of a rule is raised, and at which it is cleared again, both in the unit of the
    /// rule (a share is 0 to 1).
    ///
    /// # Errors
    ///
    /// [`InvalidArgument`](ErrorKind::InvalidArgument), naming the rule and what is allowed, for what
    /// [`Thresholds::set`](crate::Thresholds::set) refuses. Ratios that were published above 1 have no end.
    pub fn set(&mut self, rule: &str, severity: Severity, raise: f64, clear: f64) -> Result<()> {
        self.set_steps(rule, &[Step { severity, raise, clear }])
    }

    /// Sets several severities of a rule at once: only together they must be in order.
    ///
    /// # Errors
    ///
    /// As [`set`](Self::set), and for a severity that is given twice; nothing is changed then.
    pub fn set_steps(&mut self, rule: &str, wanted: &[Step]) -> Result<()> {
        let (row, own) = self.find(rule)?;
        own.set(row, wanted)
    }

    /// Leaves a rule out.
    ///
    /// # Errors
    ///
    /// [`InvalidArgument`](ErrorKind::InvalidArgument) for a rule that does not exist.
    pub fn disable(&mut self, rule: &str) -> Result<()> {
        self.find(rule)?.1.disable();
        Ok(())
    }

    /// Mildest first; none of a rule that is left out.
    pub(super) fn of(&self, rule: PoolRule) -> &[Step] {
        self.rules[rule as usize].steps()
    }

    /// Where work starts to suffer.
    pub(super) fn mark(&self, rule: PoolRule) -> Option<f64> {
        self.rules[rule as usize].mark()
    }

    fn find(&mut self, name: &str) -> Result<(&'static Rule, &mut OwnSteps)> {
        match ALL.iter().position(|rule| rule.rule().name == name) {
            Some(index) => Ok((&RULES[index], &mut self.rules[index])),
            None => {
                let names: Vec<&str> = RULES.iter().map(|rule| rule.name).collect();
                let why = format!(
                    "there is no rule of pools `{name}` to set thresholds of: allowed are {}",
                    names.join(", ")
                );
                Err(Error::new(ErrorKind::InvalidArgument, why))
            }
        }
    }
}

#[cfg(test)]
#[path = "settings_tests.rs"]
mod tests;
