use serde_json::json;

use super::*;

fn hash(tool: &Value) -> Hash {
    of_tool(tool.as_object().unwrap())
}

#[test]
fn the_order_of_keys_and_of_tools_makes_no_difference() {
    let one: Value =
        serde_json::from_str(r#"{"name":"a","inputSchema":{"type":"object","x":[1,{"b":2,"a":1}]}}"#)
            .unwrap();
    let other: Value =
        serde_json::from_str(r#"{"inputSchema":{"x":[1,{"a":1,"b":2}],"type":"object"},"name":"a"}"#)
            .unwrap();
    assert_eq!(hash(&one), hash(&other));
    let second = hash(&json!({ "name": "b" }));
    assert_eq!(of_all(vec![hash(&one), second]), of_all(vec![second, hash(&one)]));
}

#[test]
fn what_makes_a_tool_makes_its_hash_and_the_rest_does_not() {
    let tool = json!({ "name": "a", "description": "d", "inputSchema": { "type": "object" } });
    for (key, value) in [
        ("name", json!("b")),
        ("description", json!("")),
        ("inputSchema", json!({ "type": "object", "required": [] })),
        ("outputSchema", json!({ "type": "object" })),
    ] {
        let mut changed = tool.clone();
        changed[key] = value;
        assert_ne!(hash(&changed), hash(&tool), "{key}");
    }
    let mut same = tool.clone();
    same["title"] = json!("A");
    same["outputSchema"] = Value::Null;
    assert_eq!(hash(&same), hash(&tool));
}

#[test]
fn texts_and_values_that_look_alike_differ() {
    let of = |value: Value| hash(&json!({ "name": value }));
    assert_ne!(of(json!("1")), of(json!(1)));
    assert_ne!(of(json!("a\",\"b")), of(json!(["a", "b"])));
    assert_ne!(of(json!(["a\"", "b"])), of(json!(["a", "\"b"])));
    assert_ne!(of(json!("\\")), of(json!("\\\\")));
    assert_ne!(of(json!({ "a": "b" })), of(json!({ "a:b": "" })));
}

#[test]
fn a_hash_is_the_same_for_ever() {
    // Recorded by users: a change of how it is made would look like drift of their servers. By hand: sha256 of
    // sha256("\"a\"\n-\n{\"type\":\"object\"}\n-\n").
    let tool = hash(&json!({ "name": "a", "inputSchema": { "type": "object" } }));
    assert_eq!(of_all(vec![tool]), "dc315ff211f326cf5b2280faf2f307dc37e9893e4e443f2b38113b294ba66592");
    assert_eq!(of_all(Vec::new()), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}
