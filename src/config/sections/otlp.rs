//! `export.otlp`: a collector of OpenTelemetry that metrics are sent to.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;
use std::time::Duration;

use crate::config::keys;
use crate::config::section::Section;
use crate::config::words::{self, Literals};
use crate::probe::{HeaderValue, TlsOptions};

const INTERVALS: RangeInclusive<Duration> = Duration::from_secs(1)..=Duration::from_secs(3600);
const TIMES: RangeInclusive<Duration> = Duration::from_millis(100)..=Duration::from_secs(300);

/// Where metrics are sent as OTLP over HTTP, and what they say of where they come from. What is not said here can be
/// said by the environment, where the exporter is asked to look there, and has a default otherwise.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct OtlpSettings {
    /// The collector, such as `http://collector:4318`; `/v1/metrics` is added where it does not end so.
    /// `http://localhost:4318` by default.
    pub endpoint: Option<String>,
    /// The same, but taken as it is; it goes before `endpoint`.
    pub metrics_endpoint: Option<String>,
    /// How messages are encoded; [`OtlpProtocol::Protobuf`] by default.
    pub protocol: Option<OtlpProtocol>,
    /// Further headers; they may be secrets.
    pub headers: Vec<(String, HeaderValue)>,
    /// How the collector's certificate is judged, and what it is shown; nothing is told before a certificate expires.
    pub tls: TlsOptions,
    /// How often metrics are sent by what has a clock of its own, as the command does; 1 s to 1 h, 60 s by default.
    pub interval: Option<Duration>,
    /// By when one request has to be answered; 100 ms to 5 min, 10 s by default.
    pub timeout: Option<Duration>,
    /// How requests are packed; [`OtlpCompression::None`] by default.
    pub compression: Option<OtlpCompression>,
    /// Attributes of the resource, such as `service.name`; they go before what is found out.
    pub resource: BTreeMap<String, String>,
}

/// How messages are encoded. Where the environment names them, it says `http/protobuf` and `http/json`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum OtlpProtocol {
    /// As protobuf, which every receiver takes.
    #[default]
    Protobuf,
    /// As JSON, which people can read.
    Json,
}

/// How the body of a request is packed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum OtlpCompression {
    /// Not at all.
    None,
    /// By gzip, at its quickest: `docs/opentelemetry.md` says what it saves, and what it costs.
    Gzip,
}

/// Of the section that holds it.
pub(super) fn read(export: &Section<'_>) -> Option<OtlpSettings> {
    let section = export.section("otlp", keys::OTLP)?;
    let mut settings = OtlpSettings {
        endpoint: section.field("endpoint").and_then(|field| words::url(&field)),
        metrics_endpoint: section.field("metrics_endpoint").and_then(|field| words::url(&field)),
        interval: section.duration("interval", INTERVALS),
        timeout: section.duration("timeout", TIMES),
        ..OtlpSettings::default()
    };
    let protocols = [("http/protobuf", OtlpProtocol::Protobuf), ("http/json", OtlpProtocol::Json)];
    settings.protocol = section.choice("protocol", &protocols);
    if let Some(section) = section.section("tls", keys::OTLP_TLS) {
        settings.tls = crate::config::server::tls(&section);
    }
    let headers = section.field("headers");
    let headers = headers.and_then(|field| words::headers(&field, Literals::NoCredentialsNorAuth));
    settings.headers = headers.unwrap_or_default();
    let known = [("none", OtlpCompression::None), ("gzip", OtlpCompression::Gzip)];
    settings.compression = section.choice("compression", &known);
    let attributes = section.field("resource").and_then(|field| field.entries()).unwrap_or_default();
    for (name, field) in attributes {
        if name.is_empty() {
            field.wrong::<()>("has no name: attributes have names such as `service.name`");
        } else if let Some(value) = field.text() {
            settings.resource.insert(name.to_owned(), value.to_owned());
        }
    }
    Some(settings)
}
