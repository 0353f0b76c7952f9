//! What an answer has to be.

use std::ops::RangeInclusive;

use super::field::Field;
use super::keys;
use super::section::Section;
use super::tree::Quoted;
use super::words;
use crate::probe::{Compare, Expect, JsonCheck, StatusRange};

/// `expect` of a REST path.
pub(crate) fn read(section: &Section<'_>) -> Expect {
    let mut expect = Expect::default();
    if let Some(field) = section.field("status") {
        expect.status = one_or_more(&field).iter().filter_map(status).collect();
    }
    expect.contains = texts(section, "contains");
    expect.lacks = texts(section, "lacks");
    expect.regex = expressions(section);
    expect.json = comparisons(section);
    expect
}

/// A text or a list of texts.
pub(crate) fn texts(section: &Section<'_>, key: &str) -> Vec<String> {
    let Some(field) = section.field(key) else { return Vec::new() };
    let word = |field: &Field<'_>| match field.text()? {
        "" => field.wrong("is empty"),
        text => Some(text.to_owned()),
    };
    one_or_more(&field).iter().filter_map(word).collect()
}

/// `regex`: an expression or a list of them.
pub(crate) fn expressions(section: &Section<'_>) -> Vec<regex::Regex> {
    let Some(field) = section.field("regex") else { return Vec::new() };
    one_or_more(&field).iter().filter_map(words::regex).collect()
}

/// `json`: a comparison or a list of them.
pub(crate) fn comparisons(section: &Section<'_>) -> Vec<JsonCheck> {
    let Some(field) = section.field("json") else { return Vec::new() };
    one_or_more(&field).iter().filter_map(comparison).collect()
}

/// The items of a list, or a single value as a list of itself.
fn one_or_more<'a>(field: &Field<'a>) -> Vec<Field<'a>> {
    match field.node.value {
        super::tree::Value::List(_) => field.list().unwrap_or_default(),
        _ => vec![field.clone()],
    }
}

/// Those that mean something (RFC 9110, section 15).
const STATUSES: RangeInclusive<u16> = 100..=599;

/// `204`, or `"200-299"` with both ends.
fn status(field: &Field<'_>) -> Option<StatusRange> {
    const EXPECTED: &str = "expected a status such as 204 or \"200-299\"";
    let Some(text) = field.node.as_text() else {
        let status = field.count::<u16>(STATUSES)?;
        return Some(StatusRange::new(status, status));
    };
    let number = |text: &str| text.trim().parse::<u16>().ok().filter(|status| STATUSES.contains(status));
    let (first, last) = text.split_once('-').unwrap_or((text, text));
    match number(first).zip(number(last)) {
        Some((first, last)) if first <= last => Some(StatusRange::new(first, last)),
        _ => field.wrong(format_args!("is {}: {EXPECTED}", Quoted(text))),
    }
}

fn comparison(field: &Field<'_>) -> Option<JsonCheck> {
    let section = field.section(keys::JSON)?;
    section.needs("pointer");
    let pointer = section.field("pointer").and_then(|field| {
        let pointer = field.text()?;
        if pointer.is_empty() || pointer.starts_with('/') {
            return Some(pointer.to_owned());
        }
        field.wrong("is no JSON pointer: expected /name/0, or nothing for the whole document")
    });
    let kinds = keys::JSON.iter().copied().filter(|key| *key != "pointer" && section.has(key));
    let compare = match kinds.collect::<Vec<_>>()[..] {
        [kind] => compare(&section, kind),
        [] => {
            section.lacks("has nothing to compare with: exists, equals, not, less, greater or matches", "");
            None
        }
        _ => field.wrong("compares in several ways: write one comparison for each"),
    };
    Some(JsonCheck::new(pointer?, compare?))
}

fn compare(section: &Section<'_>, kind: &str) -> Option<Compare> {
    const ANY: std::ops::RangeInclusive<f64> = f64::MIN..=f64::MAX;
    match kind {
        "exists" => section.boolean(kind).map(Compare::Exists),
        // Here a null is a value.
        "equals" => section.any(kind)?.json().map(Compare::Equals),
        "not" => section.any(kind)?.json().map(Compare::Not),
        "less" => section.number(kind, ANY).map(Compare::Less),
        "greater" => section.number(kind, ANY).map(Compare::Greater),
        _ => words::regex(&section.field("matches")?).map(Compare::Matches),
    }
}
