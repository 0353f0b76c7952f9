//! Thresholds on the command line: `cpu.utilisation.high=70%/60%`, `load.per_cpu=off`.

use plimsoll::dbpool::{self, PoolThresholds};
use plimsoll::fields::Unit;
use plimsoll::rules::{metric_rules, Rule, RULES};
use plimsoll::{Severity, Thresholds};

/// A rule that is to judge otherwise than published.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    rule: String,
    what: What,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum What {
    Off,
    Step { severity: Severity, raise: f64, clear: f64 },
}

/// Thresholds that can be changed.
pub trait Own: Default {
    fn set(&mut self, rule: &str, severity: Severity, raise: f64, clear: f64) -> plimsoll::Result<()>;
    fn disable(&mut self, rule: &str) -> plimsoll::Result<()>;
    fn find(name: &str) -> Result<&'static Rule, String>;
}

impl Own for Thresholds {
    fn set(&mut self, rule: &str, severity: Severity, raise: f64, clear: f64) -> plimsoll::Result<()> {
        self.set(rule, severity, raise, clear)
    }

    fn disable(&mut self, rule: &str) -> plimsoll::Result<()> {
        self.disable(rule)
    }

    fn find(name: &str) -> Result<&'static Rule, String> {
        if metric_rules().iter().any(|rule| rule.name == name) {
            return Err(format!(
                "`{name}` judges metrics that a program feeds to its own monitor: set it there"
            ));
        }
        if dbpool::RULES.iter().any(|rule| rule.name == name) {
            return Err(format!(
                "`{name}` judges pools of database connections: it is an option of `plimsoll db`"
            ));
        }
        among(RULES, name)
    }
}

impl Own for PoolThresholds {
    fn set(&mut self, rule: &str, severity: Severity, raise: f64, clear: f64) -> plimsoll::Result<()> {
        self.set(rule, severity, raise, clear)
    }

    fn disable(&mut self, rule: &str) -> plimsoll::Result<()> {
        self.disable(rule)
    }

    fn find(name: &str) -> Result<&'static Rule, String> {
        among(dbpool::RULES, name)
    }
}

/// Parses one `--threshold` of rules of that kind.
pub fn parse<T: Own>(text: &str) -> Result<Change, String> {
    const FORM: &str = "write it as RULE.SEVERITY=RAISE, RULE.SEVERITY=RAISE/CLEAR or RULE=off, \
                        such as cpu.utilisation.high=70%/60%";
    let (name, value) = text.split_once('=').ok_or(FORM)?;
    let (name, value) = (name.trim(), value.trim());
    if value == "off" {
        T::find(name)?;
        return Ok(Change { rule: name.to_owned(), what: What::Off });
    }
    let (rule, severity) = name.rsplit_once('.').ok_or(FORM)?;
    let Some(severity) = Severity::ALL.into_iter().find(|known| known.name() == severity) else {
        // A rule without a severity, or no severity at all.
        let known = Severity::ALL.map(Severity::name).join(", ");
        return Err(match T::find(name) {
            Ok(_) => format!("`{name}` needs a severity: {known}; {FORM}"),
            Err(_) => format!("`{severity}` is no severity: allowed are {known}; {FORM}"),
        });
    };
    let known = T::find(rule)?;
    let (raise, clear) = match value.split_once('/') {
        Some((raise, clear)) => (number(raise, known)?, Some(number(clear, known)?)),
        None => (number(value, known)?, None),
    };
    let clear = clear.unwrap_or_else(|| published_distance(known, severity, raise));
    let what = What::Step { severity, raise, clear };
    let change = Change { rule: rule.to_owned(), what };
    // What can never be is said at once, with the option's name; that severities stay in order only
    // all options together tell.
    match change.apply(&mut T::default()) {
        Err(error) if !is_order(&error) => Err(error),
        _ => Ok(change),
    }
}

/// The published thresholds with these changes, whatever order they were given in.
pub fn with<T: Own>(changes: &[Change]) -> Result<T, String> {
    let mut thresholds = T::default();
    let mut left: Vec<&Change> = changes.iter().collect();
    while !left.is_empty() {
        let before = left.len();
        // One severity may have to make room before another can take its place.
        let mut failed = None;
        left.retain(|change| {
            let done = change.apply(&mut thresholds);
            let remains = done.is_err();
            failed = failed.take().or(done.err());
            remains
        });
        if let Some(error) = failed.filter(|_| left.len() == before) {
            return Err(error);
        }
    }
    Ok(thresholds)
}

impl Change {
    fn apply<T: Own>(&self, thresholds: &mut T) -> Result<(), String> {
        match self.what {
            What::Off => thresholds.disable(&self.rule),
            What::Step { severity, raise, clear } => thresholds.set(&self.rule, severity, raise, clear),
        }
        .map_err(|error| error.to_string())
    }
}

fn is_order(error: &str) -> bool {
    error.contains("values must")
}

fn among(rules: &'static [Rule], name: &str) -> Result<&'static Rule, String> {
    rules.iter().find(|rule| rule.name == name).ok_or_else(|| {
        let names: Vec<&str> = rules.iter().map(|rule| rule.name).collect();
        format!(
            "there is no rule `{name}`: allowed are {} (`plimsoll rules` explains them)",
            names.join(", ")
        )
    })
}

/// A value in the unit of the rule: `70%` of a share, `8h` of a time, or a plain number.
fn number(text: &str, rule: &Rule) -> Result<f64, String> {
    let text = text.trim();
    let allowed = match rule.unit {
        Unit::Ratio => "a percentage such as 70%, or a share from 0 to 1",
        Unit::Seconds => "seconds, or a duration such as 8h",
        _ => "a number from 0 up",
    };
    let value = match (text.strip_suffix('%'), rule.unit) {
        (Some(percent), Unit::Ratio) => percent.trim().parse().map(|percent: f64| percent / 100.0).ok(),
        (Some(_), _) => None,
        (None, Unit::Seconds) => text
            .parse()
            .ok()
            .or_else(|| humantime::parse_duration(text).ok().map(|duration| duration.as_secs_f64())),
        (None, _) => text.parse().ok(),
    };
    value
        .filter(|value: &f64| value.is_finite())
        .ok_or_else(|| format!("`{text}` is no value for `{}`: allowed is {allowed}", rule.name))
}

/// Where it is cleared if that is not given: as far from the value to raise at, in proportion, as
/// published.
fn published_distance(rule: &Rule, severity: Severity, raise: f64) -> f64 {
    let step = rule.steps.iter().find(|step| step.severity == severity);
    step.filter(|step| step.raise > 0.0).map_or(raise, |step| raise * (step.clear / step.raise))
}

#[cfg(test)]
#[path = "thresholds_tests.rs"]
mod tests;
