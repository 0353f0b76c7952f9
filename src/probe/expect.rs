//! Whether a text or a document is what was expected. Each function gives what is wrong, if anything is.

use regex::Regex;
use serde_json::Value;

use super::{Compare, JsonCheck};

/// Texts that have to be there.
pub(crate) fn contains(body: &str, wanted: &[String]) -> Option<String> {
    let missing = wanted.iter().find(|wanted| !body.contains(wanted.as_str()))?;
    Some(format!("does not contain `{missing}`"))
}

/// Texts that must not be there.
pub(crate) fn lacks(body: &str, unwanted: &[String]) -> Option<String> {
    let found = unwanted.iter().find(|unwanted| body.contains(unwanted.as_str()))?;
    Some(format!("contains `{found}`"))
}

/// Expressions that have to match.
pub(crate) fn matches(body: &str, expressions: &[Regex]) -> Option<String> {
    let missing = expressions.iter().find(|expression| !expression.is_match(body))?;
    Some(format!("does not match `{missing}`"))
}

/// Places in a document.
pub(crate) fn json(document: &Value, checks: &[JsonCheck]) -> Option<String> {
    checks.iter().find_map(|check| place(document, check))
}

fn place(document: &Value, check: &JsonCheck) -> Option<String> {
    let at = if check.pointer.is_empty() { "the document" } else { check.pointer.as_str() };
    let found = document.pointer(&check.pointer);
    match (&check.compare, found) {
        (Compare::Exists(true), Some(_)) | (Compare::Exists(false), None) => return None,
        (Compare::Exists(false), Some(value)) => {
            return Some(format!("has {} at {at}, where nothing should be", short(value)));
        }
        (_, None) => return Some(format!("has nothing at {at}")),
        (_, Some(_)) => {}
    }
    let value = found?;
    let wrong = match &check.compare {
        Compare::Exists(_) => return None,
        Compare::Equals(wanted) => (!equal(value, wanted)).then(|| short(wanted)),
        Compare::Not(unwanted) => equal(value, unwanted).then(|| format!("anything but {}", short(unwanted))),
        Compare::Less(limit) => {
            (!value.as_f64().is_some_and(|n| n < *limit)).then(|| format!("less than {limit}"))
        }
        Compare::Greater(limit) => {
            (!value.as_f64().is_some_and(|n| n > *limit)).then(|| format!("more than {limit}"))
        }
        Compare::Matches(expression) => (!value.as_str().is_some_and(|text| expression.is_match(text)))
            .then(|| format!("a match of `{expression}`")),
    }?;
    Some(format!("has {} at {at}, not {wrong}", short(value)))
}

/// Numbers by value, everything else as it is.
fn equal(left: &Value, right: &Value) -> bool {
    match (left.as_f64(), right.as_f64()) {
        (Some(left_number), Some(right_number)) if left.is_f64() || right.is_f64() => {
            left_number == right_number
        }
        _ => left == right,
    }
}

/// A value as it is, or its beginning.
fn short(value: &Value) -> String {
    let text = value.to_string();
    if text.chars().count() <= 60 {
        return text;
    }
    format!("{}...", text.chars().take(57).collect::<String>())
}
