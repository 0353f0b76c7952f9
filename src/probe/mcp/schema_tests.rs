use serde_json::json;

use super::*;

fn judged(tool: &Value) -> Option<String> {
    wrong(tool.as_object().unwrap(), false)
}

#[test]
fn schemas_of_real_tools_are_right() {
    for schema in [
        json!({ "type": "object" }),
        json!({ "type": "object", "properties": {}, "required": [] }),
        json!({ "type": "object", "properties": { "a": { "type": "integer" }, "b": true }, "required": ["a", "c"] }),
        json!({ "type": "object", "anyOf": [{ "required": ["a"] }], "$defs": { "x": {} }, "additionalProperties": false }),
    ] {
        assert_eq!(judged(&json!({ "name": "t", "inputSchema": schema, "outputSchema": schema })), None);
    }
    assert_eq!(judged(&json!({ "inputSchema": { "type": "object" }, "outputSchema": null })), None);
}

#[test]
fn what_is_wrong_is_said() {
    for (schema, words) in [
        (json!(null), "is no object"),
        (json!([]), "is no object"),
        (json!({}), "\"type\": \"object\""),
        (json!({ "type": ["object"] }), "\"type\": \"object\""),
        (json!({ "type": "string" }), "\"type\": \"object\""),
        (json!({ "type": "object", "properties": [] }), "`properties` that are no object"),
        (json!({ "type": "object", "properties": { "a": "integer" } }), "property `a` that is no schema"),
        (json!({ "type": "object", "required": "a" }), "`required` that is no list"),
        (json!({ "type": "object", "required": ["a", 1] }), "no text"),
        (json!({ "type": "object", "required": ["a", "a"] }), "requires `a` twice"),
    ] {
        let why = judged(&json!({ "inputSchema": schema })).unwrap();
        assert!(why.starts_with("`inputSchema`") && why.contains(words), "{schema}: {why}");
        if !schema.is_null() {
            let why =
                judged(&json!({ "inputSchema": { "type": "object" }, "outputSchema": schema })).unwrap();
            assert!(why.starts_with("`outputSchema`"), "{why}");
        }
    }
    assert_eq!(judged(&json!({})).unwrap(), "it has no `inputSchema`");
}

#[test]
fn the_output_of_the_modern_era_may_be_of_any_type() {
    let tool = json!({ "inputSchema": { "type": "object" }, "outputSchema": { "type": "array" } });
    assert!(wrong(tool.as_object().unwrap(), false).is_some());
    assert_eq!(wrong(tool.as_object().unwrap(), true), None);
}
