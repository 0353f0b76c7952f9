//! The thresholds of one rule, as published or as the caller wants them.

use super::rule::{Rule, Step};
use crate::error::{Error, ErrorKind, Result};
use crate::fields::Unit;
use crate::finding::Severity;

/// No rule has more thresholds than this.
const MOST_STEPS: usize = 3;

/// The thresholds of one rule.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct OwnSteps {
    steps: [Step; MOST_STEPS],
    count: usize,
    enabled: bool,
}

impl OwnSteps {
    /// As published.
    pub fn of(rule: &Rule) -> Self {
        let mut steps = [rule.steps[0]; MOST_STEPS];
        let count = rule.steps.len().min(MOST_STEPS);
        steps[..count].copy_from_slice(&rule.steps[..count]);
        OwnSteps { steps, count, enabled: true }
    }

    /// Sets several at once, and takes a rule that was left out in again: what [`Thresholds::set_steps`](super::Thresholds::set_steps) says.
    pub fn set(&mut self, rule: &Rule, wanted: &[Step]) -> Result<()> {
        let mut steps = self.steps;
        for (index, &step) in wanted.iter().enumerate() {
            if wanted[..index].iter().any(|before| before.severity == step.severity) {
                return Err(wrong(rule, &format!("the severity {} is given twice", step.severity)));
            }
            let at = checked(rule, &steps[..self.count], step)?;
            steps[at] = step;
        }
        let beyond = |a: f64, b: f64| if rule.below { a < b } else { a > b };
        let in_order = |pair: &[Step]| beyond(pair[1].raise, pair[0].raise);
        if !steps[..self.count].windows(2).all(in_order) {
            let list: Vec<String> =
                steps[..self.count].iter().map(|step| format!("{} {}", step.severity, step.raise)).collect();
            let order = if rule.below { "fall" } else { "rise" };
            return Err(wrong(
                rule,
                &format!("would be raised at {}: values must {order} with the severity", list.join(", ")),
            ));
        }
        self.steps = steps;
        // Whoever sets it wants it.
        self.enabled = true;
        Ok(())
    }

    /// Leaves the rule out.
    pub fn disable(&mut self) {
        self.enabled = false;
    }

    /// Mildest first; none where the rule is left out.
    pub fn steps(&self) -> &[Step] {
        if self.enabled {
            &self.steps[..self.count]
        } else {
            &[]
        }
    }

    /// Where work starts to suffer: the lowest threshold of at least high severity.
    pub fn mark(&self) -> Option<f64> {
        self.steps().iter().find(|step| step.severity >= Severity::High).map(|step| step.raise)
    }
}

/// Which of a rule's thresholds it is, where it makes sense by itself.
fn checked(rule: &Rule, steps: &[Step], wanted: Step) -> Result<usize> {
    let Step { severity, raise, clear } = wanted;
    let Some(at) = steps.iter().position(|step| step.severity == severity) else {
        let known: Vec<&str> = steps.iter().map(|step| step.severity.name()).collect();
        let known = known.join(", ");
        return Err(wrong(rule, &format!("has no threshold of severity {severity}: it has {known}")));
    };
    // A share ends at 1; a ratio that was published beyond does not.
    let is_share = rule.unit == Unit::Ratio && rule.steps.iter().all(|step| step.raise <= 1.0);
    let most = if is_share { 1.0 } else { f64::MAX };
    for (name, value) in [("raise", raise), ("clear", clear)] {
        if !(value.is_finite() && (0.0..=most).contains(&value)) {
            let range = if is_share { "0 to 1" } else { "0 and more" };
            return Err(wrong(rule, &format!("{name} is {value}: allowed are numbers from {range}")));
        }
    }
    if if rule.below { clear < raise } else { clear > raise } {
        let side = if rule.below { "at or above" } else { "at or below" };
        return Err(wrong(rule, &format!("clear is {clear} and raise {raise}: clear must be {side} raise")));
    }
    Ok(at)
}

fn wrong(rule: &Rule, why: &str) -> Error {
    Error::new(ErrorKind::InvalidArgument, format!("the thresholds of rule `{}`: {why}", rule.name))
}
