//! `monitor.thresholds`: rules that are to judge otherwise than published.

use crate::config::field::Field;
use crate::config::keys;
use crate::config::nearest;
use crate::config::tree::{Quoted, Value};
use crate::fields::Unit;
use crate::finding::Severity;
use crate::rules::{metric_rules, Rule, Step, Thresholds, RULES};

/// A mapping of rules to `off`, or to severities and where they are raised and cleared.
pub(super) fn read(field: &Field<'_>, thresholds: &mut Thresholds) {
    let rules: Vec<Rule> = RULES.iter().cloned().chain(metric_rules()).collect();
    for (name, field) in field.entries().unwrap_or_default() {
        if name.starts_with("x-") {
            continue;
        }
        let Some(rule) = rules.iter().find(|rule| rule.name == name) else {
            let advice = match nearest::nearest(name, rules.iter().map(|rule| rule.name)) {
                Some(candidate) => format!("did you mean {}?", Quoted(candidate)),
                None => "`plimsoll rules` lists all".to_owned(),
            };
            field.wrong::<()>(format_args!("is no rule: {advice}"));
            continue;
        };
        match &field.node.value {
            Value::Text(text) if **text == *"off" => {
                // There is such a rule.
                let _ = thresholds.disable(name);
            }
            Value::Mapping(_) => steps(&field, rule, thresholds),
            _ => drop(field.expected::<()>("off, or severities such as {high: 70%}")),
        }
    }
}

fn steps(field: &Field<'_>, rule: &Rule, thresholds: &mut Thresholds) {
    let Some(section) = field.section(keys::SEVERITIES) else { return };
    let mut wanted = Vec::new();
    for severity in Severity::ALL {
        let Some(field) = section.field(severity.name()) else { continue };
        let Some(published) = rule.steps.iter().find(|step| step.severity == severity) else {
            let known: Vec<&str> = rule.steps.iter().map(|step| step.severity.name()).collect();
            field.wrong::<()>(format_args!("is no severity of this rule: it has {}", known.join(", ")));
            continue;
        };
        wanted.extend(step(&field, rule, *published));
    }
    if let Err(error) = thresholds.set_steps(rule.name, &wanted) {
        let error = error.to_string();
        let why = error.split_once("`: ").map_or(error.as_str(), |(_, why)| why);
        field.wrong::<()>(format_args!("cannot be: {why}"));
    }
}

/// Where a severity is raised, or `{raise, clear}`. What is not said of clearing stays as far away, in proportion, as
/// published.
fn step(field: &Field<'_>, rule: &Rule, published: Step) -> Option<Step> {
    let severity = published.severity;
    let (raise, clear) = match &field.node.value {
        Value::Mapping(_) => {
            let section = field.section(keys::STEP)?;
            section.needs("raise");
            let raise = value(&section.field("raise")?, rule);
            let clear = section.field("clear").map(|field| value(&field, rule));
            match clear {
                Some(clear) => (raise?, Some(clear?)),
                None => (raise?, None),
            }
        }
        _ => (value(field, rule)?, None),
    };
    let distance = if published.raise > 0.0 { published.clear / published.raise } else { 1.0 };
    Some(Step { severity, raise, clear: clear.unwrap_or(raise * distance) })
}

/// In the unit of the rule.
fn value(field: &Field<'_>, rule: &Rule) -> Option<f64> {
    const YEARS: std::time::Duration = std::time::Duration::from_secs(10 * 365 * 86_400);
    match rule.unit {
        Unit::Ratio => field.share(0.0..=1.0),
        Unit::Seconds => field.duration(std::time::Duration::ZERO..=YEARS).map(|time| time.as_secs_f64()),
        _ => field.number(0.0..=1e15),
    }
}
