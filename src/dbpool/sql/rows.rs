//! Rows as text, as every driver can give them.

use serde_json::Value;

/// What a query gave: rows of columns as text, `None` for NULL.
pub type Rows = Vec<Vec<Option<String>>>;

/// The text in that column, unless it is missing, NULL or empty.
pub(super) fn text(row: &[Option<String>], column: usize) -> Option<&str> {
    row.get(column)?.as_deref().filter(|text| !text.is_empty())
}

/// The number in that column. What is no finite number is missing; below zero (an age, after a clock was set back) it is 0.
pub(super) fn number(row: &[Option<String>], column: usize) -> Option<f64> {
    known(text(row, column)?.trim().parse().ok()?)
}

/// The number of that key, whether JSON has it as a number or as a string; else as [`number`].
pub(super) fn member(object: &Value, key: &str) -> Option<f64> {
    match object.get(key)? {
        Value::Number(number) => known(number.as_f64()?),
        Value::String(text) => known(text.trim().parse().ok()?),
        _ => None,
    }
}

fn known(number: f64) -> Option<f64> {
    number.is_finite().then(|| number.max(0.0))
}

/// The sum of what is known; nothing where nothing is.
pub(super) fn sum(values: impl IntoIterator<Item = Option<f64>>) -> Option<f64> {
    values.into_iter().flatten().reduce(|sum, value| sum + value)
}
