//! The fields of OTLP that are sent, as its JSON encoding has them: names in lowerCamelCase, integers of 64 bits as text,
//! enumerations as numbers.
//!
//! `opentelemetry/proto/collector/metrics/v1/metrics_service.proto` and `.../metrics/v1/metrics.proto`, version 1.
//! <https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding>

use std::borrow::Cow;

use serde::{Deserialize, Serialize, Serializer};

/// `AGGREGATION_TEMPORALITY_CUMULATIVE`.
const CUMULATIVE: u8 = 2;

/// `ExportMetricsServiceRequest`.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Request<'a> {
    pub resource_metrics: [ResourceMetrics<'a>; 1],
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ResourceMetrics<'a> {
    pub resource: Resource<'a>,
    pub scope_metrics: [ScopeMetrics<'a>; 1],
    pub schema_url: &'static str,
}

#[derive(Debug, Serialize)]
pub(super) struct Resource<'a> {
    pub attributes: &'a [KeyValue<'a>],
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ScopeMetrics<'a> {
    pub scope: Scope,
    pub metrics: Vec<Metric<'a>>,
    pub schema_url: &'static str,
}

/// `InstrumentationScope`.
#[derive(Debug, Serialize)]
pub(super) struct Scope {
    pub name: &'static str,
    pub version: &'static str,
}

#[derive(Debug, Serialize)]
pub(super) struct Metric<'a> {
    pub name: Cow<'a, str>,
    pub description: Cow<'a, str>,
    #[serde(skip_serializing_if = "str::is_empty")]
    pub unit: &'static str,
    #[serde(flatten)]
    pub data: Data<'a>,
}

/// The one of `data` in `Metric`.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) enum Data<'a> {
    Gauge(Gauge<'a>),
    Sum(Sum<'a>),
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Gauge<'a> {
    pub data_points: Vec<Point<'a>>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Sum<'a> {
    pub data_points: Vec<Point<'a>>,
    aggregation_temporality: u8,
    is_monotonic: bool,
}

/// `NumberDataPoint`.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Point<'a> {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub attributes: Vec<KeyValue<'a>>,
    /// None of a gauge.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start_time_unix_nano: Option<Nanoseconds>,
    pub time_unix_nano: Nanoseconds,
    /// Never infinite, nor NaN: JSON has no such numbers.
    pub as_double: f64,
}

/// `fixed64`, which is text in JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Nanoseconds(pub u64);

#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct KeyValue<'a> {
    pub key: Cow<'a, str>,
    pub value: Value<'a>,
}

/// `AnyValue`, as far as it is needed.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) enum Value<'a> {
    #[serde(rename = "stringValue")]
    Text(Cow<'a, str>),
    /// `int64`, which is text in JSON.
    #[serde(rename = "intValue")]
    Integer(String),
}

/// `ExportMetricsServiceResponse`, from a collector that may leave out everything.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct Answer {
    pub partial_success: Option<PartialSuccess>,
}

/// `ExportMetricsPartialSuccess`.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct PartialSuccess {
    /// `int64`: text, but some write a number.
    rejected_data_points: serde_json::Value,
    pub error_message: String,
}

impl<'a> Data<'a> {
    pub fn points(&mut self) -> &mut Vec<Point<'a>> {
        match self {
            Data::Gauge(gauge) => &mut gauge.data_points,
            Data::Sum(sum) => &mut sum.data_points,
        }
    }
}

impl Sum<'_> {
    /// Without points.
    pub fn new(is_monotonic: bool) -> Self {
        Sum { data_points: Vec::new(), aggregation_temporality: CUMULATIVE, is_monotonic }
    }
}

impl<'a> KeyValue<'a> {
    pub fn text(key: impl Into<Cow<'a, str>>, value: impl Into<Cow<'a, str>>) -> Self {
        KeyValue { key: key.into(), value: Value::Text(value.into()) }
    }
}

impl PartialSuccess {
    pub fn rejected(&self) -> u64 {
        match &self.rejected_data_points {
            serde_json::Value::String(text) => text.parse().unwrap_or(0),
            other => other.as_u64().unwrap_or(0),
        }
    }
}

impl Serialize for Nanoseconds {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}
