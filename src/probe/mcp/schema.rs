//! Whether a tool's schemas are what the specification asks.

use serde_json::{Map, Value};

/// What is wrong with a tool's schemas, if anything is. In the modern era the output may be of any type.
pub(super) fn wrong(tool: &Map<String, Value>, modern: bool) -> Option<String> {
    let Some(input) = tool.get("inputSchema") else { return Some("it has no `inputSchema`".to_owned()) };
    if let Some(why) = object_schema(input, true) {
        return Some(format!("`inputSchema` {why}"));
    }
    let output = tool.get("outputSchema").filter(|schema| !schema.is_null())?;
    object_schema(output, !modern).map(|why| format!("`outputSchema` {why}"))
}

/// A JSON Schema at whose root stands `"type": "object"`; `properties` and `required` have their shapes.
fn object_schema(schema: &Value, of_object: bool) -> Option<String> {
    let Some(schema) = schema.as_object() else { return Some("is no object".to_owned()) };
    if of_object && schema.get("type").and_then(Value::as_str) != Some("object") {
        return Some("is not of \"type\": \"object\"".to_owned());
    }
    match schema.get("properties") {
        None => {}
        Some(Value::Object(properties)) => {
            let odd = properties.iter().find(|(_, value)| !value.is_object() && !value.is_boolean());
            if let Some((name, _)) = odd {
                return Some(format!("has a property `{name}` that is no schema"));
            }
        }
        Some(_) => return Some("has `properties` that are no object".to_owned()),
    }
    match schema.get("required") {
        None => None,
        Some(Value::Array(names)) => required(names),
        Some(_) => Some("has `required` that is no list".to_owned()),
    }
}

/// Texts, each once (JSON Schema Validation, 6.5.3).
fn required(names: &[Value]) -> Option<String> {
    let mut seen = std::collections::HashSet::with_capacity(names.len());
    for name in names {
        match name.as_str() {
            None => return Some("has something in `required` that is no text".to_owned()),
            Some(name) if !seen.insert(name) => return Some(format!("requires `{name}` twice")),
            Some(_) => {}
        }
    }
    None
}

#[cfg(test)]
#[path = "schema_tests.rs"]
mod tests;
