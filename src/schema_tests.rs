//! A published schema, held against real documents.

use std::collections::BTreeSet;

use serde_json::Value;

/// As much of JSON Schema as ours uses.
pub(crate) struct Schema {
    document: Value,
}

impl Schema {
    pub(crate) fn of(text: &str, title: &str) -> Self {
        let document: Value = serde_json::from_str(text).unwrap();
        assert_eq!(document["title"], title);
        Schema { document }
    }

    /// Panics where a document is not as described, and where a key is described that is in none of them, but for those
    /// that this machine may not have.
    pub(crate) fn describes(&self, documents: &[Value], seldom: &[&str]) {
        let mut met = BTreeSet::new();
        documents.iter().for_each(|document| self.hold(document, &self.document, "", &mut met));
        let mut described = BTreeSet::new();
        self.described(&self.document, "", &mut described);
        for (name, one) in self.document["$defs"].as_object().unwrap() {
            self.described(one, name, &mut described);
        }
        let unmet: Vec<&String> =
            described.difference(&met).filter(|at| !seldom.contains(&at.as_str())).collect();
        assert!(unmet.is_empty(), "described, and in no result: {unmet:?}");
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
