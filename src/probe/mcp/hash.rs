//! SHA-256 over JSON, the same whatever the order of its keys.

use serde_json::{Map, Value};
use sha2::{Digest, Sha256};

/// 32 bytes.
pub(super) type Hash = [u8; 32];

/// The hash of what makes a tool: its name, description and schemas. Titles, icons and hints are not of it.
pub(super) fn of_tool(tool: &Map<String, Value>) -> Hash {
    let mut hasher = Sha256::new();
    for key in ["name", "description", "inputSchema", "outputSchema"] {
        // A missing description and an empty one differ.
        match tool.get(key).filter(|value| !value.is_null()) {
            Some(value) => write(value, &mut hasher),
            None => hasher.update(b"-"),
        }
        hasher.update(b"\n");
    }
    hasher.finalize().into()
}

/// The hash of all tools, in small hexadecimal letters.
pub(super) fn of_all(mut tools: Vec<Hash>) -> String {
    tools.sort_unstable();
    let mut hasher = Sha256::new();
    for tool in &tools {
        hasher.update(tool);
    }
    hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Canonical JSON: no blanks, keys in the order of their bytes.
fn write(value: &Value, hasher: &mut Sha256) {
    match value {
        Value::Object(map) => {
            let mut entries: Vec<(&String, &Value)> = map.iter().collect();
            entries.sort_unstable_by_key(|(key, _)| *key);
            hasher.update(b"{");
            for (index, (key, value)) in entries.into_iter().enumerate() {
                if index > 0 {
                    hasher.update(b",");
                }
                text(key, hasher);
                hasher.update(b":");
                write(value, hasher);
            }
            hasher.update(b"}");
        }
        Value::Array(values) => {
            hasher.update(b"[");
            for (index, value) in values.iter().enumerate() {
                if index > 0 {
                    hasher.update(b",");
                }
                write(value, hasher);
            }
            hasher.update(b"]");
        }
        Value::String(value) => text(value, hasher),
        other => hasher.update(other.to_string()),
    }
}

/// A text in quotes; quotes and backslashes in it are escaped, so that no two values are written the same.
fn text(text: &str, hasher: &mut Sha256) {
    hasher.update(b"\"");
    let mut rest = text.as_bytes();
    while let Some(at) = rest.iter().position(|byte| matches!(byte, b'"' | b'\\')) {
        hasher.update(&rest[..at]);
        hasher.update([b'\\', rest[at]]);
        rest = &rest[at + 1..];
    }
    hasher.update(rest);
    hasher.update(b"\"");
}

#[cfg(test)]
#[path = "hash_tests.rs"]
mod tests;
