//! The fields of OTLP that are sent, in both of its encodings. JSON has names in lowerCamelCase, integers of 64 bits as
//! text, and enumerations as numbers; protobuf has numbers for names.
//!
//! `opentelemetry/proto/collector/metrics/v1/metrics_service.proto`, `.../metrics/v1/metrics.proto`,
//! `.../common/v1/common.proto` and `.../resource/v1/resource.proto`, version 1.
//! <https://opentelemetry.io/docs/specs/otlp/#otlphttp-request>

use std::borrow::Cow;

use serde::{Serialize, Serializer};

use super::protobuf;

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
    #[serde(rename = "intValue", serialize_with = "as_text")]
    Integer(i64),
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

impl Request<'_> {
    /// As protobuf.
    pub fn to_protobuf(&self) -> Vec<u8> {
        let mut out = Vec::new();
        for part in &self.resource_metrics {
            protobuf::message(&mut out, 1, |out| part.write(out));
        }
        out
    }
}

impl ResourceMetrics<'_> {
    fn write(&self, out: &mut Vec<u8>) {
        protobuf::message(out, 1, |out| write_attributes(out, 1, self.resource.attributes));
        for part in &self.scope_metrics {
            protobuf::message(out, 2, |out| part.write(out));
        }
        protobuf::text(out, 3, self.schema_url);
    }
}

impl ScopeMetrics<'_> {
    fn write(&self, out: &mut Vec<u8>) {
        protobuf::message(out, 1, |out| {
            protobuf::text(out, 1, self.scope.name);
            protobuf::text(out, 2, self.scope.version);
        });
        for metric in &self.metrics {
            protobuf::message(out, 2, |out| metric.write(out));
        }
        protobuf::text(out, 3, self.schema_url);
    }
}

impl Metric<'_> {
    fn write(&self, out: &mut Vec<u8>) {
        protobuf::text(out, 1, &self.name);
        protobuf::text(out, 2, &self.description);
        protobuf::text(out, 3, self.unit);
        match &self.data {
            Data::Gauge(gauge) => protobuf::message(out, 5, |out| write_points(out, &gauge.data_points)),
            Data::Sum(sum) => protobuf::message(out, 7, |out| {
                write_points(out, &sum.data_points);
                protobuf::number(out, 2, sum.aggregation_temporality.into());
                protobuf::number(out, 3, sum.is_monotonic.into());
            }),
        }
    }
}

fn write_points(out: &mut Vec<u8>, points: &[Point<'_>]) {
    for point in points {
        protobuf::message(out, 1, |out| {
            if let Some(start) = point.start_time_unix_nano {
                protobuf::fixed(out, 2, start.0);
            }
            protobuf::fixed(out, 3, point.time_unix_nano.0);
            protobuf::fixed(out, 4, point.as_double.to_bits());
            write_attributes(out, 7, &point.attributes);
        });
    }
}

fn write_attributes(out: &mut Vec<u8>, field: u32, attributes: &[KeyValue<'_>]) {
    for KeyValue { key, value } in attributes {
        protobuf::message(out, field, |out| {
            protobuf::text(out, 1, key);
            protobuf::message(out, 2, |out| match value {
                Value::Text(text) => protobuf::present_text(out, 1, text),
                // A `oneof`: it is there also where it is 0.
                Value::Integer(number) => protobuf::present_number(out, 3, number.cast_unsigned()),
            });
        });
    }
}

fn as_text<S: Serializer>(number: &i64, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(number)
}

impl Serialize for Nanoseconds {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}
