//! Labels that the configuration adds.

use std::collections::{BTreeMap, HashMap};

use super::text::escape;
use crate::checker::Check;

/// Labels of our own: one of the owner's that is called so gets a prefix, as the name of a label stands once.
const OURS: [&str; 18] = [
    "advice",
    "class",
    "component",
    "exception",
    "level",
    "name",
    "outcome",
    "pool",
    "percentile",
    "reason",
    "severity",
    "signal",
    "state",
    "status",
    "step",
    "system",
    "way",
    "window",
];

/// As they are written behind the labels of a series: `a="b",c="d"`.
pub(super) fn rendered(labels: &BTreeMap<String, String>, taken: &BTreeMap<String, String>) -> String {
    let taken: Vec<String> = taken.keys().map(|name| name_of(name)).collect();
    let mut done: Vec<String> = Vec::new();
    let mut text = String::new();
    for (name, value) in labels {
        let name = name_of(name);
        // Two that are written alike, or one that every series has already.
        if taken.contains(&name) || done.contains(&name) {
            continue;
        }
        if !text.is_empty() {
            text.push(',');
        }
        text.push_str(&name);
        text.push_str("=\"");
        escape(&mut text, value, true);
        text.push('"');
        done.push(name);
    }
    text
}

/// Letters, digits and `_`, no digit first, and none of our own.
fn name_of(name: &str) -> String {
    let clean: String = name.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' }).collect();
    let is_fine =
        clean.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_') && !clean.starts_with("__");
    let is_ours = OURS.contains(&&*clean) || ["resource", "scope", "version", "category"].contains(&&*clean);
    match is_fine && !is_ours {
        true => clean,
        false => format!("label_{}", clean.trim_start_matches('_')),
    }
}

/// The labels of each check, as they are written behind those of its series.
pub(super) fn of_checks<'a>(
    checks: &'a [Check],
    taken: &BTreeMap<String, String>,
) -> HashMap<&'a str, String> {
    let labelled = checks.iter().filter(|check| !check.labels.is_empty());
    labelled.map(|check| (check.name(), rendered(&check.labels, taken))).collect()
}
