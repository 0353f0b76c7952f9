//! What a plain word of YAML stands for: the core schema of YAML 1.2, section 10.3.2. JSON's
//! `null`, `true`, `false` and numbers are the same words.

use std::sync::Arc;

use super::tree::Value;

/// A scalar without quotes and without a tag.
pub(crate) fn resolve(text: &str) -> Value {
    null(text)
        .or_else(|| boolean(text))
        .or_else(|| integer(text))
        .or_else(|| float(text))
        .unwrap_or_else(|| Value::Text(Arc::from(text)))
}

/// A scalar that says itself what it is: `!!str 12`. Nothing if it is not that.
pub(crate) fn tagged(text: &str, suffix: &str) -> Option<Value> {
    match suffix {
        "str" => Some(Value::Text(Arc::from(text))),
        "null" => null(text),
        "bool" => boolean(text),
        "int" => integer(text),
        "float" => integer(text).and_then(as_float).or_else(|| float(text)),
        _ => None,
    }
}

fn null(text: &str) -> Option<Value> {
    matches!(text, "" | "~" | "null" | "Null" | "NULL").then_some(Value::Null)
}

fn boolean(text: &str) -> Option<Value> {
    match text {
        "true" | "True" | "TRUE" => Some(Value::Boolean(true)),
        "false" | "False" | "FALSE" => Some(Value::Boolean(false)),
        _ => None,
    }
}

fn integer(text: &str) -> Option<Value> {
    let digits = |digits: &str, radix| {
        let unsigned = digits.starts_with(|first: char| first.is_digit(radix));
        unsigned.then(|| i64::from_str_radix(digits, radix).ok()).flatten()
    };
    let value = match (text.strip_prefix("0x"), text.strip_prefix("0o")) {
        (Some(hexadecimal), _) => digits(hexadecimal, 16),
        (_, Some(octal)) => digits(octal, 8),
        _ => text.parse().ok(),
    };
    value.map(Value::Integer)
}

fn float(text: &str) -> Option<Value> {
    let value = match text {
        ".nan" | ".NaN" | ".NAN" => f64::NAN,
        ".inf" | ".Inf" | ".INF" | "+.inf" | "+.Inf" | "+.INF" => f64::INFINITY,
        "-.inf" | "-.Inf" | "-.INF" => f64::NEG_INFINITY,
        // Rust also reads `inf`, `infinity` and `nan`, which are words here.
        _ if text.contains(|c: char| c.is_ascii_digit()) => text.parse().ok()?,
        _ => return None,
    };
    Some(Value::Float(value))
}

#[allow(clippy::cast_precision_loss)] // What the author asked for.
fn as_float(value: Value) -> Option<Value> {
    match value {
        Value::Integer(value) => Some(Value::Float(value as f64)),
        _ => None,
    }
}
