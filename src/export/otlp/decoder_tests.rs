//! A decoder of OTLP's JSON, made from the field definitions of version 1 (`opentelemetry-proto`, `metrics.proto`,
//! `common.proto`, `resource.proto`, `metrics_service.proto`). It refuses what they do not know, as strict receivers do.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

/// Messages with their fields, in JSON's names. `?` marks those of which one must be there, as of a `oneof`; `[]` a list.
#[rustfmt::skip]
const MESSAGES: &[(&str, &[(&str, &str)])] = &[
    ("ExportMetricsServiceRequest", &[("resourceMetrics", "[]ResourceMetrics")]),
    ("ResourceMetrics", &[("resource", "Resource"), ("scopeMetrics", "[]ScopeMetrics"), ("schemaUrl", "string")]),
    ("Resource", &[("attributes", "[]KeyValue"), ("droppedAttributesCount", "uint32")]),
    ("ScopeMetrics", &[("scope", "InstrumentationScope"), ("metrics", "[]Metric"), ("schemaUrl", "string")]),
    ("InstrumentationScope", &[("name", "string"), ("version", "string"), ("attributes", "[]KeyValue"),
        ("droppedAttributesCount", "uint32")]),
    ("Metric", &[("name", "string"), ("description", "string"), ("unit", "string"), ("gauge", "?Gauge"), ("sum", "?Sum"),
        ("metadata", "[]KeyValue")]),
    ("Gauge", &[("dataPoints", "[]NumberDataPoint")]),
    ("Sum", &[("dataPoints", "[]NumberDataPoint"), ("aggregationTemporality", "AggregationTemporality"),
        ("isMonotonic", "bool")]),
    ("NumberDataPoint", &[("attributes", "[]KeyValue"), ("startTimeUnixNano", "fixed64"), ("timeUnixNano", "fixed64"),
        ("asDouble", "?double"), ("asInt", "?sfixed64"), ("flags", "uint32")]),
    ("KeyValue", &[("key", "string"), ("value", "AnyValue")]),
    ("AnyValue", &[("stringValue", "?string"), ("boolValue", "?bool"), ("intValue", "?int64"), ("doubleValue", "?double")]),
];

/// A metric as a receiver has it.
#[derive(Debug)]
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
    let request: Value = serde_json::from_slice(body).unwrap();
    check("ExportMetricsServiceRequest", &request);
    let [of_resource] = list(&request, "resourceMetrics") else { panic!("one resource: {request}") };
    let [of_scope] = list(of_resource, "scopeMetrics") else { panic!("one scope: {request}") };
    assert_eq!(of_scope["scope"]["name"], "plimsoll");
    assert_eq!(of_scope["scope"]["version"], env!("CARGO_PKG_VERSION"));
    assert_eq!(of_resource["schemaUrl"], "https://opentelemetry.io/schemas/1.40.0");
    let mut metrics = BTreeMap::new();
    for metric in list(of_scope, "metrics") {
        let (kind, data) = match (metric.get("gauge"), metric.get("sum")) {
            (Some(gauge), None) => ("gauge", gauge),
            (None, Some(sum)) => {
                assert_eq!(sum["aggregationTemporality"], 2, "cumulative");
                (if sum["isMonotonic"] == true { "sum" } else { "updown" }, sum)
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
        value: value["asDouble"].as_f64().unwrap(),
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

fn list<'a>(of: &'a Value, key: &str) -> &'a [Value] {
    of[key].as_array().unwrap_or_else(|| panic!("no list {key}: {of}"))
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
            let (_, fields) = MESSAGES.iter().find(|(name, _)| *name == message).unwrap();
            check_message(message, fields, value.as_object().unwrap_or_else(|| panic!("{message}: {value}")));
            true
        }
    };
    assert!(fine, "{value} is no {kind}");
}

fn check_message(message: &str, fields: &[(&str, &str)], value: &Map<String, Value>) {
    let mut of_one = 0;
    for (key, value) in value {
        let found = fields.iter().find(|(name, _)| name == key);
        let (_, kind) = found.unwrap_or_else(|| panic!("{message} has no field {key}"));
        if let Some(kind) = kind.strip_prefix("[]") {
            let values = value.as_array().unwrap_or_else(|| panic!("{message}.{key} is no list"));
            values.iter().for_each(|value| check(kind, value));
        } else {
            of_one += usize::from(kind.starts_with('?'));
            check(kind.trim_start_matches('?'), value);
        }
    }
    let has_one = fields.iter().any(|(_, kind)| kind.starts_with('?'));
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
