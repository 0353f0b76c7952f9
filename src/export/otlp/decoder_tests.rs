//! A decoder of OTLP, made from the field definitions of version 1 (`opentelemetry-proto`, `metrics.proto`,
//! `common.proto`, `resource.proto`, `metrics_service.proto`). It refuses what they do not know, as strict receivers do.
//! Protobuf is made JSON first. `tests/otlp/test_messages.py` does the same with the official definitions themselves.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::protobuf;

/// A field: its name in JSON, its number in protobuf, its type. `?` marks those of which one must be there, as of a
/// `oneof`; `[]` a list.
type Field = (&'static str, u32, &'static str);

#[rustfmt::skip]
const MESSAGES: &[(&str, &[Field])] = &[
    ("ExportMetricsServiceRequest", &[("resourceMetrics", 1, "[]ResourceMetrics")]),
    ("ResourceMetrics", &[("resource", 1, "Resource"), ("scopeMetrics", 2, "[]ScopeMetrics"), ("schemaUrl", 3, "string")]),
    ("Resource", &[("attributes", 1, "[]KeyValue"), ("droppedAttributesCount", 2, "uint32")]),
    ("ScopeMetrics", &[("scope", 1, "InstrumentationScope"), ("metrics", 2, "[]Metric"), ("schemaUrl", 3, "string")]),
    ("InstrumentationScope", &[("name", 1, "string"), ("version", 2, "string"), ("attributes", 3, "[]KeyValue"),
        ("droppedAttributesCount", 4, "uint32")]),
    ("Metric", &[("name", 1, "string"), ("description", 2, "string"), ("unit", 3, "string"), ("gauge", 5, "?Gauge"),
        ("sum", 7, "?Sum"), ("metadata", 12, "[]KeyValue")]),
    ("Gauge", &[("dataPoints", 1, "[]NumberDataPoint")]),
    ("Sum", &[("dataPoints", 1, "[]NumberDataPoint"), ("aggregationTemporality", 2, "AggregationTemporality"),
        ("isMonotonic", 3, "bool")]),
    ("NumberDataPoint", &[("attributes", 7, "[]KeyValue"), ("startTimeUnixNano", 2, "fixed64"),
        ("timeUnixNano", 3, "fixed64"), ("asDouble", 4, "?double"), ("asInt", 6, "?sfixed64"), ("flags", 8, "uint32")]),
    ("KeyValue", &[("key", 1, "string"), ("value", 2, "AnyValue")]),
    ("AnyValue", &[("stringValue", 1, "?string"), ("boolValue", 2, "?bool"), ("intValue", 3, "?int64"),
        ("doubleValue", 4, "?double")]),
];

/// A metric as a receiver has it.
#[derive(Debug, PartialEq)]
pub(super) struct Decoded {
    pub unit: String,
    pub description: String,
    /// `gauge`, `sum` (monotonic) or `updown`.
    pub kind: &'static str,
    pub points: Vec<DecodedPoint>,
}

#[derive(Debug, PartialEq)]
pub(super) struct DecodedPoint {
    pub attributes: BTreeMap<String, String>,
    pub start: Option<u64>,
    pub time: u64,
    pub value: f64,
}

impl Decoded {
    pub fn point(&self, attributes: &[(&str, &str)]) -> &DecodedPoint {
        let wanted: BTreeMap<String, String> =
            attributes.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
        let mut found = self.points.iter().filter(|point| point.attributes == wanted);
        let point = found.next().unwrap_or_else(|| panic!("no {wanted:?} in {:?}", self.points));
        assert!(found.next().is_none(), "{wanted:?} stands twice");
        point
    }
}

/// Attributes of the resource, and metrics by name.
pub(super) fn decode(body: &[u8]) -> (BTreeMap<String, String>, BTreeMap<String, Decoded>) {
    let request: Value = match body.first() {
        Some(b'{') => serde_json::from_slice(body).unwrap(),
        _ => from_protobuf("ExportMetricsServiceRequest", body),
    };
    check("ExportMetricsServiceRequest", &request);
    let [of_resource] = list(&request, "resourceMetrics") else { panic!("one resource: {request}") };
    let [of_scope] = list(of_resource, "scopeMetrics") else { panic!("one scope: {request}") };
    assert_eq!(of_scope["scope"]["name"], "plimsoll");
    assert_eq!(of_scope["scope"]["version"], env!("CARGO_PKG_VERSION"));
    assert_eq!(of_resource["schemaUrl"], super::names::SCHEMA_URL);
    let mut metrics = BTreeMap::new();
    for metric in list(of_scope, "metrics") {
        let (kind, data) = match (metric.get("gauge"), metric.get("sum")) {
            (Some(gauge), None) => ("gauge", gauge),
            (None, Some(sum)) => {
                assert_eq!(sum["aggregationTemporality"], 2, "cumulative");
                (if sum.get("isMonotonic") == Some(&Value::Bool(true)) { "sum" } else { "updown" }, sum)
            }
            other => panic!("{other:?}"),
        };
        let points: Vec<_> = list(data, "dataPoints").iter().map(point).collect();
        assert!(!points.is_empty(), "{metric}");
        for point in &points {
            assert_eq!(point.start.is_some(), kind != "gauge", "{metric}");
            assert!(point.start.is_none_or(|start| start <= point.time), "{metric}");
        }
        let text = |key: &str| metric.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
        let decoded = Decoded { unit: text("unit"), description: text("description"), kind, points };
        assert!(metrics.insert(text("name"), decoded).is_none(), "{} stands twice", text("name"));
    }
    (attributes(&of_resource["resource"]), metrics)
}

fn point(value: &Value) -> DecodedPoint {
    let time = |key: &str| value.get(key).map(|time| time.as_str().unwrap().parse().unwrap());
    DecodedPoint {
        attributes: attributes(value),
        start: time("startTimeUnixNano"),
        time: time("timeUnixNano").unwrap(),
        // serde_json may read the last digit differently.
        value: format!("{:.13e}", value["asDouble"].as_f64().unwrap()).parse().unwrap(),
    }
}

fn attributes(of: &Value) -> BTreeMap<String, String> {
    let mut all = BTreeMap::new();
    for attribute in of.get("attributes").and_then(Value::as_array).into_iter().flatten() {
        let key = attribute["key"].as_str().unwrap().to_owned();
        let value = &attribute["value"];
        let value = value.get("stringValue").or_else(|| value.get("intValue")).unwrap();
        let earlier = all.insert(key, value.as_str().unwrap().to_owned());
        assert!(earlier.is_none(), "an attribute stands twice: {of}");
    }
    all
}

/// One that is empty is not there in protobuf.
fn list<'a>(of: &'a Value, key: &str) -> &'a [Value] {
    of.get(key).map_or(&[], |list| list.as_array().unwrap_or_else(|| panic!("no list {key}: {of}")))
}

/// Panics where a value is not of its type.
fn check(kind: &str, value: &Value) {
    let is_integer = |text: &str| text.parse::<i64>().is_ok();
    let fine = match kind {
        "string" => value.is_string(),
        "bool" => value.is_boolean(),
        "double" => value.is_number(),
        "uint32" => value.as_u64().is_some_and(|number| u32::try_from(number).is_ok()),
        "fixed64" => value.as_str().is_some_and(|text| text.parse::<u64>().is_ok()),
        "int64" | "sfixed64" => value.as_str().is_some_and(is_integer),
        // Numbers, not names.
        "AggregationTemporality" => value.as_u64().is_some_and(|number| number <= 2),
        message => {
            check_message(
                message,
                fields_of(message),
                value.as_object().unwrap_or_else(|| panic!("{message}: {value}")),
            );
            true
        }
    };
    assert!(fine, "{value} is no {kind}");
}

fn fields_of(message: &str) -> &'static [Field] {
    let found = MESSAGES.iter().find(|(name, _)| *name == message);
    found.unwrap_or_else(|| panic!("no message {message}")).1
}

/// A message as JSON has it.
fn from_protobuf(message: &str, bytes: &[u8]) -> Value {
    let mut fields = Map::new();
    let mut written = protobuf::Fields(bytes);
    for (number, value) in written.by_ref() {
        let found = fields_of(message).iter().find(|(_, known, _)| *known == number);
        let (name, _, kind) = found.unwrap_or_else(|| panic!("{message} has no field {number}"));
        match kind.strip_prefix("[]") {
            Some(kind) => {
                let list = fields.entry(*name).or_insert_with(|| Value::Array(Vec::new()));
                list.as_array_mut().unwrap().push(value_of(kind, value));
            }
            None => {
                let earlier =
                    fields.insert((*name).to_owned(), value_of(kind.trim_start_matches('?'), value));
                assert_eq!(earlier, None, "{message}.{name} stands twice");
            }
        }
    }
    assert!(written.0.is_empty(), "{message} is broken: {:?}", written.0);
    Value::Object(fields)
}

fn value_of(kind: &str, value: protobuf::Field<'_>) -> Value {
    match (kind, value) {
        ("string", protobuf::Field::Bytes(bytes)) => std::str::from_utf8(bytes).unwrap().into(),
        ("bool", protobuf::Field::Number(number)) => (number == 1).into(),
        ("double", protobuf::Field::Fixed64(bits)) => f64::from_bits(bits).into(),
        ("fixed64", protobuf::Field::Fixed64(number)) => number.to_string().into(),
        ("int64", protobuf::Field::Number(number)) => number.cast_signed().to_string().into(),
        ("uint32" | "AggregationTemporality", protobuf::Field::Number(number)) => number.into(),
        (message, protobuf::Field::Bytes(bytes)) => from_protobuf(message, bytes),
        (kind, value) => panic!("{value:?} is no {kind}"),
    }
}

fn check_message(message: &str, fields: &[Field], value: &Map<String, Value>) {
    let mut of_one = 0;
    for (key, value) in value {
        let found = fields.iter().find(|(name, ..)| name == key);
        let (.., kind) = found.unwrap_or_else(|| panic!("{message} has no field {key}"));
        if let Some(kind) = kind.strip_prefix("[]") {
            let values = value.as_array().unwrap_or_else(|| panic!("{message}.{key} is no list"));
            values.iter().for_each(|value| check(kind, value));
        } else {
            of_one += usize::from(kind.starts_with('?'));
            check(kind.trim_start_matches('?'), value);
        }
    }
    let has_one = fields.iter().any(|(.., kind)| kind.starts_with('?'));
    assert_eq!(of_one, usize::from(has_one), "{message}: {value:?}");
}

#[test]
fn the_decoder_refuses_what_is_wrong() {
    let fine = r#"{"resourceMetrics":[{"resource":{"attributes":[]},"scopeMetrics":[{"metrics":[{"name":"a",
        "gauge":{"dataPoints":[{"timeUnixNano":"1","asDouble":1.5}]}}]}]}]}"#;
    let refuses = |text: String| {
        assert_ne!(text, fine);
        let value: Value = serde_json::from_str(&text).unwrap();
        let read = move || check("ExportMetricsServiceRequest", &value);
        std::panic::catch_unwind(read).is_err()
    };
    check("ExportMetricsServiceRequest", &serde_json::from_str(fine).unwrap());
    for (from, to) in [
        ("timeUnixNano\":\"1\"", "timeUnixNano\":1"),
        ("timeUnixNano", "time_unix_nano"),
        ("\"asDouble\":1.5", "\"asDouble\":1.5,\"asInt\":\"1\""),
        ("1.5", "null"),
        ("\"name\":\"a\"", "\"name\":1"),
        ("\"gauge\"", "\"guage\""),
    ] {
        assert!(refuses(fine.replace(from, to)), "{to}");
    }
}
