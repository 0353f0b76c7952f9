//! The published schema of results, held against real ones.

use std::collections::BTreeSet;
use std::time::Duration;

use serde_json::Value;

use super::sample_tests::Made;
use super::server_tests::{Behaviour, Server};
use super::{Baseline, Ended, LoadResult, LoadTest, Model, Part, Scenario, SCHEMA};
use crate::probe::Target;

/// As much of JSON Schema as ours uses.
struct Schema {
    document: Value,
}

impl Schema {
    fn published() -> Self {
        let text = include_str!("../../docs/schemas/plimsoll.load-1.schema.json");
        Schema { document: serde_json::from_str(text).unwrap() }
    }

    /// Panics where a value is not as described; notes the places of all keys that were met.
    fn hold(&self, value: &Value, schema: &Value, place: &str, met: &mut BTreeSet<String>) {
        if let Some(reference) = schema["$ref"].as_str() {
            let pointed = self.document.pointer(&reference[1..]).unwrap();
            let place = reference.trim_start_matches("#/$defs/");
            return self.hold(value, pointed, place, met);
        }
        if let Some(any) = schema["anyOf"].as_array() {
            let (null, other) = (any.iter().any(|one| one["type"] == "null"), &any[0]);
            assert!(!value.is_null() || null, "{place}");
            if !value.is_null() {
                self.hold(value, other, place, met);
            }
            return;
        }
        let kind = match value {
            Value::Null => "null",
            Value::Bool(_) => "boolean",
            Value::Number(number) if number.is_f64() => "number",
            Value::Number(_) => "integer",
            Value::String(_) => "string",
            Value::Array(_) => "array",
            Value::Object(_) => "object",
        };
        let types = match &schema["type"] {
            Value::Array(all) => all.clone(),
            one => vec![one.clone()],
        };
        let fits = |one: &Value| one == kind || (kind == "integer" && one == "number");
        assert!(types.iter().any(fits), "{place} is {kind}, and not {types:?}");
        if let Some(all) = schema["enum"].as_array() {
            assert!(all.contains(value), "{place}: {value}");
        }
        if let Some(only) = schema.get("const") {
            assert_eq!(only, value, "{place}");
        }
        for (bound, holds) in [("minimum", f64::ge as fn(&f64, &f64) -> bool), ("maximum", f64::le)] {
            if let (Some(bound), Some(value)) = (schema[bound].as_f64(), value.as_f64()) {
                assert!(holds(&value, &bound), "{place}: {value} and {bound}");
            }
        }
        for item in value.as_array().into_iter().flatten() {
            self.hold(item, &schema["items"], place, met);
        }
        for (key, value) in value.as_object().into_iter().flatten() {
            let described = [&schema["properties"][key], &schema["additionalProperties"]];
            let described = described.into_iter().find(|one| one.is_object());
            let at = format!("{place}.{key}");
            self.hold(value, described.unwrap_or_else(|| panic!("{at} is not described")), &at, met);
            met.insert(at);
        }
        for key in schema["required"].as_array().into_iter().flatten() {
            assert!(value.get(key.as_str().unwrap()).is_some(), "{place}.{key} is missing");
        }
    }

    /// The places of all keys that are described, each of which has to say what it is.
    fn described(&self, schema: &Value, place: &str, all: &mut BTreeSet<String>) {
        for (key, property) in schema["properties"].as_object().into_iter().flatten() {
            let at = format!("{place}.{key}");
            let says = property["description"].as_str().unwrap_or_else(|| panic!("{at} has no description"));
            let is_number = ["number", "integer"].iter().any(|kind| {
                property["type"] == *kind
                    || property["type"].as_array().is_some_and(|all| all.iter().any(|one| one == kind))
            });
            assert!(!is_number || says.contains(" Unit: "), "{at} has no unit");
            self.described(property, &at, all);
            all.insert(at);
        }
    }
}

/// Steps with errors, a knee and a baseline; a real rate with statuses, thresholds and late starts; one that was hopeless.
fn results() -> Vec<LoadResult> {
    let levels = vec![1.0, 2.0, 4.0];
    let steps = Made { model: Model::Closed, levels, fails: 40, seconds: 8, ..Made::default() };
    let mut compared = steps.result();
    let before = Made { seed: 2, ..steps }.result();
    compared.comparison = Some(Baseline::new(before).unwrap().compare(&compared).unwrap());
    let answer = "HTTP/1.1 503 No\r\nContent-Length: 0\r\n\r\n".to_owned();
    let server = Server::new(Behaviour { answer, ..Behaviour::default() });
    let part = Part::new(Target::rest("server", server.url()));
    let mut scenario = Scenario::rate(part, 100.0, Duration::from_millis(200));
    scenario.check_first = false;
    scenario.thresholds = vec!["p99 < 1s".parse().unwrap()];
    let real = LoadTest::new(scenario).unwrap().run().unwrap();
    let mut hopeless = real.clone();
    hopeless.ended = Ended::Hopeless("nothing was answered".to_owned());
    vec![compared, real, hopeless]
}

#[test]
fn results_are_as_their_schema_says_and_nothing_is_left_undescribed() {
    let schema = Schema::published();
    assert_eq!(schema.document["title"], SCHEMA);
    let mut met = BTreeSet::new();
    for result in results() {
        let document = serde_json::to_value(&result).unwrap();
        schema.hold(&document, &schema.document, "", &mut met);
    }
    let mut described = BTreeSet::new();
    schema.described(&schema.document, "", &mut described);
    for (name, one) in schema.document["$defs"].as_object().unwrap() {
        schema.described(one, name, &mut described);
    }
    let unmet: Vec<&String> = described.difference(&met).collect();
    assert!(unmet.is_empty(), "described, and in no result: {unmet:?}");
}
